// A year of the clinic in which nobody gets lost: everything through its verbs, the clock driven day by day, and after every event
// the question whether whoever it concerns still has a next day and one owner who is here on it. At each day's end, for everybody.
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { addDays, weekdayOf } from '../src/basics/dates.ts'
import { addSupervision } from '../src/clinic/staff/actions/credentials.ts'
import { watchForTrouble } from '../src/clinic/concerns/actions/watch.ts'
import { laySessions } from '../src/clinic/groups/actions/lay.ts'
import { passOffersOn } from '../src/clinic/groups/actions/offers.ts'
import { arrangeCover } from '../src/clinic/visits/actions/cover.ts'
import { openYear, type Without } from './simulated-year-clinic.ts'
import { desk } from './simulated-year-desk.ts'
import { calls, group, stays } from './simulated-year-events.ts'
import { afterLeaving, team } from './simulated-year-people.ts'

const seed = 20_261_122

async function live(weeks: number, without: Without = null) {
  const year = await openYear(seed, without)
  try {
    const missing = new Set<string>()
    await year.act('supervision', 'dana', [], (work) =>
      addSupervision(work, year.id('lee'), { supervisorId: year.id('hana'), from: year.first }).then(
        (refused) => refused ?? {},
      ),
    )
    await year.ask(undefined, 'the first day')
    for (let n = 0; n < weeks * 7; n += 1) {
      if (n % 7 === 0) {
        await year.ticks((work) => laySessions(work, year.today(), addDays(year.today(), 21)))
        await team(year, n / 7)
        if (n === 7)
          await year.act('staff sick', 'dana', [], (work) =>
            arrangeCover(work, {
              staffId: year.id('lee'),
              from: year.today(),
              to: addDays(year.today(), 4),
              because: 'Sick',
              away: true,
              meetings: [],
              visits: [],
            }),
          )
      }
      if ([1, 3, 5].includes(weekdayOf(year.today()))) {
        await passOffersOn(year.pool, year.at())
        await desk(year)
        await group(year, missing)
        await calls(year)
        await stays(year)
        await afterLeaving(year)
      }
      if (n % 28 === 2) await watchForTrouble(year.pool, year.at())
      year.time('20:00')
      await year.evening()
      year.nextDay()
    }
    return year.counts()
  } finally {
    await year.close()
  }
}

const shown = (counts: ReadonlyMap<string, number>) =>
  [...counts]
    .toSorted((a, b) => b[1] - a[1])
    .map(([what, n]) => `${what} ${n}`)
    .join(', ')
const total = (counts: ReadonlyMap<string, number>) => [...counts.values()].reduce((sum, n) => sum + n, 0)

describe('A simulated year', () => {
  it('loses nobody: 52 weeks, everybody asked after every event and at each day’s end', {
    timeout: 600_000,
  }, async (t) => {
    const { counts, refusals, exceptions, gaps, standing } = await live(52)
    t.diagnostic(
      `${total(counts)} events, ${exceptions.length} exceptions; ${gaps} times the clock gave somebody a day; ${standing} people at the end`,
    )
    t.diagnostic(shown(counts))
    t.diagnostic(`refused: ${shown(refusals)}`)
    assert.deepEqual(exceptions.slice(0, 20), [])
    // A year in which too little happened would prove little.
    assert.ok(total(counts) > 1000, `${total(counts)} events`)
    for (const what of [
      'pause',
      'therapist left',
      'handed over',
      'staff sick',
      'waitlist joined',
      'step taken back',
      'mark taken back',
      'left: completed',
      'left: dropped-out',
      'known at the door',
    ])
      assert.ok((counts.get(what) ?? 0) > 0, `${what} never happened`)
  })

  it('would lose people without the step that the clock puts before whoever they belong to', {
    timeout: 120_000,
  }, async (t) => {
    const { exceptions } = await live(3, 'looks')
    t.diagnostic(`${exceptions.length} exceptions in three weeks, the first: ${exceptions[0]}`)
    assert.ok(exceptions.some((one) => one.includes('lacks no-day')))
  })

  it('would leave people with somebody absent without the rule of who answers', { timeout: 120_000 }, async (t) => {
    const { exceptions } = await live(3, 'stand-ins')
    t.diagnostic(`${exceptions.length} exceptions in three weeks, the first: ${exceptions[0]}`)
    assert.ok(exceptions.some((one) => /who is away on|somebody who left/.test(one)))
  })
})
