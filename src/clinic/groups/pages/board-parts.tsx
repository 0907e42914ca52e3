import type { Context } from 'hono'
import { addDays, dayAt, isDay, type Day, weekOf } from '../../../basics/dates.ts'
import { isId } from '../../../basics/ids.ts'
import { plural } from '../../../basics/text.ts'
import { Button, Select, TextField } from '../../../ui/form.tsx'
import { longDay } from '../../../ui/when.tsx'
import { urls } from '../../../urls.ts'
import { workOf, type Door } from '../../../web/door.ts'
import { may } from '../../access/permissions.ts'
import { programNames, sitesOf } from '../../programs/queries.ts'
import { groupsByProgram, ownProgram } from '../queries/board.ts'

export type Asked = {
  week: Day
  program: string | undefined
  site: string | undefined
  /** Words in the name of a group, a leader or a room. */
  find: string
  place: number
  /** How many groups meet in the week, by program, at the site that was asked for. */
  counts: ReadonlyMap<string, number>
  programs: Awaited<ReturnType<typeof programNames>>
}

/** More meetings than this are too much for one board: it shows one program, and of that so many at a time. */
export const mostMeetings = 60

/** More programs than this are counted, not named: each can be chosen above. */
const mostNamed = 12

/**
 * The week and the part of the house that the address asks for. In a house of many groups that is one program: the reader's own
 * until they choose another, or say "Every program", which the address keeps.
 */
export async function askedOf(c: Context<Door>): Promise<Asked> {
  const work = workOf(c)
  const given = c.req.query('program')
  const [week = '', site = '', place = ''] = [c.req.query('week'), c.req.query('site'), c.req.query('part')]
  const asked = {
    programs: await programNames(work),
    week: weekOf(isDay(week) ? week : dayAt(work.at, work.clinic.timeZone)),
    site: isId(site) ? site : undefined,
    find: (c.req.query('find') ?? '').trim().slice(0, 60),
    place: /^[1-9]\d{0,3}$/.test(place) ? Number(place) : 1,
  }
  const counts = await groupsByProgram(work, asked.week, asked.site)
  const program = given !== undefined && isId(given) ? given : undefined
  if (program !== undefined || given === everyProgram || countOf({ program: undefined, counts }) <= mostMeetings)
    return { ...asked, program, counts }
  const own = await ownProgram(work)
  const first = asked.programs.find(({ id }) => counts.has(id))?.id
  return { ...asked, program: own !== null && counts.has(own) ? own : first, counts }
}

/** How many groups meet in the part of the house that was asked for. */
export const countOf = ({ program, counts }: Pick<Asked, 'program' | 'counts'>): number =>
  program === undefined ? [...counts.values()].reduce((sum, n) => sum + n, 0) : (counts.get(program) ?? 0)

/** As an address says that no program was chosen on purpose. */
const everyProgram = 'every'

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
type PickerProps = { c: Context<Door>; asked: Asked; url: BoardUrl; finds?: boolean; byProgram?: boolean }

export async function BoardPicker({ c, asked, url, finds = false, byProgram = true }: PickerProps) {
  const work = workOf(c)
  const { programs } = asked
  const sites = await sitesOf(work)
  const kept = {
    program: byProgram ? (asked.program ?? everyProgram) : undefined,
    site: asked.site,
    find: asked.find || undefined,
  }
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
        {byProgram && programs.length > 1 && (
          <Select
            name="program"
            label="Program"
            choose={false}
            options={[
              { value: everyProgram, label: 'Every program' },
              ...programs.map((program) => ({ value: program.id, label: program.name })),
            ]}
            value={asked.program ?? everyProgram}
          />
        )}
        {finds && <TextField name="find" label="Group, leader or room" value={asked.find} required={false} />}
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

type RestProps = { asked: Asked; shown: number; of: number }

/** What of the house stands on the board, what does not, and the way to it. */
export function Rest({ asked, shown, of }: RestProps) {
  const names = asked.programs
  const url = (over: Record<string, string | undefined>) =>
    urls.weekBoard({
      week: asked.week,
      site: asked.site,
      program: asked.program ?? everyProgram,
      find: asked.find || undefined,
      ...over,
    })
  const others = names.filter(({ id }) => asked.program !== undefined && id !== asked.program && asked.counts.has(id))
  const first = (asked.place - 1) * mostMeetings
  if (shown === of && others.length === 0) return null
  const groups = others.reduce((sum, { id }) => sum + (asked.counts.get(id) ?? 0), 0)
  const here = names.find(({ id }) => id === asked.program)?.name ?? 'every program'
  return (
    <nav class="board-rest" aria-label="The rest of the house">
      <p>
        {shown < of ? `Groups ${Math.min(of, first + 1)} to ${first + shown} of ${of}` : plural(of, 'group', 'groups')}
        {` of ${here}${asked.find === '' ? '' : ` with “${asked.find}”`}. `}
        {asked.place > 1 && <a href={url({ part: String(asked.place - 1) })}>Those before</a>}{' '}
        {first + shown < of && <a href={url({ part: String(asked.place + 1) })}>Those after</a>}
      </p>
      {others.length > mostNamed && (
        <p>{`Not shown: ${plural(groups, 'group', 'groups')} of ${others.length} other programs. Choose one above.`}</p>
      )}
      {others.length > 0 && others.length <= mostNamed && (
        <p>
          {'Not shown: '}
          {others.map(({ id, name }, n) => (
            <>
              {n > 0 && ', '}
              <a href={url({ program: id, find: undefined })}>{name}</a>
              {` ${asked.counts.get(id) ?? 0}`}
            </>
          ))}
          .
        </p>
      )}
    </nav>
  )
}
