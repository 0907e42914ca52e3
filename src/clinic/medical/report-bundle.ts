import { z } from 'zod'
import { refuse, type Refusal } from '../../basics/refusal.ts'
import {
  cut,
  dayIn,
  type LabReport,
  type LabStatus,
  mostReports,
  mostResults,
  type Observed,
  resultFrom,
  validityFrom,
  worse,
} from './lab-report.ts'

const coding = z.looseObject({
  system: z.string().optional(),
  code: z.string().optional(),
  display: z.string().optional(),
})
const concept = z.looseObject({ coding: z.array(coding).optional(), text: z.string().optional() })
const quantity = z.looseObject({
  value: z.number().optional(),
  comparator: z.string().optional(),
  unit: z.string().optional(),
})
const reference = z.looseObject({
  reference: z.string().optional(),
  display: z.string().optional(),
  identifier: z.looseObject({ value: z.string().optional() }).optional(),
})
const identifier = z.looseObject({ value: z.string().optional(), type: concept.optional() })
const observation = z.looseObject({
  code: concept.optional(),
  status: z.string().optional(),
  method: concept.optional(),
  valueString: z.string().optional(),
  valueQuantity: quantity.optional(),
  valueCodeableConcept: concept.optional(),
  interpretation: z.array(concept).optional(),
  referenceRange: z.array(z.looseObject({ text: z.string().optional(), high: quantity.optional() })).optional(),
  note: z.array(z.looseObject({ text: z.string().optional() })).optional(),
})
const report = z.looseObject({
  status: z.string().optional(),
  identifier: z.array(identifier).optional(),
  basedOn: z.array(reference).optional(),
  subject: reference.optional(),
  effectiveDateTime: z.string().optional(),
  issued: z.string().optional(),
  performer: z.array(reference).optional(),
  result: z.array(reference).optional(),
  conclusion: z.string().optional(),
  code: concept.optional(),
})
const patient = z.looseObject({
  name: z.array(z.looseObject({ family: z.string().optional(), given: z.array(z.string()).optional() })).optional(),
  birthDate: z.string().optional(),
})
const bundle = z.looseObject({
  resourceType: z.literal('Bundle'),
  entry: z
    .array(
      z.looseObject({
        fullUrl: z.string().optional(),
        resource: z.looseObject({ resourceType: z.string(), id: z.string().optional() }),
      }),
    )
    .max(20_000),
})
type Found = Map<string, Record<string, unknown>>

/**
 * The reports in a FHIR R4 bundle: each DiagnosticReport with its observations, its patient, and the number of the order it
 * rests on. Refuses 'not-a-bundle', 'no-reports' and 'too-much', each in one sentence; nothing of such a file is kept.
 */
export function readReportBundle(text: string): LabReport[] | Refusal {
  let parsed: unknown
  try {
    parsed = JSON.parse(text)
  } catch {
    return notBundle
  }
  const read = bundle.safeParse(parsed)
  if (!read.success) return notBundle
  const found: Found = new Map()
  for (const { fullUrl, resource } of read.data.entry) {
    if (fullUrl !== undefined) found.set(fullUrl, resource)
    if (resource.id !== undefined) found.set(`${resource.resourceType}/${resource.id}`, resource)
  }
  const own = read.data.entry.filter(({ resource }) => resource.resourceType === 'DiagnosticReport')
  if (own.length === 0)
    return refuse('no-reports', 'There is no DiagnosticReport in this bundle. Ask the laboratory for it again.')
  if (own.length > mostReports) return tooMuch
  const reports: LabReport[] = []
  for (const { resource } of own) {
    const one = report.safeParse(resource)
    if (!one.success) return notBundle
    if ((one.data.result?.length ?? 0) > mostResults) return tooMuch
    const made = reportFrom(one.data, found)
    if (made === null)
      return refuse(
        'cut-off',
        'A report in this file points to results that are not in it. Ask the laboratory to send it whole.',
      )
    reports.push(made)
  }
  return reports
}

const notBundle = refuse(
  'not-a-bundle',
  'This file is no FHIR bundle that can be read, or it is cut off. Ask the laboratory to send it again.',
)
const tooMuch = refuse(
  'too-much',
  'This file holds more than can be read at once. Ask the laboratory to send it in parts.',
)

function reportFrom(one: z.infer<typeof report>, found: Found): LabReport | null {
  const who = patient.safeParse(found.get(one.subject?.reference ?? '') ?? {})
  const name = who.success ? who.data.name?.[0] : undefined
  const based = one.basedOn?.[0]
  const request = z
    .looseObject({ identifier: z.array(identifier).optional() })
    .safeParse(found.get(based?.reference ?? '') ?? {})
  const placed = (list: z.infer<typeof identifier>[] | undefined) =>
    list?.find(({ type }) => type?.coding?.some(({ code }) => code === 'PLAC'))?.value
  const number =
    based?.identifier?.value ??
    (request.success ? (placed(request.data.identifier) ?? request.data.identifier?.[0]?.value) : undefined) ??
    placed(one.identifier) ??
    ''
  const made: LabReport = {
    orderNumber: cut(number, 80),
    labNumber: cut(one.identifier?.find((id) => id.value !== number)?.value ?? '', 80),
    laboratory: cut(one.performer?.[0]?.display ?? '', 200),
    givenName: cut(name?.given?.[0] ?? '', 100),
    familyName: cut(name?.family ?? '', 100),
    birthDate: who.success ? dayIn(who.data.birthDate ?? '') : null,
    status: statusOf(one.status ?? ''),
    collectedAt: instant(one.effectiveDateTime),
    reportedAt: instant(one.issued),
    creatinine: null,
    gravity: null,
    acidity: null,
    temperature: null,
    saidValidity: '',
    words: cut(one.conclusion ?? '', 4000),
    results: [],
  }
  for (const { reference: to } of one.result ?? []) {
    const resource = found.get(to ?? '')
    const read = resource === undefined ? null : observation.safeParse(resource)
    if (read === null || !read.success) return null
    const observed = observedFrom(read.data, textOf(one.code))
    const validity = validityFrom(observed)
    if (validity === null) made.results.push(resultFrom(observed))
    else {
      const { saidValidity, ...measured } = validity
      Object.assign(made, measured)
      if (saidValidity !== undefined) made.saidValidity = worse(made.saidValidity, saidValidity)
    }
  }
  return made
}

function observedFrom(one: z.infer<typeof observation>, battery: string): Observed {
  const code = one.code?.coding?.[0]
  const amount = one.valueQuantity
  return {
    name: one.code?.text ?? code?.display ?? code?.code ?? '',
    code: code?.code ?? '',
    codeSystem: code?.system ?? '',
    value:
      amount?.value === undefined
        ? (one.valueString ?? textOf(one.valueCodeableConcept))
        : `${amount.comparator ?? ''}${amount.value}`,
    isNumber: amount?.value !== undefined,
    unit: amount?.unit ?? '',
    range: one.referenceRange?.[0]?.text ?? String(one.referenceRange?.[0]?.high?.value ?? ''),
    flag: one.interpretation?.[0]?.coding?.[0]?.code ?? '',
    method: `${textOf(one.method)} ${battery}`,
    isDone: !['cancelled', 'entered-in-error', 'registered'].includes(one.status ?? ''),
    words: (one.note ?? []).flatMap(({ text }) => text ?? []).join(' '),
  }
}

const textOf = (one: z.infer<typeof concept> | undefined): string =>
  one?.text ?? one?.coding?.[0]?.display ?? one?.coding?.[0]?.code ?? ''

function statusOf(status: string): LabStatus {
  if (status === 'final') return 'final'
  if (status === 'amended' || status === 'corrected' || status === 'appended') return 'corrected'
  return status === 'cancelled' || status === 'entered-in-error' ? 'cancelled' : 'preliminary'
}

function instant(text: string | undefined): Date | null {
  const at = text === undefined || !/^\d{4}-\d{2}-\d{2}T/.test(text) ? null : new Date(text)
  return at === null || Number.isNaN(at.getTime()) ? null : at
}
