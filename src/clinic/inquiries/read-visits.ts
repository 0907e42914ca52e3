import type { Day } from '../../basics/dates.ts'
import { plural } from '../../basics/text.ts'
import {
  conceptOf,
  type Concept,
  dayOf,
  field,
  firstText,
  listOf,
  type Resource,
  roughDate,
  statusOf,
  textOf,
} from './foreign.ts'
import { type Draft, joined, later, roughly, withoutLast } from './items.ts'
import { isBehavioralCare } from './matters.ts'
import type { Reading } from './reading.ts'
import type { Item } from './referral.ts'

const CLASSES: [RegExp, string][] = [
  [/^(emer|e)$|emergency/i, 'Emergency'],
  [/^(imp|acute|nonac|i|ss|pre-?admission)$|inpatient|hospitali[sz]ation/i, 'Inpatient'],
  [/^obsenc$|observation encounter/i, 'Hospital observation'],
]

/** Visits that matter for admission (mental health, substance use, overdose, emergency, inpatient), the latest first. */
export function readVisits(reading: Reading): Item[] {
  const problemsAt = problemsByVisit(reading)
  const routine: (Day | null)[] = []
  const drafts = reading.of('Encounter').flatMap((visit): Draft[] => {
    const sent = statusOf(visit['status'])
    if (sent === 'planned') {
      reading.leave('Planned visits', 'They had not happened when the file was written.')
      return []
    }
    const startedOn = dayOf(field(visit, 'period', 'start'))
    const kind = classOf(visit)
    const types = conceptsOf(visit['type'])
    const reasons = reasonsOf(visit, reading)
    const meant = [...types, ...reasons, ...conceptsOf(visit['serviceType']), ...(problemsAt.get(visit) ?? [])]
    const words = meant.map((concept) => concept.words).join(' | ')
    const codes = meant.flatMap((concept) => concept.codes)
    const wasWard =
      CLASSES.some(([, name]) => name === kind) ||
      /emergency|inpatient|hospital admission|hospitali[sz]ation/i.test(words)
    if (!wasWard && !isBehavioralCare(words, codes)) {
      routine.push(startedOn)
      reading.note({
        kind: 'visit',
        label: reasons[0]?.label ?? types[0]?.label ?? 'Visit',
        words,
        codes,
        status: 'resolved',
        on: startedOn,
      })
      return []
    }
    reading.take(visit)
    const label = reasons[0]?.label ?? types[0]?.label ?? `${kind ?? 'Health care'} visit`
    const period = field(visit, 'period', 'start')
    reading.note({ kind: 'visit', label, words, codes, status: 'resolved', on: startedOn, about: roughDate(period) })
    const [main] = [...reasons, ...types]
    const others = (problemsAt.get(visit) ?? []).map((concept) => concept.label).filter((other) => other !== label)
    const recordedThere = others.length === 0 ? null : `recorded there: ${[...new Set(others)].slice(0, 3).join(', ')}`
    return [
      {
        codeSystem: main?.system ?? null,
        code: main?.code ?? null,
        label,
        status:
          sent === 'finished'
            ? 'resolved'
            : ['in-progress', 'arrived', 'triaged', 'onleave'].includes(sent)
              ? 'active'
              : 'unknown',
        startedOn,
        endedOn: dayOf(field(visit, 'period', 'end')),
        detail: joined([
          kind,
          roughly('in', period),
          ...types
            .map((type) => type.label)
            .filter((type) => type !== label)
            .slice(0, 2),
          ...reasons.map((reason) => reason.label).slice(1, 4),
          recordedThere,
          placeOf(visit, reading),
          conceptOf(field(visit, 'hospitalization', 'dischargeDisposition'))?.label,
        ]),
        lastOn: startedOn,
      },
    ]
  })
  const last = routine.toSorted(later)[0]
  if (routine.length > 0)
    reading.leave(
      `Other visits${last ? `, the last on ${last}` : ''}`,
      `${plural(routine.length, 'visit that was', 'visits that were')} not for mental health, substance use, an emergency or a hospital stay.`,
      routine.length,
    )
  return drafts.sort((a, b) => later(a.lastOn, b.lastOn)).map(withoutLast)
}

function classOf(visit: Resource): string | undefined {
  const sent = visit['class']
  const text = firstText(
    field(sent, 'code'),
    field(sent, 'display'),
    field(listOf(field(sent, 'coding'))[0], 'code'),
    sent,
  )
  if (text === undefined) return undefined
  return CLASSES.find(([pattern]) => pattern.test(text))?.[1]
}

const conceptsOf = (value: unknown): Concept[] =>
  listOf(value)
    .slice(0, 10)
    .flatMap((entry) => conceptOf(entry) ?? [])
    .filter(({ label }) => !/^unknown$/i.test(label))

/** Why the person came: coded reasons, and the conditions that reasons and diagnoses point to. */
function reasonsOf(visit: Resource, { resolve }: Reading): Concept[] {
  const pointed = [
    ...listOf(visit['reasonReference']),
    ...listOf(visit['diagnosis']).map((diagnosis) => field(diagnosis, 'condition')),
  ]
    .slice(0, 20)
    .flatMap(
      (reference) =>
        conceptOf(resolve(reference, visit)?.['code']) ?? conceptOf(textOf(field(reference, 'display'))) ?? [],
    )
  return [...conceptsOf(visit['reasonCode']), ...pointed]
}

/** Problems first recorded at a visit say what it was about, even when the visit itself does not. */
function problemsByVisit(reading: Reading): Map<Resource, Concept[]> {
  const byVisit = new Map<Resource, Concept[]>()
  for (const condition of reading.of('Condition')) {
    const visit = reading.resolve(condition['encounter'], condition)
    const concept = conceptOf(condition['code'])
    if (!visit || !concept) continue
    const concepts = byVisit.get(visit)
    if (concepts === undefined) byVisit.set(visit, [concept])
    else if (concepts.length < 50) concepts.push(concept)
  }
  return byVisit
}

function placeOf(visit: Resource, { resolve, take }: Reading): string | null {
  const organization = resolve(visit['serviceProvider'], visit)
  if (organization?.resourceType === 'Organization') take(organization)
  const name = firstText(
    field(visit, 'serviceProvider', 'display'),
    field(organization, 'name'),
    field(listOf(visit['location'])[0], 'location', 'display'),
  )
  return name === undefined ? null : `at ${name}`
}
