import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { birthDateRefusal, canEnterByHand, type HandForm, nameProblem, redisclosureApplies } from './rules.ts'

const TODAY = '2026-11-22'

describe('names', () => {
  for (const name of [
    'Maya',
    "O'Brien",
    'Núñez-López',
    'Nguyễn',
    '王小明',
    'محمد',
    'שרה',
    'Müller III',
    'Acosta403',
    'Ng',
    'W'.repeat(100),
    '👩‍🚀 Zoë',
  ])
    test(`takes ${name.slice(0, 20)}`, () => assert.equal(nameProblem(name), undefined))
  for (const [name, problem] of [
    ['<script>', /<>/],
    ['a>b', /<>/],
    ['Ma\u0000ya', /control/],
    ['Ma\u0007ya', /control/],
    ['Ma\u202eya', /direction/],
    ['Ma\u2066ya', /direction/],
    ['Ma\ufffdya', /damaged/],
    ['Ma\udc00ya', /damaged/],
    ['', /no letters/],
    ['42', /no letters/],
    ['🙂', /no letters/],
    ['W'.repeat(101), /longer/],
    ['W'.repeat(10_000_000), /longer/],
  ] as const)
    test(`not ${JSON.stringify(name.slice(0, 12))}`, () => assert.match(nameProblem(name) ?? '', problem))
})

describe('birth dates on 2026-11-22', () => {
  for (const [birthDate, refused] of [
    ['2014-11-22', undefined],
    ['2014-11-23', 'too-young'],
    ['2026-11-22', 'too-young'],
    ['2026-11-23', 'birth-date-future'],
    ['1906-11-22', undefined],
    ['1905-11-22', 'birth-date-too-old'],
    ['1991', 'birth-date-partial'],
    ['1991-04', 'birth-date-partial'],
    ['1991-02-29', 'birth-date-wrong'],
    ['04/12/1991', 'birth-date-wrong'],
    ['', 'birth-date-missing'],
    [undefined, 'birth-date-missing'],
  ] as const)
    test(`${birthDate}: ${refused ?? 'taken'}`, () =>
      assert.equal(birthDateRefusal(birthDate, TODAY)?.refused, refused))
})

describe('redisclosure', () => {
  test('Part 2 and substance use labels, not restriction alone', () => {
    for (const label of ['42CFRPart2', 'ETH', 'ETHUD', 'OPIOIDUD', 'SUD'])
      assert.equal(redisclosureApplies(['R', label]), true)
    assert.equal(redisclosureApplies(['R', 'BH', 'PSY']), false)
    assert.equal(redisclosureApplies([]), false)
  })
})

describe('entering a person by hand', () => {
  const good: HandForm = { given: ' Maya ', family: 'Alvarez', birthDate: '1991-04-12', sex: 'female' }

  test('the least that is needed', () => {
    assert.deepEqual(canEnterByHand(good, TODAY), {
      person: { givenName: 'Maya', familyName: 'Alvarez', birthDate: '1991-04-12', sex: 'female', identifiers: [] },
      contacts: [],
    })
  })

  test('everything', () => {
    const form = {
      ...good,
      pronouns: 'she/her',
      phone: '(555) 010-2030',
      email: 'maya@example.org',
      language: 'Spanish',
    }
    const answer = canEnterByHand(form, TODAY)
    assert.ok(!Array.isArray(answer))
    assert.equal(answer.person.pronouns, 'she/her')
    assert.equal(answer.person.language, 'Spanish')
    assert.deepEqual(answer.contacts, [
      { kind: 'phone', value: '(555) 010-2030' },
      { kind: 'email', value: 'maya@example.org' },
    ])
  })

  test('an empty form names each field that is needed, in its order', () => {
    const answer = canEnterByHand({}, TODAY)
    assert.ok(Array.isArray(answer))
    assert.deepEqual(
      answer.map(({ field }) => field),
      ['given', 'family', 'birthDate', 'sex'],
    )
    assert.ok(answer.every(({ because }) => /^[A-Z].*\.$/.test(because)))
  })

  for (const [field, value] of [
    ['given', '<b>Maya</b>'],
    ['family', 'Al\u202evarez'],
    ['birthDate', '2020-01-01'],
    ['birthDate', '1991'],
    ['sex', 'yes'],
    ['pronouns', '<script>'],
    ['pronouns', 'x'.repeat(41)],
    ['phone', '12'],
    ['phone', '5550102030 <b>'],
    ['email', 'maya@'],
    ['email', 'a@b.c, d@e.f'],
    ['language', 'x'.repeat(61)],
  ] as const)
    test(`${field} ${JSON.stringify(value.slice(0, 20))} is refused at its field alone`, () => {
      const answer = canEnterByHand({ ...good, [field]: value }, TODAY)
      assert.ok(Array.isArray(answer))
      assert.deepEqual(
        answer.map((refusal) => refusal.field),
        [field],
      )
    })

  test('whatever is typed: a whole person or sentences, never an exception', () => {
    const typed = fc.string({ unit: 'binary', maxLength: 30 })
    const form = fc.record(
      {
        given: typed,
        family: typed,
        birthDate: typed,
        sex: typed,
        pronouns: typed,
        phone: typed,
        email: typed,
        language: typed,
      },
      { requiredKeys: [] },
    )
    fc.assert(
      fc.property(form, fc.boolean(), (form, isMostlyGood) => {
        const answer = canEnterByHand(isMostlyGood ? { ...form, ...good } : form, TODAY)
        if (Array.isArray(answer)) assert.ok(answer.length > 0)
        else assert.doesNotMatch(JSON.stringify(answer), /\\u0000|[<>]/)
      }),
    )
  })
})
