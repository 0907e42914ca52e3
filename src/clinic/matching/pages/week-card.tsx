import { hoursAndMinutes, plural } from '../../../basics/text.ts'
import { Button } from '../../../ui/form.tsx'
import { Sig } from '../../../ui/status.tsx'
import { weekDay } from '../../../ui/when.tsx'
import { urls } from '../../../urls.ts'
import { clockOf } from '../../clients/free-times.ts'
import { weekdayName } from '../../groups/times.ts'
import type { Floor } from '../../programs/dose.ts'
import type { WeekTime } from '../instance.ts'
import type { Proposal } from '../match.ts'
import { type Item, type Told, weekInWords } from '../proposal.ts'
import type { Adjusted } from '../queries/compose.ts'
import { weekFields } from '../week-form.ts'
import { WeekShape } from './week-shape.tsx'

type CardProps = {
  place: number
  proposal: Proposal
  told: Told
  episode: string
  from: string
  seen: string
  floor: Floor | null
  free: readonly WeekTime[]
  unloved: readonly WeekTime[]
  hasNow: boolean
  adjusted: Adjusted
  best: number
  /** Whether whoever looks may accept it: a week that names another primary therapist is not everybody's to give. */
  mayAccept: boolean
}

/** One proposed week: its shape, its hours against the floor, each item by day, what is missing, and why it stands here. */
export function WeekCard(props: CardProps) {
  const { place, proposal, told, floor, free, unloved, hasNow } = props
  const id = `week-${place}`
  const below = floor !== null && (told.minutes < floor.minutesPerWeek || told.days < floor.daysPerWeek)
  const changes = told.items.some((item) => !item.isKept) || told.leaves.length > 0
  return (
    <section class={`card mw-card${place === 1 ? ' mw-first' : ''}`} aria-labelledby={`${id}-title`} id={id}>
      <header>
        <div>
          <h2 id={`${id}-title`}>{hasNow && !changes ? 'As it is today' : `Week ${place}`}</h2>
          <small>{weekInWords(told)}</small>
        </div>
        {proposal.isWhole ? <Sig tone="good">Whole</Sig> : <Sig tone="warning">Not whole</Sig>}
      </header>
      <div class="body">
        <WeekShape items={told.items} free={free} unloved={unloved} />
        {told.missing.length > 0 && (
          <div class="mw-missing">
            <b>Missing</b>
            <ul>
              {told.missing.map((words) => (
                <li>{words}</li>
              ))}
            </ul>
          </div>
        )}
        <Days items={told.items} hasNow={hasNow} />
        {told.leaves.length > 0 && <p class="mw-leaves">{`Leaves ${told.leaves.join('; ')}.`}</p>}
        <dl class="mw-facts">
          <div>
            <dt>Floor</dt>
            <dd>
              {floor === null
                ? 'none recorded'
                : `${hoursAndMinutes(floor.minutesPerWeek)}, ${plural(floor.daysPerWeek, 'day', 'days')}: ${below ? 'below' : 'reached'}`}
            </dd>
          </div>
          <div>
            <dt>On the way</dt>
            <dd>{told.travelDays === 0 ? 'never' : `${plural(told.travelDays, 'day', 'days')} a week`}</dd>
          </div>
          {told.firstDay !== null && (
            <div>
              <dt>First session</dt>
              <dd>{`${weekDay(told.firstDay.day)}, ${told.firstDay.time}`}</dd>
            </div>
          )}
        </dl>
        <Why {...props} />
      </div>
      <footer>
        <Accept {...props} changes={changes} />
      </footer>
    </section>
  )
}

/** In the order of the week; what stands today already is said to stay. */
const Days = ({ items, hasNow }: { items: readonly Item[]; hasNow: boolean }) => (
  <ol class="mw-days">
    {items.map((item) => (
      <li>
        <span class="mw-time">
          <b>{weekdayName(item.time.weekday).slice(0, 3)}</b>
          {`${clockOf(item.time.from)}–${clockOf(item.time.to)}`}
        </span>
        <span class={item.kind === 'group' ? 'mw-what' : 'mw-what mw-is-visit'}>
          {item.kind === 'group' ? <a href={urls.series({ series: item.id })}>{item.title}</a> : item.title}
          <small>
            {item.note}
            {hasNow && !item.isKept && <span class="mw-new"> · new</span>}
            {item.scarcity === 'high' && <span class="mw-scarce"> · scarce</span>}
          </small>
        </span>
      </li>
    ))}
  </ol>
)

/** Why it stands at this place, line by line in points, and the ways to change it. */
function Why({ place, proposal, told, best, episode, from, adjusted }: CardProps) {
  const points = Math.round(proposal.cost + proposal.priced)
  const behind = points - Math.round(best)
  return (
    <details class="disclose">
      <summary>{place === 1 ? 'Why this one first?' : `Why not first? ${behind > 0 ? `+${behind}` : ''}`}</summary>
      <table class="mw-lines">
        <tbody>
          {told.reasons.map((line) => (
            <tr>
              <td>{line.words}</td>
              <td class="number">{signed(line.points)}</td>
            </tr>
          ))}
          {proposal.priced >= 0.5 && (
            <tr>
              <td>Seats and hours that others could use</td>
              <td class="number">{signed(proposal.priced)}</td>
            </tr>
          )}
          {told.missing.length > 0 && (
            <tr>
              <td>What is missing</td>
              <td class="number">
                {signed(points - told.reasons.reduce((sum, one) => sum + one.points, 0) - proposal.priced)}
              </td>
            </tr>
          )}
          <tr class="mw-sum">
            <td>Together, fewer is better</td>
            <td class="number">{points}</td>
          </tr>
        </tbody>
      </table>
      <ul class="mw-adjust" aria-label={`Change week ${place}`}>
        {told.items
          .filter((item) => item.kind === 'group')
          .map((item) => (
            <li>
              <span>{`${weekdayName(item.time.weekday).slice(0, 3)} ${item.title}`}</span>
              <a href={adjustUrl(episode, from, { ...adjusted, mustNot: [...adjusted.mustNot, item.id] })}>Leave out</a>
              {item.isKept && !adjusted.pinned.includes(item.id) ? (
                <a href={adjustUrl(episode, from, { ...adjusted, pinned: [...adjusted.pinned, item.id] })}>Keep</a>
              ) : (
                !adjusted.mustHave.includes(item.id) && (
                  <a href={adjustUrl(episode, from, { ...adjusted, mustHave: [...adjusted.mustHave, item.id] })}>
                    Keep in
                  </a>
                )
              )}
            </li>
          ))}
      </ul>
    </details>
  )
}

const signed = (points: number): string =>
  points > 0 ? `+${Math.round(points)}` : `${Math.round(points)}`.replace('-', '−')

export const adjustUrl = (
  episode: string,
  from: string,
  { pinned, mustHave, mustNot }: Adjusted,
  further: { why?: 'all'; ways?: 'all' } = {},
): string =>
  urls.composeWeek(
    { episode },
    { from, keep: pinned.join(','), must: mustHave.join(','), out: mustNot.join(','), ...further },
  )

type AcceptProps = CardProps & { changes: boolean }
function Accept({ place, proposal, told, episode, from, seen, adjusted, changes, mayAccept }: AcceptProps) {
  if (!changes) return <p class="muted">Nothing would change.</p>
  if (!mayAccept)
    return <p class="muted">It names a primary therapist: a clinical director or care coordinator accepts this week.</p>
  const says = proposal.isWhole ? 'Accept this week' : 'Accept, though not whole'
  return (
    <form method="post" action={urls.composeWeek({ episode })}>
      <input type="hidden" name="from" value={from} />
      <input type="hidden" name="seen" value={seen} />
      {weekFields(proposal.week).map(([name, value]) => (
        <input type="hidden" name={name} value={value} />
      ))}
      {adjusted.pinned.length > 0 && <input type="hidden" name="keep" value={adjusted.pinned.join(',')} />}
      {adjusted.mustHave.length > 0 && <input type="hidden" name="must" value={adjusted.mustHave.join(',')} />}
      {adjusted.mustNot.length > 0 && <input type="hidden" name="out" value={adjusted.mustNot.join(',')} />}
      <Button kind={place === 1 ? 'main' : 'plain'} label={`${says}: week ${place}, ${weekInWords(told)}`}>
        {says}
      </Button>
    </form>
  )
}
