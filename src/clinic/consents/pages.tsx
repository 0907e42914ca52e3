import { Hono, type Context } from 'hono'
import { z } from 'zod'
import { ageOn, dayAt } from '../../basics/dates.ts'
import { sha256 } from '../../basics/ids.ts'
import { isRefusal, type Refusal } from '../../basics/refusal.ts'
import { Card, Row, Rows } from '../../ui/card.tsx'
import { Checkbox } from '../../ui/choices.tsx'
import { Empty } from '../../ui/empty.tsx'
import { Facts } from '../../ui/facts.tsx'
import { Button, ErrorSummary, FormActions, Select, TextField, type FormState } from '../../ui/form.tsx'
import { RefusalAlert } from '../../ui/refusal.tsx'
import { readSignature } from '../../ui/signature-path.ts'
import { SignatureField, Signed } from '../../ui/signature.tsx'
import { Notice, Sig } from '../../ui/status.tsx'
import { At, shortDay } from '../../ui/when.tsx'
import { urls } from '../../urls.ts'
import { showing, workOf, type Door } from '../../web/door.ts'
import { forbidden, notFound } from '../../web/errors.tsx'
import { line, optionalLine, readForm, oneOf } from '../../web/forms.ts'
import { may, mayNot } from '../access/permissions.ts'
import { said } from '../access/staff-page.tsx'
import { ClientFrame } from '../clients/frame.tsx'
import { clientById, type ClientFacts } from '../clients/queries.ts'
import { revokeConsent, signConsent } from './actions.ts'
import { canonicalText, documentOn, endsWords, fill, type ConsentDocument, type FilledDocument } from './documents.ts'
import { signatureFrom } from './signature.ts'
import { consentById, consentsOf, disclosuresOf } from './queries.ts'

export const consents = new Hono<Door>()

const scopeName: Record<string, string> = {
  treatment: 'Consent to treatment',
  tpo: 'Sharing for treatment, payment and operations',
  specific: 'A consent for one purpose',
  'counselling-notes': 'Counselling notes',
  legal: 'Legal proceedings',
}

consents.get(urls.consents.pattern, async (c) => {
  const work = workOf(c)
  const denied = mayNot(work.by, 'consent.see')
  if (denied) return forbidden(c, denied.because)
  const client = await clientById(work, c.req.param('client'))
  if (client === undefined) return notFound(c)
  showing(c, 'consents', [client.id])
  const [signed, told] = [await consentsOf(work, client.id), await disclosuresOf(work, client.id)]
  const today = dayAt(work.at, work.clinic.timeZone)
  const params = { client: client.id }
  return c.html(
    <ClientFrame
      c={c}
      client={client}
      tab="consents"
      actions={
        may(work.by, 'consent.take') && (
          <>
            <Button kind="main" href={urls.newConsent(params, { scope: 'treatment' })}>
              Sign consent to treatment
            </Button>
            <Button href={urls.newConsent(params, { scope: 'tpo' })}>Sign consent to share</Button>
          </>
        )
      }
    >
      <Card title="What was signed" flush={signed.length > 0}>
        {signed.length === 0 ? (
          <Empty title="Nothing is signed yet" />
        ) : (
          <Rows label="Consents">
            {signed.map((one) => (
              <Row
                title={<a href={urls.consent({ consent: one.id })}>{scopeName[one.scope] ?? one.scope}</a>}
                note={
                  <>
                    {one.signerName}, {one.signerCapacity} · <At at={one.signedAt} zone={work.clinic.timeZone} /> ·
                    version {one.documentVersion}
                  </>
                }
                end={<State one={one} today={today} />}
              />
            ))}
          </Rows>
        )}
      </Card>
      <Card
        title="What was told, to whom"
        hint="Each time a record left, with the consent it rested on"
        flush={told.length > 0}
      >
        {told.length === 0 ? (
          <Empty title="Nothing has left this house" />
        ) : (
          <Rows label="Disclosures">
            {told.map((one) => (
              <Row
                title={one.recipient}
                note={`${one.what}, for ${one.purpose}`}
                end={<At at={one.at} zone={work.clinic.timeZone} />}
              />
            ))}
          </Rows>
        )}
      </Card>
    </ClientFrame>,
  )
})

const State = ({ one, today }: { one: { revokedAt: Date | null; expiresOn: string | null }; today: string }) => {
  if (one.revokedAt !== null) return <Sig tone="danger">Taken back</Sig>
  if (one.expiresOn !== null && one.expiresOn < today) return <Sig tone="warning">Ended</Sig>
  return <Sig tone="good">{one.expiresOn === null ? 'In force' : `Until ${shortDay(one.expiresOn)}`}</Sig>
}

const scopes = ['treatment', 'tpo'] as const
const signing = z.object({
  scope: oneOf(scopes),
  shown: z.string().regex(/^[0-9a-f]{64}$/, 'Open the document again.'),
  signerName: line(200, 'Print the name of the person who signs.'),
  capacity: oneOf(['client', 'guardian', 'representative']),
  authority: optionalLine(200),
  signature: z.string().max(200).optional(),
  signaturePath: z.string().max(60_000).optional(),
  intends: z.string().optional(),
})

consents.get(urls.newConsent.pattern, async (c) => {
  const work = workOf(c)
  const denied = mayNot(work.by, 'consent.take')
  if (denied) return forbidden(c, denied.because)
  const client = await clientById(work, c.req.param('client'))
  if (client === undefined) return notFound(c)
  return signingPage(c, client, c.req.query('scope') === 'tpo' ? 'tpo' : 'treatment')
})

consents.post(urls.newConsent.pattern, async (c) => {
  const work = workOf(c)
  const denied = mayNot(work.by, 'consent.take')
  if (denied) return forbidden(c, denied.because)
  const client = await clientById(work, c.req.param('client'))
  if (client === undefined) return notFound(c)
  const form = await readForm(c, signing)
  const scope = form.typed.scope === 'tpo' ? 'tpo' : 'treatment'
  if (!form.ok) return signingPage(c, client, scope, { form: { values: form.typed, errors: form.errors } })
  const document = paperFor(c, client, scope)
  if (document === null) return notFound(c)
  const given = readSignature(form.values, 'signature')
  const answer = await signConsent(work, {
    client: {
      id: client.id,
      name: `${client.givenName} ${client.familyName}`,
      names: [`${client.givenName} ${client.familyName}`, client.name],
      age: ageOn(client.birthDate, dayAt(work.at, work.clinic.timeZone)),
    },
    ...document,
    expiry: { kind: 'none' },
    draft: {
      signature: signatureFrom(given),
      intends: form.values.intends !== undefined,
      signerName: form.values.signerName,
      capacity: form.values.capacity,
      authority: form.values.authority,
    },
    signatureKept: given?.path ?? given?.typed ?? '',
    shownHash: form.values.shown,
  })
  if (isRefusal(answer)) return signingPage(c, client, scope, { form: { values: form.typed }, refusal: answer })
  said(c, { tone: 'good', text: `Signed and kept: ${scopeName[scope] ?? ''}.` })
  return c.redirect(urls.consents({ client: client.id }), 303)
})

/** The document with this client's and this clinic's words in its blanks. */
function paperFor(
  c: Context<Door>,
  client: ClientFacts,
  scope: (typeof scopes)[number],
): { document: ConsentDocument; filled: FilledDocument } | null {
  const { clinic, at } = workOf(c)
  const document = documentOn(scope, dayAt(at, clinic.timeZone))
  if (document === null) return null
  const name = `${client.givenName} ${client.familyName}`
  const filled = fill(document, {
    client: name,
    signer: name,
    clinic: clinic.name,
    program: client.programName ?? 'intensive outpatient program',
    hours: 'at least 9 hours a week for adults, 6 for people under 18',
    crisisLine: '988',
    complaints: `the administrator of ${clinic.name}`,
    privacyContact: `the privacy officer of ${clinic.name}`,
    ends: endsWords({ kind: 'none' }),
  })
  return isRefusal(filled) ? null : { document, filled }
}

function signingPage(
  c: Context<Door>,
  client: ClientFacts,
  scope: (typeof scopes)[number],
  { form, refusal }: { form?: FormState; refusal?: Refusal } = {},
) {
  const paper = paperFor(c, client, scope)
  if (paper === null) return notFound(c)
  showing(c, 'a consent to be signed', [client.id])
  const { document, filled } = paper
  const name = `${client.givenName} ${client.familyName}`
  return c.html(
    <ClientFrame c={c} client={client} tab="consents" title={document.title}>
      <RefusalAlert refusal={refusal} />
      <ErrorSummary form={form} />
      <article class="card paper">
        <div class="body prose">
          <h2>{document.title}</h2>
          <Paper filled={filled} />
        </div>
      </article>
      <Notice tone="info" title="Before first use">
        {document.note}
      </Notice>
      <Card title="Sign">
        <form method="post" action={urls.newConsent({ client: client.id })}>
          <input type="hidden" name="scope" value={scope} />
          <input type="hidden" name="shown" value={sha256(canonicalText(filled))} />
          <TextField name="signerName" label="Name of the person who signs" value={name} form={form} />
          <Select
            name="capacity"
            label="Signs as"
            value="client"
            options={[
              { value: 'client', label: 'The client' },
              { value: 'guardian', label: 'Parent or guardian' },
              { value: 'representative', label: 'Representative' },
            ]}
            form={form}
          />
          <TextField
            name="authority"
            label="By what right"
            hint="Only for a parent, guardian or representative: mother, guardian by court order, health care proxy."
            optional
            form={form}
          />
          <SignatureField name="signature" label="Signature" expected={name} form={form} />
          <Checkbox name="intends" label="I have read this, and I mean to sign it." required />
          <FormActions>
            <Button kind="main">Sign</Button>
            <Button href={urls.consents({ client: client.id })}>Not now</Button>
          </FormActions>
        </form>
      </Card>
    </ClientFrame>,
    form === undefined && refusal === undefined ? 200 : 422,
  )
}

const Paper = ({ filled }: { filled: Pick<FilledDocument, 'paragraphs'> }) => (
  <>
    {filled.paragraphs.map(({ kind, text }) =>
      kind === 'heading' ? <h3>{text}</h3> : kind === 'item' ? <p class="item">• {text}</p> : <p>{text}</p>,
    )}
  </>
)

consents.get(urls.consent.pattern, async (c) => {
  const denied = mayNot(workOf(c).by, 'consent.see')
  return denied ? forbidden(c, denied.because) : consentPage(c)
})

consents.post(urls.consentRevocation.pattern, async (c) => {
  const work = workOf(c)
  const denied = mayNot(work.by, 'consent.revoke')
  if (denied) return forbidden(c, denied.because)
  if ((await consentById(work, c.req.param('consent'))) === undefined) return notFound(c)
  const form = await readForm(
    c,
    z.object({ how: line(300, 'Say how it was taken back: by letter, in person, by portal message.') }),
  )
  if (!form.ok) return consentPage(c, { form: { values: form.typed, errors: form.errors } })
  const refusal = await revokeConsent(work, c.req.param('consent'), form.values.how)
  if (refusal) return consentPage(c, { form: { values: form.typed }, refusal })
  said(c, { tone: 'good', text: 'Taken back. Nothing more is told because of it.' })
  return c.redirect(urls.consent({ consent: c.req.param('consent') }), 303)
})

async function consentPage(c: Context<Door>, { form, refusal }: { form?: FormState; refusal?: Refusal } = {}) {
  const work = workOf(c)
  const consent = await consentById(work, c.req.param('consent') ?? '')
  const client = consent && (await clientById(work, consent.clientId))
  if (consent === undefined || client === undefined) return notFound(c)
  showing(c, 'a signed consent', [client.id])
  const zone = work.clinic.timeZone
  const intact = sha256(consent.textSigned) === consent.textHash
  return c.html(
    <ClientFrame
      c={c}
      client={client}
      tab="consents"
      title={scopeName[consent.scope]}
      signals={consent.revokedAt !== null ? <Sig tone="danger">Taken back</Sig> : undefined}
    >
      <RefusalAlert refusal={refusal} />
      <ErrorSummary form={form} />
      <Card title="As it was signed">
        <pre class="as-signed">{consent.textSigned}</pre>
        <Signed
          signature={{
            typed: consent.method === 'typed' ? consent.signature : '',
            path: consent.method === 'drawn' ? consent.signature : null,
          }}
          by={consent.signerName}
          when={<At at={consent.signedAt} zone={zone} />}
        />
      </Card>
      <Card title="How it was kept">
        <Facts
          facts={[
            {
              term: 'Signed as',
              detail: `${consent.signerCapacity}${consent.authority === '' ? '' : `, ${consent.authority}`}`,
            },
            { term: 'Taken by', detail: `${consent.takerGivenName} ${consent.takerFamilyName}` },
            { term: 'Hash of the text', detail: <code>{consent.textHash}</code> },
            { term: 'Checked now', detail: intact ? 'The text is what was signed' : 'THE TEXT IS NOT WHAT WAS SIGNED' },
            consent.revokedAt !== null && {
              term: 'Taken back',
              detail: (
                <>
                  <At at={consent.revokedAt} zone={zone} />, {consent.how}
                </>
              ),
            },
          ]}
        />
      </Card>
      {consent.revokedAt === null && may(work.by, 'consent.revoke') && (
        <Card
          title="Take this consent back"
          hint="From now on nothing is told because of it. What was told before stands. It cannot be undone; a new consent can be signed."
        >
          <form method="post" action={urls.consentRevocation({ consent: consent.id })}>
            <TextField name="how" label="How it was taken back" hint="By letter, in person, by message." form={form} />
            <FormActions>
              <Button kind="danger">Take back this consent</Button>
            </FormActions>
          </form>
        </Card>
      )}
    </ClientFrame>,
    form === undefined && refusal === undefined ? 200 : 422,
  )
}
