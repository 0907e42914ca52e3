import { Hono } from 'hono'
import { urls } from '../../urls.ts'
import { ownOf, type MineDoor } from '../../web/mine-door.ts'
import { ownAlumni } from './portal/alumni.tsx'
import { ownCheckIn } from './portal/check-in.tsx'
import { askWho, entry } from './portal/entry.tsx'
import { ownFeed } from './portal/feed.ts'
import { langOf } from './portal/frame.tsx'
import { ownHealth } from './portal/health.tsx'
import { ownLeaving } from './portal/leaving.tsx'
import { ownMeetings } from './portal/meetings.tsx'
import { ownMeetingLog } from './portal/meetings-log.tsx'
import { ownMedicine } from './portal/medicine.tsx'
import { ownNotePages } from './portal/notes.tsx'
import { ownOffers } from './portal/offers.tsx'
import { ownPlan } from './portal/plan.tsx'
import { ownPrint } from './portal/print.tsx'
import { ownSwitch } from './portal/switch.tsx'
import { ownTogether } from './portal/together.tsx'
import { ownWeek } from './portal/week.tsx'

export { noSuchPage } from './portal/frame.tsx'

/** A client's own page, by private link: their week, what is offered to them, what they ask for. */
export const minePages = new Hono<MineDoor>()

// Where the link asks for the birth date, nothing of it is shown before; nor is anything taken.
minePages.use(`${urls.mine.pattern}/*`, async (c, next) => {
  // An address that leads nowhere has not come through the door: there is nothing to guard, and nothing to show.
  if (!('own' in c.var)) return next()
  const { own } = ownOf(c)
  const isEntry = c.req.path === urls.mineEntry({ token: own.token })
  if (own.isIn || isEntry) return next()
  return c.req.method === 'GET' ? askWho(c) : c.redirect(urls.mine({ token: own.token }, langOf(c)), 303)
})

for (const part of [
  entry,
  ownWeek,
  ownCheckIn,
  ownOffers,
  ownSwitch,
  ownPrint,
  ownFeed,
  ownHealth,
  ownTogether,
  ownPlan,
  ownMedicine,
  ownNotePages,
  ownLeaving,
  ownMeetings,
  ownMeetingLog,
  ownAlumni,
])
  minePages.route('/', part)
