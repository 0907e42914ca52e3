import type { ColumnType, Selectable } from 'kysely'
import type { DB as Generated } from './schema.d.ts'

// A view's columns look nullable to the generator; these never are, or are exactly as in the table beneath.
type ClientNow = Pick<
  Selectable<Generated['clientIdentity']>,
  | 'clinicId'
  | 'givenName'
  | 'familyName'
  | 'middleNames'
  | 'preferredName'
  | 'birthDate'
  | 'sex'
  | 'pronouns'
  | 'language'
  | 'searchName'
> &
  Pick<Selectable<Generated['client']>, 'id' | 'number' | 'addedAt'>

type SessionLeader = {
  clinicId: string
  sessionId: string
  seriesId: string
  heldOn: string
  part: string
  staffId: string
  isCover: boolean
}

export type DB = Omit<
  Generated,
  'clientNow' | 'attendanceNow' | 'trailSeal' | 'staffLicenseNow' | 'sessionLeader' | 'clientHomeState'
> & {
  clientNow: ClientNow
  staffLicenseNow: Selectable<Generated['staffLicense']>
  sessionLeader: SessionLeader
  clientHomeState: { clinicId: string; clientId: string; state: string }
  attendanceNow: Selectable<Generated['attendanceMark']>
  trailSeal: Omit<Generated['trailSeal'], 'position'> & { position: ColumnType<number> }
}
