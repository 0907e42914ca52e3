import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { isRefusal } from '../../basics/refusal.ts'
import type { ConsentRow } from './consent.ts'
import { documents } from './documents.ts'
import { standingConsent } from './standing.ts'
import { decideTelling, type Telling } from './telling.ts'

const zone = 'America/New_York'
const now = new Date('2026-11-20T15:00:00Z')
const shipped = documents.find((each) => each.scope === 'tpo')
assert.ok(shipped)

const tpo: ConsentRow = {
  id: 'c1',
  scope: 'tpo',
  document: 'stepwell-tpo 1',
  information: shipped.information,
  recipients: shipped.recipients,
  purposes: shipped.purposes,
  signerCapacity: 'client',
  signedAt: new Date('2026-11-01T15:00:00Z'),
  expiresOn: null,
  endedAt: null,
}
const mother: ConsentRow = {
  ...tpo,
  id: 'c2',
  scope: 'specific',
  document: 'specific 1',
  information: ['attendance', 'plan'],
  recipients: [{ kind: 'person', name: 'Rosa Álvarez' }],
  purposes: ['family'],
  expiresOn: '2026-12-31',
}
const ask = (more: Partial<Telling> = {}): Telling => ({
  what: 'record',
  purpose: 'treatment',
  recipient: { kind: 'treating-provider', name: 'Dr Okafor' },
  consents: [tpo],
  revocations: [],
  signersNeeded: ['client'],
  now,
  zone,
  ...more,
})
const said = (more: Partial<Telling> = {}): string => {
  const answer = decideTelling(ask(more))
  return isRefusal(answer) ? answer.refused : `by ${answer.consentId}`
}

describe('told or not', () => {
  const rosa = { kind: 'person', name: 'rosa  alvarez' } as const
  const plan = { kind: 'health-plan', name: 'Blue Plan' } as const
  const notes: ConsentRow = {
    ...tpo,
    id: 'n',
    scope: 'counselling-notes',
    information: ['counselling-notes'],
    purposes: ['treatment'],
  }
  const legal: ConsentRow = {
    ...mother,
    id: 'l',
    scope: 'legal',
    purposes: ['legal-proceedings'],
    recipients: [{ kind: 'court', name: 'Family Court' }],
  }
  const court = { kind: 'court', name: 'Family Court' } as const
  const cases: [name: string, more: Partial<Telling>, expected: string][] = [
    ['a treating provider, for treatment', {}, 'by c1'],
    ['a plan, for payment', { purpose: 'payment', recipient: plan }, 'by c1'],
    [
      'a helper, for operations',
      { purpose: 'operations', recipient: { kind: 'program-operations', name: null } },
      'by c1',
    ],
    ['that someone is a client is a fact too', { what: 'presence' }, 'by c1'],
    ['nothing signed', { consents: [] }, 'no-consent'],
    ['only consent to treatment', { consents: [{ ...tpo, scope: 'treatment' }] }, 'no-consent'],
    ['an employer', { recipient: { kind: 'employer', name: 'Freight' } }, 'recipient-not-named'],
    [
      'the police, even for "operations"',
      { purpose: 'operations', recipient: { kind: 'law-enforcement', name: 'Precinct 9' } },
      'recipient-not-named',
    ],
    ['her mother, on the one consent', { purpose: 'family', recipient: rosa }, 'purpose-not-covered'],
    ['her mother, named', { what: 'attendance', purpose: 'family', recipient: rosa, consents: [tpo, mother] }, 'by c2'],
    [
      'her mother, that she comes here',
      { what: 'presence', purpose: 'family', recipient: rosa, consents: [mother] },
      'by c2',
    ],
    [
      'her mother, the bills',
      { what: 'billing', purpose: 'family', recipient: rosa, consents: [mother] },
      'information-not-covered',
    ],
    [
      'her mother, the whole record',
      { what: 'record', purpose: 'family', recipient: rosa, consents: [mother] },
      'information-not-covered',
    ],
    [
      'someone of another name',
      { what: 'plan', purpose: 'family', recipient: { kind: 'person', name: 'Rosa Lee' }, consents: [mother] },
      'recipient-not-named',
    ],
    [
      'someone without a name',
      { what: 'plan', purpose: 'family', recipient: { kind: 'person', name: null }, consents: [mother] },
      'recipient-not-named',
    ],
    [
      'a class that may not be one',
      {
        what: 'plan',
        purpose: 'family',
        recipient: { kind: 'person', name: 'X' },
        consents: [{ ...mother, recipients: [{ kind: 'person', name: null }] }],
      },
      'recipient-not-named',
    ],
    [
      'one provider named, another asks',
      { consents: [{ ...tpo, recipients: [{ kind: 'treating-provider', name: 'Dr Lee' }] }] },
      'recipient-not-named',
    ],
    [
      'fundraising smuggled into the one consent',
      { purpose: 'fundraising', consents: [{ ...tpo, purposes: [...tpo.purposes, 'fundraising'] }] },
      'purpose-not-covered',
    ],
    [
      'court smuggled into the one consent',
      { purpose: 'legal-proceedings', consents: [{ ...tpo, purposes: [...tpo.purposes, 'legal-proceedings'] }] },
      'proceedings-need-own-consent',
    ],
    [
      'court, its own consent',
      { what: 'attendance', purpose: 'legal-proceedings', recipient: court, consents: [legal] },
      'by l',
    ],
    [
      'a court consent serves no treatment',
      { what: 'attendance', recipient: court, consents: [legal] },
      'purpose-not-covered',
    ],
    ['counselling notes on the one consent', { what: 'counselling-notes' }, 'notes-need-own-consent'],
    [
      'counselling notes smuggled in',
      { what: 'counselling-notes', consents: [{ ...tpo, information: ['record', 'counselling-notes'] }] },
      'notes-need-own-consent',
    ],
    ['counselling notes, their own consent', { what: 'counselling-notes', consents: [tpo, notes] }, 'by n'],
    ['a notes consent opens nothing else', { what: 'presence', consents: [notes] }, 'information-not-covered'],
    ['taken back', { revocations: [{ consentId: 'c1', revokedAt: now }] }, 'consent-revoked'],
    ['another one taken back', { revocations: [{ consentId: 'c2', revokedAt: now }] }, 'by c1'],
    ['signed later than this', { now: new Date('2026-10-31T15:00:00Z') }, 'consent-not-yet'],
    ['known to be false', { consents: [{ ...tpo, knownFalse: true }] }, 'consent-false'],
    ['the event that ends it has come', { consents: [{ ...tpo, endedAt: now }] }, 'consent-expired'],
    ['the event comes later', { consents: [{ ...tpo, endedAt: new Date(now.getTime() + 1) }] }, 'by c1'],
    [
      'an old one over, a new one standing',
      {
        consents: [
          { ...tpo, expiresOn: '2026-11-02' },
          { ...tpo, id: 'c9' },
        ],
      },
      'by c9',
    ],
    ['a minor alone where both must', { signersNeeded: ['client', 'guardian'] }, 'not-all-signed'],
    ['a parent alone where the minor must', { consents: [{ ...tpo, signerCapacity: 'guardian' }] }, 'not-all-signed'],
    [
      'both signed',
      { signersNeeded: ['client', 'guardian'], consents: [tpo, { ...tpo, id: 'g', signerCapacity: 'guardian' }] },
      'by g',
    ],
    [
      'the parent signed another document',
      {
        signersNeeded: ['client', 'guardian'],
        consents: [tpo, { ...tpo, id: 'g', document: 'other', signerCapacity: 'guardian' }],
      },
      'not-all-signed',
    ],
    [
      'the parent signed for fewer recipients',
      {
        signersNeeded: ['client', 'guardian'],
        consents: [tpo, { ...tpo, id: 'g', recipients: [], signerCapacity: 'guardian' }],
      },
      'not-all-signed',
    ],
    [
      'the parent took it back',
      {
        signersNeeded: ['client', 'guardian'],
        consents: [tpo, { ...tpo, id: 'g', signerCapacity: 'guardian' }],
        revocations: [{ consentId: 'g', revokedAt: now }],
      },
      'consent-revoked',
    ],
    [
      'the minor took it back',
      {
        signersNeeded: ['client', 'guardian'],
        consents: [tpo, { ...tpo, id: 'g', signerCapacity: 'guardian' }],
        revocations: [{ consentId: 'c1', revokedAt: now }],
      },
      'consent-revoked',
    ],
    ['a representative for an adult', { consents: [{ ...tpo, signerCapacity: 'representative' }] }, 'by c1'],
    [
      'a representative never stands for the minor',
      {
        signersNeeded: ['client', 'guardian'],
        consents: [
          { ...tpo, signerCapacity: 'representative' },
          { ...tpo, id: 'g', signerCapacity: 'guardian' },
        ],
      },
      'not-all-signed',
    ],
  ]
  for (const [name, more, expected] of cases) test(`${name}: ${expected}`, () => assert.equal(said(more), expected))

  test('a yes carries the notice in force and what to attach', () => {
    const answer = decideTelling(ask())
    assert.ok(!isRefusal(answer))
    assert.match(answer.notice.text, /42 CFR part 2/)
    assert.match(answer.attach, /copy of the consent/)
  })
  test('a no without any consent says neither yes nor no', () => {
    const answer = decideTelling(ask({ consents: [] }))
    assert.ok(isRefusal(answer))
    assert.match(answer.because, /neither yes nor no/)
  })
})

describe('instants', () => {
  const ending = { ...tpo, expiresOn: '2026-12-31' }
  test('the last day counts to its end at the clinic, not in London', () => {
    assert.equal(said({ consents: [ending], now: new Date('2027-01-01T04:59:59.999Z') }), 'by c1')
    assert.equal(said({ consents: [ending], now: new Date('2027-01-01T05:00:00.000Z') }), 'consent-expired')
    assert.equal(
      said({ consents: [ending], now: new Date('2027-01-01T05:00:00.000Z'), zone: 'America/Los_Angeles' }),
      'by c1',
    )
  })
  test('a revocation counts from its instant, and not before', () => {
    const revocations = [{ consentId: 'c1', revokedAt: now }]
    assert.equal(said({ revocations, now: new Date(now.getTime() - 1) }), 'by c1')
    assert.equal(said({ revocations, now }), 'consent-revoked')
  })
  test('a consent counts from the instant of signing', () => {
    assert.equal(said({ now: tpo.signedAt }), 'by c1')
    assert.equal(said({ now: new Date(tpo.signedAt.getTime() - 1) }), 'consent-not-yet')
  })
})

describe('the consent that stands, by everyone who must sign', () => {
  const treatment: ConsentRow = { ...tpo, id: 't', scope: 'treatment', document: 'stepwell-treatment 1' }
  const parent: ConsentRow = { ...treatment, id: 'p', signerCapacity: 'guardian' }
  const standing = (consents: ConsentRow[], needed: Telling['signersNeeded'] = ['client'], revoked: string[] = []) =>
    standingConsent(
      'treatment',
      consents,
      revoked.map((consentId) => ({ consentId, revokedAt: now })),
      needed,
      now,
      zone,
    )?.map((row) => row.id) ?? null
  test('one signer', () => {
    assert.deepEqual(standing([treatment]), ['t'])
    assert.equal(standing([tpo]), null)
    assert.equal(standing([treatment], ['client'], ['t']), null)
    assert.equal(standing([{ ...treatment, expiresOn: '2026-11-19' }]), null)
    assert.equal(standing([treatment], []), null)
  })
  test('two signers, one document', () => {
    assert.deepEqual(standing([treatment, parent], ['client', 'guardian']), ['t', 'p'])
    assert.equal(standing([treatment], ['client', 'guardian']), null)
    assert.equal(standing([treatment, { ...parent, document: 'old' }], ['client', 'guardian']), null)
    assert.equal(standing([treatment, parent], ['client', 'guardian'], ['p']), null)
  })
  test('the newest document first', () => {
    const newer = {
      ...treatment,
      id: 't2',
      document: 'stepwell-treatment 2',
      signedAt: new Date('2026-11-19T15:00:00Z'),
    }
    assert.deepEqual(standing([treatment, newer]), ['t2'])
    assert.deepEqual(standing([treatment, newer], ['client'], ['t2']), ['t'])
  })
})
