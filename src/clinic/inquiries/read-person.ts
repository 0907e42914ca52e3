import { type Refusal, isRefusal, refuse } from '../../basics/refusal.ts'
import { conceptOf, dayOf, extensionsOf, field, firstText, listOf, textOf } from './foreign.ts'
import { plainName } from './duplicates.ts'
import { readNames } from './read-names.ts'
import type { Reading } from './reading.ts'
import { type Person, SEXES, SOCIAL_SECURITY_SYSTEM } from './referral.ts'
import { birthDateRefusal } from './rules.ts'

/** The person referred, or the first reason why this referral cannot be taken. */
export function readPerson(reading: Reading): Person | Refusal {
  const { patient, today, leave } = reading
  const names = readNames(reading)
  if (isRefusal(names)) return names
  const died = deathRefusal(reading)
  if (died) return died
  const birthText = textOf(patient['birthDate'])
  const birthDate = dayOf(birthText) ?? birthText
  const refused = birthDateRefusal(birthDate, today)
  if (refused) return askSender(refused)

  const pronouns = textInside(extensionsOf(patient, /pronoun/i)[0])
  const language = languageOf(patient)
  const maritalStatus = maritalStatusOf(patient['maritalStatus'])
  const race = categoriesOf(extensionsOf(patient, /us-core-race$/)[0])
  const ethnicity = categoriesOf(extensionsOf(patient, /us-core-ethnicity$/)[0])
  if (field(patient, 'active') === false)
    leave('Inactive patient record', 'The sender no longer keeps this record in use: ask whether it is current.')
  return {
    ...names,
    birthDate: birthDate ?? '',
    sex: sexOf(reading),
    ...(pronouns && { pronouns }),
    ...(language && { language }),
    ...(maritalStatus && { maritalStatus }),
    ...(race && { race }),
    ...(ethnicity && { ethnicity }),
    identifiers: identifiersOf(patient),
  }
}

const askSender = (refusal: Refusal): Refusal =>
  refusal.refused === 'too-young'
    ? refusal
    : { ...refusal, because: `${refusal.because} Ask the sender for a corrected file, or enter the person by hand.` }

function deathRefusal({ patient, of }: Reading): Refusal | undefined {
  const on = textOf(patient['deceasedDateTime'])?.slice(0, 10)
  if (on !== undefined || [true, 'true'].some((dead) => dead === patient['deceasedBoolean']))
    return refuse(
      'died',
      `According to the file this person died${on === undefined ? '' : ` on ${on}`}. If that is wrong, ask the sender for a corrected file.`,
    )
  const certificate = [...of('Observation'), ...of('Encounter'), ...of('DiagnosticReport')].find((resource) =>
    [
      ...(conceptOf(resource['code'])?.codes ?? []),
      ...listOf(resource['type']).flatMap((type) => conceptOf(type)?.codes ?? []),
    ].some((code) => DEATH_CERTIFICATE.has(code)),
  )
  if (certificate === undefined) return undefined
  return refuse(
    'died',
    'The file holds a death certificate for this person. If that is wrong, ask the sender for a corrected file.',
  )
}

/** LOINC cause of death and certificate of death, SNOMED CT death certification. */
const DEATH_CERTIFICATE = new Set(['69453-9', '69409-1', '308646001'])

const SNOMED_FEMALE = '248152002'
const SNOMED_MALE = '248153007'

function sexOf({ patient, leave }: Reading): Person['sex'] {
  const gender = textOf(patient['gender'])?.toLowerCase()
  const sex = SEXES.find((known) => known === gender)
  if (sex) return sex
  const birthSex = textOf(field(extensionsOf(patient, /us-core-birthsex$/)[0], 'valueCode'))
  const sexCode = textOf(field(extensionsOf(patient, /us-core-(individual-)?sex$/)[0], 'valueCoding', 'code'))
  if (birthSex === 'F' || sexCode === SNOMED_FEMALE) return 'female'
  if (birthSex === 'M' || sexCode === SNOMED_MALE) return 'male'
  leave('Sex', 'The file does not say it in a way Stepwell knows: ask the person.')
  return 'unknown'
}

/** Whatever text an extension holds, at its own level or one below. */
const textInside = (extension: unknown): string | undefined => {
  for (const at of [extension, ...listOf(field(extension, 'extension'))]) {
    const text =
      conceptOf(field(at, 'valueCodeableConcept') ?? field(at, 'valueCoding'))?.label ??
      firstText(field(at, 'valueString'))
    if (text !== undefined) return text
  }
  return undefined
}

/** Race and ethnicity of US Core: the categories the person chose, else the free text. */
function categoriesOf(extension: unknown): string | undefined {
  const parts = listOf(field(extension, 'extension'))
  const chosen = parts.flatMap((part) => conceptOf(field(part, 'valueCoding'))?.label ?? []).slice(0, 20)
  const text = parts.map((part) => textOf(field(part, 'valueString'))).find((value) => value !== undefined)
  return chosen.length > 0 ? [...new Set(chosen)].join(', ') : text
}

function languageOf(patient: unknown): string | undefined {
  const spoken = listOf(field(patient, 'communication'))
  const first = spoken.find((language) => field(language, 'preferred') === true) ?? spoken[0]
  const concept = conceptOf(field(first, 'language'))
  if (concept === undefined) return undefined
  if (concept.words !== '' || concept.code === null) return concept.label
  try {
    return new Intl.DisplayNames(['en'], { type: 'language' }).of(concept.code) ?? concept.label
  } catch {
    return concept.label
  }
}

// Synthea and others send 'S' as the display of the code 'S'.
const MARITAL_STATUS: Record<string, string> = {
  A: 'Annulled',
  C: 'Common law',
  D: 'Divorced',
  I: 'Divorce not final',
  L: 'Legally separated',
  M: 'Married',
  P: 'Polygamous',
  S: 'Never married',
  T: 'Domestic partner',
  U: 'Unmarried',
  W: 'Widowed',
}

function maritalStatusOf(value: unknown): string | undefined {
  const concept = conceptOf(value)
  if (concept === undefined || concept.code === 'UNK') return undefined
  return concept.code !== null && Object.hasOwn(MARITAL_STATUS, concept.code)
    ? MARITAL_STATUS[concept.code]
    : concept.label
}

// Kept whole, these would make the record worth stealing; four characters are enough to tell two people apart.
const CUT_TO_FOUR: Record<string, string> = {
  SS: 'Social Security number (last 4)',
  PPN: 'Passport number (last 4)',
  DL: 'Driver’s license (last 4)',
  TAX: 'Tax number (last 4)',
}

function identifiersOf(patient: unknown): Person['identifiers'] {
  const read = listOf(field(patient, 'identifier'))
    .slice(0, 50)
    .flatMap((identifier) => {
      const raw = textOf(field(identifier, 'value'))
      if (raw === undefined) return []
      const type = conceptOf(field(identifier, 'type'))
      const system = textOf(field(identifier, 'system')) ?? ''
      const isSocialSecurity = /us-ssn$|840\.1\.113883\.4\.1$/.test(system)
      const kind = isSocialSecurity ? 'SS' : type?.codes.find((code) => Object.hasOwn(CUT_TO_FOUR, code))
      if (kind === undefined) return [{ system, value: raw, label: type?.label ?? 'Identifier' }]
      const value = plainName(raw).toUpperCase().slice(-4)
      const label = CUT_TO_FOUR[kind] ?? 'Identifier'
      return value === '' ? [] : [{ system: kind === 'SS' ? SOCIAL_SECURITY_SYSTEM : system, value, label }]
    })
  // Some senders give one number twice, once with its kind and once without: the one that says its kind is kept.
  return read.filter(
    ({ value, label }, i) =>
      !read.some(
        (other, j) =>
          other.value === value &&
          (label === 'Identifier' ? other.label !== label || j < i : other.label === label && j < i),
      ),
  )
}
