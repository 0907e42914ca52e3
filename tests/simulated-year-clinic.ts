// The clinic of the simulated year: who works there, what time it is, what was done, and who is asked after each thing.
import assert from 'node:assert/strict'
import { sql } from 'kysely'
import { addDays, type Day, instantAt } from '../src/basics/dates.ts'
import { isRefusal, type Refusal } from '../src/basics/refusal.ts'
import { isAwayOn } from '../src/clinic/concerns/stand-in.ts'
import { colleagues, officeDay } from '../src/clinic/concerns/queries/stand-ins.ts'
import { lookAfter, lookAfterDeed } from '../src/clinic/today/actions/looks.ts'
import { nextTouchOf } from '../src/clinic/today/queries/next-touch.ts'
import { connect } from '../src/db/connect.ts'
import { asPerson, type Stepwell, type StaffPerson, type Work } from '../src/db/work.ts'
import { castId, riverbend, staff } from './cast.ts'
import { freshDatabase } from './database.ts'
import { seriesId, todayHere } from './world.ts'

export const zone = riverbend.timeZone
const clinic = riverbend.id
const clock: Stepwell = { kind: 'stepwell', id: null, name: 'Clock' }

/** Mulberry32: the same seed makes the same year. */
export function diceOf(seed: number) {
  let state = seed
  const roll = (): number => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }
  return {
    chance: (p: number): boolean => roll() < p,
    upTo: (n: number): number => Math.floor(roll() * n),
    one: <T>(list: readonly T[]): T | undefined => list[Math.floor(roll() * list.length)],
  }
}

const personOf = (key: string): StaffPerson => {
  const one = staff.find((each) => each.key === key)
  assert.ok(one, key)
  const { givenName, familyName, credential, role } = one
  const id = castId(key)
  return {
    kind: 'staff',
    id,
    role,
    name: `${givenName} ${familyName}`,
    givenName,
    familyName,
    credential,
    sessionId: id,
  }
}

/** Rules that may be taken out, to see that the year does fail without them. */
export type Without = 'looks' | 'stand-ins' | null
export type Year = Awaited<ReturnType<typeof openYear>>

export async function openYear(seed: number, without: Without = null) {
  const db = await freshDatabase()
  const pool = connect(db.appUrl, 2)
  const dice = diceOf(seed)
  const first = addDays(todayHere(), 1)
  const counts = new Map<string, number>()
  const refusals = new Map<string, number>()
  const exceptions: string[] = []
  const people = new Map(staff.map(({ key }) => [key, personOf(key)]))
  let today: Day = first
  let at = instantAt(first, '08:00', zone)
  let gaps = 0
  let looks = 0
  let standing = 0

  const read = async <T extends object>(text: string, values: unknown[] = []): Promise<T[]> =>
    (await db.owner.query<T>(text, values)).rows
  const inside = <T>(by: StaffPerson | Stepwell, deed: (work: Work) => Promise<T>): Promise<T> =>
    asPerson(pool, clinic, by, at, deed)

  /** The invariant, asked for some people or for everyone. What lacks is written down, and nothing is mended. */
  const look = async (work: Work, keys: readonly string[] | undefined, after: string) => {
    const answer = await nextTouchOf(work, keys === undefined ? {} : { keys })
    for (const one of answer.people)
      if (one.lack !== null)
        exceptions.push(`${today}, after ${after}: ${one.name} (${one.standing}) lacks ${one.lack}`)
    return answer
  }
  const ask = (keys: readonly string[] | undefined, after: string) => inside(clock, (work) => look(work, keys, after))
  /** What the clock's minute does as time goes by: days lapse without anybody acting. */
  const minute = async (): Promise<void> => {
    if (without !== 'looks') gaps += await inside(clock, (work) => lookAfter(work))
  }

  // Room for some twenty: what is full all year would only tell of a waitlist.
  await db.owner.query(
    'insert into series_chair (clinic_id, series_id, number) select $1, s, n from unnest($2::uuid[]) s, generate_series(13, 22) n',
    [clinic, [1, 3].map((weekday) => seriesId('process-a', weekday))],
  )

  const year = {
    db,
    pool,
    dice,
    read,
    clinic,
    first,
    today: () => today,
    at: () => at,
    id: (key: string) => castId(key),
    staffById: (id: string) => [...people.values()].find((one) => one.id === id),
    time: async (wall: string) => {
      at = instantAt(today, wall, zone)
      await minute()
    },
    nextDay: async () => {
      today = addDays(today, 1)
      at = instantAt(today, '08:00', zone)
      await minute()
    },
    counts: () => ({ counts, refusals, exceptions, gaps, looks, standing }),
    /** One thing that somebody does, by its verb; refused things did not happen. Then the invariant of whom it concerns. */
    async act<T>(
      what: string,
      by: string | StaffPerson,
      keys: readonly (string | null | undefined)[],
      deed: (work: Work) => Promise<T | Refusal>,
    ): Promise<T | null> {
      const who = typeof by === 'string' ? people.get(by) : by
      assert.ok(who, `who does this works here: ${what}`)
      // No two deeds at one instant, as in life.
      at = new Date(at.getTime() + 1)
      const known = keys.flatMap((key) => key ?? [])
      // Whoever administers sees no clinical day: after their deeds the clock asks.
      const seesDays = who.role !== 'administrator' && who.role !== 'biller'
      // As the staff's door does it: what was refused leaves nothing behind, and whoever lacks a day gets one in the same act.
      const answer = await inside(who, async (work) => {
        await sql`savepoint act`.execute(work.db)
        const done = await deed(work)
        if (isRefusal(done)) {
          await sql`rollback to savepoint act`.execute(work.db)
          return done
        }
        if (without !== 'looks') looks += await lookAfterDeed(work)
        if (known.length > 0 && seesDays) await look(work, known, what)
        return done
      })
      if (isRefusal(answer)) {
        const word = `${what}: ${answer.refused}`
        refusals.set(word, (refusals.get(word) ?? 0) + 1)
        return null
      }
      if (known.length > 0 && !seesDays) await ask(known, what)
      counts.set(what, (counts.get(what) ?? 0) + 1)
      return answer
    },
    /** What the clock does by itself. */
    ticks: (deed: (work: Work) => Promise<unknown>) => inside(clock, deed),
    inside: (deed: (work: Work) => Promise<unknown>) => inside(clock, deed),
    ask,
    /** At a day's end: nobody is missing from the list, and each has one owner who is here on the day. Asked of the rows, past the verbs. */
    async evening(): Promise<void> {
      const expected = await read<{ key: string }>(
        `select e.client_id as key from episode e left join discharge d on d.clinic_id = e.clinic_id and d.episode_id = e.id
         where e.clinic_id = $1 and not isempty(e.during) and (upper_inf(e.during) or upper(e.during) > $2::date - 364)
           and not exists (select from episode o join discharge x on x.clinic_id = o.clinic_id and x.episode_id = o.id where o.client_id = e.client_id and x.reason = 'died')
         union
         select coalesce((select k.client_id from inquiry_client k where k.clinic_id = i.clinic_id and k.inquiry_id = i.id), i.id) from inquiry i
         where i.clinic_id = $1 and (select s.stage from inquiry_stage s where s.clinic_id = i.clinic_id and s.inquiry_id = i.id order by s.nth desc limit 1) not in ('closed', 'admitted')`,
        [clinic, today],
      )
      const { all, team, office } = await inside(clock, async (work) => ({
        all: await look(work, undefined, 'the day'),
        team: await colleagues(work),
        office: await officeDay(work),
      }))
      const listed = new Set([...all.people.map(({ key }) => key), ...all.settled.map(({ clientId }) => clientId)])
      for (const { key } of expected) if (!listed.has(key)) exceptions.push(`${today}: ${key} is not in the list`)
      for (const one of all.people) {
        const owner = team.find(({ id }) => id === (without === 'stand-ins' ? one.namedId : one.ownerId))
        const day = one.nextOn === null || one.nextOn < today ? today : one.nextOn
        if (owner === undefined || owner.role === 'none')
          exceptions.push(`${today}: ${one.name} is with somebody who left`)
        else if (isAwayOn(owner, day, office))
          exceptions.push(`${today}: ${one.name} is with ${owner.name}, who is away on ${day}`)
      }
      standing = all.people.length
    },
    async close(): Promise<void> {
      await pool.end()
      await db.close()
    },
  }
  return year
}
