import { dayAt } from '../../../basics/dates.ts'
import type { Work } from '../../../db/work.ts'
import { Row } from '../../../ui/card.tsx'
import { PersonLine } from '../../../ui/person.tsx'
import { Sig } from '../../../ui/status.tsx'
import { At, shortDay } from '../../../ui/when.tsx'
import { urls } from '../../../urls.ts'
import { nameOf } from '../../clients/queries.ts'
import { isLevel, levels, type LevelCode, type RouteCode, routes } from '../levels.ts'
import type { HandOffRow } from '../queries/hand-offs.ts'
import { checkDay, handOffNext, type HandOffState, handOffState } from '../rules.ts'

const states: Record<HandOffState, { tone: 'danger' | 'warning' | 'info' | 'good'; words: string }> = {
  overdue: { tone: 'danger', words: 'Overdue' },
  declined: { tone: 'danger', words: 'Declined' },
  'did-not-arrive': { tone: 'danger', words: 'Did not arrive' },
  open: { tone: 'warning', words: 'Not accepted yet' },
  accepted: { tone: 'info', words: 'Accepted' },
  'still-there': { tone: 'info', words: 'Still there' },
  returned: { tone: 'good', words: 'Back' },
}

export const stateOf = (handOff: HandOffRow, work: Work): HandOffState =>
  handOffState(handOff, handOff.answers, work.at, dayAt(work.at, work.clinic.timeZone))

export const HandOffSign = ({ state }: { state: HandOffState }) => (
  <Sig tone={states[state].tone}>{states[state].words}</Sig>
)

export const nextWords = (handOff: HandOffRow, work: Work): string | null =>
  // The rules speak in plain days; a person reads them written out.
  handOffNext(handOff, handOff.answers, work.at, dayAt(work.at, work.clinic.timeZone))?.replace(
    /\d{4}-\d{2}-\d{2}/,
    (day) => shortDay(day),
  ) ?? null

/** 'Hospital (level 4)', 'Crisis team' */
export const whereTo = (place: string): string => {
  if (isLevel(place)) return `${levels[place].label['substance-use']} (level ${place})`
  return Object.hasOwn(routes, place) ? routes[place as RouteCode].label : place // `hasOwn` has just shown it to be one
}

/** Where a person may be sent: who answers at once, then every level of care. */
export const placeOptions = (): { group: string; options: { value: string; label: string }[] }[] => [
  {
    group: 'At once',
    options: Object.values(routes)
      .filter((route) => !isLevel(route.code))
      .map((route) => ({ value: route.code, label: route.label })),
  },
  {
    group: 'A level of care',
    options: (Object.keys(levels) as LevelCode[]) // the keys of a record are its codes
      .toSorted((a, b) => levels[b].rank - levels[a].rank)
      .map((code) => ({ value: code, label: `${code} · ${levels[code].label['substance-use']}` })),
  },
]

/** Other care has the person. */
export const isThere = (handOff: HandOffRow): boolean => {
  const last = handOff.answers.at(-1)?.answer
  return last === 'accepted' || last === 'still-there'
}

type LineProps = { handOff: HandOffRow; work: Work; named?: boolean }

export function HandOffLine({ handOff, work, named }: LineProps) {
  const state = stateOf(handOff, work)
  const href = urls.handOff({ handOff: handOff.id })
  const meta = (
    <>
      {named ? 'To ' : ''}
      <span dir="auto">{handOff.toWhom}</span> · {whereTo(handOff.toLevel)} ·{' '}
      {isThere(handOff) ? (
        `way back ${shortDay(checkDay(handOff, handOff.answers))}`
      ) : (
        <>
          due <At at={handOff.dueAt} zone={work.clinic.timeZone} />
        </>
      )}{' '}
      · {handOff.owner} follows
    </>
  )
  return named ? (
    <Row end={<HandOffSign state={state} />}>
      <PersonLine name={nameOf(handOff)} href={href} pronouns={handOff.pronouns} meta={meta} />
    </Row>
  ) : (
    <Row title={<a href={href}>{`To ${handOff.toWhom}`}</a>} note={meta} end={<HandOffSign state={state} />} />
  )
}
