import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import {
  duplicateKeys,
  type Identity,
  identityOf,
  INQUIRY_THRESHOLD,
  likelyDuplicates,
  plainName,
  THRESHOLD,
} from './duplicates.ts'
import { phoneDigits } from '../clients/contact-points.ts'
import { areFormsOfOneName } from './nicknames.ts'

const maya: Identity = { givenName: 'Maya', familyName: 'Alvarez', birthDate: '1991-04-12' }
const matchOf = (one: Identity, other: Identity) => likelyDuplicates(one, [{ ...other, id: 'k' }])[0]

describe('people who may be the same', () => {
  const table: [what: string, one: Partial<Identity>, other: Partial<Identity>, reason: string][] = [
    ['the same', {}, {}, 'Same birth date'],
    ['accents', { familyName: 'Álvarez' }, {}, 'Same family name'],
    ['apostrophes and case', { familyName: 'O’BRIEN' }, { familyName: "O'Brien" }, 'Same family name'],
    ['given and family swapped', { givenName: 'Alvarez', familyName: 'Maya' }, {}, 'Given and family name swapped'],
    ['a double family name', { familyName: 'Alvarez-Gomez' }, {}, 'Part of a double family name is the same'],
    ['a double family name, spaced', { familyName: 'Gomez Alvarez' }, {}, 'Part of a double family name is the same'],
    ['Bill and William', { givenName: 'Bill' }, { givenName: 'William' }, 'Given names are forms of one name'],
    ['Liz and Elizabeth', { givenName: 'Liz' }, { givenName: 'Elizabeth' }, 'Given names are forms of one name'],
    ['a preferred name', { givenName: 'Marisol', preferredName: 'Maya' }, {}, 'Same given name'],
    ['a slip in the family name', { familyName: 'Alvaerz' }, {}, 'Family name spelled almost the same'],
    ['a slip in the given name', { givenName: 'Mayra' }, {}, 'Given name spelled almost the same'],
    ['day and month swapped', { birthDate: '1991-12-04' }, {}, 'Birth date with day and month swapped'],
    ['one digit off', { birthDate: '1991-04-13' }, {}, 'Birth date differs in one digit'],
    [
      'a maiden name',
      { familyName: 'Stone', formerFamilyNames: ['Alvarez'] },
      {},
      'Same family name as an earlier one',
    ],
    ['married meanwhile', { familyName: 'Stone' }, {}, 'Same given name'],
    [
      'same name and phone',
      { birthDate: '1980-01-01', phones: ['+1 (555) 010-2030'] },
      { phones: ['5550102030'] },
      'Same phone number',
    ],
    [
      'same name and email',
      { birthDate: '1980-01-01', emails: ['M@x.org '] },
      { emails: ['m@X.org'] },
      'Same email address',
    ],
    [
      'all names changed, same number',
      { givenName: 'Max', familyName: 'Stone', socialSecurityLast4: '6789' },
      { socialSecurityLast4: '6789' },
      'Same last four of the Social Security number',
    ],
    [
      'a form of the given name, family name changed',
      { givenName: 'Bill', familyName: 'Stone' },
      { givenName: 'William' },
      'Given names are forms of one name',
    ],
    [
      'a slip in the family name, given name changed',
      { givenName: 'Noah', familyName: 'Alvares' },
      {},
      'Family name spelled almost the same',
    ],
    [
      'in Chinese',
      { givenName: '小明', familyName: '王' },
      { givenName: '小明', familyName: '王' },
      'Same family name',
    ],
  ]
  for (const [what, one, other, reason] of table)
    test(what, () => {
      const match = matchOf({ ...maya, ...one }, { ...maya, ...other })
      assert.ok(match, 'was not found')
      assert.ok(match.reasons.includes(reason), match.reasons.join('; '))
      assert.ok(match.score >= THRESHOLD && match.score <= 100)
    })

  const strangers: [what: string, one: Partial<Identity>, other: Partial<Identity>][] = [
    ['one common name, another birth date', { birthDate: '1975-08-30' }, {}],
    ['one birth date only', { givenName: 'Noah', familyName: 'Stone' }, {}],
    [
      'a household: phone and email',
      { givenName: 'Noah', familyName: 'Stone', birthDate: '1960-01-01', phones: ['5550102030'], emails: ['a@b.c'] },
      { phones: ['5550102030'], emails: ['a@b.c'] },
    ],
    ['nothing at all', { givenName: 'Noah', familyName: 'Stone', birthDate: '1960-01-01' }, {}],
    [
      'short names are not nearly the same',
      { givenName: 'Li', familyName: 'Wu' },
      { givenName: 'Lu', familyName: 'Xu', birthDate: '1991-04-12' },
    ],
  ]
  for (const [what, one, other] of strangers)
    test(`not ${what}`, () => assert.equal(matchOf({ ...maya, ...one }, { ...maya, ...other }), undefined))

  test('whoever has the number of an inquiry, though it says a first name and no more', () => {
    const known = [{ ...maya, phones: ['(555) 010-2030'], id: 'k' }]
    const asks = { givenName: 'Maya', familyName: '', birthDate: '', phones: ['555-010-2030'] }
    const reasons = (one: Identity) => likelyDuplicates(one, known, INQUIRY_THRESHOLD)[0]?.reasons
    assert.deepEqual(likelyDuplicates(asks, known), [])
    assert.deepEqual(reasons(asks), ['Same given name', 'Same phone number'])
    assert.deepEqual(reasons({ ...asks, givenName: 'Carmen' }), ['Same phone number'])
    assert.equal(reasons({ ...asks, givenName: 'Carmen', phones: [] }), undefined)
  })

  test('the likeliest first', () => {
    const known = [
      { ...maya, id: 'sister', givenName: 'Rosa' },
      { ...maya, id: 'same', phones: ['5550102030'] },
      { ...maya, id: 'slip', familyName: 'Alvares' },
    ]
    assert.deepEqual(
      likelyDuplicates({ ...maya, phones: ['5550102030'] }, known).map(({ id }) => id),
      ['same', 'slip', 'sister'],
    )
  })
})

describe('for any two people', () => {
  const name = fc.oneof(
    fc.constantFrom('Bill', 'William', 'Smith', 'Smyth', 'García-López', 'Garcia', '王', '', '-'),
    fc.string({ unit: 'binary', maxLength: 12 }),
  )
  const day = fc.oneof(
    fc.constantFrom('1991-04-12', '1991-12-04', '1991-04-13', '', 'never'),
    fc.string({ maxLength: 10 }),
  )
  const identity: fc.Arbitrary<Identity> = fc.record(
    {
      givenName: name,
      familyName: name,
      birthDate: day,
      preferredName: name,
      formerFamilyNames: fc.array(name, { maxLength: 2 }),
      phones: fc.array(fc.constantFrom('5550102030', '', 'x', '+1 555 010 2030'), { maxLength: 2 }),
      emails: fc.array(fc.constantFrom('a@b.c', '', 'x'), { maxLength: 2 }),
      socialSecurityLast4: fc.constantFrom('1234', '', '123-45-6789'),
    },
    { requiredKeys: ['givenName', 'familyName', 'birthDate'] },
  )

  test('the score is the same both ways and lies between the threshold and 100', () => {
    fc.assert(
      fc.property(identity, identity, (one, other) => {
        const there = matchOf(one, other)
        assert.deepEqual(there?.score, matchOf(other, one)?.score)
        if (there) assert.ok(there.score >= THRESHOLD && there.score <= 100 && there.reasons.length > 0)
      }),
      { numRuns: 1000 },
    )
  })

  test('someone with letters in both names and a birth date is always found again', () => {
    const whole = identity.filter(
      ({ givenName, familyName }) => plainName(givenName) !== '' && plainName(familyName) !== '',
    )
    fc.assert(
      fc.property(whole, (person) =>
        assert.ok(matchOf({ ...person, birthDate: '1991-04-12' }, { ...person, birthDate: '1991-04-12' })),
      ),
    )
  })

  test('the keys of the prefilter find whoever is likely the same', () => {
    fc.assert(
      fc.property(identity, identity, (one, other) => {
        if (matchOf(one, other) === undefined) return
        const [a, b] = [duplicateKeys(one), duplicateKeys(other)]
        const meets = (ours: string[], theirs: string[]) => ours.some((key) => theirs.includes(key))
        assert.ok(
          a.birthDates.includes(other.birthDate) ||
            meets(a.phones, b.phones) ||
            meets(a.emails, b.emails) ||
            meets(a.socialSecurityLast4s, b.socialSecurityLast4s),
        )
      }),
      { numRuns: 1000 },
    )
  })
})

describe('what is compared', () => {
  test('a plain name has no accents, marks or case', () => {
    assert.equal(plainName("Ó'Brien-López"), 'obrienlopez')
    assert.equal(plainName('Łukasz Strauß'), 'lukaszstrauss')
    assert.equal(plainName('王小明'), '王小明')
  })

  test('forms of one name', () => {
    for (const [one, other] of [
      ['bill', 'william'],
      ['liz', 'beth'],
      ['peggy', 'margaret'],
      ['alex', 'alexandra'],
      ['pepe', 'jose'],
    ] as const)
      assert.ok(areFormsOfOneName(one, other) && areFormsOfOneName(other, one), `${one} ${other}`)
    for (const [one, other] of [
      ['bill', 'robert'],
      ['william', 'richard'],
      ['maya', 'maya'],
      ['__proto__', 'constructor'],
    ] as const)
      assert.equal(areFormsOfOneName(one, other), false, `${one} ${other}`)
  })

  test('phones without their dress', () => {
    for (const phone of [
      '(555) 010-2030',
      '+1 555.010.2030',
      'tel:+15550102030',
      '555 010 2030 x12',
      '1-555-010-2030 ext. 3',
    ])
      assert.equal(phoneDigits(phone), '5550102030', phone)
    for (const phone of ['', '12345', 'call me', '1234567890123456']) assert.equal(phoneDigits(phone), '', phone)
  })

  test('of a referral: own phones and emails, the last four, former names, not the mother’s phone', () => {
    const person = {
      ...maya,
      sex: 'female' as const,
      formerFamilyNames: ['Stone'],
      identifiers: [{ system: 'http://hl7.org/fhir/sid/us-ssn', value: '6789', label: '' }],
    }
    const contacts = [
      { kind: 'phone' as const, value: '555 010 2030' },
      { kind: 'email' as const, value: 'a@b.c' },
      { kind: 'emergency' as const, value: '555 010 4040' },
    ]
    assert.deepEqual(identityOf(person, contacts), {
      ...maya,
      formerFamilyNames: ['Stone'],
      phones: ['555 010 2030'],
      emails: ['a@b.c'],
      socialSecurityLast4: '6789',
    })
  })
})
