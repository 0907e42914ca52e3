import { type Context, Hono } from 'hono'
import { dayAt } from '../../basics/dates.ts'
import { plural } from '../../basics/text.ts'
import type { Work } from '../../db/work.ts'
import { Button } from '../../ui/form.tsx'
import { longDay } from '../../ui/when.tsx'
import { urls } from '../../urls.ts'
import { type Door, showing, workOf } from '../../web/door.ts'
import { forbidden } from '../../web/errors.tsx'
import { may, mayNot } from '../access/permissions.ts'
import { StaffPage } from '../access/staff-page.tsx'
import { waitingOf } from '../clients/queries/notices.ts'
import { Alarms } from '../outcomes/alarms.tsx'
import { openAlarmCount, openAlarms, type SafetyAlarm } from '../outcomes/queries/alarms.ts'
import { GroupsToday } from './pages/groups-today.tsx'
import { HandOffs } from './pages/hand-offs.tsx'
import { nobodyLost } from './pages/nobody-lost.tsx'
import { movingCard } from './pages/moving-card.tsx'
import { NotesDue } from './pages/notes-due.tsx'
import { OpenSeats } from './pages/open-seats.tsx'
import { plansDueCard } from './pages/plans-due.tsx'
import { Short } from './pages/short.tsx'
import { TodayTiles } from './pages/tiles.tsx'
import type { TodayCard } from './pages/today-card.ts'
import { unansweredCard } from './pages/unanswered.tsx'
import { uncoveredCard } from './pages/uncovered.tsx'
import { UnheldSoon } from './pages/unheld.tsx'
import { Unreached } from './pages/unreached.tsx'
import { Visits } from './pages/visits.tsx'
import { WaitingCard, type Waiting } from './pages/waiting.tsx'
import { witnessesDifferCard } from './pages/witnesses-differ.tsx'
import { type Today, todayFor } from './queries.ts'
import { type UnheldCount, unheldSoon } from './queries/unheld.ts'

/** Cards that ask their own question, the most pressing first. A new one goes here: a file in pages/, a line in this list. */
const askedCards: readonly ((work: Work) => Promise<TodayCard | null>)[] = [
  unansweredCard,
  uncoveredCard,
  witnessesDifferCard,
  plansDueCard,
  movingCard,
]

/** The most pressing alarms by name; where there are more, all of them stand on the page of measures. */
const alarmsOnToday = 12

export const today = new Hono<Door>()
today.route('/', nobodyLost)

today.get(urls.today.pattern, async (c) => {
  const work = workOf(c)
  const denied = mayNot(work.by, 'today.see')
  if (denied) return forbidden(c, denied.because)
  const facts = await todayFor(work)
  const seesAlarms = may(work.by, 'measure.see')
  const alarms = seesAlarms ? await openAlarms(work, alarmsOnToday) : []
  const alarmCount = alarms.length < alarmsOnToday ? alarms.length : await openAlarmCount(work)
  const cards: TodayCard[] = []
  // One after the other: a request has one connection.
  for (const ask of askedCards) {
    const card = await ask(work)
    if (card !== null) cards.push(card)
  }
  if (may(work.by, 'client.see')) {
    const shown = [facts.unreached, facts.short, facts.handOffs, facts.visits, alarms].flatMap((list) =>
      list.map((one) => one.clientId),
    )
    showing(c, 'Today', [...new Set([...shown, ...cards.flatMap(({ clientIds }) => clientIds)])])
  }
  const waiting = may(work.by, 'switch.answer') ? await waitingOf(work) : undefined
  const unheld = await unheldSoon(work)
  return c.html(
    <TodayScreen
      c={c}
      facts={facts}
      waiting={waiting}
      unheld={unheld}
      alarms={alarms}
      alarmCount={alarmCount}
      cards={cards}
    />,
  )
})

type Screen = {
  c: Context<Door>
  facts: Today
  waiting?: Waiting
  unheld?: UnheldCount | null
  alarms?: SafetyAlarm[]
  alarmCount?: number
  cards?: TodayCard[]
}
/** The screen from facts alone, without asking anybody. */
export function TodayScreen({
  c,
  facts,
  waiting,
  unheld = null,
  alarms = [],
  alarmCount = alarms.length,
  cards = [],
}: Screen) {
  const work = workOf(c)
  const day = dayAt(work.at, work.clinic.timeZone)
  const seesPeople = may(work.by, 'client.see')
  return (
    <StaffPage
      c={c}
      current="Today"
      title="Today"
      answer={answerOf(facts, work)}
      over={longDay(day)}
      actions={
        may(work.by, 'referral.accept') ? (
          <Button kind="main" href={urls.newReferral()}>
            Read a referral
          </Button>
        ) : undefined
      }
    >
      <Alarms alarms={alarms} of={alarmCount} />
      <UnheldSoon found={unheld} zone={work.clinic.timeZone} />
      <TodayTiles facts={facts} work={work} />
      <div class="columns">
        <div class="stack">
          {may(work.by, 'outreach.do') && <Unreached facts={facts} work={work} day={day} />}
          {seesPeople && may(work.by, 'week.see') && <Short facts={facts} day={day} />}
          {may(work.by, 'placement.see') && <HandOffs facts={facts} work={work} day={day} />}
        </div>
        <div class="stack">
          {waiting && <WaitingCard waiting={waiting} />}
          {cards.map(({ card }) => card)}
          <Visits facts={facts} work={work} />
          <GroupsToday facts={facts} work={work} />
          {may(work.by, 'note.read') && <NotesDue facts={facts} work={work} />}
          {may(work.by, 'series.see') && <OpenSeats facts={facts} work={work} />}
        </div>
      </div>
    </StaffPage>
  )
}

function answerOf(facts: Today, work: Work): string {
  if (may(work.by, 'outreach.do') && facts.unreachedCount > 0)
    return `${plural(facts.unreachedCount, 'person was', 'people were')} missed and not reached`
  if (may(work.by, 'note.write') && facts.notesDueCount > 0)
    return `${plural(facts.notesDueCount, 'note waits', 'notes wait')} to be signed`
  const toCome = facts.groups.filter((group) => new Date(group.endsAt) > work.at).length
  return toCome > 0 ? `${plural(toCome, 'group', 'groups')} to come today` : 'All is quiet'
}
