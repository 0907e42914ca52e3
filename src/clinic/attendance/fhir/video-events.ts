import { Hono } from 'hono'
import { isRefusal } from '../../../basics/refusal.ts'
import { urls } from '../../../urls.ts'
import { type Door, type Entrance, systemDoor, workOf } from '../../../web/door.ts'
import { importPresence } from '../actions/presence-import.ts'

/**
 * Where a video system brings events by itself: the plain format of docs/integrators.md, with the token of a system that an
 * administrator allowed. The answer says how many rows arrived and no more: whether a number is a client's here is nobody's to learn.
 */
export function videoEvents(house: Entrance): Hono<Door> {
  const app = new Hono<Door>()
  const door = systemDoor(house, (c) => {
    c.header('www-authenticate', 'Bearer realm="Stepwell video events"')
    return c.json({ refused: 'A bearer token issued to a named system is needed, and it must be live.' }, 401)
  })
  app.post(urls.videoEvents.pattern, door, async (c) => {
    const work = workOf(c)
    const bytes = new Uint8Array(await c.req.arrayBuffer())
    const answer = await importPresence(work, { name: `From ${work.by.name}`, bytes })
    if (isRefusal(answer)) return c.json({ refused: answer.because }, answer.refused === 'not-a-sender' ? 403 : 422)
    return c.json({ received: answer.rows })
  })
  return app
}
