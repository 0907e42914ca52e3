import { Hono, type Context } from 'hono'
import { z } from 'zod'
import { isRefusal, type Refusal } from '../../../basics/refusal.ts'
import { plural } from '../../../basics/text.ts'
import { Card, Row, Rows } from '../../../ui/card.tsx'
import { Checkbox } from '../../../ui/choices.tsx'
import { Button, ErrorSummary, FileField, FormActions, TextField, type FormState } from '../../../ui/form.tsx'
import { RefusalAlert } from '../../../ui/refusal.tsx'
import { Sig } from '../../../ui/status.tsx'
import { At } from '../../../ui/when.tsx'
import { urls } from '../../../urls.ts'
import { workOf, type Door } from '../../../web/door.ts'
import { forbidden } from '../../../web/errors.tsx'
import { line, readForm, ticked } from '../../../web/forms.ts'
import { mayNot } from '../../access/permissions.ts'
import { said, StaffPage } from '../../access/staff-page.tsx'
import { readClean } from '../../files/importing.tsx'
import { importMeetings } from '../actions/meetings.ts'
import { feedsOf, meetingImportsOf, type ImportRow } from '../queries/meetings.ts'

/** Lists of meetings that others publish in the open meeting-guide format, and what came of reading them. */
export const meetingLists = new Hono<Door>()

meetingLists.get(urls.meetingLists.pattern, (c) => page(c))

const naming = z.object({ name: line(80, 'Give the list a name, such as the area.'), mayShrink: ticked })

meetingLists.post(urls.meetingLists.pattern, async (c) => {
  const work = workOf(c)
  const denied = mayNot(work.by, 'meeting.manage')
  if (denied) return forbidden(c, denied.because)
  const upload = await readClean(c, 'list', '')
  const form = await readForm(c, naming)
  if (!form.ok) return page(c, { values: form.typed, errors: form.errors })
  if (isRefusal(upload)) return page(c, { values: form.typed, errors: { list: upload.because } })
  const answer = await importMeetings(work, form.values, upload)
  if (isRefusal(answer))
    return answer.refused === 'shrinks'
      ? page(c, { values: form.typed }, answer)
      : page(c, { values: form.typed, errors: { list: answer.because } })
  said(c, {
    tone: answer.aside === 0 ? 'good' : 'warning',
    text: `${answer.feed}: ${answer.added} new, ${answer.changed} changed, ${answer.ended} ended, ${answer.unchanged} as they were${
      answer.aside === 0 ? '.' : `; ${plural(answer.aside, 'row needs', 'rows need')} a look below.`
    }`,
  })
  return c.redirect(urls.meetingLists(), 303)
})

async function page(c: Context<Door>, form?: FormState, refusal?: Refusal): Promise<Response> {
  const work = workOf(c)
  const denied = mayNot(work.by, 'meeting.manage')
  if (denied) return forbidden(c, denied.because)
  const feeds = await feedsOf(work)
  const imports = await meetingImportsOf(work)
  const standing = feeds.reduce((sum, one) => sum + one.standing, 0)
  return c.html(
    <StaffPage
      c={c}
      current="Clients"
      title="Lists of meetings"
      answer={
        feeds.length === 0
          ? 'No list is read in yet'
          : `${plural(standing, 'meeting', 'meetings')} on ${plural(feeds.length, 'list', 'lists')}`
      }
      crumbs={[
        { label: 'Clients', href: urls.clients() },
        { label: 'Meetings', href: urls.meetings() },
      ]}
      intro="Intergroups and areas publish their meetings as a meeting-guide feed (JSON). Save the file and read it in here; read it in again under the same name when it changes. Stepwell itself asks nobody, so that nobody learns who looks."
    >
      <RefusalAlert refusal={refusal} />
      <ErrorSummary form={form} />
      <div class="columns">
        <div class="stack">
          {imports.length > 0 && (
            <Card title="What was read" flush>
              <Rows label="Files, the latest first">
                {imports.map((one) => (
                  <Row
                    title={<span dir="auto">{one.feed}</span>}
                    note={
                      <>
                        <At at={one.at} zone={work.clinic.timeZone} />, {one.by}, <bdi>{one.fileName}</bdi>
                      </>
                    }
                    end={
                      one.asideCount > 0 ? (
                        <Sig tone="warning">{plural(one.asideCount, 'row', 'rows')} to look at</Sig>
                      ) : (
                        <Sig tone="good">All read</Sig>
                      )
                    }
                  >
                    <p>
                      {one.rows} rows: {one.added} new, {one.changed} changed, {one.ended} ended, {one.unchanged} as
                      they were.
                    </p>
                    <SetAside one={one} />
                  </Row>
                ))}
              </Rows>
            </Card>
          )}
        </div>
        <div class="stack">
          <Card title="Read a list in">
            <form class="form" method="post" action={urls.meetingLists()} enctype="multipart/form-data">
              <TextField
                name="name"
                label="Name of the list"
                hint="The same name again updates that list: what is gone from the file is ended."
                maxlength={80}
                list="lists"
                anyDirection
                form={form}
              />
              <datalist id="lists">
                {feeds.map(({ name }) => (
                  <option value={name} />
                ))}
              </datalist>
              {refusal?.refused === 'shrinks' && (
                <Checkbox name="mayShrink" label="It is the right file: those that are not in it may end" form={form} />
              )}
              <FileField name="list" label="File" accept=".json,application/json" form={form} />
              <FormActions>
                <Button kind="main">Read it in</Button>
              </FormActions>
            </form>
          </Card>
          {feeds.length > 0 && (
            <Card title="Lists" flush>
              <Rows label="Lists">
                {feeds.map((one) => (
                  <Row
                    title={<span dir="auto">{one.name}</span>}
                    note={one.readAt === null ? undefined : <At at={one.readAt} zone={work.clinic.timeZone} />}
                    end={<span class="muted">{plural(one.standing, 'meeting', 'meetings')}</span>}
                  />
                ))}
              </Rows>
            </Card>
          )}
        </div>
      </div>
    </StaffPage>,
    form === undefined && refusal === undefined ? 200 : 422,
  )
}

const SetAside = ({ one }: { one: ImportRow }) =>
  one.aside.length === 0 ? null : (
    <details class="disclose">
      <summary>{`${plural(one.asideCount, 'row', 'rows')}, each with why`}</summary>
      <ol class="meeting-aside">
        {one.aside.map(({ place, why, held }) => (
          <li value={place}>
            {why}
            <code dir="auto">{JSON.stringify(held).slice(0, 600)}</code>
          </li>
        ))}
      </ol>
      {one.asideCount > one.aside.length && <p>{`The first ${one.aside.length} are shown.`}</p>}
    </details>
  )
