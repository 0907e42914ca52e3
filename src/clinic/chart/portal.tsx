import { Hono, type Context } from 'hono'
import { urls } from '../../urls.ts'
import { ownOf, type MineDoor } from '../../web/mine-door.ts'
import { troublePage } from '../../web/errors.tsx'

export const minePages = new Hono<MineDoor>()

/** The same words whether a link is wrong, over or was taken back. */
export const noSuchPage = (c: Context) =>
  troublePage(c, {
    status: 404,
    title: 'This page is not open',
    because: 'The link may be old, or was replaced by a newer one. Ask the place that gave it to you.',
  })

minePages.get(urls.mine.pattern, (c) => c.text(ownOf(c).own.lang))
