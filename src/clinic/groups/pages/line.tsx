import type { Day } from '../../../basics/dates.ts'
import { Card, Row, Rows } from '../../../ui/card.tsx'
import { Button, FormActions } from '../../../ui/form.tsx'
import { Notice } from '../../../ui/status.tsx'
import { shortDay, weekDay } from '../../../ui/when.tsx'
import { urls } from '../../../urls.ts'
import { everyWeek } from '../opening.ts'
import type { LineRow } from '../queries/lineage.ts'
import type { WithdrawnChange } from '../queries/planned.ts'
import { type Closed, everyInWords } from '../recurrence.ts'

/** When a group meets, in words: 'Thursdays, 17:30 to 19:00', and how often where it is not every week. */
export const turnWords = (row: Pick<LineRow, 'weekday' | 'starts' | 'ends' | 'every'>): string =>
  `${everyWeek({ ...row, starts: row.starts.slice(0, 5) })}${row.every === 1 ? '' : `, ${everyInWords(row.every).toLowerCase()}`}`

type ComingProps = {
  line: readonly LineRow[]
  at: LineRow
  withdrawn: ReadonlyMap<string, WithdrawnChange>
  /** Whoever may may withdraw what is planned. */
  manages: boolean
}

/** What is going to change, said above everything else on the group's page. */
export const ComingChange = ({ line, at, withdrawn, manages }: ComingProps) => {
  const ahead = line.slice(line.findIndex((row) => row.id === at.id) + 1)
  const back = ahead[0] === undefined ? undefined : withdrawn.get(ahead[0].id)
  // A row that only brings back what was is no change: what comes after it is the next.
  const next = ahead.find((row) => !withdrawn.has(row.id))
  const because = line[line.findIndex((row) => row.id === next?.id) - 1]?.because ?? null
  return (
    <>
      {back !== undefined && ahead[0] !== undefined && (
        <Notice tone="info" title={`The change of ${weekDay(ahead[0].from)} was withdrawn`}>
          {`It goes on as it is. ${back.because}.`}
        </Notice>
      )}
      {next !== undefined && (
        <Notice
          tone="info"
          title={`It changes on ${weekDay(next.from)}`}
          aside={
            manages && (
              <Button small href={urls.seriesChangeWithdrawal({ series: next.id })}>
                Withdraw this change
              </Button>
            )
          }
        >
          {`${turnWords(next)}, ${next.room}.${because === null ? '' : ` ${because}.`} Everyone keeps their chair.`}
        </Notice>
      )}
    </>
  )
}

/** Every hour that the group has had and will have, the newest first; nothing where it never changed. */
export const LineCard = ({ line, at, withdrawn, manages }: ComingProps) =>
  line.length < 2 ? null : (
    <Card title="When did it meet?" flush>
      <Rows label="Hours of this group">
        {line.toReversed().map((row) => (
          <Row
            title={row.id === at.id ? <strong>{turnWords(row)}</strong> : turnWords(row)}
            note={[
              `from ${shortDay(row.from)}${row.to === null ? '' : ` to ${shortDay(row.to)}`}`,
              row.room,
              ...thenWords(row, withdrawn.get(line[line.indexOf(row) + 1]?.id ?? '')),
            ]
              .filter(Boolean)
              .join(' · ')}
            end={
              manages &&
              line.indexOf(row) > line.indexOf(at) &&
              !withdrawn.has(row.id) && (
                <a
                  href={urls.seriesChangeWithdrawal({ series: row.id })}
                  aria-label={`Withdraw the change of ${weekDay(row.from)}`}
                >
                  Withdraw
                </a>
              )
            }
          />
        ))}
      </Rows>
    </Card>
  )

/** How a row ended: with a change, or with one that was planned and withdrawn. */
const thenWords = (row: LineRow, back: WithdrawnChange | undefined) =>
  back === undefined
    ? [row.because !== null && `changed then: ${row.because}`, row.changedBy]
    : [`a change planned for then (${row.because ?? 'no reason'}) was withdrawn: ${back.because}`, back.withdrawnBy]

/** Closed days and breaks of the coming weeks. */
export const ClosedSoon = ({ closed }: { closed: readonly Closed[] }) =>
  closed.length === 0 ? null : (
    <Card title="Closed" flush>
      <Rows label="Closed days to come">
        {closed.map((one) => (
          <Row
            title={one.from === one.to ? weekDay(one.from) : `${weekDay(one.from)} to ${weekDay(one.to)}`}
            note={one.because}
          />
        ))}
      </Rows>
    </Card>
  )

/** What a director does with a group as a whole. */
export const GroupDeeds = ({ series, today, ends }: { series: string; today: Day; ends: Day | null }) =>
  ends !== null && ends < today ? null : (
    <FormActions>
      <Button href={urls.seriesChanges({ series })}>Change time, day or room from a date on</Button>
      <Button href={urls.daysClosed({})}>Closed days and breaks</Button>
      <Button href={urls.seriesEnd({ series })}>End the group</Button>
    </FormActions>
  )
