import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, describe, it } from 'node:test'
import { castId, riverbend, staffPerson } from '../../../tests/cast.ts'
import { freshDatabase, type TestDatabase } from '../../../tests/database.ts'
import { seriesId, todayHere } from '../../../tests/world.ts'
import { addDays } from '../../basics/dates.ts'
import { isRefusal } from '../../basics/refusal.ts'
import { asPerson, type Work } from '../../db/work.ts'
import { addCap } from '../programs/actions.ts'
import { setMentor, setPhase, setPhasePolicy } from './actions/phases.ts'
import { releaseSeat, takeSeat } from './actions/seats.ts'
import { joining, mixOf, mixWarning, phaseOn, usualPhasePolicy } from './phase.ts'
import { directory } from './queries/directory.ts'
import { mentorsOf, mixesOn, phasesOf } from './queries/phases.ts'
import { seekerOf, seriesToOffer } from './queries/seating.ts'
import { seatOffers, type Series } from './rules.ts'
import { stayById } from '../plans/queries.ts'

const clinic = riverbend.id
const today = todayHere()
const dana = staffPerson('dana')
let db: TestDatabase
before(async () => {
  db = await freshDatabase()
})
after(() => db.close())

const as = <T>(deed: (work: Work) => Promise<T>) => asPerson(db.pool, clinic, dana, new Date(), deed)
const group = seriesId('process-a', 2)
const payer = randomUUID()

async function covered(client: string): Promise<void> {
  const coverage = randomUUID()
  await db.owner.query('insert into coverage (clinic_id, id, client_id, added_at) values ($1, $2, $3, now())', [
    clinic,
    coverage,
    client,
  ])
  await db.owner.query(
    "insert into coverage_fact (clinic_id, id, coverage_id, payer_id, relation, priority, starts_on, recorded_at) values ($1, gen_random_uuid(), $2, $3, 'self', 1, $4, now())",
    [clinic, coverage, payer, addDays(today, -90)],
  )
}

async function newcomer(): Promise<{ client: string; episode: string }> {
  const [client, episode] = [randomUUID(), randomUUID()]
  await db.owner.query('insert into client (clinic_id, id, number, added_at) values ($1, $2, $3, now())', [
    clinic,
    client,
    client,
  ])
  await db.owner.query(
    "insert into client_identity (clinic_id, id, client_id, given_name, family_name, birth_date, sex, search_name, recorded_at) values ($1, gen_random_uuid(), $2, 'Ana', 'Lima', '1990-01-01', 'female', 'ana lima', now())",
    [clinic, client],
  )
  await db.owner.query(
    "insert into episode (clinic_id, id, client_id, program_id, level_of_care, during, residence, admitted_by, admitted_at) values ($1, $2, $3, $4, '2.1', daterange($5, null), 'home', $6, now())",
    [clinic, episode, client, castId('day'), today, castId('dana')],
  )
  return { client, episode }
}
const take = (episode: string, from = today) => as((work) => takeSeat(work, episode, { seriesId: group, from }))

describe('A limit of a payer', () => {
  it('binds a room only while somebody sits there for whom it pays, and is said by name', async () => {
    await db.owner.query('insert into payer (clinic_id, id, added_at) values ($1, $2, now())', [clinic, payer])
    await db.owner.query(
      "insert into payer_fact (clinic_id, id, payer_id, name, kind, recorded_at) values ($1, gen_random_uuid(), $2, 'River Mutual', 'commercial', now())",
      [clinic, payer],
    )
    const cap = { state: null, payerId: payer, kind: 'counselling' as const, most: 10, from: addDays(today, -9) }
    const kept = await as((work) => addCap(work, { ...cap, to: null, source: 'its manual', mark: 'C' }))
    assert.equal(kept, null)
    const left = async () => (await as((work) => directory(work, group)))[0]?.open.left
    // Ten sit on twelve chairs, and nobody of them is River Mutual's.
    assert.equal(await left(), 2)
    const [ana, bo] = [await newcomer(), await newcomer()]
    await covered(ana.client)
    const refused = await take(ana.episode)
    assert.ok(isRefusal(refused))
    assert.equal(refused.refused, 'payer-limit')
    assert.match(refused.because, /has 10 members.*River Mutual.*allows 10 clients/)
    const seat = await take(bo.episode)
    assert.ok(!isRefusal(seat))
    await as((work) => releaseSeat(work, seat.id, { lastDay: addDays(today, -1), because: 'A test' }))
    // Somebody who sits there is River Mutual's now: the room is full for everybody, for visitors too.
    await covered(castId('tomasz'))
    assert.equal(await left(), 0)
    const other = await take(bo.episode)
    assert.ok(isRefusal(other) && other.refused === 'payer-limit')
    const two = await as((work) => addCap(work, { ...cap, state: 'NY', to: null, source: 'x', mark: 'C' }))
    assert.ok(isRefusal(two) && two.refused === 'one-authority')
  })
})

describe('How far along people are', () => {
  it('follows the days and the policy, and what a clinician says stands over both', async () => {
    const policy = usualPhasePolicy
    assert.deepEqual(
      [1, 14, 15, 41, 42].map((day) => phaseOn(policy, day, null)),
      ['newcomer', 'newcomer', 'under-way', 'under-way', 'further'],
    )
    assert.equal(phaseOn(policy, 3, 'further'), 'further')
    const stay = castId('tomasz episode') // day 9
    const phase = async () => (await as((work) => phasesOf(work, [stay], today))).get(stay)
    assert.equal(await phase(), 'newcomer')
    await as((work) => setPhase(work, stay, { phase: 'further', from: today, because: 'Came back' }))
    assert.equal(await phase(), 'further')
    await as((work) => setPhase(work, stay, { phase: 'by-days', from: today, because: '' }))
    assert.equal(await phase(), 'newcomer')
    const figures = { newcomerDays: 7, furtherDays: 30, mostNewcomers: 50, from: today, source: 'Our own' }
    assert.equal(await as((work) => setPhasePolicy(work, figures)), null)
    assert.equal(await phase(), 'under-way')
    const turned = await as((work) => setPhasePolicy(work, { ...figures, furtherDays: 7 }))
    assert.ok(isRefusal(turned) && turned.refused === 'days-turned')
  })

  it('warns above two thirds of newcomers, and ranks seats by what joining does', () => {
    const mix = mixOf(['newcomer', 'newcomer', 'newcomer', 'further'])
    assert.equal(mixWarning(mixOf(['newcomer', 'newcomer', 'further']), usualPhasePolicy), null)
    assert.equal(mixWarning(mix, usualPhasePolicy) === null, false)
    assert.equal(mixWarning(mixOf(['newcomer', 'newcomer']), usualPhasePolicy), null)
    assert.equal(joining(mix, 'newcomer', usualPhasePolicy).rank, 1)
    assert.equal(joining(mix, 'further', usualPhasePolicy).rank, -1)
    assert.equal(joining(mixOf(['further', 'further', 'under-way']), 'newcomer', usualPhasePolicy).rank, 0)
  })

  it('puts the groups where somebody does good first in the list of seats, and says why', async () => {
    const ana = await newcomer()
    const offers = await as(async (work) => {
      const stay = await stayById(work, ana.episode)
      assert.ok(stay)
      const offered = await seriesToOffer(work, today, null, ana.client)
      const [one] = offered.map((each) => each.series)
      assert.ok(one)
      const heavy: Series = { ...one, id: 'heavy', weekday: 1, mix: { members: 4, newcomers: 4, further: 0 } }
      const good: Series = { ...one, id: 'good', weekday: 7, mix: { members: 4, newcomers: 1, further: 2 } }
      const seeker = { ...(await seekerOf(work, stay, today)), held: [] }
      return seatOffers(
        [heavy, good].map((each) => ({ ...each, seatsTaken: 1, cap: { ...one.cap, seats: 9 } })),
        seeker,
        today,
      )
    })
    assert.deepEqual(
      offers.fitting.map((each) => [each.series.id, each.note]),
      [
        ['good', '2 members are further along'],
        ['heavy', 'would make 5 newcomers of 5'],
      ],
    )
  })

  it('knows the mix of a group and its peer mentors', async () => {
    const mix = (await as((work) => mixesOn(work, today, group))).get(group)
    assert.equal(mix?.members, 10)
    const { rows } = await db.owner.query<{ id: string; episode_id: string }>(
      'select id, episode_id from seat where series_id = $1 and upper_inf(during) limit 1',
      [group],
    )
    const [seat] = rows
    assert.ok(seat)
    const mentors = () => as((work) => mentorsOf(work, group, today))
    await as((work) => setMentor(work, seat.id, true))
    assert.deepEqual([...(await mentors())], [seat.episode_id])
    await as((work) => setMentor(work, seat.id, false))
    assert.deepEqual([...(await mentors())], [])
  })
})
