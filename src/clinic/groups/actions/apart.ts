import { sql } from 'kysely'
import { addDays, dayAt, type Day } from '../../../basics/dates.ts'
import { isId, newId } from '../../../basics/ids.ts'
import { isRefusal, refuse, type Refusal } from '../../../basics/refusal.ts'
import { actsNow, unlessRefused, type Work } from '../../../db/work.ts'
import { mayNot } from '../../access/permissions.ts'
import { record } from '../../access/trail.ts'
import { clientById } from '../../clients/queries.ts'
import { mayKeepApart, type ApartKind } from '../apart.ts'
import { apartRules, apartRuleById, roomDecisions, type ApartRule } from '../queries/apart-rules.ts'
import { wantedById } from '../queries/waiting.ts'

const nothingHere = refuse('not-found', 'This does not exist, or it is not yours to see.')

/**
 * Keeps two people out of one room from now on. Answers with the groups in which both sit already: the rule moves nobody, and
 * says to the director what to do. The trail says that a director noted something about seating, of nobody by name: who reads
 * the trail may not read the rule.
 */
export async function noteApart(
  work: Work,
  said: { one: string; other: string; kind: ApartKind; because: string; lastDay: Day | null },
): Promise<ApartRule | Refusal> {
  const denied = mayNot(work.by, 'apart.manage')
  if (denied) return denied
  const by = work.by.id
  if (by === null || !isId(said.one) || !isId(said.other)) return nothingHere
  const { rows } = await sql<{ one: string; other: string }>`
    select kept_of(a.id) as one, kept_of(b.id) as other from client a, client b
    where a.id = ${said.one}::uuid and b.id = ${said.other}::uuid`.execute(work.db)
  const [pair] = rows
  if (pair === undefined) return nothingHere
  const { one, other } = pair
  await sql`select pg_advisory_xact_lock(hashtextextended('apart ' || ${work.clinic.id}, 0))`.execute(work.db)
  actsNow(work)
  const standing = (await apartRules(work)).map((rule) => [rule.one.id, rule.other.id] as const)
  const refused = mayKeepApart(one, other, standing, {
    today: dayAt(work.at, work.clinic.timeZone),
    lastDay: said.lastDay,
  })
  if (refused) return refused
  const id = newId()
  await work.db
    .insertInto('apartRule')
    .values({
      clinicId: work.clinic.id,
      id,
      clientA: one < other ? one : other,
      clientB: one < other ? other : one,
      kind: said.kind,
      because: said.because,
      lastDay: said.lastDay,
      notedBy: by,
      notedAt: work.at,
    })
    .execute()
  await record(work, 'room.decided', {})
  return (await apartRuleById(work, id)) ?? nothingHere
}

/** Ends a rule: a row of its own, with why. */
export async function endApart(work: Work, ruleId: string, because: string): Promise<true | Refusal> {
  const denied = mayNot(work.by, 'apart.manage')
  if (denied) return denied
  const by = work.by.id
  const rule = await apartRuleById(work, ruleId)
  if (rule === undefined || by === null) return nothingHere
  const ended = await unlessRefused(work, { apart_end_of: 'This rule was ended at this moment.' }, () =>
    work.db
      .insertInto('apartEnd')
      .values({ clinicId: work.clinic.id, id: newId(), ruleId, because, endedBy: by, endedAt: work.at })
      .execute(),
  )
  if (isRefusal(ended)) return ended
  await record(work, 'room.decided', {})
  return true
}

/** A director keeps one person out of a group for now, for the mix of the room, or the group's free seats for somebody who comes. */
export async function decideRoom(
  work: Work,
  said: { seriesId: string; clientId: string | null; because: string; from: Day; to: Day | null },
): Promise<{ id: string } | Refusal> {
  const denied = mayNot(work.by, 'apart.manage')
  if (denied) return denied
  const by = work.by.id
  const series = await wantedById(work, said.seriesId)
  if (series === undefined || by === null) return nothingHere
  if (said.to !== null && said.to < said.from)
    return refuse('dates', 'The last day comes before the first. Look at the two dates.')
  if (said.clientId !== null && (!isId(said.clientId) || (await clientById(work, said.clientId)) === undefined))
    return nothingHere
  const id = newId()
  await work.db
    .insertInto('roomDecision')
    .values({
      clinicId: work.clinic.id,
      id,
      seriesId: series.id,
      clientId: said.clientId,
      kind: said.clientId === null ? 'reserve' : 'mix',
      because: said.because,
      days: sql<string>`daterange(${said.from}::date, ${said.to === null ? null : addDays(said.to, 1)}::date)`,
      decidedBy: by,
      decidedAt: work.at,
    })
    .execute()
  await record(work, 'room.decided', {})
  return { id }
}

export async function endRoomDecision(work: Work, decisionId: string): Promise<true | Refusal> {
  const denied = mayNot(work.by, 'apart.manage')
  if (denied) return denied
  const by = work.by.id
  const stands = (await roomDecisions(work)).some((one) => one.id === decisionId)
  if (!stands || by === null) return nothingHere
  const ended = await unlessRefused(work, { room_decision_end_of: 'This was ended at this moment.' }, () =>
    work.db
      .insertInto('roomDecisionEnd')
      .values({ clinicId: work.clinic.id, id: newId(), decisionId, endedBy: by, endedAt: work.at })
      .execute(),
  )
  if (isRefusal(ended)) return ended
  await record(work, 'room.decided', {})
  return true
}
