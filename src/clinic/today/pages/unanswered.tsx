import type { Work } from '../../../db/work.ts'
import { Card, Row, Rows } from '../../../ui/card.tsx'
import { Sig } from '../../../ui/status.tsx'
import { At } from '../../../ui/when.tsx'
import { urls } from '../../../urls.ts'
import { may } from '../../access/permissions.ts'
import { stateOf } from '../../outcomes/asking.ts'
import { unansweredAskings } from '../../outcomes/queries/asking.ts'
import { more } from './row-words.tsx'
import type { TodayCard } from './today-card.ts'

const shown = 6

/**
 * Who was asked about danger on their own page and did not answer, or would rather talk: a person speaks with them. It stays until the
 * questions are asked in another way, or somebody takes the asking back. Source: clinical.md §1.6, decisions/020.
 */
export async function unansweredCard(work: Work): Promise<TodayCard | null> {
  if (!may(work.by, 'alarm.answer')) return null
  const askings = await unansweredAskings(work)
  if (askings.length === 0) return null
  // Who asked for a person comes before whose answer is only missing.
  const first = [...askings]
    .sort((a, b) => Number(talks(b, work)) - Number(talks(a, work)) || a.askedAt.getTime() - b.askedAt.getTime())
    .slice(0, shown)
  return {
    clientIds: first.map((one) => one.clientId),
    card: (
      <Card
        title="Asked about danger, and no answer"
        hint="Speak with them, and ask the questions yourself"
        action={more(askings.length, first.length, urls.measuresDue())}
        tone="warning"
        flush
      >
        <Rows label="Who did not answer the questions about danger">
          {first.map((one) => (
            <Row
              title={
                <a href={urls.measures({ client: one.clientId })} dir="auto">
                  {one.name}
                </a>
              }
              note={
                <>
                  {`${one.by} asked, `}
                  <At at={one.askedAt} zone={work.clinic.timeZone} />
                </>
              }
              end={
                <Sig tone={talks(one, work) ? 'danger' : 'warning'}>
                  {talks(one, work) ? 'Would rather talk' : 'No answer'}
                </Sig>
              }
            />
          ))}
        </Rows>
      </Card>
    ),
  }
}

const talks = (one: Awaited<ReturnType<typeof unansweredAskings>>[number], work: Work) =>
  stateOf(one, work.at) === 'rather-talks'
