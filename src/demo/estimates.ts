import type pg from 'pg'
import { addDays, dayAt, type Day } from '../basics/dates.ts'
import { isRefusal } from '../basics/refusal.ts'
import { estimatePaper } from '../clinic/coverage/actions/estimate-paper.ts'
import { dueOf, lawfulDeadlines } from '../clinic/coverage/deadlines.ts'
import { disclaimers, type EstimateContents, estimateTotal } from '../clinic/coverage/estimate.ts'
import { iopService, serviceNames } from '../clinic/coverage/fees.ts'
import { canSeal } from '../db/sealing.ts'
import { minutesAfter } from './calendar.ts'
import { whole } from './chance.ts'
import { fees, identity } from './clinic-money.ts'
import type { Payee } from './coverages.ts'
import type { House } from './house.ts'
import { demoId, madeByDemo } from './ids.ts'
import type { Sheaf } from './rows.ts'
import { keepPaper } from './sealed-papers.ts'
import { fullName } from './trail.ts'

// Good-faith estimates for those who pay themselves: owed, made in time, handed over.

export function addRequest(house: House, sheaf: Sheaf, clientId: string, recordedAt: Date): void {
  const askedOn = dayAt(recordedAt, house.clinic.timeZone)
  const due = dueOf({ occasion: 'requested', askedOn, serviceOn: null }, lawfulDeadlines)
  if (due === null || isRefusal(due)) return
  sheaf.add('estimateRequest', {
    id: demoId(recordedAt, clientId, 'estimate request'),
    clientId,
    occasion: 'requested',
    askedOn,
    serviceOn: null,
    dueOn: due.on,
    deadlineSource: due.source,
    recordedBy: (house.coordinators[0] ?? house.director).id,
    recordedAt,
  })
}

/** When somebody must have asked so that their estimate is due on the next business day: today or some days ago. */
export function askedForTomorrow(house: House): Date | null {
  const days = [0, 1, 2, 3, 4, 5, 6].map((back) => house.calendar.add(house.today, -back))
  const due = days.flatMap((askedOn) => {
    const found = dueOf({ occasion: 'requested', askedOn, serviceOn: null }, lawfulDeadlines)
    return found === null || isRefusal(found) || found.on <= house.today ? [] : [{ askedOn, on: found.on }]
  })
  const [next] = due.toSorted((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : a.askedOn < b.askedOn ? -1 : 1))
  if (next === undefined) return null
  const at = house.calendar.instant(next.askedOn, '10:40')
  return at < house.at ? at : minutesAfter(house.at, -20)
}

type Owed = Payee & { requestId: string; recordedAt: Date; dueOn: Day; version: number }

/** Makes and hands over what is due by today. */
export async function makeEstimates(owner: pg.Client, house: House, sheaf: Sheaf): Promise<void> {
  if (!canSeal()) return
  for (const owed of await estimatesOwed(owner, house)) {
    const madeAt = new Date(
      Math.max(
        minutesAfter(owed.recordedAt, 95).getTime(),
        house.calendar.instant(owed.dueOn, '09:50').getTime() - 86_400_000,
      ),
    )
    if (madeAt > minutesAfter(house.at, -60)) continue
    const by = house.staff.find((one) => one.role === 'biller') ?? house.director
    const contents = contentsFor(house, owed, dayAt(madeAt, house.clinic.timeZone))
    const bytes = await estimatePaper({ clinic: house.clinic, at: madeAt }, contents, owed.version)
    const kept = keepPaper(house, sheaf, {
      clientId: owed.clientId,
      kind: 'estimate',
      name: `Good-faith estimate ${owed.version}, ${contents.madeOn}.pdf`,
      bytes,
      at: madeAt,
      by: { id: by.id, name: fullName(by) },
    })
    if (kept === null) continue
    const id = demoId(madeAt, owed.requestId, 'estimate')
    sheaf.add('estimate', {
      id,
      clientId: owed.clientId,
      version: owed.version,
      contents: JSON.parse(JSON.stringify(contents)),
      total: estimateTotal(contents),
      fileId: kept.fileId,
      documentHash: kept.hash,
      madeBy: by.id,
      madeAt,
    })
    sheaf.add('estimateDelivery', {
      id: demoId(madeAt, id, 'given'),
      estimateId: id,
      givenOn: contents.madeOn,
      how: house.chance(owed.requestId, 'how') < 0.5 ? 'email' : 'paper',
      givenBy: by.id,
      recordedAt: minutesAfter(madeAt, 20),
    })
  }
}

function contentsFor(house: House, payee: Payee, madeOn: Day): EstimateContents {
  const service = iopService(payee.programKind)
  const diagnosis = payee.code ?? 'R69'
  const weeks = whole(8, 12, house.chance(payee.clientId, 'weeks'))
  const line = (of: keyof typeof fees, count: number) => ({
    label: serviceNames[of].name,
    code: serviceNames[of].usualCode,
    diagnosis,
    unit: serviceNames[of].unit,
    count,
    charge: fees[of],
  })
  return {
    client: { name: payee.name, birthDate: payee.birthDate, number: payee.number },
    primary: {
      words: 'Intensive outpatient care: groups on three days a week, and an hour alone each week.',
      firstOn: null,
    },
    diagnoses: [diagnosis],
    parties: [
      {
        kind: 'facility',
        name: identity.legalName,
        npi: identity.npi,
        taxNumber: identity.taxNumber,
        address: identity.address,
        state: 'NY',
        lines: [line('assessment', 1), line(service, 3 * weeks), line('individual', weeks)],
      },
    ],
    separately: ['Laboratory tests, if the prescriber orders them', 'Medicine from your pharmacy'],
    period: { from: madeOn, to: addDays(madeOn, 7 * weeks), often: '3 days a week' },
    discount: null,
    phone: '(845) 555-0100',
    disclaimers: disclaimers.map((one) => one.words),
    madeOn,
  }
}

async function estimatesOwed(owner: pg.Client, house: House): Promise<Owed[]> {
  const { rows } = await owner.query<Owed>(
    `select q.id as "requestId", q.recorded_at as "recordedAt", q.due_on::text as "dueOn", n.id as "clientId", n.given_name || ' ' || n.family_name as name,
       n.number, n.birth_date::text as "birthDate", n.added_at as "knownSince",
       (select h.code from client_history h where h.clinic_id = n.clinic_id and h.client_id = n.id and h.kind = 'problem' order by h.id limit 1) as code,
       (select p.kind from episode e join program p on p.clinic_id = e.clinic_id and p.id = e.program_id
          where e.clinic_id = n.clinic_id and e.client_id = n.id order by e.admitted_at desc limit 1) as "programKind",
       1 + (select count(*)::int from estimate x where x.clinic_id = n.clinic_id and x.client_id = n.id) as version
     from estimate_request q join client_now n on n.clinic_id = q.clinic_id and n.id = q.client_id
     where q.clinic_id = $1 and q.due_on <= $2
       and not exists (select from estimate_request_end z where z.clinic_id = q.clinic_id and z.request_id = q.id)
       and not exists (select from estimate x where x.clinic_id = q.clinic_id and x.client_id = q.client_id and x.made_at >= q.recorded_at)
     order by q.recorded_at, q.id`,
    [house.clinic.id, house.today],
  )
  return rows.filter((row) => madeByDemo(row.requestId))
}
