import type pg from 'pg'
import { signsAs } from '../clinic/programs/cosigning.ts'
import { mustBeCosigned } from '../clinic/programs/signers.ts'
import { visitContentHash } from '../clinic/notes/visit-content.ts'
import { demoId } from './ids.ts'

type Row = {
  id: string
  client_id: string
  episode_id: string
  kind: string
  held_on: string
  starts: Date
  ends: Date
  there: number
  staff_id: string
  name: string
  credential: string
  state: string
  goal: string | null
  director: string
  director_name: string
}

const data = [
  'Told of the week: two evenings at home, one at the meeting by the river, and a call that nearly went wrong.',
  'Brought the list of hard hours and went through it line by line. Payday and Sunday afternoon stand out.',
  'Spoke of sleep for most of the hour, and of what changed since the late shifts ended.',
  'Came straight from work, tired. Talked about the supervisor there and about asking for a free afternoon.',
  'Practised the call to a sibling twice, first stiffly and then in their own words.',
  'Looked back at the first month with me: what is easier, what is not, and who noticed.',
]
const assessments = [
  'Sees the pattern earlier than before and names it without being asked.',
  'Still harder in the evening; the plan for it is used on some days.',
  'More open than last time. The goal feels within reach to them.',
  'Worn out rather than low; no change in how the goal stands.',
]
const plans = [
  'Writes down one hard hour a day and what was done in it.',
  'Calls the sponsor before Sunday, and says next time how it went.',
  'Keeps the evening routine; we look at it again next week.',
  'Asks for the earlier shift; brings the answer along.',
]
const at = <T>(list: readonly T[], seed: string, salt: number): T => {
  const n = (Number.parseInt(seed.slice(0, 6), 16) * 31 + salt * 17) % list.length
  const found = list[n] ?? list[0]
  if (found === undefined) throw new Error('A list of words is empty.')
  return found
}

/** The clinic keeps notes of visits since eight weeks: signed but for the last two days, so that the queue has something to show. */
export async function addVisitNotes(owner: pg.Client, clinic: string, at_: Date): Promise<void> {
  await owner.query("select set_config('app.clinic', $1, true)", [clinic])
  const { rows } = await owner.query<Row>(
    `select v.id, v.client_id, v.episode_id, v.kind, v.held_on::text as held_on, lower(v.during) as starts, upper(v.during) as ends,
       a.minutes as there, v.staff_id, m.given_name || ' ' || m.family_name as name, m.credential, c.state,
       (select g.id from plan_goal g where g.clinic_id = v.clinic_id and g.episode_id = v.episode_id order by g.position limit 1) as goal,
       d.id as director, d.given_name || ' ' || d.family_name || ', ' || d.credential as director_name
     from visit v
     join attendance_now a on a.clinic_id = v.clinic_id and a.visit_id = v.id and a.minutes > 0
     join staff_member m on m.clinic_id = v.clinic_id and m.id = v.staff_id
     join clinic c on c.id = v.clinic_id
     join lateral (select s.id, s.given_name, s.family_name, s.credential from staff_member s join staff_role r on r.clinic_id = s.clinic_id and r.staff_id = s.id
       where s.clinic_id = v.clinic_id and r.role = 'director' order by s.id limit 1) d on true
     where v.clinic_id = $1 and v.held_on between $2::date - 56 and $2::date - 2 and not isempty(v.during)
       and v.kind not in ('drug-test', 'assessment') and upper(v.during) < $2`,
    [clinic, at_],
  )
  const notes: object[] = []
  const versions: object[] = []
  const signatures: object[] = []
  for (const row of rows) {
    const [note, version] = [demoId(row.ends, row.id, 'note'), demoId(row.ends, row.id, 'version')]
    const draft = {
      template: 'dap' as const,
      sections: { data: at(data, row.id, 1), assessment: at(assessments, row.id, 2), plan: at(plans, row.id, 3) },
      interventions:
        row.kind === 'medication-management'
          ? ['medication']
          : ['motivational', at(['cognitive', 'skills', 'relapse-prevention'], row.id, 4)],
      participation: at(['active', 'active', 'some'], row.id, 5),
      mood: at(['calm', 'bright', 'low', 'anxious'], row.id, 6),
      progress: at(['forward', 'same', 'forward'], row.id, 7),
      goalIds: row.goal === null ? [] : [row.goal],
      objectiveIds: [],
      risk: 'none-voiced' as const,
      riskWords: '',
    }
    const hash = visitContentHash({
      noteId: note,
      version: 1,
      clientId: row.client_id,
      kind: row.kind,
      day: row.held_on,
      arrivedAt: row.starts,
      leftAt: row.ends,
      minutes: row.there,
      draft,
    })
    const signed = new Date(row.ends.getTime() + (20 + (Number.parseInt(row.id.slice(0, 4), 16) % 400)) * 60_000)
    const needsCosign = mustBeCosigned(row.credential, row.state).cosign
    notes.push({
      id: note,
      client_id: row.client_id,
      episode_id: row.episode_id,
      visit_id: row.id,
      kind: row.kind,
      held_on: row.held_on,
      starts_at: row.starts,
      ends_at: row.ends,
      opened_by: row.staff_id,
      opened_at: row.ends,
    })
    versions.push({
      id: version,
      note_id: note,
      client_id: row.client_id,
      body: draft.sections,
      observations: {
        interventions: draft.interventions,
        participation: draft.participation,
        mood: draft.mood,
        progress: draft.progress,
      },
      goal_ids: draft.goalIds,
      arrived_at: row.starts,
      left_at: row.ends,
      minutes: row.there,
      written_by: row.staff_id,
      written_at: signed,
    })
    const one = { note_id: note, version_id: version, content_hash: hash }
    signatures.push({
      ...one,
      id: demoId(row.ends, row.id, 'author'),
      part: 'author',
      signed_by: row.staff_id,
      name: signsAs(row),
      needs_cosign: needsCosign,
      signed_at: signed,
    })
    if (needsCosign && Number.parseInt(row.id.slice(4, 8), 16) % 8 > 0)
      signatures.push({
        ...one,
        id: demoId(row.ends, row.id, 'co-signer'),
        part: 'co-signer',
        signed_by: row.director,
        name: row.director_name,
        needs_cosign: false,
        signed_at: new Date(signed.getTime() + 20 * 3_600_000),
      })
  }
  await owner.query(
    `insert into visit_note (clinic_id, id, client_id, episode_id, visit_id, kind, held_on, starts_at, ends_at, opened_by, opened_at)
     select $1, x.* from jsonb_to_recordset($2) x(id uuid, client_id uuid, episode_id uuid, visit_id uuid, kind text, held_on date, starts_at timestamptz, ends_at timestamptz, opened_by uuid, opened_at timestamptz)`,
    [clinic, JSON.stringify(notes)],
  )
  await owner.query(
    `insert into visit_note_version (clinic_id, id, note_id, client_id, version, template, body, observations, risk, goal_ids, arrived_at, left_at, minutes, written_by, written_at)
     select $1, x.id, x.note_id, x.client_id, 1, 'dap', x.body, x.observations, 'none-voiced', x.goal_ids, x.arrived_at, x.left_at, x.minutes, x.written_by, x.written_at
     from jsonb_to_recordset($2) x(id uuid, note_id uuid, client_id uuid, body jsonb, observations jsonb, goal_ids uuid[], arrived_at timestamptz, left_at timestamptz, minutes int, written_by uuid, written_at timestamptz)`,
    [clinic, JSON.stringify(versions)],
  )
  await owner.query(
    `insert into visit_note_signature (clinic_id, id, note_id, version_id, part, signed_by, name_and_credential, needs_cosign, content_hash, signed_at)
     select $1, x.id, x.note_id, x.version_id, x.part, x.signed_by, x.name, x.needs_cosign, x.content_hash, x.signed_at
     from jsonb_to_recordset($2) x(id uuid, note_id uuid, version_id uuid, part text, signed_by uuid, name text, needs_cosign boolean, content_hash text, signed_at timestamptz)`,
    [clinic, JSON.stringify(signatures)],
  )
  await owner.query(
    `insert into note_rule (clinic_id, id, rule, effective_from, source, set_at) values ($1, $3, 'visit-notes', $2::date - 56, 'The day the clinic began to keep them here', $2)`,
    [clinic, at_, demoId(at_, 'visit-notes rule')],
  )
  await owner.query(
    `insert into note_snippet (clinic_id, id, word, words, set_by, set_at)
     select $1, md5('demo snippet ' || x.word)::uuid, x.word, x.words, $2::uuid, $3::timestamptz from (values
       ('evening', 'Goes over the evening plan: whom to call, where to be, what to leave at home.'),
       ('sleep', 'Sleep this week in hours a night, how it began and how it ended.'),
       ('noncrisis', 'Knows 988, the clinic’s evening number, and whom to go to at night.')) x(word, words)`,
    [clinic, rows[0]?.director ?? '00000000-0000-0000-0000-000000000000', at_],
  )
  await owner.query(
    `insert into open_notes_policy (clinic_id, id, is_open, after_hours, effective_from, because, set_by, set_at)
     values ($1, $4, true, 0, $3::date - 56, 'Clients read what is written about them.', $2, $3)`,
    [clinic, rows[0]?.director ?? '00000000-0000-0000-0000-000000000000', at_, demoId(at_, 'open notes')],
  )
  await owner.query('select recount_visit_notes($1, null)', [clinic])
}
