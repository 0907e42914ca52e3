import { addDays, type Day, weekdayOf } from '../../basics/dates.ts'
import { hoursAndMinutes, plural } from '../../basics/text.ts'
import { clockOf } from '../clients/free-times.ts'
import { weekdayName } from '../groups/times.ts'
import { type CostLine, isSameVisit, type VisitKind, visitKinds } from './cost.ts'
import type { Misfit } from './fit.ts'
import type { ClientWeek, Seeker, SeriesOption, WeekTime } from './instance.ts'
import type { Proposal } from './match.ts'
import { howOften, scarcityOf } from './rules.ts'
import { topicLabel } from './subjects.ts'
import { hourKey, minutesOf } from './week.ts'

/** The names beside the ids, and how scarce things are. */
export type Names = {
  series: ReadonlyMap<string, { name: string; leaders: string; room: string; from: Day }>
  clinicians: ReadonlyMap<string, string>
  options: ReadonlyMap<string, SeriesOption>
  seatPrices: ReadonlyMap<string, number>
  hourPrices: ReadonlyMap<string, number>
  wanted: ReadonlyMap<string, number>
  fromAfar: ReadonlySet<string>
  /** By clinician, what does not fit this client. */
  misfits: ReadonlyMap<string, readonly Misfit[]>
}

export type Item = {
  /** The series, or the kind of visit. */
  id: string
  kind: 'group' | VisitKind
  clinician: string | null
  time: WeekTime
  title: string
  note: string
  byVideo: boolean
  /** Stands today. */
  isKept: boolean
  counts: boolean
  scarcity: 'high' | 'medium' | 'low' | null
}

export type Told = {
  items: Item[]
  /** Minutes and days that every week holds: groups that count, and visits of every week. */
  minutes: number
  days: number
  travelDays: number
  missing: string[]
  reasons: { words: string; points: number }[]
  leaves: string[]
  firstDay: { day: Day; time: string; title: string } | null
}

const visitTitle: Record<VisitKind, string> = {
  individual: 'Individual therapy',
  family: 'Family therapy',
  medication: 'Medication visit',
}

/** A proposed week in words and drawn places: everything that a screen says of it, from ids, names and lines of cost. */
export function tellWeek(client: Seeker, proposal: Proposal, names: Names, from: Day): Told {
  const { week, lines } = proposal
  const items = [...groupItems(client, week, names), ...visitItems(client, week, names)].toSorted(
    (a, b) => a.time.weekday - b.time.weekday || a.time.from - b.time.from,
  )
  const counted = items.filter((one) => one.counts && isWeekly(client, one))
  const now = client.now?.series ?? []
  return {
    items,
    minutes: counted.reduce((sum, one) => sum + minutesOf(one.time), 0),
    days: new Set(counted.map((one) => one.time.weekday)).size,
    travelDays: new Set(items.filter((one) => !one.byVideo).map((one) => one.time.weekday)).size,
    missing: missingIn(
      client,
      lines,
      items.filter(({ kind }) => kind === 'group'),
    ),
    reasons: reasonsIn(lines, names),
    leaves: now.filter((id) => !week.series.includes(id)).map((id) => seriesSaid(names, id)),
    firstDay: firstOf(client, items, names, from),
  }
}

function groupItems(client: Seeker, week: ClientWeek, names: Names): Item[] {
  return week.series.flatMap((id) => {
    const option = names.options.get(id)
    const one = names.series.get(id)
    if (option === undefined || one === undefined) return []
    const points = names.seatPrices.get(id)
    return {
      id,
      kind: 'group' as const,
      clinician: null,
      time: option.time,
      title: one.name,
      note: [one.leaders, option.site === null ? 'by video' : one.room].filter(Boolean).join(' · '),
      byVideo: option.site === null,
      isKept: client.now?.series.includes(id) ?? false,
      counts: option.counts,
      scarcity: points === undefined ? null : scarcityOf(points),
    }
  })
}

function visitItems(client: Seeker, week: ClientWeek, names: Names): Item[] {
  return visitKinds.flatMap((kind) => {
    const visit = week[kind]
    const need = client.need[kind]
    if (visit === null || need === null) return []
    const key = hourKey(visit.clinician, visit.time)
    const byVideo = visit.byVideo || names.fromAfar.has(key)
    const points = names.hourPrices.get(key)
    const before = client.now?.[kind] ?? null
    return {
      id: kind,
      kind,
      clinician: visit.clinician,
      time: { ...visit.time, to: visit.time.from + need.minutes },
      title: visitTitle[kind],
      note: [
        names.clinicians.get(visit.clinician),
        need.every > 1 ? howOften(need.every) : '',
        byVideo ? 'by video' : '',
      ]
        .filter(Boolean)
        .join(' · '),
      byVideo,
      isKept: before !== null && isSameVisit(before, visit),
      counts: true,
      scarcity: points === undefined ? null : scarcityOf(points),
    }
  })
}

const isWeekly = (client: Seeker, item: Item): boolean => item.kind === 'group' || client.need[item.kind]?.every === 1

/** What is prescribed and not in the week, the heaviest first. */
export function missingIn(
  { need }: Seeker,
  lines: readonly CostLine[],
  groups: readonly Pick<Item, 'counts' | 'time'>[],
): string[] {
  const counted = groups.filter(({ counts }) => counts)
  const minutes = counted.reduce((sum, { time }) => sum + minutesOf(time), 0)
  const days = new Set(counted.map(({ time }) => time.weekday)).size
  const words = (line: CostLine): string | null => {
    switch (line.kind) {
      case 'minutes':
        return `${hoursAndMinutes(need.minutes - minutes)} of groups, of ${hoursAndMinutes(need.minutes)}`
      case 'core':
        return 'core group time'
      case 'day':
        return `${plural(need.days - days, 'day', 'days')} with a group, of ${need.days}`
      case 'topic':
        return topicLabel(line.about ?? '').toLowerCase()
      case 'individual':
        return 'an hour with a therapist'
      case 'family':
        return 'an hour for the family'
      case 'medication':
        return 'an hour with a prescriber'
      default:
        return null
    }
  }
  return lines.toSorted((a, b) => b.points - a.points).flatMap((line) => words(line) ?? [])
}

/** What the week costs beside what it lacks, each said once with its points: what is below zero helps. */
function reasonsIn(lines: readonly CostLine[], names: Names): Told['reasons'] {
  const series = (id: string | null) => seriesSaid(names, id ?? '')
  const person = (id: string | null) => names.clinicians.get(id ?? '') ?? 'a clinician'
  const byWords = new Map<string, number>()
  const travel = lines.filter(({ kind }) => kind === 'travelDay')
  for (const line of lines) {
    const words = wordsOf(line)
    if (words !== null) byWords.set(words, (byWords.get(words) ?? 0) + line.points)
  }
  return [...byWords].map(([words, points]) => ({ words, points })).toSorted((a, b) => b.points - a.points)

  function wordsOf({ kind, about, points }: CostLine): string | null {
    if (kind === 'travelDay') return `${plural(travel.length, 'day', 'days')} on site`
    if (kind === 'unloved')
      return `In an hour they would rather keep: ${names.series.has(about ?? '') ? series(about) : person(about)}`
    if (kind === 'misfit') return `${person(about)}: ${misfitSaid(names.misfits.get(about ?? '') ?? [])}`
    if (kind === 'surplus') return 'More group time than is prescribed'
    if (kind === 'movedSeries') return `Leaves ${series(about)}`
    if (kind === 'movedHour') return `Another hour than today with ${person(about)}`
    if (kind === 'movedTherapist') return `Another primary therapist than ${person(about)}`
    if (kind === 'running') return `${series(about)} would run for them alone`
    if (kind === 'belowLeast')
      return points < 0 ? `Helps ${series(about)} to its least` : `${series(about)} stays below its least`
    if (kind === 'newcomer') return points < 0 ? `Steadies ${series(about)}` : `${series(about)} has many newcomers`
    return null
  }
}

function firstOf(client: Seeker, items: readonly Item[], names: Names, from: Day): Told['firstDay'] {
  const weekly = items.filter((item) => item.kind === 'group' || client.need[item.kind]?.every === 1)
  const byBeginning = Map.groupBy(weekly, (item) => {
    const begins = names.series.get(item.id)?.from ?? from
    return begins > from ? begins : from
  })
  // Of what begins on one day the soonest of the week is found by counting weekdays: a date is worked out for that one alone.
  const dated = [...byBeginning].flatMap(([begins, those]) => {
    const weekday = weekdayOf(begins)
    const ahead = ({ time }: Item) => ((time.weekday - weekday + 7) % 7) * 1440 + time.from
    const [soonest] = those.toSorted((a, b) => ahead(a) - ahead(b))
    return soonest === undefined
      ? []
      : {
          day: addDays(begins, Math.floor(ahead(soonest) / 1440)),
          time: clockOf(soonest.time.from),
          title: soonest.title,
        }
  })
  return dated.toSorted((a, b) => (`${a.day} ${a.time}` < `${b.day} ${b.time}` ? -1 : 1))[0] ?? null
}

const misfitWords: Record<Misfit, string> = {
  language: 'no common language',
  specialty: 'another specialty',
  gender: 'not of the gender they would like',
}
const misfitSaid = (misfits: readonly Misfit[]): string =>
  misfits.length === 0 ? 'fits less' : misfits.map((one) => misfitWords[one]).join(', ')

/** '9 h of groups and visits on 3 days'. */
export const weekInWords = ({ minutes, days }: Pick<Told, 'minutes' | 'days'>): string =>
  minutes === 0 ? 'Nothing yet' : `${hoursAndMinutes(minutes)} on ${plural(days, 'day', 'days')}`

/** 'Thursday 17:30 to 19:00'. */
export const timeInWords = ({ weekday, from, to }: WeekTime): string =>
  `${weekdayName(weekday)} ${clockOf(from)} to ${clockOf(to)}`

/** 'DBT skills, Thu': groups of one name are told apart by their day. */
export function seriesSaid(names: Names, id: string): string {
  const name = names.series.get(id)?.name
  const day = names.options.get(id)?.time.weekday
  return name === undefined ? 'a group' : day === undefined ? name : `${name}, ${weekdayName(day).slice(0, 3)}`
}
