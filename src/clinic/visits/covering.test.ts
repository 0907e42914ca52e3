import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { type Candidate, firstOffers, mayTakeOver, meets, proposals } from './covering.ts'

const someone = (id: string, over: Partial<Candidate> = {}): Candidate => ({
  id,
  name: id,
  unfit: null,
  busy: null,
  works: true,
  knows: 0,
  primaryOf: 0,
  minutesThatDay: 0,
  ...over,
})
const at = (hour: number) => new Date(Date.UTC(2026, 11, 1, hour))
const hour = (key: string, from: number, to = from + 1) => ({ key, name: key, begins: at(from), ends: at(to) })

test('who may and is free comes first; then who works then, knows most, and has least to do', () => {
  const order = (list: Candidate[]) => proposals(list).map((one) => one.id)
  assert.deepEqual(order([someone('b', { unfit: 'no' }), someone('a', { busy: 'x' }), someone('c')]), ['c', 'a', 'b'])
  assert.deepEqual(order([someone('a', { works: false, knows: 9 }), someone('b', { works: null }), someone('c')]), [
    'b',
    'c',
    'a',
  ])
  assert.deepEqual(order([someone('a', { knows: 5 }), someone('b', { knows: 2, primaryOf: 1 })]), ['b', 'a'])
  assert.deepEqual(order([someone('a', { minutesThatDay: 90 }), someone('b', { minutesThatDay: 0 })]), ['b', 'a'])
})

test('nobody takes over two hours at one time', () => {
  const taken = (list: [string, ReturnType<typeof hour>][]) =>
    mayTakeOver(list.map(([staffId, one]) => ({ staffId, name: staffId, hour: one })))
  assert.equal(
    taken([
      ['a', hour('x', 9)],
      ['a', hour('y', 10)],
    ]),
    null,
    'touching is not overlapping',
  )
  assert.equal(
    taken([
      ['a', hour('x', 9, 11)],
      ['a', hour('y', 10)],
    ])?.refused,
    'twice-at-once',
  )
  assert.equal(
    taken([
      ['a', hour('x', 9, 11)],
      ['b', hour('y', 10)],
    ]),
    null,
  )
})

test('what is offered first can always be saved as it stands', () => {
  const candidate = fc.record({
    id: fc.constantFrom('a', 'b', 'c', 'd'),
    unfit: fc.option(fc.constant('no')),
    busy: fc.option(fc.constant('x')),
    works: fc.option(fc.boolean()),
    knows: fc.nat(5),
  })
  const asked = fc.array(
    fc.record({
      from: fc.integer({ min: 8, max: 16 }),
      people: fc.uniqueArray(candidate, { selector: (one) => one.id, maxLength: 4 }),
    }),
    { maxLength: 8 },
  )
  fc.assert(
    fc.property(asked, (list) => {
      const hours = list.map(({ from, people }, n) => ({
        ...hour(String(n), from, from + 2),
        proposed: proposals(people.map((one) => someone(one.id, one))),
      }))
      const offers = firstOffers(hours)
      const taken = hours.flatMap((one) => {
        const staffId = offers.get(one.key) ?? null
        return staffId === null ? [] : [{ staffId, name: staffId, hour: one }]
      })
      assert.equal(mayTakeOver(taken), null)
      for (const { staffId, hour: one } of taken) {
        const chosen = hours.find((other) => other.key === one.key)?.proposed.find((person) => person.id === staffId)
        assert.ok(chosen?.fits && chosen.works !== false)
      }
      // Nobody is left out who fits, works, and is taken by nothing else at that hour.
      for (const one of hours.filter((other) => offers.get(other.key) === null))
        for (const person of one.proposed.filter((other) => other.fits && other.works !== false))
          assert.ok(taken.some((other) => other.staffId === person.id && meets(other.hour, one)))
    }),
  )
})
