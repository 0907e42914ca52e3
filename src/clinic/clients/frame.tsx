import type { Context } from 'hono'
import type { Child, PropsWithChildren } from 'hono/jsx'
import { ageOn, dayAt } from '../../basics/dates.ts'
import { PersonHead } from '../../ui/person.tsx'
import { Button } from '../../ui/form.tsx'
import { Notice, Sig } from '../../ui/status.tsx'
import { Tabs } from '../../ui/tabs.tsx'
import { shortDay } from '../../ui/when.tsx'
import { urls } from '../../urls.ts'
import type { Door } from '../../web/door.ts'
import { may, type Verb } from '../access/permissions.ts'
import { StaffPage } from '../access/staff-page.tsx'
import type { ClientFacts } from './queries.ts'

export type ClientTab =
  | 'face'
  | 'placement'
  | 'intake'
  | 'coverage'
  | 'consents'
  | 'papers'
  | 'plan'
  | 'week'
  | 'sessions'
  | 'notes'
  | 'measures'
  | 'medical'
  | 'files'
  | 'outreach'
  | 'trouble'
  | 'moving'
  | 'leaving'
  | 'state'
  | 'trail'

type FrameProps = {
  c: Context<Door>
  client: ClientFacts
  tab: ClientTab
  /** What the tab is called in the window's title, when a form stands in it. */
  title?: string
  actions?: Child
  signals?: Child
}

const awayWords = { hospital: 'In hospital', jail: 'In jail', vacation: 'On vacation', other: 'Away' } as const

/** Every screen about one person: who it is, and the way to the rest of their story. */
export function ClientFrame({ c, client, tab, title, actions, signals, children }: PropsWithChildren<FrameProps>) {
  const work = c.get('work')
  const params = { client: client.id }
  const leaving: (readonly [ClientTab, string, string, Verb])[] =
    client.episodeId === null
      ? []
      : [
          ['moving', 'Level', urls.steps({ episode: client.episodeId }), 'step.see'],
          ['leaving', 'Leaving', urls.discharge({ episode: client.episodeId }), 'episode.see'],
          ...(client.programKind === 'substance-use'
            ? [['state', 'State data', urls.stateDataOf({ episode: client.episodeId }), 'state-data.record'] as const]
            : []),
        ]
  const tabs: (readonly [ClientTab, string, string, Verb])[] = [
    ['face', 'Face sheet', urls.client(params), 'client.see'],
    ['placement', 'Placement', urls.placement(params), 'placement.see'],
    ['coverage', 'Coverage', urls.coverage(params), 'coverage.see'],
    ['intake', 'Intake', urls.clientIntakes(params), 'intake.see'],
    ['consents', 'Consents', urls.consents(params), 'consent.see'],
    ['papers', 'Papers', urls.clientPapers(params), 'paper.see'],
    ['plan', 'Plan', urls.plan(params), 'plan.see'],
    ['week', 'Week', urls.chartWeek(params), 'week.see'],
    ['sessions', 'Sessions', urls.chartSessions(params), 'attendance.see'],
    ['notes', 'Notes', urls.chartNotes(params), 'note.read'],
    ['measures', 'Measures', urls.measures(params), 'measure.see'],
    ['medical', 'Medical', urls.medical(params), 'medicine.see'],
    ['files', 'Files', urls.clientFiles(params), 'file.see'],
    ['outreach', 'Outreach', urls.outreach(params), 'outreach.do'],
    ['trouble', 'Signals', urls.clientTrouble(params), 'trouble.see'],
    ...leaving,
    ['trail', 'Who looked', urls.chartTrail(params), 'trail.see'],
  ]
  const age = ageOn(client.birthDate, dayAt(work.at, work.clinic.timeZone))
  const label = tabs.find(([key]) => key === tab)?.[1] ?? ''
  return (
    <StaffPage
      c={c}
      current="Clients"
      title={title ?? `${client.name}: ${label}`}
      bare
      about={{ id: client.id, name: client.name }}
    >
      <PersonHead
        name={client.name}
        pronouns={client.pronouns}
        dayOfStay={client.dayOfStay}
        meta={`No. ${client.number} · ${age} years, born ${shortDay(client.birthDate)}${client.programName === null ? '' : ` · ${client.programName}, level ${client.levelOfCare}`}`}
        signals={
          client.away === null ? (
            signals
          ) : (
            <>
              <Sig tone="info">{`${awayWords[client.away.kind]} since ${shortDay(client.away.from)}`}</Sig>
              {signals}
            </>
          )
        }
        actions={actions}
      />
      <Tabs
        label={`${client.name}'s record`}
        tabs={tabs
          .filter(([, , , verb]) => may(work.by, verb))
          .map(([key, text, href]) => ({ label: text, href, current: key === tab }))}
      />
      <Records client={client} mayUnmerge={may(work.by, 'client.merge')} />
      {children}
    </StaffPage>
  )
}

/** Where a person has more than one record: what this one is, and the way to the other. */
function Records({ client, mayUnmerge }: { client: ClientFacts; mayUnmerge: boolean }) {
  const { mergedInto, earlierRecords } = client
  return (
    <>
      {mergedInto !== null && (
        <Notice
          tone="info"
          title="An earlier record of the same person"
          aside={
            <Button small href={urls.client({ client: mergedInto.id })}>
              Go to No. {mergedInto.number}
            </Button>
          }
        >
          It was merged into No. {mergedInto.number} and is read only. Its consents speak for what is in it alone.
          {mayUnmerge && (
            <>
              {' '}
              <a href={urls.clientMerge({ client: mergedInto.id, other: client.id })}>They are two people</a>
            </>
          )}
        </Notice>
      )}
      {earlierRecords.map(({ id, number }) => (
        <p class="clients-earlier">
          Also known here as No. {number}:{' '}
          <a href={urls.client({ client: id }, { record: 'earlier' })}>read the earlier record</a>
        </p>
      ))}
    </>
  )
}
