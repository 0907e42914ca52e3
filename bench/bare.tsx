import { Hono } from 'hono'
import { serve } from '@hono/node-server'
import type { Session, PersonOnRoster } from '../src/clinic/attendance/queries.ts'
import { RosterScreen } from '../src/clinic/attendance/pages/roster.tsx'
import { rosterOf, sessionById } from '../src/clinic/attendance/queries.ts'
import { TodayScreen } from '../src/clinic/today/pages.tsx'
import { todayFor, type Today } from '../src/clinic/today/queries.ts'
import { may } from '../src/clinic/access/permissions.ts'
import { asPerson, type Work } from '../src/db/work.ts'
import type { Door } from '../src/web/door.ts'
import { riverbend } from '../tests/cast.ts'
import type { BenchHouse } from './house.ts'
import { openPort } from './run.ts'

export type Constants = { work: Work; facts: Today; session: Session; people: PersonOnRoster[] }

/** What the two pages show, asked once: the fullest roster of the day is the one that is measured. */
export async function constantsOf({ pool, director, now }: BenchHouse): Promise<Constants> {
  return asPerson(pool, riverbend.id, director, now, async (work) => {
    const facts = await todayFor(work)
    const fullest = facts.groups.toSorted((a, b) => b.seated - a.seated)[0]
    const session = fullest && (await sessionById(work, fullest.id))
    if (session === undefined) throw new Error('No group meets on the day of the bench.')
    return { work, facts, session, people: await rosterOf(work, session) }
  })
}

/** The reference: the same components with the same facts, by Hono alone. No door, no database, no trail, no headers. */
export function openBare({ work, facts, session, people }: Constants) {
  const app = new Hono<Door>()
  app.use(async (c, next) => {
    c.set('work', work)
    await next()
  })
  const state = !may(work.by, 'attendance.mark') ? 'read-only' : session.noteSignedAt === null ? 'open' : 'signed'
  app.get('/today', (c) => c.html(<TodayScreen c={c} facts={facts} />))
  app.get('/groups/:session', (c) =>
    c.html(
      <RosterScreen c={c} session={session} people={people} state={state} back={{}} find={undefined} offered={[]} />,
    ),
  )
  return openPort((port, listening) => serve({ fetch: app.fetch, port, hostname: '127.0.0.1' }, listening))
}
