// The clinic of the simulated year: who works there, what time it is, what was done, and who is asked after each thing.
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { addDays, type Day, instantAt } from '../src/basics/dates.ts'
import { isRefusal, type Refusal } from '../src/basics/refusal.ts'
import { isAwayOn } from '../src/clinic/concerns/stand-in.ts'
import { colleagues } from '../src/clinic/concerns/queries/stand-ins.ts'
import { nothingFound } from '../src/clinic/placement/answered.ts'
import { gateOf } from '../src/clinic/placement/gate.ts'
import { lookAfter } from '../src/clinic/today/actions/looks.ts'
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
  let standing = 0

  const read = async <T extends object>(text: string, values: unknown[] = []): Promise<T[]> =>
    (await db.owner.query<T>(text, values)).rows
  const inside = <T>(by: StaffPerson | Stepwell, deed: (work: Work) => Promise<T>): Promise<T> =>
    asPerson(pool, clinic, by, at, deed)

  /** The invariant, asked for some people or for everyone; what the clock's minute mends is mended, and counted. */
  const ask = (keys: readonly string[] | undefined, after: string) =>
    inside(clock, async (work) => {
      const question = keys === undefined ? {} : { keys }
      let answer = await nextTouchOf(work, question)
      const lacks = () => answer.people.filter(({ lack }) => lack !== null)
      if (lacks().length > 0 && without !== 'looks') {
        gaps += await lookAfter(work, keys)
        answer = await nextTouchOf(work, question)
      }
      for (const one of lacks())
        exceptions.push(`${today}, after ${after}: ${one.name} (${one.standing}) lacks ${one.lack}`)
      return {
        people: answer.people,
        keys: new Set([...answer.people.map(({ key }) => key), ...answer.settled.map(({ clientId }) => clientId)]),
        team: keys === undefined ? await colleagues(work) : [],
      }
    })

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
    time: (wall: string) => {
      at = instantAt(today, wall, zone)
    },
    nextDay: () => {
      today = addDays(today, 1)
      at = instantAt(today, '08:00', zone)
    },
    counts: () => ({ counts, refusals, exceptions, gaps, standing }),
    /** One thing that somebody does, by its verb; refused things did not happen. Then the invariant of whom it concerns. */
    async act<T>(
      what: string,
      by: string | StaffPerson,
      keys: readonly (string | null | undefined)[],
      deed: (work: Work) => Promise<T | Refusal>,
    ): Promise<T | null> {
      const who = typeof by === 'string' ? people.get(by) : by
      assert.ok(who, `who does this works here: ${what}`)
      const answer = await inside(who, deed)
      if (isRefusal(answer)) {
        const word = `${what}: ${answer.refused}`
        refusals.set(word, (refusals.get(word) ?? 0) + 1)
        return null
      }
      counts.set(what, (counts.get(what) ?? 0) + 1)
      const known = keys.flatMap((key) => key ?? [])
      if (known.length > 0) await ask(known, what)
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
      const all = await ask(undefined, 'the day')
      for (const { key } of expected) if (!all.keys.has(key)) exceptions.push(`${today}: ${key} is not in the list`)
      for (const one of all.people) {
        const owner = all.team.find(({ id }) => id === (without === 'stand-ins' ? one.namedId : one.ownerId))
        const day = one.nextOn === null || one.nextOn < today ? today : one.nextOn
        if (owner === undefined || owner.role === 'none')
          exceptions.push(`${today}: ${one.name} is with somebody who left`)
        else if (isAwayOn(owner, day, zone))
          exceptions.push(`${today}: ${one.name} is with ${owner.name}, who is away on ${day}`)
      }
      standing = all.people.length
    },
    /** What admission asks for was done: the safety gate, the decision on the level, consent to treatment. */
    async isReady(client: string): Promise<void> {
      const [screen, assessment] = [randomUUID(), randomUUID()]
      const gate = gateOf(nothingFound, { age: 36 })
      const dana = castId('dana')
      await db.owner.query(
        `insert into safety_screen (clinic_id, id, client_id, answers, thresholds, stops, cautions, screened_by, screened_at) values ($1, $2, $3, $4, $5, '[]', '[]', $6, $7)`,
        [clinic, screen, client, nothingFound, { id: gate.thresholds }, dana, at],
      )
      await db.owner.query(
        `insert into placement_assessment (clinic_id, id, client_id, screen_id, edition, ratings, recommended_level, recommendation, assessed_by, assessed_at)
         values ($1, $2, $3, $4, 'six', '{}', '2.1', $5, $6, $7)`,
        [
          clinic,
          assessment,
          client,
          screen,
          {
            rules: 'stepwell-placement-1',
            level: '2.1',
            levelLabel: 'Intensive outpatient',
            alongside: [],
            alsoConsider: [],
            reasons: [],
            notes: [],
            blocked: false,
          },
          dana,
          at,
        ],
      )
      await db.owner.query(
        "insert into placement_decision (clinic_id, id, assessment_id, client_id, level_of_care, decided_by, decided_at) values ($1, $2, $3, $4, '2.1', $5, $6)",
        [clinic, randomUUID(), assessment, client, dana, at],
      )
      await db.owner.query(
        `insert into consent (clinic_id, id, client_id, scope, document_id, document_version, text_signed, text_hash, signer_name, signer_capacity, method, signature, signed_at, taken_by)
         values ($1, $2, $3, 'treatment', 'treatment', '1', 'I agree to be treated.', $4, 'The client', 'client', 'typed', 'The client', $5, $6)`,
        [clinic, randomUUID(), client, 'a'.repeat(64), at, dana],
      )
    },
    async close(): Promise<void> {
      await pool.end()
      await db.close()
    },
  }
  return year
}
