import type pg from 'pg'

/** People counted together: enough to spare round trips, few enough that every join stays small. */
const together = 25

/**
 * Makes the boards of a clinic from its rows, exactly as `rebuild_boards` does (a test holds the two equal), but a few
 * people at a time: joined all at once, a year of a clinic takes six times as long, and a hundred clinics never end.
 */
export async function countBoards(
  owner: pg.Client,
  clinicId: string,
  onProgress: (share: number) => void = () => {},
): Promise<void> {
  await owner.query('analyze seat, group_session, visit, attendance_mark, episode, outreach, note_signature')
  for (const board of ['episode_week', 'unreached', 'note_due', 'open_hand_off']) {
    await owner.query(`delete from ${board} where clinic_id = $1`, [clinicId])
  }
  const { rows } = await owner.query<{ client: string; since: string }>(
    'select client_id as client, min(lower(during))::text as since from episode where clinic_id = $1 group by client_id order by 2, 1',
    [clinicId],
  )
  for (let n = 0; n < rows.length; n += together) {
    const some = rows.slice(n, n + together)
    const clients = some.map((one) => one.client)
    const since = some[0]?.since
    await owner.query('select recount_weeks($1, $2::uuid[], $3::date, current_date + 49)', [clinicId, clients, since])
    await owner.query('select recount_unreached($1, $2::uuid[])', [clinicId, clients])
    onProgress(n / rows.length)
  }
  await owner.query(
    `insert into note_due (clinic_id, session_id, since)
     select g.clinic_id, g.id, upper(g.during) from group_session g
     where g.clinic_id = $1 and not isempty(g.during)
       and not exists (select from note_signature s where s.clinic_id = g.clinic_id and s.session_id = g.id and s.part = 'author')`,
    [clinicId],
  )
  await owner.query('select recount_hand_offs($1, (select array_agg(id) from hand_off where clinic_id = $1))', [
    clinicId,
  ])
}
