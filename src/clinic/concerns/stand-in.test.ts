import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { addDays, instantAt } from '../../basics/dates.ts'
import { answeredFor, backOn, type Colleague, isAwayOn, whoAnswers } from './stand-in.ts'

const zone = 'America/New_York'
const office = { zone, opens: 9, closes: 17, awayHours: 4 }
const day = '2026-11-24'
const at = (on: string, time: string) => instantAt(on, time, zone)
const away = (from: string, to: string) => [{ from: at(from, '00:00'), to: at(addDays(to, 1), '00:00') }]
const one = (id: string, role: string, more: Partial<Colleague> = {}): Colleague => ({
  id,
  name: id,
  role,
  away: [],
  above: [],
  ...more,
})
const under = (id: string, from = '2026-01-01', to: string | null = null) => [{ id, from, to }]
const asked = (staff: Colleague[], owner: string | null, on = day) => whoAnswers(staff, owner, on, office)

describe('Who answers for whoever is not here', () => {
  it('is they themselves while they are here, whatever else', () => {
    assert.equal(asked([one('dana', 'director'), one('lee', 'therapist', { above: under('dana') })], 'lee'), 'lee')
  })

  it('is away from half a working day on, by the clinic’s clock', () => {
    const table: [string, string, string, boolean][] = [
      ['the whole day', '00:00', '23:59', true],
      ['from one o’clock', '13:00', '23:59', true],
      ['from a minute later', '13:01', '23:59', false],
      ['the evening', '17:00', '23:59', false],
      ['the early morning', '00:00', '09:00', false],
    ]
    for (const [name, from, to, expected] of table)
      assert.equal(
        isAwayOn(one('lee', 'therapist', { away: [{ from: at(day, from), to: at(day, to) }] }), day, office),
        expected,
        name,
      )
    const twoHalves = one('lee', 'therapist', {
      away: [
        { from: at(day, '09:00'), to: at(day, '11:00') },
        { from: at(day, '15:00'), to: at(day, '17:00') },
      ],
    })
    assert.equal(isAwayOn(twoHalves, day, office), true)
  })

  it('is the supervisor of that day, else theirs, else a director, a coordinator, anybody who works with clients', () => {
    const lee = one('lee', 'therapist', {
      away: away(day, day),
      above: [...under('ines', '2026-01-01', addDays(day, -1)), ...under('hana')],
    })
    const hana = one('hana', 'therapist', { above: under('marcus') })
    const rest = [
      one('ben', 'biller'),
      one('noor', 'coordinator'),
      one('ines', 'therapist'),
      one('marcus', 'therapist'),
      one('dana', 'director'),
    ]
    assert.equal(asked([...rest, lee, hana], 'lee'), 'hana')
    const sick = { ...hana, away: away(day, day) }
    assert.equal(asked([...rest, lee, sick], 'lee'), 'marcus')
    assert.equal(asked([...rest.filter(({ id }) => id !== 'marcus'), lee, sick], 'lee'), 'dana')
    assert.equal(asked([...rest.slice(0, 3), lee, sick], 'lee'), 'noor')
    assert.equal(asked([one('ben', 'biller'), lee, one('ines', 'therapist')], 'lee'), 'ines')
  })

  it('hands over what belongs to whoever left, and to nobody, and keeps with the owner what nobody else could take', () => {
    const gone = one('lee', 'none', { above: under('hana') })
    assert.equal(asked([one('dana', 'director'), gone, one('hana', 'therapist')], 'lee'), 'hana')
    assert.equal(asked([one('hana', 'therapist'), one('dana', 'director')], null), 'dana')
    const lee = one('lee', 'therapist', { away: away(day, day) })
    assert.equal(
      asked([one('dana', 'director', { away: away(day, day) }), lee, one('ada', 'administrator')], 'lee'),
      'lee',
    )
    assert.equal(asked([one('dana', 'director', { away: away(day, day) }), gone], 'lee'), 'dana')
    assert.equal(asked([one('ada', 'administrator'), one('ben', 'biller')], null), null)
  })

  it('comes to an end where two supervise each other', () => {
    const a = one('a', 'therapist', { away: away(day, day), above: under('b') })
    const b = one('b', 'therapist', { away: away(day, day), above: under('a') })
    assert.equal(asked([a, b, one('c', 'prescriber')], 'a'), 'c')
  })

  it('knows the day of coming back, over days away that meet', () => {
    const lee = one('lee', 'therapist', { away: [...away(day, day), ...away(addDays(day, 1), addDays(day, 4))] })
    assert.equal(backOn(lee, day, office), addDays(day, 5))
    assert.equal(backOn(lee, addDays(day, 5), office), null)
  })

  it('never falls to somebody absent while anybody is here, always to exactly one, and nobody’s things are left out', () => {
    const roles = ['director', 'coordinator', 'therapist', 'prescriber', 'biller', 'administrator', 'none'] as const
    const person = fc.record({
      role: fc.constantFrom(...roles),
      isAway: fc.boolean(),
      above: fc.array(fc.nat(7), { maxLength: 3 }),
    })
    fc.assert(
      fc.property(fc.array(person, { minLength: 1, maxLength: 8 }), (people) => {
        const staff = people.map(({ role, isAway, above }, n) =>
          one(`p${n}`, role, {
            away: isAway ? away(day, day) : [],
            above: above
              .filter((m) => m !== n && m < people.length)
              .map((m) => ({ id: `p${m}`, from: '2026-01-01', to: null })),
          }),
        )
        const clinical = staff.filter(({ role }) =>
          ['director', 'coordinator', 'therapist', 'prescriber'].includes(role),
        )
        const here = new Set(clinical.filter((each) => !isAwayOn(each, day, office)).map(({ id }) => id))
        const found = [null, ...staff.map(({ id }) => id)].map((id) => [id, asked(staff, id)] as const)
        for (const [owner, id] of found) {
          if (clinical.length === 0) assert.equal(id, null)
          else if (here.size > 0) assert.ok(id !== null && here.has(id), `${owner} falls to ${id}`)
          else assert.ok(id !== null && clinical.some((each) => each.id === id))
        }
        // Everybody's things stand in somebody's list of what is theirs.
        for (const [owner, id] of found)
          if (owner !== null && id !== null) assert.ok(answeredFor(staff, id, day, office).includes(owner))
      }),
    )
  })
})
