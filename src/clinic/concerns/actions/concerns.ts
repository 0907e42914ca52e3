import { dayAt } from '../../../basics/dates.ts'
import { newId } from '../../../basics/ids.ts'
import { refuse, type Refusal } from '../../../basics/refusal.ts'
import type { Work } from '../../../db/work.ts'
import { mayNot } from '../../access/permissions.ts'
import { record } from '../../access/trail.ts'
import { clientById } from '../../clients/queries.ts'
import { type Concern, concernById, ownerFor } from '../queries/concerns.ts'
import { dueOn, firstStep, outcomes, type StepDraft, stepRefusal, type Urgency } from '../worries.ts'

export type RaisedConcern = {
  /** Known where it was raised from; else what they are called stands in `about`. */
  clientId: string | null
  about: string
  words: string
  urgency: Urgency
}

/** Raises a concern: it is at once somebody's, with a first step and a day. Everyone on the staff may. */
export async function raiseConcern(work: Work, draft: RaisedConcern): Promise<{ id: string } | Refusal> {
  const denied = mayNot(work.by, 'concern.raise')
  if (denied) return denied
  if (draft.words.trim() === '') return refuse('no-words', 'Say in a line what worries you.')
  if (draft.clientId === null && draft.about.trim() === '')
    return refuse('nobody', 'Say about whom, as well as you know.')
  if (draft.clientId !== null && (await clientById(work, draft.clientId)) === undefined)
    return refuse('not-found', 'This person is not in the record, or not yours to see.')
  const id = await writeConcern(
    work,
    { ...draft, kind: 'worry', help: '', outreachId: null, alertId: null },
    {
      step: firstStep[draft.urgency],
      dueOn: dueOn(draft.urgency, dayAt(work.at, work.clinic.timeZone)),
      ownerId: null,
    },
  )
  return { id }
}

type Written = RaisedConcern & {
  kind: 'worry' | 'help' | 'review' | 'look'
  help: string
  outreachId: string | null
  alertId: string | null
}

/**
 * Writes the concern and its first step; without an owner it is the primary therapist's or whoever answers for them, else
 * whoever raised it. Only a look is raised by nobody: by Stepwell, where nothing lay ahead of somebody.
 */
export async function writeConcern(
  work: Work,
  one: Written,
  first: { step: string; dueOn: string; ownerId: string | null },
): Promise<string> {
  if (work.by.id === null && one.kind !== 'look') throw new Error('A concern is raised by a person.')
  const id = newId()
  const ownerId = first.ownerId ?? (await ownerFor(work, one.clientId)) ?? work.by.id
  if (ownerId === null) throw new Error('Nobody works with clients here.')
  await work.db
    .insertInto('concern')
    .values({
      clinicId: work.clinic.id,
      id,
      clientId: one.clientId,
      about: one.clientId === null ? one.about : '',
      kind: one.kind,
      help: one.help,
      words: one.words,
      urgency: one.urgency,
      outreachId: one.outreachId,
      alertId: one.alertId,
      raisedBy: work.by.id,
      raisedAt: work.at,
    })
    .execute()
  await writeStep(work, id, {
    ownerId,
    step: first.step,
    dueOn: first.dueOn,
    isEscalation: false,
    because: '',
    seen: null,
  })
  await record(work, 'concern.raised', {
    clients: one.clientId === null ? [] : [one.clientId],
    about: { concern: id, kind: one.kind, urgency: one.urgency },
  })
  return id
}

async function writeStep(work: Work, concernId: string, draft: StepDraft & { seen: string | null }): Promise<boolean> {
  const { ownerId, step, dueOn: day, isEscalation, because, seen } = draft
  const kept = await work.db
    .insertInto('concernStep')
    .values({
      clinicId: work.clinic.id,
      id: newId(),
      concernId,
      ownerId,
      step,
      dueOn: day,
      isEscalation,
      because,
      followsId: seen,
      setBy: work.by.id,
      setAt: work.at,
    })
    .onConflict((conflict) => conflict.columns(['clinicId', 'concernId', 'followsId']).doNothing())
    .returning('id')
    .executeTakeFirst()
  return kept !== undefined
}

const gone = refuse('not-found', 'This concern is not here, or not yours to see.')
const ended = refuse('ended', 'This concern has ended. Raise a new one if it is back.')
const meanwhile = refuse(
  'changed-meanwhile',
  'Somebody set another step meanwhile. Read it, then say what you would change.',
)

/** The open concern, or why nothing may be done with it. */
async function open(work: Work, concernId: string): Promise<Concern | Refusal> {
  const denied = mayNot(work.by, 'concern.work')
  if (denied) return denied
  const one = await concernById(work, concernId)
  if (one === undefined) return gone
  return one.outcome === null ? one : ended
}

/** Sets the next step: whose, what, by when; up to a supervisor or director where it says so. `seen`: the step that was on the page. */
export async function setConcernStep(
  work: Work,
  concernId: string,
  draft: StepDraft & { seen: string | null },
): Promise<Record<string, never> | Refusal> {
  const one = await open(work, concernId)
  if ('refused' in one) return one
  const refused = stepRefusal(draft, dayAt(work.at, work.clinic.timeZone))
  if (refused) return refused
  const owner = await work.db.selectFrom('staffMember').where('id', '=', draft.ownerId).select('id').executeTakeFirst()
  if (owner === undefined) return refuse('no-owner', 'Choose whose it is now.')
  if (one.stepId !== draft.seen || !(await writeStep(work, concernId, draft))) return meanwhile
  await record(work, draft.isEscalation ? 'concern.escalated' : 'concern.step-set', {
    clients: one.clientId === null ? [] : [one.clientId],
    about: { concern: concernId, owner: draft.ownerId },
  })
  return {}
}

/** Says whom a concern is about that was raised in words. Once. */
export async function nameConcern(
  work: Work,
  concernId: string,
  clientId: string,
): Promise<Record<string, never> | Refusal> {
  const one = await open(work, concernId)
  if ('refused' in one) return one
  if (work.by.id === null) throw new Error('A person says whom it is about.')
  if (one.clientId !== null) return refuse('named', 'It is already said whom this is about.')
  if ((await clientById(work, clientId)) === undefined)
    return refuse('not-found', 'This person is not in the record, or not yours to see.')
  const kept = await work.db
    .insertInto('concernPerson')
    .values({ clinicId: work.clinic.id, id: newId(), concernId, clientId, saidBy: work.by.id, saidAt: work.at })
    .onConflict((conflict) => conflict.columns(['clinicId', 'concernId']).doNothing())
    .returning('id')
    .executeTakeFirst()
  if (kept === undefined) return refuse('named', 'Somebody has just said whom this is about.')
  await record(work, 'concern.named', { clients: [clientId], about: { concern: concernId } })
  return {}
}

/** Ends a concern, with what came of it. One that nobody has put to a person may end too: not every worry is about a client. */
export async function endConcern(
  work: Work,
  concernId: string,
  draft: { outcome: string; words: string },
): Promise<Record<string, never> | Refusal> {
  const one = await open(work, concernId)
  if ('refused' in one) return one
  if (work.by.id === null) throw new Error('A person ends a concern.')
  if (!outcomes.some((outcome) => outcome === draft.outcome)) return refuse('no-outcome', 'Choose how it ended.')
  if (draft.words.trim() === '') return refuse('no-words', 'Say what came of it.')
  const kept = await work.db
    .insertInto('concernEnd')
    .values({
      clinicId: work.clinic.id,
      id: newId(),
      concernId,
      outcome: draft.outcome,
      words: draft.words,
      endedBy: work.by.id,
      endedAt: work.at,
    })
    .onConflict((conflict) => conflict.columns(['clinicId', 'concernId']).doNothing())
    .returning('id')
    .executeTakeFirst()
  if (kept === undefined) return ended
  await record(work, 'concern.ended', {
    clients: one.clientId === null ? [] : [one.clientId],
    about: { concern: concernId, outcome: draft.outcome },
  })
  return {}
}
