import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { aClient, aGroup, aTherapist, at, smallClinic } from '../../../../tests/small-clinic.ts'
import { lookupOf } from '../cost.ts'
import { evaluate } from '../evaluate.ts'
import { firstFit } from '../first-fit.ts'
import type { TimetableInstance, WeekTime } from '../instance.ts'
import { hoursLeft, timetableFaults } from '../timetable.ts'
import { usualWeights as weights } from '../weights.ts'
import { freedHours } from './freed-hours.ts'
import { retime } from './timetable.ts'

const evening = at(2, '17:00', 180)
const slots = ['17:00', '18:00', '19:00']

/** One client who can be seen on Tuesday evening alone, and the one therapist who could see them leads a group all of it. */
function clinic(mayLead: readonly string[], works: readonly WeekTime[] = [evening], mayMove = true): TimetableInstance {
  const free = [...[1, 3, 5].map((day) => at(day, '08:00', 300)), at(2, '16:00', 300)]
  const groups = [
    ...[1, 3, 5].map((day) => aGroup(`day${day}`, day, { seats: 6 })),
    aGroup('evening', 2, { time: evening, takes: ['dbt'], leaders: ['t1'] }),
  ]
  const shifts = [
    {
      clinician: 't1',
      times: works,
      slots: works.flatMap(({ weekday }) => slots.map((from) => at(weekday, from, 60))),
    },
    { clinician: 't2', times: [evening], slots: [] },
  ]
  const people = [aTherapist('t1'), aTherapist('t2', { ages: ['adolescent'] })]
  return {
    ...smallClinic(),
    series: groups,
    clients: [aClient({ free })],
    clinicians: people.map((one) => {
      const shift = shifts.find((other) => other.clinician === one.id)
      return shift === undefined ? one : { ...one, hours: hoursLeft(shift, groups) }
    }),
    rooms: [{ id: 'r1', site: 'n1', seats: 12 }],
    shifts,
    placings: groups.map((one) => ({
      series: one.id,
      room: 'r1',
      mayMove: mayMove && one.id === 'evening',
      mayLead: one.id === 'evening' ? mayLead : [],
    })),
    open: [1, 2, 3, 4, 5].map((day) => at(day, '08:00', 13 * 60)),
    mostLedMinutes: 1080,
  }
}

async function after(instance: TimetableInstance) {
  const plan = firstFit(instance)
  assert.deepEqual(timetableFaults(instance), [])
  assert.equal(evaluate(instance, plan, weights).whole, 0)
  const found = await retime(instance, plan, weights, { most: 0.5 })
  const verdict = evaluate(found.instance, found.plan, weights)
  assert.deepEqual([verdict.violations, timetableFaults(found.instance, instance)], [[], []])
  return { ...found, whole: verdict.whole, group: found.instance.series.find((one) => one.id === 'evening') }
}

describe('Hours that groups eat', () => {
  it('are told with the group, its leader and who would be seen', () => {
    const instance = clinic(['t1', 't2'])
    const [week] = firstFit(instance).weeks
    const [client] = instance.clients
    assert.ok(week !== undefined && client !== undefined)
    const [freed, ...others] = freedHours(instance, [{ client, week }], lookupOf(instance), weights)
    assert.deepEqual(others, [])
    assert.deepEqual(
      [freed?.series, freed?.leader, freed?.points, freed?.calls.map((one) => one.id)],
      ['evening', 't1', weights.individual, ['c1']],
    )
    // Nobody who lacks nothing is called.
    const need = { ...client.need, individual: null }
    assert.deepEqual(freedHours(instance, [{ client: { ...client, need }, week }], lookupOf(instance), weights), [])
  })

  it('are given back by another who leads, at the same hour', async () => {
    const { group, whole, moved, plan } = await after(clinic(['t1', 't2']))
    assert.deepEqual([whole, moved, group?.time, group?.leaders], [1, ['evening'], evening, ['t2']])
    assert.equal(plan.weeks[0]?.individual?.clinician, 't1')
  })

  it('are given back by a group that moves, where nobody else may lead it', async () => {
    const { group, whole } = await after(clinic(['t1'], [evening, at(4, '17:00', 180)]))
    assert.deepEqual([whole, group?.leaders, group?.time.weekday], [1, ['t1'], 4])
  })

  it('stay with a group that must stay', async () => {
    const { group, whole, moved } = await after(clinic(['t1', 't2'], [evening, at(4, '17:00', 180)], false))
    assert.deepEqual([whole, moved, group?.leaders, group?.time], [0, [], ['t1'], evening])
  })
})
