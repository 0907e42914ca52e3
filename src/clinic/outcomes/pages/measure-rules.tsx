import { Hono, type Context } from 'hono'
import { z } from 'zod'
import { dayAt } from '../../../basics/dates.ts'
import { plural } from '../../../basics/text.ts'
import { Card } from '../../../ui/card.tsx'
import { FromAndSource, WhatWasSet } from '../../../ui/dated-rows.tsx'
import { Button, FormActions, NumberField, Select } from '../../../ui/form.tsx'
import { Table } from '../../../ui/table.tsx'
import { urls } from '../../../urls.ts'
import { workOf, type Door } from '../../../web/door.ts'
import { forbidden } from '../../../web/errors.tsx'
import { day, line, optionalId } from '../../../web/forms.ts'
import { addRow, RulesPage, statusOf, type RulesBack } from '../../access/dated-rules.tsx'
import { mayNot } from '../../access/permissions.ts'
import { instrument, instrumentOf } from '../../instruments/catalog.ts'
import { inUse } from '../../instruments/choices.ts'
import { choicesOf } from '../../instruments/queries.ts'
import { programsOf } from '../../programs/queries.ts'
import { setCadence } from '../actions.ts'
import { askedIn } from '../cadence.ts'
import { cadenceRows } from '../queries/due.ts'

/** How often each program asks what: dated rows, each with who decided it and by what. */
export const measureRules = new Hono<Door>()

measureRules.get(urls.measureRules.pattern, (c) => page(c))

const saying = z.object({
  instrument: line(40, 'Choose an instrument.'),
  program: optionalId,
  days: z.preprocess(
    (value) => (typeof value === 'string' && value.trim() === '' ? null : Number(value)),
    z
      .int('Give whole days.')
      .min(1, 'Give whole days from 1 to 366.')
      .max(366, 'Give whole days from 1 to 366.')
      .nullable(),
  ),
  from: day('Give the first day from which this counts.'),
  source: line(300, 'Say who decided this, or which rule asks for it.'),
})

measureRules.post(urls.measureRules.pattern, (c) =>
  addRow(c, {
    verb: 'instrument.decide',
    saying,
    add: (work, { program, days, ...rest }) =>
      setCadence(work, { ...rest, programId: program ?? null, everyDays: days }),
    done: 'Set. Who is to answer what follows it from that day on.',
    to: urls.measureRules(),
    page,
  }),
)

async function page(c: Context<Door>, back?: RulesBack): Promise<Response> {
  const work = workOf(c)
  const denied = mayNot(work.by, 'instrument.decide')
  if (denied) return forbidden(c, denied.because)
  const today = dayAt(work.at, work.clinic.timeZone)
  const form = back?.form
  const programs = await programsOf(work)
  const rows = await cadenceRows(work)
  const used = inUse(await choicesOf(work)).map(({ key }) => key)
  const nameOf = (id: string | null) =>
    id === null ? 'Every program' : (programs.find((one) => one.id === id)?.name ?? 'A program')
  return c.html(
    <RulesPage
      c={c}
      back={back}
      title="How often we ask"
      answer="Which questions each program asks, and how often"
      crumbs={[
        { label: 'Settings', href: urls.settings() },
        { label: 'Instruments', href: urls.instruments() },
      ]}
      intro="Where nothing is set, PHQ-9 and GAD-7 are asked every 14 days: common practice (K), for your compliance officer to confirm."
    >
      <Card title="What is asked today" flush>
        <Table
          caption="What each program asks today"
          captionHidden
          columns={[{ label: 'Program' }, { label: 'Asked' }]}
        >
          {programs.map(({ id, name }) => {
            const asked = askedIn(id, rows, today, used)
            return (
              <tr>
                <th scope="row">{name}</th>
                <td>
                  {asked.length === 0
                    ? 'Nothing on a schedule'
                    : asked
                        .map(
                          (one) =>
                            `${instrument(one.instrument).title} every ${plural(one.everyDays, 'day', 'days')}${one.mark === 'K' ? ' (K)' : ''}`,
                        )
                        .join(', ')}
                </td>
              </tr>
            )
          })}
        </Table>
      </Card>
      <Card title="Set how often">
        <form method="post" action={urls.measureRules()} class="form">
          <Select
            name="instrument"
            label="Instrument"
            options={used.map((key) => ({ value: key, label: instrument(key).title }))}
            form={form}
          />
          <Select
            name="program"
            label="Program"
            choose="Every program"
            optional
            options={programs.map(({ id, name }) => ({ value: id, label: name }))}
            form={form}
          />
          <NumberField
            name="days"
            label="Every so many days"
            hint="Empty: it is asked no more."
            min={1}
            max={366}
            optional
            form={form}
          />
          <FromAndSource form={form} today={today} min={today} />
          <FormActions>
            <Button kind="main">Set</Button>
          </FormActions>
        </form>
      </Card>
      <WhatWasSet
        columns={[{ label: 'Program' }, { label: 'What' }]}
        rows={rows.slice(0, 100).map((row) => ({
          ...row,
          cells: [
            nameOf(row.programId),
            `${instrumentOf(row.instrument)?.title ?? row.instrument} ${
              row.everyDays === null ? 'asked no more' : `every ${plural(row.everyDays, 'day', 'days')}`
            }`,
          ],
        }))}
      />
    </RulesPage>,
    statusOf(back),
  )
}
