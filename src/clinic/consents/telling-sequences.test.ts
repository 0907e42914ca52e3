import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { isRefusal } from '../../basics/refusal.ts'
import type {
  ConsentRow,
  ConsentScope,
  Information,
  Purpose,
  RecipientKind,
  Revocation,
  SignerCapacity,
} from './consent.ts'
import { decideTelling } from './telling.ts'

// A client's life with consents, step by step, as the record grows: somebody signs, somebody else signs the same, one is taken
// back, an event comes, one is found false, time passes (through both changes of the clock). After every step everything that
// could be asked is asked, and an oracle that shares no code with the rule says whether a yes has a basis.

type Ask = { what: Information; purpose: Purpose; recipient: { kind: RecipientKind; name: string | null } }
type Form = Pick<ConsentRow, 'scope' | 'document' | 'information' | 'recipients' | 'purposes'>

const tpo: Form = {
  scope: 'tpo',
  document: 'tpo 1',
  information: ['record'],
  recipients: [
    { kind: 'treating-provider', name: null },
    { kind: 'health-plan', name: null },
  ],
  purposes: ['treatment', 'payment', 'operations'],
}
const one = (scope: ConsentScope, name: string, kind: RecipientKind, what: Information[], why: Purpose): Form => ({
  scope,
  document: `${scope} ${name} ${what.join()}`,
  information: what,
  recipients: [{ kind, name }],
  purposes: [why],
})
const forms: Form[] = [
  tpo,
  { ...tpo, scope: 'treatment', document: 'treatment 1', information: [], recipients: [], purposes: [] },
  one('specific', 'Rosa', 'person', ['presence', 'attendance'], 'family'),
  one('specific', 'Rosa', 'person', ['plan'], 'family'),
  one('specific', 'Acme', 'employer', ['attendance'], 'patient-request'),
  one('counselling-notes', 'Dr Lee', 'treating-provider', ['counselling-notes'], 'treatment'),
  one('legal', 'Family Court', 'court', ['record'], 'legal-proceedings'),
  one('criminal-justice', 'Officer Quinn', 'law-enforcement', ['attendance'], 'criminal-justice'),
]
const whom: Ask['recipient'][] = [
  { kind: 'treating-provider', name: 'Dr Lee' },
  { kind: 'treating-provider', name: null },
  { kind: 'health-plan', name: 'Blue Plan' },
  { kind: 'person', name: 'Rosa' },
  { kind: 'person', name: 'Rosie' },
  { kind: 'employer', name: 'Acme' },
  { kind: 'court', name: 'Family Court' },
  { kind: 'law-enforcement', name: 'Officer Quinn' },
]
const whats: Information[] = ['record', 'presence', 'attendance', 'plan', 'billing', 'counselling-notes']
const whys: Purpose[] = ['treatment', 'payment', 'family', 'patient-request', 'legal-proceedings', 'criminal-justice']
const asks: Ask[] = whom.flatMap((recipient) =>
  whats.flatMap((what) => whys.map((purpose) => ({ what, purpose, recipient }))),
)

type Step =
  | { do: 'sign'; form: number; by: SignerCapacity; lasts: number | null }
  | { do: 'revoke' | 'event' | 'false'; which: number }
  | { do: 'wait'; minutes: number }

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('sign' as const),
      form: fc.nat(forms.length - 1),
      by: fc.constantFrom<SignerCapacity>('client', 'client', 'guardian', 'representative'),
      lasts: fc.option(fc.integer({ min: 0, max: 3 }), { freq: 2 }),
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constantFrom('revoke' as const, 'event', 'false'), which: fc.nat(9) }) },
  // Minutes, hours, and a day and a bit: over midnights and over the hour that is skipped or comes twice.
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('wait' as const),
      minutes: fc.constantFrom(0, 1, 59, 60, 61, 600, 1439, 1500),
    }),
  },
)

const zone = 'America/New_York'
const localDay = new Intl.DateTimeFormat('en-CA', { timeZone: zone, year: 'numeric', month: '2-digit', day: '2-digit' })

type Life = { rows: ConsentRow[]; revocations: Revocation[]; now: Date }

function lived(life: Life, next: Step, n: number): Life {
  if (next.do === 'wait') return { ...life, now: new Date(life.now.getTime() + next.minutes * 60_000) }
  if (next.do === 'sign') {
    const form = forms[next.form]
    assert.ok(form)
    const lastDay = next.lasts === null ? null : localDay.format(new Date(life.now.getTime() + next.lasts * 86_400_000))
    const row = { ...form, id: `c${n}`, signerCapacity: next.by, signedAt: life.now, expiresOn: lastDay, endedAt: null }
    return { ...life, rows: [...life.rows, row] }
  }
  const hit = life.rows[next.which % Math.max(life.rows.length, 1)]
  if (hit === undefined) return life
  if (next.do === 'revoke')
    return { ...life, revocations: [...life.revocations, { consentId: hit.id, revokedAt: life.now }] }
  const change = next.do === 'event' ? { endedAt: hit.endedAt ?? life.now } : { knownFalse: true }
  return { ...life, rows: life.rows.map((row) => (row.id === hit.id ? { ...row, ...change } : row)) }
}

/** Written from the regulation, not from the rule: alive, about this, for this, to them, and everybody who must has signed. */
function hasBasis({ rows, revocations, now }: Life, ask: Ask, needed: readonly SignerCapacity[], id: string): boolean {
  const good = (row: ConsentRow): boolean => {
    const dead =
      row.signedAt.getTime() > now.getTime() ||
      row.knownFalse === true ||
      revocations.some((each) => each.consentId === row.id && each.revokedAt.getTime() <= now.getTime()) ||
      (row.endedAt !== null && row.endedAt.getTime() <= now.getTime()) ||
      (row.expiresOn !== null && localDay.format(now) > row.expiresOn)
    const about =
      ask.what === 'counselling-notes'
        ? row.scope === 'counselling-notes'
        : row.scope !== 'counselling-notes' &&
          (row.information.includes('record') || row.information.includes(ask.what) || ask.what === 'presence')
    const special: Partial<Record<Purpose, ConsentScope>> = {
      'legal-proceedings': 'legal',
      'criminal-justice': 'criminal-justice',
    }
    const wanted = special[ask.purpose]
    const serves = row.purposes.includes(ask.purpose) && (wanted === undefined || row.scope === wanted)
    const names = row.recipients.some(
      (to) => to.kind === ask.recipient.kind && (to.name === null || to.name === ask.recipient.name),
    )
    return !dead && about && serves && names && row.scope !== 'treatment' && row.information.length > 0
  }
  const basis = rows.find((row) => row.id === id)
  if (basis === undefined || !good(basis)) return false
  const signers = rows.filter((row) => good(row) && row.document === basis.document).map((row) => row.signerCapacity)
  return needed.every(
    (who) => signers.includes(who) || (who === 'client' && needed.length === 1 && signers.includes('representative')),
  )
}

const starts = fc.constantFrom(
  '2026-03-07T04:58:00Z',
  '2026-03-08T06:30:00Z',
  '2026-10-31T16:00:00Z',
  '2026-11-01T05:30:00Z',
)
const needs = fc.constantFrom<readonly SignerCapacity[]>(['client'], ['client', 'guardian'])

describe('every sequence of signing, taking back, events and time', () => {
  test('never tells without a basis, and refuses in the very millisecond in which it falls away', () => {
    let told = 0
    let fell = 0
    fc.assert(
      fc.property(starts, needs, fc.array(step, { minLength: 1, maxLength: 14 }), (start, needed, steps) => {
        let life: Life = { rows: [], revocations: [], now: new Date(start) }
        let before = new Map<Ask, string>()
        for (const [n, next] of steps.entries()) {
          life = lived(life, next, n)
          const now = new Map<Ask, string>()
          for (const ask of asks) {
            const { rows: consents, revocations } = life
            const answer = decideTelling({ ...ask, consents, revocations, signersNeeded: needed, now: life.now, zone })
            if (isRefusal(answer)) {
              // Nor does it refuse where any row would be a basis.
              assert.ok(
                !life.rows.some((row) => hasBasis(life, ask, needed, row.id)),
                `${JSON.stringify(ask)} was refused with a basis`,
              )
              continue
            }
            told++
            now.set(ask, answer.consentId)
            assert.ok(hasBasis(life, ask, needed, answer.consentId), `${JSON.stringify(ask)} was told without a basis`)
          }
          if (next.do === 'revoke' || next.do === 'event' || next.do === 'false') {
            // No time has passed: the same millisecond. What only this consent carried is closed.
            const hit = life.rows[next.which % Math.max(life.rows.length, 1)]?.id
            for (const [ask, rested] of before) {
              if (rested !== hit) continue
              assert.notEqual(now.get(ask), hit, 'an ended consent went on')
              fell++
            }
            for (const ask of now.keys()) assert.ok(before.has(ask), 'an end opened something')
          }
          before = now
        }
      }),
      { numRuns: 600 },
    )
    assert.ok(told > 2000, `only ${told} tellings: the property would prove nothing`)
    assert.ok(fell > 100, `only ${fell} fell away`)
  })
})
