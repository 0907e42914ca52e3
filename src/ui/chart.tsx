import type { Child } from 'hono/jsx'
import { type Day, daysBetween } from '../basics/dates.ts'
import { shortDay } from './when.tsx'
import { Table } from './table.tsx'

export type Point = { on: Day; score: number; note?: string }
/** From `from` up to the next band: 'minimal' from 0, 'mild' from 5 … */
export type Band = { from: number; word: string }
export type LineChartProps = {
  /** Every chart answers a question. */
  question: string
  answer?: Child
  points: Point[]
  /** The scale's ends, such as 0 and 27. */
  least?: number
  most: number
  bands?: Band[]
  /** The score at which change since the first is reliable, and the word for it: 'reliable improvement'. */
  reliableAt?: { score: number; word: string }
  unit?: string
}

const height = 176

/** A measure over time. Positions are percentages, so that it fits any width without script and its words keep their size. */
export function LineChart(props: LineChartProps) {
  const { question, answer, least = 0, most, bands = [], reliableAt, unit = 'Score' } = props
  const points = props.points.toSorted((a, b) => (a.on < b.on ? -1 : 1))
  const [first, last] = [points[0], points.at(-1)]
  if (first === undefined || last === undefined) return null
  const span = Math.max(daysBetween(first.on, last.on), 1)
  const x = (on: Day) => (points.length === 1 ? 50 : 2 + (daysBetween(first.on, on) / span) * 95)
  const y = (score: number) =>
    round(height - ((Math.min(Math.max(score, least), most) - least) / (most - least)) * height)
  const topOf = (place: number) => bands[place + 1]?.from ?? most
  const ticks = ticksBetween(least, most, bands)
  return (
    <figure class="chart">
      <figcaption>
        <b>{question}</b>
        {answer && <span class="muted">{answer}</span>}
      </figcaption>
      <div class={bands.length > 0 ? 'plot banded' : 'plot'} aria-hidden="true">
        <svg class="ys" height={height} focusable="false">
          {ticks.map((tick) => (
            <text x="100%" y={y(tick)} dy={tick === most ? '0.8em' : tick === least ? '0' : '0.35em'}>
              {tick}
            </text>
          ))}
        </svg>
        <svg height={height} focusable="false">
          {bands.map((band, place) => (
            <rect
              class={`b${Math.min(place + 1, 5)}`}
              x="0"
              y={y(topOf(place))}
              width="100%"
              height={Math.max(0, y(band.from) - y(topOf(place)))}
            />
          ))}
          {bands.length === 0 && ticks.map((tick) => <line class="grid" x1="0" x2="100%" y1={y(tick)} y2={y(tick)} />)}
          {reliableAt && <line class="change" x1="0" x2="100%" y1={y(reliableAt.score)} y2={y(reliableAt.score)} />}
          <svg width="100%" height={height} viewBox={`0 0 100 ${height}`} preserveAspectRatio="none">
            <polyline
              class="trend"
              points={points.map((point) => `${round(x(point.on))},${y(point.score)}`).join(' ')}
            />
          </svg>
          {points.map((point) => (
            <circle
              class={point === last ? 'dot last' : 'dot'}
              cx={`${round(x(point.on))}%`}
              cy={y(point.score)}
              r={points.length > 24 ? 2.5 : 4}
            />
          ))}
          {bands.map((band, place) => (
            <text class="band-name inside" x="0.5rem" y={y((band.from + topOf(place)) / 2)} dy="0.35em">
              {band.word}
            </text>
          ))}
          <text
            class="value"
            x={`${round(x(last.on))}%`}
            y={Math.max(12, y(last.score) - 10)}
            text-anchor={points.length === 1 ? 'middle' : 'end'}
            dx={points.length === 1 ? '0' : '0.4em'}
          >
            {last.score}
          </text>
        </svg>
        {bands.length > 0 && (
          <svg class="bands" height={height} focusable="false">
            {bands.map((band, place) => (
              <text class="band-name" x="0" y={y((band.from + topOf(place)) / 2)} dy="0.35em">
                {band.word}
              </text>
            ))}
          </svg>
        )}
        <svg class="xs" focusable="false">
          {points.length === 1 ? (
            <text x="50%" y="11" text-anchor="middle">
              {shortDay(first.on)}
            </text>
          ) : (
            <>
              <text x="0" y="11">
                {shortDay(first.on)}
              </text>
              <text x="100%" y="11" text-anchor="end">
                {shortDay(last.on)}
              </text>
            </>
          )}
        </svg>
      </div>
      {reliableAt && (
        <ul class="legend">
          <li>
            <svg width="22" height="8" aria-hidden="true">
              <path class="key-line" d="M0 4h22" />
            </svg>
            {`${reliableAt.score}: ${reliableAt.word}`}
          </li>
        </ul>
      )}
      <details class="disclose">
        <summary>The figures</summary>
        <Table
          caption={question}
          captionHidden
          columns={[
            { label: 'Day' },
            { label: unit, number: true },
            ...(bands.length > 0 ? [{ label: 'Means' }] : []),
            { label: 'Note' },
          ]}
        >
          {points.toReversed().map(({ on, score, note }) => (
            <tr>
              <th scope="row">{shortDay(on)}</th>
              <td class="number">{score}</td>
              {bands.length > 0 && <td>{bands.findLast((band) => score >= band.from)?.word}</td>}
              <td>{note}</td>
            </tr>
          ))}
        </Table>
      </details>
    </figure>
  )
}

const round = (value: number): number => Math.round(value * 10) / 10

/** Bands bring their own lines; without them five even ticks, on whole numbers where the scale allows. */
export function ticksBetween(least: number, most: number, bands: Band[] = []): number[] {
  if (bands.length > 0) return [...new Set([...bands.map((band) => band.from), most])]
  const step = (most - least) / 4
  return [0, 1, 2, 3, 4].map((n) => (most - least >= 8 ? Math.round(least + n * step) : round(least + n * step)))
}
