import { sql } from 'kysely'
import { dayAt } from '../../../basics/dates.ts'
import type { Work } from '../../../db/work.ts'
import { type SettingRow, type Settings, settingsOn } from '../settings.ts'

/** The clinic's own rows, oldest first. */
export const settingRows = (work: Work): Promise<SettingRow[]> =>
  work.db
    .selectFrom('troubleRule as r')
    .innerJoin('staffMember as s', (join) => join.onRef('s.clinicId', '=', 'r.clinicId').onRef('s.id', '=', 'r.setBy'))
    .select(['r.key', 'r.value', 'r.effectiveFrom', 'r.setAt', 'r.source'])
    .select(sql<string>`s.given_name || ' ' || s.family_name`.as('by'))
    .orderBy('r.setAt')
    .orderBy('r.id')
    .execute()

export const settingsNow = async (work: Work): Promise<Settings> =>
  settingsOn(await settingRows(work), dayAt(work.at, work.clinic.timeZone))
