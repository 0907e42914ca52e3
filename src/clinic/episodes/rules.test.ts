import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { addDays } from '../../basics/dates.ts'
import type { ConsentRow } from '../consents/consent.ts'
import { drinking, nothingFound, usingOpioids } from '../placement/answered.ts'
import type { Disposition } from '../placement/dispositions.ts'
import { gateOf } from '../placement/gate.ts'
import type { Answers } from '../placement/question.ts'
import { type AdmissionFacts, firstItems, openItemsOf } from './first-items.ts'
import { type Admission, canAdmit, dayOfStay, dischargeRefusal, lengthOfStay } from './rules.ts'

const now = new Date('2026-11-20T15:00:00Z')
const signed = (scope: ConsentRow['scope'], more: Partial<ConsentRow> = {}): ConsentRow => ({
  id: scope,
  scope,
  document: `stepwell-${scope} 1`,
  information: [],
  recipients: [],
  purposes: [],
  signerCapacity: 'client',
  signedAt: new Date('2026-11-20T14:30:00Z'),
  expiresOn: null,
  endedAt: null,
  ...more,
})
const both = [signed('treatment'), signed('tpo')]
const screening = (
  answers: Answers = {},
  dispositions: Disposition[] = [],
  screenedAt = new Date('2026-11-19T15:00:00Z'),
) => ({
  gate: gateOf({ ...nothingFound, ...answers }, { age: 34 }),
  dispositions,
  screenedAt,
})
const admission = (more: Partial<Admission> = {}): Admission => ({
  client: { birthDate: '1992-04-09', died: false },
  program: { kind: 'substance-use', levelOfCare: '2.1', ageGroup: 'adult' },
  screening: screening(),
  decision: { level: '2.1', decidedAt: new Date('2026-11-19T16:00:00Z'), alongside: [] },
  consents: both,
  revocations: [],
  signersNeeded: { treatment: ['client'], tpo: ['client'] },
  sharingDeclined: '',
  openEpisode: null,
  startsOn: '2026-11-23',
  therapist: 's1',
  residence: 'home',
  residenceWords: '',
  now,
  zone: 'America/New_York',
  ...more,
})
const settled = (stop: string, disposition: Disposition['disposition']): Disposition => ({
  stop,
  disposition,
  because: 'Buprenorphine started by Dr Okafor today',
  byClinician: true,
  decidedAt: now,
})

describe('admitting', () => {
  const teen: Partial<Admission> = {
    client: { birthDate: '2011-02-01', died: false },
    program: { kind: 'substance-use', levelOfCare: '2.1', ageGroup: 'adolescent' },
    signersNeeded: { treatment: ['client', 'guardian'], tpo: ['client', 'guardian'] },
  }
  const parents = both.map((row) => ({ ...row, id: `${row.id}-parent`, signerCapacity: 'guardian' as const }))
  const decision = (more: Partial<NonNullable<Admission['decision']>>) => ({
    level: '2.1',
    decidedAt: new Date('2026-11-19T16:00:00Z'),
    alongside: [],
    ...more,
  })
  const opioids = { ...usingOpioids, cows: 15 }
  const cases: [name: string, more: Partial<Admission>, refused: string | null][] = [
    ['all in place', {}, null],
    ['on the day of consent', { startsOn: '2026-11-20' }, null],
    ['died', { client: { birthDate: '1992-04-09', died: true } }, 'died'],
    ['in care already', { openEpisode: { program: 'Substance use, day', since: '2026-10-01' } }, 'already-in-care'],
    ['no first day', { startsOn: '' }, 'start-day'],
    ['a day that does not exist', { startsOn: '2026-11-31' }, 'start-day'],
    ['30 days ahead', { startsOn: '2026-12-20' }, null],
    ['31 days ahead', { startsOn: '2026-12-21' }, 'start-day'],
    ['before the decision', { startsOn: '2026-11-18' }, 'start-day'],
    ['after the decision, before consent', { startsOn: '2026-11-19' }, 'consent-after-start'],
    ['eleven years old', { ...teen, client: { birthDate: '2014-11-24', died: false } }, 'too-young'],
    [
      'twelve on the first day',
      { ...teen, client: { birthDate: '2014-11-23', died: false }, consents: [...both, ...parents] },
      null,
    ],
    ['seventeen in a program for adults', { client: { birthDate: '2008-11-24', died: false } }, 'other-age-group'],
    ['eighteen on the first day', { client: { birthDate: '2008-11-23', died: false } }, null],
    [
      'an adult in a program for adolescents',
      { program: { kind: 'substance-use', levelOfCare: '2.1', ageGroup: 'adolescent' } },
      'other-age-group',
    ],
    ['no safety gate', { screening: null }, 'gate-missing'],
    ['seven days old', { screening: screening({}, [], new Date('2026-11-13T15:00:00Z')) }, null],
    ['older than seven days', { screening: screening({}, [], new Date('2026-11-13T14:59:59Z')) }, 'gate-old'],
    ['a stop stands', { screening: screening({ ...drinking, ciwa: 12 }) }, 'stop-stands'],
    [
      'handed off and not settled',
      { screening: screening({ ...drinking, ciwa: 12 }, [settled('alcohol-ciwa', 'handed-off')]) },
      'stop-stands',
    ],
    ['opioid medicine not arranged', { screening: screening(opioids) }, 'stop-stands'],
    [
      'opioid medicine arranged',
      { screening: screening(opioids, [settled('opioid-withdrawal', 'treated-alongside')]) },
      null,
    ],
    ['an open question', { screening: screening({ homicidal: null }) }, 'gate-unfinished'],
    ['no decision', { decision: null }, 'no-decision'],
    ['another level decided', { decision: decision({ level: '2.5' }) }, 'other-level'],
    ['no consent to treatment', { consents: [signed('tpo')] }, 'consent-to-treatment'],
    ['taken back', { revocations: [{ consentId: 'treatment', revokedAt: now }] }, 'consent-to-treatment'],
    ['over', { consents: [signed('treatment', { expiresOn: '2026-11-19' }), signed('tpo')] }, 'consent-to-treatment'],
    ['no sharing consent', { consents: [signed('treatment')] }, 'consent-to-share'],
    [
      'sharing declined without words',
      { consents: [signed('treatment')], sharingDeclined: 'declined' },
      'consent-to-share',
    ],
    [
      'sharing declined, and told what follows',
      { consents: [signed('treatment')], sharingDeclined: 'Pays herself, was told about billing' },
      null,
    ],
    ['an adolescent alone where both must', { ...teen }, 'consent-to-treatment'],
    [
      'an adolescent, sharing signed by the parent alone',
      { ...teen, consents: [...both.slice(0, 1), ...parents] },
      'consent-to-share',
    ],
    ['an adolescent and a parent', { ...teen, consents: [...both, ...parents] }, null],
    ['no therapist', { therapist: null }, 'no-therapist'],
    ['no residence', { residence: '' }, 'no-residence'],
    ['a residence nobody knows', { residence: 'moon' }, 'no-residence'],
    [
      'home where a recovery residence was recommended',
      { decision: decision({ alongside: ['3.1'] }) },
      'residence-needs-words',
    ],
    [
      'the same, with why',
      { decision: decision({ alongside: ['3.1'] }), residenceWords: 'Moves in with her sister on Friday' },
      null,
    ],
    ['in the recovery residence', { decision: decision({ alongside: ['3.1'] }), residence: 'sober-living' }, null],
  ]
  for (const [name, more, refused] of cases)
    test(`${name}: ${refused ?? 'yes'}`, () => assert.equal(canAdmit(admission(more))?.refused ?? null, refused))

  test('the first day is judged in the clinic’s zone: 03:30 UTC is still the evening before in New York', () => {
    const late = new Date('2026-11-21T03:30:00Z')
    const consents = both.map((row) => ({ ...row, signedAt: late }))
    assert.equal(canAdmit(admission({ consents, now: late, startsOn: '2026-11-20' })), null)
    assert.equal(
      canAdmit(admission({ consents, now: late, startsOn: '2026-11-20', zone: 'UTC' }))?.refused,
      'consent-after-start',
    )
  })
  test('every refusal is a sentence to act on', () => {
    for (const [, more] of cases) {
      const refusal = canAdmit(admission(more))
      if (refusal) assert.match(refusal.because, /^[A-Z].{10,}\.$/)
    }
  })
  test('whatever else is in place, no standing stop and no missing consent lets anyone in', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('psychosis', 'ghb-stopped', 'chest-pain', 'homicidal', 'sedative-unstable'),
        fc.boolean(),
        fc.string(),
        (danger, stop, words) =>
          canAdmit(
            admission({
              ...(stop ? { screening: screening({ [danger]: 'yes' }) } : { consents: [signed('tpo')] }),
              sharingDeclined: words,
              residenceWords: words,
            }),
          ) !== null,
      ),
    )
  })
})

describe('the stay', () => {
  const open = { from: '2026-11-23', lastDay: null }
  const ended = { from: '2026-11-23', lastDay: '2027-01-04' }
  test('the day of the stay', () => {
    assert.equal(dayOfStay(open, '2026-11-22'), null)
    assert.equal(dayOfStay(open, '2026-11-23'), 1)
    assert.equal(dayOfStay(open, '2026-12-23'), 31)
    assert.equal(dayOfStay(ended, '2027-01-04'), 43)
    assert.equal(dayOfStay(ended, '2027-01-05'), null)
  })
  test('across both clock changes a day is a day', () => {
    assert.equal(dayOfStay({ from: '2026-10-31', lastDay: null }, '2026-11-02'), 3)
    assert.equal(dayOfStay({ from: '2027-03-13', lastDay: null }, '2027-03-15'), 3)
  })
  test('its length', () => {
    assert.equal(lengthOfStay(ended, '2027-06-01'), 42)
    assert.equal(lengthOfStay(open, '2026-11-23'), 1)
    assert.equal(lengthOfStay({ from: '2026-11-23', lastDay: '2026-11-23' }, '2027-06-01'), 1)
  })
  test('ending it', () => {
    const end = (
      more: Partial<{ onDay: string; reason: string; words: string }>,
      stay = open as Parameters<typeof dischargeRefusal>[0],
    ) =>
      dischargeRefusal(stay, { onDay: '2027-01-04', reason: 'completed', words: '', ...more }, '2027-01-04')?.refused ??
      null
    assert.equal(end({}), null)
    assert.equal(end({ onDay: '2026-11-23' }), null)
    assert.equal(end({ onDay: '2026-11-22' }), 'last-day')
    assert.equal(end({ onDay: '2027-01-05' }), 'last-day')
    assert.equal(end({ onDay: 'soon' }), 'last-day')
    assert.equal(end({ reason: 'failed' }), 'no-reason')
    assert.equal(end({ reason: 'transferred' }), 'needs-words')
    assert.equal(end({ reason: 'transferred', words: 'To Harbor House, nurse Lee took over' }), null)
    assert.equal(end({ reason: 'dropped-out' }), null)
    assert.equal(end({}, ended), 'ended-already')
  })
})

describe('the continuing-care plan from the first minute', () => {
  const facts: AdmissionFacts = {
    program: 'substance-use',
    ageGroup: 'adult',
    usesOpioids: false,
    suicideFound: false,
    takesMedication: false,
    prescriberBeside: false,
    residenceBeside: false,
  }
  const kinds = (more: Partial<AdmissionFacts>) =>
    openItemsOf({ ...facts, ...more }, '2026-11-23').map((item) => item.kind)
  test('for everyone', () => {
    assert.deepEqual(kinds({}), [
      'emergency-contact',
      'naloxone',
      'family',
      'continuing-care-provider',
      'relapse-prevention-plan',
      'housing',
      'work-and-school',
      'recovery-support',
      'follow-up-7-days',
    ])
  })
  test('for some', () => {
    assert.ok(!kinds({ program: 'mental-health' }).includes('naloxone'))
    assert.ok(kinds({ program: 'mental-health', usesOpioids: true }).includes('naloxone'))
    assert.ok(kinds({ suicideFound: true }).includes('safety-plan'))
    assert.ok(kinds({ takesMedication: true }).includes('medication-continuity'))
    assert.ok(kinds({ prescriberBeside: true }).includes('withdrawal-cover'))
    assert.ok(kinds({ residenceBeside: true }).includes('recovery-residence'))
  })
  test('due days count from the day of admission, across the year', () => {
    const items = openItemsOf(facts, '2026-12-20')
    assert.equal(items.find((item) => item.kind === 'emergency-contact')?.dueOn, '2026-12-20')
    assert.equal(items.find((item) => item.kind === 'follow-up-7-days')?.dueOn, '2027-01-17')
    assert.equal(items.find((item) => item.kind === 'housing')?.dueOn, addDays('2026-12-20', 14))
  })
  test('whoever is admitted, no kind opens twice, the soonest comes first, and someone continues the care', () => {
    const any = fc.record({
      program: fc.constantFrom<AdmissionFacts['program']>('substance-use', 'mental-health'),
      ageGroup: fc.constantFrom<AdmissionFacts['ageGroup']>('adult', 'adolescent'),
      usesOpioids: fc.boolean(),
      suicideFound: fc.boolean(),
      takesMedication: fc.boolean(),
      prescriberBeside: fc.boolean(),
      residenceBeside: fc.boolean(),
    })
    fc.assert(
      fc.property(any, (person) => {
        const items = openItemsOf(person, '2026-11-23')
        assert.equal(new Set(items.map((item) => item.kind)).size, items.length)
        for (const [index, item] of items.entries())
          assert.ok(index === 0 || item.dueOn >= (items[index - 1]?.dueOn ?? ''))
        return items.some((item) => item.kind === 'continuing-care-provider') && items.length >= 8
      }),
    )
    assert.ok(firstItems.every((item) => item.source.length > 5))
  })
})
