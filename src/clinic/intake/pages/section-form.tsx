import type { Refusal } from '../../../basics/refusal.ts'
import { Card } from '../../../ui/card.tsx'
import { Fieldset } from '../../../ui/choices.tsx'
import { AutoSave } from '../../../ui/draft.tsx'
import { Facts } from '../../../ui/facts.tsx'
import { Button, FormActions, Select, TextArea, TextField, type FormState } from '../../../ui/form.tsx'
import { RefusalAlert } from '../../../ui/refusal.tsx'
import { Notice } from '../../../ui/status.tsx'
import { shortMoment } from '../../../ui/when.tsx'
import { urls } from '../../../urls.ts'
import { linesOf } from '../document.ts'
import type { Known } from '../prefill.ts'
import type { Intake, Saved, Standing } from '../queries.ts'
import { cellName, rowsOf, type Doc, type Field, type Section, type Table } from '../section.ts'
import { sections } from '../sections.ts'

type Props = {
  section: Section
  intake: Intake
  standing: Standing
  known: readonly Known[]
  zone: string
  mayWrite: boolean
  /** Words that stood beside and are in the form now. */
  taken: Saved | undefined
  because: Refusal | undefined
  page: string
  basedOn: string | null
  doc: Doc
}

/** One section: what is known, whose words wait, and the form. */
export function SectionForm(props: Props) {
  const { section, intake, standing, known, zone, mayWrite, taken, because, page, basedOn, doc } = props
  const params = { intake: intake.id, section: section.key }
  const at = sections.indexOf(section)
  const [before, after] = [sections[at - 1], sections[at + 1]]
  const form: FormState = { values: doc }
  const others = standing.beside.filter((one) => one.id !== taken?.id)
  const written = standing.hands.map(({ name, at: on }) => `${name}, ${shortMoment(on, zone)}`).join(' · ')
  return (
    <>
      <p class="intake-way">
        <a href={urls.intake({ intake: intake.id })}>Assessment</a>{' '}
        <span class="muted">
          part {at + 1} of {sections.length}
        </span>
      </p>
      <RefusalAlert refusal={because} />
      {taken !== undefined && standing.latest !== null && (
        <Words
          title={`What stands now: ${standing.latest.by}, ${shortMoment(standing.latest.at, zone)}`}
          section={section}
          doc={standing.latest.body}
          end="The form below holds the other words. Take over what you want to keep of these, then save."
        />
      )}
      {others.map((one) => (
        <Words
          title={`Words that wait beside: ${one.by}, ${shortMoment(one.at, zone)}`}
          section={section}
          doc={one.body}
          action={
            mayWrite
              ? { label: 'Take these into the form', href: urls.intakeSection(params, { take: one.id }) }
              : undefined
          }
        />
      ))}
      {known.length > 0 && (
        <Card title="Known already" hint="Check it with the person">
          <Facts facts={known.map((one) => ({ term: one.term, detail: <Told one={one} /> }))} />
        </Card>
      )}
      <Card title={section.title} hint={section.about}>
        {!mayWrite && <Notice tone="info">A clinician fills in this part. You can read it.</Notice>}
        {mayWrite ? (
          <AutoSave
            url={urls.intakeSection(params)}
            saved={written === '' ? '' : `Last: ${written}`}
            words={{ saved: 'Kept {time}' }}
          >
            <form method="post" action={urls.intakeSection(params)} class="form intake-form">
              <input type="hidden" name="page" value={page} />
              <input type="hidden" name="basedOn" value={basedOn ?? ''} />
              <input type="hidden" name="settles" value={taken?.id ?? ''} />
              {section.table && <Lines table={section.table} doc={doc} form={form} />}
              {section.fields.map((field) => (
                <Control field={field} name={field.name} form={form} />
              ))}
              <FormActions>
                {after === undefined ? (
                  <Button kind="main">Save</Button>
                ) : (
                  <Button kind="main" name="next" value="next">
                    Save and go on
                  </Button>
                )}
                <Button name="next" value="stay">
                  Save
                </Button>
              </FormActions>
            </form>
          </AutoSave>
        ) : (
          <Facts
            facts={linesOf(section, doc).map(({ label, words }) => ({ term: label, detail: <Said words={words} /> }))}
          />
        )}
      </Card>
      <nav class="line-up" aria-label="Parts of the assessment">
        {before && (
          <Button small href={urls.intakeSection({ ...params, section: before.key })}>
            ← {before.title}
          </Button>
        )}
        {after && (
          <Button small href={urls.intakeSection({ ...params, section: after.key })}>
            {after.title} →
          </Button>
        )}
      </nav>
    </>
  )
}

const Told = ({ one }: { one: Known }) => (
  <>
    <span dir="auto">{one.words}</span> <small class="muted">from {one.source}</small>
  </>
)

export const Said = ({ words }: { words: string }) => (
  <span class="intake-said" dir="auto">
    {words}
  </span>
)

type WordsProps = {
  title: string
  section: Section
  doc: Doc
  end?: string
  action?: { label: string; href: string } | undefined
}

const Words = ({ title, section, doc, end, action }: WordsProps) => (
  <Card
    title={title}
    tone="warning"
    action={
      action && (
        <Button small href={action.href}>
          {action.label}
        </Button>
      )
    }
  >
    <Facts facts={linesOf(section, doc).map(({ label, words }) => ({ term: label, detail: <Said words={words} /> }))} />
    {end && <p>{end}</p>}
  </Card>
)

/** The rows that say something, and two empty ones for more. */
function Lines({ table, doc, form }: { table: Table; doc: Doc; form: FormState }) {
  const last = rowsOf(table, doc).at(-1)?.row ?? 0
  const shown = Math.min(table.most, last + 2)
  return (
    <>
      <h3>{table.label}</h3>
      {Array.from({ length: shown }, (_, i) => i + 1).map((row) => (
        <Fieldset name={`${table.name}-${row}`} label={`${table.rowName} ${row}`}>
          <div class="intake-row">
            {table.columns.map((column) => (
              <Control field={column} name={cellName(table, row, column)} form={form} />
            ))}
          </div>
        </Fieldset>
      ))}
      {last >= table.most && <p class="muted">More go into the words below.</p>}
    </>
  )
}

const Control = ({ field, name, form }: { field: Field; name: string; form: FormState }) => {
  const ties = { name, label: field.label, hint: field.hint, required: false, form }
  if (field.kind === 'choice') return <Select {...ties} width="full" options={[...(field.options ?? [])]} />
  if (field.kind === 'line') return <TextField {...ties} width="full" maxlength={300} anyDirection />
  return <TextArea {...ties} rows={3} width="full" maxlength={10_000} />
}
