import { Hono } from 'hono'
import { urls } from '../../urls.ts'
import { workOf, type Door } from '../../web/door.ts'
import { forbidden, notFound } from '../../web/errors.tsx'
import { mayNot } from '../access/permissions.ts'
import { clientById } from '../clients/queries.ts'
import { assessment } from './pages/assessment.tsx'
import { handOffs } from './pages/hand-offs.tsx'
import { outside } from './pages/outside.tsx'
import { packets } from './pages/packet.tsx'
import { partners } from './pages/partners.tsx'
import { scale } from './pages/scale.tsx'
import { screen } from './pages/screen.tsx'
import { placementPage } from './pages/story.tsx'

export const placement = new Hono<Door>()

placement.get(urls.placement.pattern, async (c) => {
  const work = workOf(c)
  const denied = mayNot(work.by, 'placement.see')
  if (denied) return forbidden(c, denied.because)
  const client = await clientById(work, c.req.param('client'))
  return client === undefined ? notFound(c) : placementPage(c, client)
})

for (const part of [screen, handOffs, assessment, partners, packets, scale, outside]) placement.route('/', part)
