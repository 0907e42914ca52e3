import { dayAt } from '../../../basics/dates.ts'
import type { Work } from '../../../db/work.ts'
import { Card } from '../../../ui/card.tsx'
import { Checkboxes, RadioCards } from '../../../ui/choices.tsx'
import { Button, DateField, FormActions, type FormState, Select, TextArea, TextField } from '../../../ui/form.tsx'
import { urls } from '../../../urls.ts'
import type { ClientFacts } from '../../clients/queries.ts'
import { purposeWords } from '../accounting.ts'
import { informationOf, type OwnScope, purposesOf, recipientsOf } from '../own-terms.ts'
import { informationWords, kindWords } from '../whom.ts'

type Props = {
  client: ClientFacts
  scope: OwnScope
  contacts: readonly { id: string; name: string; relationship: string }[]
  form: FormState | undefined
  zone: Pick<Work, 'at' | 'clinic'>
}

/** Whom, what, what for, until when: from these the text is made. */
export function TermsForm({ client, scope, contacts, form, zone }: Props) {
  const kinds = recipientsOf[scope]
  const [onlyPurpose, ...otherPurposes] = purposesOf[scope]
  const [onlyInformation, ...otherInformation] = informationOf[scope]
  return (
    <form method="post" action={urls.newConsent({ client: client.id })} class="consents-terms">
      <input type="hidden" name="scope" value={scope} />
      <Card title="Who may be told?">
        {contacts.length > 0 && kinds.includes('person') && (
          <Select
            name="contact"
            label="One of their contacts"
            hint="Then the name on the form is the name on file."
            optional
            choose="Somebody else, named below"
            options={contacts.map(({ id, name, relationship }) => ({
              value: id,
              label: relationship === '' ? name : `${name}, ${relationship}`,
            }))}
            form={form}
          />
        )}
        <Select
          name="kind"
          label="What kind of person or place"
          width="full"
          value={kinds[0]}
          choose={false}
          options={kinds.map((kind) => ({ value: kind, label: kindWords[kind] }))}
          form={form}
        />
        <TextField
          name="name"
          label="Name"
          hint={contacts.length > 0 && kinds.includes('person') ? 'Leave empty when you picked a contact.' : undefined}
          required={false}
          maxlength={150}
          anyDirection
          form={form}
        />
        <TextField
          name="relation"
          label="Relation to the client"
          hint="Mother, attorney, supervisor at work, case number of the court."
          optional
          maxlength={100}
          form={form}
        />
        {kinds.includes('intermediary') && (
          <details class="disclose">
            <summary>A go-between: who stands behind it</summary>
            <RadioCards
              name="membersWho"
              label="It may pass records on"
              value="names"
              required={false}
              plain
              options={[
                { value: 'names', label: 'to the members named here' },
                { value: 'treating-providers', label: 'to its members that treat the client' },
              ]}
              form={form}
            />
            <TextArea name="members" label="Members, one a line" rows={3} optional maxlength={280} form={form} />
          </details>
        )}
      </Card>
      <Card title="What may be told, and what for?">
        {otherInformation.length === 0 ? (
          <>
            <input type="hidden" name="information[]" value={onlyInformation} />
            <p>{onlyInformation === undefined ? '' : informationWords[onlyInformation]}, and nothing else.</p>
          </>
        ) : (
          <Checkboxes
            name="information[]"
            label="What may be told"
            plain
            options={informationOf[scope].map((one) => ({ value: one, label: informationWords[one] }))}
            form={form}
          />
        )}
        <TextField
          name="detail"
          label="More exactly"
          hint="As a reader without the record would understand it: only the weeks since May, only drug tests."
          optional
          maxlength={280}
          form={form}
        />
        {otherPurposes.length === 0 && onlyPurpose !== undefined ? (
          <>
            <input type="hidden" name="purpose" value={onlyPurpose} />
            <p>For {purposeWords(onlyPurpose)}, and nothing else.</p>
          </>
        ) : (
          <Select
            name="purpose"
            label="What for"
            width="full"
            options={purposesOf[scope].map((one) => ({
              value: one,
              label: one === 'other' ? 'Something else, in words below' : sentence(purposeWords(one)),
            }))}
            form={form}
          />
        )}
        <TextField name="purposeWords" label="What for, in words" optional maxlength={180} form={form} />
      </Card>
      <Card title="When does it end?">
        <RadioCards
          name="endsBy"
          label="It ends"
          plain
          options={[
            { value: 'date', label: 'after a day' },
            { value: 'event', label: 'when something happens' },
            { value: 'condition', label: 'when something no longer holds' },
          ]}
          form={form}
        />
        <DateField
          name="endsOn"
          label="Last day"
          required={false}
          min={dayAt(zone.at, zone.clinic.timeZone)}
          form={form}
        />
        <TextField
          name="endsWhen"
          label="What happens, or has to hold"
          hint="My case is closed. I live with my mother."
          required={false}
          maxlength={200}
          form={form}
        />
      </Card>
      {scope === 'criminal-justice' && (
        <Card title="From when can it be taken back?">
          <RadioCards
            name="revocableBy"
            label="The client can take it back"
            hint="Default of 42 CFR 2.35: your compliance officer confirms. Never later than the end of the case."
            value="event"
            plain
            options={[
              { value: 'any', label: 'at any time' },
              { value: 'date', label: 'from a day on' },
              { value: 'event', label: 'once something has happened' },
            ]}
            form={form}
          />
          <DateField name="revocableOn" label="From this day" required={false} form={form} />
          <TextField
            name="revocableWhen"
            label="Once this has happened"
            hint="The court has decided the case. Probation has ended."
            required={false}
            maxlength={200}
            form={form}
          />
        </Card>
      )}
      <Card title="The form">
        <Select
          name="language"
          label="Language of the form"
          value={/^(es|span)/i.test(client.language) ? 'es' : 'en'}
          choose={false}
          options={[
            { value: 'en', label: 'English' },
            { value: 'es', label: 'Español' },
          ]}
          form={form}
        />
        <FormActions>
          <Button kind="main" name="step" value="terms">
            Read the form
          </Button>
          <Button href={urls.consents({ client: client.id })}>Not now</Button>
        </FormActions>
      </Card>
    </form>
  )
}

const sentence = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)
