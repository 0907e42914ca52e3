import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { castId, clients, riverbend, staffPerson } from '../../../tests/cast.ts'
import { layEvening } from '../../../tests/evening.ts'
import { openHouse, type TestHouse, type Visitor } from '../../../tests/knock.ts'
import { todayHere } from '../../../tests/world.ts'
import { addDays, weekOf } from '../../basics/dates.ts'
import { isRefusal } from '../../basics/refusal.ts'
import { asPerson, type Work } from '../../db/work.ts'
import { urls } from '../../urls.ts'
import { seekerOf, seriesToOffer } from '../groups/queries/seating.ts'
import { mayTakeSeat } from '../groups/rules.ts'
import { fitsWithin } from '../groups/times.ts'
import { stayById, type Stay } from '../plans/queries.ts'
import { acceptWeek } from './actions/accept.ts'
import { noteCommitment } from './actions/wishes.ts'
import { asItIs, type Composed, composeFor } from './queries/compose.ts'
import { seenOf } from './week-form.ts'

// Every week and every reason that a page shows, held against the rules that seats and visits keep, which know nothing of it.

const monday = addDays(weekOf(todayHere()), 7)
const noor = staffPerson('noor')
let house: TestHouse
let desk: Visitor
before(async () => {
  house = await openHouse()
  desk = await house.as('noor')
})
after(() => house.close())
const as = <T>(deed: (work: Work) => Promise<T>) => asPerson(house.db.pool, riverbend.id, noor, new Date(), deed)

class Undone extends Error {}
/** Does it, looks at the answer, and takes everything back. */
async function tried<T>(deed: (work: Work) => Promise<T>): Promise<T> {
  let answer: T | undefined
  await as(async (work) => {
    answer = await deed(work)
    throw new Undone()
  }).catch((error: unknown) => {
    if (!(error instanceof Undone)) throw error
  })
  if (answer === undefined) throw new Error('Nothing came back.')
  return answer
}

async function composed(episode: string): Promise<{ stay: Stay; weeks: Composed }> {
  return as(async (work) => {
    const stay = await stayById(work, episode)
    if (stay === undefined) throw new Error('The stay is there.')
    return { stay, weeks: await composeFor(work, stay, monday) }
  })
}

/** Each week can be accepted as it stands, and each reason is true. */
async function check(episode: string): Promise<Map<string, string>> {
  const { stay, weeks } = await composed(episode)
  const { known, proposals, reasons } = weeks
  assert.ok(proposals.length > 0, 'there is a week')
  const seen = seenOf(known.seeker.now, known.lead)
  // The best and the last of them: each acceptance books a week and takes it back.
  for (const { week } of new Set([...proposals.slice(0, 1), ...proposals.slice(-1)])) {
    const answer = await tried((work) => acceptWeek(work, episode, { from: monday, week, seen, because: '' }))
    assert.ok(!isRefusal(answer), `${stay.name}: ${JSON.stringify(answer)}`)
  }
  const [first] = proposals
  assert.deepEqual(
    [...(first?.week.series ?? []), ...reasons.map(({ series }) => series)].toSorted(),
    [...known.offered.keys()].toSorted(),
    'every group of the program is in week 1 or has its reason',
  )
  const told = new Map<string, string>()
  await as(async (work) => {
    const seeker = await seekerOf(work, stay, monday)
    const groups = new Map((await seriesToOffer(work, monday, null, stay.clientId)).map((one) => [one.row.id, one]))
    for (const { series: id, code, instead } of reasons) {
      const group = groups.get(id)
      assert.ok(group !== undefined)
      told.set(id, code)
      const said = `${stay.name}, ${group.series.name} on day ${group.row.weekday}: ${code}`
      // Hours that a week would give back are free for it: what stands in the way otherwise is the rule's to say.
      const held = seeker.held.filter(
        (one) => one.seriesId === null || !(known.seeker.now?.series.includes(one.seriesId) ?? false),
      )
      const refusal = mayTakeSeat({
        series: group.series,
        client: { ...seeker, held: held.filter(({ name }) => !name.startsWith('a visit')) },
        from: monday,
        to: null,
      })
      if (code === 'full') assert.equal(refusal?.refused, 'full', said)
      else if (code === 'availability') {
        assert.equal(refusal?.refused, 'not-free', said)
        assert.ok(seeker.availability !== null && !fitsWithin(group.series, seeker.availability), said)
      } else if (code === 'affinity') assert.equal(refusal?.refused, 'affinity', said)
      else if (code === 'worse') {
        if (!(known.seeker.now?.series.includes(id) ?? false)) assert.equal(refusal, null, said)
        assert.ok((instead?.more ?? -1) >= -1e-6, said)
      } else assert.fail(`A reason that this house has no ground for: ${said}`)
    }
  })
  for (const { series: id, code, instead } of reasons) {
    if (code !== 'worse' || instead === null) continue
    const forced = await as((work) => composeFor(work, stay, monday, { ...asItIs, mustHave: [id] }))
    const [best] = forced.proposals
    assert.ok(best !== undefined && best.week.series.includes(id))
    const more = best.cost + best.priced - (first?.cost ?? 0) - (first?.priced ?? 0)
    assert.ok(Math.abs(more - instead.more) < 1e-6, `what it costs more is ${instead.more}, put in it is ${more}`)
  }
  return told
}

describe('Everything the page says', () => {
  for (const { key, givenName } of clients)
    it(`holds for ${givenName}`, async () => {
      await check(castId(`${key} episode`))
    })

  it('holds where hours are bound, a room is full, and one is kept for some', async () => {
    const groups = [1, 2, 3, 4, 5].map((weekday) => ({
      weekday,
      starts: '17:30',
      minutes: 180,
      chairs: weekday === 5 ? 1 : 8,
    }))
    const evening = await layEvening(house.db, groups)
    const first = await evening.client('Ann')
    const [, tuesday = '', wednesday = '', , friday = ''] = evening.series
    await evening.prescribe(first.episode, monday, { group: 540 })
    const { weeks } = await composed(first.episode)
    const full = await as((work) => composeFor(work, weeks.known.stay, monday, { ...asItIs, mustHave: [friday] }))
    const week = full.proposals[0]?.week
    assert.ok(week !== undefined)
    const seen = seenOf(full.known.seeker.now, full.known.lead)
    assert.ok(
      !isRefusal(await as((work) => acceptWeek(work, first.episode, { from: monday, week, seen, because: '' }))),
    )
    await house.db.owner.query("update group_series set affinity = 'women' where id = $1", [wednesday])
    const second = await evening.client('Bo')
    await evening.prescribe(second.episode, monday, { group: 540, individual: 60, medication: 15 })
    await as((work) =>
      noteCommitment(work, second.client, {
        whose: 'client',
        what: 'childcare',
        firmness: 'cannot',
        weekdays: [2],
        from: '16:00',
        to: '18:00',
        since: todayHere(),
      }),
    )
    const told = await check(second.episode)
    assert.deepEqual(
      [tuesday, wednesday, friday].map((id) => told.get(id)),
      ['availability', 'affinity', 'full'],
    )
    const page = (await desk.get(urls.composeWeek({ episode: second.episode }, { from: monday }))).text
      .replace(/<[^>]+>/g, ' ')
      .replace(/\s+/g, ' ')
    assert.match(page, /Tuesday 17:30 to 18:00: childcare until 18:00\./)
    assert.match(page, /All 1 seats are taken\. Nobody’s last day is known\./)
    assert.match(page, /It is kept for some, and they did not ask for it\./)
  })
})
