import { type Day, daysBetween } from '../basics/dates.ts'
import { Sig } from './status.tsx'
import { shortDay } from './when.tsx'

export type TimelineEpisode = {
  label: string
  from: Day
  to: Day | null
  /** Gray planned, blue active, green discharged: the colours that the field knows. */
  state: 'planned' | 'active' | 'discharged'
  href?: string
  note?: string
}

const words = { planned: 'Planned', active: 'Active', discharged: 'Discharged' }
const tones = { planned: 'calm', active: 'info', discharged: 'good' } as const

/** Episodes of care, each a bar in time and a line of words. */
export function Timeline({ label, episodes, today }: { label: string; episodes: TimelineEpisode[]; today: Day }) {
  const sorted = episodes.toSorted((a, b) => (a.from < b.from ? -1 : 1))
  const first = sorted[0]?.from
  if (first === undefined) return null
  const ends = sorted.map(({ to }) => to ?? today)
  const last = [...ends, today, ...sorted.map(({ from }) => from)].reduce((a, b) => (a > b ? a : b))
  // What is planned without an end still needs some width.
  const span = Math.max(
    daysBetween(first, last) * (sorted.some(({ state, to }) => state === 'planned' && to === null) ? 1.05 : 1),
    1,
  )
  const at = (day: Day) => Math.round((daysBetween(first, day) / span) * 1000) / 10
  const row = 18
  const bottom = sorted.length * row
  const years = januaries(first, last)
  return (
    <div class="timeline">
      <svg height={bottom + 20} aria-hidden="true" focusable="false">
        {years.map((day) => (
          <>
            <line class="tick" x1={`${at(day)}%`} x2={`${at(day)}%`} y1="0" y2={bottom} />
            <text x={`${at(day)}%`} y={bottom + 14} text-anchor="middle">
              {day.slice(0, 4)}
            </text>
          </>
        ))}
        {sorted.map(({ from, to, state }, place) => {
          const until = to === null ? (state === 'planned' ? 100 : at(today)) : at(to)
          const width = Math.max(until - at(from), 0.8)
          return (
            <rect class={state} x={`${at(from)}%`} y={place * row + 2} width={`${width}%`} height={row - 6} rx="4" />
          )
        })}
        <line class="today" x1={`${at(today)}%`} x2={`${at(today)}%`} y1="0" y2={bottom + 4} />
      </svg>
      <ol aria-label={label}>
        {sorted.toReversed().map(({ label: name, from, to, state, href, note }) => (
          <li>
            <Sig tone={tones[state]}>{words[state]}</Sig>
            {href ? <a href={href}>{name}</a> : <b>{name}</b>}
            <small>{`${shortDay(from)} to ${to === null ? (state === 'planned' ? 'open' : 'today') : shortDay(to)}${note ? ` · ${note}` : ''}`}</small>
          </li>
        ))}
      </ol>
    </div>
  )
}

const januaries = (first: Day, last: Day): Day[] => {
  const from = Number(first.slice(0, 4)) + 1
  const to = Number(last.slice(0, 4))
  const every = Math.max(1, Math.ceil((to - from + 1) / 8))
  return Array.from({ length: Math.max(0, to - from + 1) }, (_, n) => from + n)
    .filter((year) => (year - from) % every === 0)
    .map((year) => `${year}-01-01`)
}
