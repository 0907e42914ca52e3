import { contentHash } from '../clinic/notes/content.ts'
import { observedKinds, type Observed } from '../clinic/notes/observed.ts'
import { signsAs } from '../clinic/programs/cosigning.ts'
import { mustBeCosigned } from '../clinic/programs/signers.ts'
import type { Mark } from './attendance.ts'
import { minuteOf, minutesAfter } from './calendar.ts'
import { pick, whole } from './chance.ts'
import type { Colleague, House } from './house.ts'
import { demoId } from './ids.ts'
import { fullName } from './trail.ts'
import type { Sheaf } from './rows.ts'
import type { Meeting } from './house.ts'
import { howTheGoalMoves, howTheySeemed, howTheyTookPart, themesOf, whatIsNext } from './words.ts'
import type { Day } from '../basics/dates.ts'

export type Session = { id: string; meeting: Meeting; day: Day; starts: Date; ends: Date; cancelled: string | null }
export type Goal = { id: string; words: string }
export type Present = { stayId: string; clientId: string; goals: Goal[]; mark: Mark }

const signature = (one: Colleague): string => signsAs({ name: fullName(one), credential: one.credential })

/** Counsellors and associates work under supervision: the director signs after them. */
export const needsCosign = (house: House, one: Colleague): boolean =>
  mustBeCosigned(one.credential, house.clinic.state).cosign

/** When the leader writes: soon after, once no other group of theirs follows; at night sometimes the next morning. */
export function writtenAt(house: House, session: Session): Date {
  const { calendar } = house
  const x = house.chance(session.id, 'written')
  const { lead, weekday, starts, minutes } = session.meeting
  const over = minuteOf(starts) + minutes
  const next = house.blocks
    .flatMap((block) => block.meetings)
    .filter((one) => one.weekday === weekday && (one.lead.id === lead.id || one.coLead?.id === lead.id))
    .filter((one) => minuteOf(one.starts) >= over && minuteOf(one.starts) < over + 40)
    .map((one) => minuteOf(one.starts) + one.minutes)
  const free = Math.max(over, ...next)
  if (free > 20 * 60 && x < 0.5) {
    return minutesAfter(calendar.instant(calendar.add(session.day, 1), '08:30'), Math.floor(x * 200))
  }
  return minutesAfter(session.ends, free - over + whole(8, 70, x))
}

/** One group note, signed, and a note for each person who was there, with nobody else in it. */
export function addNote(house: House, sheaf: Sheaf, session: Session, present: Present[], at: Date): void {
  const { chance, calendar } = house
  const { lead, coLead } = session.meeting
  const themes = themesOf(session.meeting.group)
  const theme = pick(
    themes,
    ((calendar.week(session.day) + session.meeting.weekday * 3) % themes.length) / themes.length,
  )
  const shared =
    present.length === 0
      ? {
          topic: theme.topic,
          intervention: 'The group did not take place.',
          howItWent: 'Nobody came. Everyone expected was called.',
        }
      : { topic: theme.topic, intervention: theme.did, howItWent: pick(theme.went, chance(session.id, 'went')) }
  const noteId = demoId(at, session.id, 'note')
  sheaf.add('groupNote', { id: noteId, sessionId: session.id, ...shared, writtenBy: lead.id, writtenAt: at })

  const leaders = [lead, coLead]
    .filter((one) => one !== null)
    .map(signature)
    .join('; ')
  const parts = present.map(({ stayId, clientId, goals, mark }) => {
    const goal = goals.length === 0 ? null : pick(goals, chance(session.id, clientId, 'goal'))
    const ownWords = wordsFor(house, session, theme.said, clientId, goal, mark)
    const observations = observedOf(house, session.id, clientId)
    sheaf.add('clientNote', {
      id: demoId(at, noteId, clientId),
      noteId,
      sessionId: session.id,
      clientId,
      episodeId: stayId,
      goalId: goal?.id ?? null,
      heldOn: session.day,
      ...shared,
      ownWords,
      mark: mark.mark,
      minutes: mark.minutes,
      numberPresent: present.length,
      leaders,
      observations,
    })
    return {
      clientId,
      goalId: goal?.id ?? null,
      mark: mark.mark,
      minutes: mark.minutes,
      ownWords,
      numberPresent: present.length,
      observed: observations,
    }
  })

  const hash = contentHash({ sessionId: session.id, day: session.day, leaders, shared, parts })
  const needs = needsCosign(house, lead)
  const sign = (part: 'author' | 'co-signer', one: Colleague, signedAt: Date) =>
    sheaf.add('noteSignature', {
      id: demoId(signedAt, noteId, part),
      noteId,
      sessionId: session.id,
      part,
      signedBy: one.id,
      nameAndCredential: signature(one),
      needsCosign: part === 'author' && needs,
      contentHash: hash,
      signedAt,
    })
  sign('author', lead, at)
  if (!needs) return
  const cosignedAt = cosignatureAt(house, session)
  if (cosignedAt !== null && cosignedAt <= house.at) sign('co-signer', house.director, cosignedAt)
}

/** The director signs twice a week, and leaves one in six for later. */
function cosignatureAt(house: House, session: Session): Date | null {
  const { calendar, chance } = house
  let day = calendar.add(session.day, chance(session.id, 'later') < 0.16 ? 5 : 1)
  while (![2, 5].includes(calendar.weekday(day))) day = calendar.add(day, 1)
  return minutesAfter(calendar.instant(day, '15:30'), whole(0, 75, chance(session.id, 'cosigned')))
}

function wordsFor(
  house: House,
  session: Session,
  said: string[],
  clientId: string,
  goal: Goal | null,
  mark: Mark,
): string {
  const chance = (what: string) => house.chance(session.id, clientId, what)
  const lines = [
    mark.mark === 'late' ? `Came ${mark.minutesLate} minutes late.` : '',
    pick(howTheyTookPart, chance('part')),
    pick(said, chance('said')),
    chance('seemed?') < 0.45 ? pick(howTheySeemed, chance('seemed')) : '',
    goal === null ? '' : `Goal “${goal.words}”: ${pick(howTheGoalMoves, chance('moves'))}`,
    chance('next?') < 0.6 ? pick(whatIsNext, chance('next')) : '',
    mark.mark === 'left-early' ? `Left ${mark.minutesLeftEarly} minutes before the end.` : '',
  ]
  return lines.filter((line) => line !== '').join(' ')
}

/** What a leader tapped of somebody: in half of the parts something, never everything; a risk is asked and none voiced. */
function observedOf({ chance }: House, sessionId: string, clientId: string): Observed {
  if (chance(sessionId, clientId, 'observed') < 0.5) return {}
  return Object.fromEntries(
    observedKinds.flatMap(({ key, choices }): [string, string][] => {
      const x = chance(sessionId, clientId, 'observed', key)
      if (x < 0.45) return []
      if (key === 'risk') return [[key, 'none-voiced']]
      return [[key, pick<{ value: string }>(choices, (x - 0.45) / 0.55).value]]
    }),
  )
}
