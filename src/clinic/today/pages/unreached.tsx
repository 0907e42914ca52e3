import type { Day } from '../../../basics/dates.ts'
import { plural } from '../../../basics/text.ts'
import type { Work } from '../../../db/work.ts'
import { Card, Row, Rows } from '../../../ui/card.tsx'
import { Empty } from '../../../ui/empty.tsx'
import { Button } from '../../../ui/form.tsx'
import { PersonLine } from '../../../ui/person.tsx'
import { Sig } from '../../../ui/status.tsx'
import { weekDay } from '../../../ui/when.tsx'
import { urls } from '../../../urls.ts'
import { may } from '../../access/permissions.ts'
import type { Today } from '../queries.ts'
import { dayOfStay, more } from './row-words.tsx'

export const Unreached = ({ facts, work, day }: { facts: Today; work: Work; day: Day }) => (
  <Card
    title="Missed, and not reached yet"
    action={more(facts.unreachedCount, facts.unreached.length, urls.concerns())}
    flush={facts.unreached.length > 0}
  >
    {facts.unreached.length === 0 ? (
      <Empty title="Everyone who missed has been reached" />
    ) : (
      <Rows label="Missed, and not reached yet">
        {facts.unreached.map((one) => (
          <Row
            end={
              <>
                <Sig tone={one.missesInRow > 1 ? 'danger' : 'warning'}>
                  {one.missesInRow > 1 ? `${one.missesInRow} days in a row` : 'First miss'}
                </Sig>
                {may(work.by, 'outreach.do') && (
                  <Button small href={urls.outreach({ client: one.clientId })} label={`Record a call to ${one.name}`}>
                    Record a call
                  </Button>
                )}
              </>
            }
          >
            <PersonLine
              name={one.name}
              href={urls.client({ client: one.clientId })}
              pronouns={one.pronouns}
              dayOfStay={dayOfStay(one.startedOn, day)}
              meta={`Did not attend ${weekDay(one.lastMissedOn)}. ${one.tries === 0 ? 'Nobody has called yet' : `${plural(one.tries, 'try', 'tries')}, not reached`}. ${one.owner === null ? 'Nobody is the primary therapist' : `${one.owner}'s to act`}.`}
            />
          </Row>
        ))}
      </Rows>
    )}
  </Card>
)
