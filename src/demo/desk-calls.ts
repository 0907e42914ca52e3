import type { Day } from '../basics/dates.ts'
import { sha256 } from '../basics/ids.ts'
import { afterOpenHours } from '../clinic/inquiries/first-step.ts'
import { minutesAfter } from './calendar.ts'
import { pick, whole } from './chance.ts'
import { isHoliday } from './clinic-front.ts'
import type { House } from './house.ts'
import { demoId } from './ids.ts'
import {
  beatsOf,
  type Before,
  type Comer,
  comerOf,
  desk,
  fictitiousPhone,
  newSince,
  tell,
  type Told,
} from './inquiries.ts'
import { letters, spam, spamNames } from './inquiry-words.ts'
import { instantsFrom, type Sheaf } from './rows.ts'

// Booked calls, messages, and what the flood guard holds back: inquiries with something beside them.

/** Who takes calls on which weekday, and when: within the hours that clinic-front.ts sets. 0 the first coordinator. */
const slots: Record<number, [coordinator: number, starts: string][]> = {
  1: [[0, '10:00']],
  2: [
    [0, '09:30'],
    [1, '14:00'],
  ],
  3: [[1, '13:30']],
  4: [
    [0, '11:00'],
    [1, '15:30'],
  ],
  5: [[0, '10:30']],
}
export type Taken = { staffId: string; from: Date; to: Date }

/** The calls of one day, booked two to six days before. Times that somebody else has meanwhile are left to them. */
export function addCallsOf(house: House, sheaf: Sheaf, day: Day, since: Before, taken: readonly Taken[]): void {
  const { calendar, chance } = house
  if (isHoliday(day)) return
  for (const [coordinator, time] of slots[calendar.weekday(day)] ?? []) {
    const key = `call ${day} ${time}`
    const staff = house.coordinators[coordinator] ?? house.director
    const startsAt = calendar.instant(day, time)
    const bookedOn = calendar.add(day, -whole(2, 6, chance(key, 'days')))
    const cameAt = minutesAfter(calendar.instant(bookedOn, '07:30'), whole(0, 880, chance(key, 'minute')))
    if (cameAt > house.at) continue
    const endsAt = minutesAfter(startsAt, 30)
    const isTaken = taken.some((one) => one.staffId === staff.id && one.from < endsAt && one.to > startsAt)
    const comer = comerOf(house, key, cameAt, { channel: 'call', dueAt: startsAt, ownerId: staff.id })
    const isNew = newSince(house, since, comer)
    if (isTaken && isNew(cameAt)) continue
    const beats = beatsOf(house, comer, minutesAfter(startsAt, 22))
    tell(house, sheaf, { comer, beats }, since)
    const bookingId = demoId(cameAt, comer.id, 'booking')
    if (isNew(cameAt)) {
      const callId = demoId(cameAt, comer.id, 'booked call')
      sheaf.add('bookedCall', {
        id: callId,
        inquiryId: comer.id,
        linkHash: sha256(`no link opens ${callId}`),
        askFor: '',
        timeZone: house.clinic.timeZone,
        openedAt: cameAt,
      })
      sheaf.add('callBooking', {
        id: bookingId,
        callId,
        number: 0,
        staffId: staff.id,
        during: instantsFrom(startsAt, endsAt),
        startsAt,
        minutes: 30,
        bookedBy: null,
        bookedAt: cameAt,
      })
    }
    const [first] = beats
    if (first?.call === undefined || !isNew(first.at)) continue
    sheaf.add('callOutcome', {
      id: demoId(first.at, comer.id, 'outcome'),
      inquiryId: comer.id,
      bookingId,
      outcome: first.call.outcome === 'reached' ? 'reached' : 'no-answer',
      because: first.call.words,
      recordedBy: staff.id,
      recordedAt: first.at,
    })
  }
}

/** A message that came at this instant; the key tells one from another. Answered on the next working day. */
export function addMessage(
  house: House,
  sheaf: Sheaf,
  given: { key: string; cameAt: Date; language: 'en' | 'es'; isShort?: boolean },
  since: Before,
): void {
  const { key, cameAt, language } = given
  const { asks, answer, thanks, farewell } = letters[language]
  const comer = comerOf(house, key, cameAt, {
    channel: 'message',
    language,
    forWhom: language === 'es' ? 'loved-one' : 'self',
    words: given.isShort === true ? letters.waiting : asks,
  })
  const answeredAt = afterOpenHours(cameAt, 9.5, house.clinic.timeZone, desk)
  const rest = beatsOf(house, comer, minutesAfter(answeredAt, 300))
  const step = { what: 'Wait for their answer, then call', dueAt: minutesAfter(answeredAt, 600) }
  const beats = [
    { at: answeredAt, stage: { stage: 'reached' as const, because: 'Answered by message' }, step },
    ...rest,
  ]
  tell(house, sheaf, { comer, beats: withoutSecondReaching(beats) }, since)
  const isNew = newSince(house, since, comer)
  const threadId = demoId(cameAt, comer.id, 'thread')
  if (isNew(cameAt))
    sheaf.add('messageThread', {
      id: threadId,
      inquiryId: comer.id,
      linkHash: sha256(`no link opens ${threadId}`),
      openedAt: cameAt,
    })
  const write = (at: Date, words: string, writtenBy: string | null) => {
    if (!isNew(at)) return
    const id = demoId(at, threadId, 'message')
    sheaf.add('threadMessage', { id, threadId, byVisitor: writtenBy === null, words, writtenBy, writtenAt: at })
  }
  write(answeredAt, answer, comer.ownerId)
  if (given.isShort === true) return
  write(minutesAfter(answeredAt, 130), thanks, null)
  write(afterOpenHours(minutesAfter(answeredAt, 130), 1.2, house.clinic.timeZone, desk), farewell, comer.ownerId)
}

const withoutSecondReaching = (beats: Told['beats']): Told['beats'] =>
  beats.map(({ stage, ...beat }, n) =>
    n > 0 && stage?.stage === 'reached' ? beat : { ...beat, ...(stage && { stage }) },
  )

/** Messages of an evening: about one in three working days, every second one in Spanish. */
export function addMessagesOf(house: House, sheaf: Sheaf, day: Day, since: Before): void {
  if (house.chance('message', day) >= 0.3) return
  const cameAt = minutesAfter(house.calendar.instant(day, '19:10'), whole(0, 240, house.chance('message at', day)))
  const language = house.chance('message in', day) < 0.5 ? 'es' : 'en'
  addMessage(house, sheaf, { key: `message ${day}`, cameAt, language }, since)
}

/** What machines hand in: now and then one, and every fifth day a burst. Somebody closes them after some days. */
export function addSpamOf(house: House, sheaf: Sheaf, day: Day, since: Before): void {
  const { calendar, chance } = house
  const isBurst = calendar.between('2026-01-04', day) % 5 === 0
  const count = isBurst ? 7 : chance('spam', day) < 0.7 ? 1 : 0
  for (let n = 0; n < count; n += 1) {
    const key = `spam ${day} ${n}`
    const cameAt = minutesAfter(
      calendar.instant(day, '02:12'),
      isBurst ? 3 * n + whole(0, 2, chance(key, 'at')) : whole(0, 1100, chance(key, 'at')),
    )
    const kind = isBurst ? chance('spam', day) : chance(key, 'kind')
    const comer: Comer = comerOf(house, key, cameAt, {
      channel: chance(key, 'channel') < 0.6 ? 'call-back' : 'message',
      language: 'en',
      forWhom: 'self',
      name: pick(spamNames, kind),
      phone: fictitiousPhone(isBurst ? kind : chance(key, 'phone')),
      email: isBurst ? `offers@${pick(['rankfast', 'webaudit', 'loandesk'], kind)}.example` : '',
      words: pick(spam, chance(key, 'words')),
      heldBack: true,
      source: null,
      referrerId: null,
    })
    const closedAt = afterOpenHours(cameAt, 47, house.clinic.timeZone, desk)
    const because = 'Held back by the flood guard, and looked at'
    tell(
      house,
      sheaf,
      { comer, beats: [{ at: closedAt, stage: { stage: 'closed', because, reason: 'not-a-person' } }] },
      since,
    )
  }
}

/** Seats that visitors hold at this hour, in groups that have one to give. */
export function addHolds(
  house: House,
  sheaf: Sheaf,
  chairs: readonly { seriesId: string; number: number; firstDay: Day; group: string }[],
): void {
  chairs.forEach(({ seriesId, number, firstDay, group }, n) => {
    const cameAt = minutesAfter(house.at, n === 0 ? -75 : -460)
    const comer = comerOf(house, `hold ${firstDay} ${seriesId}`, cameAt, {
      channel: 'seat-hold',
      forWhom: 'self',
      language: n === 0 ? 'es' : 'en',
      about: { series: seriesId, group, firstDay },
    })
    tell(house, sheaf, { comer, beats: beatsOf(house, comer) }, { until: null, own: new Set() })
    sheaf.add('seatHold', {
      id: demoId(cameAt, comer.id, 'hold'),
      seriesId,
      number,
      inquiryId: comer.id,
      firstDay,
      during: instantsFrom(cameAt, minutesAfter(cameAt, 24 * 60)),
      tokenHash: sha256(`no link opens ${comer.id}`),
      extends: null,
      heldBy: null,
      heldAt: cameAt,
    })
  })
}
