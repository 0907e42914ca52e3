import { Hono, type Context } from 'hono'
import { z } from 'zod'
import { isRefusal, type Refusal } from '../../../basics/refusal.ts'
import { plural } from '../../../basics/text.ts'
import { dayAt } from '../../../basics/dates.ts'
import { Card, Row, Rows } from '../../../ui/card.tsx'
import { RadioCards } from '../../../ui/choices.tsx'
import { Empty } from '../../../ui/empty.tsx'
import { Facts } from '../../../ui/facts.tsx'
import { Button, ErrorSummary, FormActions, Select, TextArea, TextField, type FormState } from '../../../ui/form.tsx'
import { Name } from '../../../ui/person.tsx'
import { RefusalAlert } from '../../../ui/refusal.tsx'
import { Notice, Sig } from '../../../ui/status.tsx'
import { Paging, Table } from '../../../ui/table.tsx'
import { OnDay } from '../../../ui/when.tsx'
import { urls } from '../../../urls.ts'
import { showing, workOf, type Door } from '../../../web/door.ts'
import { forbidden, notFound } from '../../../web/errors.tsx'
import { line, oneOf, optionalLine, optionalProse, readForm } from '../../../web/forms.ts'
import { may, mayNot } from '../../access/permissions.ts'
import { said, StaffPage } from '../../access/staff-page.tsx'
import { keepReferrer } from '../actions/referrers.ts'
import { referrerById, referrerList, referrersPage, sentBy, tellable, type Referrer } from '../queries/referrers.ts'
import { recipientKinds, recipientName } from '../senders.ts'
import { mayThank, tellingInWords } from '../telling-words.ts'

export const referrers = new Hono<Door>()

const schema = z.object({
  kind: oneOf(['organisation', 'person'], 'Say whether this is an organisation or a person.'),
  recipientKind: oneOf(recipientKinds, 'Choose what they are.'),
  name: line(200, 'Give the name, as a consent would say it.'),
  organisation: optionalLine(200),
  phone: optionalLine(60),
  fax: optionalLine(60),
  email: z.preprocess(
    (value) => (typeof value === 'string' ? value.trim() : ''),
    z
      .string()
      .max(254)
      .refine(
        (text) => text === '' || /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(text),
        'This does not look like an email address.',
      ),
  ),
  address: optionalLine(400),
  notes: optionalProse(4000),
})

referrers.get(urls.referrers.pattern, async (c) => {
  const work = workOf(c)
  const denied = mayNot(work.by, 'inquiry.see')
  if (denied) return forbidden(c, denied.because)
  const q = (c.req.query('q') ?? '')
    .replace(/\p{Cc}/gu, '')
    .trim()
    .slice(0, 100)
  const page = Math.min(Math.max(1, Math.trunc(Number(c.req.query('page') ?? 1)) || 1), 10_000)
  const some = await referrerList(work, q, page)
  const of = some[0]?.of ?? 0
  const from = (page - 1) * referrersPage
  const to = (n: number) => urls.referrers({ q, page: String(n) })
  return c.html(
    <StaffPage
      c={c}
      current="Admissions"
      title="Referrers"
      answer={of === 0 ? 'Nobody is in this list' : 'Who sends people here?'}
      crumbs={[{ label: 'Admissions', href: urls.admissions() }]}
      actions={may(work.by, 'inquiry.work') && <Button href={urls.newReferrer()}>Add a referrer</Button>}
    >
      <form method="get" action={urls.referrers()} class="line-up clients-filter">
        <TextField name="q" type="search" label="Name" value={q} required={false} />
        <Button>Show</Button>
      </form>
      {some.length === 0 ? (
        <Empty
          title={q === '' ? 'Who sends people is written down with each inquiry' : 'Nobody has this name'}
          next={q !== '' && <Button href={urls.referrers()}>Show everyone</Button>}
        />
      ) : (
        <Card flush>
          <Table
            caption="Referrers, by how many people they sent"
            captionHidden
            columns={[{ label: 'Who' }, { label: 'What they are' }, { label: 'Sent', number: true }, { label: 'Last' }]}
          >
            {some.map((one) => (
              <tr>
                <th scope="row">
                  <Name name={one.name} href={urls.referrer({ referrer: one.id })} />
                  {one.organisation !== '' && (
                    <small class="referral-detail" dir="auto">
                      {one.organisation}
                    </small>
                  )}
                </th>
                <td>{recipientName[one.recipientKind]}</td>
                <td class="number">{one.sent}</td>
                <td class="referral-when">
                  {one.lastAt === null ? '–' : <OnDay day={dayAt(one.lastAt, work.clinic.timeZone)} />}
                </td>
              </tr>
            ))}
          </Table>
        </Card>
      )}
      {of > referrersPage && (
        <Paging
          from={from + 1}
          to={from + some.length}
          of={of}
          previous={page > 1 ? to(page - 1) : undefined}
          next={from + some.length < of ? to(page + 1) : undefined}
        />
      )}
    </StaffPage>,
  )
})

referrers.get(urls.newReferrer.pattern, (c) => {
  const denied = mayNot(workOf(c).by, 'inquiry.work')
  return denied ? forbidden(c, denied.because) : newPage(c)
})

referrers.post(urls.newReferrer.pattern, async (c) => {
  const work = workOf(c)
  const denied = mayNot(work.by, 'inquiry.work')
  if (denied) return forbidden(c, denied.because)
  const form = await readForm(c, schema)
  if (!form.ok) return newPage(c, { values: form.typed, errors: form.errors })
  const answer = await keepReferrer(work, null, form.values)
  if (isRefusal(answer)) return newPage(c, { values: form.typed }, answer)
  said(c, { tone: 'good', text: 'The referrer is kept.' })
  return c.redirect(urls.referrer({ referrer: answer.id }), 303)
})

referrers.get(urls.referrer.pattern, async (c) => {
  const work = workOf(c)
  const denied = mayNot(work.by, 'inquiry.see')
  if (denied) return forbidden(c, denied.because)
  const one = await referrerById(work, c.req.param('referrer'))
  return one === undefined ? notFound(c) : onePage(c, one)
})

referrers.post(urls.referrer.pattern, async (c) => {
  const work = workOf(c)
  const denied = mayNot(work.by, 'inquiry.work')
  if (denied) return forbidden(c, denied.because)
  const one = await referrerById(work, c.req.param('referrer'))
  if (one === undefined) return notFound(c)
  const form = await readForm(c, schema)
  if (!form.ok) return onePage(c, one, { values: form.typed, errors: form.errors })
  const answer = await keepReferrer(work, one.id, form.values)
  if (isRefusal(answer)) return onePage(c, one, { values: form.typed }, answer)
  said(c, { tone: 'good', text: 'The changes are kept.' })
  return c.redirect(urls.referrer({ referrer: one.id }), 303)
})

const newPage = (c: Context<Door>, form?: FormState, refusal?: Refusal) =>
  c.html(
    <StaffPage
      c={c}
      current="Admissions"
      title="A new referrer"
      answer="Who sends people here?"
      crumbs={[{ label: 'Referrers', href: urls.referrers() }]}
      width="narrow"
    >
      <RefusalAlert refusal={refusal} />
      <ErrorSummary form={form} />
      <Card>
        <ReferrerForm action={urls.newReferrer()} form={form} words="Keep this referrer" />
      </Card>
    </StaffPage>,
    form === undefined ? 200 : 422,
  )

async function onePage(c: Context<Door>, one: Referrer, form?: FormState, refusal?: Refusal) {
  const work = workOf(c)
  const sent = await sentBy(work, one.id)
  const clients = sent.flatMap(({ clientId }) => clientId ?? [])
  const told = await tellable(work, one, clients)
  showing(c, 'referrer', clients)
  const thanks = clients.filter((client) => mayThank(told.get(client) ?? [])).length
  return c.html(
    <StaffPage
      c={c}
      current="Admissions"
      title={one.name}
      intro={
        one.organisation === ''
          ? recipientName[one.recipientKind]
          : `${one.organisation} · ${recipientName[one.recipientKind]}`
      }
      crumbs={[{ label: 'Referrers', href: urls.referrers() }]}
    >
      <Notice tone="info" title="What you may tell them">
        Only what each person has agreed to in writing, to this name. Without consent: not even that somebody came, so
        no thanks for the referral either. {sent.length > 0 && `You may thank for ${thanks} of ${sent.length}.`}
      </Notice>
      <div class="columns">
        <div class="stack">
          <Card title="Whom they sent" action={<small>{sent.length}</small>} flush={sent.length > 0}>
            {sent.length === 0 ? (
              <p class="muted">Nobody yet.</p>
            ) : (
              <Rows label="Whom they sent">
                {sent.map((person) => {
                  const allowed = person.clientId === null ? [] : (told.get(person.clientId) ?? [])
                  return (
                    <Row
                      title={<Name name={person.name} href={urls.inquiry({ inquiry: person.inquiryId })} />}
                      note={
                        <>
                          <OnDay day={dayAt(person.cameAt, work.clinic.timeZone)} /> · {tellingInWords(allowed)}
                        </>
                      }
                      end={
                        mayThank(allowed) ? (
                          <Sig tone="good">Thanks allowed</Sig>
                        ) : (
                          <Sig tone="warning">Tell nothing</Sig>
                        )
                      }
                    />
                  )
                })}
              </Rows>
            )}
          </Card>
        </div>
        <div class="stack">
          <Card title="How to reach them">
            <Facts
              facts={[
                {
                  term: 'Telephone',
                  detail: one.phone !== '' && <a href={`tel:${one.phone.replace(/[^+\d]/g, '')}`}>{one.phone}</a>,
                },
                one.fax !== '' && { term: 'Fax', detail: one.fax },
                { term: 'Email', detail: one.email !== '' && <a href={`mailto:${one.email}`}>{one.email}</a> },
                one.address !== '' && { term: 'Address', detail: <span dir="auto">{one.address}</span> },
                one.notes !== '' && {
                  term: 'Notes',
                  detail: (
                    <span class="as-signed" dir="auto">
                      {one.notes}
                    </span>
                  ),
                },
              ]}
            />
          </Card>
          {may(work.by, 'inquiry.work') && (
            <details class="card inquiry-more" open={form !== undefined}>
              <summary>Correct or complete</summary>
              <div class="body">
                <RefusalAlert refusal={refusal} />
                <ErrorSummary form={form} />
                <ReferrerForm
                  action={urls.referrer({ referrer: one.id })}
                  form={form ?? { values: { ...one, recordedAt: undefined } }}
                  words="Keep the changes"
                />
              </div>
            </details>
          )}
          <p class="muted">{plural(sent.length, 'inquiry', 'inquiries')} named them.</p>
        </div>
      </div>
    </StaffPage>,
    form === undefined ? 200 : 422,
  )
}

const ReferrerForm = ({ action, form, words }: { action: string; form: FormState | undefined; words: string }) => (
  <form class="form" method="post" action={action}>
    <RadioCards
      name="kind"
      label="This is"
      aside
      plain
      value="organisation"
      options={[
        { value: 'organisation', label: 'An organisation' },
        { value: 'person', label: 'A person' },
      ]}
      form={form}
    />
    <TextField name="name" label="Name" hint="As a consent would say it." anyDirection form={form} maxlength={200} />
    <TextField name="organisation" label="Where they work" hint="For a person." optional anyDirection form={form} />
    <Select
      name="recipientKind"
      label="What they are"
      hint="Decides which consents reach them."
      options={recipientKinds.map((value) => ({ value, label: recipientName[value] }))}
      form={form}
    />
    <TextField name="phone" type="tel" label="Telephone" optional width="medium" form={form} />
    <TextField name="fax" type="tel" label="Fax" optional width="medium" form={form} />
    <TextField name="email" type="email" label="Email" optional form={form} />
    <TextField name="address" label="Address" optional anyDirection form={form} />
    <TextArea name="notes" label="Notes" hint="About them, not about the people they sent." optional form={form} />
    <FormActions>
      <Button kind="main">{words}</Button>
    </FormActions>
  </form>
)
