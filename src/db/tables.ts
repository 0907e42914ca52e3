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

export type DB = Omit<Generated, 'clientNow' | 'attendanceNow' | 'trailSeal'> & {
  clientNow: ClientNow
  attendanceNow: Selectable<Generated['attendanceMark']>
  trailSeal: Omit<Generated['trailSeal'], 'position'> & { position: ColumnType<number> }
}
