import type { Context } from 'hono'
import { timeAt } from '../../../basics/dates.ts'
import { hoursAndMinutes } from '../../../basics/text.ts'
import { Segmented, type Segment } from '../../../ui/choices.tsx'
import { besideName, Initials, Name } from '../../../ui/person.tsx'
import { urls } from '../../../urls.ts'
import { workOf, type Door } from '../../../web/door.ts'
import type { Typed } from '../../../web/forms.ts'
import { may } from '../../access/permissions.ts'
import { sessionMinutes, wasThere } from '../minutes.ts'
import type { CheckInStory } from '../queries/evidence.ts'
import type { PersonOnRoster, Session } from '../queries.ts'
import { readReason, reasonInWords } from '../reasons.ts'
import { absenceReasons } from '../rules.ts'

const came: Segment[] = [
  { value: 'here', label: 'Here', key: 'h' },
  { value: 'late', label: 'Late', key: 'l' },
  { value: 'left-early', label: 'Left early', key: 'y' },
]
/** The field's five marks, with the keys that set them. Whoever walked in has nothing to miss. */
export const marks: Segment[] = [
  ...came,
  { value: 'absent', label: 'Absent', key: 'a', tone: 'away' },
  { value: 'excused', label: 'Excused', key: 'e', tone: 'away' },
]

export const markName = (kind: string): string => marks.find((mark) => mark.value === kind)?.label ?? kind

type RowProps = {
  c: Context<Door>
  session: Session
  person: PersonOnRoster
  /** What was typed in this row and refused. */
  typed: Typed | undefined
  state: 'open' | 'signed' | 'cancelled' | 'read-only'
  /** Where they say they are today. */
  checkIn?: CheckInStory
}

/** One person of the roster: who, what for, what stands, and the form that changes it. */
export function PersonRow({ c, session, person, typed, state, checkIn }: RowProps) {
  const { by } = workOf(c)
  const [goal] = person.goals
  const beside = besideName(person, person.isWalkIn ? ['walk-in'] : [])
  return (
    <li id={`person-${person.id}`}>
      <Initials name={person.name} />
      <div class="matter person">
        <div>
          <span class="name">
            <Name name={person.name} href={may(by, 'client.see') ? urls.client({ client: person.id }) : undefined} />
          </span>
          {beside !== '' && <span class="beside"> {beside}</span>}
          {goal && may(by, 'plan.see') && (
            <span class="about" dir="auto">
              Goal {goal.position}: {goal.words}
            </span>
          )}
          {person.floorMinutes !== null && person.floorMinutes > 0 && may(by, 'week.see') && (
            <span class="about">
              <WeekSoFar person={person} />
            </span>
          )}
          {checkIn && (
            <span class="about" dir="auto">
              {checkedIn(checkIn, session.zone, may(by, 'attendance.mark'))}
            </span>
          )}
          {checkIn === undefined && session.isVideo && state === 'open' && workOf(c).at < session.ends && (
            <span class="about">
              <a href={urls.evidence({ meeting: session.id, client: person.id })}>
                Where are they today?<span class="hidden-text"> {person.name}</span>
              </a>
            </span>
          )}
          {person.mark && (
            <span class="about stands">
              <Stands session={session} mark={person.mark} />{' '}
              <a href={urls.evidence({ meeting: session.id, client: person.id })}>
                Evidence<span class="hidden-text"> of {person.name}</span>
              </a>
            </span>
          )}
        </div>
      </div>
      <div class="end">
        {state === 'open' && <MarkForm session={session} person={person} typed={typed} now={workOf(c).at} />}
        {(state === 'signed' || state === 'read-only') && (
          <b class={person.mark === null ? 'muted' : undefined}>
            {person.mark === null ? 'Not marked' : markName(person.mark.kind)}
          </b>
        )}
      </div>
      {state === 'signed' && may(by, 'attendance.mark') && (
        <details class="disclose roster-correct" open={typed !== undefined}>
          <summary>
            Correct<span class="hidden-text"> the mark of {person.name}</span>
          </summary>
          <MarkForm session={session} person={person} typed={typed} now={workOf(c).at} signed />
        </details>
      )}
    </li>
  )
}

/** 'Checked in 08:58, by video: at her sister’s, 12 Elm Street. To call today: Ana, 555 0101' */
function checkedIn(
  { at, place, by, whereNow, contactName, contactPhone }: CheckInStory,
  zone: string,
  seesPlace: boolean,
) {
  const said = `${by === null ? 'Checked in' : `Told ${by}`} ${timeAt(at, zone)}, ${place === 'video' ? 'by video' : 'on site'}`
  if (place === 'on-site' || whereNow === null || !seesPlace) return said
  return `${said}: ${whereNow}. To call today: ${contactName ?? ''}, ${contactPhone ?? ''}`
}

/** 'This week 4 h 30 + 3 h to come, of 9 h': the dose of whoever is marked here, as it stands after the last mark. */
const WeekSoFar = ({ person }: { person: PersonOnRoster }) => {
  const [attended, floor] = [person.attendedMinutes ?? 0, person.floorMinutes ?? 0]
  const toCome = Math.max(0, (person.expectedMinutes ?? 0) - (person.missedMinutes ?? 0) - attended)
  const short = Math.max(0, floor - attended - toCome)
  return (
    <>
      {`This week ${hoursAndMinutes(attended)}${toCome > 0 ? ` + ${hoursAndMinutes(toCome)} to come` : ''}, of ${hoursAndMinutes(floor)}`}
      {short > 0 && (
        <>
          {': '}
          <b>{`${hoursAndMinutes(short)} short`}</b>
        </>
      )}
    </>
  )
}

/** 'Late 18 min · 62 min count · Lee Park, 09:19' */
const Stands = ({ session, mark }: { session: Session; mark: NonNullable<PersonOnRoster['mark']> }) => {
  const reason = readReason(mark.reason)
  const parts = [
    mark.minutesLate > 0 ? `late ${mark.minutesLate} min` : '',
    mark.minutesLeftEarly > 0 ? `left ${mark.minutesLeftEarly} min early` : '',
    wasThere(mark.kind) ? `${mark.minutes} min count` : reasonInWords(reason) || 'reason not known yet',
    `${mark.by}, ${timeAt(mark.at, session.zone)}`,
    reason.lateChange === '' ? '' : `changed after signing: ${reason.lateChange}`,
  ].filter((part) => part !== '')
  const [first = '', ...rest] = parts
  return <>{[first.charAt(0).toUpperCase() + first.slice(1), ...rest].join(' · ')}</>
}

type MarkFormProps = { session: Session; person: PersonOnRoster; typed?: Typed; now: Date; signed?: boolean }

/**
 * The mark and what it needs: minutes with late and left early, a reason with absent and excused. The style sheet shows
 * what belongs to the mark that is chosen, so it works before any script; with script, <ask-first> asks for it. On a signed
 * session no key and no first press sends it: a correction needs its reason first.
 */
function MarkForm({ session, person, typed, now, signed = false }: MarkFormProps) {
  const { mark } = person
  const reason = readReason(mark?.reason ?? '')
  const most = sessionMinutes(session) - 1
  const asks = session.ends <= now ? 'late left-early excused absent' : 'excused absent'
  const number = (minutes: number | undefined) => (minutes === undefined || minutes === 0 ? '' : String(minutes))
  const chosenReason = typed?.reason ?? (reason.key || 'unknown')
  return (
    <form
      class={`roster-mark ${signed ? 'signed' : 'mark'}${isSettled(mark, typed) ? ' settled' : ''}`}
      method="post"
      action={urls.marks({ session: session.id })}
      data-asks={asks}
    >
      <input type="hidden" name="client" value={person.id} />
      <Segmented
        name="mark"
        label={person.name}
        options={person.isWalkIn ? came : marks}
        value={typed?.mark ?? mark?.kind ?? null}
        required
      />
      {!signed && (
        <button class="button small" type="submit" aria-label={`Save the mark of ${person.name}`}>
          Save
        </button>
      )}
      <span class="roster-more for-time">
        <label>
          Minutes late
          <input
            class="input"
            type="number"
            inputmode="numeric"
            name="minutesLate"
            min="0"
            max={most}
            value={typed?.minutesLate ?? number(mark?.minutesLate)}
          />
        </label>
        <label>
          Left early by
          <input
            class="input"
            type="number"
            inputmode="numeric"
            name="minutesLeftEarly"
            min="0"
            max={most}
            value={typed?.minutesLeftEarly ?? number(mark?.minutesLeftEarly)}
          />
        </label>
        {!signed && <SaveMore name={person.name} />}
      </span>
      <span class="roster-more for-absence">
        <label>
          Reason
          <select class="input" name="reason">
            {absenceReasons.map(({ key, label }) => (
              <option value={key} selected={key === chosenReason}>
                {label}
              </option>
            ))}
          </select>
        </label>
        <label class="own-words">
          In a few words
          <input
            class="input"
            name="reasonWords"
            maxlength={200}
            value={typed?.reasonWords ?? reason.words}
            dir="auto"
          />
        </label>
        {!signed && <SaveMore name={person.name} />}
      </span>
      {signed && (
        <span class="roster-more always">
          <label>
            Why it changes now
            <input class="input" name="lateChange" maxlength={300} value={typed?.lateChange} required dir="auto" />
          </label>
          <button class="button small" type="submit" aria-label={`Save the correction for ${person.name}`}>
            Save the correction
          </button>
        </span>
      )}
      <output class="marked" />
    </form>
  )
}

/** Nothing is missing: minutes or a reason are shown again only when somebody is at the row. */
const isSettled = (mark: PersonOnRoster['mark'], typed: Typed | undefined): boolean =>
  mark !== null && typed === undefined && (wasThere(mark.kind) || reasonInWords(readReason(mark.reason)) !== '')

const SaveMore = ({ name }: { name: string }) => (
  <button class="button small" type="submit" aria-label={`Save what belongs to the mark of ${name}`}>
    Save
  </button>
)
