import type { Child, PropsWithChildren } from 'hono/jsx'
import { Segmented, type Segment } from './choices.tsx'
import { besideName, Initials, Name, type PersonFacts } from './person.tsx'

/** The field's four marks, with the keys that set them. */
export const rosterMarks: Segment[] = [
  { value: 'here', label: 'Here', key: 'h' },
  { value: 'late', label: 'Late', key: 'l' },
  { value: 'absent', label: 'Absent', key: 'a', tone: 'away' },
  { value: 'excused', label: 'Excused', key: 'e', tone: 'away' },
]

/** A list of people with their marks. Plain forms; with script each mark is saved as it is made, and keys work. */
export const Roster = ({ label, children }: PropsWithChildren<{ label: string }>) => (
  <roster-keys class="roster-keys">
    <ul class="rows" aria-label={label}>
      {children}
    </ul>
    <p class="keys" aria-hidden="true">
      <span>
        <kbd>↑</kbd> <kbd>↓</kbd> next person
      </span>
      <span>
        <kbd>H</kbd> <kbd>L</kbd> <kbd>A</kbd> <kbd>E</kbd> or <kbd>1</kbd> to <kbd>4</kbd> mark
      </span>
      <span>
        <kbd>⇧ A</kbd> all here
      </span>
      <span>
        <kbd>U</kbd> undo
      </span>
    </p>
  </roster-keys>
)

export type RosterRowProps = PersonFacts & {
  /** Unique on the page: 'seat-…'. */
  id: string
  /** Where a mark is posted, with `fields` and the mark under `markName`. Answer 303 to the roster, or 4xx with a RefusalAlert. */
  action: string
  fields: Record<string, string>
  markName?: string
  mark: string | null
  marks?: Segment[]
  tags?: string[]
  /** 'In at 09:18 · 62 min count' */
  note?: Child
  disabled?: boolean
}

export function RosterRow({
  id,
  action,
  fields,
  markName = 'mark',
  mark,
  marks = rosterMarks,
  tags,
  note,
  disabled,
  children,
  ...person
}: PropsWithChildren<RosterRowProps>) {
  const beside = besideName(person, tags)
  return (
    <li id={id}>
      <Initials name={person.name} photo={person.photo} />
      <div class="matter person">
        <div>
          <span class="name">
            <Name name={person.name} href={person.href} />
          </span>
          {beside !== '' && <span class="beside"> {beside}</span>}
          {note && <span class="about">{note}</span>}
          {children}
        </div>
      </div>
      <div class="end">
        <form class="mark" method="post" action={action}>
          {Object.entries(fields).map(([name, value]) => (
            <input type="hidden" name={name} value={value} />
          ))}
          <Segmented name={markName} label={person.name} options={marks} value={mark} disabled={disabled} required />
          {!disabled && (
            <button class="button small" type="submit" aria-label={`Save the mark of ${person.name}`}>
              Save
            </button>
          )}
          <output class="marked" />
        </form>
      </div>
    </li>
  )
}

/** A button that a roster's key presses too. */
export const RosterButton = ({
  does,
  action,
  children,
}: PropsWithChildren<{ does: 'all' | 'undo'; action: string }>) => (
  <form method="post" action={action} data-roster={does}>
    <button class="button" type="submit" aria-keyshortcuts={does === 'all' ? 'Shift+A' : 'U'}>
      {children}
      <kbd aria-hidden="true">{does === 'all' ? '⇧ A' : 'U'}</kbd>
    </button>
  </form>
)
