import { Hono, type Context } from 'hono'
import { addDays, dayAt, isDay, type Day } from '../../../basics/dates.ts'
import { isId } from '../../../basics/ids.ts'
import { plural } from '../../../basics/text.ts'
import { Card, Row, Rows } from '../../../ui/card.tsx'
import { Empty } from '../../../ui/empty.tsx'
import { Button, DateField, FormActions, Select } from '../../../ui/form.tsx'
import { Name } from '../../../ui/person.tsx'
import { Table } from '../../../ui/table.tsx'
import { shortDay } from '../../../ui/when.tsx'
import { urls } from '../../../urls.ts'
import { showing, workOf, type Door } from '../../../web/door.ts'
import { forbidden } from '../../../web/errors.tsx'
import { may, mayNot } from '../../access/permissions.ts'
import { StaffPage } from '../../access/staff-page.tsx'
import { programsOf } from '../../programs/queries.ts'
import {
  baselineAfter,
  baselineBefore,
  type Judged,
  lateAnswerDays,
  type Progress,
  progressOf,
  type Share,
  type Standing,
  withinDays,
  type Yardstick,
} from '../progress.ts'
import { countedKinds, type StayJudged, staysOfKinds, yardsticks } from '../queries/progress.ts'

/** Did people get better within eight weeks? The figures of a program, with everything that was left out. */
export const programOutcomes = new Hono<Door>()

const yearBack = 364
const fewest = 20
const mostListed = 200

programOutcomes.get(urls.progress.pattern, async (c) => {
  const work = workOf(c)
  const denied = mayNot(work.by, 'outcome.see')
  if (denied) return forbidden(c, denied.because)
  const today = dayAt(work.at, work.clinic.timeZone)
  const asked = askedFor(c, today)
  const programs = await programsOf(work)
  const by = await yardsticks(work)
  const kinds = await countedKinds(work, { ...asked, today }, by)
  const sum = progressOf(kinds.flatMap(({ n, judged }) => Array.from({ length: n }, () => judged)))
  const chosen = listed(c.req.query('show'))
  const meant = chosen === null ? [] : kinds.filter(({ judged }) => isIn(judged, chosen))
  const shown = await staysOfKinds(
    work,
    { ...asked, today, kinds: meant.map(({ kind }) => kind), most: mostListed },
    by,
  )
  showing(c, 'outcomes', [...new Set(shown.map(({ stay }) => stay.clientId))])
  const to = (show?: Listed) =>
    `${urls.progress({ program: asked.program ?? undefined, from: asked.from, to: asked.to, show })}${show === undefined ? '' : '#people'}`
  return c.html(
    <StaffPage
      c={c}
      current="Today"
      title="Progress within eight weeks"
      answer={answerOf(sum)}
      crumbs={[{ label: 'Today', href: urls.today() }]}
      intro={`Everyone admitted from ${shortDay(asked.from)} to ${shortDay(asked.to)} whose eight weeks are over. Three ways to count stand side by side, with everyone who is missing from each.`}
    >
      <form method="get" action={urls.progress()} class="together">
        <Select
          label="Program"
          name="program"
          value={asked.program ?? ''}
          choose="Every program"
          options={programs.map(({ id, name }) => ({ value: id, label: name }))}
        />
        <DateField label="Admitted from" name="from" value={asked.from} max={today} />
        <DateField label="to" name="to" value={asked.to} max={today} />
        <FormActions>
          <Button>Show</Button>
        </FormActions>
      </form>
      {sum.over === 0 ? (
        <Empty title="Nobody’s eight weeks are over">
          {sum.counts['not-yet'] === 0
            ? 'Nobody was admitted in these days.'
            : `${plural(sum.counts['not-yet'], 'person is', 'people are')} still within them.`}
        </Empty>
      ) : (
        <div class="stack">
          <Card title="How many made significant progress?" flush>
            <Table
              caption="Significant progress within eight weeks, counted three ways"
              captionHidden
              columns={[
                { label: 'Counted how' },
                { label: 'Share', number: true },
                { label: '95 % interval' },
                { label: 'Who' },
              ]}
            >
              <Line
                name="Everyone who began above the cut-off; no later answer counts as no progress"
                share={sum.everyone}
                href={to('began')}
              />
              <Line
                name="By the last answer within eight weeks, of those who gave one"
                share={sum.lastAnswer}
                href={to('answered')}
              />
              <Line
                name={`Completers: stayed or completed, and answered in the last ${lateAnswerDays} days`}
                share={sum.completers}
                href={to('completers')}
              />
              <Line
                name="Reliably worse on PHQ-9 or GAD-7, of those who answered"
                share={sum.worse}
                href={to('worse')}
              />
            </Table>
          </Card>
          <Card title="Who is in, and who is missing?" flush>
            <Rows label="Who is in, and who is missing">
              {flow(sum).map(({ standing, words, n }) => (
                <Row
                  title={words}
                  end={
                    n === 0 ? (
                      <span class="muted">0</span>
                    ) : (
                      <Button small href={to(standing)} label={`${n}: ${words}`}>
                        {n}
                      </Button>
                    )
                  }
                />
              ))}
            </Rows>
          </Card>
          {chosen !== null && (
            <People
              shown={shown}
              of={meant.reduce((all, { n }) => all + n, 0)}
              chosen={chosen}
              opens={may(work.by, 'measure.see')}
            />
          )}
          <Definition yardsticks={by} />
        </div>
      )}
    </StaffPage>,
  )
})

const standings = ['no-baseline', 'below', 'no-later', 'improved', 'unchanged', 'mixed', 'worse', 'not-yet'] as const
const groups = ['began', 'answered', 'completers'] as const
type Listed = Standing | (typeof groups)[number]
const listed = (text: string | undefined): Listed | null =>
  [...standings, ...groups].find((one) => one === text) ?? null

function askedFor(c: Context<Door>, today: Day): { program: string | null; from: Day; to: Day } {
  const [program, from, to] = [c.req.query('program') ?? '', c.req.query('from') ?? '', c.req.query('to') ?? '']
  const last = isDay(to) && to <= today ? to : today
  const first = isDay(from) && from <= last ? from : addDays(last, -yearBack)
  return { program: isId(program) ? program : null, from: first, to: last }
}

const hasBegun: readonly Standing[] = ['improved', 'unchanged', 'mixed', 'worse', 'no-later']
function isIn({ standing, isCompleter }: Judged, chosen: Listed): boolean {
  if (chosen === 'began') return hasBegun.includes(standing)
  if (chosen === 'answered') return hasBegun.includes(standing) && standing !== 'no-later'
  if (chosen === 'completers') return hasBegun.includes(standing) && isCompleter
  if (chosen === 'worse') return standing === 'worse' || standing === 'mixed'
  return standing === chosen
}
const percent = (share: number): string => `${Math.round(share * 100)} %`

function answerOf({ over, began, everyone }: Progress): string {
  if (over === 0) return 'Nobody’s eight weeks are over yet'
  if (began === 0 || everyone.share === null) return 'Nobody began above the cut-off'
  const few = began < fewest ? ': too few to tell' : ''
  return `${everyone.n} of ${began} who began above the cut-off made significant progress${few}`
}

const Line = ({ name, share, href }: { name: string; share: Share; href: string }) => (
  <tr>
    <th scope="row">{name}</th>
    <td class="number">{share.share === null ? 'Nobody' : `${percent(share.share)} (${share.n} of ${share.of})`}</td>
    <td>
      {share.share === null ? '' : `${percent(share.low)} to ${percent(share.high)}`}
      {share.of > 0 && share.of < fewest && <small class="referral-detail">Fewer than {fewest}: too few to tell</small>}
    </td>
    <td>
      {share.of > 0 && (
        <Button small href={href} label={`List: ${name}`}>
          List
        </Button>
      )}
    </td>
  </tr>
)

const words: Record<Standing, string> = {
  'not-yet': 'Admitted too lately: the eight weeks are not over',
  'no-baseline': 'No score at the beginning: left out of every share',
  below: 'Began below the cut-off of both: nothing to improve by this definition',
  'no-later': 'Began above it and did not answer again',
  improved: 'Reliably better, and reliably worse on nothing',
  unchanged: 'Within the noise of the instrument',
  mixed: 'Reliably better on one and reliably worse on the other: not counted as progress',
  worse: 'Reliably worse',
}
const flow = ({ counts }: Progress) =>
  standings.map((standing) => ({ standing, words: words[standing], n: counts[standing] }))

const groupWords: Record<(typeof groups)[number], string> = {
  began: 'Everyone who began above the cut-off',
  answered: 'Everyone who began above it and answered again',
  completers: 'Completers',
}
const titleOf = (chosen: Listed): string =>
  chosen === 'began' || chosen === 'answered' || chosen === 'completers' ? groupWords[chosen] : words[chosen]

const scores = (list: Judged['from']): string =>
  list.map(({ instrument: key, score, on }) => `${key.toUpperCase()} ${score} on ${shortDay(on)}`).join(', ')

type PeopleProps = { shown: readonly StayJudged[]; of: number; chosen: Listed; opens: boolean }

const People = ({ shown, of, chosen, opens }: PeopleProps) => (
  <Card
    id="people"
    title={titleOf(chosen)}
    hint={of > shown.length ? `The first ${shown.length} of ${of}: choose fewer days` : plural(of, 'stay', 'stays')}
    flush
  >
    <Table
      caption={titleOf(chosen)}
      captionHidden
      columns={[
        { label: 'Who' },
        { label: 'Admitted' },
        { label: 'At the beginning' },
        { label: 'At the end' },
        { label: 'Came to' },
      ]}
    >
      {shown.map(({ stay, judged }) => (
        <tr>
          <th scope="row">
            <Name name={stay.name} href={opens ? urls.measures({ client: stay.clientId }) : undefined} />
          </th>
          <td>
            {shortDay(stay.first)}
            <small class="referral-detail">{stay.program}</small>
          </td>
          <td>{scores(judged.from)}</td>
          <td>{scores(judged.to)}</td>
          <td>{words[judged.standing]}</td>
        </tr>
      ))}
    </Table>
  </Card>
)

const Definition = ({ yardsticks }: { yardsticks: readonly Yardstick[] }) => (
  <Card title="What counts as significant progress">
    <div class="prose">
      <p>
        Reliably better within {withinDays} days of admission on an instrument that began at its cut-off or above, and
        reliably worse on neither:{' '}
        {yardsticks
          .map(
            ({ instrument: key, caseFrom, reliable }) =>
              `${key.toUpperCase()} from ${caseFrom}, ${reliable} points or more`,
          )
          .join('; ')}
        . The points are common practice and not settled (K): a clinic may set its own under Settings, Instruments.
      </p>
      <p>
        The beginning is the first score from {baselineBefore} days before admission to {baselineAfter} days after it,
        the end the last one until day {withinDays}. A form too incomplete to score is no score. The interval is
        Wilson’s, at 95 %.
      </p>
      <p>
        There is no comparison group. People who begin on a bad day tend to be better on the next without any treatment,
        so part of every share is that. Who stops answering is often who is worse: the first line is the careful one.
      </p>
    </div>
  </Card>
)
