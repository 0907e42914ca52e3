import { castId } from '../../tests/cast.ts'
import type { RecipientKind } from '../clinic/consents/consent.ts'
import { defaultPack } from '../clinic/packs/rules.ts'
import { minutesAfter } from './calendar.ts'
import type { House } from './house.ts'
import { demoId } from './ids.ts'
import type { Sheaf } from './rows.ts'

// Those who send people here, those to whom people are handed over, and the papers that a program asks for. All invented.

type Referrer = {
  name: string
  recipient: RecipientKind
  person?: boolean
  organisation?: string
  phone: string
  notes: string
}
/** Whoever sends people, by the name that stands in a referral. */
const referrers: Referrer[] = [
  {
    name: 'Hudson Valley General, social work',
    recipient: 'treating-provider',
    phone: '(845) 555-0171',
    notes: 'Discharges before noon. Ask for the social worker on the unit, not the switchboard.',
  },
  {
    name: 'Stony Brook House, withdrawal unit',
    recipient: 'treating-provider',
    phone: '(845) 555-0172',
    notes: 'Calls the day before somebody leaves. Sends the medication list by fax.',
  },
  {
    name: 'Cold Spring Residence',
    recipient: 'treating-provider',
    phone: '(845) 555-0173',
    notes: 'People keep their bed there for the first two weeks with us.',
  },
  {
    name: 'Beacon Family Practice',
    recipient: 'treating-provider',
    phone: '(845) 555-0174',
    notes: 'Likes a line when somebody began, with consent.',
  },
  {
    name: 'Miriam Osei, LMHC',
    recipient: 'treating-provider',
    person: true,
    organisation: 'Private practice',
    phone: '(845) 555-0175',
    notes: 'Goes on seeing people once a week while they are here.',
  },
  {
    name: 'Dutchess County Probation',
    recipient: 'court',
    phone: '(845) 555-0176',
    notes: 'Attendance only, and only with consent. Report on the first of the month.',
  },
  {
    name: 'Harborline Employee Assistance',
    recipient: 'employer',
    phone: '(845) 555-0177',
    notes: 'Never learns more than that somebody came, and only with consent.',
  },
]
export const referrerId = (house: House, name: string): string | null =>
  referrers.some((one) => one.name === name) ? castId(`${house.clinic.name} referrer ${name}`) : null
export const referrerNames: readonly string[] = referrers.map((one) => one.name)

export function addReferrers(house: House, sheaf: Sheaf, at: Date): void {
  const by = house.coordinators[0] ?? house.director
  for (const { name, recipient, person, organisation, phone, notes } of referrers) {
    const id = referrerId(house, name) ?? ''
    sheaf.add('referrer', { id, addedBy: by.id, addedAt: at })
    sheaf.add('referrerFact', {
      id: demoId(at, id, 'fact'),
      referrerId: id,
      kind: person === true ? 'person' : 'organisation',
      recipientKind: recipient,
      name,
      organisation: organisation ?? '',
      phone,
      fax: '',
      email: '',
      address: '',
      notes,
      recordedBy: by.id,
      recordedAt: at,
    })
  }
}

type Partner = {
  key: string
  name: string
  levels: string[]
  phone: string
  address: string
  hours: string
  payers: string
  young: boolean | null
  pregnant: boolean | null
  moud: boolean | null
  words: string
  checked: number
  with: string
}
const partners: Partner[] = [
  {
    key: 'stony-brook',
    name: 'Stony Brook House, withdrawal unit',
    levels: ['3.7'],
    phone: '(845) 555-0181',
    address: '90 Quarry Road, Newburgh, NY 12550',
    hours: 'Admits day and night; call first',
    payers: 'Medicaid, most commercial plans',
    young: false,
    pregnant: true,
    moud: true,
    words: 'Ask for the charge nurse. A bed is held for two hours.',
    checked: 24,
    with: 'Charge nurse',
  },
  {
    key: 'hv-general',
    name: 'Hudson Valley General, emergency department',
    levels: ['ed', '4'],
    phone: '(845) 555-0182',
    address: '400 Hospital Road, Poughkeepsie, NY 12601',
    hours: 'Always open',
    payers: 'Everyone',
    young: true,
    pregnant: true,
    moud: true,
    words: 'Call the charge nurse ahead, so that nobody waits in the hall.',
    checked: 41,
    with: 'Emergency desk',
  },
  {
    key: 'crisis-team',
    name: 'Dutchess mobile crisis team',
    levels: ['crisis'],
    phone: '(845) 555-0183',
    address: '',
    hours: 'Every day, 8:00 to 23:00',
    payers: 'Free of charge',
    young: true,
    pregnant: true,
    moud: null,
    words: 'Comes to the person. After 23:00 the emergency department.',
    checked: 12,
    with: 'Duty clinician',
  },
  {
    key: 'cold-spring',
    name: 'Cold Spring Residence',
    levels: ['3.5', '3.1'],
    phone: '(845) 555-0184',
    address: '7 Ferry Lane, Cold Spring, NY 10516',
    hours: 'Admits on weekdays before 15:00',
    payers: 'Medicaid, Hudson Community Plan',
    young: false,
    pregnant: null,
    moud: true,
    words: '',
    checked: 66,
    with: 'Admissions',
  },
  {
    key: 'orchard',
    name: 'Orchard House for women and children',
    levels: ['3.5'],
    phone: '(845) 555-0185',
    address: '18 Orchard Street, Fishkill, NY 12524',
    hours: 'Weekdays',
    payers: 'Medicaid',
    young: false,
    pregnant: true,
    moud: true,
    words: 'Children up to five may come along.',
    checked: 88,
    with: 'Intake worker',
  },
  {
    key: 'ridge',
    name: 'Ridgeline Partial Hospital',
    levels: ['2.5'],
    phone: '(845) 555-0186',
    address: '2 Summit Plaza, Poughkeepsie, NY 12601',
    hours: 'Weekdays, 8:30 to 16:00',
    payers: 'Commercial plans',
    young: false,
    pregnant: true,
    moud: true,
    words: 'Starts on Mondays.',
    checked: 30,
    with: 'Program manager',
  },
  {
    key: 'riverside-otp',
    name: 'Riverside Opioid Treatment',
    levels: ['otp'],
    phone: '(845) 555-0187',
    address: '55 Canal Street, Newburgh, NY 12550',
    hours: 'Every morning from 5:30',
    payers: 'Medicaid, self-pay',
    young: false,
    pregnant: true,
    moud: true,
    words: 'First dose the same day when somebody comes before 10:00.',
    checked: 19,
    with: 'Nurse in charge',
  },
  {
    key: 'maple',
    name: 'Maple Counseling Group',
    levels: ['1.5', '1.0'],
    phone: '(845) 555-0188',
    address: '31 Maple Street, Beacon, NY 12508',
    hours: 'Weekdays, and two evenings',
    payers: 'Most plans; sliding scale',
    young: true,
    pregnant: true,
    moud: false,
    words: '',
    checked: 103,
    with: 'Front desk',
  },
  {
    key: 'harbor-teen',
    name: 'Harbor Teen Program',
    levels: ['2.1'],
    phone: '(845) 555-0189',
    address: '12 Harbor Walk, Newburgh, NY 12550',
    hours: 'After school',
    payers: 'Medicaid, commercial plans',
    young: true,
    pregnant: false,
    moud: null,
    words: 'For people under 18, whom we do not take.',
    checked: 205,
    with: 'Program lead',
  },
  {
    key: 'lakeview',
    name: 'Lakeview Psychiatric Unit',
    levels: ['4-psych'],
    phone: '(845) 555-0190',
    address: '1 Lakeview Drive, Poughkeepsie, NY 12601',
    hours: 'Always open',
    payers: 'Medicare, Medicaid, commercial plans',
    young: true,
    pregnant: true,
    moud: true,
    words: '',
    checked: 260,
    with: 'Bed board',
  },
]
export const partnerId = (key: string): string => castId(`partner ${key}`)

/** Ten partners by level of care; two of them nobody has checked for half a year. */
export function addPartners(house: House, sheaf: Sheaf, at: Date): void {
  const { calendar } = house
  partners.forEach((one, n) => {
    const by = house.coordinators[n % house.coordinators.length] ?? house.director
    const verifiedOn = calendar.add(house.today, -one.checked)
    const recordedAt = minutesAfter(calendar.instant(verifiedOn, '14:10'), n)
    const id = partnerId(one.key)
    sheaf.add('partner', { id, addedBy: by.id, addedAt: at })
    sheaf.add('partnerFacts', {
      id: demoId(recordedAt, id, 'facts'),
      partnerId: id,
      name: one.name,
      levels: one.levels,
      phone: one.phone,
      fax: '',
      address: one.address,
      hours: one.hours,
      payers: one.payers,
      takesAdolescents: one.young,
      takesPregnant: one.pregnant,
      takesMoud: one.moud,
      words: one.words,
      isClosed: false,
      verifiedOn,
      verifiedWith: one.with,
      recordedBy: by.id,
      recordedAt,
    })
  })
}

/** What each program asks to have signed. */
export function addPacks(house: House, sheaf: Sheaf, at: Date): void {
  for (const program of house.programs)
    sheaf.add('pack', {
      id: demoId(at, program.id, 'pack'),
      programId: program.id,
      items: defaultPack(program.track),
      effectiveFrom: house.calendar.add(house.today, -196),
      because: 'As our compliance officer asked for it',
      setBy: house.director.id,
      setAt: at,
    })
}
