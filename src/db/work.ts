import { sql } from 'kysely'
import type pg from 'pg'
import { refuse, type Refusal } from '../basics/refusal.ts'
import { kyselyOn, type Db, type Pool } from './connect.ts'

export const roles = ['administrator', 'director', 'coordinator', 'therapist', 'prescriber', 'biller'] as const
export type Role = (typeof roles)[number]

export type StaffPerson = {
  kind: 'staff'
  id: string
  role: Role
  name: string
  givenName: string
  familyName: string
  credential: string
  sessionId: string
}
/** Another computer system, reading through FHIR with a token. */
export type OutsideSystem = {
  kind: 'system'
  id: string
  name: string
  recipientClass: 'treating-provider' | 'health-plan' | 'third-party-payer' | 'program-operations'
  purpose: 'treatment' | 'payment' | 'operations'
}
/** Stepwell's own clock, imports and generators. */
export type Stepwell = { kind: 'stepwell'; id: null; name: string }
/** Somebody on the public pages: no account, no name, and a database role that cannot read a client. */
export type Visitor = { kind: 'visitor'; id: null; name: string }
/** Whoever came with a link that was made for them, to sign papers: a database role that sees those papers alone. */
export type LinkHolder = { kind: 'link'; id: string; name: string }
/** A client on their own page, by a private link: `id` is the link's, and no verb serves them but for what is theirs. */
export type ClientPerson = { kind: 'client'; id: string; clientId: string; name: string }
/** A tablet that goes round the room of one meeting: `id` is the round's. It sees places and questions, and nobody's answers. */
export type TabletRound = { kind: 'tablet'; id: string; sessionId: string; name: string }
/** A tablet at the door of a site: `id` is the tablet's. It takes numbers, and says the same to everybody. */
export type DoorTablet = { kind: 'door'; id: string; siteId: string; name: string }
export type LentTablet = TabletRound | DoorTablet
export type Person = StaffPerson | OutsideSystem | Stepwell | Visitor | LinkHolder | ClientPerson | LentTablet

export type Clinic = {
  id: string
  name: string
  state: string
  timeZone: string
  clientWord: 'client' | 'patient'
  isDemo: boolean
}

/**
 * One request, one transaction: who does it, where, when, and the only database handle that exists. `at` is when the request
 * began, until it has waited for others (`actsNow`); `now` is the clock it came from, where one runs.
 */
export type Work = { db: Db; by: Person; at: Date; clinic: Clinic; requestId: string; now?: () => Date }

/**
 * Whoever had to wait for others acts when they were let in, not when they asked: otherwise what was written while they waited
 * lies in their future, a row that was ended still looks open, and the last word of two is the one that was written first. Said
 * once in a request, at its first hold: everything that a deed writes is of one moment.
 */
export function actsNow(work: Work): void {
  if (work.now === undefined || letIn.has(work.db)) return
  letIn.add(work.db)
  const now = work.now()
  if (now > work.at) work.at = now
}

const letIn = new WeakSet<Db>()

/** Opens a transaction, tells row-level security who asks, runs `deed`, and keeps what it did unless it threw. */
export async function asPerson<T>(
  pool: Pool,
  clinicId: string,
  by: Person,
  at: Date,
  deed: (work: Work) => Promise<T>,
): Promise<T> {
  const client = await pool.connect()
  try {
    await client.query('begin')
    await claim(client, clinicId, by)
    const clinic = await clinicOf(client, clinicId)
    const answer = await deed({ db: kyselyOn(client), by, at, clinic, requestId: by.kind })
    await client.query('commit')
    client.release()
    return answer
  } catch (error) {
    await abandon(client)
    throw error
  }
}

/** Undoes the transaction; a connection that cannot even do that is thrown away. */
export async function abandon(client: pg.PoolClient): Promise<void> {
  try {
    await client.query('rollback')
    client.release()
  } catch (error) {
    client.release(error instanceof Error ? error : true)
  }
}

async function claim(client: pg.PoolClient, clinicId: string, by: Person): Promise<void> {
  const duty = by.kind === 'staff' ? by.role : by.kind
  await client.query(
    "select set_config('app.clinic', $1, true), set_config('app.person', $2, true), set_config('app.role', $3, true)",
    [clinicId, by.id ?? '', duty],
  )
}

async function clinicOf(client: pg.PoolClient, id: string): Promise<Clinic> {
  const { rows } = await client.query<Clinic>(
    'select id, name, state, time_zone as "timeZone", client_word as "clientWord", is_demo as "isDemo" from clinic where id = $1',
    [id],
  )
  // A clinic that is being founded in this very transaction is not there yet.
  return rows[0] ?? { id, name: '', state: 'NY', timeZone: 'UTC', clientWord: 'client', isDemo: false }
}

/**
 * Tries a write that the database may refuse. When one of the named constraints says no, everything since the start of
 * `write` is undone and the sentence is the answer; any other error goes on.
 */
export async function unlessRefused<T>(
  work: Work,
  sentences: Record<string, string>,
  write: () => Promise<T>,
): Promise<T | Refusal> {
  await sql`savepoint deed`.execute(work.db)
  try {
    const answer = await write()
    await sql`release savepoint deed`.execute(work.db)
    return answer
  } catch (error) {
    const constraint = constraintOf(error)
    const sentence = constraint === null ? undefined : sentences[constraint]
    if (constraint === null || sentence === undefined) throw error
    await sql`rollback to savepoint deed`.execute(work.db)
    return refuse(constraint.replaceAll('_', '-'), sentence)
  }
}

function constraintOf(error: unknown): string | null {
  if (typeof error !== 'object' || error === null || !('constraint' in error)) return null
  return typeof error.constraint === 'string' ? error.constraint : null
}

/**
 * Runs one verb of a client, or of a tablet that is lent, with the eyes of the house: what they may not see, such as who sits
 * on the other chairs, is counted for them. The verb has made sure that what it changes is theirs to change. `by` stays who it is.
 */
export async function withHouseEyes<T>(work: Work, deed: () => Promise<T>): Promise<T> {
  // A verb within a verb: the inner one must not take the eyes away from the outer.
  const { kind } = work.by
  if ((kind !== 'client' && kind !== 'tablet' && kind !== 'door') || seesAll.has(work.db)) return deed()
  seesAll.add(work.db)
  await sql`set local role none`.execute(work.db)
  await sql`select set_config('app.role', 'stepwell', true)`.execute(work.db)
  try {
    return await deed()
  } finally {
    seesAll.delete(work.db)
    // After an error of the database nothing more can be said to it: the transaction ends with it.
    await sql`select set_config('app.role', ${kind}, true)`.execute(work.db).catch(() => {})
    await sql
      .raw(`set local role ${kind === 'client' ? 'stepwell_client' : 'stepwell_tablet'}`)
      .execute(work.db)
      .catch(() => {})
  }
}

const seesAll = new WeakSet<Db>()
