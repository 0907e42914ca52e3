import { sql } from 'kysely'
import { addDays, type Day } from '../../../basics/dates.ts'
import { newId } from '../../../basics/ids.ts'
import { isRefusal, refuse, type Refusal } from '../../../basics/refusal.ts'
import { unlessRefused, type Work } from '../../../db/work.ts'
import { mayNot } from '../../access/permissions.ts'
import { record } from '../../access/trail.ts'
import { anyWith, ownerFor } from '../../concerns/queries/concerns.ts'
import { tellClient } from '../../clients/actions/notices.ts'
import { giveSeat } from '../../groups/actions/seats.ts'
import { holdDiaries } from '../../groups/actions/hold.ts'
import { seatsHeld } from '../../groups/queries/seating.ts'
import { mayGoFirst } from '../../groups/queries/turn.ts'
import { statedLevelsOf } from '../../placement/queries/outside.ts'
import { orderDose } from '../../plans/actions.ts'
import { doseOrdersOf, stayById, type Stay } from '../../plans/queries.ts'
import { type Dose, doseInWeek, minutesOfDose } from '../../plans/rules.ts'
import { hoursOnDays } from '../../plans/scheduled.ts'
import { signsAs } from '../../programs/cosigning.ts'
import { programById } from '../../programs/queries.ts'
import { evidenceOf } from '../evidence.ts'
import { sinceFacts } from '../queries/evidence.ts'
import { seatsToMove } from '../queries/moved.ts'
import { standingPause } from '../queries/pauses.ts'
import { type Did, payerNamed, stepsOf } from '../queries/steps.ts'
import { doseFrom, isMove, type StepDraft, type StepKind, stepRefusal, tasksOf } from '../steps.ts'
import { takeSeatsAway, todayOf } from './take-and-give-back.ts'

export type Step = StepDraft & {
  /** The decision that stood on the card when this was decided; null: there was none. */
  afterId: string | null
  give: readonly string[]
  take: readonly string[]
  dose: Dose | null
  dissent: { who: string; words: string } | null
}

export type Decided = { id: string; did: Did }

const outrun = 'Somebody has decided on this stay at this moment. Look at their decision first.'

/**
 * Decides on the level of a stay, and does in one act what follows: level and program, seats, the prescribed week, and tasks for what
 * people have to ask for. `tryOnly` does all of it and takes it back at once: what the page shows before is what will be done.
 */
export async function decideStep(
  work: Work,
  episodeId: string,
  step: Step,
  tryOnly = false,
): Promise<Decided | Refusal> {
  const denied = mayNot(work.by, 'step.decide')
  if (denied) return denied
  const found = await stayById(work, episodeId)
  if (found === undefined) return refuse('not-found', 'This stay does not exist, or it is not yours to see.')
  await holdDiaries(work, [found.clientId, ...step.take])
  await sql`savepoint step`.execute(work.db)
  const answer = await decide(work, episodeId, step)
  await (tryOnly || isRefusal(answer) ? sql`rollback to savepoint step` : sql`release savepoint step`).execute(work.db)
  return answer
}

async function decide(work: Work, episodeId: string, step: Step): Promise<Decided | Refusal> {
  const stay = await stayById(work, episodeId)
  if (stay === undefined || work.by.kind !== 'staff')
    return refuse('not-found', 'This stay does not exist, or it is not yours to see.')
  const today = todayOf(work)
  const to = step.toProgramId === null ? null : ((await programById(work, step.toProgramId)) ?? null)
  const pause = await standingPause(work, stay.clientId)
  const refused = stepRefusal(
    step,
    {
      stay: { from: stay.firstDay, lastDay: stay.lastDay, levelOfCare: stay.levelOfCare, programId: stay.programId },
      to,
      ageGroup: stay.ageGroup,
      isAway: pause !== undefined,
    },
    today,
  )
  if (refused) return refused
  const before = (await stepsOf(work, episodeId)).find(({ undoneAt }) => undoneAt === null)
  if ((before?.id ?? null) !== step.afterId) return refuse('outrun', outrun)
  // stepRefusal has looked at the kind.
  const kind = step.kind as StepKind
  const id = newId()
  const moves = isMove(kind) && to !== null
  const fromDay = moves ? step.fromDay : today
  const evidence = evidenceOf(await sinceFacts(work, stay, sinceDay(work, stay, before?.decidedAt ?? null)))
  const payer = (await statedLevelsOf(work, stay.clientId)).find(({ whose }) => whose === 'payer')
  const previous = (await stepsOf(work, episodeId))[0]
  const row = {
    clinicId: work.clinic.id,
    id,
    episodeId,
    clientId: stay.clientId,
    // Decisions that were taken back stand in the chain too: each follows the one written before it.
    afterId: previous?.id ?? null,
    kind,
    fromLevel: stay.levelOfCare,
    toLevel: moves ? to.levelOfCare : stay.levelOfCare,
    toProgramId: moves ? to.id : null,
    fromDay,
    payerLevel: payer?.code ?? '',
    reasons: step.reasons.trim(),
    tookPart: step.tookPart.trim(),
    clientView: step.clientView,
    clientWords: step.clientWords.trim(),
    evidence: JSON.stringify(evidence),
    lookAgainOn: step.lookAgainOn,
    decidedBy: work.by.id,
    nameAndCredential: signsAs(work.by),
    decidedAt: work.at,
  }
  const by = work.by.id
  if (step.dissent !== null)
    await work.db
      .insertInto('stepDissent')
      .values({ clinicId: work.clinic.id, id: newId(), decisionId: id, ...step.dissent, notedBy: by, notedAt: work.at })
      .execute()
  const did: Did = { program: null, gives: [], takes: [], dose: null, tasks: [] }
  const went = moves ? await move(work, stay, step, { id, by, to }, did) : null
  if (went) return went
  const minutes = step.dose === null ? 0 : minutesOfDose(step.dose)
  await openTasks(work, stay, kind, { id, level: row.toLevel, fromDay, minutes }, did)
  // Last, because it says what was done: until the transaction ends its parts may stand without it.
  const written = await unlessRefused(work, { step_decision_follows: outrun }, () =>
    work.db
      .insertInto('stepDecision')
      .values({ ...row, did: JSON.stringify(did) })
      .execute(),
  )
  if (isRefusal(written)) return written
  await record(work, 'step.decided', {
    clients: [stay.clientId],
    about: { decision: id, kind, to: row.toLevel, from: fromDay, seats: did.takes.length, given: did.gives.length },
  })
  return { id, did }
}

/** Since when the evidence counts: the last decision that stands, else the admission. */
export const sinceDay = (work: Work, stay: { firstDay: Day }, decidedAt: Date | null): Day =>
  decidedAt === null ? stay.firstDay : todayOf({ ...work, at: decidedAt })

/** Level and program from a day on, seats and the week with them. A refusal undoes all of it. */
async function move(
  work: Work,
  stay: Stay,
  step: Step,
  about: { id: string; by: string; to: { id: string; name: string; levelOfCare: string } },
  did: Did,
): Promise<Refusal | null> {
  const { id, by, to } = about
  const { fromDay } = step
  const cause = { of: 'step', id } as const
  await work.db
    .insertInto('stayLevel')
    .values({
      clinicId: work.clinic.id,
      id: newId(),
      episodeId: stay.id,
      fromDay,
      programId: to.id,
      levelOfCare: to.levelOfCare,
      wasProgramId: stay.programId,
      wasLevel: stay.levelOfCare,
      decisionId: id,
      movedBy: by,
      movedAt: work.at,
    })
    .execute()
  did.program = { from: `${stay.programName}, level ${stay.levelOfCare}`, to: `${to.name}, level ${to.levelOfCare}` }
  // Seats and the week are asked for as of that day: the stay's own row goes ahead, and comes back below.
  await follow(work, stay.id, fromDay)
  did.gives = (await seatsToMove(work, stay.id, addDays(fromDay, -1)))
    .filter((seat) => step.give.includes(seat.id))
    .map(({ name }) => name)
  await takeSeatsAway(work, by, cause, stay.id, addDays(fromDay, -1), 'Another level of care', step.give)
  for (const seriesId of step.take) {
    const taken = await giveSeat(work, stay.id, { seriesId, from: fromDay }, (seated, offered) =>
      mayGoFirst(work, seated, offered),
    )
    if (isRefusal(taken)) return taken
    did.takes.push(taken.offered.row.name)
    await work.db
      .insertInto('movedSeat')
      .values({ clinicId: work.clinic.id, id: newId(), becauseOf: 'step', causeId: id, seatId: taken.id })
      .execute()
  }
  if (step.dose !== null) {
    const fromWeek = doseFrom(fromDay)
    const before = doseInWeek(await doseOrdersOf(work, stay.id), fromWeek)
    const because =
      `${step.kind === 'step-up' ? 'Step up' : 'Step down'} to level ${to.levelOfCare}: ${step.reasons.trim()}`.slice(
        0,
        2000,
      )
    const ordered = await orderDose(work, stay.id, { ...step.dose, fromWeek, because })
    if (isRefusal(ordered)) return ordered
    did.dose = {
      before: before === null ? null : hoursOnDays(minutesOfDose(before), before.days),
      after: hoursOnDays(minutesOfDose(step.dose), step.dose.days),
      fromWeek,
    }
  }
  await follow(work, stay.id, todayOf(work))
  await tellClient(work, { clientId: stay.clientId, kind: 'week-changed', about: { day: fromDay } })
  return null
}

export const follow = (work: Work, episodeId: string, day: Day) =>
  sql`select stays_follow_levels(${day}::date, ${episodeId}::uuid)`.execute(work.db)

async function openTasks(
  work: Work,
  stay: Stay,
  kind: StepKind,
  about: { id: string; level: string; fromDay: Day; minutes: number },
  did: Did,
): Promise<void> {
  const today = todayOf(work)
  const seats = await seatsHeld(work, stay.clientId, about.fromDay)
  const list = tasksOf(kind, {
    ...about,
    today,
    payer: await payerNamed(work, stay.clientId, about.fromDay),
    seated: seats.filter((one) => one.countsTowardDose).reduce((sum, one) => sum + one.minutes, 0),
  })
  const therapist = (await ownerFor(work, stay.clientId)) ?? work.by.id
  const coordinator = (await anyWith(work, 'coordinator')) ?? therapist
  for (const task of list) {
    const ownerId =
      task.kind === 'authorization' || task.kind === 'consents' || task.kind === 'seats' ? coordinator : therapist
    if (ownerId === null) continue
    await work.db
      .insertInto('stepTask')
      .values({ clinicId: work.clinic.id, id: newId(), decisionId: about.id, ...task, ownerId, openedAt: work.at })
      .execute()
    did.tasks.push(task.what)
  }
}
