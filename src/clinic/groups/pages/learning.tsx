import { Hono, type Context } from 'hono'
import { z } from 'zod'
import { addDays, dayAt } from '../../../basics/dates.ts'
import { isRefusal, type Refusal } from '../../../basics/refusal.ts'
import { plural } from '../../../basics/text.ts'
import { Card, Row, Rows } from '../../../ui/card.tsx'
import { Empty } from '../../../ui/empty.tsx'
import { Button, DateField, ErrorSummary, FormActions, Select, type FormState } from '../../../ui/form.tsx'
import { RefusalAlert } from '../../../ui/refusal.tsx'
import { Sig } from '../../../ui/status.tsx'
import { Table } from '../../../ui/table.tsx'
import { shortDay, weekDay } from '../../../ui/when.tsx'
import { urls } from '../../../urls.ts'
import { showing, workOf, type Door } from '../../../web/door.ts'
import { forbidden, notFound } from '../../../web/errors.tsx'
import { day, id, optionalId, readForm, ticked } from '../../../web/forms.ts'
import { may, mayNot } from '../../access/permissions.ts'
import { said, StaffPage } from '../../access/staff-page.tsx'
import { nameOf } from '../../clients/queries.ts'
import { curriculaOf } from '../../programs/queries/curricula.ts'
import { noteTaught, setCurriculum } from '../actions/learning.ts'
import { forecastOf, gapsOf, progressInWords, standingsOf } from '../learning.ts'
import { lineageOf } from '../queries/lineage.ts'
import { curriculumOn, isMeeting, learntOf, taughtIn } from '../queries/learning.ts'
import { chairsOf, meetingsOf, seriesById } from '../queries/series.ts'

/** What a room has had, and what it has not. */
export const learning = new Hono<Door>()

learning.get(urls.seriesCurriculum.pattern, (c) => page(c, c.req.param('series')))

const choice = z.object({ curriculum: optionalId, from: day('Give the first day.') })
learning.post(urls.seriesCurriculum.pattern, async (c) => {
  const work = workOf(c)
  const series = c.req.param('series')
  const denied = mayNot(work.by, 'curriculum.write')
  if (denied) return forbidden(c, denied.because)
  const form = await readForm(c, choice)
  if (!form.ok) return page(c, series, { values: form.typed, errors: form.errors })
  const refusal = await setCurriculum(work, series, {
    curriculumId: form.values.curriculum ?? null,
    from: form.values.from,
  })
  if (refusal?.refused === 'not-found') return notFound(c)
  if (refusal) return page(c, series, { values: form.typed }, refusal)
  said(c, { tone: 'good', text: `Recorded from ${weekDay(form.values.from)} on.` })
  return c.redirect(urls.seriesCurriculum({ series }), 303)
})

const taught = z.object({ module: id('Choose the module.'), taken: ticked })
learning.post(urls.sessionModules.pattern, async (c) => {
  const work = workOf(c)
  const denied = mayNot(work.by, 'curriculum.teach')
  if (denied) return forbidden(c, denied.because)
  const form = await readForm(c, taught)
  const session = c.req.param('session')
  const back = (text: string) => {
    said(c, { tone: 'danger', text })
    return c.redirect(urls.roster({ session }), 303)
  }
  if (!(await isMeeting(work, session))) return notFound(c)
  if (!form.ok) return back('Choose the module first.')
  const answer = await noteTaught(work, session, { moduleId: form.values.module, isTaught: !form.values.taken })
  if (isRefusal(answer)) return answer.refused === 'not-found' ? notFound(c) : back(answer.because)
  said(c, { tone: 'good', text: form.values.taken ? 'Taken back.' : 'Noted: who was there has seen it.' })
  return c.redirect(urls.seriesCurriculum({ series: answer.seriesId }), 303)
})

async function page(c: Context<Door>, seriesId: string, form?: FormState, refusal?: Refusal): Promise<Response> {
  const work = workOf(c)
  const denied = mayNot(work.by, 'client.see') ?? mayNot(work.by, 'series.see')
  if (denied) return forbidden(c, denied.because)
  const today = dayAt(work.at, work.clinic.timeZone)
  const series = await seriesById(work, seriesId, today)
  if (series === undefined) return notFound(c)
  const curriculum = await curriculumOn(work, seriesId, today)
  const line = (await lineageOf(work, seriesId)).map((row) => row.id)
  const members = (await chairsOf(work, seriesId, today)).filter((seat) => seat.from <= today)
  showing(c, 'curriculum of a group', [...new Set(members.map((seat) => seat.clientId))])
  const ids = members.map((seat) => seat.clientId)
  const learnt = curriculum && (await learntOf(work, curriculum.id, ids))
  const ahead = (await meetingsOf(work, line, today, addDays(today, 42), 'asc')).filter((one) => !one.isOff)
  const behind = (await meetingsOf(work, line, addDays(today, -28), today, 'desc')).filter((one) => !one.isOff)
  const told = await taughtIn(
    work,
    [...ahead, ...behind].map((one) => one.id),
  )
  const decided = new Map(told.map((one) => [one.sessionId, one.moduleId]))
  const gaps = learnt ? gapsOf(learnt.modules, learnt.lessons, learnt.done, ids) : []
  const forecast = learnt
    ? forecastOf(
        learnt.modules,
        learnt.lessons,
        learnt.done,
        ids,
        ahead.map((meeting) => ({ id: meeting.id, day: meeting.heldOn })),
        decided,
      )
    : []
  const next = gaps[0]
  const teaches = may(work.by, 'curriculum.teach')
  return c.html(
    <StaffPage
      c={c}
      current="Groups"
      title={`${series.name}: curriculum`}
      answer={
        curriculum === undefined
          ? `${series.name} follows no curriculum`
          : next === undefined
            ? 'This room has had everything'
            : `Next for this room: ${next.module.title}`
      }
      crumbs={[
        { label: 'Groups', href: urls.groups() },
        { label: series.name, href: urls.series({ series: seriesId }) },
      ]}
      intro={
        curriculum === undefined
          ? undefined
          : `${curriculum.name}${curriculum.words === '' ? '' : `. ${curriculum.words}`}`
      }
    >
      <RefusalAlert refusal={refusal} />
      <ErrorSummary form={form} />
      <div class="columns">
        <div class="stack">
          {learnt && (
            <Card title="What has this room not had?" flush={gaps.length > 0}>
              {gaps.length === 0 ? (
                <Empty title="Everybody here has seen every module">The curriculum begins anew in its order.</Empty>
              ) : (
                <Rows label="Modules that members have not seen">
                  {gaps.map((gap, n) => (
                    <Row
                      lead={String(gap.module.position)}
                      title={gap.module.title}
                      note={`${gap.without.length} of ${plural(ids.length, 'member has', 'members have')} not seen it`}
                      end={
                        n === 0 ? <Sig tone="good">Teach next</Sig> : gap.module.isCore && <Sig tone="info">Core</Sig>
                      }
                    />
                  ))}
                </Rows>
              )}
            </Card>
          )}
          {learnt && (
            <Card title="What has each member seen?" flush={members.length > 0}>
              {members.length === 0 ? (
                <p>Nobody has a seat in this group today.</p>
              ) : (
                <Table
                  caption="Members and modules"
                  captionHidden
                  columns={[
                    { label: 'Member' },
                    { label: 'So far' },
                    ...learnt.modules.map((one) => ({ label: String(one.position), number: true })),
                  ]}
                >
                  {members.map((seat) => {
                    const standing = standingsOf(learnt.modules, learnt.lessons, learnt.done, seat.clientId)
                    return (
                      <tr>
                        <th scope="row" dir="auto">
                          <a href={urls.learning({ client: seat.clientId })}>{nameOf(seat)}</a>
                        </th>
                        <td>{progressInWords(learnt.modules, standing)}</td>
                        {learnt.modules.map((one) => (
                          <td class="number">
                            <Seen how={standing.get(one.id) ?? 'due'} title={one.title} />
                          </td>
                        ))}
                      </tr>
                    )
                  })}
                </Table>
              )}
            </Card>
          )}
        </div>
        <div class="stack">
          {learnt && (
            <Card title="What comes when?" hint="If each meeting takes the widest gap." flush={forecast.length > 0}>
              {forecast.length === 0 ? (
                <p>No meeting is in the calendar, or the curriculum has no module.</p>
              ) : (
                <Rows label="Meetings to come">
                  {forecast.map((one) => (
                    <Row
                      title={one.module.title}
                      note={weekDay(ahead.find((meeting) => meeting.id === one.meetingId)?.heldOn ?? today)}
                    />
                  ))}
                </Rows>
              )}
            </Card>
          )}
          {learnt && teaches && (
            <Card title="What was taught?" flush={behind.length > 0}>
              {behind.length === 0 ? (
                <p>It has not met in the last four weeks.</p>
              ) : (
                <Rows label="Meetings of the last four weeks">
                  {behind.map((meeting) => (
                    <Row title={shortDay(meeting.heldOn)}>
                      {told
                        .filter((one) => one.sessionId === meeting.id)
                        .map((one) => (
                          <form class="line-up" method="post" action={urls.sessionModules({ session: meeting.id })}>
                            <span>{one.title}</span>
                            <input type="hidden" name="module" value={one.moduleId} />
                            <Button small name="taken" value="yes">
                              Take back
                            </Button>
                          </form>
                        ))}
                      <form class="form" method="post" action={urls.sessionModules({ session: meeting.id })}>
                        <Select
                          name="module"
                          label="Module"
                          options={learnt.modules.map((one) => ({ value: one.id, label: one.title }))}
                          form={{ prefix: meeting.id }}
                        />
                        <FormActions>
                          <Button small>Was taught</Button>
                        </FormActions>
                      </form>
                    </Row>
                  ))}
                </Rows>
              )}
            </Card>
          )}
          {may(work.by, 'curriculum.write') && (
            <Card title={curriculum === undefined ? 'Choose a curriculum' : 'Change the curriculum'}>
              <form class="form" method="post" action={urls.seriesCurriculum({ series: seriesId })}>
                <Select
                  name="curriculum"
                  label="Curriculum"
                  choose="None"
                  required={false}
                  options={(await curriculaOf(work))
                    .filter((one) => !one.isSelfGuided)
                    .map((one) => ({ value: one.id, label: one.name }))}
                  value={form?.values === undefined ? curriculum?.id : undefined}
                  form={form}
                />
                <DateField
                  name="from"
                  label="From"
                  value={form?.values?.from === undefined ? today : undefined}
                  form={form}
                />
                <FormActions>
                  <Button kind="main">Record</Button>
                </FormActions>
              </form>
            </Card>
          )}
        </div>
      </div>
    </StaffPage>,
    form === undefined ? 200 : 422,
  )
}

const seenWords = { seen: ['●', 'seen'], missed: ['○', 'missed'], due: ['·', 'not yet'] } as const

const Seen = ({ how, title }: { how: keyof typeof seenWords; title: string }) => (
  <>
    <span aria-hidden="true" title={`${title}: ${seenWords[how][1]}`}>
      {seenWords[how][0]}
    </span>
    <span class="hidden-text">{`${title}: ${seenWords[how][1]}`}</span>
  </>
)
