import { dayAt } from '../../../basics/dates.ts'
import { Card, Row, Rows } from '../../../ui/card.tsx'
import { Button, FormActions, Select, TextField } from '../../../ui/form.tsx'
import { Sig } from '../../../ui/status.tsx'
import { shortDay } from '../../../ui/when.tsx'
import { urls } from '../../../urls.ts'
import type { Allergy } from '../queries/list.ts'
import { severityWords, toldByWords } from '../words.ts'
import { type Back, Fold, stateOf } from './parts.tsx'

type Props = {
  client: { id: string }
  all: readonly Allergy[]
  allergies: readonly Allergy[]
  noneKnown: Allergy | null
  mayNote: boolean
  zone: string
  back: Back | undefined
}

/** What somebody does not tolerate, first on the page; "none known" is a dated word of somebody, and no empty list. */
export function AllergyCard({ client, all, allergies, noneKnown, mayNote, zone, back }: Props) {
  const ended = all.filter((one) => one.endedAt !== null && one.kind !== 'none-known')
  const form = stateOf(back, 'allergy')
  return (
    <Card title="Allergies" flush tone={allergies.length > 0 ? 'danger' : noneKnown === null ? 'warning' : undefined}>
      <Rows label="Allergies">
        {allergies.length === 0 && (
          <Row
            title={noneKnown === null ? 'Nobody has asked yet' : 'None known'}
            note={
              noneKnown === null
                ? 'An empty list says nothing: ask, and write down the answer.'
                : `Said by ${toldByWords[noneKnown.assertedBy]} on ${shortDay(dayAt(noneKnown.notedAt, zone))}, written by ${noneKnown.notedBy}`
            }
            end={noneKnown === null ? <Sig tone="warning">To be asked</Sig> : <Sig tone="calm">None known</Sig>}
          />
        )}
        {allergies.map((one) => (
          <Row
            title={one.substance}
            note={`${one.reaction === '' ? 'Reaction not known' : one.reaction} · said by ${toldByWords[one.assertedBy]} on ${shortDay(dayAt(one.notedAt, zone))}, written by ${one.notedBy}${one.rxnorm === null ? '' : ` · RxNorm ${one.rxnorm}`}${one.ingredient === '' ? ' · not in our list of medicines: not checked by itself' : ''}`}
            end={
              <Sig tone={one.kind === 'allergy' ? 'danger' : 'warning'}>
                {one.kind === 'allergy' ? `Allergy, ${severityWords[one.severity]}` : 'Intolerance'}
              </Sig>
            }
          >
            {mayNote && (
              <details class="disclose" open={back?.form === `end-${one.id}`}>
                <summary>This is wrong, or over</summary>
                <form method="post" action={urls.allergyEnd({ allergy: one.id })} class="form">
                  <TextField name="because" label="Why" maxlength={500} form={stateOf(back, `end-${one.id}`)} />
                  <FormActions>
                    <Button label={`End: ${one.substance}`}>End it</Button>
                  </FormActions>
                </form>
              </details>
            )}
          </Row>
        ))}
        {ended.map((one) => (
          <Row title={<s>{one.substance}</s>} note={`Ended: ${one.endedBecause}`} end={<Sig tone="calm">Ended</Sig>} />
        ))}
      </Rows>
      {mayNote && (
        <Fold label="Write down an allergy, or that none is known" open={back?.form === 'allergy'}>
          <form method="post" action={urls.allergies({ client: client.id })} class="form">
            <Select
              name="kind"
              label="What is it"
              options={[
                { value: 'allergy', label: 'An allergy' },
                { value: 'intolerance', label: 'An intolerance: not tolerated, and no allergy' },
                { value: 'none-known', label: 'None known' },
              ]}
              form={form}
            />
            <TextField
              name="substance"
              label="Substance"
              hint="Empty where none is known."
              maxlength={200}
              optional
              form={form}
            />
            <TextField name="reaction" label="What happened" maxlength={500} optional form={form} />
            <Select
              name="severity"
              label="How severe"
              choose={false}
              value="unknown"
              options={Object.entries(severityWords).map(([value, label]) => ({ value, label }))}
              form={form}
            />
            <Select
              name="assertedBy"
              label="Who says so"
              choose={false}
              value="client"
              options={Object.entries(toldByWords).map(([value, label]) => ({ value, label }))}
              form={form}
            />
            <TextField
              name="rxnorm"
              label="RxNorm code"
              optional
              inputmode="numeric"
              width="short"
              maxlength={8}
              form={form}
            />
            <FormActions>
              <Button kind="main">Keep</Button>
            </FormActions>
          </form>
        </Fold>
      )}
    </Card>
  )
}
