import { sql } from 'kysely'
import type { Work } from '../../../db/work.ts'
import { asPerson, type Role } from '../../../db/work.ts'
import type { Pool } from '../../../db/connect.ts'
import { newId, newToken, sha256 } from '../../../basics/ids.ts'
import { networkOf } from '../../../basics/network.ts'
import { isRefusal, refuse, type Refusal } from '../../../basics/refusal.ts'
import { hashPassword, passwordMatches, pretendToCheck } from '../passwords.ts'
import { mayAttempt, passwordProblem } from '../rules.ts'
import { record } from '../trail.ts'

export type SignedIn = { token: string; deviceToken: string }
type Attempt = { email: string; password: string; address: string; deviceToken: string; device: string }

/** Signs a person in. The same sentence answers a wrong password and an unknown address, after the same time. */
export async function signIn(pool: Pool, at: Date, attempt: Attempt): Promise<SignedIn | Refusal> {
  const email = attempt.email.trim().toLowerCase()
  const account = sha256(`account ${email}`)
  const address = sha256(`address ${networkOf(attempt.address)}`)
  const parameters = [email, account, address, sha256(attempt.deviceToken)]
  const tooMany = mayAttempt(countsOf(await factsOf(pool, parameters)))
  if (tooMany) return tooMany

  const checked = await oneAtATime(async () => {
    // A hundred guesses sent at once wait here: each is counted again when its turn comes.
    const facts = await factsOf(pool, parameters)
    const tired = mayAttempt(countsOf(facts))
    if (tired) return tired
    const matches =
      facts.hash === null
        ? await pretendToCheck(attempt.password).then(() => false)
        : await passwordMatches(attempt.password, facts.hash)
    const works = facts.role !== null && facts.role !== 'none'
    await pool.query('select record_sign_in_attempt($1, $2, $3, $4, $5)', [
      newId(),
      account,
      address,
      facts.known,
      matches && works,
    ])
    return { facts, matches, works }
  })
  if (isRefusal(checked)) return checked
  const { facts, matches, works } = checked
  if (!matches || !works || facts.clinic_id === null || facts.staff_id === null) {
    return refuse('sign-in-wrong', 'That email and password do not belong together. Check both and try again.')
  }
  return beginSession(pool, at, facts.clinic_id, facts.staff_id, attempt)
}

type Facts = {
  clinic_id: string | null
  staff_id: string | null
  hash: string | null
  role: Role | 'none' | null
  known: boolean
  failed_here: number
  failed_address: number
  failed_account: number
}

const countsOf = (facts: Facts) => ({
  knownDevice: facts.known,
  failedHere: facts.failed_here,
  failedAddress: facts.failed_address,
  failedAccount: facts.failed_account,
})

async function factsOf(
  pool: Pool,
  parameters: string[],
): Promise<(Facts & { hash: string }) | (Facts & { hash: null })> {
  const { rows } = await pool.query<(Facts & { hash: string }) | (Facts & { hash: null })>(
    'select * from sign_in_facts($1, $2, $3, $4)',
    parameters,
  )
  const [row] = rows
  if (row === undefined) throw new Error('sign_in_facts answers one row at least')
  return row
}

async function beginSession(
  pool: Pool,
  at: Date,
  clinicId: string,
  staffId: string,
  attempt: Attempt,
): Promise<SignedIn> {
  const token = newToken()
  const deviceToken = attempt.deviceToken === '' ? newToken() : attempt.deviceToken
  await asPerson(pool, clinicId, { kind: 'stepwell', id: null, name: 'Sign-in' }, at, async (work) => {
    await work.db
      .insertInto('session')
      .values({
        clinicId,
        id: newId(),
        staffId,
        tokenHash: sha256(token),
        device: attempt.device.slice(0, 200),
        beganAt: sql`now()`,
        lastSeenAt: sql`now()`,
      })
      .execute()
    await work.db
      .insertInto('knownDevice')
      .values({ clinicId, id: newId(), staffId, tokenHash: sha256(deviceToken), at: sql`now()` })
      .onConflict((conflict) => conflict.doNothing())
      .execute()
    await record(work, 'session.began', { about: { staff: staffId } })
  })
  return { token, deviceToken }
}

export async function signOut(work: Work): Promise<void> {
  if (work.by.kind !== 'staff') return
  await endSessions(work, work.by.sessionId, 'signed out')
}

export async function signOutEverywhere(work: Work): Promise<void> {
  await endSessions(work, null, 'signed out everywhere')
}

async function endSessions(work: Work, only: string | null, because: string): Promise<void> {
  if (work.by.kind !== 'staff') return
  await endSessionsOf(work, work.by.id, only, because)
  await record(work, 'session.ended', { about: { because } })
}

/** Ends a person's sessions at once, on every device. */
export async function endSessionsOf(work: Work, staffId: string, only: string | null, because: string): Promise<void> {
  await work.db
    .updateTable('session')
    .set({ endedAt: sql`now()`, endedBecause: because })
    .where('clinicId', '=', work.clinic.id)
    .where('staffId', '=', staffId)
    .where('endedAt', 'is', null)
    .$if(only !== null, (query) => query.where('id', '=', only))
    .execute()
}

/** Sets somebody's password. Every other session of theirs ends. */
export async function setPassword(
  work: Work,
  staffId: string,
  password: string,
  mustChange: boolean,
): Promise<null | Refusal> {
  const member = await work.db.selectFrom('staffMember').select('email').where('id', '=', staffId).executeTakeFirst()
  if (member === undefined) return refuse('no-such-person', 'This person is not on the staff of this clinic.')
  const problem = passwordProblem(password, member.email)
  if (problem) return problem
  await work.db
    .insertInto('staffPassword')
    .values({
      clinicId: work.clinic.id,
      id: newId(),
      staffId,
      hash: await ownTurn(() => hashPassword(password)),
      mustChange,
      setBy: work.by.id,
      setAt: sql`clock_timestamp()`,
    })
    .execute()
  await endOthers(work, staffId)
  await record(work, 'password.set', { about: { staff: staffId, mustChange } })
  return null
}

async function endOthers(work: Work, staffId: string): Promise<void> {
  const mine = work.by.kind === 'staff' ? work.by.sessionId : null
  await work.db
    .updateTable('session')
    .set({ endedAt: sql`now()`, endedBecause: 'password changed' })
    .where('clinicId', '=', work.clinic.id)
    .where('staffId', '=', staffId)
    .where('endedAt', 'is', null)
    .$if(mine !== null, (query) => query.where('id', '!=', mine))
    .execute()
}

/** The person's own password: the old one is asked for once more. */
export async function changeOwnPassword(work: Work, pool: Pool, old: string, fresh: string): Promise<null | Refusal> {
  if (work.by.kind !== 'staff') return refuse('not-a-person', 'Only a person has a password.')
  const me = await work.db
    .selectFrom('staffMember')
    .select('email')
    .where('id', '=', work.by.id)
    .executeTakeFirstOrThrow()
  const account = sha256(`account ${me.email}`)
  // Asked on the connection this request has: were another one needed to go on, a dozen at once would wait for ever.
  const { rows } = await sql<{
    hash: string | null
    failedHere: number
  }>`select * from sign_in_facts(${me.email}, ${account}, ${account}, '')`.execute(work.db)
  const { hash = null, failedHere = 0 } = rows[0] ?? {}
  if (failedHere >= 10) return refuse('too-many-attempts', 'Too many attempts. Wait 15 minutes.')
  if (hash === null || !(await ownTurn(() => passwordMatches(old, hash)))) {
    // The refusal undoes this request: the count stands apart from it, and nobody waits for it.
    void pool
      .query('select record_sign_in_attempt($1, $2, $3, false, false)', [newId(), account, account])
      .catch(() => undefined)
    return refuse('old-password-wrong', 'That is not your present password.')
  }
  const answer = await setPassword(work, work.by.id, fresh, false)
  return isRefusal(answer) ? answer : null
}

// 64 MiB a check: two sign-ins at once are plenty, a flood waits in line instead of filling the memory. A sign-in asks the
// database in its turn; whoever is in already holds a connection while waiting, so they have a line of their own.
const oneAtATime = lanes(2)
const ownTurn = lanes(1)

function lanes(wide: number): <T>(deed: () => Promise<T>) => Promise<T> {
  const ends: Promise<unknown>[] = Array.from({ length: wide }, () => Promise.resolve())
  let turn = 0
  return (deed) => {
    turn = (turn + 1) % wide
    const mine = (ends[turn] ?? Promise.resolve()).then(deed, deed)
    ends[turn] = mine.catch(() => undefined)
    return mine
  }
}
