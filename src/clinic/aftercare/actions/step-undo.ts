import { addDays, dayAt } from '../../../basics/dates.ts'
import { newId } from '../../../basics/ids.ts'
import { isRefusal, refuse, type Refusal } from '../../../basics/refusal.ts'
import { unlessRefused, type Work } from '../../../db/work.ts'
import { mayNot } from '../../access/permissions.ts'
import { record } from '../../access/trail.ts'
import { tellClient } from '../../clients/actions/notices.ts'
import { endSeats } from '../../groups/actions/end-seats.ts'
import { holdDiaries } from '../../groups/actions/hold.ts'
import { doseOrdersOf, stayById } from '../../plans/queries.ts'
import { doseInWeek } from '../../plans/rules.ts'
import { givenBy } from '../queries/moved.ts'
import { stepById, stepsOf, stepTaskById, tasksOfStep } from '../queries/steps.ts'
import { undoRefusal } from '../steps.ts'
import { follow } from './steps.ts'
import { type GivenBack, giveBack, todayOf } from './take-and-give-back.ts'

const notHere = refuse('not-found', 'This does not exist, or it is not yours to see.')

/**
 * Takes a decision back within a day: level and program, seats, the prescribed week and the tasks are as they were. What somebody else
 * has taken meanwhile stays theirs and is named; the rest comes back, for half a week is better than none.
 */
export async function undoStep(work: Work, decisionId: string, because: string): Promise<GivenBack | Refusal> {
  const denied = mayNot(work.by, 'step.decide')
  if (denied) return denied
  const found = await stepById(work, decisionId)
  if (found === undefined) return notHere
  await holdDiaries(work, [found.clientId])
  const step = await stepById(work, decisionId)
  const stay = step && (await stayById(work, step.episodeId))
  if (step === undefined || stay === undefined) return notHere
  const latest = (await stepsOf(work, step.episodeId)).find(({ undoneAt }) => undoneAt === null)
  const refused = undoRefusal(
    {
      decidedAt: step.decidedAt,
      isUndone: step.undoneAt !== null,
      isLatest: latest?.id === step.id,
      isOver: stay.lastDay !== null,
      words: because,
    },
    work.at,
  )
  if (refused) return refused
  if (work.by.id === null) return refuse('not-a-person', 'A person takes this back.')
  const by = work.by.id
  const today = todayOf(work)
  // What happened at the new level stays: it is as it was from the first day that has not been held yet.
  const given = await givenBy(work, decisionId)
  const marked = given.some(({ markedUntil }) => markedUntil !== null && markedUntil >= today)
  const from = marked ? addDays(today, 1) : today
  await endSeats(
    work,
    by,
    given.map(({ seatId }) => seatId),
    addDays(from, -1),
    'The step was taken back',
  )
  await takeLevelBack(work, by, decisionId)
  await follow(work, step.episodeId, today)
  const back = await giveBack(work, by, { of: 'step', id: decisionId }, from)
  const dose = await prescribeAsBefore(work, by, step)
  if (dose !== null) back.couldNot.push(dose)
  for (const task of await tasksOfStep(work, decisionId))
    if (task.outcome === null) await endTask(work, by, task.id, 'taken-back', 'The step was taken back')
  const written = await unlessRefused(work, { step_undo_of: 'This was taken back already.' }, () =>
    work.db
      .insertInto('stepUndo')
      .values({
        clinicId: work.clinic.id,
        id: newId(),
        decisionId,
        because: because.trim(),
        couldNot: JSON.stringify(back.couldNot),
        undoneBy: by,
        undoneAt: work.at,
      })
      .execute(),
  )
  if (isRefusal(written)) throw new Error('Whoever takes a step back holds the diary: there is no second at once.')
  if (step.did.program !== null)
    await tellClient(work, { clientId: step.clientId, kind: 'week-changed', about: { day: from } })
  await record(work, 'step.undone', {
    clients: [step.clientId],
    about: { decision: decisionId, seats: back.seats, missing: back.couldNot.length },
  })
  return back
}

async function takeLevelBack(work: Work, by: string, decisionId: string): Promise<void> {
  const levels = await work.db.selectFrom('stayLevel').where('decisionId', '=', decisionId).select('id').execute()
  for (const { id } of levels)
    await work.db
      .insertInto('stayLevelUndo')
      .values({ clinicId: work.clinic.id, id: newId(), levelId: id, undoneBy: by, undoneAt: work.at })
      .execute()
}

/** The week that stood before the decision is prescribed again, from the same Monday; a sentence where none stood. */
async function prescribeAsBefore(
  work: Work,
  by: string,
  step: { episodeId: string; did: { dose: { fromWeek: string } | null }; decidedAt: Date },
): Promise<string | null> {
  if (step.did.dose === null) return null
  const { fromWeek } = step.did.dose
  const orders = await doseOrdersOf(work, step.episodeId)
  const before = doseInWeek(
    orders.filter(({ orderedAt }) => orderedAt < step.decidedAt),
    fromWeek,
  )
  if (before === null) return 'No week was prescribed before: the prescribed week stays until somebody changes it.'
  const { groupMinutes, individualMinutes, familyMinutes, medicationMinutes, days, planVersionId } = before
  await work.db
    .insertInto('doseOrder')
    .values({
      clinicId: work.clinic.id,
      id: newId(),
      episodeId: step.episodeId,
      fromWeek,
      groupMinutes,
      individualMinutes,
      familyMinutes,
      medicationMinutes,
      days,
      planVersionId,
      because: `The step of ${dayAt(step.decidedAt, work.clinic.timeZone)} was taken back`,
      orderedBy: by,
      orderedAt: work.at,
    })
    .execute()
  return null
}

async function endTask(work: Work, by: string, taskId: string, outcome: 'done' | 'taken-back', words: string) {
  return unlessRefused(work, { step_task_end_of: 'This is settled already.' }, () =>
    work.db
      .insertInto('stepTaskEnd')
      .values({ clinicId: work.clinic.id, id: newId(), taskId, outcome, words, endedBy: by, endedAt: work.at })
      .execute(),
  )
}

/** Settles one task of a decision. */
export async function finishStepTask(work: Work, taskId: string, words: string): Promise<{ step: string } | Refusal> {
  const denied = mayNot(work.by, 'step.see')
  if (denied) return denied
  const task = await stepTaskById(work, taskId)
  if (task === undefined) return notHere
  if (work.by.id === null) return refuse('not-a-person', 'A person settles this.')
  const written = await endTask(work, work.by.id, taskId, 'done', words)
  if (isRefusal(written)) return written
  await record(work, 'step-task.done', { clients: [task.clientId], about: { task: taskId, kind: task.kind } })
  return { step: task.decisionId }
}

/** Somebody sees a decision otherwise: their name and words stand beside it for good. */
export async function dissent(
  work: Work,
  decisionId: string,
  said: { who: string; words: string },
): Promise<null | Refusal> {
  const denied = mayNot(work.by, 'step.dissent')
  if (denied) return denied
  const step = await stepById(work, decisionId)
  if (step === undefined) return notHere
  if (work.by.id === null) return refuse('not-a-person', 'A person writes this down.')
  await work.db
    .insertInto('stepDissent')
    .values({ clinicId: work.clinic.id, id: newId(), decisionId, ...said, notedBy: work.by.id, notedAt: work.at })
    .execute()
  await record(work, 'step.dissent-noted', { clients: [step.clientId], about: { decision: decisionId } })
  return null
}
