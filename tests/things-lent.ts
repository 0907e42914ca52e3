import { urls } from '../src/urls.ts'
import type { Served } from './browser.ts'
import { castId } from './cast.ts'
import { todayHere } from './world.ts'

/** A tablet that is lent, as the browser holds it: where it stands, and the cookie without which nothing opens. */
export async function lentPage({ house }: Served, name: 'round' | 'roundPlace' | 'atDoor') {
  const tablet = await house.as('lee')
  const cookie = (key: string) =>
    tablet
      .cookie()
      .split('; ')
      .find((one) => one.includes(key)) ?? 'none='
  if (name === 'atDoor') {
    const door = await tablet.post(urls.doors(), { site: castId('main-street') })
    return { path: `${door.location ?? ''}?lang=es&said=slip`, cookie: cookie('door') }
  }
  const { rows } = await house.db.owner.query<{ id: string }>(
    `select g.id from group_session g join seat s on s.clinic_id = g.clinic_id and s.series_id = g.series_id and s.during @> g.held_on
     where g.held_on = $1 and not isempty(g.during) and s.client_id = $2 order by g.during desc limit 1`,
    [todayHere(), castId('kofi')],
  )
  const handed = await tablet.post(urls.newRound({ session: rows[0]?.id ?? '' }), { [`label-${castId('kofi')}`]: 'K' })
  const round = handed.location ?? ''
  if (name === 'round') return { path: `${round}?lang=es&done=yes`, cookie: cookie('round') }
  const place = /href="(\/round\/[^"?]+\/[0-9a-f-]{36})/.exec((await tablet.get(round)).text)?.[1] ?? ''
  return { path: place, cookie: cookie('round') }
}
