import type { Day } from '../basics/dates.ts'
import { plainLetters } from '../basics/text.ts'
import { type CastClient, castId } from '../../tests/cast.ts'
import { minutesAfter } from './calendar.ts'
import { clamp, pick, weighted, whole } from './chance.ts'
import type { House } from './house.ts'
import { demoId } from './ids.ts'
import { familyNames, mensNames, othersNames, streets, towns, womensNames } from './names.ts'
import type { Sheaf } from './rows.ts'

export const substances = ['alcohol', 'opioids', 'stimulants', 'cannabis', 'sedatives'] as const
export const conditions = ['depression', 'anxiety', 'trauma', 'bipolar'] as const
export type Trouble = (typeof substances)[number] | (typeof conditions)[number]

export type Person = {
  id: string
  key: string
  givenName: string
  familyName: string
  preferredName: string
  birthDate: Day
  sex: 'female' | 'male' | 'other'
  pronouns: string
  language: string
  trouble: Trouble
  /** When the clinic first heard of the person. */
  knownSince: Date
  /** Written down before, by an earlier start. */
  isKnown?: boolean
}

const pronounsOf = { female: 'she/her', male: 'he/him', other: 'they/them' }

/** Somebody the clinic did not know before. The key says who, forever: the same key is the same person. */
export function newPerson(house: House, key: string, programKey: string, knownSince: Date, cast?: CastClient): Person {
  const chance = (what: string) => house.chance('person', key, what)
  const mind = house.programs.find((one) => one.key === programKey)?.kind === 'mental-health'
  const trouble: Trouble = mind
    ? weighted({ depression: 44, anxiety: 28, trauma: 20, bipolar: 8 }, chance('trouble'))
    : weighted({ alcohol: 45, opioids: 25, stimulants: 14, cannabis: 10, sedatives: 6 }, chance('trouble'))
  if (cast !== undefined) {
    const { givenName, familyName, birthDate, sex, pronouns, preferredName = '' } = cast
    const own = { givenName, familyName, birthDate, sex, pronouns, preferredName, language: 'English' }
    return { id: castId(cast.key), key, ...own, trouble: castTroubles[cast.key] ?? trouble, knownSince }
  }
  const sex = weighted(mind ? { female: 58, male: 37, other: 5 } : { female: 39, male: 59, other: 2 }, chance('sex'))
  const givenNames = { female: womensNames, male: mensNames, other: othersNames }[sex]
  const age = clamp(19 + 47 * chance('age') ** 1.25, 19, 66)
  return {
    id: demoId(knownSince, house.clinic.id, house.number, 'client', key, chance('id')),
    key,
    givenName: pick(givenNames, chance('given')),
    familyName: pick(familyNames, chance('family')),
    preferredName: '',
    birthDate: house.calendar.add(house.today, -Math.round(age * 365.25 + 300 * chance('birthday'))),
    sex,
    pronouns: chance('pronouns') < 0.8 ? pronounsOf[sex] : '',
    language: weighted({ English: 88, Spanish: 10, Portuguese: 2 }, chance('language')),
    trouble,
    knownSince,
  }
}

const castTroubles: Record<string, Trouble> = {
  maya: 'opioids',
  tomasz: 'alcohol',
  amina: 'sedatives',
  kofi: 'cannabis',
  ruth: 'depression',
  jose: 'opioids',
  linh: 'alcohol',
  peter: 'alcohol',
  yusuf: 'stimulants',
  clara: 'alcohol',
  devon: 'alcohol',
  rosa: 'stimulants',
  will: 'alcohol',
}

/** ICD-10-CM codes (public domain); the labels are ours. */
export const problems: Record<Trouble, [code: string, label: string]> = {
  alcohol: ['F10.20', 'Alcohol use disorder'],
  opioids: ['F11.20', 'Opioid use disorder'],
  stimulants: ['F15.20', 'Stimulant use disorder'],
  cannabis: ['F12.20', 'Cannabis use disorder'],
  sedatives: ['F13.20', 'Sedative use disorder'],
  depression: ['F33.1', 'Depression, recurrent, moderate'],
  anxiety: ['F41.1', 'Generalised anxiety'],
  trauma: ['F43.10', 'Post-traumatic stress'],
  bipolar: ['F31.81', 'Bipolar disorder, type 2'],
}
const besides: [code: string, label: string][] = [
  ['F32.A', 'Depression'],
  ['F41.9', 'Anxiety'],
  ['I10', 'High blood pressure'],
  ['E11.9', 'Diabetes, type 2'],
  ['J45.909', 'Asthma'],
  ['G47.00', 'Trouble sleeping'],
  ['M54.50', 'Low back pain'],
]
const medicines: Record<Trouble, [label: string, detail: string][]> = {
  alcohol: [
    ['Naltrexone', '50 mg by mouth, once a day'],
    ['Acamprosate', '666 mg by mouth, three times a day'],
  ],
  opioids: [
    ['Buprenorphine with naloxone', '8 mg under the tongue, twice a day'],
    ['Buprenorphine, monthly', 'injection every four weeks'],
  ],
  stimulants: [
    ['Bupropion', '150 mg by mouth, twice a day'],
    ['Mirtazapine', '15 mg at night'],
  ],
  cannabis: [
    ['Gabapentin', '300 mg at night'],
    ['Mirtazapine', '15 mg at night'],
  ],
  sedatives: [
    ['Clonazepam, tapering', '0.25 mg less every two weeks'],
    ['Trazodone', '50 mg at night'],
  ],
  depression: [
    ['Sertraline', '100 mg by mouth, once a day'],
    ['Escitalopram', '10 mg by mouth, once a day'],
  ],
  anxiety: [
    ['Escitalopram', '10 mg by mouth, once a day'],
    ['Buspirone', '15 mg by mouth, twice a day'],
  ],
  trauma: [
    ['Prazosin', '2 mg at night'],
    ['Sertraline', '100 mg by mouth, once a day'],
  ],
  bipolar: [
    ['Lamotrigine', '100 mg by mouth, once a day'],
    ['Quetiapine', '100 mg at night'],
  ],
}
const plans = [
  'Hudson Community Plan',
  'Empire Valley Health',
  'Medicaid, fee for service',
  'Northeast Mutual',
  'Medicare',
]

/** Writes the person down: who, how to reach them, what they bring. Archived people of long ago are kept short. */
export function addPerson(house: House, sheaf: Sheaf, person: Person, number: string, full = true): void {
  const chance = (...what: (string | number)[]) => house.chance('person', person.key, ...what)
  const by = pick(house.coordinators, chance('by')).id
  const at = person.knownSince
  const id = (...words: (string | number)[]) => demoId(at, person.id, ...words)
  const clientId = person.id
  const signed = { recordedBy: by, recordedAt: at }
  sheaf.add('client', { id: person.id, number, addedBy: by, addedAt: at })
  sheaf.add('clientIdentity', {
    id: id('identity'),
    clientId,
    givenName: person.givenName,
    familyName: person.familyName,
    preferredName: person.preferredName,
    birthDate: person.birthDate,
    sex: person.sex,
    pronouns: person.pronouns,
    language: person.language,
    searchName: plainLetters([person.givenName, person.preferredName, person.familyName].join(' ')),
    ...signed,
  })
  if (!full) return

  const town = pick(towns, chance('town'))
  const digits = String(whole(100, 199, chance('phone'))).padStart(4, '0')
  const contact = (
    kind: string,
    value: string,
    more: { label?: string; name?: string; relationship?: string; may?: boolean },
  ) =>
    sheaf.add('clientContact', {
      id: id('contact', kind),
      clientId,
      kind,
      value,
      label: more.label ?? '',
      name: more.name ?? '',
      relationship: more.relationship ?? '',
      mayLeaveMessage: more.may ?? null,
      ...signed,
    })
  contact('phone', `${town.areaCode}-555-${digits}`, { label: 'mobile', may: chance('message') < 0.75 })
  const street = `${whole(2, 240, chance('house'))} ${pick(streets, chance('street'))} Street`
  contact('address', `${street}, ${town.town}, ${town.state} ${town.zip}`, { label: 'home' })
  if (chance('email') < 0.6) {
    contact(
      'email',
      `${plainLetters(person.givenName).replace(/\W/g, '')}.${whole(10, 99, chance('mail'))}@mail.example`,
      {},
    )
  }
  const relative = weighted({ mother: 24, partner: 30, sister: 18, brother: 12, friend: 16 }, chance('relative'))
  const kin = relative === 'friend' || relative === 'partner' ? pick(familyNames, chance('kin')) : person.familyName
  contact('emergency', `${town.areaCode}-555-${String(whole(100, 199, chance('relative phone'))).padStart(4, '0')}`, {
    name: `${pick(relative === 'brother' ? mensNames : womensNames, chance('relative name'))} ${kin}`,
    relationship: relative,
  })

  const history = (kind: string, n: number, label: string, more: { code?: string; detail?: string; status?: string }) =>
    sheaf.add('clientHistory', {
      id: id('history', kind, n),
      clientId,
      kind,
      codeSystem: more.code === undefined ? null : 'http://hl7.org/fhir/sid/icd-10-cm',
      code: more.code ?? null,
      label,
      status: more.status ?? 'active',
      startedOn: null,
      detail: more.detail ?? null,
      ...signed,
    })
  const [code, label] = problems[person.trouble]
  history('problem', 1, label, { code })
  if (chance('beside') < 0.6) {
    const [other, words] = pick(besides, chance('besides'))
    history('problem', 2, words, { code: other })
  }
  if (chance('medicine') < 0.65) {
    const [medicine, detail] = pick(medicines[person.trouble], chance('which medicine'))
    history('medication', 1, medicine, { detail })
  }
  if (chance('allergy') < 0.15)
    history('allergy', 1, pick(['Penicillin', 'Latex', 'Sulfa drugs', 'Peanuts'], chance('which')), {})
  history('coverage', 1, pick(plans, chance('plan')), {
    detail: `Member ${String(100000 + whole(0, 899999, chance('member')))}`,
  })
  if (chance('before') < 0.45) {
    const before = pick(
      ['Withdrawal unit, five days', 'Emergency department', 'Residential treatment, four weeks'],
      chance('which before'),
    )
    history('encounter', 1, before, { status: 'resolved' })
  }
}

/** The moment at which the clinic first hears of somebody who is admitted on this day: a weekday in the days before. */
export function firstHeard(house: House, admittedOn: Day, key: string): Date {
  const { calendar, chance } = house
  let day = calendar.add(admittedOn, -whole(2, 8, chance('heard', key, 'days')))
  while (calendar.weekday(day) > 5) day = calendar.add(day, -1)
  return minutesAfter(calendar.instant(day, '09:00'), whole(0, 420, chance('heard', key, 'minute')))
}

/** The name on a form. */
export const calledIn = (person: Person): string => `${person.givenName} ${person.familyName}`
