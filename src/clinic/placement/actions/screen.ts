import { sql } from 'kysely'
import { ageOn, dayAt, timeAt } from '../../../basics/dates.ts'
import { newId } from '../../../basics/ids.ts'
import { refuse, type Refusal } from '../../../basics/refusal.ts'
import type { Work } from '../../../db/work.ts'
import { mayNot } from '../../access/permissions.ts'
import { record } from '../../access/trail.ts'
import { moveInquiry } from '../../inquiries/actions/move.ts'
import { againRefusal } from '../again.ts'
import { answerProblems } from '../answers.ts'
import { type DispositionKind, dispositionRefusal, liveStops, notKnownStop, openQuestions } from '../dispositions.ts'
import { type GateResult, gateOf } from '../gate.ts'
import type { Answers } from '../question.ts'
import { questions } from '../questions.ts'
import { isClinician, placementFor, screenById } from '../queries.ts'
import { isAskedBack } from '../queries/again.ts'
import { defaultThresholds } from '../thresholds.ts'

/** Two people at one client's placement take turns: what each sees is what the other has just written. */
export const takeTurns = (work: Work, clientId: string) =>
  sql`select pg_advisory_xact_lock(hashtextextended(${clientId}, 8))`.execute(work.db)

/**
 * Keeps the answers of a safety screen with what the gate found in them. A gate that found nothing must be whole; one
 * that found a stop is kept at once, gaps and all, because somebody must act. `before` is the latest screen that the
 * person at the form had seen: a later one is looked at first.
 */
export async function saveScreen(
  work: Work,
  client: { id: string; birthDate: string },
  { answers, before }: { answers: Answers; before: string },
): Promise<{ id: string; gate: GateResult } | Refusal> {
  const denied = mayNot(work.by, 'screen.do')
  if (denied) return denied
  if (work.by.id === null) return refuse('not-a-person', 'A member of staff goes through the safety gate.')
  const problems = answerProblems(answers)
  if (problems.length > 0) return refuse('answers-unreadable', 'Some answers cannot be read.')
  await takeTurns(work, client.id)
  const { screen, liveStops: stopsBefore } = await placementFor(work, client.id)
  if (screen !== null && screen.id !== before)
    return refuse(
      'screened-meanwhile',
      `${screen.screenedBy} went through the safety gate at ${timeAt(screen.screenedAt, work.clinic.timeZone)}. Look at that first; send this again if it still holds.`,
    )
  const gate = gateOf(answers, { age: ageOn(client.birthDate, dayAt(work.at, work.clinic.timeZone)) })
  const again = againRefusal({
    before: screen === null ? null : { screenedAt: screen.screenedAt, standing: stopsBefore },
    gate,
    now: work.at,
    isClinician: isClinician(work.by),
    ...(screen === null ? { isAllowed: false, isBack: false } : await isAskedBack(work, screen)),
  })
  if (again) return again
  const blank = gate.unanswered.filter((id) => !gate.notKnown.includes(id))
  if (gate.stops.length === 0 && blank.length > 0)
    return refuse(
      'gate-unfinished',
      'An unanswered question is not a no. Answer these, or say that it is not known.',
      blank.flatMap((id) => questions.find((question) => question.id === id)?.words ?? []),
    )
  const id = newId()
  await work.db
    .insertInto('safetyScreen')
    .values({
      clinicId: work.clinic.id,
      id,
      clientId: client.id,
      answers: JSON.stringify(answers),
      thresholds: JSON.stringify(defaultThresholds),
      stops: JSON.stringify(gate.stops),
      cautions: JSON.stringify(gate.cautions),
      screenedBy: work.by.id,
      screenedAt: work.at,
    })
    .execute()
  await record(work, 'safety-screen.done', {
    clients: [client.id],
    about: { screen: id, outcome: gate.outcome, stops: gate.stops.length, thresholds: gate.thresholds },
  })
  await moveInquiry(work, client.id, 'screening', 'The safety screen is done')
  return { id, gate }
}

/** A clinician who saw the person says what became of a stop, or settles a question that was asked in vain. */
export async function settleStop(
  work: Work,
  screenId: string,
  draft: { stop: string; disposition: DispositionKind; because: string },
): Promise<null | Refusal> {
  const denied = mayNot(work.by, 'stop.resolve')
  if (denied) return denied
  const seen = await screenById(work, screenId)
  if (seen === undefined || work.by.id === null)
    return refuse('no-such-screen', 'This safety screen is not in the record.')
  await takeTurns(work, seen.clientId)
  const { screen } = await placementFor(work, seen.clientId)
  if (screen === null || screen.id !== screenId)
    return refuse('older-screen', 'The safety gate was gone through again since. Settle what the latest one found.')
  if (draft.disposition === 'handed-off')
    return refuse('needs-hand-off', 'Record the hand-off itself: to whom, and by when.')
  const because = draft.because.trim()
  const refusal = dispositionRefusal(screen.gate, { ...draft, because, byClinician: isClinician(work.by) })
  if (refusal) return refusal
  const stands =
    liveStops(screen.gate, screen.dispositions).some((stop) => stop.id === draft.stop) ||
    openQuestions(screen.gate, screen.dispositions).some((question) => notKnownStop(question) === draft.stop)
  if (!stands) return refuse('settled-already', 'That is settled already. Open the placement again to see by whom.')
  await work.db
    .insertInto('stopDisposition')
    .values({
      clinicId: work.clinic.id,
      id: newId(),
      screenId,
      stop: draft.stop,
      disposition: draft.disposition,
      because,
      decidedBy: work.by.id,
      decidedAt: work.at,
    })
    .execute()
  await record(work, 'stop.settled', {
    clients: [seen.clientId],
    about: { screen: screenId, stop: draft.stop, disposition: draft.disposition },
  })
  return null
}
