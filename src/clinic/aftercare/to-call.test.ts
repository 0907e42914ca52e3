import assert from 'node:assert/strict'
import { after, before, it } from 'node:test'
import fc from 'fast-check'
import { castId, riverbend } from '../../../tests/cast.ts'
import { openHouse, type TestHouse } from '../../../tests/knock.ts'
import { todayHere } from '../../../tests/world.ts'
import { addDays } from '../../basics/dates.ts'
import { asPerson } from '../../db/work.ts'
import { outcomes } from './follow-ups.ts'
import { everyoneGone, everyoneToCall, goneByIds } from './queries/follow-ups.ts'

// The list of calls is read without what decides nothing any more. It must be the whole answer's list on any day of anybody's year.

const today = todayHere()
const keys = ['maya', 'tomasz', 'kofi', 'ruth', 'jose', 'peter']
let house: TestHouse
before(async () => {
  house = await openHouse()
  await house.db.owner.query(
    'alter table episode disable trigger user; alter table discharge disable trigger user; alter table follow_up disable trigger user',
  )
})
after(() => house.close())

const stay = fc.record({
  ago: fc.integer({ min: 0, max: 398 }),
  calls: fc.uniqueArray(
    fc.record({
      dayAfter: fc.constantFrom(2, 5, 7, 14, 30, 40, 90, 180, 365),
      late: fc.integer({ min: 0, max: 5 }),
      outcome: fc.constantFrom(...outcomes),
    }),
    { maxLength: 6, selector: ({ dayAfter, outcome }) => `${dayAfter} ${outcome === 'not-reached'}` },
  ),
})

it('names whoever has a call to come, on the day and with the tries that the whole answer gives', async () => {
  const own = house.db.owner
  await own.query(
    `insert into follow_up_policy (clinic_id, id, days, tries, effective_from, source, set_by, set_at)
     values ($1, gen_random_uuid(), '{5,14,40}', '{2,2,1}', $2, 'Our own', $3, now())`,
    [riverbend.id, addDays(today, -100), castId('dana')],
  )
  let due = 0
  await fc.assert(
    fc.asyncProperty(fc.array(stay, { minLength: keys.length, maxLength: keys.length }), async (stays) => {
      await own.query('delete from follow_up; delete from discharge')
      for (const [n, { ago, calls }] of stays.entries()) {
        const episode = castId(`${keys[n]} episode`)
        const left = addDays(today, -ago)
        await own.query(
          'update episode set during = daterange(least(lower(during), $2::date), $2::date + 1) where id = $1',
          [episode, left],
        )
        await own.query(
          `insert into discharge (clinic_id, id, episode_id, on_day, reason, discharged_by, discharged_at) values ($1, gen_random_uuid(), $2, $3, 'completed', $4, now())`,
          [riverbend.id, episode, left, castId('dana')],
        )
        for (const { dayAfter, late, outcome } of calls)
          await own.query(
            `insert into follow_up (clinic_id, id, episode_id, day_after, how, outcome, words, made_on, made_by, made_at)
             values ($1, gen_random_uuid(), $2, $3, 'phone', $4, '', $5, $6, now())`,
            [riverbend.id, episode, dayAfter, outcome, addDays(left, dayAfter + late), castId('dana')],
          )
      }
      const clock = { kind: 'stepwell', id: null, name: 'Stepwell' } as const
      const [asked, list, everyone] = await asPerson(house.db.pool, riverbend.id, clock, new Date(), async (work) => [
        await goneByIds(
          work,
          keys.map((key) => castId(`${key} episode`)),
          today,
        ),
        await everyoneToCall(work, today),
        await everyoneGone(work, today),
      ])
      // Whoever left longer ago than the longest follow-up is asked for by name alone.
      const whole = asked.filter(({ lastDay }) => lastDay >= addDays(today, -396))
      const told = (some: readonly { episodeId: string; next: unknown }[]) =>
        new Map(some.map(({ episodeId, next }) => [episodeId, next]))
      assert.deepEqual(
        [...told(everyone)].toSorted(),
        [...told(whole)].toSorted(),
        'everyone, and why nobody is called',
      )
      assert.deepEqual(
        [...told(list)].toSorted(),
        [...told(whole.filter(({ next }) => next.state === 'due'))].toSorted(),
      )
      due += list.length
      const days = list.map(({ next }) => next.on)
      assert.deepEqual(days, days.toSorted(), 'the soonest first')
    }),
    { numRuns: 40, endOnFailure: true },
  )
  assert.ok(due > 40, `few had a call to come: ${due}`)
})
