import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { castId } from '../../../tests/cast.ts'
import { openHouse, type TestHouse } from '../../../tests/knock.ts'
import { seriesId, todayHere } from '../../../tests/world.ts'
import { addDays, weekOf } from '../../basics/dates.ts'
import { urls } from '../../urls.ts'
import { proposalUnderWay, runProposals } from './actions/run-proposals.ts'

const from = addDays(weekOf(todayHere()), 14)
const asked = { name: 'Next month', from, minutes: '1', roomSeats: '12', evenings: '2' }

describe('Proposals for the timetable', () => {
  let house: TestHouse
  before(async () => {
    house = await openHouse()
  })
  after(async () => {
    await proposalUnderWay()
    await house.close()
  })

  const ask = async (over: Record<string, string | string[]> = {}) => {
    const dana = await house.as('dana')
    const answer = await dana.post(urls.proposals(), { ...asked, ...over })
    assert.equal(answer.status, 303, answer.text.slice(0, 400))
    const id = answer.location?.split('/').at(-1) ?? ''
    // A test looks for six seconds where a director looks for minutes.
    await house.db.owner.query('update proposal set question = question || \'{"seconds": 6}\' where id = $1', [id])
    return id
  }
  const search = async () => {
    await runProposals(house.db.pool, new Date())
    await proposalUnderWay()
  }
  const stand = async () =>
    JSON.stringify(
      (await house.db.owner.query('select series_id, client_id, during from seat order by 1, 2, 3')).rows.concat(
        (await house.db.owner.query('select id, weekday, starts, room_id, during from group_series order by id')).rows,
      ),
    )

  it('are asked by a director, found by the clock, judged, and change nothing by themselves', async () => {
    const stood = await stand()
    const proposal = await ask()
    const dana = await house.as('dana')
    assert.match((await dana.get(urls.proposal({ proposal }))).text, /Waiting for its turn/)
    await search()
    const page = await dana.get(urls.proposal({ proposal }))
    assert.equal(page.status, 200)
    assert.match(page.text, /It keeps every rule of the house/)
    assert.match(page.text, /Fully served/)
    assert.doesNotMatch(page.text, /data-every/)
    assert.equal(await stand(), stood)
    const { rows } = await house.db.owner.query('select figures from proposal_result where proposal_id = $1', [
      proposal,
    ])
    assert.equal(rows[0].figures.violations, 0)
    assert.ok(rows[0].figures.costAfter <= rows[0].figures.costBefore)
    assert.ok(rows[0].figures.bound <= rows[0].figures.costAfter)
    // The proof without the solver, and what it was made with, stay with the proposal.
    assert.ok(rows[0].figures.ownBound <= rows[0].figures.bound)
    assert.match(page.text, /our own sum, without the solver, proves/)
    assert.match(page.text, /Made with model weeks \d+, highs [\d.]+, seed 1\./)
  })

  it('answer what if: an evening more, a room more, a clinician less', async () => {
    const proposal = await ask({
      name: 'Evenings',
      eveningProgram: castId('evening'),
      roomSite: castId('mill'),
      without: castId('ines'),
    })
    await search()
    const dana = await house.as('dana')
    const page = await dana.get(urls.proposal({ proposal }))
    assert.match(
      page.text,
      /with one clinician less, with one room more, of 12, with 2 evenings more in Evening program/,
    )
    assert.match(page.text, /It keeps every rule of the house/)
  })

  it('are stopped with the best so far, and taken up again after a copy has died', async () => {
    const stopped = await ask({ name: 'Stopped' })
    const dana = await house.as('dana')
    assert.equal((await dana.post(urls.proposalStop({ proposal: stopped }))).status, 303)
    assert.equal((await dana.post(urls.proposalStop({ proposal: stopped }))).status, 303)
    const proposal = await ask({ name: 'Left behind' })
    await house.db.owner.query(
      "insert into proposal_step (clinic_id, id, proposal_id, kind, at) select clinic_id, gen_random_uuid(), id, 'progress', now() - interval '1 minute' from proposal where id = $1",
      [proposal],
    )
    await search()
    assert.match((await dana.get(urls.proposal({ proposal }))).text, /How far is it/)
    await house.db.owner.query("update proposal_step set at = now() - interval '2 minutes' where proposal_id = $1", [
      proposal,
    ])
    await search()
    assert.match((await dana.get(urls.proposal({ proposal }))).text, /It keeps every rule of the house/)
  })

  it('are taken over part by part; what stands in the way says so and undoes nothing else', async () => {
    const proposal = await ask({ name: 'By hand' })
    await search()
    const move = (series: string, weekday: number, room: string) => ({
      series,
      from: {
        time: { weekday: 1, from: 540, to: 620 },
        room: castId('cedar'),
        leaders: [castId('lee'), castId('sam')],
      },
      to: { time: { weekday, from: 540, to: 620 }, room, leaders: [castId('lee'), castId('sam')] },
    })
    const [free, taken] = [seriesId('process-a', 1), seriesId('process-a', 2)]
    await house.db.owner.query('update proposal_result set moves = $2 where proposal_id = $1', [
      proposal,
      JSON.stringify([move(free, 1, castId('birch')), move(taken, 3, castId('cedar'))]),
    ])
    const dana = await house.as('dana')
    const answer = await dana.post(urls.proposalParts({ proposal }), { 'series[]': [free, taken] })
    assert.equal(answer.status, 303, answer.text.slice(0, 300))
    const page = await dana.get(urls.proposal({ proposal }))
    assert.match(page.text, /1 part was taken over\. 1 part could not be/)
    assert.match(page.text, /Taken over/)
    assert.match(page.text, /Cedar room is taken by/)
    const { rows } = await house.db.owner.query(
      'select from_day::text, because from series_change where series_id = $1',
      [free],
    )
    assert.deepEqual(rows, [{ from_day: from, because: 'Proposal “By hand”' }])
    const none = await dana.post(urls.proposalParts({ proposal }), {})
    assert.equal(none.status, 422)
    assert.match(none.text, /Choose at least one part/)
  })

  it('leave a pinned group where it is, and refuse a stranger to the role', async () => {
    const dana = await house.as('dana')
    const series = seriesId('dbt-evening', 1)
    assert.equal(
      (await dana.post(urls.seriesPins({ series }), { pinned: 'yes', because: 'Room for wheels' })).status,
      303,
    )
    const { rows } = await house.db.owner.query('select is_pinned from series_pin where series_id = $1', [series])
    assert.deepEqual(rows, [{ is_pinned: true }])
    const noor = await house.as('noor')
    assert.equal((await noor.get(urls.proposals())).status, 403)
    assert.equal((await noor.post(urls.proposals(), asked)).status, 403)
    assert.equal((await noor.post(urls.seriesPins({ series }), {})).status, 403)
    const past = await dana.post(urls.proposals(), { ...asked, from: todayHere() })
    assert.equal(past.status, 422)
    assert.match(past.text, /Choose a later first day/)
  })
})
