import { hoursAndMinutes } from '../basics/text.ts'

export type HoursMeterProps = {
  /** Minutes, all three. */
  attended: number
  planned: number
  floor: number
  /** After the figures: 'make-up taken'. */
  note?: string
  /** Whose hours, for screen readers where the name does not stand beside. */
  of?: string
  words?: Partial<typeof englishWords>
}

const englishWords = {
  done: '{attended}',
  doneAndPlanned: '{attended} + {planned}',
  reaches: 'of {floor}',
  short: '{short} short of {floor}',
  read: '{attended} attended, {planned} planned, floor {floor}',
  readShort: '{attended} attended, {planned} planned, floor {floor}, {short} short',
}

/** The week's hours: attended, still planned, and the floor to reach. Its words say the same as the drawing. */
export function HoursMeter({ attended, planned, floor, note, of, words: own }: HoursMeterProps) {
  const words = { ...englishWords, ...own }
  const total = attended + planned
  const scale = Math.max(total, floor * 1.15, 1)
  const percent = (minutes: number) => `${Math.round((minutes / scale) * 1000) / 10}%`
  const short = Math.max(0, floor - total)
  const tone = short === 0 ? '' : short > floor * 0.25 ? ' danger' : ' warning'
  const figures = { attended, planned, floor, short }
  const say = (sentence: string) =>
    sentence.replace(/\{(attended|planned|floor|short)\}/g, (_, key: keyof typeof figures) =>
      hoursAndMinutes(figures[key]),
    )
  return (
    <div class={`meter${tone}`}>
      <bdi>
        {say(planned > 0 ? words.doneAndPlanned : words.done)}
        {note && `, ${note}`}
      </bdi>
      <bdi>{say(short > 0 ? words.short : words.reaches)}</bdi>
      <svg role="img" aria-label={[of, say(short > 0 ? words.readShort : words.read)].filter(Boolean).join(': ')}>
        <rect class="track" x="0" y="3" width="100%" height="8" rx="4" />
        {planned > 0 && <rect class="planned" x="0" y="3" width={percent(total)} height="8" rx="4" />}
        {attended > 0 && <rect class="attended" x="0" y="3" width={percent(attended)} height="8" rx="4" />}
        {floor > 0 && <rect class="floor" x={percent(floor)} y="0" width="2" height="14" rx="1" />}
      </svg>
    </div>
  )
}
