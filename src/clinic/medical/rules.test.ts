import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Holder } from '../staff/credentials.ts'
import { isNurse, licenceInWords, mayPrescribe, mayReconcile, prescribes } from './prescribing.ts'
import { dosesDue, followUpState, frequencyInWords, isGoneThrough, maySayNoneKnown, takenInWords } from './rules.ts'
import { alarmsOf, withdrawalAlarm } from './vitals.ts'

const holder = (credential: string, licences: Holder['licences']): Holder => ({
  name: 'Priya Raman',
  credential,
  licences,
  trainings: [],
})
const np = { kind: 'NP', state: 'NY', from: '2025-01-01', to: '2027-01-31' }

describe('Who may order', () => {
  it('is a prescriber whose licence stands that day in that state, first and last day included', () => {
    const priya = holder('PMHNP', [np])
    assert.equal(mayPrescribe(priya, '2027-01-31', 'NY'), null)
    assert.equal(mayPrescribe(priya, '2027-02-01', 'NY')?.refused, 'licence-ended')
    assert.equal(mayPrescribe(priya, '2024-12-31', 'NY')?.refused, 'licence-not-yet')
    assert.equal(mayPrescribe(priya, '2026-05-01', 'NJ')?.refused, 'other-state')
    assert.equal(mayPrescribe(holder('PMHNP', []), '2026-05-01', 'NY')?.refused, 'no-licence')
    assert.equal(
      mayPrescribe(holder('LCSW', [{ ...np, kind: 'LCSW' }]), '2026-05-01', 'NY')?.refused,
      'beyond-credential',
    )
    assert.equal(licenceInWords(priya, '2026-05-01', 'NY'), 'NP, NY, to 2027-01-31')
  })

  it('reads credentials by whole words', () => {
    for (const yes of ['MD', 'DO', 'PMHNP, NP', 'Physician', 'PA-C', 'Nurse practitioner', 'APRN'])
      assert.ok(prescribes(yes), yes)
    for (const no of ['RN', 'LCSW', 'PhD', 'LMHC', 'Psychologist', 'Admin', 'CASAC']) assert.ok(!prescribes(no), no)
    assert.ok(isNurse('RN') && isNurse('Registered nurse') && !isNurse('Intern'))
  })

  it('lets nurses go through the list, and nobody else', () => {
    assert.equal(mayReconcile(holder('RN', [{ ...np, kind: 'RN' }]), '2026-05-01', 'NY'), null)
    assert.equal(mayReconcile(holder('PMHNP', [np]), '2026-05-01', 'NY'), null)
    assert.equal(mayReconcile(holder('LCSW', [{ ...np, kind: 'LCSW' }]), '2026-05-01', 'NY')?.refused, 'not-a-nurse')
    assert.equal(mayReconcile(holder('', []), '2026-05-01', 'NY')?.refused, 'not-a-nurse')
    assert.equal(mayReconcile(holder('RN', [{ ...np, kind: 'RN' }]), '2028-05-01', 'NY')?.refused, 'licence-ended')
  })
})

describe('Going through the list', () => {
  const list = [
    { id: 'a', name: 'Sertraline' },
    { id: 'b', name: 'Suboxone' },
  ]
  it('needs a word on every line, and on none that is not there', () => {
    assert.equal(
      isGoneThrough(
        list,
        new Map([
          ['a', 'kept'],
          ['b', 'stopped'],
        ]),
      ),
      null,
    )
    assert.match(isGoneThrough(list, new Map([['a', 'kept']]))?.because ?? '', /Suboxone/)
    assert.equal(
      isGoneThrough(
        list,
        new Map([
          ['a', 'kept'],
          ['c', 'kept'],
        ]),
      )?.refused,
      'list-changed',
    )
    assert.equal(isGoneThrough([], new Map()), null, 'nobody takes nothing: that is gone through as well')
  })

  it('says none known only where nothing stands', () => {
    assert.equal(maySayNoneKnown([]), null)
    assert.equal(maySayNoneKnown([{ kind: 'none-known', substance: '' }]), null)
    assert.match(maySayNoneKnown([{ kind: 'allergy', substance: 'Penicillin' }])?.because ?? '', /Penicillin/)
  })
})

describe('The next prescriber visit', () => {
  const state = (over: Partial<Parameters<typeof followUpState>[0]>) =>
    followUpState({ dueOn: null, nextVisit: null, lastSeen: null, lastMissed: null, ...over }, '2026-11-20').state
  it('is booked, due, overdue or missed', () => {
    assert.equal(state({}), 'none')
    assert.equal(state({ dueOn: '2026-11-25' }), 'due')
    assert.equal(state({ dueOn: '2026-11-20' }), 'due', 'the day itself is not over')
    assert.equal(state({ dueOn: '2026-11-19' }), 'overdue')
    assert.equal(state({ dueOn: '2026-11-25', nextVisit: '2026-11-25' }), 'booked')
    assert.equal(state({ dueOn: '2026-11-25', nextVisit: '2026-11-26' }), 'due')
    assert.equal(state({ dueOn: '2026-11-19', nextVisit: '2026-11-26' }), 'overdue')
    assert.equal(state({ lastMissed: '2026-11-12' }), 'missed')
    assert.equal(state({ lastMissed: '2026-11-12', nextVisit: '2026-11-26' }), 'booked')
  })
})

describe('Doses', () => {
  it('are said and counted', () => {
    assert.equal(frequencyInWords({ times: 2, everyDays: 1, asNeeded: false }), 'twice a day')
    assert.equal(frequencyInWords({ times: 1, everyDays: 28, asNeeded: false }), 'once in 28 days')
    assert.equal(frequencyInWords({ times: null, everyDays: null, asNeeded: true }), 'as needed')
    assert.equal(dosesDue({ times: 2, everyDays: 1 }, '2028-02-22', '2028-02-29'), 16)
    assert.equal(dosesDue({ times: 1, everyDays: 28 }, '2026-11-01', '2026-11-07'), 1)
    assert.equal(dosesDue({ times: null, everyDays: null }, '2026-11-01', '2026-11-07'), null)
    assert.equal(takenInWords({ dosesDue: 14, dosesMissed: 3 }), 'took 11 of 14 doses, missed 3')
    assert.equal(takenInWords({ dosesDue: 14, dosesMissed: 0 }), 'took every dose')
  })
})

describe('Readings', () => {
  const none = {
    systolic: null,
    diastolic: null,
    pulse: null,
    temperature: null,
    breaths: null,
    oxygen: null,
    weight: null,
    breathAlcohol: null,
  }
  it('alarm at the limits of the safety gate, each in one sentence with the next step', () => {
    assert.deepEqual(
      alarmsOf({ ...none, systolic: 179, diastolic: 119, pulse: 129, temperature: 102.9, oxygen: 90, breaths: 16 }),
      [],
    )
    for (const [over, words] of [
      [{ systolic: 180, diastolic: 80 }, /Upper blood pressure 180/],
      [{ systolic: 89, diastolic: 60 }, /Upper blood pressure 89/],
      [{ systolic: 150, diastolic: 120 }, /Lower blood pressure 120/],
      [{ pulse: 39 }, /Pulse 39/],
      [{ pulse: 130 }, /Pulse 130/],
      [{ temperature: 103 }, /Temperature 103/],
      [{ oxygen: 89 }, /Oxygen 89/],
      [{ breaths: 7 }, /7 breaths/],
    ] as const) {
      const alarms = alarmsOf({ ...none, ...over })
      assert.equal(alarms.length, 1, JSON.stringify(over))
      assert.match(alarms[0]?.sentence ?? '', words)
      assert.match(alarms[0]?.next ?? '', /911/)
    }
  })
  it('take breath alcohol as a word of its own', () => {
    assert.deepEqual(alarmsOf({ ...none, breathAlcohol: 0 }), [])
    assert.equal(alarmsOf({ ...none, breathAlcohol: 0.04 })[0]?.tone, 'warning')
    assert.equal(alarmsOf({ ...none, breathAlcohol: 0.15 })[0]?.tone, 'danger')
  })
  it('read COWS and CIWA-Ar by the gate', () => {
    for (const [key, score, words] of [
      ['cows', 12, null],
      ['cows', 13, /medicine today/],
      ['ciwa-ar', 9, null],
      ['ciwa-ar', 10, /medical cover/],
      ['ciwa-ar', 19, /severe/],
      ['phq-9', 27, null],
      ['cows', null, null],
    ] as const)
      if (words === null) assert.equal(withdrawalAlarm(key, score), null)
      else assert.match(withdrawalAlarm(key, score)?.sentence ?? '', words)
  })
})
