import type { Day } from '../../../basics/dates.ts'
import type { Work } from '../../../db/work.ts'
import { Card, Row, Rows } from '../../../ui/card.tsx'
import { Empty } from '../../../ui/empty.tsx'
import { PersonLine } from '../../../ui/person.tsx'
import { Sig } from '../../../ui/status.tsx'
import { urls } from '../../../urls.ts'
import type { Today } from '../queries.ts'
import { dayOfStay, more } from './row-words.tsx'

export const HandOffs = ({ facts, work, day }: { facts: Today; work: Work; day: Day }) => (
  <Card
    title="Hand-offs that are open"
    action={more(facts.handOffCount, facts.handOffs.length, urls.handOffs())}
    flush={facts.handOffs.length > 0}
  >
    {facts.handOffs.length === 0 ? (
      <Empty title="No hand-off is open" />
    ) : (
      <Rows label="Open hand-offs">
        {facts.handOffs.map((one) => {
          const late = new Date(one.dueAt) < work.at
          const words =
            one.answer === 'accepted'
              ? late
                ? 'Look whether they come back'
                : 'Accepted, away'
              : one.answer === null
                ? late
                  ? 'No answer, overdue'
                  : 'No answer yet'
                : one.answer === 'declined'
                  ? 'Declined'
                  : 'Did not arrive'
          return (
            <Row
              end={
                <Sig
                  tone={
                    one.answer === 'accepted' && !late ? 'info' : late || one.answer !== null ? 'danger' : 'warning'
                  }
                >
                  {words}
                </Sig>
              }
            >
              <PersonLine
                name={one.name}
                href={urls.handOff({ handOff: one.id })}
                pronouns={one.pronouns}
                dayOfStay={dayOfStay(one.startedOn, day)}
                meta={`To ${one.toWhom}, level ${one.toLevel}`}
              />
            </Row>
          )
        })}
      </Rows>
    )}
  </Card>
)
