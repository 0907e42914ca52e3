import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { castId, riverbend } from '../../../../tests/cast.ts'
import { freshDatabase, type TestDatabase } from '../../../../tests/database.ts'
import { layEvening } from '../../../../tests/evening.ts'
import { todayHere } from '../../../../tests/world.ts'
import { addDays, weekOf } from '../../../basics/dates.ts'
import { isRefusal } from '../../../basics/refusal.ts'
import { connect, type Pool } from '../../../db/connect.ts'
import { asPerson, type Role, type StaffPerson, type Work } from '../../../db/work.ts'
import { askForSwitch } from '../../clients/actions/switches.ts'
import { seatsHeld } from '../../groups/queries/seating.ts'
import { stayById } from '../../plans/queries.ts'
import { asItIs, type Adjusted, composeFor } from '../queries/compose.ts'
import { knownOf } from '../queries/instance.ts'
import { seenOf } from '../week-form.ts'
import { acceptWeek, acceptWeeks, type Accepting } from './accept.ts'
import { noteCommitment } from './wishes.ts'

const today = todayHere()
const monday = addDays(weekOf(today), 7)
const person = (key: string, role: Role): StaffPerson => ({
  kind: 'staff',
  id: castId(key),
  role,
  name: key,
  givenName: key,
  familyName: '',
  credential: '',
  sessionId: castId(key),
})
const noor = person('noor', 'coordinator')

let db: TestDatabase
let pool: Pool
before(async () => {
  db = await freshDatabase()
  pool = connect(db.appUrl, 12)
})
after(async () => {
  await pool.end()
  await db.close()
})
const as = <T>(deed: (work: Work) => Promise<T>, by = noor) => asPerson(pool, riverbend.id, by, new Date(), deed)

const evenings = [1, 2, 3, 4].map((weekday) => ({ weekday, starts: '17:30', minutes: 180, chairs: 8 }))
const house = async (groups = evenings) => layEvening(db, groups)

/** The best week as the page would show it, ready to be accepted. */
const proposed = (episode: string, adjusted: Adjusted = asItIs, place = 0): Promise<Accepting> =>
  as(async (work) => {
    const stay = await stayById(work, episode)
    if (stay === undefined) throw new Error('The stay is there.')
    const { proposals, known } = await composeFor(work, stay, monday, adjusted)
    const week = proposals[place]?.week
    if (week === undefined) throw new Error('There is a proposal.')
    return { from: monday, week, seen: seenOf(known.seeker.now, known.lead), because: '' }
  })
const accept = (episode: string, said: Accepting, by = noor) => as((work) => acceptWeek(work, episode, said), by)
const standing = async (client: string, episode: string) => {
  const seats = await as((work) => seatsHeld(work, client, monday))
  const visits = (
    await db.owner.query(
      'select staff_id, kind, held_on::text as day from visit where episode_id = $1 and not isempty(during) order by 3',
      [episode],
    )
  ).rows
  const leads = (
    await db.owner.query('select staff_id from primary_therapist where episode_id = $1 order by assigned_at', [episode])
  ).rows.map((row) => row.staff_id)
  return { seats: seats.filter((seat) => seat.to === null).map((seat) => seat.seriesId), visits, leads }
}

describe('A week that is accepted', () => {
  it('gives the therapist, every seat and the standing visits at once', async () => {
    const evening = await house()
    const { client, episode } = await evening.client('Ines')
    await evening.prescribe(episode, monday, { group: 540, individual: 60 })
    const said = await proposed(episode)
    const answer = await accept(episode, said)
    assert.ok(!isRefusal(answer), JSON.stringify(answer))
    const { seats, visits, leads } = await standing(client, episode)
    assert.deepEqual(seats.toSorted(), [...said.week.series].toSorted())
    assert.equal(seats.length, 3)
    assert.equal(visits.length, 8)
    assert.deepEqual(leads, [said.week.individual?.clinician])
    assert.equal((await db.owner.query('select from composed_week where episode_id = $1', [episode])).rowCount, 1)
    // What stands now is the week that would be proposed again, without a change.
    const again = await proposed(episode)
    assert.deepEqual([...again.week.series].toSorted(), seats.toSorted())
    assert.equal(again.week.individual?.clinician, said.week.individual?.clinician)
  })

  it('lets two take each other’s last seats at once, all of it or nothing', async () => {
    const evening = await house(evenings.map((one, n) => ({ ...one, chairs: n < 2 ? 8 : 1 })))
    const [, , wednesday = '', thursday = ''] = evening.series
    const people = [await evening.client('Kim'), await evening.client('Lou')]
    const days = [wednesday, thursday]
    for (const [n, { episode }] of people.entries()) {
      await evening.prescribe(episode, monday, { group: 540, individual: 60 })
      const must = { ...asItIs, mustHave: [days[n] ?? ''], mustNot: [days[1 - n] ?? ''] }
      const sits = await accept(episode, await proposed(episode, must))
      assert.ok(!isRefusal(sits), JSON.stringify(sits))
    }
    const exchanges = await as(async (work) => {
      const list: { episodeId: string; said: Accepting }[] = []
      for (const [n, { episode }] of people.entries()) {
        const stay = await stayById(work, episode)
        if (stay === undefined) throw new Error('The stay is there.')
        const { seeker, lead } = await knownOf(work, stay, monday)
        if (seeker.now === null) throw new Error('The week stands.')
        const series = seeker.now.series.map((id) => (id === days[n] ? (days[1 - n] ?? '') : id))
        list.push({
          episodeId: episode,
          said: { from: monday, week: { ...seeker.now, series }, seen: seenOf(seeker.now, lead), because: '' },
        })
      }
      return list
    })
    const seatsOf = () =>
      Promise.all(people.map(async (one) => (await standing(one.client, one.episode)).seats.toSorted()))
    const before = await seatsOf()
    const [one, other] = exchanges
    assert.ok(one !== undefined && other !== undefined)
    // One after the other neither can: the other sits there.
    for (const alone of exchanges) assert.ok(isRefusal(await accept(alone.episodeId, alone.said)))
    const stale = await as((work) => acceptWeeks(work, [one, { ...other, said: { ...other.said, seen: 'older' } }]))
    assert.ok(isRefusal(stale) && stale.refused === 'changed-meanwhile')
    assert.deepEqual(await seatsOf(), before)
    const done = await as((work) => acceptWeeks(work, exchanges))
    assert.ok(!isRefusal(done), JSON.stringify(done))
    assert.deepEqual(
      await seatsOf(),
      exchanges.map(({ said }) => said.week.series.toSorted()),
    )
  })

  it('goes to one of two who want the last seat at the same moment, and leaves nothing half done for the other', async () => {
    const evening = await house(evenings.slice(0, 3).map((one, n) => ({ ...one, chairs: n === 2 ? 1 : 8 })))
    const people = [await evening.client('Ada'), await evening.client('Bea')]
    for (const { episode } of people) await evening.prescribe(episode, monday, { group: 540, individual: 60 })
    const said = await Promise.all(people.map(({ episode }) => proposed(episode)))
    for (const one of said) assert.equal(one.week.series.length, 3)
    const answers = await Promise.all(
      people.map(({ episode }, n) => accept(episode, said[n] ?? (said[0] as Accepting))),
    ) // both are there
    const won = answers.findIndex((answer) => !isRefusal(answer))
    const lost = answers.find(isRefusal)
    assert.ok(won >= 0 && lost !== undefined, JSON.stringify(answers))
    assert.match(lost.refused, /seat-gone|full|hour-gone|does-not-fit/)
    const loser = people[1 - won]
    assert.ok(loser !== undefined)
    assert.deepEqual(await standing(loser.client, loser.episode), { seats: [], visits: [], leads: [] })
  })

  it('lets people move in opposite directions at once: nobody waits in a ring', async () => {
    const evening = await house()
    const [monday1 = '', tuesday = ''] = evening.series
    const people: Awaited<ReturnType<typeof evening.client>>[] = []
    for (const name of ['Nan', 'Ola', 'Pim', 'Quy', 'Rae', 'Sol']) people.push(await evening.client(name))
    for (const [n, { episode }] of people.entries()) {
      await evening.prescribe(episode, monday, { group: 540 })
      const must = { ...asItIs, mustNot: [n % 2 === 0 ? monday1 : tuesday] }
      assert.ok(!isRefusal(await accept(episode, await proposed(episode, must))))
    }
    const turned = (n: number, episode: string) =>
      as(async (work): Promise<Accepting> => {
        const stay = await stayById(work, episode)
        const known = stay && (await knownOf(work, stay, monday))
        if (known?.seeker.now == null) throw new Error('The week stands.')
        const [from, to] = known.seeker.now.series.includes(tuesday) ? [tuesday, monday1] : [monday1, tuesday]
        const series = known.seeker.now.series.map((id) => (id === from ? to : id))
        return {
          from: monday,
          week: { ...known.seeker.now, series },
          seen: seenOf(known.seeker.now, known.lead),
          because: `${n}`,
        }
      })
    for (let round = 0; round < 4; round += 1) {
      const said = await Promise.all(people.map(({ episode }, n) => turned(n, episode)))
      const answers = await Promise.all(
        people.map(({ episode }, n) => accept(episode, said[n] ?? (said[0] as Accepting))),
      ) // each is there
      for (const answer of answers) assert.ok(!isRefusal(answer), JSON.stringify(answer))
    }
  })

  it('books no hour of a clinician twice, whoever presses at once', async () => {
    const evening = await house()
    const people: Awaited<ReturnType<typeof evening.client>>[] = []
    for (const name of ['Cai', 'Dot', 'Eve', 'Flo']) people.push(await evening.client(name))
    for (const { episode } of people) await evening.prescribe(episode, monday, { group: 540, individual: 60 })
    const said = await Promise.all(people.map(({ episode }) => proposed(episode)))
    await Promise.all(people.map(({ episode }, n) => accept(episode, said[n] ?? (said[0] as Accepting)))) // each is there
    const { rows } = await db.owner.query(
      `select 1 from visit a join visit b on a.clinic_id = b.clinic_id and a.staff_id = b.staff_id and a.id < b.id and a.during && b.during`,
    )
    assert.equal(rows.length, 0)
  })

  it('is refused when somebody changed the week since it was shown', async () => {
    const evening = await house()
    const { client, episode } = await evening.client('Gil')
    await evening.prescribe(episode, monday, { group: 540 })
    const [first, second] = [await proposed(episode), await proposed(episode, asItIs, 1)]
    assert.ok(!isRefusal(await accept(episode, first)))
    const before = await standing(client, episode)
    const late = await accept(episode, second)
    assert.ok(isRefusal(late) && late.refused === 'changed-meanwhile', JSON.stringify(late))
    assert.deepEqual(await standing(client, episode), before)
  })

  it('is refused when the client’s hours changed since', async () => {
    const evening = await house()
    const { client, episode } = await evening.client('Hal')
    await evening.prescribe(episode, monday, { group: 540 })
    const said = await proposed(episode)
    const weekdays = [1, 2, 3, 4]
    await as((work) =>
      noteCommitment(work, client, {
        whose: 'client',
        what: 'childcare',
        firmness: 'cannot',
        weekdays,
        from: '17:00',
        to: '18:00',
        since: today,
      }),
    )
    const late = await accept(episode, said)
    assert.ok(isRefusal(late) && late.refused === 'does-not-fit', JSON.stringify(late))
    assert.deepEqual((await standing(client, episode)).seats, [])
  })

  it('may stay as it is, or shrink, after a smaller week is prescribed; it may not grow', async () => {
    const evening = await house()
    const { client, episode } = await evening.client('Nel')
    await evening.prescribe(episode, addDays(monday, -7), { group: 720 })
    const first = await proposed(episode)
    assert.equal(first.week.series.length, 4)
    assert.ok(!isRefusal(await accept(episode, first)))
    await evening.prescribe(episode, monday, { group: 180 })
    const now = await as(async (work) => {
      const stay = await stayById(work, episode)
      if (stay === undefined) throw new Error('The stay is there.')
      const { seeker, lead } = await knownOf(work, stay, monday)
      if (seeker.now === null) throw new Error('The week stands.')
      return { from: monday, week: seeker.now, seen: seenOf(seeker.now, lead), because: '' }
    })
    const same = await accept(episode, now)
    assert.ok(!isRefusal(same), JSON.stringify(same))
    assert.deepEqual([same.given, same.released], [[], []])
    const less = { ...now, week: { ...now.week, series: now.week.series.slice(0, 3) } }
    const shrunk = await accept(episode, less)
    assert.ok(!isRefusal(shrunk), JSON.stringify(shrunk))
    assert.equal((await standing(client, episode)).seats.length, 3)
    const back = await as(async (work) => {
      const stay = await stayById(work, episode)
      if (stay === undefined) throw new Error('The stay is there.')
      const { seeker, lead } = await knownOf(work, stay, monday)
      return { ...now, seen: seenOf(seeker.now, lead) }
    })
    const grown = await accept(episode, back)
    assert.ok(isRefusal(grown) && grown.refused === 'does-not-fit', JSON.stringify(grown))
  })

  it('is for those who may, for a stay that is open, and for nobody who is in none', async () => {
    const evening = await house()
    const { episode } = await evening.client('Ivy')
    await evening.prescribe(episode, monday, { group: 540 })
    const said = await proposed(episode)
    for (const by of [person('ben', 'biller'), person('ada', 'administrator'), person('priya', 'prescriber')]) {
      const answer = await accept(episode, said, by)
      assert.ok(isRefusal(answer) && answer.refused === 'not-allowed')
    }
    const other = await evening.client('Jan')
    const wrong = await accept(other.episode, said)
    assert.ok(isRefusal(wrong) && wrong.refused === 'not-found')
    const nobody = await accept(castId('no such stay'), said)
    assert.ok(isRefusal(nobody) && nobody.refused === 'not-found')
    const over = await evening.client('Kit', addDays(today, -40))
    await db.owner.query('update episode set during = daterange(lower(during), $2::date) where id = $1', [
      over.episode,
      addDays(today, -3),
    ])
    const ended = await accept(over.episode, { ...said, week: { ...said.week, client: over.client } })
    assert.ok(isRefusal(ended) && ended.refused === 'stay-over', JSON.stringify(ended))
  })
})

describe('A switch', () => {
  it('moves the client alone: what stays is kept, visits ahead go to the new therapist, and who treated whom is history', async () => {
    const evening = await house()
    const { client, episode } = await evening.client('Lou')
    const beside = await evening.client('Mia')
    for (const one of [episode, beside.episode]) {
      await evening.prescribe(one, monday, { group: 540, individual: 60 })
      assert.ok(!isRefusal(await accept(one, await proposed(one))))
    }
    const before = await standing(client, episode)
    const others = await standing(beside.client, beside.episode)
    const lead = before.leads[0] ?? ''
    const asked = await as((work) =>
      askForSwitch(work, client, { wants: 'therapist', seriesId: null, words: 'Somebody else, please.' }),
    )
    assert.ok(!isRefusal(asked), JSON.stringify(asked))
    const said = await proposed(episode, { ...asItIs, mustNot: [lead] })
    assert.notEqual(said.week.individual?.clinician, lead)
    const answer = await accept(episode, said)
    assert.ok(!isRefusal(answer), JSON.stringify(answer))
    const then = await standing(client, episode)
    assert.deepEqual(then.seats.toSorted(), before.seats.toSorted())
    assert.deepEqual(then.leads, [lead, said.week.individual?.clinician])
    assert.ok(then.visits.every((visit) => visit.staff_id === said.week.individual?.clinician))
    assert.equal(then.visits.length, 8)
    assert.deepEqual(await standing(beside.client, beside.episode), others)
    const { rows } = await db.owner.query(
      'select outcome from switch_answer a join switch_request r on r.clinic_id = a.clinic_id and r.id = a.request_id where r.client_id = $1',
      [client],
    )
    assert.deepEqual(rows, [{ outcome: 'changed' }])
    const told = await db.owner.query("select 1 from notice where client_id = $1 and kind = 'week-changed'", [client])
    assert.equal(told.rowCount, 1)
  })
})
