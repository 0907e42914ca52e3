import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import type { MarkKind } from './minutes.ts'
import { isRefusal } from '../../basics/refusal.ts'
import { placeFrom } from './check-in-place.ts'
import type { VideoEvent } from './presence.ts'
import {
  type CheckIn,
  differencesOf,
  judged,
  markFor,
  mayCheckIn,
  maySettle,
  readingOf,
  ruleOn,
  sawOf,
  usualRule,
  videoOf,
  type Witnessed,
} from './witnesses.ts'

const session = { starts: new Date('2026-03-02T14:00:00Z'), ends: new Date('2026-03-02T15:20:00Z') }
const after = (minutes: number) => new Date(session.starts.getTime() + minutes * 60_000)
const over = after(120)
const stay = (from: number, to: number): VideoEvent[] => [
  { id: `in ${from}`, what: 'joined', at: after(from), device: 'a' },
  { id: `out ${to}`, what: 'left', at: after(to), device: 'a' },
]
const mark = (kind: MarkKind, minutes: number) => ({ id: 'mark', kind, minutes })
const checkIn = (place: CheckIn['place'], isOwn = true): CheckIn => ({ id: 'check-in', at: after(-3), place, isOwn })
const facts = (over_: Partial<Witnessed> = {}): Witnessed => ({
  session,
  isVideo: true,
  isCancelled: false,
  hasEvents: true,
  isExpected: true,
  mark: mark('here', 80),
  events: [],
  checkIn: null,
  ...over_,
})
const kinds = (one: Witnessed, now = over) => differencesOf(one, usualRule, now).map(({ kind }) => kind)

describe('Where the witnesses differ', () => {
  const cases: [string, Witnessed, string[]][] = [
    ['here, and in the video all the while', facts({ events: stay(0, 80) }), []],
    ['five minutes apart are none', facts({ events: stay(0, 75) }), []],
    ['six are', facts({ events: stay(0, 74) }), ['minutes']],
    ['more in the video than on the roster', facts({ mark: mark('late', 60), events: stay(0, 80) }), ['minutes']],
    ['here, and never joined', facts(), ['here-not-joined']],
    ['here, and no file has come', facts({ hasEvents: false }), []],
    ['here in the room, where others joined by video', facts({ isVideo: false }), []],
    ['here in the room by their own word', facts({ checkIn: checkIn('on-site') }), []],
    [
      'in the room by their own word, with a telephone that joined',
      facts({ checkIn: checkIn('on-site'), events: stay(0, 9) }),
      [],
    ],
    [
      'by video by their own word, in a room',
      facts({ isVideo: false, checkIn: checkIn('video') }),
      ['here-not-joined'],
    ],
    ['no check-in, in a room, and a telephone joined', facts({ isVideo: false, events: stay(0, 40) }), ['minutes']],
    ['away, and joined', facts({ mark: mark('absent', 0), events: stay(0, 80) }), ['away-joined']],
    ['away, and looked in for a moment', facts({ mark: mark('excused', 0), events: stay(0, 4) }), []],
    ['away, and checked in', facts({ mark: mark('absent', 0), checkIn: checkIn('on-site') }), ['away-checked-in']],
    ['away, and staff wrote down a place', facts({ mark: mark('absent', 0), checkIn: checkIn('video', false) }), []],
    [
      'away, checked in and joined',
      facts({ mark: mark('absent', 0), checkIn: checkIn('video'), events: stay(0, 80) }),
      ['away-joined', 'away-checked-in'],
    ],
    ['nobody marked, and joined', facts({ mark: null, events: stay(0, 80) }), ['unmarked']],
    ['nobody marked, and checked in', facts({ mark: null, checkIn: checkIn('on-site') }), ['unmarked']],
    ['nobody marked, and nobody came', facts({ mark: null }), []],
    ['called off, and joined', facts({ mark: null, isCancelled: true, events: stay(0, 40) }), ['called-off']],
    ['called off, and checked in', facts({ mark: null, isCancelled: true, checkIn: checkIn('on-site') }), []],
  ]
  for (const [name, one, expected] of cases) it(name, () => assert.deepEqual(kinds(one), expected))

  it('while it runs, only of those who are marked away and are there', () => {
    const now = after(30)
    assert.deepEqual(kinds(facts({ mark: mark('absent', 0), events: stay(0, 80).slice(0, 1) }), now), ['away-joined'])
    for (const one of [facts(), facts({ events: stay(20, 80) }), facts({ mark: null, events: stay(0, 80) })])
      assert.deepEqual(kinds(one, now), [])
    assert.equal(videoOf(facts({ events: stay(0, 80).slice(0, 1) }), usualRule, now).minutes, 30)
    assert.equal(videoOf(facts({ events: stay(0, 80) }), usualRule, after(-10)).minutes, 0)
  })

  it('are settled as long as nothing new is said', () => {
    const one = facts({ events: stay(0, 40) })
    const reading = readingOf(one, usualRule, over)
    assert.equal(judged(one, usualRule, over, null).standing, 'differ')
    assert.equal(judged(one, usualRule, over, reading).standing, 'settled')
    const twice = [...one.events, ...one.events.map((event) => ({ ...event, id: `${event.id} again` }))]
    assert.equal(judged({ ...one, events: twice }, usualRule, over, reading).standing, 'settled')
    for (const news of [
      { events: stay(0, 50) },
      { mark: { ...mark('here', 80), id: 'another' } },
      { checkIn: checkIn('video') },
    ])
      assert.equal(judged({ ...one, ...news }, usualRule, over, reading).standing, 'differ')
    assert.equal(judged(facts({ events: stay(0, 80) }), usualRule, over, reading).standing, 'agree')
  })

  it('say nothing where roster and video tell the same, whatever else is true', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 79 }),
        fc.integer({ min: 1, max: 80 }),
        fc.boolean(),
        fc.constantFrom(null, checkIn('video')),
        (from, length, isVideo, said) => {
          const to = Math.min(80, from + length)
          const one = facts({ isVideo, checkIn: said, events: stay(from, to) })
          const { minutes } = videoOf(one, usualRule, over)
          assert.deepEqual(kinds({ ...one, mark: mark('here', minutes) }), [])
        },
      ),
    )
  })
})

describe('Settling', () => {
  const one = facts({ events: stay(0, 40) })
  const now = { at: over, saw: 'as seen', standing: 'differ' as const }
  const said = { stands: 'video' as const, minutes: null, saw: 'as seen' }
  const no = (...[who, what, when]: Parameters<typeof maySettle>) => maySettle(who, what, when)?.refused ?? null

  it('is refused in every way it can be wrong', () => {
    assert.equal(no(one, said, now), null)
    assert.equal(no(one, { ...said, saw: 'other' }, now), 'saw-other')
    assert.equal(no(one, said, { ...now, at: after(30) }), 'not-over')
    assert.equal(no(one, said, { ...now, standing: 'agree' }), 'agree')
    assert.equal(no(one, said, { ...now, standing: 'settled' }), null)
    assert.equal(no({ ...one, isCancelled: true }, said, now), 'called-off')
    assert.equal(no({ ...one, isCancelled: true }, { ...said, stands: 'nothing' }, now), null)
    assert.equal(no(one, { ...said, stands: 'nothing' }, now), 'held')
    assert.equal(no({ ...one, isExpected: false, mark: null }, { ...said, stands: 'nothing' }, now), null)
    assert.equal(no({ ...one, mark: null }, { ...said, stands: 'roster' }, now), 'no-mark')
    for (const minutes of [null, -1, 1.5, 81, Number.NaN])
      assert.equal(no(one, { ...said, stands: 'minutes', minutes }, now), 'minutes')
    for (const minutes of [0, 80]) assert.equal(no(one, { ...said, stands: 'minutes', minutes }, now), null)
    assert.notEqual(sawOf('a', null), sawOf('a', 'b'))
  })

  it('marks what the video says, and never more minutes than there are', () => {
    const marks: [VideoEvent[], ReturnType<typeof markFor>][] = [
      [stay(0, 80), { kind: 'here', minutes: 80, minutesLate: 0, minutesLeftEarly: 0 }],
      [stay(12, 80), { kind: 'late', minutes: 68, minutesLate: 12, minutesLeftEarly: 0 }],
      [stay(0, 60), { kind: 'left-early', minutes: 60, minutesLate: 0, minutesLeftEarly: 20 }],
      [stay(12, 60), { kind: 'late', minutes: 48, minutesLate: 12, minutesLeftEarly: 20 }],
      [[...stay(0, 20), ...stay(50, 80)], { kind: 'here', minutes: 50, minutesLate: 0, minutesLeftEarly: 0 }],
      [[], { kind: 'absent', minutes: 0, minutesLate: 0, minutesLeftEarly: 0 }],
    ]
    for (const [events, expected] of marks) {
      const video = videoOf(facts({ events }), usualRule, over)
      assert.deepEqual(markFor(session, video.minutes, video), expected)
    }
    assert.equal(markFor(session, 500, null).minutes, 80)
    assert.equal(markFor(session, 0, null).kind, 'absent')
  })
})

describe('The rule of a day, and checking in', () => {
  const rule = { ...usualRule, from: '2026-03-01', differMinutes: 10 }
  it('is the last that had begun; set twice for one day, the later', () => {
    const later = { ...rule, from: '2026-04-01', differMinutes: 3 }
    const again = { ...later, differMinutes: 4 }
    assert.equal(ruleOn([], '2026-03-02'), usualRule)
    assert.equal(ruleOn([rule, later], '2026-02-28'), usualRule)
    assert.equal(ruleOn([later, rule], '2026-03-31'), rule)
    assert.equal(ruleOn([rule, later, again], '2026-04-01'), again)
  })

  it('opens before the start and ends with the meeting', () => {
    const meeting = { ...session, isCancelled: false }
    for (const [minutes, expected] of [
      [-16, 'too-early'],
      [-15, null],
      [79, null],
      [80, 'over'],
    ] as const) {
      const answer = mayCheckIn(meeting, usualRule, after(minutes))
      assert.equal(isRefusal(answer) ? answer.refused : null, expected)
    }
    assert.equal(mayCheckIn({ ...meeting, isCancelled: true }, usualRule, after(0))?.refused, 'cancelled')
  })

  it('asks by video where somebody is and whom to call, and on site nothing', () => {
    const typed = { place: 'video' as const, whereNow: 'Home', contactName: 'Ana', contactPhone: '555' }
    assert.deepEqual(placeFrom(typed), { said: typed })
    assert.deepEqual(placeFrom({ ...typed, place: 'on-site' }), { said: { place: 'on-site' } })
    assert.deepEqual(placeFrom({ ...typed, whereNow: ' ', contactPhone: '' }), {
      missing: ['whereNow', 'contactPhone'],
    })
  })
})
