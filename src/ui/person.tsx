import type { Child } from 'hono/jsx'
import { initialsOf, plural } from '../basics/text.ts'

export type PersonFace = { name: string; photo?: string }
export type PersonFacts = PersonFace & { href?: string; pronouns?: string | null; dayOfStay?: number | null }

/** Initials, or the photo. The name always stands beside it, so it says nothing to screen readers. */
export function Initials({ name, photo, large }: PersonFace & { large?: boolean }) {
  const words = name.trim().split(/\s+/)
  const hue = Array.from(name).reduce((sum, letter) => (sum * 31 + (letter.codePointAt(0) ?? 0)) % 997, 7)
  return (
    <span class={`initials t${(hue % 6) + 1}${large ? ' large' : ''}`} aria-hidden="true">
      {photo ? (
        <img src={photo} alt="" loading="lazy" />
      ) : (
        initialsOf(words[0] ?? '', words.length > 1 ? (words.at(-1) ?? '') : '')
      )}
    </span>
  )
}

/** 'she/her · day 23', with what else stands beside a name. */
export const besideName = (
  facts: { pronouns?: string | null; dayOfStay?: number | null },
  more: string[] = [],
): string =>
  [facts.pronouns, typeof facts.dayOfStay === 'number' ? `day\u00a0${facts.dayOfStay}` : null, ...more]
    .filter(Boolean)
    .join(' · ')

export const Name = ({ name, href }: { name: string; href?: string }) =>
  href ? (
    <a href={href} dir="auto">
      {name}
    </a>
  ) : (
    <span dir="auto">{name}</span>
  )

export type PersonLineProps = PersonFacts & {
  /** Short words after the day of stay: 'new', 'evening', 'peer mentor'. */
  tags?: string[]
  /** A second line. */
  meta?: Child
  /** Without the circle, where a row brings its own lead. */
  noInitials?: boolean
}

export const PersonLine = ({ name, href, photo, pronouns, dayOfStay, tags, meta, noInitials }: PersonLineProps) => {
  const beside = besideName({ pronouns, dayOfStay }, tags)
  return (
    <div class="person">
      {!noInitials && <Initials name={name} photo={photo} />}
      <div>
        <span class="name">
          <Name name={name} href={href} />
        </span>
        {beside !== '' && <span class="beside"> {beside}</span>}
        {meta && <span class="about">{meta}</span>}
      </div>
    </div>
  )
}

export type PersonHeadProps = PersonFacts & {
  /** 'IOP, evening track · Dana Ortiz is the primary therapist' */
  meta?: Child
  /** Signals that must be seen on every tab: allergies, risk, court order. */
  signals?: Child
  actions?: Child
}

/** The head of a chart, with the page's <h1>. */
export const PersonHead = ({ name, photo, pronouns, dayOfStay, meta, signals, actions }: PersonHeadProps) => (
  <div class="person-head">
    <Initials name={name} photo={photo} large />
    <div>
      <h1 dir="auto">{name}</h1>
      <small>
        {besideName({ pronouns, dayOfStay })}
        {meta && besideName({ pronouns, dayOfStay }) !== '' && ' · '}
        {meta}
      </small>
    </div>
    <div class="aside">
      {signals}
      {actions}
    </div>
  </div>
)

/** 'Maya Alvarez, Kofi Lartey and 3 others' */
export function NameList({ names, most = 4 }: { names: string[]; most?: number }) {
  const shown = names.length > most ? names.slice(0, most - 1) : names
  const others = names.length - shown.length
  return (
    <>
      {shown.map((name, place) => (
        <>
          {place > 0 && (place === shown.length - 1 && others === 0 ? ' and ' : ', ')}
          <Name name={name} />
        </>
      ))}
      {others > 0 && ` and ${plural(others, 'other', 'others')}`}
    </>
  )
}
