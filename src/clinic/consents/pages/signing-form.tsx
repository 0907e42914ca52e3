import type { Context } from 'hono'
import { ageOn, dayAt } from '../../../basics/dates.ts'
import { sha256 } from '../../../basics/ids.ts'
import type { Child } from 'hono/jsx'
import { Card } from '../../../ui/card.tsx'
import { Checkbox } from '../../../ui/choices.tsx'
import { Button, FormActions, Select, TextField, type FormState } from '../../../ui/form.tsx'
import { readSignature } from '../../../ui/signature-path.ts'
import { SignatureField } from '../../../ui/signature.tsx'
import { Notice } from '../../../ui/status.tsx'
import { urls } from '../../../urls.ts'
import { workOf, type Door } from '../../../web/door.ts'
import type { ClientFacts } from '../../clients/queries.ts'
import type { Signing } from '../actions.ts'
import type { SignerCapacity } from '../consent.ts'
import { canonicalText, type ConsentDocument, type FilledDocument } from '../documents.ts'
import { signatureFrom } from '../signature.ts'

/** What is signed, word for word, before it is signed. */
export const Paper = ({ document, filled }: { document: ConsentDocument; filled: FilledDocument }) => (
  <>
    <article class="card paper" lang={filled.language}>
      <div class="body prose">
        <h2>{document.title}</h2>
        {filled.paragraphs.map(({ kind, text }) =>
          kind === 'heading' ? (
            <h3>{text}</h3>
          ) : (
            <p class={kind === 'item' ? 'item' : undefined} dir="auto">
              {kind === 'item' ? `• ${text}` : text}
            </p>
          ),
        )}
      </div>
    </article>
    <Notice tone="info" title="Before first use">
      {document.note}
    </Notice>
  </>
)

type SignCardProps = {
  client: ClientFacts
  scope: string
  filled: FilledDocument
  form?: FormState | undefined
  /** Fields that go along unseen: from what the text was made. */
  hidden?: Record<string, string | string[]>
  actions?: Child
}

export function SignCard({ client, scope, filled, form, hidden = {}, actions }: SignCardProps) {
  const name = `${client.givenName} ${client.familyName}`
  return (
    <Card title="Sign">
      <form class="form" method="post" action={urls.newConsent({ client: client.id })}>
        <input type="hidden" name="scope" value={scope} />
        <input type="hidden" name="shown" value={sha256(canonicalText(filled))} />
        {Object.entries(hidden).flatMap(([field, values]) =>
          [values].flat().map((value) => <input type="hidden" name={field} value={value} />),
        )}
        <TextField name="signerName" label="Name of the person who signs" value={name} form={form} anyDirection />
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
          {actions}
          <Button href={urls.consents({ client: client.id })}>Not now</Button>
        </FormActions>
      </form>
    </Card>
  )
}

export type SignedFields = {
  shown: string
  signerName: string
  capacity: SignerCapacity
  authority: string
  signature?: string | undefined
  signaturePath?: string | undefined
  intends?: string | undefined
}

/** What the sign card sent, as the verb wants it. */
export function signingOf(
  c: Context<Door>,
  client: ClientFacts,
  fields: SignedFields,
): Pick<Signing, 'client' | 'draft' | 'signatureKept' | 'shownHash'> {
  const { at, clinic } = workOf(c)
  const given = readSignature(fields, 'signature')
  return {
    client: {
      id: client.id,
      name: `${client.givenName} ${client.familyName}`,
      names: [`${client.givenName} ${client.familyName}`, client.name],
      age: ageOn(client.birthDate, dayAt(at, clinic.timeZone)),
    },
    draft: {
      signature: signatureFrom(given),
      intends: fields.intends !== undefined,
      signerName: fields.signerName,
      capacity: fields.capacity,
      authority: fields.authority,
    },
    signatureKept: given?.path ?? given?.typed ?? '',
    shownHash: fields.shown,
  }
}
