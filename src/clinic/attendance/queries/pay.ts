import { sql } from 'kysely'
import { addDays, type Day } from '../../../basics/dates.ts'
import type { Work } from '../../../db/work.ts'
import { type PaidWeek, payOf, payWeekOf } from '../../coverage/payable.ts'
import { type PayRule, ruleOn } from '../../coverage/payer-terms.ts'
import { payerRulesOf, type RuleRow } from '../../coverage/queries/payer-rules.ts'
import { type Reading, sessionsFor, type SessionFacts } from '../pay-week.ts'
import { hoursOf, type HourOfWeek } from './week.ts'

/** Whose week is asked about: one stay of one client. */
export type StayToPay = { clientId: string; programKind: string; first: Day; last: Day | null }

export type WeekAsPaid = {
  payerId: string | null
  payer: string
  rule: RuleRow | null
  /** The payer's own seven days. */
  from: Day
  planned: PaidWeek | null
  forecast: PaidWeek | null
  actual: PaidWeek | null
}

/**
 * Would these weeks be paid? For each client, by the rule that their payer has on the week's Monday: as planned, as it stands
 * now, and as it was. The claim asks the same function. Without a plan, or without a rule, there is nothing to say.
 */
export async function payWeeks(work: Work, stays: readonly StayToPay[], monday: Day): Promise<Map<string, WeekAsPaid>> {
  const answer = new Map<string, WeekAsPaid>()
  if (stays.length === 0) return answer
  const payers = await payersPaying(
    work,
    stays.map((stay) => stay.clientId),
    monday,
  )
  const rules = await payerRulesOf(work)
  const asked = stays.map((stay) => {
    const payer = payers.get(stay.clientId)
    // The check on the table allows these two.
    const kind = stay.programKind as PayRule['program']
    const rule = payer === undefined ? null : ruleOn(rulesOf(rules, payer.id), kind, monday)
    return { stay, payer, rule, from: payWeekOf(monday, rule?.terms.weekStart ?? 1) }
  })
  const hours = new Map<string, HourOfWeek[]>()
  for (const from of new Set(asked.filter(({ rule }) => rule !== null).map((one) => one.from))) {
    const clients = asked.filter((one) => one.from === from && one.rule !== null).map((one) => one.stay.clientId)
    for (const hour of await hoursOf(work, [...new Set(clients)], from)) {
      const key = `${hour.clientId} ${from}`
      hours.set(key, [...(hours.get(key) ?? []), hour])
    }
  }
  const facts = await sessionFactsOf(work, [...hours.values()].flat())
  for (const { stay, payer, rule, from } of asked) {
    const sunday = addDays(from, 6)
    const within = (hours.get(`${stay.clientId} ${from}`) ?? []).filter(
      (hour) => hour.heldOn >= stay.first && (stay.last === null || hour.heldOn <= stay.last),
    )
    const isPart = stay.first > from || (stay.last !== null && stay.last < sunday)
    const read = (reading: Reading): PaidWeek | null =>
      rule &&
      payOf(
        { from, sessions: sessionsFor(within, facts, reading, work.at), isPart, unitsLeft: null },
        rule.payer,
        rule.terms,
      )
    answer.set(stay.clientId, {
      payerId: payer?.id ?? null,
      payer: payer?.name ?? '',
      rule,
      from,
      planned: read('planned'),
      forecast: read('forecast'),
      actual: read('actual'),
    })
  }
  return answer
}

const rulesOf = (rules: readonly RuleRow[], payerId: string) => rules.filter((rule) => rule.payerId === payerId)

/** Whose plan pays first on a day, for each of some clients who have one. */
async function payersPaying(work: Work, clientIds: readonly string[], day: Day) {
  const { rows } = await sql<{ clientId: string; id: string; name: string }>`
    select c.id as "clientId", p.id, p.name
    from (select x as id, standing_payer(x, ${day}::date) as payer_id from unnest(${[...new Set(clientIds)]}::uuid[]) x) c
    join payer_now p on p.id = c.payer_id`.execute(work.db)
  return new Map(rows.map(({ clientId, ...payer }) => [clientId, payer]))
}

const licensed = (
  staffId: string,
) => sql`exists (select from staff_license_now n where n.clinic_id = held.clinic_id and n.staff_id = ${sql.ref(staffId)}
  and n.state = i.state and held.held_on between coalesce(n.issued_on, held.held_on) and n.expires_on)`

/**
 * By meeting or visit: by video or not, how many sit there and how many were there, whether whoever holds it (a cover too) is
 * licensed that day in the state of its room or program, and whether its note is signed.
 */
async function sessionFactsOf(work: Work, hours: readonly HourOfWeek[]): Promise<Map<string, SessionFacts>> {
  const ids = (what: HourOfWeek['what']) => [
    ...new Set(hours.filter((hour) => hour.what === what).map((hour) => hour.id)),
  ]
  const { rows } = await sql<SessionFacts & { id: string }>`
    select held.id, o.is_video as "byVideo",
      (select count(*)::int from seat s where s.clinic_id = held.clinic_id and s.series_id = any (array[held.series_id]) and s.during @> held.held_on) as seated,
      (select count(*)::int from attendance_now a where a.clinic_id = held.clinic_id and a.session_id = held.id and a.minutes > 0) as there,
      (select bool_or(${licensed('l.staff_id')}) from session_leader l where l.clinic_id = held.clinic_id and l.session_id = held.id) as "isLicensed",
      exists (select from note_signature n where n.clinic_id = held.clinic_id and n.session_id = held.id and n.part = 'author') as "isNoteSigned"
    from group_session held
    join room o on o.clinic_id = held.clinic_id and o.id = held.room_id
    join site i on i.clinic_id = o.clinic_id and i.id = o.site_id
    where held.id = any (${ids('group')}::uuid[])
    union all
    select held.id, held.by_video, 1, 1, ${licensed('held.staff_id')}, null
    from visit held
    join episode e on e.clinic_id = held.clinic_id and e.id = held.episode_id
    join program p on p.clinic_id = e.clinic_id and p.id = e.program_id
    join site i on i.clinic_id = p.clinic_id and i.id = p.site_id
    where held.id = any (${ids('visit')}::uuid[])`.execute(work.db)
  return new Map(rows.map(({ id, ...facts }) => [id, facts]))
}
