import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { isRefusal } from '../../basics/refusal.ts'
import type { ConsentRow, Information, Purpose, RecipientKind } from './consent.ts'
import { decideTelling, type Telling } from './telling.ts'

describe('properties', () => {
  const informations: Information[] = ['record', 'presence', 'attendance', 'plan', 'billing', 'counselling-notes']
  const purposes: Purpose[] = ['treatment', 'payment', 'operations', 'family', 'fundraising', 'legal-proceedings']
  const kinds: RecipientKind[] = ['treating-provider', 'health-plan', 'person', 'employer', 'law-enforcement']
  const instant = fc.date({
    min: new Date('2026-01-01T00:00:00Z'),
    max: new Date('2027-12-31T00:00:00Z'),
    noInvalidDate: true,
  })
  const rarely = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { freq: 1 })
  const recipient = fc.record({ kind: fc.constantFrom(...kinds), name: fc.constantFrom('Rosa', 'Dr Lee', '', null) })
  type Asked = Pick<Telling, 'what' | 'purpose' | 'recipient'>
  // Half of what a row covers is what is asked, so that yes and the nearest misses both come often.
  const rowNear = (asked: Asked): fc.Arbitrary<ConsentRow> =>
    fc.record({
      id: fc.constantFrom('a', 'b', 'c', 'd'),
      scope: fc.constantFrom<ConsentRow['scope']>('treatment', 'tpo', 'specific', 'counselling-notes', 'legal'),
      document: fc.constantFrom('one', 'two'),
      information: fc.oneof(fc.constant([asked.what]), fc.subarray(informations)),
      recipients: fc.oneof(fc.constant([asked.recipient]), fc.array(recipient, { maxLength: 3 })),
      purposes: fc.oneof(fc.constant([asked.purpose]), fc.subarray(purposes)),
      signerCapacity: fc.constantFrom<ConsentRow['signerCapacity']>('client', 'guardian', 'representative'),
      signedAt: instant,
      expiresOn: rarely(instant.map((at) => at.toISOString().slice(0, 10))),
      endedAt: rarely(instant),
    })
  const telling: fc.Arbitrary<Telling> = fc
    .record({ what: fc.constantFrom(...informations), purpose: fc.constantFrom(...purposes), recipient })
    .chain((asked) =>
      fc.record({
        what: fc.constant(asked.what),
        purpose: fc.constant(asked.purpose),
        recipient: fc.constant(asked.recipient),
        consents: fc.uniqueArray(rowNear(asked), { selector: (each) => each.id, minLength: 1, maxLength: 4 }),
        revocations: fc.array(fc.record({ consentId: fc.constantFrom('a', 'b', 'c', 'd'), revokedAt: instant }), {
          maxLength: 2,
        }),
        signersNeeded: fc.constantFrom<Telling['signersNeeded']>(['client'], ['client', 'guardian']),
        now: instant,
        zone: fc.constantFrom('America/New_York', 'America/Los_Angeles', 'Pacific/Honolulu'),
      }),
    )
  const runs = { numRuns: 4000 }

  test('without a consent nothing is ever told', () => {
    fc.assert(
      fc.property(telling, (each) => isRefusal(decideTelling({ ...each, consents: [] }))),
      runs,
    )
  })
  test('whatever the sequence of consents, revocations and ends: a yes rests on a consent that stands and covers it', () => {
    let told = 0 // counted, so that a generator without any yes is noticed
    fc.assert(
      fc.property(telling, (each) => {
        const answer = decideTelling(each)
        if (isRefusal(answer)) return true
        told++
        const basis = each.consents.find((consent) => consent.id === answer.consentId)
        if (basis === undefined) return false
        const revoked = each.revocations.some(
          (revocation) => revocation.consentId === basis.id && revocation.revokedAt <= each.now,
        )
        const named = basis.recipients.some(
          (to) => to.kind === each.recipient.kind && (to.name === null || to.name === each.recipient.name),
        )
        return (
          !revoked &&
          named &&
          basis.scope !== 'treatment' &&
          basis.signedAt <= each.now &&
          basis.purposes.includes(each.purpose) &&
          (basis.endedAt === null || basis.endedAt > each.now) &&
          // Of these zones none is behind Honolulu, ten hours behind UTC: over there, over everywhere.
          (basis.expiresOn === null ||
            basis.expiresOn >= new Date(each.now.getTime() - 10 * 3_600_000).toISOString().slice(0, 10)) &&
          (each.what !== 'counselling-notes' || basis.scope === 'counselling-notes') &&
          (each.purpose !== 'legal-proceedings' || basis.scope === 'legal')
        )
      }),
      { numRuns: 20_000 },
    )
    assert.ok(told > 200, `only ${told} of the examples were told: the property would prove nothing`)
  })
  test('from the instant of a revocation of everything, nothing more is told', () => {
    fc.assert(
      fc.property(telling, (each) =>
        isRefusal(
          decideTelling({
            ...each,
            revocations: each.consents.map((consent) => ({ consentId: consent.id, revokedAt: each.now })),
          }),
        ),
      ),
      runs,
    )
  })
  test('a revocation to come changes nothing now, and one more revocation never opens anything', () => {
    fc.assert(
      fc.property(telling, fc.constantFrom('a', 'b', 'c', 'd'), (each, id) => {
        const before = decideTelling(each)
        const later = decideTelling({
          ...each,
          revocations: [...each.revocations, { consentId: id, revokedAt: new Date(each.now.getTime() + 1) }],
        })
        const sooner = decideTelling({
          ...each,
          revocations: [...each.revocations, { consentId: id, revokedAt: each.now }],
        })
        assert.deepEqual(later, before)
        return !isRefusal(before) || isRefusal(sooner)
      }),
      runs,
    )
  })
})
