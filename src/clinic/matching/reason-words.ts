import type { VisitKind } from './cost.ts'
import type { VisitPlan, WeekTime } from './instance.ts'
import type { Difference, Moved, SeriesReason } from './reasons.ts'
import type { Change } from './changes-possible.ts'

/** How ids and times are said: the screen knows the names, the rules do not. */
export type Words = {
  series: (id: string) => string
  clinician: (id: string) => string
  topic: (topic: string) => string
  /** 'Tue 17:00–18:30'. */
  time: (time: WeekTime) => string
  /** 'Tuesday'. */
  weekday: (weekday: number) => string
  /** 'points' are whole here; the screen may say them otherwise. */
  points: (points: number) => string
}

/** Why a series is not in the week, in one sentence or two. */
export function reasonInWords(reason: SeriesReason, words: Words): string {
  const { code, times, inTheWay, instead, seats } = reason
  switch (code) {
    case 'video':
      return 'It meets by video, and they come on site only.'
    case 'site':
      return 'It meets at a site that they do not come to.'
    case 'age':
      return 'It is for another age.'
    case 'specialty':
      return 'It treats something else.'
    case 'affinity':
      return 'It is kept for some, and they did not ask for it.'
    case 'licence':
      return 'Nobody who leads it is licensed in the state where they are.'
    case 'availability':
      return `They cannot be there ${listed(times.map(words.time))}.`
    case 'full':
      return `All ${seats ?? ''} seats are taken.`.replace('  ', ' ')
    case 'not-now':
      return 'It is not open to them now.'
    case 'clash':
      return `It meets while ${listed(inTheWay.map((id) => named(id, words)))} is pinned.`
    case 'day-load':
      return 'With what is pinned, that day would hold more groups than one day may.'
    case 'most-minutes':
      return 'With what is pinned, the week would hold more than is prescribed or authorized.'
    case 'pinned':
      return 'No week with it leaves in place what is pinned.'
    case 'worse':
      return instead === null ? '' : insteadInWords(instead, words)
  }
}

function insteadInWords(instead: NonNullable<SeriesReason['instead']>, words: Words): string {
  const changes = [
    ...(instead.out.length === 0 ? [] : [`in place of ${listed(instead.out.map(words.series))}`]),
    ...instead.moved.map((one) => movedInWords(one, words)),
  ]
  const lines = instead.lines.map((line) => differenceInWords(line, words))
  const size = instead.more <= 0 ? 'Just as good' : `Possible, and worse by ${words.points(instead.more)}`
  return `${[size, ...changes].join('; ')}${lines.length === 0 ? '' : `. ${sentence(listed(lines))}`}.`
}

const visitNames: Record<VisitKind, string> = {
  individual: 'individual therapy',
  family: 'family therapy',
  medication: 'the medication visit',
}

function movedInWords({ kind, from, to }: Moved, words: Words): string {
  const where = (visit: VisitPlan) =>
    `${words.time(visit.time)} with ${words.clinician(visit.clinician)}${visit.byVideo ? ' by video' : ''}`
  if (to === null) return `${visitNames[kind]} falls away`
  if (from === null) return `${visitNames[kind]} on ${where(to)}`
  return `${visitNames[kind]} moves from ${where(from)} to ${where(to)}`
}

function differenceInWords({ kind, more, about }: Difference, words: Words): string {
  const said = {
    minutes: 'group time missing',
    core: 'core group time missing',
    topic: `missing: ${listed(about.map(words.topic))}`,
    day: 'a day too few',
    individual: 'no individual therapy',
    family: 'no family therapy',
    medication: 'no medication visit',
    travelDay: 'days with travel',
    unloved: 'hours they would rather keep',
    misfit: 'a clinician who fits less',
    surplus: 'more than is prescribed',
    running: 'another group that must run',
    belowLeast: 'groups below their least',
    newcomer: 'many newcomers in one room',
    movedSeries: 'groups of today left',
    movedHour: 'visits moved',
    movedTherapist: 'another primary therapist',
    scarce: 'seats and hours that others need',
  }[kind]
  return `${said} ${more > 0 ? '+' : '−'}${words.points(Math.abs(more))}`
}

/** What could be otherwise, as the end of 'A whole week is possible if …'. */
export function changeInWords(change: Change, words: Words): string {
  switch (change.kind) {
    case 'window': {
      const { window, side, minutes, whose } = change
      const who = whose === 'client' ? 'they' : 'the family'
      const until = side === 'later' ? window.to + minutes : window.from - minutes
      return side === 'later'
        ? `${who} could stay on ${words.weekday(window.weekday)} until ${clock(until)}, ${minutes} minutes longer`
        : `${who} could come on ${words.weekday(window.weekday)} from ${clock(until)}, ${minutes} minutes sooner`
    }
    case 'day':
      return `they could come on ${words.weekday(change.weekday)} too`
    case 'video':
      return 'some of it may be by video'
    case 'gender':
      return 'the clinician may be of any gender'
    case 'topic':
      return `${words.topic(change.topic)} can wait`
    case 'seat':
      return `${words.series(change.series)} had one seat more`
    case 'caseload':
      return `${words.clinician(change.clinician)} could take one client more`
  }
}

/** 'If one, and if another': both changes together. */
export const wayOutInWords = (changes: readonly Change[], words: Words): string =>
  `A whole week is possible if ${changes.map((one) => changeInWords(one, words)).join(', and if ')}.`

const clock = (minutes: number): string =>
  `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`

const named = (id: string, words: Words): string => words.series(id) || words.clinician(id)
const sentence = (text: string): string => `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`
const listed = (parts: readonly string[]): string =>
  parts.length < 2 ? (parts[0] ?? '') : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`
