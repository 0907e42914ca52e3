// Every component of the kit on a few pages, with the worst data: for looking at and for axe, never part of the product.
import { refuse } from '../src/basics/refusal.ts'
import { AreaChart } from '../src/ui/area-chart.tsx'
import { Card, Row, Rows, Tile, Tiles } from '../src/ui/card.tsx'
import { LineChart } from '../src/ui/chart.tsx'
import { Checkbox, Checkboxes, Fieldset, RadioCards, Segmented, YesNo } from '../src/ui/choices.tsx'
import { Dialog, DialogCancel, DialogLink } from '../src/ui/dialog.tsx'
import { AutoSave } from '../src/ui/draft.tsx'
import { Empty } from '../src/ui/empty.tsx'
import { Facts } from '../src/ui/facts.tsx'
import {
  Button,
  DateField,
  ErrorSummary,
  FileField,
  FormActions,
  type FormState,
  NumberField,
  Select,
  TextArea,
  TextField,
  TimeField,
} from '../src/ui/form.tsx'
import { type NavItem, Page, PlainPage } from '../src/ui/layout.tsx'
import { MarkedText } from '../src/ui/marked-text.tsx'
import { HoursMeter } from '../src/ui/meter.tsx'
import { Initials, NameList, PersonHead, PersonLine } from '../src/ui/person.tsx'
import { LivePart, Progress } from '../src/ui/progress.tsx'
import { RefusalAlert } from '../src/ui/refusal.tsx'
import { Roster, RosterButton, RosterRow } from '../src/ui/roster.tsx'
import { SideBySide } from '../src/ui/side-by-side.tsx'
import { Signed, SignatureField } from '../src/ui/signature.tsx'
import { Bars, Sparkline, WeekStrip } from '../src/ui/small-charts.tsx'
import { Notice, Sig } from '../src/ui/status.tsx'
import { Paging, Table } from '../src/ui/table.tsx'
import { Tabs } from '../src/ui/tabs.tsx'
import { Timeline } from '../src/ui/timeline.tsx'
import { OnDay } from '../src/ui/when.tsx'

const clinic = 'Riverbend'
const who = { name: 'Dana Ortiz', role: 'Clinical director, LCSW' }
const nav: NavItem[] = [
  { label: 'Today', href: '/' },
  { label: 'Week', href: '/week' },
  { label: 'Groups', href: '/roster' },
  { label: 'Clients', href: '/chart' },
  { label: 'Admissions', href: '/form' },
  { label: 'Concerns', href: '/empty', count: 3 },
  { label: 'Reports', href: '/rows' },
  { label: 'Settings', href: '/plain' },
]
const longName = 'Wolfeschlegelsteinhausenbergerdorff-Nakashima-Papadopoulos-Vi'
const arabicName = 'نور الهدى عبد الرحمن الحداد'

export type Mark = {
  id: string
  name: string
  pronouns: string
  day: number
  tags: string[]
  note: string
  mark: string | null
}
export const members: Mark[] = [
  {
    id: 'm1',
    name: 'Maya Alvarez',
    pronouns: 'she/her',
    day: 23,
    tags: [],
    note: 'Goal 2: ask for help before using · 80 min',
    mark: 'here',
  },
  {
    id: 'm2',
    name: 'Kofi Lartey',
    pronouns: 'he/him',
    day: 16,
    tags: [],
    note: 'In at 09:18 · 62 min count',
    mark: 'late',
  },
  {
    id: 'm3',
    name: arabicName,
    pronouns: 'she/her',
    day: 34,
    tags: ['peer mentor'],
    note: 'Goal 1: sleep without pills · 80 min',
    mark: 'here',
  },
  {
    id: 'm4',
    name: longName,
    pronouns: 'they/them',
    day: 9,
    tags: [],
    note: 'Called 09:10, no answer · outreach task is Lee’s, today',
    mark: 'absent',
  },
  {
    id: 'm5',
    name: 'Ruth Wanjiru',
    pronouns: 'she/her',
    day: 41,
    tags: [],
    note: 'Court date, told yesterday · make-up Sunday 17:00 held',
    mark: 'excused',
  },
  {
    id: 'm6',
    name: 'José Santos',
    pronouns: 'he/him',
    day: 3,
    tags: ['new'],
    note: 'First group: say hello',
    mark: null,
  },
]

export const TodayPage = () => (
  <Page
    clinic={clinic}
    who={who}
    nav={nav}
    current="Today"
    title="Today"
    answer="Three people need a call before noon"
    over={<OnDay day="2026-11-21" style="long" />}
    account={[{ label: 'Change your password', href: '/password' }]}
    flash={{
      tone: 'good',
      text: 'Seat held for Kofi Lartey in DBT skills, Saturday 14:00.',
      undo: { action: '/undo' },
    }}
    actions={
      <Button kind="main" href="/huddle">
        Morning huddle
      </Button>
    }
  >
    <Tiles label="Census">
      <Tile name="In program" value="92" note="IOP 71 · PHP 9 · OP 12" href="/clients" />
      <Tile name="Seats open this week" value="14" note="5 evening · 3 virtual" href="/groups" />
      <Tile name="On course for their hours" value="84 of 92" note="8 short, 6 with a make-up offered" href="/week" />
      <Tile name="Notes to sign" value="5" note="oldest 19 hours" tone="warning" href="/notes" />
    </Tiles>
    <div class="columns">
      <Card title="What needs you now" action={<a href="/concerns">All 11</a>} flush>
        <Rows label="What needs you now">
          <Row lead={<Initials name="Maya Alvarez" />} end={<Sig tone="danger">Not reached</Sig>}>
            <PersonLine
              noInitials
              name="Maya Alvarez"
              href="/chart"
              pronouns="she/her"
              dayOfStay={23}
              tags={['evening']}
              meta="Missed Thursday, second in a row. No answer to two calls. Sister may be told (consent to 3 March)."
            />
          </Row>
          <Row lead={<Initials name="Tomasz Jankowski" />} end={<Sig tone="danger">See before 11:00</Sig>}>
            <PersonLine
              noInitials
              name="Tomasz Jankowski"
              href="/chart"
              pronouns="he/him"
              dayOfStay={9}
              meta="Question 9 answered “several days” at 08:52, before group. Safety screen is open."
            />
          </Row>
          <Row lead={<Initials name={arabicName} />} end={<Sig tone="info">Decide</Sig>}>
            <PersonLine
              noInitials
              name={arabicName}
              href="/chart"
              pronouns="she/her"
              dayOfStay={41}
              meta="Ready to step down: goals 4 of 5 met."
            />
          </Row>
          <Row lead={<Initials name={longName} />} end={<Sig tone="warning">Offer a seat</Sig>}>
            <PersonLine
              noInitials
              name={longName}
              href="/chart"
              pronouns="they/them"
              dayOfStay={116}
              meta="2 h 30 short this week. Two seats fit."
            />
          </Row>
        </Rows>
      </Card>
      <Card title="Groups today" action={<small>6 of 9 to come</small>} flush>
        <Rows label="Groups today">
          <Row
            lead="09:00"
            title={<a href="/roster">Process group A</a>}
            note="Dana Ortiz, Lee Park · Cedar room"
            end={<Sig tone="good">11 of 12 here</Sig>}
          />
          <Row
            lead="10:30"
            title="Relapse prevention, week 5"
            note="Sam Iyer · Cedar room"
            end={<Sig tone="info">Starts in 20 min</Sig>}
          />
          <Row
            lead="13:00"
            title="Art therapy"
            note="Noor Haddad · Studio · does not count for Aetna"
            end={<Sig tone="calm">8 seats of 10</Sig>}
          />
          <Row
            lead="17:30"
            title="DBT skills, distress tolerance"
            note="Lee Park · video"
            end={<Sig tone="warning">Cover needed</Sig>}
          />
        </Rows>
      </Card>
    </div>
    <Card title="Who will fall short of 9 hours this week" hint="Attended, planned, and the floor" flush>
      <Rows label="Hours this week">
        <Row
          lead={<Initials name="Kofi Lartey" />}
          title="Kofi Lartey"
          end={<HoursMeter attended={300} planned={90} floor={540} />}
        />
        <Row
          lead={<Initials name="Amina Bello" />}
          title="Amina Bello"
          end={<HoursMeter attended={270} planned={240} floor={540} />}
        />
        <Row
          lead={<Initials name="José Santos" />}
          title="José Santos"
          end={<HoursMeter attended={360} planned={240} floor={540} note="make-up taken" />}
        />
        <Row lead={<Initials name="Ann" />} title="Ann" end={<HoursMeter attended={0} planned={0} floor={540} />} />
      </Rows>
    </Card>
    <div class="columns even">
      <Notice tone="info" title="Sunday’s clocks go back">
        Groups keep their wall time.
      </Notice>
      <RefusalAlert
        refusal={refuse('seat-taken', 'The last seat in Process group A went to someone else. Choose another group.', [
          'Relapse prevention has 3 seats',
          'Evening track has 1',
        ])}
      />
      <Notice tone="warning">Lee Park’s license ends in 12 days.</Notice>
      <Notice tone="danger" aside={<Button small>See why</Button>}>
        Two results came back without a person.
      </Notice>
    </div>
  </Page>
)

export const RosterPage = ({ list = members, refused }: { list?: Mark[]; refused?: string }) => {
  const here = list.filter(({ mark }) => mark === 'here' || mark === 'late').length
  return (
    <Page
      clinic={clinic}
      who={who}
      nav={nav}
      current="Groups"
      title="Process group A"
      answer={`Process group A: ${here} of ${list.length} here`}
      crumbs={[{ label: 'Groups', href: '/groups' }]}
      over="Saturday 21 November · 09:00 to 10:20 · Cedar room · Dana Ortiz, Lee Park"
      actions={
        <>
          <RosterButton does="undo" action="/roster/undo">
            Undo
          </RosterButton>
          <RosterButton does="all" action="/roster/all">
            All here
          </RosterButton>
          <Button kind="main" href="/form">
            Write the note
          </Button>
        </>
      }
    >
      {refused && <RefusalAlert refusal={refuse('refused', refused)} />}
      <Card flush>
        <Roster label="Who is here">
          {list.map(({ id, name, pronouns, day, tags, note, mark }) => (
            <RosterRow
              id={id}
              action="/roster/marks"
              fields={{ client: id }}
              name={name}
              href="/chart"
              pronouns={pronouns}
              dayOfStay={day}
              tags={tags}
              note={note}
              mark={mark}
            />
          ))}
        </Roster>
      </Card>
    </Page>
  )
}

const bands = [
  { from: 0, word: 'Minimal' },
  { from: 5, word: 'Mild' },
  { from: 10, word: 'Moderate' },
  { from: 15, word: 'Moderately severe' },
  { from: 20, word: 'Severe' },
]
const weeks = ['09-07', '09-14', '09-21', '09-28', '10-05', '10-12', '10-19', '10-26', '11-02', '11-09', '11-16'].map(
  (day, n) => ({
    week: `2026-${day}`,
    attended: [0, 180, 330, 540, 600, 480, 540, 570, 240, 560, 300][n] ?? 0,
    floor: 540,
    isNow: n === 10,
  }),
)
const days = Array.from({ length: 30 }, (_, n) => `2026-11-${String(n + 1).padStart(2, '0')}`)

export const ChartPage = () => (
  <Page clinic={clinic} who={who} nav={nav} current="Clients" title="Maya Alvarez" bare>
    <div class="stack tight">
      <PersonHead
        name="Maya Alvarez"
        pronouns="she/her"
        dayOfStay={23}
        meta="IOP, evening track · primary therapist Dana Ortiz"
        signals={
          <>
            <Sig tone="danger">Allergy: penicillin</Sig>
            <Sig tone="warning">Authorization ends Wednesday</Sig>
          </>
        }
        actions={<DialogLink to="discharge">Discharge</DialogLink>}
      />
      <Tabs
        label="Chart"
        current="Information"
        tabs={[
          'Information',
          'Consents',
          'Medical',
          'Plan',
          'Sessions',
          'Notes',
          'Measures',
          'Week',
          'Coverage',
          'Discharge',
          'Trail',
        ].map((label) => ({
          label,
          href: `/chart?tab=${label}`,
          count: label === 'Notes' ? 2 : undefined,
        }))}
      />
    </div>
    <div class="columns">
      <div class="stack">
        <Card title="Is the depression lifting?">
          <LineChart
            question="PHQ-9 since admission"
            answer="Down 9 points: reliable improvement since 9 November"
            most={27}
            bands={bands}
            reliableAt={{ score: 13, word: 'reliable improvement from the first score' }}
            points={[
              { on: '2026-10-29', score: 19 },
              { on: '2026-11-02', score: 17, note: 'Before group' },
              { on: '2026-11-05', score: 18 },
              { on: '2026-11-09', score: 12 },
              { on: '2026-11-20', score: 10 },
            ]}
          />
        </Card>
        <Card title="Do the hours hold?">
          <WeekStrip label="Hours attended by week" weeks={weeks} />
        </Card>
        <Card title="How many people are in care?">
          <AreaChart
            question="Census by level of care, November"
            days={days}
            layers={[
              { word: 'IOP', values: days.map((_, n) => 60 + ((n * 7) % 12)) },
              { word: 'PHP', values: days.map((_, n) => 8 + (n % 3)) },
              { word: 'OP', values: days.map((_, n) => 10 + ((n * 3) % 5)) },
            ]}
          />
        </Card>
        <Card title="One score alone">
          <LineChart question="GAD-7" most={21} points={[{ on: '2026-11-20', score: 10 }]} />
        </Card>
      </div>
      <div class="stack">
        <Card title="Face sheet" action={<a href="/edit">Correct</a>}>
          <Facts
            facts={[
              { term: 'Name', detail: <span dir="auto">{longName}</span> },
              { term: 'Goes by', detail: 'Maya' },
              { term: 'Born', detail: '3 Mar 1991 (35)' },
              { term: 'MR number', detail: 'R-000412' },
              { term: 'Phone', detail: null },
              { term: 'Address', detail: '18 Mill Lane, Riverbend' },
            ]}
          />
        </Card>
        <Card title="Story so far">
          <Timeline
            label="Episodes"
            today="2026-11-21"
            episodes={[
              {
                label: 'Residential, Hillside',
                from: '2024-02-01',
                to: '2024-03-15',
                state: 'discharged',
                note: 'completed',
              },
              { label: 'IOP, evening', from: '2026-10-29', to: null, state: 'active', href: '/episode' },
              { label: 'Outpatient', from: '2026-12-20', to: null, state: 'planned' },
            ]}
          />
        </Card>
        <Card title="Where the hours went" tone="info">
          <Bars
            label="Hours by service"
            bars={[
              { label: 'Process group', value: 18, shown: '18 h' },
              { label: 'Skills', value: 9.5, shown: '9 h 30' },
              { label: 'Individual', value: 3, shown: '3 h', tone: 'warning' },
              { label: 'Family', value: 0, shown: 'none', tone: 'danger' },
            ]}
          />
          <p>
            Cravings <Sparkline values={[6, 5, 7, 4, 3, 3, 2]} words="Cravings, from 6 down to 2" /> 2 of 10
          </p>
        </Card>
        <Card title="What the text names">
          <p>
            <MarkedText
              text="Maya spoke of her sister Elena and of the week at work."
              marks={[
                { start: 0, end: 4, why: 'a name' },
                { start: 25, end: 30, why: 'another client’s name' },
              ]}
            />
          </p>
          <small>
            With <NameList names={['Dana Ortiz', 'Lee Park', 'Sam Iyer', arabicName, longName]} />
          </small>
        </Card>
        <Card title="Signed">
          <Signed
            signature={{ typed: 'Maya Alvarez', path: 'M40 120L80 40L120 110L160 50L200 120M230 90L300 84L340 100' }}
            by="Maya Alvarez"
            when="21 Nov 2026, 09:18"
          />
          <Signed signature={{ typed: 'Dana Ortiz', path: null }} by="Dana Ortiz, LCSW" when="21 Nov 2026, 10:31" />
        </Card>
      </div>
    </div>
    <Card title="Are these one person?" flush>
      <SideBySide
        caption="Two records beside each other"
        left="Referral of 18 Nov"
        right="Client R-000412"
        rows={[
          { term: 'Name', left: 'Maya Álvarez', right: 'Maya Alvarez' },
          { term: 'Born', left: '1991-03-03', right: '1991-03-30' },
          { term: 'Phone', left: null, right: '+1 555 010 2244' },
          { term: 'Last name at birth', left: longName, right: longName },
        ]}
      />
    </Card>
    <Dialog id="discharge" title="Discharge Maya Alvarez" hint="The seat in two groups is given back at once.">
      <form method="post" action="/discharge" class="form">
        <DateField name="on" label="Last day" value="2026-11-21" />
        <Select
          name="reason"
          label="Why"
          options={[
            { value: 'completed', label: 'Completed the program' },
            { value: 'left', label: 'Left before the end' },
          ]}
        />
        <FormActions>
          <Button kind="main">Discharge</Button>
          <DialogCancel />
        </FormActions>
      </form>
    </Dialog>
  </Page>
)

const wrong: FormState = {
  values: {
    given: longName,
    born: '2091-01-01',
    about: '\n  Two lines,\nkept as typed',
    phone: '555',
    track: 'evening',
    services: ['group', 'family'],
    agree: 'yes',
  },
  errors: {
    born: 'The birth day lies in the future. Enter the day on the card.',
    track: 'Choose a track with a free seat.',
    safe: 'Answer whether home is safe.',
    phone: undefined,
  },
}

export const FormPage = ({ form = wrong, saved }: { form?: FormState; saved?: string }) => (
  <Page
    clinic={clinic}
    who={who}
    nav={nav}
    current="Admissions"
    title="New referral"
    intro="What the caller told you. Everything can be corrected later."
    width="narrow"
  >
    <ErrorSummary form={form} />
    <Card title="Who is it about?">
      <AutoSave url="/form/drafts" saved={saved}>
        <form method="post" action="/form" class="form" data-guard>
          <TextField name="given" label="Given name" form={form} anyDirection maxlength={80} />
          <TextField name="goesBy" label="Goes by" optional hint="The name to use in the room." form={form} />
          <div class="together">
            <DateField name="born" label="Born" form={form} />
            <TimeField name="callAt" label="Call back at" form={form} optional />
            <NumberField name="hours" label="Hours a week" unit="h" value={9} min={1} max={40} form={form} />
          </div>
          <TextField name="phone" type="tel" label="Phone" width="medium" form={form} inputmode="tel" />
          <TextArea name="about" label="In their words" hint="What they hope for." form={form} />
          <Select
            name="from"
            label="Who refers"
            form={form}
            options={[
              { value: 'self', label: 'Self' },
              {
                group: 'Programs',
                options: [
                  { value: 'hillside', label: 'Hillside residential' },
                  { value: 'detox', label: 'County detox' },
                ],
              },
            ]}
          />
          <RadioCards
            name="track"
            label="Track"
            form={form}
            options={[
              { value: 'day', label: 'Day', hint: 'Monday, Wednesday, Friday, 9:00 to 12:20' },
              { value: 'evening', label: 'Evening', hint: 'Monday, Tuesday, Thursday, 17:30 to 20:50' },
              { value: 'weekend', label: 'Weekend', hint: 'Full until 3 December', disabled: true },
            ]}
          />
          <Checkboxes
            name="services"
            label="Services"
            optional
            form={form}
            options={[
              { value: 'group', label: 'Group therapy' },
              { value: 'family', label: 'Family sessions', hint: 'Every second week' },
              { value: 'med', label: 'Medication visits' },
            ]}
          />
          <YesNo name="safe" label="Is home safe?" hint="Ask in private." form={form} />
          <Fieldset name="mood" label="How is today?">
            <Segmented
              name="mood"
              label="Mood"
              wide
              value="okay"
              options={['Low', 'Shaky', 'Okay', 'Good'].map((label) => ({
                label,
                value: label.toLowerCase(),
                tone: 'pale' as const,
              }))}
            />
          </Fieldset>
          <FileField name="card" label="Insurance card" optional accept="image/*" form={form} />
          <Checkbox
            name="agree"
            label="The caller knows that this call is recorded in the chart"
            required
            form={form}
          />
          <SignatureField
            name="signature"
            label="Signature of the caller"
            statement="I ask to be called back."
            expected="Maya Alvarez"
            form={form}
          />
          <FormActions>
            <Button kind="main">Save referral</Button>
            <Button name="then" value="draft" formnovalidate>
              Keep as draft
            </Button>
            <Button kind="quiet" href="/">
              Leave
            </Button>
            <Button kind="danger" type="button">
              Set aside
            </Button>
            <Button disabled>Not yet</Button>
          </FormActions>
        </form>
      </AutoSave>
    </Card>
  </Page>
)

export const RowsPage = ({ rows = 500 }: { rows?: number }) => (
  <Page
    clinic={clinic}
    who={who}
    nav={nav}
    current="Reports"
    title="Hours report"
    answer={`${rows} people, 31 short of their hours`}
    q="Maya"
  >
    <Card title="Hours by person" flush>
      <Table
        caption="Hours this week, by person"
        columns={[
          { label: 'Person', sort: { href: '?sort=name', is: 'ascending' } },
          { label: 'Level' },
          { label: 'Attended', number: true, sort: { href: '?sort=attended' } },
          { label: 'Planned', number: true },
          { label: 'Floor', number: true },
          { label: 'State' },
          { label: 'Actions', quiet: true },
        ]}
        foot={
          <tr>
            <th scope="row">All</th>
            <td />
            <td class="number">4,210 h</td>
            <td class="number">812 h</td>
            <td class="number">4,500 h</td>
            <td />
            <td />
          </tr>
        }
      >
        {Array.from({ length: rows }, (_, n) => (
          <tr>
            <th scope="row">
              <PersonLine
                name={n % 9 === 3 ? longName : n % 7 === 2 ? arabicName : `Person ${n + 1} Example`}
                href="/chart"
                pronouns="she/her"
                dayOfStay={n + 1}
              />
            </th>
            <td>IOP</td>
            <td class="number">{(n % 9) + 1} h</td>
            <td class="number">2 h</td>
            <td class="number">9 h</td>
            <td>{n % 5 === 0 ? <Sig tone="warning">Short</Sig> : <Sig tone="good">On course</Sig>}</td>
            <td>
              <Button small href="/week" label={`Offer a seat to person ${n + 1}`}>
                Offer a seat
              </Button>
            </td>
          </tr>
        ))}
      </Table>
    </Card>
    <Paging from={1} to={rows} of={1204} next="?page=2" />
  </Page>
)

export const EmptyPage = () => (
  <Page clinic={clinic} who={who} nav={nav} current="Concerns" title="Concerns" answer="Nobody is waiting for you">
    <div class="columns even">
      <Card title="Open concerns" flush>
        <Empty title="No open concern" next={<Button href="/concerns/new">Raise one</Button>}>
          When someone misses group or scores high, they appear here with an owner.
        </Empty>
      </Card>
      <Card title="Is the import done?">
        <LivePart id="import" every={3600}>
          <Progress
            label="Reading clients.csv"
            done={1240}
            total={5000}
            unit="rows"
            note="About two minutes left"
            stopAction="/stop"
          />
          <Progress label="Looking for duplicates" done={12} unit="found" />
        </LivePart>
      </Card>
    </div>
  </Page>
)

export const SignInPage = () => (
  <PlainPage
    clinic={clinic}
    title="Sign in"
    intro="For the staff of Riverbend."
    drawing
    foot="Stepwell is open-source software that runs an intensive outpatient program."
  >
    <Card>
      <form method="post" action="/sign-in" class="form">
        <TextField name="email" type="email" label="Work email" autocomplete="username" width="full" />
        <TextField name="password" type="password" label="Password" autocomplete="current-password" width="full" />
        <FormActions>
          <Button kind="main">Sign in</Button>
        </FormActions>
      </form>
    </Card>
  </PlainPage>
)

export const PortalPage = () => (
  <PlainPage
    clinic={clinic}
    lang="ar"
    direction="rtl"
    title="يومك"
    over="بعد ٤٠ دقيقة"
    hideHref="https://weather.example"
    nav={[
      { label: 'اليوم', href: '/' },
      { label: 'الأسبوع', href: '/week' },
    ]}
    current="اليوم"
    words={{ skip: 'تخطَّ إلى المحتوى', menu: 'القائمة', mainNav: 'الرئيسية', hide: 'إخفاء' }}
  >
    <Card title="مجموعة العملية">
      <p>اليوم من 09:00 إلى 10:20، غرفة الأرز أو بالفيديو.</p>
      <FormActions>
        <Button kind="main" href="/join">
          انضم بالفيديو
        </Button>
        <Button href="/cannot">لا أستطيع الحضور</Button>
      </FormActions>
    </Card>
    <Card title="أسبوعك">
      <HoursMeter attended={420} planned={240} floor={540} />
    </Card>
  </PlainPage>
)
