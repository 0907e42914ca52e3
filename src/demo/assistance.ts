import type pg from 'pg'
import { addMonths, dayAt } from '../basics/dates.ts'
import { afterOpenHours } from '../clinic/inquiries/first-step.ts'
import { minutesAfter } from './calendar.ts'
import type { House } from './house.ts'
import { demoId, madeByDemo } from './ids.ts'
import { desk } from './inquiries.ts'
import type { Sheaf } from './rows.ts'

type Kind = {
  household: number
  source: string
  amount: number
  per: string
  requested: string
  granted: number | null
}
/** By the scale of clinic-money.ts: what somebody brings, and the share that follows; null for more than it helps with. */
const kinds: Kind[] = [
  {
    household: 2,
    source: 'Wages, part time',
    amount: 58_000,
    per: 'week',
    requested: 'Hours were cut in spring. Rent comes first.',
    granted: 25,
  },
  { household: 1, source: 'Salary', amount: 760_000, per: 'month', requested: '', granted: null },
  {
    household: 3,
    source: 'Unemployment insurance',
    amount: 86_800,
    per: 'two-weeks',
    requested: 'Two children at home. Can pay a part of it.',
    granted: 10,
  },
]

type Waiting = { clientId: string; knownSince: Date }

/** Applications for help with the bill: one granted, one denied, one open; later each is decided and another comes. */
export async function followAssistance(owner: pg.Client, house: House, sheaf: Sheaf): Promise<void> {
  const { rows: open } = await owner.query<{ id: string; openedAt: Date; household: number }>(
    `select a.id, a.opened_at as "openedAt", a.household from assistance_application a where a.clinic_id = $1
       and not exists (select from assistance_decision d where d.clinic_id = a.clinic_id and d.application_id = a.id)
       and not exists (select from assistance_withdrawal w where w.clinic_id = a.clinic_id and w.application_id = a.id) order by a.opened_at, a.id`,
    [house.clinic.id],
  )
  const { rows: every } = await owner.query<{ n: number }>(
    'select count(*)::int as n from assistance_application where clinic_id = $1',
    [house.clinic.id],
  )
  const decidable = open.filter(({ id }) => madeByDemo(id))
  const old = decidable.filter(({ openedAt }) => house.at.getTime() - openedAt.getTime() > 6 * 86_400_000)
  for (const { id, openedAt, household } of old)
    decide(house, sheaf, id, kinds.find((one) => one.household === household) ?? kinds[0], openedAt)
  const isFirst = every[0]?.n === 0
  const wanted = isFirst ? 3 : decidable.length === old.length ? 1 : 0
  const people = await mayApply(owner, house, wanted)
  people.forEach(({ clientId, knownSince }, n) => {
    const isOpen = n === people.length - 1
    const kind = kinds[isOpen ? 2 : n]
    const openedAt = isOpen
      ? new Date(Math.max(minutesAfter(knownSince, 40).getTime(), minutesAfter(house.at, -1500).getTime()))
      : minutesAfter(knownSince, 60)
    if (kind === undefined || openedAt > house.at) return
    const id = apply(house, sheaf, clientId, kind, openedAt)
    if (!isOpen) decide(house, sheaf, id, kind, openedAt)
  })
}

function apply(house: House, sheaf: Sheaf, clientId: string, kind: Kind, openedAt: Date): string {
  const id = demoId(openedAt, clientId, 'application')
  const by = house.coordinators[0] ?? house.director
  const { household, requested, source, amount, per } = kind
  sheaf.add('assistanceApplication', { id, clientId, number: 1, household, requested, openedBy: by.id, openedAt })
  sheaf.add('assistanceIncome', { id: demoId(openedAt, id, 'income'), applicationId: id, source, amount, per })
  sheaf.add('assistanceDocument', {
    id: demoId(openedAt, id, 'seen'),
    applicationId: id,
    label: 'Two pay slips, seen at the desk',
    fileId: null,
    seenBy: by.id,
    seenAt: openedAt,
  })
  return id
}

function decide(house: House, sheaf: Sheaf, applicationId: string, kind: Kind | undefined, openedAt: Date): void {
  const decidedAt = afterOpenHours(openedAt, 14, house.clinic.timeZone, desk)
  if (kind === undefined || decidedAt > house.at) return
  const day = dayAt(decidedAt, house.clinic.timeZone)
  const isGranted = kind.granted !== null
  sheaf.add('assistanceDecision', {
    id: demoId(decidedAt, applicationId, 'decision'),
    applicationId,
    isGranted,
    sharePercent: kind.granted,
    startsOn: isGranted ? day : null,
    endsOn: isGranted ? addMonths(day, 6) : null,
    because: isGranted
      ? 'Income and household are within the scale; the pay slips agree.'
      : 'Income is above 400 % of the guideline for one person.',
    appeal: isGranted ? '' : 'In writing to the director of Riverbend within 30 days; a payment plan is possible.',
    decidedBy: house.director.id,
    decidedAt,
  })
}

/** People of the demo without a plan, in care, who have not applied: the longest here first, the last one last. */
async function mayApply(owner: pg.Client, house: House, wanted: number): Promise<Waiting[]> {
  if (wanted === 0) return []
  const { rows } = await owner.query<Waiting>(
    `select n.id as "clientId", n.added_at as "knownSince" from client_now n
     where n.clinic_id = $1 and n.id::text ~ '^.{14}8'
       and exists (select from episode e where e.clinic_id = n.clinic_id and e.client_id = n.id and upper_inf(e.during))
       and exists (select from estimate_request q where q.clinic_id = n.clinic_id and q.client_id = n.id)
       and not exists (select from assistance_application a where a.clinic_id = n.clinic_id and a.client_id = n.id)
     order by n.added_at, n.id`,
    [house.clinic.id],
  )
  const last = rows.at(-1)
  return last === undefined ? [] : [...rows.slice(0, -1).slice(0, wanted - 1), last]
}
