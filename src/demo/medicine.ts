import type pg from 'pg'
import type { Day } from '../basics/dates.ts'
import { castId, clients as castClients } from '../../tests/cast.ts'
import { usualPanel } from '../clinic/medical/analytes.ts'
import { drawsBelow, isDrawn, outOf } from '../clinic/medical/draws.ts'
import { medicineNamed } from '../clinic/medical/medicines.ts'
import { minutesAfter } from './calendar.ts'
import type { House } from './house.ts'
import { demoId } from './ids.ts'
import type { Told } from './medicine-case.ts'
import { told } from './medicine-cases.ts'
import type { Sheaf } from './rows.ts'

/** Medicine of the cast: what they take, how it is taken, what was measured, and the drug tests that chance drew for them. */
export async function addMedicine(owner: pg.Client, house: House, sheaf: Sheaf): Promise<void> {
  // A small demo leaves some of the cast out.
  const { rows } = await owner.query<{ id: string }>(
    'select id from episode where clinic_id = $1 and upper_inf(during)',
    [house.clinic.id],
  )
  const here = new Set(rows.map(({ id }) => id))
  for (const one of castClients) {
    const own = told[one.key]
    if (own !== undefined && here.has(castId(`${one.key} episode`))) addCase(house, sheaf, one.key, one.daysHere, own)
  }
}

function addCase(house: House, sheaf: Sheaf, key: string, daysHere: number, own: Told): void {
  const { calendar, today, at } = house
  const from = calendar.add(today, 1 - daysHere)
  const clientId = castId(key)
  const episodeId = castId(`${key} episode`)
  const prescriber = house.prescribers[0] ?? house.director
  const therapist = castId('lee')
  const admitted = minutesAfter(calendar.instant(from, '10:20'), 0)
  const id = (...words: (string | number)[]) => demoId(admitted, clientId, 'medicine', ...words)
  const licence = `${prescriber.license ?? ''}, ${house.clinic.state}`
  const noted = { notedBy: prescriber.id, notedAt: admitted }
  const dayAgo = (days: number): Day => {
    const day = calendar.add(today, -days)
    return day < from ? from : day
  }

  for (const [substance, reaction, severity, kind = 'allergy'] of own.allergies)
    sheaf.add('allergy', {
      id: id('allergy', substance),
      clientId,
      kind,
      substance,
      ingredient: medicineNamed(substance)?.key ?? '',
      reaction,
      severity,
      assertedBy: 'client',
      ...noted,
    })
  if (own.allergies.length === 0 && !own.notAsked)
    sheaf.add('allergy', {
      id: id('none known'),
      clientId,
      kind: 'none-known',
      substance: '',
      ingredient: '',
      reaction: '',
      severity: 'unknown',
      assertedBy: 'client',
      ...noted,
    })

  const lines = own.lines.map((line) => {
    const lineId = id('line', line.name)
    const isOrder = line.source === 'order'
    const startedOn = isOrder ? from : calendar.add(from, -(line.daysBefore ?? 200))
    sheaf.add('medication', {
      id: lineId,
      clientId,
      episodeId: isOrder ? episodeId : null,
      name: line.name,
      ingredient: medicineNamed(line.name)?.key ?? '',
      dose: line.dose,
      amount: line.amount ?? null,
      unit: line.unit ?? '',
      times: line.asNeeded === true ? null : (line.times ?? 1),
      everyDays: line.asNeeded === true ? null : (line.everyDays ?? 1),
      asNeeded: line.asNeeded ?? false,
      route: line.route ?? 'by mouth',
      whatFor: line.whatFor,
      source: line.source,
      fromWhom: line.fromWhom ?? '',
      startedOn,
      ...noted,
    })
    if (isOrder)
      sheaf.add('medicationOrder', {
        id: id('order', line.name),
        medicationId: lineId,
        clientId,
        startOn: from,
        daysSupplied: line.supply ?? 14,
        refills: 1,
        because: line.whatFor,
        licence,
        orderedBy: prescriber.id,
        orderedAt: admitted,
      })
    // Fetched every so many days, and now and then late.
    const supply = line.supply
    if (supply !== undefined)
      for (let day = from, n = 0; day <= today; n += 1) {
        sheaf.add('medicationSupply', {
          id: id('supply', line.name, n),
          medicationId: lineId,
          filledOn: day,
          days: supply,
          source: n % 2 === 0 ? 'pharmacy' : 'told',
          notedBy: therapist,
          notedAt: minutesAfter(calendar.instant(day, '11:05'), n),
        })
        day = calendar.add(day, supply + (own.late ?? 0))
      }
    if (line.missed !== undefined && daysHere > 8)
      sheaf.add('medicationTaken', {
        id: id('taken', line.name),
        medicationId: lineId,
        fromDay: dayAgo(8),
        toDay: dayAgo(2),
        how: 'told',
        dosesMissed: line.missed,
        dosesDue: 7 * (line.times ?? 1),
        words: line.missed > 1 ? 'Forgets the evening' : '',
        notedBy: prescriber.id,
        notedAt: minutesAfter(calendar.instant(dayAgo(2), '10:30'), 0),
      })
    return lineId
  })
  if (!own.notGoneThrough) {
    sheaf.add('reconciliation', {
      id: id('gone through'),
      clientId,
      episodeId,
      occasion: 'admission',
      onDay: from,
      words: 'With the bottles they brought.',
      licence,
      doneBy: prescriber.id,
      doneAt: minutesAfter(admitted, 12),
    })
    for (const medicationId of lines)
      sheaf.add('reconciliationLine', {
        id: id('kept', medicationId),
        reconciliationId: id('gone through'),
        medicationId,
        outcome: 'kept',
        words: '',
      })
  }
  for (const [kind, outcome] of own.checks)
    sheaf.add('medicalCheck', {
      id: id(kind),
      clientId,
      kind,
      outcome,
      words: '',
      onDay: from,
      doneBy: prescriber.id,
      doneAt: minutesAfter(admitted, 20),
    })
  if (own.followUp !== undefined)
    sheaf.add('medicalFollowUp', {
      id: id('follow-up'),
      clientId,
      dueOn: calendar.add(today, own.followUp),
      because: 'Dose and side effects',
      setBy: prescriber.id,
      setAt: minutesAfter(admitted, 25),
    })

  own.vitals.forEach(([daysAgo, systolic, diastolic, pulse, temperature, breathAlcohol = null], n) => {
    const takenAt = minutesAfter(calendar.instant(dayAgo(daysAgo), '08:52'), n)
    if (takenAt > at) return
    sheaf.add('vitalReading', {
      id: demoId(takenAt, clientId, 'vitals', n),
      clientId,
      takenAt,
      systolic,
      diastolic,
      pulse,
      temperature,
      oxygen: 98,
      weight: 150 + (clientId.charCodeAt(3) % 60),
      breathAlcohol,
      words: '',
      takenBy: therapist,
      recordedAt: minutesAfter(takenAt, 3),
    })
  })
  for (const [daysAgo, instrument, answers] of own.withdrawal ?? []) {
    const takenAt = minutesAfter(calendar.instant(dayAgo(daysAgo), '08:58'), 0)
    if (takenAt > at) continue
    sheaf.add('measure', {
      id: demoId(takenAt, clientId, instrument),
      clientId,
      episodeId,
      instrument,
      answers: [...answers],
      score: answers.reduce((sum, x) => sum + x, 0),
      scoreStatus: 'complete',
      takenOn: dayAgo(daysAgo),
      mode: 'clinician',
      recordedBy: prescriber.id,
      recordedAt: takenAt,
    })
  }
  if (own.tests !== undefined)
    addTests(house, sheaf, { clientId, from, prescriberId: prescriber.id, therapist, found: own.tests })
}

type Tested = {
  clientId: string
  from: Day
  prescriberId: string
  therapist: string
  found: NonNullable<Told['tests']>
}

/** Each working day of the stay was drawn by itself, as the clock does; what was drawn was collected and reported. */
function addTests(house: House, sheaf: Sheaf, { clientId, from, prescriberId, therapist, found }: Tested): void {
  const { calendar, today, at, chance } = house
  const setAt = minutesAfter(calendar.instant(from, '10:50'), 0)
  const policyId = demoId(setAt, clientId, 'drawn')
  const policy = { perWeek: 1.5, weekdays: [1, 2, 3, 4, 5] }
  const method = found.method
  const panel = [...usualPanel]
  sheaf.add('toxPolicy', {
    id: policyId,
    clientId,
    ...policy,
    panel,
    method,
    because: 'The first weeks of treatment',
    setBy: prescriberId,
    setAt,
  })
  let nth = 0
  for (const day of calendar.span(calendar.add(from, 1), today)) {
    const drawnAt = calendar.instant(day, '05:02')
    if (drawnAt > at) continue
    const below = drawsBelow(policy, day)
    const drawn = Math.floor(chance(clientId, 'draw', day) * outOf)
    const drawId = demoId(drawnAt, clientId, 'draw')
    sheaf.add('toxDraw', { id: drawId, clientId, policyId, onDay: day, drawn, below, drawnAt })
    if (!isDrawn(drawn, below)) continue
    const orderId = demoId(drawnAt, clientId, 'test', day)
    const number = `SW${orderId.replaceAll('-', '').slice(-8).toUpperCase()}`
    sheaf.add('toxOrder', {
      id: orderId,
      number,
      clientId,
      drawId,
      why: 'random',
      because: '',
      panel,
      method,
      laboratory: method === 'laboratory' ? 'Hudson Reference Lab' : '',
      dueOn: day,
      orderedBy: prescriberId,
      orderedAt: drawnAt,
    })
    const seenAt = calendar.instant(day, '09:14')
    if (seenAt > at || day === today) continue
    nth += 1
    const refused = found.refusedNth === nth
    sheaf.add('toxCollection', {
      id: demoId(seenAt, orderId, 'cup'),
      orderId,
      outcome: refused ? 'refused' : 'collected',
      at: seenAt,
      observed: false,
      temperature: refused ? null : 94.2,
      seal: refused || method !== 'laboratory' ? '' : `R-${number.slice(2)}`,
      words: refused ? 'Said no today; we talked about why.' : '',
      recordedBy: therapist,
      recordedAt: minutesAfter(seenAt, 4),
    })
    if (refused) continue
    if (method === 'laboratory')
      for (const [place, fromWhom, toWhom, whatFor, minutes] of [
        [1, 'The client', 'Lee Park', 'Collected and sealed', 0],
        [2, 'Lee Park', 'Locked refrigerator', 'Kept cold', 6],
        [3, 'Locked refrigerator', 'Hudson courier', 'To the laboratory', 340],
      ] as const)
        sheaf.add('toxCustody', {
          id: demoId(seenAt, orderId, 'hand', place),
          collectionId: demoId(seenAt, orderId, 'cup'),
          place,
          fromWhom,
          toWhom,
          at: minutesAfter(seenAt, minutes),
          sealWhole: true,
          whatFor,
          recordedBy: therapist,
          recordedAt: minutesAfter(seenAt, minutes),
        })
    const reportedAt =
      method === 'laboratory' ? calendar.instant(calendar.add(day, 2), '15:30') : minutesAfter(seenAt, 9)
    if (reportedAt > at) continue
    const reportId = demoId(reportedAt, orderId, 'report')
    const dilute = found.diluteNth === nth
    sheaf.add('toxReport', {
      id: reportId,
      orderId,
      clientId,
      source: method === 'laboratory' ? 'typed' : 'point-of-care',
      laboratory: method === 'laboratory' ? 'Hudson Reference Lab' : '',
      labNumber: '',
      status: 'final',
      collectedAt: seenAt,
      reportedAt,
      creatinine: dilute ? 11 : 60 + ((nth * 37) % 120),
      words: '',
      recordedBy: therapist,
      recordedAt: reportedAt,
    })
    panel.forEach((substance, place) => {
      const positive =
        found.always.includes(substance) ||
        (found.early.includes(substance) && nth <= 2) ||
        (found.latest.includes(substance) && calendar.between(day, today) < 9)
      sheaf.add('toxResult', {
        id: demoId(reportedAt, reportId, place),
        reportId,
        place: place + 1,
        substance,
        name: substance,
        certainty: method === 'laboratory' ? 'confirmed' : 'presumptive',
        value: positive && !dilute ? 'positive' : 'negative',
      })
    })
  }
}
