import { Hono, type Context } from 'hono'
import { addDays, timeAt } from '../../../basics/dates.ts'
import { AreaChart } from '../../../ui/area-chart.tsx'
import { Card } from '../../../ui/card.tsx'
import { Button, DateField, FormActions, Select } from '../../../ui/form.tsx'
import { shortDay } from '../../../ui/when.tsx'
import { urls } from '../../../urls.ts'
import { workOf, type Door } from '../../../web/door.ts'
import { forbidden, notFound } from '../../../web/errors.tsx'
import { may } from '../../access/permissions.ts'
import { StaffPage } from '../../access/staff-page.tsx'
import { makers } from '../queries/makers.ts'
import type { Report } from '../sheet.ts'
import { addressOf, isQuestion, type Question, questionOf } from './question.ts'
import { Sheets } from './sheets.tsx'
import { StateFiles } from './state-files.tsx'
import { filesMade } from '../queries/state-data.ts'

/** One report: its answer, its tables, and what is counted in them. */
export const report = new Hono<Door>()

report.get(urls.report.pattern, async (c) => {
  const question = await questionOf(c)
  if (question === null) return notFound(c)
  if (!isQuestion(question)) return forbidden(c, question.because)
  const work = workOf(c)
  const made = await makers[question.entry.key].build(work, question.asked, question.places)
  const files = question.entry.key === 'state-data' ? await filesMade(work) : null
  const onPaper = c.req.query('paper') === 'yes'
  return c.html(
    <StaffPage
      c={c}
      current="Reports"
      title={question.entry.title}
      answer={made.answer}
      over={`${question.period}, ${question.asOf}`}
      crumbs={[{ label: 'Reports', href: urls.reports() }]}
      intro={`${question.entry.title}: ${question.entry.question}${question.program === '' ? '' : ` ${question.program}.`}${question.site === '' ? '' : ` ${question.site}.`}`}
      actions={onPaper ? undefined : <Ways question={question} />}
    >
      {onPaper ? (
        <Paper made={made} question={question} c={c} />
      ) : (
        <>
          <Filter question={question} />
          {made.drawn !== undefined && (
            <Card>
              <AreaChart {...made.drawn} />
            </Card>
          )}
          <Sheets report={made} question={question} opens={may(work.by, 'report.people')} />
          {files !== null && <StateFiles c={c} question={question} files={files} />}
          <Counted made={made} />
        </>
      )}
    </StaffPage>,
  )
})

const Ways = ({ question }: { question: Question }) => (
  <>
    <Button href={urls.report({ report: question.entry.key }, { ...addressOf(question), paper: 'yes' })}>
      For paper
    </Button>
    <Button href={urls.reportFile({ report: question.entry.key }, addressOf(question))}>Save as CSV</Button>
  </>
)

/** Nothing but the report: made to be printed, with what a sceptic asks first. */
const Paper = ({ made, question, c }: { made: Report; question: Question; c: Context<Door> }) => (
  <div class="report-paper stack">
    <p class="no-print muted">
      Print this page with your browser.{' '}
      <a href={urls.report({ report: question.entry.key }, addressOf(question))}>Back to the report</a>
    </p>
    <p>
      {workOf(c).clinic.name} · {question.period} · {question.program === '' ? 'every program' : question.program}
      {question.site === '' ? '' : ` · ${question.site}`}
      <br />
      Counted from the record {question.asOf}. Printed {shortDay(question.asked.today)},{' '}
      {timeAt(question.asked.now, question.asked.zone)}, by {workOf(c).by.name}.
    </p>
    <Sheets
      report={{ ...made, sheets: made.sheets.filter((one) => one.isLong !== true) }}
      question={question}
      opens={false}
    />
    {made.sheets.some(({ isLong }) => isLong) && (
      <p class="muted">
        Not on this page:{' '}
        {made.sheets
          .filter(({ isLong }) => isLong)
          .map(({ title }) => title.toLowerCase())
          .join(', ')}
        . They stand on the screen and in the file.
      </p>
    )}
    <Counted made={made} />
  </div>
)

const Counted = ({ made }: { made: Report }) => (
  <Card title="What is counted, and what is not">
    <div class="prose">
      {made.counted.map((words) => (
        <p>{words}</p>
      ))}
    </div>
  </Card>
)

const Filter = ({ question: { entry, asked, places, sites } }: { question: Question }) => (
  <form method="get" action={urls.report({ report: entry.key })} class="together no-print">
    {entry.isWhole === true ? (
      <DateField label="Twelve months up to" name="to" value={asked.to} max={asked.today} />
    ) : (
      <>
        <DateField label="From" name="from" value={asked.from} max={asked.today} />
        <DateField label="to" name="to" value={asked.to} max={asked.today} />
        <Select
          label="Program"
          name="program"
          value={asked.program ?? ''}
          choose="Every program"
          required={false}
          options={places.map(({ id, name }) => ({ value: id, label: name }))}
        />
        {sites.length > 1 && (
          <Select
            label="Site"
            name="site"
            value={asked.site ?? ''}
            choose="Every site"
            required={false}
            options={sites.map(({ id, name }) => ({ value: id, label: name }))}
          />
        )}
      </>
    )}
    <FormActions>
      <Button>Show</Button>
      {entry.isWhole !== true &&
        [28, 90, 365].map((days) => (
          <Button
            kind="quiet"
            href={urls.report(
              { report: entry.key },
              {
                from: addDays(asked.today, 1 - days),
                to: asked.today,
                program: asked.program ?? undefined,
                site: asked.site ?? undefined,
              },
            )}
            label={`The last ${days} days, from ${shortDay(addDays(asked.today, 1 - days))}`}
          >
            {days} days
          </Button>
        ))}
    </FormActions>
  </form>
)
