import { Card } from '../../../ui/card.tsx'
import { YesNo } from '../../../ui/choices.tsx'
import { Button, FormActions, Select, TextField, type FormState } from '../../../ui/form.tsx'
import { Sig } from '../../../ui/status.tsx'
import { urls } from '../../../urls.ts'
import type { KnownContact } from '../queries/face.ts'

export const contactKinds = ['phone', 'email', 'address', 'emergency'] as const
const kindName = { phone: 'Phone', email: 'Email', address: 'Address', emergency: 'In an emergency' }

type CardProps = {
  clientId: string
  contacts: KnownContact[]
  form: FormState | undefined
  opened: boolean
  corrects: boolean
}

/** How to reach the person, what may be said there, and whom to call in an emergency. */
export const ContactCard = ({ clientId, contacts, form, opened, corrects }: CardProps) => (
  <Card title="How to reach them" id="contacts">
    {contacts.length === 0 && <p class="muted">No contact is recorded.</p>}
    <ul class="clients-contacts">
      {contactKinds.flatMap((kind) =>
        contacts
          .filter((one) => one.kind === kind)
          .map((one) => (
            <li>
              <div>
                <small>
                  {kindName[kind]}
                  {one.label !== '' && `, ${one.label}`}
                </small>
                {one.name !== '' && (
                  <b dir="auto">
                    {one.name}
                    {one.relationship !== '' && ` (${one.relationship})`}
                  </b>
                )}
                {one.value !== '' && <span dir="auto">{one.value}</span>}
                {kind === 'phone' && one.mayLeaveMessage === true && <Sig tone="good">May leave a message</Sig>}
                {kind === 'phone' && one.mayLeaveMessage === false && <Sig tone="danger">Leave no message</Sig>}
                {kind === 'phone' && one.mayLeaveMessage === null && <Sig tone="warning">Message not asked</Sig>}
              </div>
              {corrects && (
                <form method="post" action={urls.clientContacts({ client: clientId })}>
                  <input type="hidden" name="end" value={one.id} />
                  <Button small kind="quiet" label={`Take out ${kindName[kind].toLowerCase()} ${one.value}`}>
                    Take out
                  </Button>
                </form>
              )}
            </li>
          )),
      )}
    </ul>
    {corrects && (
      <details open={opened}>
        <summary>Add a contact</summary>
        <form class="form" method="post" action={urls.clientContacts({ client: clientId })}>
          <Select
            name="kind"
            label="Kind"
            options={contactKinds.map((value) => ({ value, label: kindName[value] }))}
            form={form}
          />
          <TextField name="value" label="Number, email or address" form={form} />
          <TextField name="label" label="Which" hint="Mobile, work, home." optional form={form} />
          <TextField name="name" label="Whose" hint="For an emergency: the name." optional anyDirection form={form} />
          <TextField name="relationship" label="Relationship" hint="Mother, partner, friend." optional form={form} />
          <YesNo name="mayLeaveMessage" label="May you leave a message there?" optional form={form} />
          <FormActions>
            <Button>Add this contact</Button>
          </FormActions>
        </form>
      </details>
    )}
  </Card>
)
