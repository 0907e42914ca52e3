import { type Context, Hono } from 'hono'
import { z } from 'zod'
import { dayAt } from '../../../basics/dates.ts'
import { Card, Row, Rows } from '../../../ui/card.tsx'
import { Button, FormActions, NumberField, Select, TextField } from '../../../ui/form.tsx'
import { Sig } from '../../../ui/status.tsx'
import { shortDay } from '../../../ui/when.tsx'
import { urls } from '../../../urls.ts'
import { type Door, workOf } from '../../../web/door.ts'
import { forbidden } from '../../../web/errors.tsx'
import { line, wholeNumber } from '../../../web/forms.ts'
import { addRow, RulesPage, statusOf, type RulesBack } from '../../access/dated-rules.tsx'
import { may, mayNot } from '../../access/permissions.ts'
import { setTroubleRule } from '../actions/settings.ts'
import { leavingModel } from '../leaving-model.ts'
import { settingRows } from '../queries/settings.ts'
import { settingKeys, settingsKnown, standingRows } from '../settings.ts'

export const troubleRules = new Hono<Door>()

troubleRules.get(urls.troubleRules.pattern, (c) => page(c))

const rule = z.object({
  key: line(60, 'Choose what to set.'),
  value: wholeNumber(0, 1000),
  source: line(300, 'Say who decided this, or where it is written.'),
})

troubleRules.post(urls.troubleRules.pattern, (c) =>
  addRow(c, {
    verb: 'rules.change',
    saying: rule,
    add: setTroubleRule,
    done: 'Kept, from today on.',
    to: urls.troubleRules(),
    page,
  }),
)

async function page(c: Context<Door>, back?: RulesBack): Promise<Response> {
  const work = workOf(c)
  const denied = mayNot(work.by, 'rules.see')
  if (denied) return forbidden(c, denied.because)
  const form = back?.form
  const rows = await settingRows(work)
  const standing = standingRows(rows, dayAt(work.at, work.clinic.timeZone))
  const { weights, intercept, version, fittedOn, people, limits } = leavingModel
  return c.html(
    <RulesPage
      c={c}
      back={back}
      current="Concerns"
      title="Thresholds of signals, outreach and return"
      over="Thresholds"
      intro="Our defaults stand until the clinic confirms them or sets its own. A change counts from the day it is made."
      crumbs={[{ label: 'Signals', href: urls.trouble() }]}
    >
      {may(work.by, 'rules.change') && (
        <Card title="Set or confirm one">
          <form class="form" method="post" action={urls.troubleRules()}>
            <Select
              name="key"
              label="What"
              options={settingKeys.map((key) => ({ value: key, label: settingsKnown[key].label }))}
              form={form}
            />
            <NumberField
              name="value"
              label="From today"
              hint="The same number confirms it."
              min={0}
              max={1000}
              form={form}
            />
            <TextField
              name="source"
              label="Who decided this, or where it is written"
              maxlength={300}
              width="full"
              form={form}
            />
            <FormActions>
              <Button kind="main">Set it</Button>
            </FormActions>
          </form>
        </Card>
      )}
      <Card title="What stands today" flush>
        <Rows label="Thresholds">
          {settingKeys.map((key) => {
            const known = settingsKnown[key]
            const own = standing.get(key)
            return (
              <Row
                title={`${known.label}: ${own?.value ?? known.value} ${known.unit}`}
                note={
                  own === undefined
                    ? known.source
                    : `${own.source}. ${own.by}, from ${shortDay(own.effectiveFrom)}. Our default: ${known.value}.`
                }
                end={
                  own !== undefined ? (
                    <Sig tone="good">Confirmed</Sig>
                  ) : known.mark === 'K' ? (
                    <Sig tone="warning">Our default, to be confirmed</Sig>
                  ) : (
                    <Sig tone="calm">Our default</Sig>
                  )
                }
              />
            )
          })}
        </Rows>
      </Card>
      <Card
        title="The part that was learned from data"
        hint={`Version ${version}, fitted on ${shortDay(fittedOn)} to the weeks of ${people.toLocaleString('en')} people`}
      >
        <p>{limits}</p>
        <p>
          Ten points are one step of log odds. Start {intercept.toFixed(2)}; two missed weeks in a row{' '}
          {weights.again.toFixed(2)}, each more {weights.further.toFixed(2)}; share missed lately{' '}
          {weights.recent.toFixed(2)}, ever {weights.ever.toFixed(2)}; share of tests with a finding{' '}
          {weights.positive.toFixed(2)}. Race, ethnicity, age and sex are not used.
        </p>
      </Card>
    </RulesPage>,
    statusOf(back),
  )
}
