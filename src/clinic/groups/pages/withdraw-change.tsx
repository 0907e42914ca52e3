import { Hono, type Context } from 'hono'
import { z } from 'zod'
import { addDays, type Day, dayAt } from '../../../basics/dates.ts'
import { isRefusal, type Refusal } from '../../../basics/refusal.ts'
import { plural } from '../../../basics/text.ts'
import { Card, Row, Rows } from '../../../ui/card.tsx'
import { Checkboxes } from '../../../ui/choices.tsx'
import { Button, ErrorSummary, FormActions, TextField, type FormState } from '../../../ui/form.tsx'
import { RefusalAlert } from '../../../ui/refusal.tsx'
import { Notice } from '../../../ui/status.tsx'
import { weekDay } from '../../../ui/when.tsx'
import { urls } from '../../../urls.ts'
import { showing, workOf, type Door } from '../../../web/door.ts'
import { forbidden, notFound } from '../../../web/errors.tsx'
import { line, readForm } from '../../../web/forms.ts'
import { may, mayNot } from '../../access/permissions.ts'
import { said, StaffPage } from '../../access/staff-page.tsx'
import { consequencesOf, type Consequences } from '../actions/change-series.ts'
import { withdrawChange } from '../actions/withdraw-change.ts'
import { lineageOf, standingOn } from '../queries/lineage.ts'
import { type Planned, plannedChange } from '../queries/planned.ts'
import { turnWords } from './line.tsx'

/** A change that was planned and is not to be: what it would bring back, before it is withdrawn. */
export const withdrawals = new Hono<Door>()

withdrawals.get(urls.seriesChangeWithdrawal.pattern, (c) => page(c))

const fields = z.object({
  because: line(300, 'Say why: it stands in the history of the group.'),
  leave: z.array(z.string()).optional(),
})

withdrawals.post(urls.seriesChangeWithdrawal.pattern, async (c) => {
  const work = workOf(c)
  const denied = mayNot(work.by, 'series.manage')
  if (denied) return forbidden(c, denied.because)
  const form = await readForm(c, fields)
  if (!form.ok) return page(c, { values: form.typed, errors: form.errors })
  const { because, leave } = form.values
  const answer = await withdrawChange(work, c.req.param('series'), { because, leaveBehind: leave ?? [] })
  if (isRefusal(answer)) return page(c, { values: form.typed }, answer)
  const { before, ended, follows } = answer.planned
  const [next] = follows
  said(c, {
    tone: 'good',
    text: `The group stays as it is: ${turnWords(before)}, ${before.room}.${next === undefined ? '' : ` What is planned from ${weekDay(next.from)} stays.`} ${plural(answer.told, 'client is', 'clients are')} to be told.${ended.length === 0 ? '' : ` ${plural(ended.length, 'seat that ended for the change is', 'seats that ended for the change are')} not given back by itself.`}`,
  })
  return c.redirect(urls.series({ series: answer.id }), 303)
})

async function page(c: Context<Door>, form?: FormState, refusal?: Refusal): Promise<Response> {
  const work = workOf(c)
  const denied = mayNot(work.by, 'series.manage')
  if (denied) return forbidden(c, denied.because)
  const today = dayAt(work.at, work.clinic.timeZone)
  const planned = await plannedChange(work, c.req.param('series') ?? '', today)
  if (planned === undefined || planned.isWithdrawn) return nothingPage(c, today, refusal)
  const { before, after, follows, back } = planned
  const [next] = follows
  const seen = await consequencesOf(work, after.id, { ...back, because: 'Withdrawn' })
  const sees = may(work.by, 'client.see')
  if (sees) showing(c, 'group', [...new Set([...seen.members, ...planned.ended].map((member) => member.clientId))])
  return c.html(
    <StaffPage
      c={c}
      current="Groups"
      title={`Withdraw the change of ${weekDay(after.from)}: ${before.name}`}
      over={turnWords(before)}
      crumbs={[
        { label: 'Groups', href: urls.groups() },
        { label: before.name, href: urls.series({ series: before.id }) },
      ]}
      intro={`The group stays as it is before, ${next === undefined ? '' : `until ${weekDay(next.from)}, `}and everyone keeps their chair. What was planned stays in its history.`}
      width="narrow"
    >
      <RefusalAlert refusal={refusal} />
      <ErrorSummary form={form} />
      <Card title="What is withdrawn?" flush>
        <Rows label="What was planned, and what stands instead">
          <Row
            title={`${turnWords(after)}, ${after.room}`}
            note={[`planned from ${weekDay(after.from)}`, planned.because, planned.changedBy]
              .filter(Boolean)
              .join(' · ')}
          />
          <Row
            title={`${turnWords(before)}, ${before.room}`}
            note={
              next === undefined
                ? 'stands instead, as before'
                : `stands instead until ${weekDay(addDays(next.from, -1))}`
            }
          />
          {follows.map((row) => (
            <Row title={`${turnWords(row)}, ${row.room}`} note={`stays planned from ${weekDay(row.from)}`} />
          ))}
        </Rows>
      </Card>
      <Stopped seen={seen} />
      {planned.ended.length > 0 && <Ended planned={planned} sees={sees} />}
      <form class="form" method="post" action={urls.seriesChangeWithdrawal({ series: after.id })}>
        <Clashing seen={seen} />
        <TextField name="because" label="Why" hint="It stands in the history of the group." form={form} />
        <FormActions>
          <Button kind="main">Withdraw the change</Button>
          <Button href={urls.series({ series: before.id })}>Leave it planned</Button>
        </FormActions>
      </form>
    </StaffPage>,
    form === undefined && refusal === undefined ? 200 : 422,
  )
}

async function nothingPage(c: Context<Door>, today: Day, refusal?: Refusal): Promise<Response> {
  const row = standingOn(await lineageOf(workOf(c), c.req.param('series') ?? ''), today)
  if (row === undefined) return notFound(c)
  return c.html(
    <StaffPage
      c={c}
      current="Groups"
      title={`Withdraw a change: ${row.name}`}
      over={turnWords(row)}
      crumbs={[
        { label: 'Groups', href: urls.groups() },
        { label: row.name, href: urls.series({ series: row.id }) },
      ]}
      width="narrow"
    >
      <RefusalAlert refusal={refusal} />
      <Notice tone="info" title="No change of this group is planned">
        What began already is changed anew, from a day on.
      </Notice>
      <FormActions>
        <Button href={urls.series({ series: row.id })}>Back to the group</Button>
      </FormActions>
    </StaffPage>,
    refusal === undefined ? 200 : 422,
  )
}

/** What has come into the way of the old hour since the change was planned. */
const Stopped = ({ seen }: { seen: Consequences }) => {
  const problems = [seen.refused?.because, seen.room.problem, ...seen.leaders.map((one) => one.problem)].flatMap(
    (words) => words ?? [],
  )
  return problems.length === 0 ? null : (
    <Notice tone="warning" title="Something took its old place since">
      {problems.join(' ')}
    </Notice>
  )
}

const Ended = ({ planned, sees }: { planned: Planned; sees: boolean }) => (
  <Card title="Whose seat ended for this change?" hint="It is not given back by itself" flush={sees}>
    {sees ? (
      <Rows label="Clients whose seat ended">
        {planned.ended.map((one) => (
          <Row
            title={<span dir="auto">{one.name}</span>}
            end={
              <a href={urls.seats({ episode: one.episodeId })} aria-label={`Seats of ${one.name}`}>
                Give a seat
              </a>
            }
          />
        ))}
      </Rows>
    ) : (
      <p>{plural(planned.ended.length, 'member', 'members')}.</p>
    )}
  </Card>
)

const Clashing = ({ seen }: { seen: Consequences }) => {
  const clashes = seen.members.filter((one) => one.isClash)
  return clashes.length === 0 ? null : (
    <Checkboxes
      name="leave[]"
      label="Whose seat in this group ends instead?"
      hint="They took another hour at the old time since. Whoever would be in two places cannot go back with the group."
      options={clashes.map((one) => ({
        value: one.clientId,
        label: `${one.name}: the seat ends`,
        hint: one.problem ?? '',
      }))}
      plain
    />
  )
}
