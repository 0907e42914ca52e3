import { Card, Row, Rows } from '../../../ui/card.tsx'
import { Button, TextField } from '../../../ui/form.tsx'
import { Sig } from '../../../ui/status.tsx'
import { urls } from '../../../urls.ts'
import { clockOf } from '../../clients/free-times.ts'
import { weekdayName } from '../../groups/times.ts'
import type { Names } from '../proposal.ts'
import type { Adjusted, AskedAbout, Composed } from '../queries/compose.ts'
import { changeInWords } from '../reason-words.ts'
import { nearestFirst, type SeriesReason } from '../reasons.ts'
import type { Change } from '../changes-possible.ts'
import type { WayOut } from '../smallest-change.ts'
import { changeKey } from '../change-form.ts'
import { whyInWords, wordsFor, type WhyFacts } from '../why-words.ts'
import { adjustUrl } from './week-card.tsx'

type WhyProps = { composed: Composed; names: Names; adjusted: Adjusted; mayWait: boolean }

export const whyFactsOf = ({ known, waited }: Composed, names: Names, adjusted: Adjusted): WhyFacts => ({
  names,
  firstName: known.stay.firstName,
  bound: known.commitments,
  free: known.seeker.free,
  travel: known.seeker.site === null ? 0 : (known.travel ?? 0),
  leftOut: adjusted.mustNot,
  waited,
  nextFree: new Map([...known.rooms].map(([id, room]) => [id, room.nextFree])),
})

/** "Why not the Tuesday group?", answered for every group of the program before anybody asks. */
export function WhyNot({ composed, names, adjusted, mayWait }: WhyProps) {
  const { reasons, known, uncompared, untold } = composed
  const facts = whyFactsOf(composed, names, adjusted)
  const sorted = nearestFirst(reasons.toSorted((a, b) => timeOf(names, a) - timeOf(names, b)))
  const all = sorted.length + uncompared + untold
  return (
    <Card
      title="Why not another group?"
      hint={`${uncompared + untold === 0 ? 'Every other group' : `${sorted.length} of ${all} other groups`} of ${known.stay.programName} at their site or by video, the nearest first, against week 1${uncompared === 0 ? '' : `; ${uncompared} more would be possible too`}`}
      action={
        untold > 0 && (
          <a
            href={adjustUrl(known.stay.id, known.from, adjusted, { why: 'all' })}
          >{`All ${all}, each with its reason`}</a>
        )
      }
      flush={sorted.length > 0}
    >
      {sorted.length === 0 ? (
        <p>Every group of the program is in week 1.</p>
      ) : (
        <Rows label="Groups that are not in week 1, each with the reason">
          {sorted.map((reason) => (
            <WhyRow
              reason={reason}
              facts={facts}
              names={names}
              composed={composed}
              adjusted={adjusted}
              mayWait={mayWait}
            />
          ))}
        </Rows>
      )}
    </Card>
  )
}

/** "And the group in the other program?": asked by name, answered with the binding fact. */
export function AskAbout({ composed, names, adjusted, find }: Omit<WhyProps, 'mayWait'> & { find: string }) {
  const { known, found } = composed
  const facts = whyFactsOf(composed, names, adjusted)
  const { stay } = known
  const why = ({ row, reason }: AskedAbout): string => {
    if (reason === 'in-week') return 'It is in week 1.'
    if (reason === 'other-program')
      return `It is a group of ${row.programName}, and ${stay.firstName} is in ${stay.programName}.`
    if (reason === 'other-site') return `It meets in ${row.room}, at a site to which ${stay.firstName} does not come.`
    return whyInWords(reason, facts)
  }
  return (
    <Card title="Ask about any other group" hint="Of every program, by the name of a group, a leader or a room">
      <form class="together" method="get" action={urls.composeWeek({ episode: stay.id })}>
        <input type="hidden" name="from" value={known.from} />
        <input type="hidden" name="keep" value={adjusted.pinned.join(',')} />
        <input type="hidden" name="must" value={adjusted.mustHave.join(',')} />
        <input type="hidden" name="out" value={adjusted.mustNot.join(',')} />
        <TextField
          name="find"
          label="Group, leader or room"
          value={find}
          required={false}
          maxlength={60}
          anyDirection
        />
        <Button>Why not this one?</Button>
      </form>
      {found !== null &&
        (found.length === 0 ? (
          <p role="status">No group of this week has these words in its name, leader or room.</p>
        ) : (
          <Rows label="Groups that were asked about, each with the reason">
            {found.map((one) => (
              <Row
                lead={weekdayName(one.row.weekday).slice(0, 3)}
                title={
                  <>
                    <a href={urls.series({ series: one.row.id })}>{one.row.name}</a>
                    <span class="mw-when">{` ${one.row.starts.slice(0, 5)} to ${one.row.ends}`}</span>
                  </>
                }
                note={why(one)}
              />
            ))}
          </Rows>
        ))}
    </Card>
  )
}

const timeOf = (names: Names, { series }: SeriesReason): number => {
  const time = names.options.get(series)?.time
  return time === undefined ? 0 : time.weekday * 1440 + time.from
}

type RowProps = WhyProps & { reason: SeriesReason; facts: WhyFacts }
function WhyRow({ reason, facts, names, composed, adjusted, mayWait }: RowProps) {
  const { stay, from } = composed.known
  const option = names.options.get(reason.series)
  const name = names.series.get(reason.series)?.name ?? ''
  if (option === undefined) return null
  const isOut = adjusted.mustNot.includes(reason.series)
  return (
    <Row
      lead={weekdayName(option.time.weekday).slice(0, 3)}
      title={
        <>
          <a href={urls.series({ series: reason.series })}>{name}</a>
          <span class="mw-when">{` ${clockOf(option.time.from)} to ${clockOf(option.time.to)}`}</span>
        </>
      }
      note={whyInWords(reason, facts)}
      end={
        <>
          {reason.code === 'full' && <Sig tone="warning">Full</Sig>}
          {reason.code === 'worse' && !isOut && (
            <a
              href={adjustUrl(stay.id, from, { ...adjusted, mustHave: [...adjusted.mustHave, reason.series] })}
              aria-label={`Put it in: ${name}, ${weekdayName(option.time.weekday)}`}
            >
              Put it in
            </a>
          )}
          {reason.code === 'full' && mayWait && (
            <form method="post" action={urls.composeChanges({ episode: stay.id })}>
              <input type="hidden" name="from" value={from} />
              <input type="hidden" name="change[]" value={changeKey({ kind: 'seat', series: reason.series })} />
              <Button small label={`Join the waitlist of ${name} on ${weekdayName(option.time.weekday)}`}>
                Join the waitlist
              </Button>
            </form>
          )}
        </>
      }
    />
  )
}

type WaysProps = { composed: Composed; names: Names; adjusted: Adjusted; mayWait: boolean }

/** Where no week is whole: the smallest changes that make one possible, each with the press that notes it. */
export function WaysOut({ composed, names, adjusted, mayWait }: WaysProps) {
  const { ways, known } = composed
  const words = wordsFor(names)
  const { firstName } = known.stay
  if (ways === null)
    return (
      <Card title="What would make one possible?">
        <p>Among so many groups the search takes a moment longer than the weeks did.</p>
        <Button href={adjustUrl(known.stay.id, known.from, adjusted, { ways: 'all' })}>
          Find the smallest changes
        </Button>
      </Card>
    )
  if (ways.length === 0)
    return (
      <Card title="What would make one possible?">
        <p>
          Not even two changes would: look at what is prescribed, or at the groups that the program offers. What is
          missing stands in each week.
        </p>
      </Card>
    )
  return (
    <Card title="What would make one possible?" hint="The smallest change first" flush>
      <Rows label="Changes that would make a whole week possible">
        {ways.map((way) => (
          <Row
            title={`A whole week is possible if ${way.changes.map((one) => saidOf(one, words, firstName)).join(', and if ')}.`}
            end={<Press way={way} composed={composed} mayWait={mayWait} />}
          />
        ))}
      </Rows>
    </Card>
  )
}

const saidOf = (change: Change, words: ReturnType<typeof wordsFor>, firstName: string): string =>
  changeInWords(change, words).replace(/^they could/, `${firstName} could`)

/** One press notes what the client agrees to; a whole new day is asked for with its times, and a caseload is not set here. */
function Press({ way, composed: { known }, mayWait }: { way: WayOut; composed: Composed; mayWait: boolean }) {
  const kinds = way.changes.map(({ kind }) => kind)
  if (kinds.includes('caseload') || (kinds.includes('seat') && !mayWait)) return null
  if (kinds.includes('day'))
    return (
      <a
        href={urls.clientAvailability({ client: known.stay.clientId })}
      >{`Enter when ${known.stay.firstName} can come`}</a>
    )
  return (
    <form method="post" action={urls.composeChanges({ episode: known.stay.id })}>
      <input type="hidden" name="from" value={known.from} />
      {way.changes.map((one) => (
        <input type="hidden" name="change[]" value={changeKey(one)} />
      ))}
      <Button small>
        {kinds.every((kind) => kind === 'seat') ? 'Join the waitlist' : `${known.stay.firstName} agrees: note it`}
      </Button>
    </form>
  )
}
