import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { addDays, weekdayOf } from '../../basics/dates.ts'
import { isRefusal } from '../../basics/refusal.ts'
import { type Meeting, type MeetingList, readMeetings } from './meeting-guide.ts'
import { changesOf, daysSince, milestonesOf, namesPerhaps, nextOf, shrinks, type Standing, suits } from './meetings.ts'

const zone = 'America/New_York'
const good = {
  name: 'Sunday Serenity',
  slug: 'sunday-serenity-14',
  day: 0,
  time: '18:00',
  end_time: '19:30',
  location: 'Alano Club',
  notes: 'Ring buzzer.',
  types: ['O', 'T', 'LGBTQ', 'S'],
  address: '123 Main Street',
  city: 'Anytown',
  state: 'CA',
  postal_code: '98765',
}
const read = (rows: unknown): MeetingList => {
  const list = readMeetings(typeof rows === 'string' ? rows : JSON.stringify(rows), zone)
  assert.ok(!isRefusal(list))
  return list
}
const one = (more: Record<string, unknown>): Meeting => {
  const { meetings, aside } = read([{ ...good, ...more }])
  assert.ok(meetings[0], aside[0]?.why)
  return meetings[0]
}
const whyNot = (row: unknown): string => {
  const { meetings, aside } = read([row])
  assert.deepEqual([meetings.length, aside.length], [0, 1])
  return aside[0]?.why ?? ''
}

describe('A list in the meeting-guide format', () => {
  it('is read with its day, time, place, languages and kinds', () => {
    assert.deepEqual(one({}), {
      slug: 'sunday-serenity-14',
      name: 'Sunday Serenity',
      weekday: 0,
      starts: '18:00',
      ends: '19:30',
      zone,
      types: ['O', 'T', 'LGBTQ', 'S'],
      languages: ['es'],
      isInPerson: true,
      isOnline: false,
      place: 'Alano Club',
      address: '123 Main Street, Anytown, CA 98765',
      notes: 'Ring buzzer.',
      joinUrl: '',
      joinPhone: '',
      joinNotes: '',
    }) // prettier-ignore
    assert.deepEqual(
      read([{ ...good, day: [1, 3, 3] }]).meetings.map(({ weekday }) => weekday),
      [1, 3],
    )
    assert.equal(one({ time: '9:05' }).starts, '09:05')
    assert.equal(one({ timezone: 'Europe/Madrid' }).zone, 'Europe/Madrid')
    const online = one({
      address: undefined,
      formatted_address: 'Chicago, IL, USA',
      conference_url: 'https://zoom.us/j/1',
    })
    assert.deepEqual([online.isOnline, online.isInPerson], [true, false])
    const both = one({ conference_phone: '+15185550100,,12#', approximate: 'no' })
    assert.deepEqual([both.isOnline, both.isInPerson, both.joinPhone], [true, true, '+15185550100,,12#'])
    assert.equal(one({ approximate: 'yes', conference_url: 'https://x.org/' }).isInPerson, false)
    assert.equal(one({ day: undefined, time: undefined }).weekday, null)
    assert.equal(one({ slug: 47 }).slug, '47')
  })

  it('says of each row that it cannot use what is wrong with it, in a sentence of its own', () => {
    const wrong: [unknown, RegExp][] = [
      [7, /no fields/],
      [null, /no fields/],
      [[good], /no fields/],
      [{ ...good, slug: '' }, /slug/],
      [{ ...good, slug: 'x'.repeat(65) }, /64 letters/],
      [{ ...good, name: ' ' }, /name is missing/],
      [{ ...good, name: 'n'.repeat(256) }, /255/],
      [{ ...good, day: 7 }, /0 \(Sunday\) to 6/],
      [{ ...good, day: [0, 'x'] }, /0 \(Sunday\) to 6/],
      [{ ...good, time: '25:00' }, /needs a time/],
      [{ ...good, day: null }, /needs its day/],
      [{ ...good, address: '', city: '' }, /nobody could go there/],
      [{ ...good, types: ['TC'] }, /closed for now/],
    ]
    for (const [row, why] of wrong) assert.match(whyNot(row), why)
    const twice = read([good, { ...good, name: 'Another' }])
    assert.deepEqual([twice.meetings.length, twice.aside[0]?.place], [1, 2])
    assert.match(twice.aside[0]?.why ?? '', /stands in row 1 already/)
  })

  it('keeps a meeting without what cannot be read of it, and says so', () => {
    const { meetings, aside } = read([
      { ...good, end_time: 'late', timezone: 'Mars/Olympus', conference_url: 'javascript:alert(1)' },
    ])
    assert.deepEqual([meetings[0]?.ends, meetings[0]?.zone, meetings[0]?.joinUrl], [null, zone, ''])
    assert.deepEqual(
      aside.map(({ isKept }) => isKept),
      [true, true, true],
    )
  })

  it('takes no markup, no control character and no member’s name or number', () => {
    const odd = one({ name: '<b>Serenity</b>\u0000\ud800', notes: 'a<script>x</script>b', contact_1_name: 'Bob' })
    assert.deepEqual([odd.name, odd.notes], ['Serenity �', 'a x b'])
    const { aside } = read([
      { ...good, slug: '', contact_1_name: 'Bob', contact_1_phone: '518', venmo: '@bob', entity_email: 'b@x.org' },
    ])
    assert.ok(!/Bob|518|@/.test(JSON.stringify(aside)), 'a contact is held')
    assert.match(JSON.stringify(aside), /123 Main Street/)
  })

  it('is refused whole when it is no list', () => {
    const refused = (text: string) => {
      const answer = readMeetings(text, zone)
      assert.ok(isRefusal(answer))
      return answer.refused
    }
    assert.deepEqual(['', '{', '{"meetings":[]}', '"x"', `[${'1,'.repeat(20_000)}1]`].map(refused), [
      'not-json',
      'not-json',
      'not-a-list',
      'not-a-list',
      'too-many',
    ]) // prettier-ignore
    assert.equal(
      readMeetings(`\uFEFF${JSON.stringify([good])}`, zone) && read(`\uFEFF${JSON.stringify([good])}`).meetings.length,
      1,
    )
  })

  it('loses no row and breaks on none, whatever stands in them', () => {
    const field = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.integer(),
      fc.constantFrom<unknown>(
        null,
        true,
        '',
        '18:00',
        0,
        [1, 2],
        ['O'],
        'America/New_York',
        'https://a.b/',
        {},
        [[]],
        -0,
        1e308,
      ),
    )
    const names = [
      'name',
      'slug',
      'day',
      'time',
      'end_time',
      'timezone',
      'types',
      'formatted_address',
      'address',
      'conference_url',
      'conference_phone',
      'approximate',
      '__proto__',
      'contact_1_name',
    ] // prettier-ignore
    const row = fc.oneof(
      fc.dictionary(fc.constantFrom(...names), field, { maxKeys: 12 }),
      fc.record(
        {
          ...Object.fromEntries(Object.entries(good).map(([key, value]) => [key, fc.oneof(fc.constant(value), field)])),
        },
        { requiredKeys: [] },
      ),
      fc.jsonValue() as fc.Arbitrary<unknown>,
    )
    fc.assert(
      fc.property(fc.array(row, { maxLength: 12 }), (rows) => {
        const { meetings, aside } = read(rows)
        const used = new Set(meetings.map(({ slug }) => slug)).size
        assert.equal(
          used + aside.filter(({ isKept }) => !isKept).length,
          rows.length,
          'a row is neither used nor set aside',
        )
        for (const { name, slug, weekday, starts, zone: own, joinUrl } of meetings) {
          assert.ok(name.length >= 1 && name.length <= 255 && slug.length <= 64)
          assert.equal(weekday === null, starts === null)
          assert.ok(joinUrl === '' || /^https?:/.test(joinUrl))
          assert.doesNotThrow(() => nextOf({ weekday, starts, ends: null, zone: own }, '2026-11-22', zone))
        }
        const kept = JSON.stringify([meetings, aside])
        assert.ok(
          !kept.includes('\\u0000') && kept.isWellFormed() && !/\\ud[89a-f]/i.test(kept),
          'PostgreSQL keeps no such text',
        )
        for (const { why } of aside) assert.match(why, /^[A-Z].*\.$/s)
      }),
      { numRuns: 400 },
    )
    fc.assert(
      fc.property(fc.string(), (text) => {
        const answer = readMeetings(text, zone)
        assert.ok(isRefusal(answer) || Array.isArray(answer.meetings))
      }),
    )
  })
})

const meeting = (slug: string, weekday: number, name = slug, starts = '18:00'): Meeting => ({
  ...one({}),
  slug,
  weekday,
  name,
  starts,
})
const standing = (all: readonly Meeting[]): Standing[] => all.map((each, n) => ({ ...each, id: `id-${n}` }))

describe('Reading a list again', () => {
  it('adds what is new, changes what differs, ends what is gone, and keeps what could not be read', () => {
    const before = standing([meeting('a', 1), meeting('b', 2), meeting('c', 3), meeting('d', 4)])
    const changes = changesOf(before, [meeting('a', 1), meeting('b', 2, 'New name'), meeting('e', 5)], new Set(['c']))
    assert.deepEqual(
      changes.add.map(({ slug }) => slug),
      ['b', 'e'],
    )
    assert.deepEqual(changes.end, [
      { id: 'id-1', because: 'changed' },
      { id: 'id-3', because: 'gone' },
    ])
    assert.deepEqual([changes.unchanged, changes.held], [1, 1])
    assert.deepEqual(changesOf(before, [meeting('a', 2)], new Set()).end[0], { id: 'id-0', because: 'changed' })
  })

  it('leaves exactly the new list and what was set aside; read twice, nothing changes', () => {
    const some = fc.uniqueArray(
      fc.record({
        slug: fc.constantFrom('a', 'b', 'c', 'd'),
        weekday: fc.integer({ min: 0, max: 6 }),
        name: fc.constantFrom('x', 'y'),
      }),
      { selector: ({ slug, weekday }) => `${slug}${weekday}`, maxLength: 8 },
    )
    fc.assert(
      fc.property(some, some, fc.subarray(['a', 'b', 'c', 'd']), (was, now, unread) => {
        const before = standing(was.map(({ slug, weekday, name }) => meeting(slug, weekday, name)))
        const list = now.map(({ slug, weekday, name }) => meeting(slug, weekday, name))
        const { add, end, unchanged, held } = changesOf(before, list, new Set(unread))
        const left = before.filter(({ id }) => !end.some((each) => each.id === id))
        const after = [...left, ...add]
        assert.equal(after.length, list.length + held)
        assert.equal(unchanged + add.length, list.length)
        const key = ({ slug, weekday, name }: Meeting) => `${slug} ${weekday} ${name}`
        for (const each of list) assert.ok(after.some((kept) => key(kept) === key(each)))
        const again = changesOf(standing(after), list, new Set(unread))
        assert.deepEqual([again.add.length, again.end.length], [0, 0])
      }),
    )
    assert.deepEqual([shrinks(9, 9), shrinks(10, 5), shrinks(10, 6)], [false, false, true])
  })
})

describe('When a meeting is', () => {
  it('comes round every week, on its own day, also through a change of the clocks', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 6 }), fc.integer({ min: 0, max: 400 }), (weekday, n) => {
        const from = addDays('2026-01-01', n)
        const next = nextOf({ weekday, starts: '18:00', ends: '19:00', zone }, from, zone)
        assert.ok(next !== null && next.on >= from && next.on < addDays(from, 7))
        assert.equal(weekdayOf(next.on) % 7, weekday)
        assert.deepEqual([next.starts, next.ends], ['18:00', '19:00'])
      }),
    )
  })

  it('is told by the reader’s clock, also on another day than its own', () => {
    const tokyo = nextOf({ weekday: 1, starts: '07:00', ends: null, zone: 'Asia/Tokyo' }, '2026-11-22', zone)
    assert.deepEqual([tokyo?.on, tokyo?.starts, tokyo?.ends], ['2026-11-22', '17:00', null])
    assert.equal(nextOf({ weekday: null, starts: null, ends: null, zone }, '2026-11-22', zone), null)
  })

  it('suits by language, way and place; where a list names no language it is English', () => {
    const wish = { speaks: '', how: '' as const, where: '' }
    assert.ok(suits(meeting('a', 1), { ...wish, speaks: 'es', how: 'in-person', where: 'anytown MAIN' }))
    assert.ok(!suits(meeting('a', 1), { ...wish, how: 'online' }))
    assert.ok(!suits(meeting('a', 1), { ...wish, speaks: 'en' }))
    assert.ok(suits({ ...meeting('a', 1), languages: [] }, { ...wish, speaks: 'en' }))
    assert.ok(!suits(meeting('a', 1), { ...wish, where: 'elsewhere' }))
  })
})

describe('Days that somebody counts', () => {
  it('have milestones that never run out, and never go back', () => {
    assert.deepEqual(milestonesOf('2026-11-22', '2026-11-22'), {
      days: 0,
      reached: null,
      next: 1,
      nextOn: '2026-11-23',
    })
    assert.deepEqual(milestonesOf('2026-10-23', '2026-11-22'), {
      days: 30,
      reached: 30,
      next: 60,
      nextOn: '2026-12-22',
    })
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 20_000 }), (n) => {
        const { days, reached, next } = milestonesOf('1970-01-01', addDays('1970-01-01', n))
        assert.ok(days === n && next > n && (reached ?? 0) <= n)
        assert.ok(n < 1 || reached !== null)
      }),
    )
    assert.equal(daysSince('2026-11-23', '2026-11-22'), 0)
  })
})

describe('Names of others in a log', () => {
  it('are asked about, and one’s own words are not', () => {
    for (const [text, names] of [
      ['Sat with Bob S. again, good talk', ['Bob S.']],
      ['It was warm. I met Carla there.', ['Carla']],
      ['hablé con Marta y me ayudó', ['Marta']],
      ['Good, and Denise spoke of her mother', ['Denise']],
    ] as const)
      assert.deepEqual(namesPerhaps(text), [...names], text)
    for (const text of [
      '',
      'Good one. I stayed for coffee and spoke for the first time.',
      'On Tuesday I read from the Big Book, and Thanksgiving felt lighter.',
      'Me sirvió mucho. Vuelvo el Martes.',
      'step four with God as I understand it',
    ])
      assert.deepEqual(namesPerhaps(text), [], text)
  })
})
