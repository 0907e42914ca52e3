import type pg from 'pg'
import { type Day, dayAt } from '../basics/dates.ts'
import { minutesAfter } from './calendar.ts'
import { pick, whole } from './chance.ts'
import { payerId, payers } from './clinic-money.ts'
import type { House } from './house.ts'
import { demoId } from './ids.ts'
import type { Sheaf } from './rows.ts'

/** Somebody in care or on the way in, as far as money is concerned. */
export type Payee = {
  clientId: string
  name: string
  number: string
  birthDate: Day
  knownSince: Date
  planLine: string | null
  plan: string | null
  member: string | null
  code: string | null
  programKind: string | null
  paysAlone: boolean
}

/** One in eight has no plan, or does not want to use it. */
export const paysAlone = (house: House, clientId: string): boolean => house.chance('pays', clientId) < 0.13

/** Everyone of the demo in care or written down within a month for whom nothing about money is recorded yet. */
export async function withoutMoney(owner: pg.Client, house: House): Promise<Payee[]> {
  const since = house.calendar.instant(house.calendar.add(house.today, -30), '00:00')
  const { rows } = await owner.query<Omit<Payee, 'paysAlone'>>(
    `select n.id as "clientId", n.given_name || ' ' || n.family_name as name, n.number, n.birth_date::text as "birthDate", n.added_at as "knownSince",
       c.id as "planLine", c.label as plan, c.detail as member,
       (select h.code from client_history h where h.clinic_id = n.clinic_id and h.client_id = n.id and h.kind = 'problem' order by h.id limit 1) as code,
       (select p.kind from episode e join program p on p.clinic_id = e.clinic_id and p.id = e.program_id
          where e.clinic_id = n.clinic_id and e.client_id = n.id and upper_inf(e.during) limit 1) as "programKind"
     from client_now n
     left join lateral (select h.id, h.label, h.detail from client_history h where h.clinic_id = n.clinic_id and h.client_id = n.id and h.kind = 'coverage' order by h.id limit 1) c on true
     where n.clinic_id = $1 and n.id::text ~ '^.{14}8'
       and (n.added_at > $2 or exists (select from episode e where e.clinic_id = n.clinic_id and e.client_id = n.id and upper_inf(e.during)))
       and exists (select from referral r where r.clinic_id = n.clinic_id and r.client_id = n.id)
       and not exists (select from coverage v where v.clinic_id = n.clinic_id and v.client_id = n.id)
       and not exists (select from estimate_request q where q.clinic_id = n.clinic_id and q.client_id = n.id)
     order by n.added_at, n.id`,
    [house.clinic.id, since],
  )
  return rows.map((row) => ({ ...row, paysAlone: paysAlone(house, row.clientId) }))
}

const tellers = ['Provider line, Denise', 'Provider line, Marlon', 'Utilization desk, K. Reed', 'Benefits line, Aisha']

/** Takes the plan that somebody named over as a coverage, and records what was told about it on the telephone. */
export function addCoverage(house: House, sheaf: Sheaf, payee: Payee): void {
  const chance = (what: string) => house.chance('coverage', payee.clientId, what)
  const payer = payers.find((one) => one.name === payee.plan) ?? pick(payers, chance('payer'))
  const by = house.coordinators[0] ?? house.director
  const at = minutesAfter(payee.knownSince, 12)
  if (at > house.at) return
  const coverageId = demoId(at, payee.clientId, 'coverage')
  const relation = chance('relation') < 0.8 ? 'self' : 'spouse'
  sheaf.add('coverage', {
    id: coverageId,
    clientId: payee.clientId,
    takenFrom: payee.planLine,
    addedBy: by.id,
    addedAt: at,
  })
  sheaf.add('coverageFact', {
    id: demoId(at, coverageId, 'fact'),
    coverageId,
    payerId: payerId(house, payer.key),
    plan: pick(['Choice', 'Essential', 'Plus', 'Standard'], chance('plan')),
    memberNumber: (payee.member ?? '').replace('Member ', '') || String(100_000 + whole(0, 899_999, chance('member'))),
    groupNumber: payer.kind === 'commercial' ? `G${whole(1000, 9999, chance('group'))}` : '',
    relation,
    subscriberName: relation === 'self' ? '' : `Jamie ${payee.name.split(' ').at(-1) ?? ''}`,
    subscriberBirthDate: null,
    priority: 1,
    startsOn: `${house.today.slice(0, 4)}-01-01`,
    endsOn: null,
    because: '',
    recordedBy: by.id,
    recordedAt: at,
  })
  const checkedAt = minutesAfter(at, 35)
  if (chance('asked') > 0.8 || checkedAt > house.at) return
  const isPublicPlan = payer.kind === 'medicaid' || payer.kind === 'medicare'
  const deductible = isPublicPlan ? 0 : pick([50_000, 100_000, 150_000, 300_000], chance('deductible'))
  const met = Math.round((deductible * chance('met')) / 100) * 100
  sheaf.add('benefitCheck', {
    id: demoId(checkedAt, coverageId, 'benefits'),
    coverageId,
    how: 'call',
    fileId: null,
    checkedOn: dayAt(checkedAt, house.clinic.timeZone),
    toldBy: pick(tellers, chance('teller')),
    reference: `R-${whole(100_000, 999_999, chance('reference'))}`,
    network: chance('network') < 0.86 ? 'in' : 'out',
    iopCovered: chance('covered') < 0.95 ? 'yes' : 'unknown',
    copayPerDay: isPublicPlan ? 0 : pick([0, 1500, 2500, 4000], chance('copay')),
    coinsurance: isPublicPlan ? 0 : pick([0, 1000, 2000], chance('coinsurance')),
    deductibleApplies: deductible === 0 ? 'no' : 'yes',
    deductible,
    deductibleMet: met,
    outOfPocketMax: isPublicPlan ? null : 600_000,
    outOfPocketMet: isPublicPlan ? null : Math.min(600_000, met + 20_000),
    visitLimit: chance('limit') < 0.15 ? 40 : null,
    visitsUsed: null,
    needsAuthorization: chance('authorization') < 0.6 ? 'yes' : 'no',
    allowsVirtual: chance('virtual') < 0.8 ? 'yes' : 'unknown',
    words: '',
    recordedBy: by.id,
    recordedAt: checkedAt,
  })
}
