import type { Mark } from '../../basics/mark.ts'
import type { Day } from '../../basics/dates.ts'
import { refuse, type Refusal } from '../../basics/refusal.ts'

/** Who may make a diagnosis, and whose signature a plan needs after theirs. */
export type Diagnoses = 'yes' | 'provisional' | 'no'
export type Signs = 'alone' | 'with-cosign' | 'no'
export type LicenceRow = {
  credential: string
  /** Null: everywhere. */
  state: string | null
  diagnoses: Diagnoses
  signs: Signs
  source: string
  mark: Mark
}

const rows = (credentials: string, diagnoses: Diagnoses, signs: Signs): LicenceRow[] =>
  credentials.split(' ').map((credential) => ({
    credential,
    state: null,
    diagnoses,
    signs,
    source: 'clinical.md §7.4',
    mark: 'K',
  }))

/**
 * As common practice has it; every row waits for the clinic's compliance officer. Where states differ (LADC and the like), the
 * careful reading stands: no diagnosis, and a second signature. Source: clinical.md §7.4 [K].
 */
export const defaultLicences: readonly LicenceRow[] = [
  ...rows('MD DO PMHNP NP APRN PA PHD PSYD LCSW LICSW LMFT LPC LPCC LMHC', 'yes', 'alone'),
  ...rows('LMSW LSW LGSW ASW CSW AMFT APC APCC LAC MHC-LP INTERN', 'provisional', 'with-cosign'),
  ...rows('LADC LCADC CADC CASAC CASAC-T LCDC CAC CAP RADT', 'no', 'with-cosign'),
  ...rows('RN LPN CRPA CARC CPRS STUDENT VOLUNTEER', 'no', 'no'),
]

const plain = (text: string): string =>
  text
    .normalize('NFKD')
    .toUpperCase()
    .replace(/[^A-Z]/g, '')
const partsOf = (credential: string): string[] =>
  credential
    .split(/[,;/]|\band\b/i)
    .map(plain)
    .filter((part) => part !== '')
const withoutTier = (part: string): string => part.replace(/(I{1,3}|IV)$/, '')

/** The table under a clinic's own rows, which come newest first. */
export function withOwnLicences(own: readonly LicenceRow[]): readonly LicenceRow[] {
  const seen = new Set<string>()
  return [...own, ...defaultLicences].filter((row) => {
    const key = `${plain(row.credential)} ${row.state ?? ''}`
    return seen.has(key) ? false : (seen.add(key), true)
  })
}

const signsRank: readonly Signs[] = ['no', 'with-cosign', 'alone']
const diagnosesRank: readonly Diagnoses[] = ['no', 'provisional', 'yes']

/**
 * What a credential allows as it stands behind a name ('LCSW, CADC-II'): of several the one that allows most. Null for none
 * and for one that the table does not hold. A state's own row speaks before the general one.
 */
export function licenceOf(
  credential: string,
  state: string | null,
  table: readonly LicenceRow[] = defaultLicences,
): LicenceRow | null {
  const found = partsOf(credential).flatMap((part) => {
    const named = (wanted: string) => table.filter((row) => plain(row.credential) === wanted)
    const exact = named(part)
    const all = exact.length > 0 ? exact : named(withoutTier(part))
    return all.find((row) => state !== null && row.state === state) ?? all.find((row) => row.state === null) ?? []
  })
  return found.reduce<LicenceRow | null>((best, row) => {
    if (best === null) return row
    const more =
      signsRank.indexOf(row.signs) - signsRank.indexOf(best.signs) ||
      diagnosesRank.indexOf(row.diagnoses) - diagnosesRank.indexOf(best.diagnoses)
    return more > 0 ? row : best
  }, null)
}

/** Whether someone may sign a plan, and whether a second signature must follow. An unknown credential needs one. */
export function mayPutNameUnderPlan(
  credential: string,
  state: string | null,
  table: readonly LicenceRow[] = defaultLicences,
): { needsCosign: boolean } | Refusal {
  if (credential.trim() === '')
    return refuse(
      'no-credential',
      'Your credential is not in the house yet. Ask an administrator to add it, then sign.',
    )
  const signs = licenceOf(credential, state, table)?.signs ?? 'with-cosign'
  return signs === 'no'
    ? refuse('credential', `A plan is signed by a clinician. As ${credential} you can write in it; ask one to sign.`)
    : { needsCosign: signs === 'with-cosign' }
}

/**
 * Whether someone may make this diagnosis: their licence says so, and one that diagnoses provisionally makes it provisional.
 * Source: clinical.md §7.4 [K]; a state's row speaks before the general one.
 */
export function mayDiagnose(
  credential: string,
  certainty: 'confirmed' | 'provisional',
  state: string | null,
  table: readonly LicenceRow[] = defaultLicences,
): Refusal | null {
  const may = licenceOf(credential, state, table)?.diagnoses ?? 'no'
  if (may === 'no')
    return refuse(
      'credential',
      'Your license does not make diagnoses here. Ask a prescriber or an independently licensed therapist.',
    )
  return may === 'provisional' && certainty === 'confirmed'
    ? refuse(
        'provisional',
        'With your license a diagnosis is provisional. Someone with an independent license confirms it.',
      )
    : null
}

/** Whether a clinic's own row may be recorded: it begins on a real day and says where it stands. */
export type NewLicenceRow = LicenceRow & { from: Day }
