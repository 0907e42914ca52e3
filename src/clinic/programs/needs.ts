import type { Needs } from '../staff/credentials.ts'
import type { ServiceKind } from './library.ts'
import { defaultSigners, mayLead, type SignerRow, signerOf } from './signers.ts'

/**
 * What a service asks of whoever holds it: a licence where the library says so, its named training, and a credential that
 * reaches that far. A credential that the table does not hold is held for enough: its licence speaks for it, and what they
 * sign is co-signed. Source: clinical.md §7.4 [K].
 */
export function needsOf(
  kind: Pick<ServiceKind, 'key' | 'label' | 'needsLicence' | 'training'>,
  state: string | null = null,
  table: readonly SignerRow[] = defaultSigners,
): Needs {
  // Asked of one credential for every date of a house's calendar: the table is read for it once.
  const known = new Map<string, boolean>()
  return {
    label: kind.label,
    licence: kind.needsLicence,
    training: kind.training,
    permits: (credentials) => {
      const found = known.get(credentials)
      if (found !== undefined) return found
      const row = signerOf(credentials, state, table)
      const isEnough = row === null || mayLead(row, kind.key)
      known.set(credentials, isEnough)
      return isEnough
    },
  }
}
