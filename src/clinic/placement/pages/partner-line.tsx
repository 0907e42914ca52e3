import { ageOn } from '../../../basics/dates.ts'
import { Select, TextField, type FormState } from '../../../ui/form.tsx'
import { Sig } from '../../../ui/status.tsx'
import { urls } from '../../../urls.ts'
import type { ClientFacts } from '../../clients/queries.ts'
import { doubts, forLevel, isStale, type Person } from '../partner.ts'
import type { Partner } from '../queries/partners.ts'
import type { Screen } from '../queries.ts'
import { whereTo } from './hand-off-parts.tsx'

/** What a partner must be asked before this person is sent there. */
export const personOf = (client: Pick<ClientFacts, 'birthDate'>, screen: Screen | null, today: string): Person => ({
  isAdolescent: ageOn(client.birthDate, today) < 18,
  isPregnant: screen?.answers.pregnant === 'yes',
  wantsMoud: screen?.answers['opioid-use'] === 'yes',
})

export const PartnerLine = ({ partner, today }: { partner: Partner; today: string }) => (
  <>
    <a href={urls.partner({ partner: partner.id })} dir="auto">
      {partner.name}
    </a>
    {[partner.phone, partner.fax === '' ? '' : `fax ${partner.fax}`, partner.address]
      .filter(Boolean)
      .map((each) => ` · ${each}`)}{' '}
    {isStale(partner.verifiedOn, today) && <Sig tone="warning">Check their number first</Sig>}
  </>
)

type ChoiceProps = { partners: Partner[]; level: string; person: Person; today: string; form: FormState }

/** A partner of the directory, those that give this level first; or somebody new, who is added to it. */
export const PartnerChoice = ({ partners, level, person, today, form }: ChoiceProps) => {
  const { gives, others } = forLevel(partners, level)
  const option = (one: Partner) => ({
    value: one.id,
    label: [
      one.name,
      one.phone,
      isStale(one.verifiedOn, today) ? 'not checked for half a year' : '',
      ...doubts(one, person),
    ]
      .filter(Boolean)
      .join(' · '),
  })
  const isNew = String(form.values?.newPartner ?? '') !== '' || form.errors?.newPartnerPhone !== undefined
  return (
    <>
      <Select
        name="partner"
        label="Partner"
        hint={gives.length === 0 && level !== '' ? `Nobody in the list gives this: ${whereTo(level)}.` : undefined}
        choose={partners.length === 0 ? 'Nobody is listed yet' : 'Not in the list'}
        optional
        width="full"
        options={[
          ...(gives.length === 0 ? [] : [{ group: whereTo(level), options: gives.map(option) }]),
          ...(others.length === 0 ? [] : [{ group: 'Other partners', options: others.map(option) }]),
        ]}
        form={form}
      />
      <details class="disclose" open={isNew}>
        <summary>Not in the list: add them</summary>
        <div class="together">
          <TextField
            name="newPartner"
            label="Name of the house"
            required={false}
            maxlength={200}
            anyDirection
            form={form}
          />
          <TextField name="newPartnerPhone" label="Their phone" required={false} maxlength={60} form={form} />
        </div>
      </details>
    </>
  )
}
