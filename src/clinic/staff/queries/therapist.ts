import { sql, type RawBuilder } from 'kysely'
import type { Day } from '../../../basics/dates.ts'

// Who is a stay's primary therapist: the newest row of `primary_therapist`. Said once, as a part of other questions: each reads one row
// by its index, whatever it stands in.

const newest = (clinic: string, episode: string): string => `pt.clinic_id = ${clinic} and pt.episode_id = ${episode}`

// Beside the row and not joined to it: of few members of staff a join would read them all, each time.
const named = `(select pm.given_name || ' ' || pm.family_name from staff_member pm
    where pm.clinic_id = pt.clinic_id and pm.id = pt.staff_id)`

/** The person's id, in the words of SQL. `clinic` and `episode` name the columns of the stay: 'e.clinic_id', 'e.id'. */
export const therapistIdText = (clinic: string, episode: string): string =>
  `(select pt.staff_id from primary_therapist pt where ${newest(clinic, episode)} order by pt.assigned_at desc, pt.id desc limit 1)`

/** The same as a name. */
export const therapistNameText = (clinic: string, episode: string): string =>
  `(select ${named} from primary_therapist pt
    where ${newest(clinic, episode)} order by pt.assigned_at desc, pt.id desc limit 1)`

/** The person's id, to stand in a question or after `lateral`. */
export const therapistId = (clinic: string, episode: string): RawBuilder<string | null> =>
  sql.raw(therapistIdText(clinic, episode))

/** The person's name. */
export const therapistName = (clinic: string, episode: string): RawBuilder<string | null> =>
  sql.raw(therapistNameText(clinic, episode))

/** Who it is on a day: a change that begins later does not count yet. */
export const therapistIdOn = (clinic: string, episode: string, on: Day): RawBuilder<string | null> =>
  sql`(select pt.staff_id from primary_therapist pt where ${sql.raw(newest(clinic, episode))} and pt.from_day <= ${on}::date
    order by pt.assigned_at desc, pt.id desc limit 1)`

export const therapistNameOn = (clinic: string, episode: string, on: Day): RawBuilder<string | null> =>
  sql`(select ${sql.raw(named)} from primary_therapist pt
    where ${sql.raw(newest(clinic, episode))} and pt.from_day <= ${on}::date order by pt.assigned_at desc, pt.id desc limit 1)`

/**
 * Of many stays at once, each on a day of its own: what stands in `stays` beside `staff_id`, without those whom nobody led. Row by row
 * it would read five times as much. `stays` has `clinic_id`, `id` and the column `on`; `which` says which of them, as `j`.
 */
export const therapistsOfMany = (stays: string, on: string, which: string): RawBuilder<unknown> =>
  sql.raw(`select distinct on (j.id) j.*, pt.staff_id from ${stays} j
    join primary_therapist pt on ${newest('j.clinic_id', 'j.id')} and pt.from_day <= j.${on}
    where ${which} order by j.id, pt.assigned_at desc, pt.id desc`)
