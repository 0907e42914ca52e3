import assert from 'node:assert/strict'
import { test } from 'node:test'
import { namesIn } from '../clinic/notes/guards.ts'
import { serviceKind } from '../clinic/programs/library.ts'
import { clients, staff } from '../../tests/cast.ts'
import { chanceFrom, pick, weighted } from './chance.ts'
import { goalsFor } from './goals.ts'
import { familyNames, mensNames, othersNames, womensNames } from './names.ts'
import { conditions, substances } from './people.ts'
import { screeningOf, weighingOf } from './placements.ts'
import { groups, lakesideWeek, riverbendWeek } from './timetable.ts'
import { howTheGoalMoves, howTheySeemed, howTheyTookPart, allThemes, themesOf, whatIsNext } from './words.ts'

const givenNames = [...womensNames, ...mensNames, ...othersNames]
const everybody = [
  ...givenNames.map((given, n) => ({ given, family: familyNames[n % familyNames.length] ?? '' })),
  ...familyNames.map((family, n) => ({ given: givenNames[n % givenNames.length] ?? '', family })),
  ...[...clients, ...staff].map(({ givenName, familyName }) => ({ given: givenName, family: familyName })),
]
const troubles = [...substances, ...conditions]

test('no word of a demo note is the name of anybody in the demo', () => {
  const texts = [
    ...allThemes.flatMap((one) => [one.topic, one.did, ...one.went, ...one.said]),
    ...howTheyTookPart,
    ...howTheySeemed,
    ...howTheGoalMoves,
    ...whatIsNext,
    'Nobody came. Everyone expected was called.',
    'The group did not take place.',
    ...troubles.flatMap((trouble) => [...goalsFor(trouble).own, ...goalsFor(trouble).shared].map((one) => one.words)),
  ]
  const named = namesIn(texts.join('\n'), everybody).map((name) => name.text)
  assert.deepEqual(named, [])
  assert.equal(namesIn([...texts, 'Sat beside Maya.'].join('\n'), everybody).length, 1)
})

test('themes differ: no sentence stands twice', () => {
  const said = allThemes.flatMap((one) => one.said)
  assert.equal(new Set(said).size, said.length)
  assert.ok(said.length >= 150)
})

test('every group is of a kind that the library knows and counts', () => {
  for (const [key, group] of Object.entries(groups)) {
    assert.equal(serviceKind(group.kind)?.countsTowardDose, true, key)
    assert.ok(themesOf(key).length >= 2, key)
  }
  const used = new Set([...riverbendWeek, ...lakesideWeek].flatMap((one) => one.groups.map(({ group }) => group)))
  assert.deepEqual(
    [...Object.keys(groups)].filter((key) => !used.has(key)),
    [],
  )
  assert.equal(Object.keys(groups).length, 24)
})

test('who is admitted has passed the gate, and who is sent elsewhere has not', () => {
  for (const trouble of troubles) {
    for (const sex of ['female', 'male', 'other']) {
      for (const age of [19, 40, 66]) {
        const { gate } = screeningOf(trouble, { age, sex }, null)
        assert.deepEqual([gate.stops, gate.unanswered], [[], []], `${trouble} ${sex} ${age}`)
      }
    }
    for (const danger of ['alcohol withdrawal', 'suicide'] as const) {
      const { gate } = screeningOf(trouble, { age: 40, sex: 'male' }, danger)
      assert.equal(gate.outcome, 'stop', `${trouble} ${danger}`)
      assert.ok(gate.stops.some((stop) => !stop.iopInParallel))
    }
  }
})

test('the rules recommend what the demo decides, but for the few who decide otherwise with a reason', () => {
  for (const program of ['substance-use', 'mental-health'] as const) {
    const trouble = program === 'mental-health' ? 'anxiety' : 'alcohol'
    const { gate } = screeningOf(trouble, { age: 40, sex: 'female' }, null)
    for (let n = 0; n < 16; n += 1) {
      const common = { program, ageGroup: 'adult', n } as const
      assert.equal(weighingOf({ ...common, level: '2.1', heavy: false }, gate).recommendation.level, '2.1')
      assert.equal(weighingOf({ ...common, level: '1.5', heavy: false }, gate).recommendation.level, '1.5')
      assert.equal(weighingOf({ ...common, level: '2.1', heavy: true }, gate).recommendation.level, '2.5')
    }
  }
})

test('chance is even, and the same for the same keys', () => {
  const chance = chanceFrom(7)
  assert.equal(chance('a', 1), chanceFrom(7)('a', 1))
  assert.notEqual(chance('a', 1), chance('a', 2))
  assert.notEqual(chance('a', 1), chanceFrom(8)('a', 1))
  const tens = Array.from({ length: 10 }, () => 0)
  for (let n = 0; n < 20_000; n += 1) {
    const ten = Math.floor(chance('even', n) * 10)
    tens[ten] = (tens[ten] ?? 0) + 1
  }
  for (const count of tens) assert.ok(count > 1800 && count < 2200, tens.join())
  assert.equal(pick(['a', 'b'], 0.99), 'b')
  assert.equal(weighted({ a: 1, b: 3 }, 0.2), 'a')
  assert.equal(weighted({ a: 1, b: 3 }, 0.3), 'b')
})
