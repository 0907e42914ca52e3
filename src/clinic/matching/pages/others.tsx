import { Hono, type Context } from 'hono'
import { z } from 'zod'
import { isId } from '../../../basics/ids.ts'
import { isRefusal, type Refusal } from '../../../basics/refusal.ts'
import { plural } from '../../../basics/text.ts'
import { Card, Row, Rows } from '../../../ui/card.tsx'
import { Button, FormActions } from '../../../ui/form.tsx'
import { RefusalAlert } from '../../../ui/refusal.tsx'
import { Notice } from '../../../ui/status.tsx'
import { weekDay } from '../../../ui/when.tsx'
import { urls } from '../../../urls.ts'
import { showing, workOf, type Door } from '../../../web/door.ts'
import { forbidden, notFound } from '../../../web/errors.tsx'
import { day, id, readForm } from '../../../web/forms.ts'
import { mayNot } from '../../access/permissions.ts'
import { said } from '../../access/staff-page.tsx'
import { ClientFrame } from '../../clients/frame.tsx'
import { clientById, nameOf } from '../../clients/queries.ts'
import { stayById, type Stay } from '../../plans/queries.ts'
import { takeSwap } from '../actions/swap.ts'
import { isSameVisit, visitKinds } from '../cost.ts'
import { timeInWords } from '../proposal.ts'
import { type SwapFound, type SwapPart, swapOf } from '../queries/swap.ts'
import { movedBetween } from '../reasons.ts'
import { firstDayFor } from '../rules.ts'

/** A week for one client for which up to three others would have to move: asked for by a press, taken over as one. */
export const others = new Hono<Door>()

others.get(urls.composeOthers.pattern, async (c) => {
  const stay = await stayById(workOf(c), c.req.param('episode'))
  return stay === undefined ? notFound(c) : page(c, stay, c.req.query('from'), saidNoIn(c.req.query('without') ?? ''))
})

/** Who said no, as the address names them: ids, parted by commas. */
const saidNoIn = (text: string): string[] => [...new Set(text.split(','))].filter(isId).slice(0, mostSaidNo)
const mostSaidNo = 20

const taking = z.object({
  from: day('Give the first day.'),
  shown: z.string().max(40),
  agreed: z.array(id()).max(5).default([]),
  without: z.string().max(1000).default('').transform(saidNoIn),
})

others.post(urls.composeOthers.pattern, async (c) => {
  const work = workOf(c)
  const stay = await stayById(work, c.req.param('episode'))
  if (stay === undefined) return notFound(c)
  const denied = mayNot(work.by, 'week.compose') ?? mayNot(work.by, 'client.see')
  if (denied) return forbidden(c, denied.because)
  const form = await readForm(c, taking)
  if (!form.ok) return page(c, stay, undefined, [])
  const { from, shown, agreed, without: saidNo } = form.values
  const answer = await takeSwap(work, stay.id, { from, shown, agreed, saidNo })
  if (isRefusal(answer)) return page(c, stay, from, saidNo, answer)
  said(c, {
    tone: 'good',
    text: `The week stands from ${weekDay(from)}, and ${plural(answer.movers.length, 'other client has', 'other clients have')} moved. They read it on their own page; tell them too.`,
  })
  return c.redirect(urls.plan({ client: stay.clientId }), 303)
})

async function page(
  c: Context<Door>,
  stay: Stay,
  asked: string | undefined,
  saidNo: readonly string[],
  refusal?: Refusal,
): Promise<Response> {
  const work = workOf(c)
  const denied = mayNot(work.by, 'week.compose') ?? mayNot(work.by, 'client.see')
  if (denied) return forbidden(c, denied.because)
  const client = await clientById(work, stay.clientId)
  if (client === undefined) return notFound(c)
  const from = firstDayFor(stay, asked, work.at, work.clinic.timeZone)
  const found = stay.isOver ? { kind: 'none' as const, asked: 0 } : await swapOf(work, stay, from, saidNo)
  const movers = found.kind === 'found' ? found.movers.map((one) => one.stay.clientId) : []
  showing(c, 'compose-others', [client.id, ...movers])
  return c.html(
    <ClientFrame c={c} client={client} tab="plan" title={`${client.name}: if others moved`}>
      <RefusalAlert refusal={refusal} />
      {found.kind === 'found' ? (
        <Found found={found} from={from} saidNo={saidNo} />
      ) : (
        <Notice tone="warning" title={`Moving up to three others would not help ${stay.firstName}`}>
          {stay.isOver
            ? 'This stay has ended.'
            : `None of the ${plural(found.asked, 'person', 'people')} who were looked at could move without losing something they have today, or without passing those who wait for a seat.`}
        </Notice>
      )}
      {saidNo.length > 0 && (
        <p class="mw-links">
          {`${plural(saidNo.length, 'client', 'clients')} who said no ${saidNo.length === 1 ? 'stays' : 'stay'} where they are. `}
          <a href={urls.composeOthers({ episode: stay.id }, { from })}>Look at everybody again</a>
        </p>
      )}
      <p class="mw-links">
        <a href={urls.composeWeek({ episode: stay.id }, { from })}>Back to the weeks that fit now</a>
      </p>
    </ClientFrame>,
    refusal === undefined ? 200 : 422,
  )
}

function Found({ found, from, saidNo }: { found: SwapFound; from: string; saidNo: readonly string[] }) {
  const { client, movers, missing } = found
  const { firstName } = client.stay
  return (
    <form class="stack" method="post" action={urls.composeOthers({ episode: client.stay.id })}>
      <input type="hidden" name="from" value={from} />
      <input type="hidden" name="shown" value={found.shown} />
      {saidNo.length > 0 && <input type="hidden" name="without" value={saidNo.join(',')} />}
      <Notice
        tone="good"
        title={`A ${missing.length === 0 ? 'whole' : 'fuller'} week for ${firstName} is possible if ${plural(movers.length, 'other client moves', 'other clients move')}`}
      >
        {missing.length > 0 && `What it still lacks: ${missing.join('; ')}. `}
        Nobody who moves loses anything that is prescribed or gets another therapist. Ask first, without saying for
        whom; nothing changes until everybody has agreed.
      </Notice>
      <Card title="Who would move?" hint="Tick who was asked and agreed" flush>
        <Rows label="Clients who would move">
          {movers.map((one) => (
            <Row
              title={
                <label class="line-up">
                  <input type="checkbox" name="agreed[]" value={one.stay.clientId} />
                  <span dir="auto">{`${nameOf(one.stay)} agreed`}</span>
                </label>
              }
              note={changesOf(one, found).join(' · ')}
              end={
                <span class="line-up">
                  <a
                    href={urls.composeOthers(
                      { episode: client.stay.id },
                      { from, without: [...saidNo, one.stay.clientId].join(',') },
                    )}
                    aria-label={`${nameOf(one.stay)} said no: look without them`}
                  >
                    Said no
                  </a>
                  <a href={urls.plan({ client: one.stay.clientId })} aria-label={`Plan of ${nameOf(one.stay)}`}>
                    Plan
                  </a>
                </span>
              }
            />
          ))}
        </Rows>
      </Card>
      <Card title={`The week of ${firstName}`} hint={`from ${weekDay(from)}`} flush>
        <Rows label="What the week would hold">
          {itemsOf(client, found).map(({ when, what }) => (
            <Row title={what} note={when} />
          ))}
        </Rows>
      </Card>
      <FormActions>
        <Button kind="main">Move them, and give this week</Button>
      </FormActions>
    </form>
  )
}

const visitName = {
  individual: 'individual therapy',
  family: 'family therapy',
  medication: 'medication visit',
} as const

/** What changes for somebody who moves: group by group, hour by hour, and nothing of why. */
function changesOf({ before, after }: SwapPart, { house }: SwapFound): string[] {
  const group = (series: string) => {
    const time = house.instance.series.find((one) => one.id === series)?.time
    return `${house.series.get(series)?.name ?? 'a group'}${time === undefined ? '' : `, ${timeInWords(time)}`}`
  }
  const was = before?.series ?? []
  const left = was.filter((series) => !after.series.includes(series)).map((series) => `leaves ${group(series)}`)
  const fresh = after.series.filter((series) => !was.includes(series)).map((series) => `joins ${group(series)}`)
  const moved =
    before === null
      ? []
      : movedBetween(before, after).flatMap(({ kind, from, to }) =>
          // Whether it is by video is not changed by a move (`acceptWeek`).
          to === null || (from !== null && isSameVisit(from, to))
            ? []
            : [
                `${visitName[kind]} ${timeInWords(to.time)} with ${house.staff.get(to.clinician) ?? 'their clinician'}${from === null ? '' : ` instead of ${timeInWords(from.time)}`}`,
              ],
        )
  return [...left, ...fresh, ...moved]
}

function itemsOf({ after }: SwapPart, { house }: SwapFound): { when: string; what: string }[] {
  const groups = after.series.flatMap((id) => {
    const option = house.instance.series.find((one) => one.id === id)
    return option === undefined ? [] : [{ time: option.time, what: house.series.get(id)?.name ?? 'A group' }]
  })
  const visits = visitKinds.flatMap((kind) => {
    const visit = after[kind]
    if (visit === null) return []
    const name = visitName[kind]
    const title = `${name.slice(0, 1).toUpperCase()}${name.slice(1)}`
    return [{ time: visit.time, what: `${title} with ${house.staff.get(visit.clinician) ?? 'a clinician'}` }]
  })
  return [...groups, ...visits]
    .toSorted((a, b) => a.time.weekday - b.time.weekday || a.time.from - b.time.from)
    .map(({ time, what }) => ({ when: timeInWords(time), what }))
}
