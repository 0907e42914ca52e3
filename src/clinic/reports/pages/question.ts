import type { Context } from 'hono'
import { dayAt, timeAt } from '../../../basics/dates.ts'
import { isRefusal, type Refusal, refuse } from '../../../basics/refusal.ts'
import { shortDay } from '../../../ui/when.tsx'
import { workOf, type Door } from '../../../web/door.ts'
import { mayNot } from '../../access/permissions.ts'
import { sitesOf } from '../../programs/queries.ts'
import { type Asked, inAddress, periodOf, programsMeant } from '../asked.ts'
import { entryOf, type ReportEntry } from '../catalog.ts'
import { twelveMonths } from '../equity-rows.ts'
import { makeRoom, type Place, placesOf } from '../queries/maker.ts'

export type Question = {
  entry: ReportEntry
  asked: Asked
  places: readonly Place[]
  sites: readonly { id: string; name: string }[]
  /** The program and the site in words, for a heading and a file. */
  program: string
  site: string
  period: string
  asOf: string
}

/** What an address asks: which report, of which days and programs. Null: there is no such report. A refusal: not for this person. */
export async function questionOf(c: Context<Door>): Promise<Question | Refusal | null> {
  const work = workOf(c)
  const entry = entryOf(c.req.param('report') ?? '')
  if (entry === undefined) return null
  const denied = mayNot(work.by, entry.verb)
  if (denied) return refuse(denied.refused, denied.because)
  return askedOf(c, entry)
}

export async function askedOf(c: Context<Door>, entry: ReportEntry, typed?: Record<string, string>): Promise<Question> {
  const work = workOf(c)
  const zone = work.clinic.timeZone
  const today = dayAt(work.at, zone)
  const said = typed ?? c.req.query()
  await makeRoom(work)
  const places = await placesOf(work)
  const sites = await sitesOf(work)
  const period = periodOf(said, today, entry.days)
  const asked: Asked = {
    ...(entry.isWhole === true ? twelveMonths(period.to, today) : period),
    ...programsMeant(entry.isWhole === true ? {} : said, places),
    today,
    now: work.at,
    zone,
  }
  return {
    entry,
    asked,
    places,
    sites,
    program: asked.program === null ? '' : (places.find(({ id }) => id === asked.program)?.name ?? 'No such program'),
    site: asked.site === null ? '' : (sites.find(({ id }) => id === asked.site)?.name ?? 'No such site'),
    period: `${shortDay(asked.from)} to ${shortDay(asked.to)}`,
    asOf: `as of ${timeAt(work.at, zone)}${asked.to === today ? '' : ` on ${shortDay(today)}`}`,
  }
}

export const addressOf = ({ entry, asked }: Pick<Question, 'entry' | 'asked'>): Record<string, string | undefined> =>
  entry.isWhole === true ? { to: asked.to } : inAddress(asked)

export const isQuestion = (answer: Question | Refusal | null): answer is Question =>
  answer !== null && !isRefusal(answer)
