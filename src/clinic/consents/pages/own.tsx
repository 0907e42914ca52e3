import type { Context } from 'hono'
import { z } from 'zod'
import { isRefusal, type Refusal } from '../../../basics/refusal.ts'
import { Button, ErrorSummary, type FormState } from '../../../ui/form.tsx'
import { RefusalAlert } from '../../../ui/refusal.tsx'
import { Notice } from '../../../ui/status.tsx'
import { urls } from '../../../urls.ts'
import { showing, workOf, type Door } from '../../../web/door.ts'
import { errorsOf, line, oneOf, optionalLine, optionalProse, readForm } from '../../../web/forms.ts'
import { said } from '../../access/staff-page.tsx'
import { ClientFrame } from '../../clients/frame.tsx'
import type { ClientFacts } from '../../clients/queries.ts'
import { contactsOf } from '../../clients/queries/face.ts'
import { signConsent } from '../actions.ts'
import { type ConsentDocument, fill, type FilledDocument } from '../documents.ts'
import { ownDocument, termsBlanks, termsProblems } from '../own-document.ts'
import { termsFrom, termsIn, type TypedTerms, typedFrom } from '../own-form.ts'
import type { OwnScope, OwnTerms } from '../own-terms.ts'
import { consentById } from '../queries.ts'
import { scopeName } from '../scope-names.ts'
import { TermsForm } from './own-terms-form.tsx'
import { Paper, SignCard, signingOf } from './signing-form.tsx'

const typedTerms = z.object({
  step: z.enum(['terms', 'change', 'sign']).catch('terms'),
  contact: optionalLine(40),
  kind: optionalLine(40),
  name: optionalLine(150),
  relation: optionalLine(100),
  members: optionalProse(280),
  membersWho: optionalLine(40),
  information: z.array(z.string().max(40)).max(10).catch([]),
  detail: optionalLine(280),
  purpose: optionalLine(40),
  purposeWords: optionalLine(180),
  endsBy: optionalLine(20),
  endsOn: optionalLine(10),
  endsWhen: optionalLine(200),
  revocableBy: optionalLine(20),
  revocableOn: optionalLine(10),
  revocableWhen: optionalLine(200),
  language: optionalLine(2),
})
const signed = z.object({
  shown: z.string().regex(/^[0-9a-f]{64}$/, 'Open the document again.'),
  signerName: line(200, 'Print the name of the person who signs.'),
  capacity: oneOf(['client', 'guardian', 'representative']),
  authority: optionalLine(200),
  signature: z.string().max(200).optional(),
  signaturePath: z.string().max(60_000).optional(),
  intends: z.string().optional(),
})

/** First what it says, then the text to read and sign. `like` brings the terms of another signer's consent. */
export async function ownPage(c: Context<Door>, client: ClientFacts, scope: OwnScope): Promise<Response> {
  const work = workOf(c)
  const like = c.req.query('like')
  const row = like === undefined ? undefined : await consentById(work, like)
  const terms = row?.clientId === client.id ? termsIn(row.terms) : null
  if (terms !== null && terms.scope === scope) return readPage(c, client, terms, {})
  return termsPage(c, client, scope, {})
}

export async function answerOwn(c: Context<Door>, client: ClientFacts, scope: OwnScope): Promise<Response> {
  const work = workOf(c)
  const form = await readForm(c, typedTerms)
  if (!form.ok) return termsPage(c, client, scope, { form: { values: form.typed, errors: form.errors } })
  const { step, ...typed } = form.values
  const values = valuesOf(typed)
  if (step === 'change') return termsPage(c, client, scope, { form: { values } }, 200)
  const read = termsFrom(typed, scope, await namedContacts(c, client))
  if ('errors' in read) return termsPage(c, client, scope, { form: { values, errors: read.errors } })
  const problems = termsProblems(read.terms)
  if (problems.length > 0) {
    const errors = Object.fromEntries(
      problems.toReversed().map(({ field, because }) => [field === 'information' ? 'information[]' : field, because]),
    )
    return termsPage(c, client, scope, { form: { values, errors } })
  }
  const paper = paperOf(c, client, read.terms)
  if (isRefusal(paper)) return termsPage(c, client, scope, { form: { values }, refusal: paper })
  if (step === 'terms') return readPage(c, client, read.terms, {})

  const body = await c.req.parseBody()
  const sign = signed.safeParse(body)
  const back = {
    values: Object.fromEntries(Object.entries(body).flatMap(([k, v]) => (typeof v === 'string' ? [[k, v]] : []))),
  }
  if (!sign.success) return readPage(c, client, read.terms, { form: { ...back, errors: errorsOf(sign.error) } })
  const answer = await signConsent(work, {
    ...paper,
    ...signingOf(c, client, sign.data),
    expiry: read.terms.expiry,
    terms: read.terms,
  })
  if (isRefusal(answer)) return readPage(c, client, read.terms, { form: back, refusal: answer })
  said(c, { tone: 'good', text: `Signed and kept: ${scopeName[scope]}.` })
  return c.redirect(urls.consent({ consent: answer.id }), 303)
}

const valuesOf = ({ information, ...typed }: TypedTerms): Record<string, string | string[]> => ({
  ...typed,
  'information[]': information,
})

/** Contacts with a name: a number alone is nobody. */
async function namedContacts(c: Context<Door>, client: ClientFacts) {
  const contacts = await contactsOf(workOf(c), client.id)
  const named = contacts.filter(({ name }) => name.trim() !== '')
  return [...new Map(named.map((one) => [`${one.name} ${one.relationship}`, one])).values()]
}

function paperOf(
  c: Context<Door>,
  client: ClientFacts,
  terms: OwnTerms,
): { document: ConsentDocument; filled: FilledDocument } | Refusal {
  const { clinic } = workOf(c)
  const document = ownDocument(terms)
  if (isRefusal(document)) return document
  const name = `${client.givenName} ${client.familyName}`
  const officer = terms.language === 'es' ? 'la persona encargada de la privacidad de' : 'the privacy officer of'
  const filled = fill(document, {
    ...termsBlanks(terms),
    client: name,
    signer: terms.language === 'es' ? 'quien firma' : 'whoever signs below',
    clinic: clinic.name,
    privacyContact: `${officer} ${clinic.name}`,
  })
  return isRefusal(filled) ? filled : { document, filled }
}

type Back = { form?: FormState; refusal?: Refusal }

async function termsPage(
  c: Context<Door>,
  client: ClientFacts,
  scope: OwnScope,
  { form, refusal }: Back,
  status?: 200,
) {
  showing(c, 'a consent to be made', [client.id])
  const contacts = await namedContacts(c, client)
  const is422 = status === undefined && (form !== undefined || refusal !== undefined)
  return c.html(
    <ClientFrame c={c} client={client} tab="consents" title={scopeName[scope]}>
      <h2>{scopeName[scope]}</h2>
      <RefusalAlert refusal={refusal} />
      <ErrorSummary form={form} />
      {scope === 'criminal-justice' && (
        <Notice tone="info" title="Only where a court or officer made treatment a condition">
          Such a consent may wait until it can be taken back, but never longer than the case that asked for the
          treatment, and only those who watch over that case may be told (42 CFR 2.35). Default: your compliance officer
          confirms.
        </Notice>
      )}
      {scope === 'legal' && (
        <Notice tone="warning" title="This can be used against the client">
          Use in a civil, criminal, administrative or legislative case needs this form of its own. Offer time to talk
          with a lawyer first.
        </Notice>
      )}
      <TermsForm client={client} scope={scope} contacts={contacts} form={form} zone={workOf(c)} />
    </ClientFrame>,
    is422 ? 422 : 200,
  )
}

async function readPage(c: Context<Door>, client: ClientFacts, terms: OwnTerms, { form, refusal }: Back) {
  const paper = paperOf(c, client, terms)
  if (isRefusal(paper))
    return termsPage(c, client, terms.scope, { form: { values: valuesOf(typedFrom(terms)) }, refusal: paper })
  showing(c, 'a consent to be signed', [client.id])
  return c.html(
    <ClientFrame c={c} client={client} tab="consents" title={paper.document.title}>
      <RefusalAlert refusal={refusal} />
      <ErrorSummary form={form} />
      <Paper {...paper} />
      <SignCard
        client={client}
        scope={terms.scope}
        filled={paper.filled}
        form={form}
        hidden={{ ...valuesOf(typedFrom(terms)), step: 'sign' }}
        actions={
          <Button name="step" value="change" formnovalidate>
            Change what it says
          </Button>
        }
      />
    </ClientFrame>,
    form === undefined && refusal === undefined ? 200 : 422,
  )
}
