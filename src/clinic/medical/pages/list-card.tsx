import type { Context } from 'hono'
import type { Child } from 'hono/jsx'
import { Card, Row, Rows } from '../../../ui/card.tsx'
import { Empty } from '../../../ui/empty.tsx'
import { Sig } from '../../../ui/status.tsx'
import { shortDay } from '../../../ui/when.tsx'
import { urls } from '../../../urls.ts'
import type { Door } from '../../../web/door.ts'
import type { Medication, Reconciliation, Supply, TakenRow } from '../queries/list.ts'
import { daysLeft, refillsUpTo, soonDays } from '../refills.ts'
import { frequencyInWords, takenInWords } from '../rules.ts'
import { occasionWords, sourceWords } from '../words.ts'
import { today, treatsOf } from './parts.tsx'

type Props = {
  c: Context<Door>
  lines: readonly Medication[]
  supplies: readonly Supply[]
  taken: readonly TakenRow[]
  said: string
  action: Child
  reconciled: Reconciliation | undefined
}

/** Everything somebody takes, ordered here or elsewhere: the dose, how it is taken, and how long it lasts. */
export const ListCard = ({ c, lines, supplies, taken, said, action, reconciled }: Props) => (
  <Card
    title="What do they take?"
    flush
    action={action}
    hint={
      reconciled === undefined
        ? undefined
        : `Gone through on ${shortDay(reconciled.onDay)}, ${(occasionWords[reconciled.occasion] ?? '').toLowerCase()}, by ${reconciled.by}`
    }
    footer={<small>{said} Stepwell sends nothing to a pharmacy: an order here is the clinic’s record of it.</small>}
  >
    {lines.length === 0 ? (
      <Empty title="Nothing is on the list">Go through it with the client: “takes nothing” is an answer too.</Empty>
    ) : (
      <Rows label="Medication list">
        {lines.map((one) => (
          <Row
            title={<a href={urls.medication({ medication: one.id })}>{one.name}</a>}
            note={doseInWords(one)}
            end={<Ends one={one} c={c} supplies={supplies} />}
          >
            <div class="medical-more">
              <small>
                {fromInWords(
                  one,
                  taken.find(({ medicationId }) => medicationId === one.id),
                )}
              </small>
            </div>
          </Row>
        ))}
      </Rows>
    )}
  </Card>
)

export const doseInWords = (one: Medication): string =>
  [
    one.dose,
    ...[frequencyInWords(one), one.route].filter((words) => !one.dose.toLowerCase().includes(words.toLowerCase())),
    one.whatFor === '' ? '' : `for ${one.whatFor}`,
  ]
    .filter(Boolean)
    .join(' · ')

const fromInWords = (one: Medication, told: TakenRow | undefined): string =>
  [
    one.source === 'order'
      ? `Ordered by ${one.orderedBy ?? ''}`
      : `${sourceWords[one.source]}${one.fromWhom === '' ? '' : `: ${one.fromWhom}`}`,
    one.startedOn === null ? '' : `since ${shortDay(one.startedOn)}`,
    told === undefined
      ? ''
      : `${told.how === 'told' ? 'says: ' : 'counted: '}${takenInWords(told)} to ${shortDay(told.toDay)}`,
    one.ingredient === '' ? 'not in our list of medicines: not checked' : '',
  ]
    .filter(Boolean)
    .join(' · ')

function Ends({ one, c, supplies }: { one: Medication; c: Context<Door>; supplies: readonly Supply[] }) {
  const own = supplies.filter(({ medicationId }) => medicationId === one.id)
  const left = daysLeft(refillsUpTo(own, today(c)).coveredTo, today(c))
  const treats = treatsOf(one.ingredient)
  return (
    <>
      {treats !== null && <Sig tone="info">{`Medication ${treats}`}</Sig>}
      {left !== null && left < 0 && (
        <Sig tone="danger">{`Ran out ${-left === 1 ? 'yesterday' : `${-left} days ago`}`}</Sig>
      )}
      {left !== null && left >= 0 && left <= soonDays && (
        <Sig tone="warning">
          {left === 0 ? 'Last day of the supply' : `${left} ${left === 1 ? 'day' : 'days'} left`}
        </Sig>
      )}
    </>
  )
}
