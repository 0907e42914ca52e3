import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { instanceOf } from '../../../tests/instances.ts'
import { smallClinic, aClient, aGroup, aTherapist, at } from '../../../tests/small-clinic.ts'
import { evaluate } from './evaluate.ts'
import { firstFit } from './first-fit.ts'
import type { ClientWeek, Instance } from './instance.ts'
import { usualWeights } from './weights.ts'

const codes = (instance: Instance, ...weeks: ClientWeek[]) =>
  evaluate(instance, { weeks }, usualWeights).violations.map((one) => one.code)
const kindsOf = (instance: Instance, ...weeks: ClientWeek[]) => evaluate(instance, { weeks }, usualWeights).byKind

const whole: ClientWeek = {
  client: 'c1',
  series: ['mon', 'wed', 'fri'],
  individual: { clinician: 't1', time: at(2, '10:00', 60), phase: 0, byVideo: false },
  family: null,
  medication: null,
}

describe('The judge of a plan', () => {
  it('finds nothing wrong with a whole week, and says what it costs line by line', () => {
    const verdict = evaluate(smallClinic(), { weeks: [whole] }, usualWeights)
    assert.deepEqual(verdict.violations, [])
    assert.equal(verdict.whole, 1)
    // Four days of travel; three rooms that run with one person, three short of their least.
    const { newcomer = 0, ...others } = verdict.byKind
    assert.deepEqual(others, { travelDay: 32, running: 60, belowLeast: 135 })
    assert.ok(Math.abs(newcomer - 10) < 1e-9)
    assert.ok(Math.abs(verdict.cost - 237) < 1e-9)
  })

  it('weighs what is missing by urgency: acuity 3 after 10 days counts 1.7 times', () => {
    const clinic = smallClinic({ clients: [aClient({ acuity: 3, waitingDays: 10, isNew: false })] })
    const {
      minutes = 0,
      day = 0,
      individual = 0,
    } = kindsOf(clinic, { ...whole, series: ['mon', 'wed'], individual: null })
    assert.ok(Math.abs(minutes - 1.7 * 2 * 400) < 1e-9)
    assert.ok(Math.abs(day - 1.7 * 300) < 1e-9)
    assert.ok(Math.abs(individual - 1.7 * 600) < 1e-9)
  })

  it('names each thing that must not be', () => {
    const clinic = smallClinic({
      series: [
        aGroup('mon', 1),
        aGroup('wed', 3, { seats: 1 }),
        aGroup('fri', 5),
        aGroup('also-mon', 1, { time: at(1, '10:00', 180) }),
        aGroup('late-mon', 1, { time: at(1, '13:00', 90) }),
        aGroup('elsewhere', 2, { site: 'n2' }),
        aGroup('video', 2, { site: null, states: ['PA'] }),
        aGroup('young', 2, { age: 'adolescent' }),
        aGroup('other', 2, { takes: ['dbt'] }),
        aGroup('women', 2, { affinity: 'women' }),
        aGroup('night', 2, { time: at(2, '20:00', 90) }),
        aGroup('closed', 2, { isClosed: true }),
        aGroup('thu', 4),
        aGroup('sat', 6),
      ],
      clinicians: [aTherapist('t1', { caseload: 1 }), aTherapist('t2', { gender: 'male' })],
      clients: [aClient(), aClient({ id: 'c2' })],
      apart: [['c1', 'c2']],
    })
    const series = (...ids: string[]) => codes(clinic, { ...whole, series: ids, individual: null })
    assert.deepEqual(series('mon', 'wed', 'fri'), [])
    assert.deepEqual(series('elsewhere'), ['site'])
    assert.deepEqual(series('video'), ['licence'])
    assert.deepEqual(series('young'), ['age'])
    assert.deepEqual(series('other'), ['specialty'])
    assert.deepEqual(series('women'), ['affinity'])
    assert.deepEqual(series('night'), ['availability'])
    assert.deepEqual(series('closed'), ['closed'])
    assert.deepEqual(series('nowhere'), ['unknown'])
    assert.deepEqual(series('mon', 'mon').toSorted(), ['at-once', 'day-load', 'twice'])
    assert.deepEqual(series('mon', 'also-mon').toSorted(), ['at-once', 'day-load'])
    assert.deepEqual(series('mon', 'late-mon'), ['day-load'])
    assert.deepEqual(series('mon', 'wed', 'fri', 'thu', 'sat'), ['most-minutes'])
    const c2 = { ...whole, client: 'c2', individual: null }
    assert.deepEqual(codes(clinic, { ...whole, series: ['wed'] }, { ...c2, series: ['wed'] }), ['full', 'apart'])
    assert.deepEqual(codes(clinic, { ...whole, series: [] }, { ...c2, series: [], individual: whole.individual }), [
      'two-at-once',
      'caseload',
    ])
    assert.deepEqual(codes(clinic, whole, whole).includes('two-weeks'), true)
    const visit = { clinician: 't1', time: at(2, '10:00', 60), phase: 0, byVideo: false }
    const seen = (change: Partial<typeof visit>) => codes(clinic, { ...whole, individual: { ...visit, ...change } })
    assert.deepEqual(seen({ time: at(2, '10:30', 60) }), ['no-hour'])
    assert.deepEqual(seen({ phase: 1 }), ['phase'])
    assert.deepEqual(seen({ byVideo: true }), ['no-way'])
    assert.deepEqual(seen({ clinician: 't3' }), ['unknown'])
    assert.deepEqual(seen({ time: at(1, '09:00', 60) }), ['at-once'])
    assert.deepEqual(codes(clinic, { ...whole, family: { ...visit, time: at(2, '11:00', 60) } }), ['not-prescribed'])
    assert.deepEqual(codes(clinic, { ...whole, medication: visit })[0], 'not-prescribed')
  })

  it('lets two families share an hour in turn, and nobody else', () => {
    const every2 = { minutes: 60, every: 2 } as const
    const clients = ['c1', 'c2'].map((id) => {
      const one = aClient({ id })
      return { ...one, need: { ...one.need, family: every2 } }
    })
    const clinic = smallClinic({ clients })
    const family = (client: string, phase: number): ClientWeek => ({
      client,
      series: [],
      individual: { clinician: 't1', time: at(2, client === 'c1' ? '10:00' : '11:00', 60), phase: 0, byVideo: false },
      family: { clinician: 't1', time: at(4, '10:00', 60), phase, byVideo: false },
      medication: null,
    })
    assert.deepEqual(codes(clinic, family('c1', 0), family('c2', 1)), [])
    assert.deepEqual(codes(clinic, family('c1', 0), family('c2', 0)), ['two-at-once'])
    const alone = { ...family('c1', 0), individual: null }
    assert.deepEqual(codes(clinic, alone), ['family-alone'])
  })

  it('holds what is pinned, and asks nothing more of it', () => {
    const now = { ...whole, series: ['mon', 'night'] }
    const night = aGroup('night', 2, { time: at(2, '20:00', 90) })
    const { series } = smallClinic()
    const clinic = smallClinic({ series: [...series, night], clients: [aClient({ now, pinned: ['night', 't1'] })] })
    assert.deepEqual(codes(clinic, now), [])
    assert.deepEqual(codes(clinic, { ...whole, individual: null }), ['pin', 'pin'])
  })

  it('charges a change against today once for each thing that changed', () => {
    const clinic = smallClinic({ clients: [aClient({ now: whole, isNew: false })] })
    const moved: ClientWeek = {
      ...whole,
      series: ['mon', 'wed'],
      individual: { clinician: 't2', time: at(2, '10:00', 60), phase: 0, byVideo: false },
    }
    const { movedSeries, movedHour, movedTherapist } = kindsOf(clinic, moved)
    assert.deepEqual([movedSeries, movedHour, movedTherapist], [40, 25, 120])
    assert.equal(kindsOf(clinic, whole).movedSeries, undefined)
  })
})

describe('Clinics that never were', () => {
  it('are the same for the same seed, and of the size asked for', () => {
    assert.deepEqual(instanceOf('S', 3), instanceOf('S', 3))
    assert.notDeepEqual(instanceOf('S', 3), instanceOf('S', 4))
    const large = instanceOf('L', 1)
    assert.equal(large.clients.length, 2000)
    assert.equal(large.clinicians.length, 282)
    assert.ok(large.series.length > 900)
  })

  it('can be filled by hand without breaking a rule, and never wholly', () => {
    for (const seed of [1, 2, 3, 4, 5, 6]) {
      const clinic = instanceOf('S', seed)
      const verdict = evaluate(clinic, firstFit(clinic), usualWeights)
      assert.deepEqual(verdict.violations, [])
      assert.ok(verdict.whole >= 20 && verdict.whole < 40, `${verdict.whole} of 40`)
    }
  })
})
