import type { Refusal } from '../../../basics/refusal.ts'
import type { Work } from '../../../db/work.ts'
import { Card } from '../../../ui/card.tsx'
import { Facts } from '../../../ui/facts.tsx'
import { Button, FormActions, TextArea } from '../../../ui/form.tsx'
import { RefusalAlert } from '../../../ui/refusal.tsx'
import { Notice } from '../../../ui/status.tsx'
import { shortDay, shortMoment } from '../../../ui/when.tsx'
import { urls } from '../../../urls.ts'
import { may } from '../../access/permissions.ts'
import { mayCosign } from '../../programs/cosigning.ts'
import { signersNow } from '../../programs/queries/signers.ts'
import { hashOf, type Signed } from '../document.ts'
import { waitsForCosign, type Intake } from '../queries.ts'
import { Said } from './section-form.tsx'

type Addendum = { words: string; nameAndCredential: string; addedAt: Date }
type Props = {
  work: Work
  intake: Intake
  signed: { body: Signed; contentHash: string }
  addenda: readonly Addendum[]
  because: Refusal | undefined
  typed: string
}

/** A signed assessment, as it was signed: words, signatures, and what was added. Prints as it reads. */
export async function SignedDocument({ work, intake, signed, addenda, because, typed }: Props) {
  const zone = work.clinic.timeZone
  const { body, contentHash } = signed
  const by = work.by
  const mayCosignIt =
    by.kind === 'staff' &&
    may(by, 'intake.cosign') &&
    waitsForCosign(intake) &&
    mayCosign('assessment', intake.signatures, by, work.clinic.state, await signersNow(work)) === null
  return (
    <>
      <RefusalAlert refusal={because} />
      {hashOf(body) !== contentHash && (
        <Notice tone="danger" title="These words are not the ones that were signed" alert>
          Tell the operator of this system at once, and do not rely on this page.
        </Notice>
      )}
      {waitsForCosign(intake) && (
        <Notice
          tone="warning"
          title="Waits for its co-signature"
          aside={
            mayCosignIt && (
              <form method="post" action={urls.intakeCosignature({ intake: intake.id })}>
                <Button kind="main" small>
                  Co-sign
                </Button>
              </form>
            )
          }
        >
          {mayCosignIt
            ? 'Read it through first: your signature stands for these words too.'
            : 'Somebody whose credential signs alone reads it and signs after.'}
        </Notice>
      )}
      <Card title="Biopsychosocial assessment">
        <Facts
          across
          facts={[
            { term: 'For', detail: <bdi>{body.client.name}</bdi> },
            { term: 'Number', detail: body.client.number },
            { term: 'Born', detail: shortDay(body.client.birthDate) },
          ]}
        />
      </Card>
      {body.parts
        .filter((part) => part.lines.length > 0)
        .map((part) => (
          <Card
            title={part.title}
            hint={part.writtenBy.map(({ name, at }) => `${name}, ${shortMoment(new Date(at), zone)}`).join(' · ')}
          >
            <Facts facts={part.lines.map(({ label, words }) => ({ term: label, detail: <Said words={words} /> }))} />
          </Card>
        ))}
      {body.measures.length > 0 && (
        <Card title="Measures">
          <Facts
            facts={body.measures.map((one) => ({
              term: one.title,
              detail: `${one.result}. ${shortDay(one.on)}, ${one.how}`,
            }))}
          />
        </Card>
      )}
      <Card title="Signatures">
        <Facts
          facts={intake.signatures.map((one) => ({
            term: one.part === 'author' ? 'Signed' : 'Co-signed',
            detail: `${one.name}, ${shortMoment(new Date(one.at), zone)}`,
          }))}
        />
        <p class="muted intake-hash">Fingerprint of these words: {contentHash}</p>
      </Card>
      {addenda.length > 0 && (
        <Card title="Added later">
          <Facts
            facts={addenda.map((one) => ({
              term: `${one.nameAndCredential}, ${shortMoment(one.addedAt, zone)}`,
              detail: <Said words={one.words} />,
            }))}
          />
        </Card>
      )}
      {may(by, 'intake.sign') && (
        <section class="no-print">
          <Card title="Add to this assessment">
            <form method="post" action={urls.intakeAddenda({ intake: intake.id })} class="form intake-form">
              <TextArea name="words" label="What you add" value={typed} rows={3} width="full" maxlength={10_000} />
              <FormActions>
                <Button>Add</Button>
              </FormActions>
            </form>
          </Card>
        </section>
      )}
    </>
  )
}
