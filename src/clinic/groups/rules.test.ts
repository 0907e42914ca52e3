import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { type Held, mayTakeSeat, type Seeker, type Series, seatOffers } from './rules.ts'
import { clash, fitsWithin } from './times.ts'

const evening = { id: 'evening', name: 'Substance use evening' }
const day = { id: 'day', name: 'Substance use day' }
const cap = {
  seats: 12,
  binds: 'program' as const,
  source: 'program policy',
  mark: null,
  because: 'This program keeps its groups to 12 clients.',
}

const skills: Series = {
  id: 'dbt',
  name: 'DBT skills',
  weekday: 2,
  starts: '18:00',
  ends: '19:20',
  from: '2026-01-01',
  to: null,
  programs: [evening],
  ageGroup: 'adult',
  affinity: null,
  closedSince: null,
  seatsTaken: 11,
  cap,
}
const maya: Seeker = {
  name: 'Maya',
  program: evening,
  ageGroup: 'adult',
  affinities: [],
  held: [],
  availability: null,
}
const inSkills: Held = {
  seriesId: 'dbt',
  name: 'DBT skills',
  weekday: 2,
  starts: '18:00',
  ends: '19:20',
  from: '2026-10-01',
  to: null,
}
const from = '2026-11-22'
const ask = (series: Partial<Series>, client: Partial<Seeker> = {}, to: string | null = null) =>
  mayTakeSeat({ series: { ...skills, ...series }, client: { ...maya, ...client }, from, to })
const process = { id: 'process', name: 'Process group', starts: '19:00', ends: '20:30' }

test('a seat that fits', () => {
  assert.equal(ask({}), null)
  assert.equal(ask({}, { availability: [{ weekday: 2, starts: '17:30', ends: '21:00' }] }), null)
  assert.equal(ask({ ageGroup: 'any' }, { ageGroup: 'adolescent' }), null)
  assert.equal(ask({ affinity: { key: 'women', label: 'women' } }, { affinities: ['women'] }), null)
  assert.equal(ask({ closedSince: '2026-11-23' }), null)
})

test('each reason, in a sentence that names it', () => {
  const table: [string, ReturnType<typeof ask>, string][] = [
    [
      'clash',
      ask(process, { held: [inSkills] }),
      'Maya is already in DBT skills, Tuesday 18:00 to 19:20, at that time.',
    ],
    ['already-in', ask({}, { held: [inSkills] }), 'Maya already holds a seat in DBT skills.'],
    [
      'full',
      ask({ seatsTaken: 12 }),
      'DBT skills is full: 12 of 12 seats are taken. This program keeps its groups to 12 clients.',
    ],
    [
      'program',
      ask({ programs: [day, { id: 'mh', name: 'Mental health virtual' }] }),
      'DBT skills is for Substance use day and Mental health virtual; Maya is in Substance use evening.',
    ],
    ['age', ask({}, { ageGroup: 'adolescent' }), 'DBT skills is for adults, and Maya is under 18.'],
    ['age', ask({ ageGroup: 'adolescent' }), 'DBT skills is for clients under 18, and Maya is an adult.'],
    [
      'affinity',
      ask({ affinity: { key: 'women', label: 'women' } }),
      'DBT skills is kept for women. Ask Maya whether it fits, and note the answer first.',
    ],
    ['closed', ask({ closedSince: '2026-11-01' }), 'DBT skills has been closed to new members since November 1, 2026.'],
    ['ended', ask({ to: '2026-11-21' }), 'DBT skills ended on November 21, 2026. Choose another group.'],
    [
      'not-begun',
      ask({ from: '2027-01-05' }, {}, '2026-12-01'),
      'DBT skills begins on January 5, 2027. Choose a seat that lasts until then.',
    ],
    [
      'dates',
      ask({}, {}, '2026-11-01'),
      'The seat would end on November 1, 2026, before it starts on November 22, 2026. Set a later last day.',
    ],
    ['no-time', ask({ ends: '17:00' }), 'DBT skills has no valid weekly time yet. Set its day and hours first.'],
    [
      'not-free',
      ask(
        {},
        {
          availability: [
            { weekday: 2, starts: '18:30', ends: '21:00' },
            { weekday: 2, starts: '09:00', ends: '12:00' },
          ],
        },
      ),
      'DBT skills meets Tuesday 18:00 to 19:20; Maya is free on Tuesday from 09:00 to 12:00 and 18:30 to 21:00.',
    ],
    [
      'not-free',
      ask({}, { availability: [] }),
      'DBT skills meets Tuesday 18:00 to 19:20; Maya has no free time on Tuesday.',
    ],
  ]
  for (const [code, refusal, because] of table) assert.deepEqual(refusal, { refused: code, because }, code)
})

test('what does not stand in the way: touching times, a seat that has ended, an individual hour on another day', () => {
  assert.equal(ask({ ...process, starts: '19:20' }, { held: [inSkills] }), null)
  assert.equal(ask(process, { held: [{ ...inSkills, to: '2026-11-21' }] }), null)
  assert.equal(ask({ ...process, to: '2026-12-31' }, { held: [{ ...inSkills, from: '2027-01-01' }] }), null)
  assert.equal(ask(process, { held: [{ ...inSkills, seriesId: null, name: 'individual therapy', weekday: 3 }] }), null)
})

test('offers: what fits in the order of the coming week, the rest by what could be changed soonest', () => {
  const series: Series[] = [
    { ...skills, id: 'age', name: 'Teens', ageGroup: 'adolescent' },
    { ...skills, id: 'sun', name: 'Sunday check-in', weekday: 7 },
    { ...skills, id: 'clash', ...{ name: 'Process group', starts: '19:00', ends: '20:30' } },
    { ...skills, id: 'mon-late', name: 'Late Monday', weekday: 1, starts: '20:00', ends: '21:00', seatsTaken: 0 },
    { ...skills, id: 'mon', name: 'Monday skills', weekday: 1, seatsTaken: 4 },
    { ...skills, id: 'full', name: 'Full house', weekday: 4, seatsTaken: 12 },
    { ...skills },
  ]
  // 22 November 2026 is a Sunday
  const offers = seatOffers(series, { ...maya, held: [inSkills] }, from)
  assert.deepEqual(
    offers.fitting.map((o) => [o.series.id, o.seatsLeft]),
    [
      ['sun', 1],
      ['mon', 8],
      ['mon-late', 12],
    ],
  )
  assert.deepEqual(
    offers.notFitting.map((o) => [o.series.id, o.refusal.refused]),
    [
      ['full', 'full'],
      ['clash', 'clash'],
      ['dbt', 'already-in'],
      ['age', 'age'],
    ],
  )
  assert.deepEqual(seatOffers([], maya, from), { fitting: [], notFitting: [] })
})

const clock = (hour: number, half: number) => `${String(hour).padStart(2, '0')}:${half === 0 ? '00' : '30'}`
const anyWeekly = fc
  .record({
    weekday: fc.integer({ min: 1, max: 7 }),
    hour: fc.integer({ min: 8, max: 20 }),
    half: fc.integer({ min: 0, max: 1 }),
    hours: fc.integer({ min: 1, max: 3 }),
  })
  .map(({ weekday, hour, half, hours }) => ({ weekday, starts: clock(hour, half), ends: clock(hour + hours, half) }))
const anyDays = fc.record({
  from: fc.constantFrom('2026-10-01', '2026-11-20', '2026-12-15'),
  to: fc.constantFrom(null, '2026-11-30', '2027-02-01'),
})
const anySeries: fc.Arbitrary<Series> = fc
  .record({
    time: anyWeekly,
    days: anyDays,
    id: fc.uuid(),
    taken: fc.integer({ min: 0, max: 13 }),
    program: fc.constantFrom(day, evening),
    ageGroup: fc.constantFrom('adult' as const, 'adolescent' as const, 'any' as const),
  })
  .map(({ time, days, id, taken, program, ageGroup }) => ({
    ...skills,
    ...time,
    ...days,
    id,
    name: `Group ${id}`,
    seatsTaken: taken,
    programs: [program],
    ageGroup,
  }))
const anyClient: fc.Arbitrary<Seeker> = fc.record({
  name: fc.constant('Maya'),
  program: fc.constantFrom(day, evening),
  ageGroup: fc.constantFrom('adult' as const, 'adolescent' as const),
  affinities: fc.constant([]),
  held: fc.array(
    fc
      .tuple(anyWeekly, anyDays, fc.uuid())
      .map(([time, days, seriesId]) => ({ ...time, ...days, seriesId, name: 'Other' })),
    { maxLength: 6 },
  ),
  availability: fc.option(fc.array(anyWeekly, { maxLength: 8 })),
})

test('whatever the groups: each is offered once or refused once, and nothing offered breaks a rule', () => {
  fc.assert(
    fc.property(fc.array(anySeries, { maxLength: 12 }), anyClient, (series, client) => {
      const offers = seatOffers(series, client, from)
      const ids = [...offers.fitting, ...offers.notFitting].map((o) => o.series.id)
      assert.deepEqual(ids.toSorted(), series.map((s) => s.id).toSorted())
      for (const { series: one, seatsLeft } of offers.fitting) {
        assert.ok(seatsLeft > 0 && seatsLeft === one.cap.seats - one.seatsTaken)
        assert.ok(one.programs.some((p) => p.id === client.program.id))
        assert.ok(one.ageGroup === 'any' || one.ageGroup === client.ageGroup)
        const seat = { ...one, from: one.from > from ? one.from : from }
        assert.ok(!client.held.some((held) => clash(held, seat)), 'in two rooms at one time')
        assert.ok(client.availability === null || fitsWithin(one, client.availability))
      }
      for (const { refusal } of offers.notFitting) assert.match(refusal.because, /^[A-Z].*\.$/)
      // A seat more in every group never takes an offer away.
      const roomier = seatOffers(
        series.map((s) => ({ ...s, seatsTaken: Math.max(0, s.seatsTaken - 1) })),
        client,
        from,
      )
      assert.ok(roomier.fitting.length >= offers.fitting.length)
    }),
    { numRuns: 300 },
  )
})
