import { sql } from 'kysely'
import { type Day, instantAt } from '../../../basics/dates.ts'
import type { Work } from '../../../db/work.ts'
import { isLatest } from './series.ts'

export type Leader = { id: string; name: string; credential: string; part: 'lead' | 'co-lead' }
export type GroupOfDay = Awaited<ReturnType<typeof groupsOn>>[number]

/** The groups that meet on a day, in the order of the clock: who leads, how full they are, who is marked, what is signed. */
export async function groupsOn(work: Work, day: Day) {
  const rows = await work.db
    .selectFrom('groupSession as g')
    .innerJoin('groupSeries as r', (join) =>
      join.onRef('r.clinicId', '=', 'g.clinicId').onRef('r.id', '=', 'g.seriesId'),
    )
    .innerJoin('room as o', (join) => join.onRef('o.clinicId', '=', 'g.clinicId').onRef('o.id', '=', 'g.roomId'))
    .leftJoin('sessionCancellation as x', (join) =>
      join.onRef('x.clinicId', '=', 'g.clinicId').onRef('x.sessionId', '=', 'g.id'),
    )
    .leftJoin('noteSignature as n', (join) =>
      join.onRef('n.clinicId', '=', 'g.clinicId').onRef('n.sessionId', '=', 'g.id').on('n.part', '=', 'author'),
    )
    .leftJoin('noteSignature as co', (join) =>
      join.onRef('co.clinicId', '=', 'g.clinicId').onRef('co.sessionId', '=', 'g.id').on('co.part', '=', 'co-signer'),
    )
    .where('g.heldOn', '=', day)
    .where(isLatest)
    .select([
      'g.id',
      'g.heldOn',
      'r.id as seriesId',
      'r.name',
      'r.topic',
      'r.starts',
      'r.minutes',
      'r.timeZone',
      'o.name as room',
      'o.isVideo',
      'x.because as cancelledBecause',
      'n.nameAndCredential as signedBy',
      'n.signedAt',
      'n.needsCosign',
      'co.signedAt as cosignedAt',
    ])
    .select([
      sql<Date | null>`lower(g.during)`.as('begins'),
      sql<Date | null>`upper(g.during)`.as('finishes'),
      leadersOn.as('leaders'),
      sql<number>`(select count(*)::int from series_chair c where c.clinic_id = g.clinic_id and c.series_id = g.series_id)`.as(
        'chairs',
      ),
      // As a list of one, by the plain index: an equality takes the index of the exclusion, at three times the pages.
      sql<number>`(select count(*)::int from seat s where s.clinic_id = g.clinic_id and s.series_id = any (array[g.series_id]) and s.during @> g.held_on)`.as(
        'seated',
      ),
      sql<{ marked: number; there: number }>`(
        select jsonb_build_object('marked', count(*), 'there', count(*) filter (where a.minutes > 0))
        from attendance_now a where a.clinic_id = g.clinic_id and a.session_id = g.id and a.mark <> 'cleared')`.as(
        'marks',
      ),
    ])
    .execute()
  return rows
    .map(({ begins, finishes, ...row }) => {
      // A cancelled meeting holds no room any more: its hour is the one that its series keeps.
      const starts = begins ?? instantAt(row.heldOn, row.starts, row.timeZone)
      return { ...row, starts, ends: finishes ?? new Date(starts.getTime() + row.minutes * 60_000) }
    })
    .sort((a, b) => a.starts.getTime() - b.starts.getTime() || a.name.localeCompare(b.name))
}

/** Whoever leads the meeting `g`, those who cover included, the lead first. */
const leadersOn = sql<Leader[]>`(
  select coalesce(jsonb_agg(jsonb_build_object('id', m.id, 'name', m.given_name || ' ' || m.family_name,
                                               'credential', m.credential, 'part', l.part) order by l.part desc), '[]')
  from session_leader l join staff_member m on m.clinic_id = l.clinic_id and m.id = l.staff_id
  where l.clinic_id = g.clinic_id and l.session_id = g.id)`

/** How many of this person's own groups before a day still wait for their note. */
export async function olderNotesDue(work: Work, staffId: string, before: Day): Promise<number> {
  const { due } = await work.db
    .selectFrom('noteDue as d')
    .innerJoin('groupSession as g', (join) =>
      join.onRef('g.clinicId', '=', 'd.clinicId').onRef('g.id', '=', 'd.sessionId'),
    )
    .where('g.heldOn', '<', before)
    .where('d.since', '<=', work.at)
    .where(sql<boolean>`exists (select from session_leader l where l.clinic_id = g.clinic_id and l.session_id = g.id
                                and l.staff_id = ${staffId})`)
    .select(sql<number>`count(*)::int`.as('due'))
    .executeTakeFirstOrThrow()
  return due
}
