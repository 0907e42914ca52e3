import type { Clinic } from '../../../db/work.ts'
import { Card } from '../../../ui/card.tsx'
import { Empty } from '../../../ui/empty.tsx'
import { Sig } from '../../../ui/status.tsx'
import { Table } from '../../../ui/table.tsx'
import { At, shortDay } from '../../../ui/when.tsx'
import { urls } from '../../../urls.ts'
import { purposeWords } from '../accounting.ts'
import { type Answer, askedOf, informationWords, kindWords, type Party } from '../whom.ts'

type Known = { id: string; expiresOn: string | null; expiresWhen: string | null; expiresBy: string | null }
type Props = {
  parties: readonly (Party & { answers: readonly Answer[] })[]
  consents: readonly Known[]
  client: string
  clinic: Clinic
  at: Date
}

/** What may I say to whom? Each contact and each recipient, across what they may ask. Prints with its day. */
export const WhomTable = ({ parties, consents, client, clinic, at }: Props) => (
  <Card
    title="What may I say to whom?"
    hint={
      <>
        As it stands now, <At at={at} zone={clinic.timeZone} />. Verify who asks before you say anything.
      </>
    }
    flush={parties.length > 0}
    action={
      <a class="button small" href={urls.callers()}>
        Somebody is calling
      </a>
    }
  >
    {parties.length === 0 ? (
      <Empty title="To nobody, nothing">
        No contact is on file and no consent names anyone. Say neither yes nor no to whoever asks.
      </Empty>
    ) : (
      <Table
        caption={`What may be said about ${client}, to whom`}
        captionHidden
        id="what-may-i-say"
        columns={[{ label: 'Who asks' }, ...askedOf.map((one) => ({ label: informationWords[one] }))]}
      >
        {parties.map(({ kind, name, relation, answers }) => (
          <tr>
            <th scope="row">
              <span dir="auto">{name === '' ? `Any: ${kindWords[kind].toLowerCase()}` : name}</span>
              <small class="consents-beside" dir="auto">
                {relation === '' ? (name === '' ? '' : kindWords[kind]) : relation}
              </small>
            </th>
            {answers.map((answer) => (
              <td>
                <AnswerWords answer={answer} consents={consents} />
              </td>
            ))}
          </tr>
        ))}
      </Table>
    )}
  </Card>
)

/** Yes with the consent and its end, or no with the reason. */
export const AnswerWords = ({ answer, consents }: { answer: Answer; consents: readonly Known[] }) => {
  if ('because' in answer)
    return (
      <>
        <Sig tone="danger">No</Sig>
        <small class="consents-beside">{answer.because}</small>
      </>
    )
  const rests = consents.find(({ id }) => id === answer.consentId)
  return (
    <>
      <Sig tone="good">Yes</Sig>
      <small class="consents-beside">
        <a href={urls.consent({ consent: answer.consentId })}>
          {rests === undefined ? 'By consent' : untilWords(rests)}
        </a>
        , for {answer.purposes.map((one) => purposeWords(one)).join(', ')}
      </small>
    </>
  )
}

export const untilWords = ({ expiresOn, expiresWhen, expiresBy }: Known): string =>
  expiresOn !== null
    ? `until ${shortDay(expiresOn)}`
    : expiresWhen !== null
      ? `${expiresBy === 'condition' ? 'as long as' : 'until'}: ${expiresWhen}`
      : 'until taken back'
