import type { Day } from '../basics/dates.ts'
import { hoursAndMinutes } from '../basics/text.ts'
import { shortDay } from './when.tsx'

export type WeekHours = { week: Day; attended: number; floor: number; isNow?: boolean; note?: string }

/** Attendance as a strip of weeks. `attended` and `floor` are minutes. A short week bears a line below, not a colour alone. */
export const WeekStrip = ({ label, weeks }: { label: string; weeks: WeekHours[] }) => (
  <ol class="strip" aria-label={label}>
    {weeks.map(({ week, attended, floor, isNow, note }) => {
      const share = floor > 0 ? attended / floor : attended > 0 ? 1 : 0
      const heat = attended === 0 ? 0 : Math.min(4, Math.max(1, Math.floor(share * 4)))
      const isShort = attended < floor && !isNow
      const words = `Week of ${shortDay(week)}: ${hoursAndMinutes(attended)} of ${hoursAndMinutes(floor)}${isShort ? ', short' : ''}${isNow ? ', this week' : ''}${note ? `, ${note}` : ''}`
      return (
        <li class={[`h${heat}`, isShort ? 'short' : '', isNow ? 'now' : ''].filter(Boolean).join(' ')} title={words}>
          <span class="hidden-text">{words}</span>
          <b aria-hidden="true">{tidyHours(attended)}</b>
          <small aria-hidden="true">{shortDay(week).replace(/ \d{4}$/, '')}</small>
        </li>
      )
    })}
  </ol>
)

const tidyHours = (minutes: number): string => String(Math.round((minutes / 60) * 10) / 10)

export type Bar = { label: string; value: number; shown?: string; tone?: 'warning' | 'danger' }

/** Lengths to compare at a glance; the number stands at each end. */
export const Bars = ({ label, bars, most }: { label: string; bars: Bar[]; most?: number }) => {
  const longest = Math.max(most ?? 0, ...bars.map(({ value }) => value), 1)
  return (
    <ul class="bars" aria-label={label}>
      {bars.map((bar) => (
        <li class={bar.tone}>
          <span>{bar.label}</span>
          <svg aria-hidden="true" focusable="false">
            <rect width="100%" height="10" rx="5" />
            <rect width={`${Math.round((Math.max(0, bar.value) / longest) * 1000) / 10}%`} height="10" rx="5" />
          </svg>
          <span class="number">{bar.shown ?? bar.value}</span>
        </li>
      ))}
    </ul>
  )
}

/** A line the height of a word: where a number is going. The number itself stands beside it. */
export function Sparkline({ values, words }: { values: number[]; words: string }) {
  if (values.length < 2) return null
  const [least, most] = [Math.min(...values), Math.max(...values)]
  const range = most - least || 1
  const points = values.map(
    (value, place) =>
      `${Math.round((place / (values.length - 1)) * 76 + 2)},${Math.round(18 - ((value - least) / range) * 16)}`,
  )
  return (
    <span class="plot spark">
      <svg width="80" height="20" viewBox="0 0 80 20" role="img" aria-label={words}>
        <polyline class="trend" points={points.join(' ')} />
      </svg>
    </span>
  )
}
