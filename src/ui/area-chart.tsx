import type { Child } from 'hono/jsx'
import type { Day } from '../basics/dates.ts'
import { ticksBetween } from './chart.tsx'
import { Table } from './table.tsx'
import { shortDay } from './when.tsx'

export type AreaChartProps = {
  question: string
  answer?: Child
  days: Day[]
  /** From the bottom up, at most five: one number a day each. */
  layers: { word: string; values: number[] }[]
}

const height = 168

/** Counts that add up over time: the census by level of care. */
export function AreaChart({ question, answer, days, layers }: AreaChartProps) {
  if (days.length === 0) return null
  const totals = days.map((_, day) => layers.reduce((sum, layer) => sum + (layer.values[day] ?? 0), 0))
  const most = roundUp(Math.max(...totals, 1))
  const x = (day: number) => (days.length === 1 ? day * 100 : (day / (days.length - 1)) * 100)
  const y = (count: number) => Math.round((height - (count / most) * height) * 10) / 10
  const stops = days.length === 1 ? [0, 1] : days.map((_, day) => day)
  const at = (values: number[], day: number) => values[Math.min(day, days.length - 1)] ?? 0
  const below = (layer: number, day: number) =>
    layers.slice(0, layer).reduce((sum, { values }) => sum + at(values, day), 0)
  return (
    <figure class="chart">
      <figcaption>
        <b>{question}</b>
        {answer && <span class="muted">{answer}</span>}
      </figcaption>
      <div class="plot" aria-hidden="true">
        <svg class="ys" height={height} focusable="false">
          {ticksBetween(0, most).map((tick) => (
            <text x="100%" y={y(tick)} dy={tick === most ? '0.8em' : tick === 0 ? '0' : '0.35em'}>
              {tick}
            </text>
          ))}
        </svg>
        <svg height={height} focusable="false">
          {ticksBetween(0, most).map((tick) => (
            <line class="grid" x1="0" x2="100%" y1={y(tick)} y2={y(tick)} />
          ))}
          <svg width="100%" height={height} viewBox={`0 0 100 ${height}`} preserveAspectRatio="none">
            {layers.map((layer, place) => {
              const upper = stops.map((day) => `${x(day)},${y(below(place, day) + at(layer.values, day))}`)
              const lower = stops.toReversed().map((day) => `${x(day)},${y(below(place, day))}`)
              return <polygon class={`a${(place % 5) + 1}`} points={[...upper, ...lower].join(' ')} />
            })}
          </svg>
        </svg>
        <svg class="xs" focusable="false">
          <text x="0" y="11">
            {shortDay(days[0] ?? '')}
          </text>
          {days.length > 1 && (
            <text x="100%" y="11" text-anchor="end">
              {shortDay(days.at(-1) ?? '')}
            </text>
          )}
        </svg>
      </div>
      <ul class="legend plot-legend">
        {layers.map(({ word, values }, place) => (
          <li>
            <svg width="12" height="12" aria-hidden="true">
              <rect class={`a${(place % 5) + 1}`} width="12" height="12" rx="3" />
            </svg>
            {`${word} ${values.at(-1) ?? 0}`}
          </li>
        ))}
      </ul>
      <details class="disclose">
        <summary>The figures</summary>
        <Table
          caption={question}
          captionHidden
          columns={[
            { label: 'Day' },
            ...layers.map(({ word }) => ({ label: word, number: true })),
            { label: 'All', number: true },
          ]}
        >
          {days
            .map((day, place) => (
              <tr>
                <th scope="row">{shortDay(day)}</th>
                {layers.map(({ values }) => (
                  <td class="number">{values[place] ?? 0}</td>
                ))}
                <td class="number">{totals[place]}</td>
              </tr>
            ))
            .toReversed()}
        </Table>
      </details>
    </figure>
  )
}

/** The next number that divides by four and looks round: 93 → 100, 7 → 8. */
const roundUp = (count: number): number => {
  const step = count <= 20 ? 4 : count <= 100 ? 20 : 10 ** Math.floor(Math.log10(count))
  return Math.ceil(count / step) * step
}
