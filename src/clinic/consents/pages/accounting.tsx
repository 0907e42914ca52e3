import { Hono, type Context } from 'hono'
import { z } from 'zod'
import { dayAt } from '../../../basics/dates.ts'
import { plural } from '../../../basics/text.ts'
import { isRefusal, type Refusal } from '../../../basics/refusal.ts'
import { Card } from '../../../ui/card.tsx'
import { Empty } from '../../../ui/empty.tsx'
import { Button, Select } from '../../../ui/form.tsx'
import { RefusalAlert } from '../../../ui/refusal.tsx'
import { Notice } from '../../../ui/status.tsx'
import { Table } from '../../../ui/table.tsx'
import { At } from '../../../ui/when.tsx'
import { urls } from '../../../urls.ts'
import { showing, workOf, type Door } from '../../../web/door.ts'
import { forbidden, notFound } from '../../../web/errors.tsx'
import { oneOf, readForm } from '../../../web/forms.ts'
import { may, mayNot } from '../../access/permissions.ts'
import { ClientFrame } from '../../clients/frame.tsx'
import { clientById, type ClientFacts } from '../../clients/queries.ts'
import { makeAccounting } from '../actions/accounting.ts'
import {
  intermediaryNote,
  purposeWords,
  requiredNote,
  type Reach,
  reaches,
  sinceOf,
  tolledNote,
} from '../accounting.ts'
import { disclosuresOf } from '../queries/accounting.ts'
import { nameOfScope } from '../scope-names.ts'

export const accounting = new Hono<Door>()

const asked = z.object({
  years: oneOf(reaches).catch('3'),
  only: oneOf(['all', 'intermediary']).catch('all'),
  language: oneOf(['en', 'es']).catch('en'),
})

accounting.get(urls.accounting.pattern, async (c) => {
  const work = workOf(c)
  const denied = mayNot(work.by, 'consent.see')
  if (denied) return forbidden(c, denied.because)
  const client = await clientById(work, c.req.param('client'))
  if (client === undefined) return notFound(c)
  const { years, only } = asked.parse({ years: c.req.query('years'), only: c.req.query('only') })
  return accountingPage(c, client, years, only)
})

accounting.post(urls.accounting.pattern, async (c) => {
  const work = workOf(c)
  const denied = mayNot(work.by, 'accounting.make')
  if (denied) return forbidden(c, denied.because)
  const client = await clientById(work, c.req.param('client'))
  if (client === undefined) return notFound(c)
  const form = await readForm(c, asked)
  const { years, only, language } = form.ok ? form.values : asked.parse({})
  const made = await makeAccounting(work, client, { years, intermediaryOnly: only === 'intermediary', language })
  if (isRefusal(made)) return accountingPage(c, client, years, only, made)
  return c.redirect(urls.file({ file: made.id }), 303)
})

async function accountingPage(
  c: Context<Door>,
  client: ClientFacts,
  years: Reach,
  only: 'all' | 'intermediary',
  refusal?: Refusal,
) {
  const work = workOf(c)
  showing(c, 'accounting of disclosures', [client.id])
  const zone = work.clinic.timeZone
  const since = sinceOf(years, dayAt(work.at, zone), zone)
  const rows = await disclosuresOf(work, client.id, { since, intermediaryOnly: only === 'intermediary' })
  const params = { client: client.id }
  return c.html(
    <ClientFrame c={c} client={client} tab="consents" title="Accounting of disclosures">
      <h2>
        {only === 'intermediary'
          ? `${plural(rows.length, 'telling', 'tellings')} to go-betweens in ${years} years`
          : `${plural(rows.length, 'time', 'times')} something was told in ${years} years`}
      </h2>
      <RefusalAlert refusal={refusal} />
      <form method="get" action={urls.accounting(params)} class="line-up clients-filter">
        <Select
          name="years"
          label="How far back"
          value={years}
          choose={false}
          required={false}
          options={[
            { value: '3', label: '3 years (42 CFR 2.25)' },
            { value: '6', label: '6 years (HIPAA)' },
          ]}
        />
        <Select
          name="only"
          label="To whom"
          value={only}
          choose={false}
          required={false}
          options={[
            { value: 'all', label: 'Everybody' },
            { value: 'intermediary', label: 'Go-betweens only (42 CFR 2.24)' },
          ]}
        />
        <Button>Show</Button>
      </form>
      <Notice tone="info" title={only === 'intermediary' ? 'The list of an intermediary' : 'Ahead of the duty'}>
        {only === 'intermediary' ? intermediaryNote : tolledNote}
      </Notice>
      {rows.some(({ ground }) => ground !== null) && (
        <Notice tone="info" title="Reports that the state requires">
          {requiredNote}
        </Notice>
      )}
      <Card flush={rows.length > 0}>
        {rows.length === 0 ? (
          <Empty title="Nothing was told in this time" />
        ) : (
          <Table
            caption={`What was told about ${client.name}`}
            captionHidden
            columns={[
              { label: 'When' },
              { label: 'To whom' },
              { label: 'What' },
              { label: 'What for' },
              { label: 'By' },
              { label: 'Rests on' },
            ]}
          >
            {rows.map((one) => (
              <tr>
                <th scope="row">
                  <At at={one.at} zone={zone} />
                </th>
                <td dir="auto">{one.recipient}</td>
                <td>
                  {one.what}
                  {one.words !== '' && (
                    <small class="consents-beside" dir="auto">
                      {one.words}
                    </small>
                  )}
                  {one.verified !== '' && <small class="consents-beside">{one.verified}</small>}
                </td>
                <td>{purposeWords(one.purpose)}</td>
                <td dir="auto">{one.toldBy}</td>
                <td>
                  {one.ground !== null ? (
                    <>
                      {one.ground}
                      <small class="consents-beside">Required report, without consent. K: to be confirmed</small>
                    </>
                  ) : one.consentId === null || one.scope === null ? (
                    'Medical emergency (42 CFR 2.51)'
                  ) : (
                    <a href={urls.consent({ consent: one.consentId })}>{nameOfScope(one.scope)}</a>
                  )}
                </td>
              </tr>
            ))}
          </Table>
        )}
      </Card>
      {may(work.by, 'accounting.make') && (
        <Card title="Give it to the client" hint="A paper, kept among the files and written into the trail">
          <form class="form" method="post" action={urls.accounting(params)}>
            <input type="hidden" name="years" value={years} />
            <input type="hidden" name="only" value={only} />
            <Select
              name="language"
              label="Language"
              value={/^(es|span)/i.test(client.language) ? 'es' : 'en'}
              choose={false}
              options={[
                { value: 'en', label: 'English' },
                { value: 'es', label: 'Español' },
              ]}
            />
            <div class="actions">
              <Button kind="main">Make the paper</Button>
              <Button href={urls.consents(params)}>Back to consents</Button>
            </div>
          </form>
        </Card>
      )}
    </ClientFrame>,
    refusal === undefined ? 200 : 422,
  )
}
