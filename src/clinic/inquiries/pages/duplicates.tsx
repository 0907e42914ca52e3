import { Hono, type Context } from 'hono'
import { z } from 'zod'
import { isRefusal, type Refusal } from '../../../basics/refusal.ts'
import { plural } from '../../../basics/text.ts'
import { dayAt } from '../../../basics/dates.ts'
import { Card, Row, Rows } from '../../../ui/card.tsx'
import { RadioCards } from '../../../ui/choices.tsx'
import { Empty } from '../../../ui/empty.tsx'
import { Button, ErrorSummary, FormActions, TextField, type FormState } from '../../../ui/form.tsx'
import { Name } from '../../../ui/person.tsx'
import { RefusalAlert } from '../../../ui/refusal.tsx'
import { SideBySide } from '../../../ui/side-by-side.tsx'
import { Notice } from '../../../ui/status.tsx'
import { shortDay } from '../../../ui/when.tsx'
import { urls } from '../../../urls.ts'
import { showing, workOf, type Door } from '../../../web/door.ts'
import { forbidden, notFound } from '../../../web/errors.tsx'
import { oneOf, optionalLine, readForm } from '../../../web/forms.ts'
import { mayNot } from '../../access/permissions.ts'
import { said, StaffPage } from '../../access/staff-page.tsx'
import { mergeClients, sayDistinct, unmergeClients } from '../../clients/actions/merge.ts'
import { phoneDigits } from '../../clients/contact-points.ts'
import { earlierRecordsOf, sidesOf, type EarlierRecord, type MergeSide } from '../../clients/queries/merges.ts'
import { likelyPairs } from '../queries/duplicate-pairs.ts'
import { agreeing } from './compared.tsx'

export const duplicates = new Hono<Door>()

duplicates.get(urls.duplicates.pattern, async (c) => {
  const work = workOf(c)
  const denied = mayNot(work.by, 'client.merge')
  if (denied) return forbidden(c, denied.because)
  const { pairs, more } = await likelyPairs(work)
  showing(c, 'records that may be one person', [...new Set(pairs.flatMap(({ one, other }) => [one.id, other.id]))])
  return c.html(
    <StaffPage
      c={c}
      current="Clients"
      title="Duplicates"
      answer={
        pairs.length === 0
          ? 'Nobody seems to be here twice'
          : `${plural(pairs.length, 'pair of records', 'pairs of records')} may be one person`
      }
      crumbs={[{ label: 'Clients', href: urls.clients() }]}
    >
      {pairs.length === 0 ? (
        <Empty
          title="Every record stands for a person of its own"
          next={<Button href={urls.clients()}>Go to the list of people</Button>}
        />
      ) : (
        <Card flush>
          <Rows label="Records that may be one person">
            {pairs.map(({ one, other, reasons }) => (
              <Row
                title={
                  <>
                    <Name name={one.name} href={urls.client({ client: one.id })} /> <small>No. {one.number}</small> and{' '}
                    <Name name={other.name} href={urls.client({ client: other.id })} />{' '}
                    <small>No. {other.number}</small>
                  </>
                }
                note={`${reasons.join(', ')} · born ${shortDay(one.birthDate)}${one.birthDate === other.birthDate ? '' : ` and ${shortDay(other.birthDate)}`}`}
                end={
                  <Button
                    small
                    href={urls.clientMerge({ client: one.id, other: other.id })}
                    label={`Compare No. ${one.number} with No. ${other.number}`}
                  >
                    Compare
                  </Button>
                }
              />
            ))}
          </Rows>
        </Card>
      )}
      {more && <p class="muted">There are more. They show when these are settled.</p>}
    </StaffPage>,
  )
})

duplicates.get(urls.clientMerge.pattern, (c) => comparePage(c))

const schema = z.object({ kept: oneOf(['client', 'other'], 'Choose the record to keep.'), because: optionalLine(1000) })

duplicates.post(urls.clientMerge.pattern, async (c) => {
  const work = workOf(c)
  const denied = mayNot(work.by, 'client.merge')
  if (denied) return forbidden(c, denied.because)
  const form = await readForm(c, schema)
  if (!form.ok) return comparePage(c, { values: form.typed, errors: form.errors })
  const [client, other] = [c.req.param('client'), c.req.param('other')]
  const [kept, merged] = form.values.kept === 'client' ? [client, other] : [other, client]
  const refusal = await mergeClients(work, { kept, merged, because: form.values.because })
  if (refusal) return comparePage(c, { values: form.typed }, refusal)
  said(c, { tone: 'good', text: 'They are one person now. Both histories are whole.' })
  return c.redirect(urls.client({ client: kept }), 303)
})

duplicates.post(urls.clientDistinct.pattern, async (c) => {
  const work = workOf(c)
  const denied = mayNot(work.by, 'client.merge')
  if (denied) return forbidden(c, denied.because)
  const refusal = await sayDistinct(work, [c.req.param('client'), c.req.param('other')], '')
  if (refusal) return comparePage(c, {}, refusal)
  said(c, { tone: 'good', text: 'They stay two people, and are not offered again.' })
  return c.redirect(urls.duplicates(), 303)
})

duplicates.post(urls.clientUnmerge.pattern, async (c) => {
  const work = workOf(c)
  const denied = mayNot(work.by, 'client.merge')
  if (denied) return forbidden(c, denied.because)
  const form = await readForm(c, z.object({ because: optionalLine(1000) }))
  const answer = await unmergeClients(work, c.req.param('merge'), form.ok ? form.values.because : '')
  if (isRefusal(answer))
    return c.html(
      <StaffPage c={c} current="Clients" title="Still one record" width="narrow">
        <RefusalAlert refusal={answer} />
        <Button href={urls.duplicates()}>Go to the duplicates</Button>
      </StaffPage>,
      422,
    )
  said(c, { tone: 'good', text: 'They are two people again.' })
  return c.redirect(urls.client({ client: answer.merged }), 303)
})

async function comparePage(c: Context<Door>, form?: FormState, refusal?: Refusal) {
  const work = workOf(c)
  const denied = mayNot(work.by, 'client.merge')
  if (denied) return forbidden(c, denied.because)
  const ids = [c.req.param('client') ?? '', c.req.param('other') ?? '']
  const sides = await sidesOf(work, ids)
  const [one, other] = ids.map((id) => sides.find((side) => side.id === id))
  if (one === undefined || other === undefined || one === other) return notFound(c)
  showing(c, 'two records compared', [one.id, other.id])
  const merge = [...(await earlierRecordsOf(work, one.id)), ...(await earlierRecordsOf(work, other.id))].find(
    ({ id }) => id === one.id || id === other.id,
  )
  const name = (side: MergeSide) => `${side.preferredName || side.givenName} ${side.familyName}`
  return c.html(
    <StaffPage
      c={c}
      current="Clients"
      title={`No. ${one.number} and No. ${other.number}`}
      answer={merge === undefined ? 'Are these one person?' : 'These records are one person'}
      crumbs={[{ label: 'Duplicates', href: urls.duplicates() }]}
    >
      <RefusalAlert refusal={refusal} />
      <ErrorSummary form={form} />
      <div class="stack">
        <Card flush>
          <Beside one={one} other={other} zone={work.clinic.timeZone} />
        </Card>
        {merge === undefined ? (
          <Card title="They are one person">
            <form class="form" method="post" action={urls.clientMerge({ client: one.id, other: other.id })}>
              <RadioCards
                name="kept"
                label="Which record goes on?"
                hint="Everything new is written there. The other stays as it was, read only, one click away."
                value={other.isInCare && !one.isInCare ? 'other' : 'client'}
                options={[
                  { value: 'client', label: `No. ${one.number}, ${name(one)}`, hint: holds(one) },
                  { value: 'other', label: `No. ${other.number}, ${name(other)}`, hint: holds(other) },
                ]}
                form={form}
              />
              <TextField name="because" label="How you know" optional={one.birthDate === other.birthDate} form={form} />
              <p class="muted">
                Consents do not grow by this: each speaks for its own record alone. Ask for a new one where it is
                needed.
              </p>
              <FormActions>
                <Button kind="main">Merge them</Button>
                <Button formaction={urls.clientDistinct({ client: one.id, other: other.id })} formnovalidate>
                  They are two people
                </Button>
              </FormActions>
            </form>
          </Card>
        ) : (
          <TakeApart merge={merge} />
        )}
      </div>
    </StaffPage>,
    form === undefined && refusal === undefined ? 200 : 422,
  )
}

const TakeApart = ({ merge }: { merge: EarlierRecord }) => (
  <Card title="They are two people">
    <Notice tone="info">
      No. {merge.number} was merged by {merge.by}: “{merge.because}”.
    </Notice>
    <form class="form" method="post" action={urls.clientUnmerge({ merge: merge.mergeId })}>
      <TextField name="because" label="How you know" />
      <FormActions>
        <Button>Take them apart</Button>
      </FormActions>
    </form>
  </Card>
)

const holds = (side: MergeSide): string =>
  [
    side.isInCare ? 'in care now' : '',
    plural(side.stays, 'stay', 'stays'),
    plural(side.screens, 'safety screen', 'safety screens'),
    plural(side.consents, 'consent', 'consents'),
    plural(side.inquiries, 'inquiry', 'inquiries'),
  ]
    .filter(Boolean)
    .join(', ')

function Beside({ one, other, zone }: { one: MergeSide; other: MergeSide; zone: string }) {
  const text = (value: string) => (value === '' ? null : value)
  const both = (term: string, of: (side: MergeSide) => string) => ({
    term,
    left: text(of(one)),
    right: text(of(other)),
  })
  const head = (side: MergeSide) => <a href={urls.client({ client: side.id })}>No. {side.number}</a>
  return (
    <SideBySide
      caption="The two records"
      left={head(one)}
      right={head(other)}
      rows={[
        both('Given name', (side) => side.givenName),
        both('Preferred name', (side) => side.preferredName),
        both('Middle names', (side) => side.middleNames),
        both('Family name', (side) => side.familyName),
        both('Born', (side) => shortDay(side.birthDate)),
        both('Sex', (side) => side.sex),
        { term: 'Phone', ...agreeing(one.phones, other.phones, phoneDigits) },
        { term: 'Email', ...agreeing(one.emails, other.emails, (email) => email.toLowerCase()) },
        { term: 'Address', ...agreeing(one.addresses, other.addresses, (address) => address.toLowerCase()) },
        both('Known since', (side) => shortDay(dayAt(side.addedAt, zone))),
      ].filter(({ left, right }) => left !== null || right !== null)}
    />
  )
}
