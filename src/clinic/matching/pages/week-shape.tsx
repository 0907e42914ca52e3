import type { Item } from '../proposal.ts'
import type { WeekTime } from '../instance.ts'

type ShapeProps = { items: readonly Item[]; free: readonly WeekTime[]; unloved: readonly WeekTime[] }

const width = 21
const gap = 3
const top = 12
const letters = ['M', 'T', 'W', 'T', 'F', 'S', 'S']

/** A week at a glance: where the client is free, and what would stand there. The list beside it says the same in words. */
export function WeekShape({ items, free, unloved }: ShapeProps) {
  const hours = items.map(({ time }) => time)
  const from = Math.min(8 * 60, ...hours.map((time) => Math.floor(time.from / 60) * 60))
  const to = Math.max(20 * 60, ...hours.map((time) => Math.ceil(time.to / 60) * 60))
  const height = 84
  const y = (minute: number) => top + ((Math.min(to, Math.max(from, minute)) - from) / (to - from)) * height
  const x = (weekday: number) => (weekday - 1) * (width + gap)
  const box = (time: WeekTime, look: string, round = 0) => {
    const [begins, ends] = [y(time.from), y(time.to)]
    return ends - begins < 0.5 ? null : (
      <rect class={look} x={x(time.weekday)} y={begins} width={width} height={ends - begins} rx={round} />
    )
  }
  const noon = y(12 * 60)
  const evening = y(17 * 60)
  return (
    <svg
      class="mw-shape"
      viewBox={`0 0 ${7 * width + 6 * gap} ${top + height + 1}`}
      aria-hidden="true"
      focusable="false"
    >
      {letters.map((letter, n) => (
        <>
          <text x={x(n + 1) + width / 2} y={8}>
            {letter}
          </text>
          <rect class="mw-day" x={x(n + 1)} y={top} width={width} height={height} rx="2" />
        </>
      ))}
      {free.map((time) => box(time, 'mw-free', 2))}
      {unloved.map((time) => box(time, 'mw-unloved'))}
      {[noon, evening].map((at) => (
        <line class="mw-line" x1="0" x2={7 * width + 6 * gap} y1={at} y2={at} />
      ))}
      {items.map((item) =>
        box(
          item.time,
          ['mw-block', item.kind === 'group' ? 'mw-group' : 'mw-visit', item.byVideo ? 'mw-video' : ''].join(' '),
          2,
        ),
      )}
    </svg>
  )
}
