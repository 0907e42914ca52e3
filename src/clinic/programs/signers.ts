import type { Mark } from '../../basics/mark.ts'
import { serviceKind } from './library.ts'

/** Which groups someone with a credential may lead, and so write for. */
export type Leads = 'any' | 'education' | 'peer-support' | 'none'

export type SignerRow = {
  credential: string
  label: string
  /** Null: everywhere. A state's own row speaks before it. */
  state: string | null
  leads: Leads
  cosign: boolean
  /** Who signs after them, in words; null where nobody must. */
  by: string | null
  source: string
  mark: Mark
}

const matrix = { state: null, source: 'clinical.md §7.4', mark: 'K' } as const
const rows = (
  credentials: readonly [credential: string, label: string][],
  leads: Leads,
  cosign: boolean,
  by: string | null,
): SignerRow[] => credentials.map(([credential, label]) => ({ ...matrix, credential, label, leads, cosign, by }))

/**
 * Who may sign what they write, and whose signature must follow, as common practice has it: every row is marked K and waits
 * for the clinic's compliance officer. Where practice differs by state (LADC and the like), the careful reading stands.
 */
export const defaultSigners: readonly SignerRow[] = [
  ...rows(
    [
      ['MD', 'physician'],
      ['DO', 'physician'],
      ['PMHNP', 'psychiatric nurse practitioner'],
      ['NP', 'nurse practitioner'],
      ['APRN', 'advanced practice nurse'],
      ['PA', 'physician assistant'],
      ['PHD', 'psychologist'],
      ['PSYD', 'psychologist'],
      ['LCSW', 'clinical social worker'],
      ['LICSW', 'clinical social worker'],
      ['LMFT', 'marriage and family therapist'],
      ['LPC', 'professional counselor'],
      ['LPCC', 'professional counselor'],
      ['LMHC', 'mental health counselor'],
    ],
    'any',
    false,
    null,
  ),
  ...rows(
    [
      ['LMSW', 'master social worker'],
      ['LSW', 'social worker'],
      ['LGSW', 'graduate social worker'],
      ['ASW', 'associate social worker'],
      ['CSW', 'certified social worker'],
      ['AMFT', 'associate therapist'],
      ['APC', 'associate counselor'],
      ['APCC', 'associate counselor'],
      ['LAC', 'associate counselor'],
      ['MHC-LP', 'counselor with a limited permit'],
      ['INTERN', 'intern'],
    ],
    'any',
    true,
    'a supervisor with an independent license',
  ),
  ...rows(
    [
      ['LADC', 'alcohol and drug counselor'],
      ['LCADC', 'clinical alcohol and drug counselor'],
      ['CADC', 'alcohol and drug counselor'],
      ['CASAC', 'alcohol and substance abuse counselor'],
      ['CASAC-T', 'alcohol and substance abuse counselor in training'],
      ['LCDC', 'chemical dependency counselor'],
      ['CAC', 'addiction counselor'],
      ['CAP', 'addiction professional'],
      ['RADT', 'registered alcohol and drug technician'],
    ],
    'any',
    true,
    'a clinical supervisor',
  ),
  ...rows(
    [
      ['RN', 'registered nurse'],
      ['LPN', 'practical nurse'],
    ],
    'education',
    false,
    null,
  ),
  ...rows(
    [
      ['CRPA', 'recovery peer advocate'],
      ['CARC', 'recovery coach'],
      ['CPRS', 'peer recovery specialist'],
    ],
    'peer-support',
    true,
    'a supervisor, who reviews it',
  ),
  ...rows(
    [
      ['STUDENT', 'student'],
      ['VOLUNTEER', 'volunteer'],
    ],
    'none',
    true,
    'the lead facilitator',
  ),
]

const plain = (credential: string): string =>
  credential
    .normalize('NFKD')
    .toUpperCase()
    .replace(/[^A-Z]/g, '')

/** 'LCSW, CADC-II' → LCSW and CADCII; 'CADC-II' is held for CADC, because a tier is no other credential. */
const parts = (credential: string): string[] =>
  credential
    .split(/[,;/]|\band\b/i)
    .map(plain)
    .filter((part) => part !== '')
const withoutTier = (part: string): string => part.replace(/(I{1,3}|IV)$/, '')

/**
 * The table with a clinic's own rows, which come newest first: the first row of a credential and state speaks, before the one
 * that came with Stepwell.
 */
export function withOwnRows(own: readonly SignerRow[]): readonly SignerRow[] {
  const seen = new Set<string>()
  return [...own, ...defaultSigners].filter((row) => {
    const key = `${plain(row.credential)} ${row.state ?? ''}`
    return seen.has(key) ? false : (seen.add(key), true)
  })
}

const reach: readonly Leads[] = ['none', 'peer-support', 'education', 'any']

/**
 * The row that speaks for a credential as someone writes it behind the name ('Ph.D.', 'LCSW, CADC-II'): of several the
 * one that may do most alone. Null for a credential that the table does not hold, and for none.
 */
export function signerOf(
  credential: string,
  state: string | null = null,
  table: readonly SignerRow[] = defaultSigners,
): SignerRow | null {
  const found = parts(credential).flatMap((part) => {
    const named = (wanted: string) => table.filter((row) => plain(row.credential) === wanted)
    const exact = named(part)
    const all = exact.length > 0 ? exact : named(withoutTier(part))
    return all.find((row) => row.state === state && state !== null) ?? all.find((row) => row.state === null) ?? []
  })
  return found.reduce<SignerRow | null>((best, row) => {
    if (best === null) return row
    if (reach.indexOf(row.leads) !== reach.indexOf(best.leads)) {
      return reach.indexOf(row.leads) > reach.indexOf(best.leads) ? row : best
    }
    return best.cosign && !row.cosign ? row : best
  }, null)
}

/**
 * Whether a note signed with this credential waits for a second signature, and whose. An unknown credential must be
 * co-signed. Source: clinical.md §7.4 [K]; a state's row speaks before the general one.
 */
export function mustBeCosigned(
  credential: string,
  state: string | null = null,
  table: readonly SignerRow[] = defaultSigners,
): { cosign: boolean; by: string | null; source: string; mark: Mark } {
  const row = signerOf(credential, state, table)
  if (row === null) {
    return { cosign: true, by: 'a supervisor with an independent license', source: 'not in the table', mark: 'K' }
  }
  return { cosign: row.cosign, by: row.by, source: row.source, mark: row.mark }
}

/** Whether someone may lead, and so sign for, a group of this kind; kinds are those of programs/library.ts. */
export function mayLead(row: SignerRow, kind: string): boolean {
  if (row.leads === 'any') return true
  if (row.leads === 'education') return serviceKind(kind)?.capClass === 'education'
  return row.leads === 'peer-support' && (kind === 'peer-support' || kind === 'mutual-aid')
}
