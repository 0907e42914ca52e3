import { type Context, Hono } from 'hono'
import { z } from 'zod'
import { type Day, dayAt, daysBetween } from '../../../basics/dates.ts'
import { isRefusal, type Refusal } from '../../../basics/refusal.ts'
import { plural } from '../../../basics/text.ts'
import { Card, Row, Rows } from '../../../ui/card.tsx'
import { Empty } from '../../../ui/empty.tsx'
import { Button, ErrorSummary, type FormState } from '../../../ui/form.tsx'
import { PersonLine } from '../../../ui/person.tsx'
import { RefusalAlert } from '../../../ui/refusal.tsx'
import { Sig } from '../../../ui/status.tsx'
import { Paging } from '../../../ui/table.tsx'
import { Tabs } from '../../../ui/tabs.tsx'
import { urls } from '../../../urls.ts'
import { type Door, showing, workOf } from '../../../web/door.ts'
import { forbidden, notFound } from '../../../web/errors.tsx'
import { oneOf, optionalDay, optionalId, optionalProse, readForm } from '../../../web/forms.ts'
import { isId } from '../../../basics/ids.ts'
import { may, mayNot } from '../../access/permissions.ts'
import { said, StaffPage } from '../../access/staff-page.tsx'
import { answerAlert } from '../actions/alerts.ts'
import { answerName, answers } from '../alerts.ts'
import { settingsNow } from '../queries/settings.ts'
import { mineNow, type StandIns, standIns } from '../queries/stand-ins.ts'
import { type Alert, alertById, answeredLately, openAlerts, type Signal, signalsNow } from '../queries/trouble.ts'
import type { Settings } from '../settings.ts'
import { DueBy } from './due-by.tsx'
import { whoseNow } from './whose-now.ts'
import { Answered, AnswerForm, answerTone, oneIn, Points, Reasons } from './trouble-parts.tsx'

export const trouble = new Hono<Door>()

const size = 25

async function whoseAsked(c: Context<Door>): Promise<{ whose: 'mine' | 'all'; mine: string[] | null }> {
  const work = workOf(c)
  const { by } = work
  const isTherapist = by.kind === 'staff' && by.role === 'therapist'
  const whose = (c.req.query('whose') ?? (isTherapist ? 'mine' : 'all')) === 'mine' ? 'mine' : 'all'
  return { whose, mine: whose === 'mine' && by.id !== null ? await mineNow(work, by.id) : null }
}

trouble.get(urls.trouble.pattern, async (c) => {
  const denied = mayNot(workOf(c).by, 'trouble.see')
  return denied ? forbidden(c, denied.because) : troublePage(c)
})

const answerForm = z.object({
  answer: oneOf(answers, 'Choose what came of it.'),
  words: optionalProse(1000),
  untilDay: optionalDay,
  seen: optionalId,
})

trouble.post(urls.troubleAnswers.pattern, async (c) => {
  const work = workOf(c)
  const denied = mayNot(work.by, 'trouble.answer')
  if (denied) return forbidden(c, denied.because)
  const id = c.req.param('alert')
  const alert = isId(id) ? await alertById(work, id) : undefined
  if (alert === undefined) return notFound(c)
  const form = await readForm(c, answerForm)
  if (!form.ok) return troublePage(c, { alert, form: { values: form.typed, errors: form.errors } })
  const answer = await answerAlert(work, alert.id, { ...form.values, seen: form.values.seen ?? null })
  if (isRefusal(answer))
    return troublePage(c, { alert: await alertById(work, id), form: { values: form.typed }, refusal: answer })
  said(c, { tone: 'good', text: `${answerName[form.values.answer]}: kept.` })
  return c.redirect(urls.trouble(), 303)
})

type Back = { alert?: Alert; form?: FormState; refusal?: Refusal }

async function troublePage(c: Context<Door>, { alert, form, refusal }: Back = {}) {
  const work = workOf(c)
  const today = dayAt(work.at, work.clinic.timeZone)
  const { whose, mine } = await whoseAsked(c)
  const here = await standIns(work)
  const settings = await settingsNow(work)
  const open = await openAlerts(work, mine)
  // What comes back with a refusal is shown, whoever else has answered it meanwhile.
  const shown = alert === undefined || open.some(({ id }) => id === alert.id) ? open : [alert, ...open]
  const lately = await answeredLately(work, mine, today)
  const page = Math.max(1, Math.min(1000, Math.trunc(Number(c.req.query('page') ?? '1')) || 1))
  const everyone = c.req.query('from') === '0'
  const rest = await signalsNow(work, { mine, from: everyone ? 0 : settings['alert-from'], page, size })
  showing(c, 'trouble', [...new Set([...shown, ...lately, ...rest.signals].map((one) => one.clientId))])
  const mayAnswer = may(work.by, 'trouble.answer')
  const to = (change: Record<string, string>) => urls.trouble({ whose, ...(everyone ? { from: '0' } : {}), ...change })
  return c.html(
    <StaffPage
      c={c}
      current="Concerns"
      title="Who may be about to leave?"
      answer={
        shown.length === 0
          ? 'No alert waits for an answer'
          : `${plural(shown.length, 'alert waits', 'alerts wait')} for an answer`
      }
      intro={`At most ${settings['alerts-a-day']} a day for each clinician, the highest first. A signal is a reason to talk, never a reason to end or refuse care.`}
      actions={
        <>
          <Button href={urls.troubleReport()}>What came of alerts</Button>
          {may(work.by, 'rules.see') && <Button href={urls.troubleRules()}>Thresholds</Button>}
        </>
      }
    >
      <Tabs
        label="Whose clients"
        tabs={[
          { label: 'Everyone', href: urls.trouble({ whose: 'all' }), current: whose !== 'mine' },
          { label: 'My clients', href: urls.trouble({ whose: 'mine' }), current: whose === 'mine' },
        ]}
      />
      <RefusalAlert refusal={refusal} />
      {form?.errors && <ErrorSummary form={{ ...form, prefix: `a${alert?.id ?? ''}` }} />}
      <Card title="To be answered" flush={shown.length > 0}>
        {shown.length === 0 ? (
          <Empty title="Every alert has its answer" />
        ) : (
          shown.map((one) => (
            <AlertRow
              here={here}
              one={one}
              today={today}
              now={work.at}
              zone={work.clinic.timeZone}
              settings={settings}
              form={one.id === alert?.id ? form : undefined}
              mayAnswer={mayAnswer}
            />
          ))
        )}
      </Card>
      <Card
        title={
          everyone
            ? 'Everyone, the highest first'
            : `${plural(rest.of, 'person stands', 'people stand')} at ${settings['alert-from']} points or more`
        }
        hint="With an alert or without: who comes tomorrow when today’s alerts are used up"
        action={
          everyone ? (
            <a href={urls.trouble({ whose })}>Only those above the mark</a>
          ) : (
            <a href={urls.trouble({ whose, from: '0' })}>Everyone</a>
          )
        }
        flush={rest.signals.length > 0}
      >
        {rest.signals.length === 0 ? (
          <Empty title="Nobody" />
        ) : (
          <>
            <Rows label="Signals">
              {rest.signals.map((one) => (
                <SignalRow one={one} today={today} settings={settings} />
              ))}
            </Rows>
            {rest.of > size && (
              <Paging
                from={(page - 1) * size + 1}
                to={Math.min(page * size, rest.of)}
                of={rest.of}
                previous={page > 1 ? to({ page: String(page - 1) }) : undefined}
                next={page * size < rest.of ? to({ page: String(page + 1) }) : undefined}
              />
            )}
          </>
        )}
      </Card>
      <Card title="Answered, and being watched" flush={lately.length > 0}>
        {lately.length === 0 ? (
          <Empty title="No alert was answered in the last two weeks" />
        ) : (
          <Rows label="Answered">
            {lately.map((one) => (
              <Row end={one.answer !== null && <Sig tone={answerTone[one.answer]}>{answerName[one.answer]}</Sig>}>
                <PersonLine
                  name={one.name}
                  href={urls.clientTrouble({ client: one.clientId })}
                  pronouns={one.pronouns}
                  meta={<Answered alert={one} zone={work.clinic.timeZone} />}
                />
              </Row>
            ))}
          </Rows>
        )}
      </Card>
    </StaffPage>,
    form === undefined && refusal === undefined ? 200 : 422,
  )
}

const dayOfStay = (startedOn: Day | null, day: Day): number | null =>
  startedOn === null || startedOn > day ? null : daysBetween(startedOn, day) + 1

type RowProps = {
  one: Alert
  today: Day
  now: Date
  zone: string
  settings: Settings
  here: StandIns
  form?: FormState
  mayAnswer: boolean
}

const AlertRow = ({ one, today, now, zone, settings, here, form, mayAnswer }: RowProps) => (
  <article class="trouble-alert">
    <div class="trouble-head">
      <PersonLine
        name={one.name}
        href={urls.clientTrouble({ client: one.clientId })}
        pronouns={one.pronouns}
        dayOfStay={dayOfStay(one.startedOn, today)}
        meta={
          <>
            {whoseNow(here, one.staffId, one.staff)}: to answer <DueBy at={one.dueAt} zone={zone} />. Of people with
            weeks like these {oneIn(one.chance)} were not seen in the next four weeks.
          </>
        }
      />
      <div class="line-up">
        {one.answer !== null && <Sig tone={answerTone[one.answer]}>{answerName[one.answer]}</Sig>}
        {one.answer === null && one.dueAt < now && <Sig tone="danger">Past its time</Sig>}
        <Points points={one.points} from={settings['alert-from']} />
      </div>
    </div>
    <Reasons reasons={one.reasons} />
    {one.answer !== null && <Answered alert={one} zone={zone} />}
    {mayAnswer && (
      <details open={form !== undefined}>
        <summary>Answer: acted, watching, or not a concern</summary>
        <AnswerForm alert={one} today={today} form={form} />
      </details>
    )}
  </article>
)

const SignalRow = ({
  one,
  today,
  settings,
}: {
  one: Signal & { hasAlert: boolean }
  today: Day
  settings: Settings
}) => (
  <Row
    end={
      <>
        {one.hasAlert && <Sig tone="info">Alert open</Sig>}
        <Points points={one.points} from={settings['alert-from']} />
      </>
    }
  >
    <PersonLine
      name={one.name}
      href={urls.clientTrouble({ client: one.clientId })}
      pronouns={one.pronouns}
      dayOfStay={dayOfStay(one.startedOn, today)}
      meta={`${one.reasons
        .slice(0, 2)
        .map(({ words }) => words)
        .join(' ')} ${one.owner === null ? 'Nobody is the primary therapist.' : `${one.owner}’s client.`}`}
    />
  </Row>
)
