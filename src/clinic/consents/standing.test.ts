import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { saidRefusal, sameName, namesOf } from './callers.ts'
import type { ConsentRow } from './consent.ts'
import { eventRefusal, mayBeTakenBack } from './standing.ts'
import { type Facts, mayBeTold, partiesOf } from './whom.ts'
import { sinceOf } from './accounting.ts'

const at = (text: string) => new Date(text)

describe('what may be recorded of a consent', () => {
  const signed = { signedAt: at('2026-05-01T12:00:00Z'), expiresWhen: 'my case is closed', revocableWhen: 'verdict' }
  const event = { kind: 'ended', happenedAt: at('2026-06-01T12:00:00Z'), howKnown: 'the court’s letter' } as const
  const now = at('2026-06-02T12:00:00Z')
  const cases: [string, Parameters<typeof eventRefusal>, string | null][] = [
    ['an event that came', [signed, event, now], null],
    ['this very instant', [signed, { ...event, happenedAt: now }, now], null],
    ['an event nobody named', [{ ...signed, expiresWhen: null }, event, now], 'no-event'],
    ['an event to come', [signed, { ...event, happenedAt: at('2026-06-02T12:00:00.001Z') }, now], 'in-the-future'],
    [
      'an event before the signing',
      [signed, { ...event, happenedAt: at('2026-04-30T12:00:00Z') }, now],
      'before-signing',
    ],
    ['without a source', [signed, { ...event, howKnown: ' x ' }, now], 'no-source'],
    ['revocable, where it waits', [signed, { ...event, kind: 'revocable' }, now], null],
    [
      'revocable, where it does not',
      [{ ...signed, revocableWhen: null }, { ...event, kind: 'revocable' }, now],
      'not-waiting',
    ],
    [
      'false from before it was signed',
      [signed, { ...event, kind: 'known-false', happenedAt: at('2026-01-01T00:00:00Z') }, now],
      null,
    ],
    ['false, without an event in it', [{ ...signed, expiresWhen: null }, { ...event, kind: 'known-false' }, now], null],
  ]
  for (const [name, args, expected] of cases)
    test(`${name}: ${expected ?? 'yes'}`, () => assert.equal(eventRefusal(...args)?.refused ?? null, expected))
})

describe('taking back', () => {
  const justice = { scope: 'criminal-justice', revocableOn: null, revocableWhen: null }
  const cases: [string, Parameters<typeof mayBeTakenBack>, boolean][] = [
    [
      'any other consent, at once',
      [{ scope: 'specific', revocableOn: '2030-01-01', revocableWhen: null }, '2026-01-01', false],
      true,
    ],
    ['one for a court that does not wait', [justice, '2026-01-01', false], true],
    ['on the day before its day', [{ ...justice, revocableOn: '2026-01-02' }, '2026-01-01', false], false],
    ['on its day', [{ ...justice, revocableOn: '2026-01-02' }, '2026-01-02', false], true],
    ['before its event', [{ ...justice, revocableWhen: 'verdict' }, '2026-01-01', false], false],
    ['after its event', [{ ...justice, revocableWhen: 'verdict' }, '2026-01-01', true], true],
  ]
  for (const [name, args, expected] of cases)
    test(`${name}: ${expected}`, () => assert.equal(mayBeTakenBack(...args), expected))
})

describe('what may I say to whom', () => {
  const row: ConsentRow = {
    id: 'c1',
    scope: 'specific',
    document: 'stepwell-specific 1',
    information: ['attendance'],
    recipients: [{ kind: 'person', name: 'Rosa Álvarez' }],
    purposes: ['family'],
    signerCapacity: 'client',
    signedAt: at('2026-05-01T12:00:00Z'),
    expiresOn: null,
    endedAt: null,
  }
  const facts = (more: Partial<Facts> = {}): Facts => ({
    consents: [row],
    revocations: [],
    signersNeeded: ['client'],
    now: at('2026-06-01T12:00:00Z'),
    zone: 'America/New_York',
    ...more,
  })
  const yes = (more: Partial<Facts>, names: string[], kind: 'person' | 'employer' | 'treating-provider' = 'person') =>
    mayBeTold(facts(more), { kind, names }).flatMap((one) => ('because' in one ? [] : [one.what]))

  test('the mother, by a name without its accent: that she is here and whether she comes', () => {
    assert.deepEqual(yes({}, ['rosa alvarez']), ['presence', 'attendance'])
  })
  test('another name, another kind, or no name: nothing', () => {
    assert.deepEqual(yes({}, ['Rosa Alvares']), [])
    assert.deepEqual(yes({}, ['Rosa Álvarez'], 'employer'), [])
    assert.deepEqual(yes({}, ['', ' ']), [])
  })
  test('an organisation or the person who speaks for it: either name will do', () => {
    const acme = { ...row, recipients: [{ kind: 'employer', name: 'Acme' }] as const }
    assert.deepEqual(yes({ consents: [acme] }, ['Acme', 'Kim Poe'], 'employer'), ['presence', 'attendance'])
  })
  test('says with what it rests, and what for', () => {
    const [first] = mayBeTold(facts(), { kind: 'person', names: ['Rosa Álvarez'] })
    assert.deepEqual(first, { what: 'presence', consentId: 'c1', purposes: ['family'] })
  })
  test('the reason why not is what became of the consent, where there is one', () => {
    const [first] = mayBeTold(facts({ revocations: [{ consentId: 'c1', revokedAt: facts().now }] }), {
      kind: 'person',
      names: ['Rosa Álvarez'],
    })
    assert.ok(first && 'because' in first)
    assert.match(first.because, /took this consent back/)
  })
  test('everybody stands there once, contacts first', () => {
    const parties = partiesOf(
      [
        { name: 'Rosa Álvarez', relationship: 'mother' },
        { name: '', relationship: '' },
      ],
      [row, { ...row, recipients: [{ kind: 'health-plan', name: null }] }, { ...row, scope: 'treatment' }],
    )
    assert.deepEqual(
      parties.map(({ kind, name, relation }) => `${kind} ${name} ${relation}`.trim()),
      ['person Rosa Álvarez mother', 'health-plan'],
    )
  })
})

describe('a caller', () => {
  const said = { what: ['presence'], words: 'She came on Monday.', verified: 'called-back', noticeSaid: true } as const
  const cases: [string, Parameters<typeof saidRefusal>[0], string | null][] = [
    ['all said', said, null],
    ['nothing chosen', { ...said, what: [] }, 'nothing-chosen'],
    ['no words', { ...said, words: ' ' }, 'no-words'],
    ['not verified', { ...said, verified: null }, 'not-verified'],
    ['without the notice', { ...said, noticeSaid: false }, 'notice-not-said'],
  ]
  for (const [name, given, expected] of cases)
    test(`${name}: ${expected ?? 'kept'}`, () => assert.equal(saidRefusal(given)?.refused ?? null, expected))
  test('is known by name, and an organisation by either', () => {
    assert.deepEqual(namesOf({ name: 'Kim', kind: 'person', organisation: 'Acme' }), ['Kim'])
    assert.deepEqual(namesOf({ name: 'Kim', kind: 'employer', organisation: 'Acme' }), ['Acme', 'Kim'])
    assert.ok(sameName('José  Núñez', 'jose nunez'))
    assert.ok(!sameName('', ' '))
  })
})

test('the accounting begins at the clinic’s midnight, years back, leap day or not', () => {
  assert.equal(sinceOf('3', '2026-11-22', 'America/New_York').toISOString(), '2023-11-22T05:00:00.000Z')
  assert.equal(sinceOf('6', '2024-02-29', 'America/New_York').toISOString(), '2018-02-28T05:00:00.000Z')
})
