import { dayAt } from '../../basics/dates.ts'
import { isId } from '../../basics/ids.ts'
import { plural } from '../../basics/text.ts'
import type { Work } from '../../db/work.ts'
import { type Entry, idOf, type ResourceFace, type Search, type SearchParameter } from '../../fhir/resource.ts'
import { instrument, instruments } from '../instruments/catalog.ts'
import { asidesOf, type FormItem, loinc, panelOf, questionsOf, totalCodeOf } from '../instruments/form.ts'
import { bandOf, bandSetOf, isAsked } from '../instruments/rules.ts'
import { triageLabels } from '../instruments/triage.ts'
import { type MeasureForFhir, measuresForFhir, type Wanted } from './queries/fhir.ts'

// Each set of answers goes out twice, under one id: as it was answered (QuestionnaireResponse, of the Questionnaire that is served
// beside it), and what it comes to (Observation of the category survey). What was corrected stays there, said to be in error.

const patient: SearchParameter = { name: 'patient', type: 'reference', documentation: 'Whose' }
const questionnaire: SearchParameter = {
  name: 'questionnaire',
  type: 'reference',
  documentation: 'The canonical address of the form, with or without its version',
}

const faceOf = (
  type: string,
  parameters: SearchParameter[],
  isScored: boolean,
  resourceOf: (one: MeasureForFhir, zone: string) => Entry['resource'],
): ResourceFace => {
  const entries = async (work: Work, wanted: Wanted): Promise<Entry[]> =>
    (await measuresForFhir(work, wanted)).map((one) => ({
      clientId: one.clientId,
      isSubstanceUse: one.isSubstanceUse,
      resource: resourceOf(one, work.clinic.timeZone),
    }))
  return {
    type,
    parameters,
    needsOneOf: ['patient', '_id'],
    search: (work, search) => entries(work, wantedBy(search, isScored)),
    read: async (work, id) =>
      isId(id)
        ? (await entries(work, { ids: [id], instruments: keys, isScored, after: null, limit: 1 }))[0]
        : undefined,
  }
}

const keys = instruments.map(({ key }) => key)

function wantedBy(search: Search, isScored: boolean): Wanted {
  const [people, ids] = [search.values('patient'), search.values('_id')]
  const forms = search.values('questionnaire').map((value) => value.split(','))
  return {
    ...(people.length > 0 ? { clients: people.map((value) => idOf(value, 'Patient')) } : {}),
    ...(ids.length > 0 ? { ids: ids.flatMap((value) => value.split(',')) } : {}),
    instruments: instruments
      .filter(({ form }) => forms.every((any) => any.some((one) => [form.url, canonicalOf(form)].includes(one))))
      .map(({ key }) => key),
    isScored,
    after: search.after,
    limit: search.count,
  }
}

const canonicalOf = ({ url, version }: { url: string; version: string }): string => `${url}|${version}`

/** When it was answered: the minute where it was kept on that day, else the day alone. */
const answeredAt = ({ takenOn, recordedAt }: MeasureForFhir, zone: string): string =>
  takenOn === dayAt(recordedAt, zone) ? recordedAt.toISOString() : takenOn

const lastTouched = ({ recordedAt, correctedAt }: MeasureForFhir) => ({
  lastUpdated: (correctedAt ?? recordedAt).toISOString(),
})
const whose = ({ clientId }: MeasureForFhir) => ({ reference: `Patient/${clientId}` })
/** Staff are told by name alone: there is no Practitioner to point to. */
const whoAnswered = (one: MeasureForFhir) => (one.by === null ? whose(one) : { display: one.by })

/** The answers as they were given: codes and points, and none of the words of the questions. */
export const responseFace = faceOf('QuestionnaireResponse', [patient, questionnaire], false, (one, zone) => {
  const { form } = instrument(one.instrument)
  const questions = questionsOf(form)
  const isOpen = questions.some((_, n) => isAsked(questions, one.answers, n) && (one.answers[n] ?? null) === null)
  return {
    resourceType: 'QuestionnaireResponse',
    id: one.id,
    meta: lastTouched(one),
    language: one.language,
    ...(one.corrects === null
      ? {}
      : {
          extension: [
            {
              url: 'urn:stepwell:replaces',
              valueReference: { reference: `QuestionnaireResponse/${one.corrects}` },
            },
          ],
        }),
    questionnaire: canonicalOf({ url: form.url, version: one.formVersion }),
    status:
      one.correctedAt !== null
        ? 'entered-in-error'
        : one.corrects !== null
          ? 'amended'
          : one.scoreStatus === 'not-scored' && isOpen
            ? 'stopped'
            : 'completed',
    subject: whose(one),
    authored: answeredAt(one, zone),
    author: whoAnswered(one),
    source: whose(one),
    item: [
      ...questions.flatMap(({ linkId }, n) => answered(form.item, linkId, one.answers[n])),
      ...asidesOf(form).flatMap(({ linkId }, n) => answered(form.item, linkId, one.asides[n])),
      ...(one.score === null ? [] : [{ linkId: 'total', answer: [{ valueInteger: one.score }] }]),
    ],
  }
})

function answered(items: readonly FormItem[], linkId: string, points: number | null | undefined) {
  const option = items
    .find((item) => item.linkId === linkId)
    ?.answerOption?.find(({ extension }) => extension[0]?.valueDecimal === (points ?? undefined))
  if (option === undefined || points === null || points === undefined) return []
  const { system, code, display } = option.valueCoding
  return [{ linkId, answer: [{ valueCoding: { extension: option.extension, system, code, display } }] }]
}

// The level of the C-SSRS screener has a code of its own (clinical.md §5.1 [V]).
const levelCode = '93374-7'

/** What a set of answers comes to: the total with its bands, or the level of a triage. What could not be scored is none. */
export const measureFace = faceOf('Observation', [patient], true, (one, zone) => {
  const { form, title } = instrument(one.instrument)
  const code = one.triage === null ? (totalCodeOf(form) ?? panelOf(form)) : levelCode
  return {
    resourceType: 'Observation',
    id: one.id,
    meta: lastTouched(one),
    ...(one.corrects === null
      ? {}
      : {
          extension: [
            {
              url: 'http://hl7.org/fhir/StructureDefinition/observation-replaces',
              valueReference: { reference: `Observation/${one.corrects}` },
            },
          ],
        }),
    status: one.correctedAt !== null ? 'entered-in-error' : one.corrects !== null ? 'corrected' : 'final',
    category: [{ coding: [{ system: 'http://terminology.hl7.org/CodeSystem/observation-category', code: 'survey' }] }],
    code: {
      coding: [
        ...(code === null ? [] : [{ system: loinc, code }]),
        { system: 'urn:stepwell:instrument', code: one.instrument },
      ],
      text: one.triage === null ? `${title}, total score` : `${title}, risk level`,
    },
    subject: whose(one),
    effectiveDateTime: answeredAt(one, zone),
    issued: one.recordedAt.toISOString(),
    performer: [whoAnswered(one)],
    ...resultOf(one),
    derivedFrom: [{ reference: `QuestionnaireResponse/${one.id}` }],
  }
})

function resultOf({ instrument: key, score, triage, bandSet, scoreStatus, answers }: MeasureForFhir) {
  if (triage !== null)
    return {
      valueCodeableConcept: {
        coding: [{ system: 'urn:stepwell:triage', code: triage }],
        text: triageLabels[triage],
      },
    }
  if (score === null) return {}
  const one = instrument(key)
  const bands = bandSetOf(one, bandSet)
  const band = bandOf(one, score, bandSet)
  const open = answers.filter((given) => given === null).length
  return {
    valueInteger: score,
    ...(band === null ? {} : { interpretation: [{ text: band.label }] }),
    ...(bands === null
      ? {}
      : {
          referenceRange: bands.bands.map(({ from, to, label }) => ({
            low: { value: from },
            high: { value: to },
            text: `${label} (${bands.source})`,
          })),
        }),
    ...(scoreStatus === 'prorated'
      ? { note: [{ text: `Prorated: ${plural(open, 'question was', 'questions were')} left open.` }] }
      : {}),
  }
}
