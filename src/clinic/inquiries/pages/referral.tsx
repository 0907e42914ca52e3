import { Hono, type Context } from 'hono'
import { z } from 'zod'
import { ageOn, dayAt } from '../../../basics/dates.ts'
import { isId } from '../../../basics/ids.ts'
import { isRefusal, refuse, type Refusal } from '../../../basics/refusal.ts'
import { Card } from '../../../ui/card.tsx'
import { Checkboxes } from '../../../ui/choices.tsx'
import { Button, ErrorSummary, FormActions, TextField, type FormState } from '../../../ui/form.tsx'
import { RefusalAlert } from '../../../ui/refusal.tsx'
import { Notice } from '../../../ui/status.tsx'
import { At, shortDay } from '../../../ui/when.tsx'
import { urls } from '../../../urls.ts'
import { showing, workOf, type Door } from '../../../web/door.ts'
import { forbidden, notFound } from '../../../web/errors.tsx'
import { line, oneOf, readForm } from '../../../web/forms.ts'
import { mayNot } from '../../access/permissions.ts'
import { said, StaffPage } from '../../access/staff-page.tsx'
import { clientNumbered } from '../../clients/queries/list.ts'
import { acceptReferral, identityFields, type Acceptance, type CorrectedField } from '../actions/accept.ts'
import { setAside } from '../actions/upload.ts'
import { identityOf } from '../duplicates.ts'
import { likelyKnown, uploadById, type Likely, type Upload } from '../queries.ts'
import { Compared } from './compared.tsx'
import { ContactFacts, Counts, ItemCard, NotUnderstood, PersonFacts, Warnings } from './read-lists.tsx'

export const referral = new Hono<Door>()

type Back = { refusal?: Refusal; form?: FormState; part?: 'set-aside' | 'number' }

referral.get(urls.referral.pattern, (c) => {
  const denied = mayNot(workOf(c).by, 'referral.see')
  return denied ? forbidden(c, denied.because) : referralPage(c)
})

const fieldNames = [
  'givenName',
  'familyName',
  'middleNames',
  'preferredName',
  'birthDate',
  'sex',
  'pronouns',
  'language',
] as const satisfies CorrectedField[]
const acceptance = z.object({
  as: oneOf(['new', 'known', 'number'], 'Say whether this is a new person.'),
  seen: z.array(z.string()).max(50).optional(),
  client: z.string().optional(),
  number: z.string().trim().max(20).optional(),
  corrections: z.array(z.enum(fieldNames)).max(20).optional(),
})

referral.post(urls.referralAcceptance.pattern, async (c) => {
  const work = workOf(c)
  const denied = mayNot(work.by, 'referral.accept')
  if (denied) return forbidden(c, denied.because)
  const upload = await uploadById(work, c.req.param('referral'))
  if (upload === undefined) return notFound(c)
  const form = await readForm(c, acceptance)
  if (!form.ok) return referralPage(c, { form: { errors: form.errors } })
  const how = await howFrom(c, form.values)
  if (isRefusal(how))
    return referralPage(c, { part: 'number', form: { values: form.typed, errors: { number: how.because } } })
  const accepted = await acceptReferral(work, upload.id, how)
  if (isRefusal(accepted)) return referralPage(c, { refusal: accepted })
  said(c, {
    tone: 'good',
    text:
      how.as === 'new'
        ? `Accepted. The new chart has number ${accepted.number}. Next comes the safety screen.`
        : `Accepted into chart number ${accepted.number}. What was known already was not added twice.`,
  })
  return c.redirect(urls.client({ client: accepted.clientId }), 303)
})

async function howFrom(c: Context<Door>, values: z.infer<typeof acceptance>): Promise<Acceptance | Refusal> {
  if (values.as === 'new') return { as: 'new', seen: values.seen ?? [] }
  const corrections = values.corrections ?? []
  if (values.as === 'known')
    return isId(values.client)
      ? { as: 'known', clientId: values.client, corrections }
      : refuse('no-such-client', 'This person is not in the record. Choose another.')
  const client = await clientNumbered(workOf(c), values.number ?? '')
  return client === undefined
    ? refuse('no-such-number', 'Nobody has this number. Look it up in the list of people, and type it again.')
    : { as: 'known', clientId: client.id, corrections }
}

referral.post(urls.referralSetAside.pattern, async (c) => {
  const work = workOf(c)
  const denied = mayNot(work.by, 'referral.accept')
  if (denied) return forbidden(c, denied.because)
  const upload = await uploadById(work, c.req.param('referral'))
  if (upload === undefined) return notFound(c)
  const form = await readForm(
    c,
    z.object({ because: line(500, 'Say why, so that a colleague who is called understands.') }),
  )
  if (!form.ok) return referralPage(c, { part: 'set-aside', form: { values: form.typed, errors: form.errors } })
  const refusal = await setAside(work, upload.id, form.values.because)
  if (refusal) return referralPage(c, { part: 'set-aside', form: { values: form.typed }, refusal })
  said(c, { tone: 'good', text: 'Set aside. The document stays, with your reason.' })
  return c.redirect(urls.admissions(), 303)
})

async function referralPage(c: Context<Door>, back: Back = {}) {
  const work = workOf(c)
  const upload = await uploadById(work, c.req.param('referral') ?? '')
  if (upload === undefined) return notFound(c)
  const { read } = upload
  const isOpen = upload.clientId === null && upload.setAsideAt === null
  const likely = isOpen ? await likelyKnown(work, identityOf(read.person, read.contacts)) : []
  showing(c, 'a referral', [...likely.map(({ id }) => id), ...(upload.clientId === null ? [] : [upload.clientId])])
  const today = dayAt(work.at, work.clinic.timeZone)
  const name = `${read.person.preferredName ?? read.person.givenName} ${read.person.familyName}`
  const age = ageOn(read.person.birthDate, today)
  return c.html(
    <StaffPage
      c={c}
      current="Admissions"
      title={`Referral of ${name}`}
      crumbs={[{ label: 'Admissions', href: urls.admissions() }]}
      over={upload.fileName}
      intro={
        <>
          {age} years, {read.person.sex}
          {read.referrer.name !== undefined && <>, sent by {read.referrer.name}</>}. Uploaded{' '}
          {upload.uploadedBy !== null && <>by {upload.uploadedBy}, </>}
          <At at={upload.uploadedAt} zone={work.clinic.timeZone} />.
        </>
      }
    >
      <RefusalAlert refusal={back.refusal} />
      <ErrorSummary form={back.form} />
      <State upload={upload} zone={work.clinic.timeZone} />
      <Warnings read={read} />
      {isOpen && <Decision upload={upload} likely={likely} back={back} />}
      <div class="columns even">
        <div class="stack">
          <Card title="Who it is">
            <PersonFacts person={read.person} today={today} />
          </Card>
          <Card title="How to reach them">
            {read.contacts.length === 0 ? (
              <p class="muted">The file gives no phone, email or address.</p>
            ) : (
              <ContactFacts contacts={read.contacts} />
            )}
          </Card>
          <ItemCard title="Allergies" items={read.allergies} none="The file names no allergy. Ask." />
          <ItemCard title="Medications" items={read.medications} none="The file names no medication. Ask." />
        </div>
        <div class="stack">
          <ItemCard title="Problems" items={read.problems} none="The file names no problem." />
          <ItemCard title="Coverage" items={read.coverages} none="The file names no coverage." />
          <ItemCard
            title="Earlier care that matters"
            items={read.encounters}
            none="No visit that matters for admission."
            when="On"
          />
          <ItemCard
            title="Latest results"
            items={read.results}
            none="The file gives no result that is used here."
            when="On"
          />
        </div>
      </div>
      <NotUnderstood read={read} />
      <Counts read={read} />
      {isOpen && (
        <Card title="Set it aside" hint="For somebody who is not coming, or a document sent by mistake.">
          <form class="form" method="post" action={urls.referralSetAside({ referral: upload.id })}>
            <TextField name="because" label="Why" form={back.part === 'set-aside' ? back.form : undefined} />
            <FormActions>
              <Button kind="danger">Set aside</Button>
            </FormActions>
          </form>
        </Card>
      )}
    </StaffPage>,
    back.refusal === undefined && back.form === undefined ? 200 : 422,
  )
}

function State({ upload, zone }: { upload: Upload; zone: string }) {
  if (upload.clientId !== null)
    return (
      <Notice
        tone="good"
        title="Accepted"
        aside={
          <Button small href={urls.client({ client: upload.clientId })}>
            Open the chart
          </Button>
        }
      >
        {upload.acceptedAt !== null && <At at={upload.acceptedAt} zone={zone} />}
      </Notice>
    )
  if (upload.setAsideAt !== null)
    return (
      <Notice tone="info" title="Set aside">
        {upload.setAsideBecause}, <At at={upload.setAsideAt} zone={zone} />
      </Notice>
    )
  return null
}

function Decision({ upload, likely, back }: { upload: Upload; likely: Likely[]; back: Back }) {
  const action = urls.referralAcceptance({ referral: upload.id })
  const { person, contacts } = upload.read
  return (
    <>
      {likely.length > 0 && (
        <Card title={likely.length === 1 ? 'Is it this person?' : 'Is it one of these?'} id="likely">
          {likely.map((known) => (
            <Compared person={person} contacts={contacts} known={known}>
              <form class="form referral-same" method="post" action={action}>
                <input type="hidden" name="as" value="known" />
                <input type="hidden" name="client" value={known.id} />
                <Corrections upload={upload} known={known} />
                <FormActions>
                  <Button>It is No. {known.number}: accept into this chart</Button>
                </FormActions>
              </form>
            </Compared>
          ))}
        </Card>
      )}
      <Card title={likely.length === 0 ? 'Nobody alike is known here' : 'It is somebody else'}>
        <form class="form" method="post" action={action}>
          <input type="hidden" name="as" value="new" />
          {likely.map(({ id }) => (
            <input type="hidden" name="seen[]" value={id} />
          ))}
          <FormActions>
            <Button kind={likely.length === 0 ? 'main' : 'plain'}>Accept as a new person</Button>
          </FormActions>
        </form>
        <details class="referral-more" open={back.part === 'number'}>
          <summary>It is somebody known whom the list does not show</summary>
          <form class="form" method="post" action={action}>
            <input type="hidden" name="as" value="number" />
            <TextField
              name="number"
              label="Number of the chart"
              inputmode="numeric"
              width="short"
              form={back.part === 'number' ? back.form : undefined}
            />
            <FormActions>
              <Button>Accept into this chart</Button>
            </FormActions>
          </form>
        </details>
      </Card>
    </>
  )
}

const fieldLabel: Record<CorrectedField, string> = {
  givenName: 'Given name',
  familyName: 'Family name',
  middleNames: 'Middle names',
  preferredName: 'Goes by',
  birthDate: 'Birth date',
  sex: 'Sex',
  pronouns: 'Pronouns',
  language: 'Language',
}

function Corrections({ upload, known }: { upload: Upload; known: Likely }) {
  const sent = identityFields(upload.read.person)
  const shown = (field: CorrectedField, value: string) => (field === 'birthDate' ? shortDay(value) : value)
  const differing = fieldNames.filter((field) => sent[field] !== '' && sent[field] !== known[field])
  if (differing.length === 0) return null
  return (
    <Checkboxes
      name="corrections[]"
      id={`corrections-${known.number}`}
      label="Correct the chart where the referral is right"
      hint="What you leave unticked stays as it is in the chart."
      optional
      plain
      options={differing.map((field) => ({
        value: field,
        label: (
          <span dir="auto">
            {fieldLabel[field]}: {shown(field, sent[field])}
          </span>
        ),
        hint: known[field] === '' ? 'The chart has none' : `The chart says ${shown(field, known[field])}`,
      }))}
    />
  )
}
