// Every component of the kit on a few pages, with the worst data: for looking at and for axe, never part of the product.
import { refuse } from '../src/basics/refusal.ts'
import { Card, Row, Rows, Tile, Tiles } from '../src/ui/card.tsx'
import { Empty } from '../src/ui/empty.tsx'
import { Button } from '../src/ui/form.tsx'
import { type NavItem, Page } from '../src/ui/layout.tsx'
import { HoursMeter } from '../src/ui/meter.tsx'
import { Initials, PersonLine } from '../src/ui/person.tsx'
import { LivePart, Progress } from '../src/ui/progress.tsx'
import { RefusalAlert } from '../src/ui/refusal.tsx'
import { Roster, RosterButton, RosterRow } from '../src/ui/roster.tsx'
import { Notice, Sig } from '../src/ui/status.tsx'
import { Paging, Table } from '../src/ui/table.tsx'
import { OnDay } from '../src/ui/when.tsx'

export const clinic = 'Riverbend'
export const who = { name: 'Dana Ortiz', role: 'Clinical director, LCSW' }
export const nav: NavItem[] = [
  { label: 'Today', href: '/' },
  { label: 'Week', href: '/week' },
  { label: 'Groups', href: '/roster' },
  { label: 'Clients', href: '/chart' },
  { label: 'Admissions', href: '/form' },
  { label: 'Concerns', href: '/empty', count: 3 },
  { label: 'Reports', href: '/rows' },
  { label: 'Settings', href: '/plain' },
]
export const longName = 'Wolfeschlegelsteinhausenbergerdorff-Nakashima-Papadopoulos-Vi'
export const arabicName = 'نور الهدى عبد الرحمن الحداد'

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
    over={<OnDay day="2026-11-21" as="long" />}
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
