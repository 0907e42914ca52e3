import { conceptOf, dayOf, field, firstText, listOf, type Resource, roughDate, statusOf, textOf } from './foreign.ts'
import { type Draft, joined, mergeSame, notesOf, roughly } from './items.ts'
import { plainType, type Reading } from './reading.ts'
import type { Item } from './referral.ts'

const UNNAMED = 'The sender gave neither a code nor a name.'

/** The problem list: conditions with their status, refuted ones left out. */
export function readProblems(reading: Reading): Item[] {
  const drafts = reading.of('Condition').flatMap((condition): Draft[] => {
    const concept = conceptOf(condition['code'])
    if (concept === undefined) return leaveUnnamed(reading, condition)
    if (isRuledOut(reading, condition)) return []
    reading.take(condition)
    const began = condition['onsetDateTime'] ?? field(condition, 'onsetPeriod', 'start')
    const over = condition['abatementDateTime'] ?? field(condition, 'abatementPeriod', 'end')
    const recordedOn = dayOf(condition['recordedDate'])
    const startedOn = dayOf(began)
    const endedOn = dayOf(over)
    const clinical = statusOf(condition['clinicalStatus'])
    const hasEnded = endedOn !== null || roughDate(over) !== null || condition['abatementBoolean'] === true
    const status = PROBLEM_STATUS[clinical] ?? (hasEnded ? 'resolved' : 'unknown')
    const on = startedOn ?? recordedOn
    reading.note({ kind: 'problem', ...concept, status, on, about: roughDate(began) })
    const detail = joined([
      clinical === 'remission' ? 'in remission' : clinical === 'relapse' || clinical === 'recurrence' ? clinical : null,
      ['provisional', 'differential', 'unconfirmed'].includes(statusOf(condition['verificationStatus']))
        ? 'not confirmed'
        : null,
      conceptOf(condition['severity'])?.label,
      roughly('since', began) ?? textOf(condition['onsetString']),
      ageText('from age', condition['onsetAge']),
      roughly('until', over),
      ...notesOf(condition),
    ])
    return [{ ...coded(concept), status, startedOn: on, endedOn, detail, lastOn: endedOn ?? recordedOn ?? startedOn }]
  })
  return mergeSame(drafts, 'recorded')
}

const PROBLEM_STATUS: Record<string, Item['status']> = {
  active: 'active',
  recurrence: 'active',
  relapse: 'active',
  inactive: 'resolved',
  remission: 'resolved',
  resolved: 'resolved',
}

/** Allergies and intolerances with what they did to the person. */
export function readAllergies(reading: Reading): Item[] {
  const drafts = reading.of('AllergyIntolerance').flatMap((allergy): Draft[] => {
    const reactions = listOf(allergy['reaction']).slice(0, 10)
    const concept = conceptOf(allergy['code']) ?? conceptOf(field(reactions[0], 'substance'))
    if (concept === undefined) return leaveUnnamed(reading, allergy)
    if (isRuledOut(reading, allergy)) return []
    reading.take(allergy)
    const clinical = statusOf(allergy['clinicalStatus'])
    const startedOn = dayOf(allergy['onsetDateTime']) ?? dayOf(allergy['recordedDate'])
    const manifestations = reactions.flatMap((reaction) =>
      listOf(field(reaction, 'manifestation')).flatMap((manifestation) => conceptOf(manifestation)?.label ?? []),
    )
    const severity = reactions.flatMap((reaction) => textOf(field(reaction, 'severity')) ?? [])[0]
    const detail = joined([
      manifestations.length > 0 ? `${manifestations.slice(0, 10).join(', ')}${severity ? ` (${severity})` : ''}` : null,
      allergy['criticality'] === 'high' ? 'high risk' : null,
      allergy['type'] === 'intolerance' ? 'intolerance' : null,
      ...notesOf(allergy),
    ])
    const status = clinical === 'active' || clinical === '' ? 'active' : (PROBLEM_STATUS[clinical] ?? 'unknown')
    return [
      {
        ...coded(concept),
        status,
        startedOn,
        endedOn: null,
        detail,
        lastOn: dayOf(allergy['lastOccurrence']) ?? startedOn,
      },
    ]
  })
  return mergeSame(drafts, 'recorded')
}

/** Prescriptions and what the person says they take. */
export function readMedications(reading: Reading): Item[] {
  const sources = [...reading.of('MedicationRequest'), ...reading.of('MedicationStatement')]
  const drafts = sources.flatMap((source): Draft[] => {
    const reference = source['medicationReference']
    const medication = reading.resolve(reference, source)
    if (medication) reading.take(medication)
    const concept =
      conceptOf(source['medicationCodeableConcept']) ??
      conceptOf(medication?.['code']) ??
      conceptOf(textOf(field(reference, 'display')))
    if (concept === undefined) return leaveUnnamed(reading, source)
    if (source['doNotPerform'] === true) {
      reading.leave('Prescriptions not to be given', `The sender asks not to give ${concept.label}: ask why.`)
      return []
    }
    reading.take(source)
    const began =
      source['authoredOn'] ??
      source['effectiveDateTime'] ??
      field(source, 'effectivePeriod', 'start') ??
      source['dateAsserted']
    const startedOn = dayOf(began)
    const endedOn = dayOf(field(source, 'effectivePeriod', 'end'))
    const sent = statusOf(source['status'])
    const isOver = endedOn !== null && endedOn < reading.today
    const status = isOver ? 'resolved' : (MEDICATION_STATUS[sent] ?? 'unknown')
    reading.note({ kind: 'medication', ...concept, status, on: startedOn, about: roughDate(began) })
    const dosages = [...listOf(source['dosageInstruction']), ...listOf(source['dosage'])].slice(0, 3)
    const detail = joined([
      ['on-hold', 'draft', 'intended', 'not-taken'].includes(sent) ? sent.replace('-', ' ') : null,
      ...dosages.map(dosageText),
      source.resourceType === 'MedicationStatement' || source['reportedBoolean'] === true
        ? 'as the person reports'
        : null,
      otherWording(concept),
      roughly('since', began),
      ...notesOf(source),
    ])
    return [{ ...coded(concept), status, startedOn, endedOn, detail, lastOn: startedOn ?? endedOn }]
  })
  return mergeSame(drafts, 'prescribed')
}

const MEDICATION_STATUS: Record<string, Item['status']> = {
  active: 'active',
  'on-hold': 'active',
  completed: 'resolved',
  stopped: 'resolved',
  'not-taken': 'resolved',
}

/** Says so when the coded medicine is not the named one ("Buprenorphine / Naltrexone" coded as naloxone). */
function otherWording({ label, words }: { label: string; words: string }): string | null {
  const [, ...others] = words.split(' | ')
  const plain = (text: string) => text.toLowerCase().replace(/[^a-z]/g, '')
  const other = others.find(
    (wording) => !plain(label).includes(plain(wording)) && !plain(wording).includes(plain(label)),
  )
  return other === undefined ? null : `coded as “${other}”`
}

const UNITS: Record<string, string> = { min: 'minute', h: 'hour', d: 'day', wk: 'week', mo: 'month', a: 'year' }

/** The sender's own words, else '8 mg, 2 times a day, as needed'. */
function dosageText(dosage: unknown): string | null {
  const text = firstText(field(dosage, 'text'), field(dosage, 'patientInstruction'))
  if (text !== undefined) return text
  const quantity = field(listOf(field(dosage, 'doseAndRate'))[0], 'doseQuantity')
  const [amount, unit] = [textOf(field(quantity, 'value')), textOf(field(quantity, 'unit'))]
  const parts = [
    amount === undefined ? null : unit === undefined ? `dose ${amount}` : `${amount} ${unit}`,
    timingText(field(dosage, 'timing', 'repeat')),
    field(dosage, 'asNeededBoolean') === true ? 'as needed' : null,
  ].filter((part) => part !== null)
  return parts.length === 0 ? null : parts.join(', ')
}

function timingText(repeat: unknown): string | null {
  const [frequency, period] = [field(repeat, 'frequency'), field(repeat, 'period')]
  const unit = UNITS[textOf(field(repeat, 'periodUnit')) ?? '']
  if (typeof frequency !== 'number' || typeof period !== 'number' || unit === undefined) return null
  const times = frequency === 1 ? 'once' : `${frequency} times`
  return period === 1 ? `${times} ${unit === 'hour' ? 'an' : 'a'} ${unit}` : `${times} every ${period} ${unit}s`
}

const ageText = (word: string, age: unknown): string | null => {
  const value = textOf(field(age, 'value'))
  return value === undefined ? null : `${word} ${value}`
}

const coded = ({ system, code, label }: { system: string | null; code: string | null; label: string }) => ({
  codeSystem: system,
  code,
  label,
})

function isRuledOut({ leave }: Reading, resource: Resource): boolean {
  const verification = statusOf(resource['verificationStatus'])
  if (verification !== 'refuted' && verification !== 'entered-in-error') return false
  leave(plainType(resource.resourceType), 'The sender ruled them out or marked them as entered in error.')
  return true
}

function leaveUnnamed({ leave }: Reading, resource: Resource): [] {
  leave(plainType(resource.resourceType), UNNAMED)
  return []
}
