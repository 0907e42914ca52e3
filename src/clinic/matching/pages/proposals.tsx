import { Hono, type Context } from 'hono'
import { z } from 'zod'
import { addDays, dayAt, weekOf } from '../../../basics/dates.ts'
import { isRefusal, type Refusal } from '../../../basics/refusal.ts'
import { plural } from '../../../basics/text.ts'
import { Card, Row, Rows } from '../../../ui/card.tsx'
import { Checkboxes } from '../../../ui/choices.tsx'
import { Empty } from '../../../ui/empty.tsx'
import {
  Button,
  DateField,
  ErrorSummary,
  FormActions,
  NumberField,
  Select,
  TextField,
  type FormState,
} from '../../../ui/form.tsx'
import { RefusalAlert } from '../../../ui/refusal.tsx'
import { shortDay } from '../../../ui/when.tsx'
import { urls } from '../../../urls.ts'
import { workOf, type Door } from '../../../web/door.ts'
import { forbidden, notFound } from '../../../web/errors.tsx'
import { day, line, optionalId, optionalLine, readForm, ticked, wholeNumber } from '../../../web/forms.ts'
import { mayNot } from '../../access/permissions.ts'
import { said, StaffPage } from '../../access/staff-page.tsx'
import { programsOf, sitesOf } from '../../programs/queries.ts'
import { cliniciansToChoose } from '../../staff/queries.ts'
import { askProposal, pinSeries } from '../actions/proposals.ts'
import type { Question } from '../proposals.ts'
import { proposalsOf } from '../queries/proposals.ts'
import { ifsOf, StepSign } from './proposal-parts.tsx'
import { proposal } from './proposal.tsx'

/** Proposals for the whole timetable: ask, watch, compare, take over. */
export const proposals = new Hono<Door>().route('/', proposal)

proposals.get(urls.proposals.pattern, (c) => listPage(c))

const schema = z.object({
  name: line(100, 'Give it a name.'),
  from: day('Give the first day.'),
  minutes: wholeNumber(1, 15),
  programs: z.array(z.string()).default([]),
  without: optionalId,
  roomSite: optionalId,
  roomSeats: wholeNumber(2, 60),
  eveningProgram: optionalId,
  evenings: wholeNumber(1, 4),
})
proposals.post(urls.proposals.pattern, async (c) => {
  const work = workOf(c)
  const denied = mayNot(work.by, 'timetable.propose')
  if (denied) return forbidden(c, denied.because)
  const form = await readForm(c, schema)
  if (!form.ok) return listPage(c, { values: form.typed, errors: form.errors })
  const { name, from, minutes, without, roomSite, roomSeats, eveningProgram, evenings } = form.values
  const program = (await programsOf(work)).find((one) => one.id === eveningProgram)
  const question: Question = {
    programs: form.values.programs,
    seconds: minutes * 60,
    without: without ?? null,
    room: roomSite === undefined ? null : { siteId: roomSite, seats: roomSeats },
    evening:
      program === undefined
        ? null
        : {
            programId: program.id,
            siteId: program.siteId,
            evenings,
            leads: (await cliniciansToChoose(work, ['therapist'])).map((one) => one.value),
          },
  }
  const answer = await askProposal(work, { name, from, question })
  if (isRefusal(answer)) return listPage(c, { values: form.typed }, answer)
  said(c, { tone: 'good', text: 'It is asked for. The search begins within seconds; nothing changes by it.' })
  return c.redirect(urls.proposal({ proposal: answer.id }), 303)
})

const pin = z.object({ pinned: ticked, because: optionalLine(300), back: optionalId })
proposals.post(urls.seriesPins.pattern, async (c) => {
  const work = workOf(c)
  const denied = mayNot(work.by, 'timetable.propose')
  if (denied) return forbidden(c, denied.because)
  const form = await readForm(c, pin)
  if (!form.ok) return notFound(c)
  const refusal = await pinSeries(work, c.req.param('series'), {
    isPinned: form.values.pinned,
    because: form.values.because,
  })
  if (refusal) return notFound(c)
  said(c, {
    tone: 'good',
    text: form.values.pinned ? 'It stays as it is in every proposal to come.' : 'It may move again.',
  })
  const { back } = form.values
  return c.redirect(back === undefined ? urls.proposals() : urls.proposal({ proposal: back }), 303)
})

async function listPage(c: Context<Door>, form?: FormState, refusal?: Refusal): Promise<Response> {
  const work = workOf(c)
  const denied = mayNot(work.by, 'timetable.propose')
  if (denied) return forbidden(c, denied.because)
  const all = await proposalsOf(work)
  const programs = await programsOf(work)
  const sites = await sitesOf(work)
  const next = addDays(weekOf(dayAt(work.at, work.clinic.timeZone)), 28)
  const or = (name: string, value: string | number) => (form?.values?.[name] === undefined ? value : undefined)
  return c.html(
    <StaffPage
      c={c}
      current="Groups"
      title="Timetable proposals"
      answer={
        all.length === 0 ? 'What would a better timetable look like?' : plural(all.length, 'proposal', 'proposals')
      }
      crumbs={[
        { label: 'Groups', href: urls.groups() },
        { label: 'Week board', href: urls.weekBoard() },
      ]}
      intro="Stepwell looks at every group, room, leader and client at once, and proposes times and seats that serve more people fully with as few changes as it can. Nothing changes until you take parts over."
    >
      <RefusalAlert refusal={refusal} />
      <ErrorSummary form={form} />
      <div class="columns">
        <div class="stack">
          <Card title="What was asked?" flush={all.length > 0}>
            {all.length === 0 ? (
              <Empty title="Nothing was asked yet">
                Name what you ask for in the form here, and look for a timetable: it takes a few minutes.
              </Empty>
            ) : (
              <Rows label="Proposals">
                {all.map((one) => (
                  <Row
                    title={<a href={urls.proposal({ proposal: one.id })}>{one.name}</a>}
                    note={`From ${shortDay(one.from)} · ${ifsOf(one, programs).join(', ') || 'the house as it is'} · ${one.askedBy}`}
                    end={<StepSign one={one} />}
                  />
                ))}
              </Rows>
            )}
          </Card>
        </div>
        <Card title="Ask for a proposal">
          <form class="form" method="post" action={urls.proposals()}>
            <TextField name="name" label="Name" value={or('name', 'Next month')} maxlength={100} form={form} />
            <DateField name="from" label="From" hint="A Monday fits best." value={or('from', next)} form={form} />
            <NumberField
              name="minutes"
              label="Look for at most"
              min={1}
              max={15}
              unit="minutes"
              value={or('minutes', 3)}
              form={form}
            />
            <Checkboxes
              name="programs[]"
              label="Groups that may move"
              hint="None ticked: those of every program. Pinned groups stay."
              optional
              options={programs.map((one) => ({ value: one.id, label: one.name }))}
            />
            <Select
              name="without"
              label="What if somebody were not there?"
              choose="Everybody is there"
              required={false}
              options={await cliniciansToChoose(work)}
              form={form}
            />
            <div class="together">
              <Select
                name="roomSite"
                label="What if there were one more room?"
                choose="No further room"
                required={false}
                options={sites.map((one) => ({ value: one.id, label: `At ${one.name}` }))}
                form={form}
              />
              <NumberField name="roomSeats" label="Places" min={2} max={60} value={or('roomSeats', 12)} form={form} />
            </div>
            <div class="together">
              <Select
                name="eveningProgram"
                label="What if a program had evenings?"
                choose="No further evenings"
                required={false}
                options={programs.map((one) => ({ value: one.id, label: one.name }))}
                form={form}
              />
              <NumberField name="evenings" label="Evenings" min={1} max={4} value={or('evenings', 3)} form={form} />
            </div>
            <FormActions>
              <Button kind="main">Look for a timetable</Button>
            </FormActions>
          </form>
        </Card>
      </div>
    </StaffPage>,
    form === undefined ? 200 : 422,
  )
}
