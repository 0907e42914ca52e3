import { AreaChart } from '../src/ui/area-chart.tsx'
import { Card } from '../src/ui/card.tsx'
import { LineChart } from '../src/ui/chart.tsx'
import { Dialog, DialogCancel, DialogLink } from '../src/ui/dialog.tsx'
import { Facts } from '../src/ui/facts.tsx'
import { Button, DateField, FormActions, Select } from '../src/ui/form.tsx'
import { Page } from '../src/ui/layout.tsx'
import { MarkedText } from '../src/ui/marked-text.tsx'
import { NameList, PersonHead } from '../src/ui/person.tsx'
import { SideBySide } from '../src/ui/side-by-side.tsx'
import { Signed } from '../src/ui/signature.tsx'
import { Bars, Sparkline, WeekStrip } from '../src/ui/small-charts.tsx'
import { Sig } from '../src/ui/status.tsx'
import { Tabs } from '../src/ui/tabs.tsx'
import { Timeline } from '../src/ui/timeline.tsx'
import { arabicName, clinic, longName, nav, who } from './gallery.tsx'

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
