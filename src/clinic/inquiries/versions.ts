import { field, listOf, textOf } from './foreign.ts'
import type { Entry } from './reading.ts'

type Version = 'DSTU2' | 'STU3' | 'R4' | 'R5'
type Signs = Record<Version | 'R4 or R5' | 'before R5', number>

const TYPES_OF: Record<string, keyof Signs> = {
  MedicationOrder: 'DSTU2',
  DiagnosticOrder: 'DSTU2',
  DeviceUseRequest: 'DSTU2',
  Conformance: 'DSTU2',
  ProcedureRequest: 'STU3',
  ReferralRequest: 'STU3',
  EligibilityRequest: 'STU3',
  ProcessRequest: 'STU3',
  ServiceRequest: 'R4 or R5',
  Transport: 'R5',
  NutritionIntake: 'R5',
  DeviceDispense: 'R5',
}

// Where STU3 says 'context', the others say 'encounter'.
const ENCOUNTER_WAS_CONTEXT = new Set([
  'Condition',
  'DiagnosticReport',
  'MedicationRequest',
  'Observation',
  'Procedure',
  'QuestionnaireResponse',
])

/**
 * The FHIR version a bundle is written in, told by its resources, for FHIR files do not say: by resource types that
 * exist in some versions only and by fields that changed their shape. R4 where nothing speaks for another.
 */
export function versionOf(entries: readonly Entry[]): Version {
  const signs: Signs = { DSTU2: 0, STU3: 0, R4: 0, R5: 0, 'R4 or R5': 0, 'before R5': 0 }
  for (const { resource } of entries) {
    const sign = signOf(resource)
    if (sign) signs[sign]++
  }
  if (signs.DSTU2 + signs.STU3 > signs['R4 or R5'] + signs.R5) return signs.DSTU2 > 0 ? 'DSTU2' : 'STU3'
  return signs.R5 > signs['before R5'] ? 'R5' : 'R4'
}

function signOf(resource: Entry['resource']): keyof Signs | undefined {
  const type = resource.resourceType
  if (Object.hasOwn(TYPES_OF, type)) return TYPES_OF[type]
  for (const profile of listOf(field(resource, 'meta', 'profile')).slice(0, 10)) {
    const url = textOf(profile, 300) ?? ''
    if (/dstu2|\/daf-|\/1\.0(\.\d)?\//i.test(url)) return 'DSTU2'
    if (/stu3|standardhealthrecord|\/3\.0(\.\d)?\//i.test(url)) return 'STU3'
  }
  if (type === 'Patient' && listOf(resource['name']).some((name) => Array.isArray(field(name, 'family'))))
    return 'DSTU2'
  if (ENCOUNTER_WAS_CONTEXT.has(type) && field(resource, 'context', 'reference') !== undefined) return 'STU3'
  if (type === 'Condition' || type === 'AllergyIntolerance') {
    const status = resource['clinicalStatus']
    if (typeof status === 'string' || resource['assertedDate'] !== undefined) return 'STU3'
    return status === undefined ? undefined : 'R4 or R5'
  }
  if (type === 'Encounter') {
    if (typeof resource['class'] === 'string') return 'DSTU2'
    if (resource['reason'] !== undefined && !Array.isArray(resource['class'])) return 'STU3'
    return Array.isArray(resource['class']) || resource['actualPeriod'] !== undefined ? 'R5' : 'before R5'
  }
  if (type === 'MedicationRequest' || type === 'MedicationStatement')
    return resource['medication'] === undefined ? 'before R5' : 'R5'
  return undefined
}
