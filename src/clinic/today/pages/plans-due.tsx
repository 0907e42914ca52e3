import { dayAt } from '../../../basics/dates.ts'
import type { Work } from '../../../db/work.ts'
import { Card, Row, Rows } from '../../../ui/card.tsx'
import { PersonLine } from '../../../ui/person.tsx'
import { Sig } from '../../../ui/status.tsx'
import { shortDay } from '../../../ui/when.tsx'
import { urls } from '../../../urls.ts'
import { may } from '../../access/permissions.ts'
import { dueWords } from '../../plans/deadlines.ts'
import { plansDue } from '../../plans/queries/due.ts'
import { more } from './row-words.tsx'
import type { TodayCard } from './today-card.ts'

/** So many days ahead a plan is worth a word on the first screen. */
const ahead = 2

/** Plans that are to be written, signed or reviewed: a therapist's own, everybody's for the others. */
export async function plansDueCard(work: Work): Promise<TodayCard | null> {
  if (!may(work.by, 'plan.write')) return null
  const mine = work.by.kind === 'staff' && work.by.role === 'therapist' ? { ledBy: work.by.id } : {}
  const due = await plansDue(work, { ...mine, within: ahead, limit: 6 })
  const [first] = due
  if (first === undefined) return null
  const today = dayAt(work.at, work.clinic.timeZone)
  return {
    clientIds: due.map(({ clientId }) => clientId),
    card: (
      <Card
        title="Plans that are due"
        hint="To be written, signed or reviewed"
        action={more(first.total, due.length, urls.threadBoard())}
        flush
      >
        <Rows label="Plans that are due">
          {due.map((one) => (
            <Row
              end={
                <Sig tone={one.dueOn < today ? 'danger' : one.dueOn === today ? 'warning' : 'info'}>
                  {one.dueOn < today
                    ? `Was due ${shortDay(one.dueOn)}`
                    : one.dueOn === today
                      ? 'Due today'
                      : `By ${shortDay(one.dueOn)}`}
                </Sig>
              }
            >
              <PersonLine
                name={one.name}
                href={
                  one.versionId === null
                    ? urls.plan({ client: one.clientId })
                    : one.what === 'review'
                      ? urls.planReview({ plan: one.versionId })
                      : urls.planVersion({ plan: one.versionId })
                }
                pronouns={one.pronouns}
                dayOfStay={null}
                meta={`${dueWords(one.what)}. ${one.owner === null ? 'Nobody is the primary therapist' : `${one.owner}’s to do`}.`}
              />
            </Row>
          ))}
        </Rows>
      </Card>
    ),
  }
}
