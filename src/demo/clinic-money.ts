import { castId } from '../../tests/cast.ts'
import { lawfulDeadlines } from '../clinic/coverage/deadlines.ts'
import { type Service, serviceNames } from '../clinic/coverage/fees.ts'
import { publishedRule } from '../clinic/coverage/published-rules.ts'
import { defaultFloors } from '../clinic/programs/dose.ts'
import { knownGuidelines } from '../clinic/coverage/guideline.ts'
import type { House } from './house.ts'
import { demoId } from './ids.ts'
import type { Sheaf } from './rows.ts'

// What the clinic asks, who pays, and who is helped. All names and numbers are invented.

type Payer = { key: string; name: string; code: string; kind: string; phone: string; allows: number | null }
/** The first five are those that people name when they come. Allowed amounts in whole cents for a day of care. */
export const payers: Payer[] = [
  {
    key: 'hudson',
    name: 'Hudson Community Plan',
    code: 'HUDC1',
    kind: 'commercial',
    phone: '(800) 555-0111',
    allows: 23_800,
  },
  {
    key: 'empire',
    name: 'Empire Valley Health',
    code: 'EVH22',
    kind: 'commercial',
    phone: '(800) 555-0122',
    allows: 26_400,
  },
  {
    key: 'medicaid',
    name: 'Medicaid, fee for service',
    code: 'NYMCD',
    kind: 'medicaid',
    phone: '(800) 555-0133',
    allows: 17_950,
  },
  {
    key: 'mutual',
    name: 'Northeast Mutual',
    code: 'NEMUT',
    kind: 'commercial',
    phone: '(800) 555-0144',
    allows: 24_500,
  },
  { key: 'medicare', name: 'Medicare', code: 'MCARE', kind: 'medicare', phone: '(800) 555-0155', allows: null },
  {
    key: 'union',
    name: 'Catskill Trades Health Fund',
    code: 'CTHF7',
    kind: 'other',
    phone: '(845) 555-0166',
    allows: null,
  },
]
export const payerId = (house: House, key: string): string => castId(`${house.clinic.name} payer ${key}`)

/** What a day of care and the hours around it cost without a plan, in cents. */
export const fees: Record<Service, number> = {
  'iop-day-sud': 29_500,
  'iop-day-mh': 28_500,
  individual: 16_500,
  family: 18_000,
  assessment: 24_000,
  'residential-day': 89_000,
}

export const identity = {
  legalName: 'Riverbend Recovery Services, Inc.',
  npi: '1999999984',
  taxNumber: '009876543',
  address: '12 Main Street, Beacon, NY 12508',
  phone: '(845) 555-0100',
}

/** Guidelines, the law's deadlines, the scale, the fees, the clinic's identity and the payers. */
export function addMoney(house: House, sheaf: Sheaf, at: Date): void {
  const by = house.staff.find((one) => one.role === 'biller') ?? house.director
  const signed = { recordedBy: by.id, recordedAt: at }
  const from = house.calendar.add(house.today, -420)
  const id = (...words: (string | number)[]) => demoId(at, house.clinic.id, ...words)
  for (const { region, firstPerson, eachFurther, from: since, to, source, mark } of knownGuidelines)
    sheaf.add('povertyGuideline', {
      id: id('guideline', region, since),
      region,
      firstPerson,
      eachFurther,
      effectiveFrom: since,
      effectiveTo: to,
      source,
      mark,
      ...signed,
    })
  for (const { occasion, leastAhead, dueWithin, from: since, to, source, mark } of lawfulDeadlines)
    sheaf.add('estimateDeadline', {
      id: id('deadline', occasion, leastAhead),
      occasion,
      leastAhead,
      dueWithin,
      effectiveFrom: since,
      effectiveTo: to,
      source,
      mark,
      ...signed,
    })
  const scaleId = id('scale')
  sheaf.add('slidingScale', {
    id: scaleId,
    effectiveFrom: from,
    effectiveTo: null,
    source: 'Board of Riverbend, sliding fee policy',
    mark: 'V',
    ...signed,
  })
  for (const [upToPercent, sharePercent] of [
    [100, 10],
    [150, 25],
    [200, 40],
    [300, 65],
    [400, 85],
  ] as const)
    sheaf.add('slidingBand', { scaleId, upToPercent, sharePercent })
  const fee = (service: Service, amount: number, payer: string | null) =>
    sheaf.add('fee', {
      id: id('fee', service, payer ?? 'own'),
      service,
      payerId: payer,
      code: serviceNames[service].usualCode,
      amount,
      isPublic: payer === null,
      effectiveFrom: from,
      effectiveTo: null,
      source:
        service === 'residential-day'
          ? 'Mean of three published price lists in our region'
          : payer === null
            ? 'Fee schedule of Riverbend'
            : 'Contract with the payer',
      // What others charge is reckoned from their lists; the clinic's own figures stand in its own papers.
      mark: service === 'residential-day' ? 'C' : 'V',
      ...signed,
    })
  for (const [service, amount] of Object.entries(fees)) fee(service as Service, amount, null) // keys of a typed table
  for (const { key, name, code, kind, phone, allows } of payers) {
    const payer = payerId(house, key)
    sheaf.add('payer', { id: payer, addedBy: by.id, addedAt: at })
    sheaf.add('payerFact', { id: id('payer fact', key), payerId: payer, name, payerCode: code, kind, phone, ...signed })
    // Its rule is the published one that stands nearest to it, and waits for the compliance officer.
    const rule = publishedRule(
      kind === 'medicaid' ? 'maryland-medicaid-2018' : kind === 'tricare' ? 'tricare' : 'h0015',
    )
    if (rule !== undefined)
      sheaf.add('payerRule', {
        id: id('payer rule', key),
        payerId: payer,
        programKind: 'any',
        // Terms are plain data: what the database keeps is what JSON has of them.
        terms: JSON.parse(JSON.stringify(rule.terms)),
        published: rule.key,
        effectiveFrom: '2024-01-01',
        effectiveTo: null,
        source: rule.source,
        mark: 'K',
        ...signed,
      })
    if (allows === null) continue
    fee('iop-day-sud', allows, payer)
    fee('iop-day-mh', allows - 600, payer)
  }
  for (const floor of defaultFloors) {
    const payer = payers.find((one) => one.key === floor.payer)
    if (payer === undefined) continue
    const { levelOfCare, ageGroup, minutesPerWeek, daysPerWeek, from: since, to, source, mark } = floor
    sheaf.add('doseFloor', {
      id: id('floor', payer.key, levelOfCare, ageGroup),
      levelOfCare,
      ageGroup,
      minutesPerWeek,
      daysPerWeek,
      payerId: payerId(house, payer.key),
      source,
      mark,
      effectiveFrom: since,
      effectiveTo: to,
      ...signed,
    })
  }
  sheaf.add('billingIdentity', { id: id('identity'), ...identity, ...signed })
}
