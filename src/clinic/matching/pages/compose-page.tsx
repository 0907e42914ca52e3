import type { Context } from 'hono'
import { addDays, dayAt, type Day } from '../../../basics/dates.ts'
import type { Refusal } from '../../../basics/refusal.ts'
import { hoursAndMinutes, plural } from '../../../basics/text.ts'
import { Card } from '../../../ui/card.tsx'
import { Button, DateField } from '../../../ui/form.tsx'
import { RefusalAlert } from '../../../ui/refusal.tsx'
import { Notice } from '../../../ui/status.tsx'
import { At } from '../../../ui/when.tsx'
import { urls } from '../../../urls.ts'
import { showing, workOf, type Door } from '../../../web/door.ts'
import { forbidden, notFound } from '../../../web/errors.tsx'
import { may, mayNot } from '../../access/permissions.ts'
import { ClientFrame } from '../../clients/frame.tsx'
import { clockOf, commitmentSpoken } from '../../clients/free-times.ts'
import { clientById } from '../../clients/queries.ts'
import { type OpenSwitch, openSwitchesOf } from '../../clients/queries/switches.ts'
import type { Stay } from '../../plans/queries.ts'
import { withCredential } from '../../staff/queries.ts'
import { primaryOf } from '../cost.ts'
import { misfitsIn } from '../fit.ts'
import { matchWeeks, type Proposal } from '../match.ts'
import { forecast } from '../prices.ts'
import { type Names, seriesSaid, tellWeek } from '../proposal.ts'
import { type Adjusted, asItIs, type Composed, composeFor, type Further } from '../queries/compose.ts'
import { firstDayFor, visitInWords } from '../rules.ts'
import { daysInWords } from '../sayings.ts'
import { topicLabel } from '../subjects.ts'
import { seenOf } from '../week-form.ts'
import { adjustUrl, WeekCard } from './week-card.tsx'
import { AskAbout, WaysOut, WhyNot } from './why.tsx'

type AskedFor = { from: string | undefined; adjusted?: Adjusted; further?: Further; refusal?: Refusal }

/** The best whole weeks of one client, side by side; what they were made from; and why every other group is not in them. */
export async function composePage(
  c: Context<Door>,
  stay: Stay,
  { from: asked, adjusted = asItIs, further, refusal }: AskedFor,
) {
  const work = workOf(c)
  const denied = mayNot(work.by, 'week.compose')
  if (denied) return forbidden(c, denied.because)
  const client = await clientById(work, stay.clientId)
  if (client === undefined) return notFound(c)
  showing(c, 'compose-week', [client.id])
  if (stay.isOver)
    return c.html(
      <ClientFrame c={c} client={client} tab="plan" title={`${client.name}: a whole week`}>
        <Notice tone="info">This stay has ended. Admit {stay.firstName} again to compose a week.</Notice>
      </ClientFrame>,
    )
  const from = firstDayFor(stay, asked, work.at, work.clinic.timeZone)
  const composed = await composeFor(work, stay, from, adjusted, further)
  const { known, proposals } = composed
  const names = namesOf(composed)
  const seen = seenOf(known.seeker.now, known.lead)
  const [first] = proposals
  const mayWait = may(work.by, 'waitlist.work')
  return c.html(
    <ClientFrame c={c} client={client} tab="plan" title={`${client.name}: a whole week`}>
      <RefusalAlert refusal={refusal} />
      <Asked composed={composed} wishes={await openSwitchesOf(work, stay.clientId)} adjusted={adjusted} names={names} />
      <Answer composed={composed} />
      <Changed composed={composed} adjusted={adjusted} names={names} />
      {first !== undefined && !first.isWhole && (
        <WaysOut composed={composed} names={names} adjusted={adjusted} mayWait={mayWait} />
      )}
      {first !== undefined && !first.isWhole && may(work.by, 'client.see') && (
        <p class="mw-links">
          <a href={urls.composeOthers({ episode: stay.id }, { from })}>
            Would it help if a few others moved? Look through the house
          </a>
        </p>
      )}
      <div class="mw-weeks">
        {worthShowing(proposals).map((proposal, n) => (
          <WeekCard
            place={n + 1}
            proposal={proposal}
            told={tellWeek(known.seeker, proposal, names, from)}
            episode={stay.id}
            from={from}
            seen={seen}
            floor={known.floor}
            free={known.seeker.free}
            unloved={known.seeker.unloved}
            hasNow={known.seeker.now !== null}
            adjusted={adjusted}
            best={(first?.cost ?? 0) + (first?.priced ?? 0)}
            mayAccept={may(work.by, 'episode.admit') || [null, known.lead].includes(primaryOf(proposal.week))}
          />
        ))}
      </div>
      <div class="columns">
        <div class="stack">
          {first !== undefined && <WhyNot composed={composed} names={names} adjusted={adjusted} mayWait={mayWait} />}
          {first !== undefined && (
            <AskAbout composed={composed} names={names} adjusted={adjusted} find={further?.find ?? ''} />
          )}
        </div>
        <div class="stack">
          <MadeFrom c={c} composed={composed} stay={stay} from={from} />
        </div>
      </div>
    </ClientFrame>,
    refusal === undefined ? 200 : 422,
  )
}

/** Whole weeks; beside fewer than three of them also those that come near, but none without a group. */
function worthShowing(proposals: readonly Proposal[]): Proposal[] {
  const whole = proposals.filter((one) => one.isWhole)
  return proposals.filter((one, n) => n === 0 || one.isWhole || (whole.length < 3 && one.week.series.length > 0))
}

/** The names beside the ids of what was composed. */
export function namesOf({ known, prices }: Composed): Names {
  return {
    series: new Map(
      [...known.offered].map(([id, { row }]) => [
        id,
        { name: row.name, leaders: row.leaders, room: row.room, from: row.from },
      ]),
    ),
    clinicians: new Map([...known.clinicians].map(([id, one]) => [id, withCredential(one)])),
    options: new Map(known.instance.series.map((one) => [one.id, one])),
    seatPrices: prices.prices.seats,
    hourPrices: prices.prices.hours,
    wanted: prices.wanted,
    fromAfar: known.fromAfar,
    misfits: new Map(known.instance.clinicians.map((one) => [one.id, misfitsIn(known.seeker, one)])),
  }
}

type WishesProps = { composed: Composed; wishes: readonly OpenSwitch[]; adjusted: Adjusted; names: Names }

/** What the client asked to have otherwise, with the way to weeks in which it is. */
function Asked({ composed: { known }, wishes, adjusted, names }: WishesProps) {
  const { stay, from, lead, seeker } = known
  return (
    <>
      {wishes.map(({ wants, seriesId, words }) => {
        const out =
          wants === 'therapist' ? (seeker.now?.individual?.clinician ?? lead) : wants === 'group' ? seriesId : null
        const whom =
          out === null ? '' : wants === 'therapist' ? (names.clinicians.get(out) ?? '') : seriesSaid(names, out)
        return (
          <Notice
            tone="info"
            title={`${stay.firstName} asks for ${wants === 'therapist' ? 'another therapist' : wants === 'group' ? 'another group' : 'other times'}`}
            aside={
              out !== null &&
              !adjusted.mustNot.includes(out) && (
                <Button small href={adjustUrl(stay.id, from, { ...adjusted, mustNot: [...adjusted.mustNot, out] })}>
                  {`Weeks without ${whom}`}
                </Button>
              )
            }
          >
            <span dir="auto">{words === '' ? 'Nothing more was said.' : words}</span>
          </Notice>
        )
      })}
    </>
  )
}

function Answer({ composed: { known, proposals } }: { composed: Composed }) {
  const { firstName } = known.stay
  const whole = proposals.filter((one) => one.isWhole).length
  if (proposals.length === 0)
    return (
      <Notice tone="warning" title="No week can hold what you asked to keep">
        Something that must stay cannot stand together with the rest. Take one of your changes back.
      </Notice>
    )
  if (whole > 0)
    return (
      <Notice tone="good" title={`${plural(whole, 'whole week fits', 'whole weeks fit')} ${firstName}`}>
        Everything that is prescribed, in the hours they can come. Nobody else’s week changes.
      </Notice>
    )
  return (
    <Notice tone="warning" title={`No whole week fits ${firstName} yet`}>
      What would make one possible stands first; the weeks below come nearest as it is.
    </Notice>
  )
}

type ChangedProps = { composed: Composed; adjusted: Adjusted; names: Names }

/** What the coordinator changed by hand, what it costs, and the way to take each back. */
function Changed({ composed, adjusted, names }: ChangedProps) {
  const { known, ask, proposals } = composed
  const changes = [
    ...adjusted.pinned.map((id) => ({ id, key: 'pinned' as const, words: 'Keeps' })),
    ...adjusted.mustHave.map((id) => ({ id, key: 'mustHave' as const, words: 'With' })),
    ...adjusted.mustNot.map((id) => ({ id, key: 'mustNot' as const, words: 'Without' })),
  ]
  if (changes.length === 0) return null
  const free = matchWeeks(
    { ...ask, client: { ...ask.client, pinned: [] }, mustHave: [], mustNot: [...composed.waited.keys()] },
    1,
  )[0]
  const [best] = proposals
  const price =
    best === undefined || free === undefined ? null : Math.round(best.cost + best.priced - free.cost - free.priced)
  return (
    <div class="mw-changed">
      <ul aria-label="Your changes">
        {changes.map(({ id, key, words }) => {
          const group = known.offered.get(id)
          const name = group === undefined ? (names.clinicians.get(id) ?? 'this') : seriesSaid(names, id)
          return (
            <li>
              {`${words} ${name}`}{' '}
              <a
                href={adjustUrl(known.stay.id, known.from, {
                  ...adjusted,
                  [key]: adjusted[key].filter((one) => one !== id),
                })}
                aria-label={`Take back: ${words} ${name}`}
              >
                Take back
              </a>
            </li>
          )
        })}
      </ul>
      {price !== null && (
        <p>
          {price === 0
            ? 'Your changes cost nothing.'
            : `Your changes cost ${price} points against the best week without them.`}
        </p>
      )}
    </div>
  )
}

type MadeProps = { c: Context<Door>; composed: Composed; stay: Stay; from: Day }

/** What the weeks were made from: the prescription, the hours, the wishes, and how fresh the prices are. */
function MadeFrom({ c, composed: { known, prices }, stay, from }: MadeProps) {
  const work = workOf(c)
  const { seeker, dose, floor, commitments, wish, wasAsked, travel } = known
  const { need } = seeker
  const visits = [need.individual, need.family, need.medication].flatMap((visit, n) =>
    visit === null
      ? []
      : `${['individual therapy', 'family therapy', 'medication visit'][n] ?? ''} ${visitInWords(visit)}`,
  )
  const bound = [
    ...Map.groupBy(commitments, ({ what, from: at, to, firmness }) => [what, at, to, firmness].join()).values(),
  ]
  const today = dayAt(work.at, work.clinic.timeZone)
  return (
    <Card title="What were they made from?">
      <form class="together" method="get" action={urls.composeWeek({ episode: stay.id })}>
        <DateField
          name="from"
          label="First day"
          value={from}
          min={today > stay.firstDay ? today : stay.firstDay}
          max={addDays(today, 365)}
        />
        <Button>Compose again</Button>
      </form>
      <dl class="mw-made">
        <dt>Prescribed</dt>
        <dd>
          {dose === null ? 'Nobody has prescribed a week yet, so the floor is composed: ' : ''}
          {[`${hoursAndMinutes(need.minutes)} of groups on ${plural(need.days, 'day', 'days')}`, ...visits].join(', ')}
          {dose === null && may(work.by, 'dose.order') && (
            <>
              . <a href={urls.dose({ episode: stay.id })}>Prescribe</a>
            </>
          )}
        </dd>
        {need.topics.length > 0 && (
          <>
            <dt>Subjects</dt>
            <dd>{need.topics.map(topicLabel).join(', ')}</dd>
          </>
        )}
        <dt>Hours of their own</dt>
        <dd>
          {bound.length === 0
            ? 'none noted'
            : bound.map((some) => {
                const [one] = some
                return (
                  one && (
                    <span class="mw-bound">
                      {`${daysInWords(some.map(({ weekday }) => weekday))} ${clockOf(one.from)} to ${clockOf(one.to)}: ${one.whose === 'family' ? 'the family’s ' : ''}${commitmentSpoken(one.what)}${one.firmness === 'rather-not' ? ', would rather not' : ''}`}
                    </span>
                  )
                )
              })}
        </dd>
        <dt>Place</dt>
        <dd>
          {{ 'on-site': 'on site', video: 'by video', either: 'on site or by video' }[wish.place]}
          {travel !== null && `, ${travel} min on the way`}
          {!wasAsked && ' (not asked yet)'}
        </dd>
        <dt>How scarce seats are</dt>
        <dd>
          {prices.night === null ? (
            'not worked out yet: every free seat counts alike'
          ) : (
            <>
              worked out <At at={prices.night.workedOutAt} zone={work.clinic.timeZone} /> over{' '}
              {plural(prices.night.clients, 'client', 'clients')}
              {prices.night.source === forecast && ', for those who are likely to come within two weeks'}
            </>
          )}
        </dd>
      </dl>
      {floor === null && <p class="hint">No weekly floor is recorded at this level.</p>}
      <p class="mw-links">
        {may(work.by, 'client.correct') && (
          <a href={urls.clientWishes({ client: stay.clientId })}>Change hours and wishes</a>
        )}
        {may(work.by, 'rules.see') && <a href={urls.matchWeights()}>What each shortfall costs</a>}
        <a href={urls.plan({ client: stay.clientId })}>Back to the plan</a>
      </p>
    </Card>
  )
}
