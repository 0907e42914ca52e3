import type { Child } from 'hono/jsx'
import type { Day } from '../basics/dates.ts'
import { markInWords, marks, type Mark } from '../basics/mark.ts'
import { Card } from './card.tsx'
import { DateField, Select, TextField, type FormState } from './form.tsx'
import { Sig } from './status.tsx'
import { Table, type Column } from './table.tsx'
import { OnDay } from './when.tsx'

// Figures that a state, a payer, a year or the clinic can change: each row with its day, its source and how sure it is.

/** How sure a row is. */
export const MarkSig = ({ mark }: { mark: Mark }) => <Sig tone={markInWords[mark].tone}>{markInWords[mark].words}</Sig>

/** From when to when. */
export const Dates = ({ from, to }: { from: Day; to: Day | null }) => (
  <>
    <OnDay day={from} />
    {to !== null && (
      <>
        {' to '}
        <OnDay day={to} />
      </>
    )}
  </>
)

/** Whether a row stands, and how sure it is. */
export const StandingSig = ({ stands, isAhead, mark }: { stands: boolean; isAhead: boolean; mark: Mark }) =>
  isAhead ? (
    <Sig tone="info">From its first day on</Sig>
  ) : stands ? (
    <MarkSig mark={mark} />
  ) : (
    <span class="muted">Replaced</span>
  )

/** Where a row stands written, and who recorded it; null: nobody here. */
export const SourceOf = ({ source, by }: { source: string; by: string | null }) => (
  <>
    {source}
    <br />
    <small>{by === null ? 'Came with Stepwell' : `Recorded by ${by}`}</small>
  </>
)

export const MarkSelect = ({ form, choose }: { form?: FormState; choose?: false }) => (
  <Select
    name="mark"
    label="How sure is it?"
    options={marks.map((value) => ({ value, label: markInWords[value].words }))}
    choose={choose}
    form={form}
  />
)

type FromAndSourceProps = {
  form: FormState | undefined
  today: Day
  /** The first day that may be given. */
  min?: Day
  words?: { from?: string; source?: string; hint?: string }
}

/** The two fields that every row has: from which day on, and who says so. */
export const FromAndSource = ({ form, today, min, words = {} }: FromAndSourceProps) => (
  <>
    <DateField name="from" label={words.from ?? 'From'} value={today} min={min} form={form} />
    <TextField
      name="source"
      label={words.source ?? 'Who decided this, or which rule asks for it'}
      hint={words.hint}
      maxlength={300}
      anyDirection
      form={form}
    />
  </>
)

type DatedFieldsProps = { form: FormState; today: Day; hint: string; chooseMark?: false }

/** First day, last day, source, and how sure: for rows that say all four. */
export const DatedFields = ({ form, today, hint, chooseMark }: DatedFieldsProps) => (
  <>
    <div class="together">
      <DateField name="from" label="First day" value={today} form={form} />
      <DateField name="to" label="Last day" optional form={form} />
    </div>
    <TextField name="source" label="Source" hint={hint} maxlength={300} width="full" form={form} />
    <MarkSelect form={form} choose={chooseMark} />
  </>
)

type SetRow = { from: Day; cells: Child[]; source: string; by?: string }
type WhatWasSetProps = { columns: Column[]; rows: readonly SetRow[] }

/** Every row that this clinic set, the newest first. `columns` stand between the day and the reason. Nothing where nothing was set. */
export const WhatWasSet = ({ columns, rows }: WhatWasSetProps) =>
  rows.length === 0 ? null : (
    <Card title="What was set" flush>
      <Table
        caption="What was set, the newest first"
        captionHidden
        columns={[
          { label: 'From' },
          ...columns,
          { label: rows.some((row) => row.by !== undefined) ? 'Why and who' : 'Why' },
        ]}
      >
        {rows.map((row) => (
          <tr>
            <th scope="row">
              <OnDay day={row.from} />
            </th>
            {row.cells.map((cell, place) => (
              <td class={columns[place]?.number ? 'number' : undefined}>{cell}</td>
            ))}
            <td dir="auto">
              {row.source}
              {row.by !== undefined && <small class="referral-detail">{row.by}</small>}
            </td>
          </tr>
        ))}
      </Table>
    </Card>
  )
