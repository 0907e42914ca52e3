import type { Context } from 'hono'
import { addDays, dayAt, isDay, type Day, weekOf } from '../../../basics/dates.ts'
import { isId } from '../../../basics/ids.ts'
import { Button, Select } from '../../../ui/form.tsx'
import { longDay } from '../../../ui/when.tsx'
import { urls } from '../../../urls.ts'
import { workOf, type Door } from '../../../web/door.ts'
import { may } from '../../access/permissions.ts'
import { programNames, sitesOf } from '../../programs/queries.ts'

export type Asked = { week: Day; program?: string; site?: string }

/** A house with more programs than this is too much for one board: its first program is shown until another is chosen. */
const mostPrograms = 8

/** The week and the part of the house that the address asks for: this week, all of it, unless it says otherwise. */
export async function askedOf(c: Context<Door>): Promise<Asked> {
  const work = workOf(c)
  const [week = '', program = '', site = ''] = [c.req.query('week'), c.req.query('program'), c.req.query('site')]
  const asked = {
    week: weekOf(isDay(week) ? week : dayAt(work.at, work.clinic.timeZone)),
    ...(isId(program) && { program }),
    ...(isId(site) && { site }),
  }
  if (isId(program) || isId(site)) return asked
  const [first, ...others] = await programNames(work)
  return first === undefined || others.length < mostPrograms ? asked : { ...asked, program: first.id }
}

type BoardUrl = (query?: Record<string, string | undefined>) => string

export const boards = (c: Context<Door>, current: 'week' | 'rooms' | 'caseload') => {
  const { by } = workOf(c)
  const all = [
    ['week', 'Groups', urls.weekBoard(), 'series.see'],
    ['rooms', 'Rooms', urls.roomBoard(), 'series.see'],
    ['caseload', 'Caseload', urls.caseload(), 'episode.see'],
  ] as const
  return all
    .filter(([, , , verb]) => may(by, verb))
    .map(([key, label, href]) => ({ label, href, current: key === current }))
}

/** The week before, the week, the week after; and which program or site. Works as a plain form. */
export async function BoardPicker({ c, asked, url }: { c: Context<Door>; asked: Asked; url: BoardUrl }) {
  const work = workOf(c)
  const programs = await programNames(work)
  const sites = await sitesOf(work)
  const kept = { program: asked.program, site: asked.site }
  const thisWeek = weekOf(dayAt(work.at, work.clinic.timeZone))
  return (
    <form class="board-pick" method="get" action={url()}>
      <div class="line-up">
        <Button href={url({ ...kept, week: addDays(asked.week, -7) })} label="The week before">
          ←
        </Button>
        <b>{`Week of ${longDay(asked.week)}`}</b>
        <Button href={url({ ...kept, week: addDays(asked.week, 7) })} label="The week after">
          →
        </Button>
        {asked.week !== thisWeek && <Button href={url(kept)}>This week</Button>}
      </div>
      <input type="hidden" name="week" value={asked.week} />
      <div class="line-up">
        {sites.length > 1 && (
          <Select
            name="site"
            label="Site"
            choose="Every site"
            required={false}
            options={sites.map((site) => ({ value: site.id, label: site.name }))}
            value={asked.site}
          />
        )}
        {programs.length > 1 && (
          <Select
            name="program"
            label="Program"
            choose="Every program"
            required={false}
            options={programs.map((program) => ({ value: program.id, label: program.name }))}
            value={asked.program}
          />
        )}
        <Button>Show</Button>
      </div>
    </form>
  )
}

export const dayHeads = (week: Day): { day: Day; label: string }[] =>
  Array.from({ length: 7 }, (_, n) => {
    const day = addDays(week, n)
    const [name = '', date = ''] = longDay(day).split(' ')
    return { day, label: `${name.slice(0, 3)} ${date}` }
  })
