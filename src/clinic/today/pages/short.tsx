import type { Day } from '../../../basics/dates.ts'
import { hoursAndMinutes, plural } from '../../../basics/text.ts'
import { Card, Row, Rows } from '../../../ui/card.tsx'
import { Empty } from '../../../ui/empty.tsx'
import { HoursMeter } from '../../../ui/meter.tsx'
import { PersonLine } from '../../../ui/person.tsx'
import { urls } from '../../../urls.ts'
import type { Today } from '../queries.ts'
import { dayOfStay, more } from './row-words.tsx'

export const Short = ({ facts, day }: { facts: Today; day: Day }) => (
  <Card
    title="Who will be short of their hours this week"
    hint="Attended, still planned, and the floor"
    action={more(facts.shortCount, facts.short.length, urls.week())}
    flush={facts.short.length > 0}
  >
    {facts.short.length === 0 ? (
      <Empty title="Everyone is on course" />
    ) : (
      <Rows label="Short of their hours">
        {facts.short.map((one) => (
          <Row
            end={
              <HoursMeter attended={one.attended} planned={Math.max(0, one.planned)} floor={one.floor} of={one.name} />
            }
          >
            <PersonLine
              name={one.name}
              href={urls.chartWeek({ client: one.clientId })}
              pronouns={one.pronouns}
              dayOfStay={dayOfStay(one.startedOn, day)}
              meta={`${[one.shortMinutes > 0 ? `${hoursAndMinutes(one.shortMinutes)} short` : '', one.shortDays > 0 ? `${plural(one.shortDays, 'day', 'days')} short` : ''].filter(Boolean).join(', ')}. ${one.owner === null ? 'Nobody is the primary therapist' : `${one.owner}'s to act`}.`}
            />
          </Row>
        ))}
      </Rows>
    )}
  </Card>
)
