import { sql } from 'kysely'
import { dayAt, type Day } from '../../basics/dates.ts'
import { newId } from '../../basics/ids.ts'
import { type Refusal, refuse } from '../../basics/refusal.ts'
import { unlessRefused, type Work } from '../../db/work.ts'
import { mayNot } from '../access/permissions.ts'
import { record } from '../access/trail.ts'
import { instrumentOf } from '../instruments/catalog.ts'
import { programById } from '../programs/queries.ts'
import { type AlarmAnswer, alarmById } from './queries/alarms.ts'
import { safetyPlansOf } from './queries/safety-plan.ts'
import { emptyPlan, joinedPlan, mayKeep, type PlanPart, type SafetyPlan } from './safety-plan.ts'

/** How often a program, or the whole clinic, asks an instrument from a day on. Without days it is not asked there. */
export async function setCadence(
  work: Work,
  said: { instrument: string; programId: string | null; everyDays: number | null; from: Day; source: string },
): Promise<Refusal | null> {
  const denied = mayNot(work.by, 'instrument.decide')
  if (denied) return denied
  const instrument = instrumentOf(said.instrument)
  if (instrument === null) return refuse('instrument', 'Choose an instrument of the list.')
  if (said.programId !== null && (await programById(work, said.programId)) === undefined)
    return refuse('program', 'This program does not exist. Choose one of the list.')
  if (said.everyDays !== null && (said.everyDays < 1 || said.everyDays > 366))
    return refuse('days', 'Give whole days from 1 to 366, or leave the field empty to ask it no more.')
  if (said.from < dayAt(work.at, work.clinic.timeZone))
    return refuse('day-past', 'What was asked in the past stays as it was. Choose today or a later day.')
  if (work.by.id === null) return refuse('not-a-person', 'A person decides this.')
  await work.db
    .insertInto('measureCadence')
    .values({
      clinicId: work.clinic.id,
      id: newId(),
      instrument: instrument.key,
      programId: said.programId,
      everyDays: said.everyDays,
      effectiveFrom: said.from,
      source: said.source,
      setBy: work.by.id,
      setAt: work.at,
    })
    .execute()
  await record(work, 'cadence.set', {
    about: { instrument: instrument.key, program: said.programId, days: said.everyDays },
  })
  return null
}

/** What was done about an answer that alarmed. It is said once, by somebody who may judge danger. */
export async function answerAlarm(
  work: Work,
  alarmId: string,
  said: { how: AlarmAnswer; words: string },
): Promise<{ clientId: string } | Refusal> {
  const denied = mayNot(work.by, 'alarm.answer')
  if (denied) return denied
  const alarm = await alarmById(work, alarmId)
  if (alarm === undefined) return refuse('not-found', 'This does not exist, or it is not yours to see.')
  if (said.words.trim() === '') return refuse('words', 'Say in a few words what was done.')
  if (work.by.id === null) return refuse('not-a-person', 'A person answers for this.')
  const by = work.by.id
  const refused = await unlessRefused(
    work,
    { safety_alarm_answered_once: 'A colleague has dealt with this already. What they wrote stands below.' },
    async () => {
      await work.db
        .insertInto('safetyAlarmAnswer')
        .values({
          clinicId: work.clinic.id,
          id: newId(),
          alarmId,
          how: said.how,
          words: said.words,
          answeredBy: by,
          answeredAt: work.at,
        })
        .execute()
      return null
    },
  )
  if (refused) return refused
  await record(work, 'alarm.answered', { clients: [alarm.clientId], about: { alarm: alarmId, how: said.how } })
  return { clientId: alarm.clientId }
}

/**
 * Keeps the plan for bad hours as it was written, by staff or by the client on their own page. Whoever writes while somebody else
 * saved loses nothing: what both changed holds both, and is named.
 */
export async function keepSafetyPlan(
  work: Work,
  clientId: string,
  said: { plan: SafetyPlan; basedOn: string | null },
): Promise<{ both: PlanPart[] } | Refusal> {
  const { by } = work
  const denied =
    by.kind === 'client'
      ? by.clientId === clientId
        ? null
        : refuse('not-theirs', 'This is not yours to write.')
      : mayNot(by, 'safety-plan.write')
  if (denied) return denied
  const unkept = mayKeep(said.plan)
  if (unkept) return unkept
  if (by.id === null) return refuse('not-a-person', 'A person writes this.')
  await sql`select pg_advisory_xact_lock(hashtextextended('safety plan ' || ${clientId}, 60))`.execute(work.db)
  const kept = await safetyPlansOf(work, clientId)
  const latest = kept[0]
  const base = kept.find(({ id }) => id === said.basedOn)
  const { plan, both } =
    latest === undefined || latest.id === said.basedOn
      ? { plan: said.plan, both: [] }
      : joinedPlan(base?.plan ?? emptyPlan, latest.plan, said.plan)
  const tooLong = mayKeep(plan)
  if (tooLong) return tooLong
  await work.db
    .insertInto('safetyPlan')
    .values({
      clinicId: work.clinic.id,
      id: newId(),
      clientId,
      parts: JSON.stringify(plan),
      basedOn: latest?.id ?? null,
      writtenBy: by.kind === 'client' ? null : by.id,
      pageId: by.kind === 'client' ? by.id : null,
      writtenAt: work.at,
    })
    .execute()
  await record(work, 'safety-plan.kept', { clients: [clientId], about: { parts: Object.keys(plan).length } })
  return { both }
}
