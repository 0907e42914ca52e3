import type { Day } from '../basics/dates.ts'
import { afterOpenHours, type Channel, firstStep } from '../clinic/inquiries/first-step.ts'
import { stepAfter } from '../clinic/inquiries/next-step.ts'
import type { Source } from '../clinic/inquiries/senders.ts'
import type { Stage } from '../clinic/inquiries/stages.ts'
import { SELF_CHECK, selfCheck, selfQuestions } from '../clinic/placement/self-check.ts'
import { selfCheckWords } from '../clinic/placement/self-check-words.ts'
import { minutesAfter } from './calendar.ts'
import { pick, weighted, whole } from './chance.ts'
import { referrerId, referrerNames } from './clinic-partners.ts'
import type { House } from './house.ts'
import { demoId } from './ids.ts'
import {
  aboutALovedOne,
  afterBenefits,
  afterScreening,
  endings,
  onBooking,
  onMessage,
  onNotReaching,
  onReaching,
  permissionShown,
  said,
} from './inquiry-words.ts'
import { familyNames, mensNames, womensNames } from './names.ts'
import type { Sheaf } from './rows.ts'

// What becomes of an inquiry follows from its id and the hour it came. However often it is told, it is the same story: a
// demo that was left alone adds what has happened since.

export const desk = { weekdays: [1, 2, 3, 4, 5], from: '08:30', to: '18:00' }

/** Something that happened with an inquiry: a call, a stage, what comes next. A beat that ends it has no step. */
export type Beat = {
  at: Date
  call?: { outcome: 'reached' | 'left-message' | 'no-answer'; words: string; direction?: 'in'; offeredFor?: Date }
  stage?: { stage: Stage; because: string; reason?: string }
  step?: { what: string; dueAt: Date }
}
export type Comer = {
  id: string
  cameAt: Date
  channel: Channel
  language: 'en' | 'es'
  forWhom: 'self' | 'loved-one'
  name: string
  phone: string
  email: string
  words: string
  heldBack: boolean
  dueAt?: Date
  ownerId: string
  source: Source | null
  referrerId: string | null
  about: Record<string, unknown>
}
export type Told = { comer: Comer; beats: Beat[] }

const handedIn: readonly Channel[] = ['self-check', 'call', 'call-back', 'message', 'seat-hold']

// Those in care have 845: a number that two people share by chance would look like one person.
const areas = '914 518 607 315 212 646 718 917 332 516 631 929 347 838 680 585 716 203 475 860 201 551 973'.split(' ')

/** Numbers of 555-01xx belong to nobody. */
export const fictitiousPhone = (x: number): string => {
  const n = Math.floor(x * areas.length * 100)
  return `+1${areas[Math.floor(n / 100)] ?? '914'}555${String(100 + (n % 100)).padStart(4, '0')}`
}

/** Who turns to the clinic under this key: the same key is the same person, with the same words. */
export function comerOf(
  house: House,
  key: string,
  cameAt: Date,
  given: Pick<Comer, 'channel'> & Partial<Comer>,
): Comer {
  const chance = (what: string) => house.chance('inquiry', key, what)
  const id = demoId(cameAt, house.clinic.id, 'inquiry', key)
  const language = chance('language') < 0.22 ? 'es' : 'en'
  const forWhom = chance('whom') < 0.2 ? 'loved-one' : 'self'
  const givenName = pick(chance('sex') < 0.5 ? womensNames : mensNames, chance('given'))
  const isSent = forWhom === 'self' && chance('sent') < 0.3
  const sender = isSent ? pick(referrerNames, chance('sender')) : null
  const own = forWhom === 'self' ? said : aboutALovedOne
  const spoken = given.language ?? language
  return {
    id,
    cameAt,
    language,
    forWhom,
    name: chance('nameless') < 0.06 ? '' : `${givenName} ${pick(familyNames, chance('family'))}`,
    phone: fictitiousPhone(chance('phone')),
    email: chance('email') < 0.3 ? `${givenName.toLowerCase()}.${whole(10, 99, chance('mail'))}@mail.example` : '',
    words: handedIn.includes(given.channel) ? pick(own[spoken], chance('words')) : '',
    heldBack: false,
    ownerId: pick(house.coordinators, chance('owner')).id,
    source: sender === null ? null : sourceOfSender(sender),
    referrerId: sender === null ? null : referrerId(house, sender),
    about: {},
    ...given,
  }
}

const sourceOfSender = (name: string): Source =>
  /General|Stony/.test(name)
    ? 'hospital'
    : /Probation/.test(name)
      ? 'court'
      : /Employee/.test(name)
        ? 'employer'
        : 'provider'

type Ending = keyof typeof endings

/** The usual ways of an inquiry that does not end with an admission. */
export function beatsOf(house: House, { id, cameAt }: Comer, first?: Date): Beat[] {
  const zone = house.clinic.timeZone
  const chance = (...what: (string | number)[]) => house.chance('beats', id, ...what)
  const after = (from: Date, least: number, most: number, what: string) =>
    afterOpenHours(from, least + (most - least) * chance(what), zone, desk)
  const begins = first ?? after(cameAt, 0.3, 5, 'first')
  const way = weighted({ 'not reached': 20, ends: 38, 'goes on': 42 }, chance('way'))
  return way === 'not reached'
    ? unreached(begins, after, chance, zone)
    : way === 'ends'
      ? endsSoon(begins, after, chance, zone)
      : goesOn(house, begins, after, chance)
}

type After = (from: Date, least: number, most: number, what: string) => Date
type Ask = (...what: (string | number)[]) => number

const ended = (at: Date, reason: Ending): Beat => ({ at, stage: { stage: 'closed', because: endings[reason], reason } })

function unreached(begins: Date, after: After, chance: Ask, zone: string): Beat[] {
  const second = after(begins, 3, 9, 'second')
  const third = after(second, 3, 12, 'third')
  const tries = [begins, second, third].map((at, n): Beat => {
    const outcome = n === 1 ? 'left-message' : 'no-answer'
    const words = pick(n === 1 ? onMessage : onNotReaching, chance('try', n))
    return { at, call: { outcome, words }, step: stepAfter(outcome, n, at, zone, desk) }
  })
  return [...tries, ended(after(third, 6, 20, 'given up'), 'no-answer')]
}

const reachedAt = (at: Date, chance: Ask, zone: string, offeredFor?: Date): Beat => ({
  at,
  call: { outcome: 'reached', words: pick(onReaching, chance('reached')), ...(offeredFor && { offeredFor }) },
  stage: { stage: 'reached', because: 'Reached by telephone' },
  step: stepAfter('reached', 0, at, zone, desk),
})

function endsSoon(begins: Date, after: After, chance: Ask, zone: string): Beat[] {
  const reason = weighted(
    { elsewhere: 34, 'cannot-afford': 22, 'not-a-fit': 18, 'changed-mind': 26, 'no-answer': 0, 'not-reachable': 0 },
    chance('ends'),
  )
  return [reachedAt(begins, chance, zone), ended(after(begins, 2, 18, 'told us'), reason)]
}

/** Screened, benefits asked, an assessment agreed; then somewhere else after all, or not now. */
function goesOn(house: House, begins: Date, after: After, chance: Ask): Beat[] {
  const zone = house.clinic.timeZone
  const within = (at: Date, what: string) => ({ what, dueAt: afterOpenHours(at, 8, zone, desk) })
  const screened = after(begins, 2, 12, 'screened')
  const benefits = after(screened, 3, 14, 'benefits')
  const booked = after(benefits, 2, 12, 'booked')
  const assessed = after(booked, 9, 30, 'assessed')
  const over = after(assessed, 6, 40, 'over')
  const offeredFor = new Date(Math.ceil(assessed.getTime() / 1_800_000) * 1_800_000)
  return [
    reachedAt(begins, chance, zone, chance('offered at once') < 0.6 ? offeredFor : undefined),
    {
      at: screened,
      stage: { stage: 'screening', because: pick(afterScreening, chance('how screened')) },
      step: within(screened, 'Ask the insurer about benefits'),
    },
    {
      at: benefits,
      stage: { stage: 'benefits', because: pick(afterBenefits, chance('how paid')) },
      step: within(benefits, 'Book the assessment'),
    },
    {
      at: booked,
      stage: { stage: 'assessment-booked', because: pick(onBooking, chance('how booked')) },
      step: { what: 'Remind of the assessment', dueAt: minutesAfter(offeredFor, -60) },
    },
    ...(chance('waits') < 0.5
      ? [
          {
            at: assessed,
            stage: { stage: 'waiting-for-seat' as const, because: 'Waits for a seat in the evening program' },
            step: within(assessed, 'Find a seat'),
          },
        ]
      : []),
    ended(over, chance('over how') < 0.55 ? 'elsewhere' : 'changed-mind'),
  ]
}

/** The step that an inquiry begins with. */
const firstOf = (house: House, comer: Comer) => {
  const step = firstStep(comer.channel, comer.cameAt, house.clinic.timeZone, desk)
  return { what: step.what, dueAt: comer.dueAt ?? step.dueAt }
}

const stepId = (comer: Comer, n: number, at: Date): string => demoId(at, comer.id, 'step', n)

/** What was told before: up to when (null: nothing), and which inquiries nobody but the demo has worked on since. */
export type Before = { until: Date | null; own: ReadonlySet<string> }

/** Whether something of a story has happened since it was last told. What people work on is theirs. */
export const newSince =
  (house: House, { until, own }: Before, { id, cameAt }: Pick<Comer, 'id' | 'cameAt'>) =>
  (at: Date): boolean =>
    at <= house.at && (until === null || (at > until && (cameAt > until || own.has(id))))

/** Writes what of a story has happened since it was last told. */
export function tell(house: House, sheaf: Sheaf, { comer, beats }: Told, since: Before): void {
  const isNew = newSince(house, since, comer)
  if (isNew(comer.cameAt)) addComer(house, sheaf, comer)
  let standing = stepId(comer, 0, comer.cameAt)
  beats.forEach((beat, n) => {
    const before = standing
    if (beat.step !== undefined) standing = stepId(comer, n + 1, beat.at)
    if (isNew(beat.at)) addBeat(sheaf, comer, beat, { before, next: standing, n: n + 1 })
  })
}

export function addComer(house: House, sheaf: Sheaf, comer: Comer): void {
  const { id: inquiryId, cameAt: at } = comer
  const isHandedIn = handedIn.includes(comer.channel)
  const by = isHandedIn ? null : comer.ownerId
  const id = (what: string) => demoId(at, inquiryId, what)
  sheaf.add('inquiry', {
    id: inquiryId,
    channel: comer.channel,
    language: comer.language,
    forWhom: comer.forWhom,
    name: comer.name,
    phone: comer.phone,
    email: comer.email,
    mayLeaveMessage: house.chance(inquiryId, 'message') < 0.7,
    bestTime: house.chance(inquiryId, 'best') < 0.25 ? (comer.language === 'es' ? 'por la tarde' : 'after 5 pm') : '',
    words: comer.words,
    about: JSON.parse(JSON.stringify(comer.about)),
    permission: isHandedIn ? permissionShown[comer.language] : '',
    heldBack: comer.heldBack,
    cameAt: at,
    enteredBy: by,
  })
  sheaf.add('inquiryOwner', {
    id: id('owner'),
    inquiryId,
    staffId: comer.ownerId,
    because: '',
    givenBy: by,
    givenAt: at,
  })
  sheaf.add('inquiryStage', { id: id('stage'), inquiryId, stage: 'new', because: '', reason: '', setBy: by, setAt: at })
  sheaf.add('inquiryStep', { id: stepId(comer, 0, at), inquiryId, ...firstOf(house, comer), setBy: by, setAt: at })
  if (comer.source === null) return
  sheaf.add('inquirySender', {
    id: id('sender'),
    inquiryId,
    source: comer.source,
    referrerId: comer.referrerId,
    setBy: comer.ownerId,
    setAt: at,
  })
}

/** A beat ends the step that stood, unless it leaves it standing, and says what comes next or that nothing does. */
export function addBeat(
  sheaf: Sheaf,
  { id: inquiryId, ownerId }: Pick<Comer, 'id' | 'ownerId'>,
  { at, call, stage, step }: Beat,
  { before, next, n }: { before: string; next: string; n: number },
): void {
  const id = (what: string) => demoId(at, inquiryId, what, n)
  if (call !== undefined)
    sheaf.add('inquiryCall', {
      id: id('call'),
      inquiryId,
      direction: call.direction ?? 'out',
      whom: '',
      outcome: call.outcome,
      words: call.words,
      offeredFor: call.offeredFor ?? null,
      calledBy: ownerId,
      calledAt: at,
    })
  sheaf.add('inquiryStepDone', { id: id('done'), stepId: before, doneBy: ownerId, doneAt: at })
  if (step !== undefined) sheaf.add('inquiryStep', { id: next, inquiryId, ...step, setBy: ownerId, setAt: at })
  if (stage === undefined) return
  const { because, reason = '' } = stage
  sheaf.add('inquiryStage', {
    id: id('stage'),
    inquiryId,
    stage: stage.stage,
    because,
    reason,
    setBy: ownerId,
    setAt: at,
  })
}

/** What somebody answered in the self-check, as it is handed over. */
function selfChecked(chance: Ask): Record<string, unknown> {
  const one = <T extends string>(what: string, ...choices: T[]): T => pick(choices, chance('self-check', what))
  const answers = {
    who: 'self',
    'body-now': 'no',
    thoughts: 'no',
    others: 'no',
    'mind-now': 'no',
    age: '18-64',
    about: 'both',
    alcohol: one('alcohol', 'some', 'most-days'),
    'alcohol-signs': 'no',
    sedatives: 'none',
    'sudden-stop': 'no',
    opioids: 'none',
    overdose: 'no',
    pregnant: 'no',
    doctor: 'no',
    mood: one('mood', 'little', 'much'),
    want: one('want', 'ready', 'torn'),
    return: one('return', 'likely', 'daily'),
    tried: one('tried', 'nothing', 'weekly'),
    home: one('home', 'supports', 'alone'),
    time: 'yes',
  }
  const result = selfCheck(answers)
  if (result.kind !== 'result') return {}
  const t = selfCheckWords('en')
  const lines = selfQuestions.flatMap(({ id }) => {
    const answer = Object.entries(answers).find(([key]) => key === id)?.[1]
    // Every choice of every question has its words: the catalog's own test holds it.
    return answer === undefined
      ? []
      : [{ question: t(`q.${id}`, { who: answers.who }), answer: t(`a.${id}.${answer}` as Parameters<typeof t>[0]) }]
  })
  const { family } = result
  return { selfCheck: { version: SELF_CHECK, answers, family, says: t(`family.${family}`), lines } }
}

/** Everyone who came by themselves on a day: by the website, the telephone, the door. */
export function comersOf(house: House, day: Day): Told[] {
  const { calendar } = house
  const chance = (...what: (string | number)[]) => house.chance('comers', day, ...what)
  const isWorkday = calendar.weekday(day) <= 5
  const count = chance('how many') < (isWorkday ? 0.62 : 0.28) ? 1 : 0
  return Array.from({ length: count }, (_, n) => {
    const channel = weighted(
      isWorkday
        ? { telephone: 30, 'self-check': 26, 'call-back': 22, 'walk-in': 8, 'by-hand': 14 }
        : { telephone: 0, 'self-check': 55, 'call-back': 45, 'walk-in': 0, 'by-hand': 0 },
      chance(n, 'channel'),
    )
    const isDesk = channel === 'telephone' || channel === 'walk-in' || channel === 'by-hand'
    const minute = whole(0, isDesk ? 500 : 830, chance(n, 'minute'))
    const cameAt = minutesAfter(calendar.instant(day, '09:05'), minute)
    const comer = comerOf(house, `${day} ${n}`, cameAt, {
      channel,
      about: channel === 'self-check' ? selfChecked(chance) : {},
    })
    return { comer, beats: beatsOf(house, comer) }
  })
}
