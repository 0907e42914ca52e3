import { Hono, type Context } from 'hono'
import { z } from 'zod'
import { dayAt } from '../../../basics/dates.ts'
import { isRefusal, type Refusal } from '../../../basics/refusal.ts'
import { ErrorSummary, type FormState } from '../../../ui/form.tsx'
import { RefusalAlert } from '../../../ui/refusal.tsx'
import { urls } from '../../../urls.ts'
import { showing, workOf, type Door } from '../../../web/door.ts'
import { forbidden, notFound } from '../../../web/errors.tsx'
import { line, oneOf, optionalLine, readForm } from '../../../web/forms.ts'
import { mayNot } from '../../access/permissions.ts'
import { said } from '../../access/staff-page.tsx'
import { ClientFrame } from '../../clients/frame.tsx'
import { clientById, type ClientFacts } from '../../clients/queries.ts'
import { signConsent } from '../actions.ts'
import { documentOn, endsWords, fill, type ConsentDocument, type FilledDocument } from '../documents.ts'
import { isOwnScope } from '../own-terms.ts'
import { scopeName } from '../scope-names.ts'
import { answerOwn, ownPage } from './own.tsx'
import { Paper, SignCard, signingOf } from './signing-form.tsx'

export const signing = new Hono<Door>()

const scopes = ['treatment', 'tpo'] as const
const fields = z.object({
  scope: oneOf(scopes),
  shown: z.string().regex(/^[0-9a-f]{64}$/, 'Open the document again.'),
  signerName: line(200, 'Print the name of the person who signs.'),
  capacity: oneOf(['client', 'guardian', 'representative']),
  authority: optionalLine(200),
  signature: z.string().max(200).optional(),
  signaturePath: z.string().max(60_000).optional(),
  intends: z.string().optional(),
})

signing.get(urls.newConsent.pattern, async (c) => {
  const work = workOf(c)
  const denied = mayNot(work.by, 'consent.take')
  if (denied) return forbidden(c, denied.because)
  const client = await clientById(work, c.req.param('client'))
  if (client === undefined) return notFound(c)
  const scope = c.req.query('scope')
  if (isOwnScope(scope)) return ownPage(c, client, scope)
  return signingPage(c, client, scope === 'tpo' ? 'tpo' : 'treatment')
})

signing.post(urls.newConsent.pattern, async (c) => {
  const work = workOf(c)
  const denied = mayNot(work.by, 'consent.take')
  if (denied) return forbidden(c, denied.because)
  const client = await clientById(work, c.req.param('client'))
  if (client === undefined) return notFound(c)
  const form = await readForm(c, fields)
  if (isOwnScope(form.typed.scope)) return answerOwn(c, client, form.typed.scope)
  const scope = form.typed.scope === 'tpo' ? 'tpo' : 'treatment'
  if (!form.ok) return signingPage(c, client, scope, { form: { values: form.typed, errors: form.errors } })
  const document = paperFor(c, client, scope)
  if (document === null) return notFound(c)
  const answer = await signConsent(work, {
    ...document,
    ...signingOf(c, client, form.values),
    expiry: { kind: 'none' },
  })
  if (isRefusal(answer)) return signingPage(c, client, scope, { form: { values: form.typed }, refusal: answer })
  said(c, { tone: 'good', text: `Signed and kept: ${scopeName[scope]}.` })
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
  return c.html(
    <ClientFrame c={c} client={client} tab="consents" title={paper.document.title}>
      <RefusalAlert refusal={refusal} />
      <ErrorSummary form={form} />
      <Paper {...paper} />
      <SignCard client={client} scope={scope} filled={paper.filled} form={form} />
    </ClientFrame>,
    form === undefined && refusal === undefined ? 200 : 422,
  )
}
