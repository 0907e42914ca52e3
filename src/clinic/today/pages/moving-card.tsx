import { addDays, dayAt } from '../../../basics/dates.ts'
import type { Work } from '../../../db/work.ts'
import { Card, Row, Rows } from '../../../ui/card.tsx'
import { PersonLine } from '../../../ui/person.tsx'
import { Sig } from '../../../ui/status.tsx'
import { shortDay } from '../../../ui/when.tsx'
import { urls } from '../../../urls.ts'
import { pauseName } from '../../aftercare/pauses.ts'
import { awayNow } from '../../aftercare/queries/pauses.ts'
import { silentStays } from '../../aftercare/queries/silence.ts'
import { openStepTasks } from '../../aftercare/queries/steps.ts'
import { summariesOwed } from '../../aftercare/queries/summaries.ts'
import { may } from '../../access/permissions.ts'
import { more } from './row-words.tsx'
import type { TodayCard } from './today-card.ts'

const shown = 8

/** What moving through care asks of whoever looks: the away to be asked about, tasks of decisions, summaries that run out, silence. */
export async function movingCard(work: Work): Promise<TodayCard | null> {
  if (!may(work.by, 'step.see') || work.by.kind !== 'staff') return null
  const today = dayAt(work.at, work.clinic.timeZone)
  // The director sees what nobody may lose; everybody else what is theirs.
  const mine = work.by.role === 'director' ? null : work.by.id
  const away = await awayNow(work, { by: today, ownerId: mine, limit: shown })
  const owed = await summariesOwed(work, { by: addDays(today, 3), ownerId: mine, limit: shown })
  const tasks = await openStepTasks(work, { by: today, ownerId: mine, limit: shown })
  const silent =
    mine === null || may(work.by, 'episode.admit') ? await silentStays(work, today, shown) : { list: [], total: 0 }
  const total = away.total + owed.total + tasks.total + silent.total
  if (total === 0) return null
  const list = [
    ...away.list.map((one) => ({
      clientId: one.clientId,
      name: one.name,
      on: one.nextOn,
      href: urls.pauses({ episode: one.episodeId }),
      what: `${pauseName[one.kind]}: ask how they are. ${one.owner}’s`,
    })),
    ...owed.list.map((one) => ({
      clientId: one.clientId,
      name: one.name,
      on: one.dueOn,
      href: urls.dischargeSummary({ episode: one.episodeId }),
      what: `Discharge summary. ${one.owner}’s`,
    })),
    ...tasks.list.map((one) => ({
      clientId: one.clientId,
      name: one.name,
      on: one.dueOn,
      href: urls.step({ step: one.decisionId }),
      what: `${one.what}. ${one.owner}’s`,
    })),
    ...silent.list.map((one) => ({
      clientId: one.clientId,
      name: one.name,
      on: today,
      href: urls.discharge({ episode: one.episodeId }),
      what: `Nobody has heard from them since ${shortDay(one.lastContact)}`,
    })),
  ]
    .toSorted((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : 0))
    .slice(0, shown)
  return {
    clientIds: list.map(({ clientId }) => clientId),
    card: (
      <Card title="Moving through care" action={more(total, list.length, urls.moving())} flush>
        <Rows label="Moving through care">
          {list.map((one) => (
            <Row
              end={
                <Sig tone={one.on < today ? 'danger' : one.on === today ? 'warning' : 'info'}>
                  {one.on < today
                    ? `Was due ${shortDay(one.on)}`
                    : one.on === today
                      ? 'Today'
                      : `By ${shortDay(one.on)}`}
                </Sig>
              }
            >
              <PersonLine name={one.name} href={one.href} dayOfStay={null} meta={one.what} />
            </Row>
          ))}
        </Rows>
      </Card>
    ),
  }
}
