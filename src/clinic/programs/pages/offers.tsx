import { Hono, type Context } from 'hono'
import { z } from 'zod'
import { isRefusal, type Refusal } from '../../../basics/refusal.ts'
import { plural } from '../../../basics/text.ts'
import { Checkbox } from '../../../ui/choices.tsx'
import { Card, Row, Rows } from '../../../ui/card.tsx'
import { Empty } from '../../../ui/empty.tsx'
import { Button, ErrorSummary, FormActions, NumberField, Select, TextField, type FormState } from '../../../ui/form.tsx'
import { RefusalAlert } from '../../../ui/refusal.tsx'
import { Sig } from '../../../ui/status.tsx'
import { urls } from '../../../urls.ts'
import { workOf, type Door } from '../../../web/door.ts'
import { forbidden } from '../../../web/errors.tsx'
import { id, line, oneOf, optionalLine, readForm, ticked, wholeNumber, type Read } from '../../../web/forms.ts'
import { mayNot } from '../../access/permissions.ts'
import { states, timeZones } from '../../access/setup-page.tsx'
import { said, StaffPage } from '../../access/staff-page.tsx'
import { addProgram, addRoom, addSite } from '../actions.ts'
import { programsOf, roomsOf, sitesOf } from '../queries.ts'
import { programLevels } from '../rules.ts'

export const offers = new Hono<Door>()

const kinds = { 'substance-use': 'Substance use', 'mental-health': 'Mental health' } as const
const tracks = { day: 'Day', evening: 'Evening', virtual: 'Virtual' } as const
const ages = { adult: 'Adults', adolescent: 'Under 18' } as const
const options = (words: Record<string, string>) => Object.entries(words).map(([value, label]) => ({ value, label }))
const wordFor = (words: Record<string, string>, key: string) => words[key] ?? key

type Part = 'program' | 'site' | 'room'
type Back = { part: Part; form: FormState; refusal?: Refusal }

offers.get(urls.programs.pattern, (c) => offersPage(c))

const newProgram = z.object({
  name: line(100, 'Name the program.'),
  siteId: id('Choose its site.'),
  kind: oneOf(['substance-use', 'mental-health'], 'Choose what it treats.'),
  track: oneOf(['day', 'evening', 'virtual'], 'Choose its track.'),
  levelOfCare: oneOf(
    programLevels.map((level) => level.value) as [string, ...string[]], // the list is a constant, and not empty
    'Choose its level of care.',
  ),
  ageGroup: oneOf(['adult', 'adolescent'], 'Choose for whom it is.'),
})
offers.post(urls.programs.pattern, async (c) =>
  added(c, 'program', await readForm(c, newProgram), (values) => addProgram(workOf(c), values)),
)

const newSite = z.object({
  name: line(100, 'Name the site.'),
  address: optionalLine(200),
  state: oneOf(states, 'Choose its state.'),
  timeZone: oneOf(timeZones, 'Choose its time zone.'),
})
offers.post(urls.sites.pattern, async (c) =>
  added(c, 'site', await readForm(c, newSite), (values) => addSite(workOf(c), values)),
)

const newRoom = z.object({
  name: line(100, 'Name the room.'),
  siteId: id('Choose its site.'),
  places: wholeNumber(2, 60),
  isVideo: ticked,
})
offers.post(urls.rooms.pattern, async (c) =>
  added(c, 'room', await readForm(c, newRoom), (values) => addRoom(workOf(c), values)),
)

async function added<T>(
  c: Context<Door>,
  part: Part,
  form: Read<T>,
  verb: (values: T) => Promise<{ id: string } | Refusal>,
): Promise<Response> {
  const denied = mayNot(workOf(c).by, 'program.manage')
  if (denied) return forbidden(c, denied.because)
  const back: FormState = { values: form.typed, prefix: part }
  if (!form.ok) return offersPage(c, { part, form: { ...back, errors: form.errors } })
  const answer = await verb(form.values)
  if (isRefusal(answer)) return offersPage(c, { part, form: back, refusal: answer })
  said(c, { tone: 'good', text: `The ${part} is added.` })
  return c.redirect(urls.programs(), 303)
}

async function offersPage(c: Context<Door>, back?: Back): Promise<Response> {
  const work = workOf(c)
  const denied = mayNot(work.by, 'program.manage')
  if (denied) return forbidden(c, denied.because)
  // One connection carries the request: its questions follow one another.
  const programs = await programsOf(work)
  const sites = await sitesOf(work)
  const rooms = await roomsOf(work)
  const siteOptions = sites.map((site) => ({ value: site.id, label: site.name }))
  const formOf = (part: Part): FormState => (back?.part === part ? back.form : { prefix: part })
  return c.html(
    <StaffPage
      c={c}
      current="Settings"
      title="Programs, sites and rooms"
      answer={
        programs.length === 0
          ? 'No program yet'
          : `${plural(programs.length, 'program', 'programs')} at ${plural(sites.length, 'site', 'sites')}`
      }
      crumbs={[{ label: 'Settings', href: urls.settings() }]}
      intro="What is offered, where, and in how many rooms at one time."
    >
      <RefusalAlert refusal={back?.refusal} />
      <ErrorSummary form={back?.form} />
      <div class="columns">
        <div class="stack">
          <Card title="Programs" flush={programs.length > 0}>
            {programs.length === 0 ? (
              <Empty title="Nothing is offered yet">Add a site first, then the program that runs there.</Empty>
            ) : (
              <Rows label="Programs">
                {programs.map((program) => (
                  <Row
                    title={program.name}
                    note={`${wordFor(kinds, program.kind)} · ${wordFor(tracks, program.track).toLowerCase()} · level ${program.levelOfCare} · ${wordFor(ages, program.ageGroup).toLowerCase()} · ${program.site}`}
                    end={<Sig tone="calm">{`${program.inCare} in care`}</Sig>}
                  />
                ))}
              </Rows>
            )}
          </Card>
          <Card title="Sites and rooms" flush={sites.length > 0}>
            {sites.length === 0 ? (
              <Empty title="No site yet">Add the first one beside this list.</Empty>
            ) : (
              <Rows label="Sites">
                {sites.map((site) => (
                  <Row title={site.name} note={`${site.address === '' ? 'No address' : site.address} · ${site.state}`}>
                    <p class="hint">
                      {rooms
                        .filter((room) => room.siteId === site.id)
                        .map((room) => `${room.name} (${room.isVideo ? 'video, ' : ''}${room.places} places)`)
                        .join(', ') || 'No room yet'}
                    </p>
                  </Row>
                ))}
              </Rows>
            )}
          </Card>
        </div>
        <div class="stack">
          <Card title="Add a program" id="add-program">
            <form class="form" method="post" action={urls.programs()}>
              <TextField name="name" label="Name" form={formOf('program')} />
              <Select name="siteId" label="Site" options={siteOptions} form={formOf('program')} />
              <Select name="kind" label="What it treats" options={options(kinds)} form={formOf('program')} />
              <Select name="track" label="Track" options={options(tracks)} form={formOf('program')} />
              <Select
                name="levelOfCare"
                label="Level of care"
                width="full"
                options={[...programLevels]}
                value={formOf('program').values?.levelOfCare === undefined ? '2.1' : undefined}
                form={formOf('program')}
              />
              <Select
                name="ageGroup"
                label="For"
                hint="The weekly floor follows from level and age."
                options={options(ages)}
                form={formOf('program')}
              />
              <FormActions>
                <Button kind="main">Add program</Button>
              </FormActions>
            </form>
          </Card>
          <Card title="Add a room" id="add-room">
            <form class="form" method="post" action={urls.rooms()}>
              <TextField name="name" label="Name" form={formOf('room')} />
              <Select name="siteId" label="Site" options={siteOptions} form={formOf('room')} />
              <NumberField
                name="places"
                label="Places"
                hint="Clients who can be in it at one time. A group never has more seats."
                min={2}
                max={60}
                form={formOf('room')}
              />
              <Checkbox name="isVideo" label="A video room" form={formOf('room')} />
              <FormActions>
                <Button kind="main">Add room</Button>
              </FormActions>
            </form>
          </Card>
          <Card title="Add a site" id="add-site">
            <form class="form" method="post" action={urls.sites()}>
              <TextField name="name" label="Name" form={formOf('site')} />
              <TextField name="address" label="Address" optional form={formOf('site')} />
              <Select
                name="state"
                label="State"
                hint="Its rules on group size hold here."
                options={states.map((value) => ({ value, label: value }))}
                form={formOf('site')}
              />
              <Select
                name="timeZone"
                label="Time zone"
                options={timeZones.map((value) => ({ value, label: value.replaceAll('_', ' ') }))}
                form={formOf('site')}
              />
              <FormActions>
                <Button kind="main">Add site</Button>
              </FormActions>
            </form>
          </Card>
        </div>
      </div>
    </StaffPage>,
    back === undefined ? 200 : 422,
  )
}
