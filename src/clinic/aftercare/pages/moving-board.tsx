import { Hono } from 'hono'
import { addDays, type Day, dayAt } from '../../../basics/dates.ts'
import { plural } from '../../../basics/text.ts'
import { Card, Row, Rows, Tile, Tiles } from '../../../ui/card.tsx'
import { Empty } from '../../../ui/empty.tsx'
import { PersonLine } from '../../../ui/person.tsx'
import { Sig } from '../../../ui/status.tsx'
import { shortDay } from '../../../ui/when.tsx'
import { urls } from '../../../urls.ts'
import { showing, workOf, type Door } from '../../../web/door.ts'
import { forbidden } from '../../../web/errors.tsx'
import { may, mayNot } from '../../access/permissions.ts'
import { StaffPage } from '../../access/staff-page.tsx'
import { chainBelow } from '../../notes/queries/cosigners.ts'
import { pauseName } from '../pauses.ts'
import { awayNow } from '../queries/pauses.ts'
import { type Counted, silentStays } from '../queries/silence.ts'
import { looksDue, openStepTasks } from '../queries/steps.ts'
import { summariesCounted, summariesOwed, summariesToCosign } from '../queries/summaries.ts'

/** Who moves: away, silent, to be looked at again, gone without a summary. Each with a day and an owner. */
export const movingBoard = new Hono<Door>()

const most = 60

movingBoard.get(urls.moving.pattern, async (c) => {
  const work = workOf(c)
  const denied = mayNot(work.by, 'step.see')
  if (denied) return forbidden(c, denied.because)
  const today = dayAt(work.at, work.clinic.timeZone)
  const away = await awayNow(work, { limit: most })
  const asked = (await awayNow(work, { by: today, limit: 1 })).total
  const silent = await silentStays(work, today, most)
  const looks = await looksDue(work, addDays(today, 7), most)
  const tasks = await openStepTasks(work, { ownerId: null, limit: most })
  const owed = await summariesOwed(work, { ownerId: null, limit: most })
  const late = await summariesCounted(work, { ownerId: null, by: addDays(today, -1) })
  const cosign = may(work.by, 'summary.cosign')
    ? await summariesToCosign(
        work,
        work.by.kind === 'staff' && work.by.role === 'director' ? null : await chainBelow(work, work.by.id, today),
      )
    : []
  showing(c, 'moving through care', [
    ...cosign.map(({ clientId }) => clientId),
    ...new Set([away, silent, looks, tasks, owed].flatMap(({ list }) => list.map(({ clientId }) => clientId))),
  ])
  return c.html(
    <StaffPage
      c={c}
      current="Clients"
      title="Moving through care"
      answer={
        asked + silent.total + late === 0
          ? 'Nobody waits for a word today'
          : [
              asked > 0 ? `${plural(asked, 'person away is', 'people away are')} to be asked about` : '',
              silent.total > 0 ? `${plural(silent.total, 'person has', 'people have')} not been heard from` : '',
              late > 0 ? `${plural(late, 'summary is', 'summaries are')} overdue` : '',
            ]
              .filter(Boolean)
              .join(', ')
      }
      crumbs={[{ label: 'Clients', href: urls.clients() }]}
    >
      <Tiles label="Moving in numbers">
        <Tile name="Away now" value={String(away.total)} tone={asked > 0 ? 'warning' : undefined} />
        <Tile name="Not heard from" value={String(silent.total)} tone={silent.total > 0 ? 'warning' : undefined} />
        <Tile name="Level to be looked at" value={String(looks.total)} note="within a week" />
        <Tile
          name="Summaries owed"
          value={String(owed.total)}
          note={late > 0 ? `${late} overdue` : undefined}
          tone={late > 0 ? 'danger' : undefined}
        />
      </Tiles>
      <div class="columns">
        <div class="stack">
          <Card title="Away for a while" hint="Who asks next comes first." flush={away.total > 0}>
            {away.total === 0 ? (
              <Empty title="Nobody is away" />
            ) : (
              <Rows label="Away for a while">
                {away.list.map((one) => (
                  <Row end={<By day={one.nextOn} today={today} />}>
                    <PersonLine
                      name={one.name}
                      href={urls.pauses({ episode: one.episodeId })}
                      meta={`${pauseName[one.kind]} since ${shortDay(one.from)} · ${one.program} · ${one.owner} asks${one.expectedBack === null ? '' : ` · back ${shortDay(one.expectedBack)}`}`}
                    />
                  </Row>
                ))}
                <More of={away} />
              </Rows>
            )}
          </Card>
          <Card
            title="Nobody has heard from them"
            hint="A discharge is proposed for each; nothing ends by itself."
            flush={silent.total > 0}
          >
            {silent.total === 0 ? (
              <Empty title="Everyone was heard from" />
            ) : (
              <Rows label="Nobody has heard from them">
                {silent.list.map((one) => (
                  <Row end={<Sig tone="warning">{`Since ${shortDay(one.lastContact)}`}</Sig>}>
                    <PersonLine
                      name={one.name}
                      href={urls.discharge({ episode: one.episodeId })}
                      meta={`${one.program} · ${one.owner ?? 'Nobody leads'}`}
                    />
                  </Row>
                ))}
                <More of={silent} />
              </Rows>
            )}
          </Card>
        </div>
        <div class="stack">
          <Card title="Summaries owed" flush={owed.total > 0}>
            {owed.total === 0 ? (
              <Empty title="Every summary is signed" />
            ) : (
              <Rows label="Summaries owed">
                {owed.list.map((one) => (
                  <Row end={<By day={one.dueOn} today={today} />}>
                    <PersonLine
                      name={one.name}
                      href={urls.dischargeSummary({ episode: one.episodeId })}
                      meta={`Left ${shortDay(one.lastDay)} · ${one.program} · ${one.owner}’s`}
                    />
                  </Row>
                ))}
                <More of={owed} />
              </Rows>
            )}
          </Card>
          {cosign.length > 0 && (
            <Card title="Summaries for you to co-sign" flush>
              <Rows label="Summaries for you to co-sign">
                {cosign.map((one) => (
                  <Row end={<Sig tone="warning">{shortDay(dayAt(one.signedAt, work.clinic.timeZone))}</Sig>}>
                    <PersonLine
                      name={one.name}
                      href={urls.dischargeSummary({ episode: one.episodeId })}
                      meta={`Signed by ${one.signedBy}`}
                    />
                  </Row>
                ))}
              </Rows>
            </Card>
          )}
          <Card title="Level to be looked at again" flush={looks.total > 0}>
            {looks.total === 0 ? (
              <Empty title="No look is due within a week" />
            ) : (
              <Rows label="Level to be looked at again">
                {looks.list.map((one) => (
                  <Row end={<By day={one.on} today={today} />}>
                    <PersonLine name={one.name} href={urls.steps({ episode: one.episodeId })} meta={one.program} />
                  </Row>
                ))}
                <More of={looks} />
              </Rows>
            )}
          </Card>
          {tasks.total > 0 && (
            <Card title="What decisions ask for" flush>
              <Rows label="What decisions ask for">
                {tasks.list.map((one) => (
                  <Row end={<By day={one.dueOn} today={today} />}>
                    <PersonLine
                      name={one.name}
                      href={urls.step({ step: one.decisionId })}
                      meta={`${one.what} · ${one.owner}`}
                    />
                  </Row>
                ))}
                <More of={tasks} />
              </Rows>
            </Card>
          )}
        </div>
      </div>
    </StaffPage>,
  )
})

const More = ({ of }: { of: Counted<unknown> }) =>
  of.total > of.list.length ? <Row title={`And ${of.total - of.list.length} more`} /> : null

export const By = ({ day, today }: { day: Day; today: Day }) =>
  day < today ? (
    <Sig tone="danger">{`Was due ${shortDay(day)}`}</Sig>
  ) : day === today ? (
    <Sig tone="warning">Today</Sig>
  ) : (
    <Sig tone="info">{shortDay(day)}</Sig>
  )
