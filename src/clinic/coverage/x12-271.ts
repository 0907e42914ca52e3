import { isDay, type Day } from '../../basics/dates.ts'
import { isRefusal, type Refusal } from '../../basics/refusal.ts'
import { centsFrom, type Cents } from './money.ts'
import { readInterchange, transactionsOf, type Segment } from './x12.ts'
import { followUpWords, rejectionWords } from './x12-271-words.ts'

// A payer's answer about a person's coverage: X12 271, version 005010X279A1. What is read stands beside what is not.

export type DateRead = { code: string; from: Day; to: Day | null }
export type BenefitLine = {
  information: string
  level: string
  services: string[]
  plan: string
  period: string
  amount: Cents | null
  /** Hundredths of a percent: '.2' is 2000. */
  percent: number | null
  quantityOf: string
  quantity: number | null
  authorization: 'yes' | 'no' | 'unknown'
  network: 'in' | 'out' | 'both' | 'unknown'
  dates: DateRead[]
  messages: string[]
  /** Who is named with the line: an organisation to ask, a primary care doctor, another payer. */
  named: string[]
}
export type Rejection = { about: string; code: string; because: string; next: string }
export type Insured = {
  is: 'subscriber' | 'dependent'
  familyName: string
  givenName: string
  memberNumber: string
  groupNumber: string
  birthDate: Day | null
  dates: DateRead[]
  lines: BenefitLine[]
  rejections: Rejection[]
  /** Of a dependent: the subscriber above. */
  subscriberName: string
}
export type Leftover = { position: number; segment: string; because: string }
export type Answer271 = {
  payerName: string
  payerCode: string
  askedBy: string
  reference: string
  answeredOn: Day | null
  people: Insured[]
  /** Why the payer refused the question before it came to a person. */
  rejections: Rejection[]
  notUnderstood: Leftover[]
  remarks: string[]
}

const wanted = 'the payer’s eligibility answer, a 271'

/**
 * Reads a 271. Loops are told apart by HL03: 20 the payer, 21 the clinic, 22 the subscriber, 23 a dependent.
 * Refuses what is not X12, is of another kind, or breaks off; a wrong count of segments is only remarked, since public
 * samples and real senders get it wrong.
 */
export function read271(text: string): Answer271 | Refusal {
  const file = readInterchange(text)
  if (isRefusal(file)) return file
  const transactions = transactionsOf(file, '271', wanted)
  if (isRefusal(transactions)) return transactions
  const answer: Answer271 = {
    payerName: '',
    payerCode: '',
    askedBy: '',
    reference: '',
    answeredOn: null,
    people: [],
    rejections: [],
    notUnderstood: [],
    remarks: [],
  }
  if (file.isTest) answer.remarks.push('The sender marks this file as a test.')
  for (const segments of transactions) readTransaction(segments, file.repetition, answer)
  return answer
}

type Place = {
  level: string
  person: Insured | null
  line: BenefitLine | null
  inNamed: boolean
  subscriber: Insured | null
}

function readTransaction(segments: Segment[], repetition: string, answer: Answer271): void {
  const place: Place = { level: '', person: null, line: null, inNamed: false, subscriber: null }
  for (const segment of segments) {
    const because = readSegment(segment, repetition, answer, place, segments.length)
    if (because !== null) answer.notUnderstood.push({ position: segment.position, segment: segment.raw, because })
  }
}

/** Reads one segment; answers why it was left, or null. */
function readSegment(
  segment: Segment,
  repetition: string,
  answer: Answer271,
  place: Place,
  length: number,
): string | null {
  const at = (n: number): string => segment.elements[n - 1] ?? ''
  const person = place.person
  switch (segment.name) {
    case 'ST':
      if (at(3) !== '' && at(3) !== '005010X279A1')
        answer.remarks.push(`Its version is ${at(3)}; 005010X279A1 is in use.`)
      return null
    case 'SE':
      if (Number(at(1)) !== length) answer.remarks.push(`It counts ${at(1)} segments and holds ${length}.`)
      return null
    case 'BHT':
      answer.reference = at(3)
      answer.answeredOn = dayFrom(at(4))
      return null
    case 'HL':
      return readLevel(at(3), answer, place)
    case 'TRN':
      return null
    case 'LS':
      place.inNamed = true
      return null
    case 'LE':
      place.inNamed = false
      return null
    case 'NM1':
      return readName(at, answer, place)
    case 'AAA':
      return readRejection(at, answer, place)
    case 'REF':
      if (person !== null && place.line === null && (at(1) === '6P' || at(1) === '1L' || at(1) === 'IG')) {
        person.groupNumber ||= at(2)
        return null
      }
      if (person !== null && place.line === null && at(1) === '1W') {
        person.memberNumber ||= at(2)
        return null
      }
      return 'A number of a kind that is not kept.'
    case 'DMG': {
      const born = dayFrom(at(2))
      if (person === null || born === null) return 'A birth date that could not be read.'
      person.birthDate = born
      return null
    }
    case 'DTP':
      return readDate(at, place)
    case 'EB':
      return readBenefit(at, repetition, place)
    case 'MSG':
      if (place.line === null) return 'A message that belongs to no line.'
      place.line.messages.push(at(1))
      return null
    case 'N3':
    case 'N4':
      return 'Addresses are not taken over from a payer.'
    default:
      return 'Not something Stepwell reads.'
  }
}

function readLevel(level: string, answer: Answer271, place: Place): string | null {
  Object.assign(place, { level, line: null, inNamed: false, person: null })
  if (level === '22' || level === '23') {
    const person: Insured = {
      is: level === '22' ? 'subscriber' : 'dependent',
      familyName: '',
      givenName: '',
      memberNumber: level === '23' ? (place.subscriber?.memberNumber ?? '') : '',
      groupNumber: level === '23' ? (place.subscriber?.groupNumber ?? '') : '',
      birthDate: null,
      dates: [],
      lines: [],
      rejections: [],
      subscriberName: level === '23' && place.subscriber !== null ? nameOfInsured(place.subscriber) : '',
    }
    place.person = person
    if (level === '22') place.subscriber = person
    answer.people.push(person)
    return null
  }
  return level === '20' || level === '21' ? null : 'A level that a 271 does not have.'
}

function readName(at: (n: number) => string, answer: Answer271, place: Place): string | null {
  const name = at(2) === '1' ? [at(4), at(3)].filter(Boolean).join(' ') : at(3)
  if (place.inNamed || place.line !== null) {
    place.line?.named.push(name)
    return place.line === null ? 'A name that belongs to no line.' : null
  }
  if (place.level === '20') {
    answer.payerName ||= name
    answer.payerCode ||= at(9)
    return null
  }
  if (place.level === '21') {
    answer.askedBy ||= name
    return null
  }
  if (place.person === null) return 'A name outside any level.'
  place.person.familyName = at(3)
  place.person.givenName = at(4)
  if (at(8) === 'MI' && at(9) !== '') place.person.memberNumber = at(9)
  return null
}

const levels: Record<string, string> = {
  '20': 'the payer',
  '21': 'the clinic',
  '22': 'the subscriber',
  '23': 'the patient',
}

function readRejection(at: (n: number) => string, answer: Answer271, place: Place): string | null {
  const code = at(3)
  const rejection: Rejection = {
    about: place.line === null ? (levels[place.level] ?? 'the question') : 'one benefit',
    code,
    because: rejectionWords[code] ?? `The payer gave the reason ${code || 'without a code'}, which is not in our list.`,
    next: followUpWords[at(4)] ?? '',
  }
  ;(place.person?.rejections ?? answer.rejections).push(rejection)
  return null
}

function readDate(at: (n: number) => string, place: Place): string | null {
  const date = rangeFrom(at(1), at(2), at(3))
  if (date === null) return 'A day that could not be read.'
  const dates = place.line?.dates ?? place.person?.dates
  if (dates === undefined) return 'A day that belongs to nobody.'
  dates.push(date)
  return null
}

function readBenefit(at: (n: number) => string, repetition: string, place: Place): string | null {
  if (place.person === null) return 'A benefit that belongs to nobody.'
  const amount = at(7) === '' ? null : centsFrom(at(7).replace(/^\./, '0.'))
  const percent = at(8) === '' ? null : percentFrom(at(8))
  const quantity = at(10) === '' ? null : Number(at(10))
  place.inNamed = false
  place.line = {
    information: at(1),
    level: at(2),
    services: at(3)
      .split(repetition)
      .map((code) => code.trim())
      .filter(Boolean),
    plan: at(5),
    period: at(6),
    amount,
    percent,
    quantityOf: at(9),
    quantity: quantity !== null && Number.isFinite(quantity) ? quantity : null,
    authorization: at(11) === 'Y' ? 'yes' : at(11) === 'N' ? 'no' : 'unknown',
    network: at(12) === 'Y' ? 'in' : at(12) === 'N' ? 'out' : at(12) === 'W' ? 'both' : 'unknown',
    dates: [],
    messages: [],
    named: [],
  }
  place.person.lines.push(place.line)
  if (at(1) === '') return 'A line that does not say what it is about.'
  const unread = [
    at(7) !== '' && amount === null ? `the amount ${at(7)}` : '',
    at(8) !== '' && percent === null ? `the percent ${at(8)}` : '',
    at(10) !== '' && place.line.quantity === null ? `the quantity ${at(10)}` : '',
    at(13) !== '' ? `the procedure ${at(13)}` : '',
  ].filter(Boolean)
  return unread.length === 0 ? null : `Read, but for ${unread.join(' and ')}.`
}

/** A share such as '.2' or '0.20'; above 1 senders mean percent. In hundredths of a percent; null when out of range. */
export function percentFrom(text: string): number | null {
  if (!/^\d{0,3}(\.\d{1,6})?$/.test(text) || text === '' || text === '.') return null
  const value = Number(text)
  const hundredths = Math.round(value <= 1 ? value * 10_000 : value * 100)
  return hundredths <= 10_000 ? hundredths : null
}

/** '20260131' as a day; null when it is none. */
export function dayFrom(text: string): Day | null {
  const day = `${text.slice(0, 4)}-${text.slice(4, 6)}-${text.slice(6, 8)}`
  return /^\d{8}$/.test(text) && isDay(day) ? day : null
}

function rangeFrom(code: string, form: string, text: string): DateRead | null {
  const [first = '', second] = form === 'RD8' ? text.split('-') : [text]
  const from = dayFrom(first)
  const to = second === undefined ? null : dayFrom(second)
  return from === null || (second !== undefined && to === null) ? null : { code, from, to }
}

export const nameOfInsured = (one: { givenName: string; familyName: string }): string =>
  [one.givenName, one.familyName].filter(Boolean).join(' ')
