import { sql } from 'kysely'
import type { Day } from '../../../basics/dates.ts'
import { isId } from '../../../basics/ids.ts'
import type { Work } from '../../../db/work.ts'
import { objectivesOfGoals } from '../../plans/queries/thread.ts'
import { nameOf } from '../../clients/queries.ts'
import { observedFrom, observedInWords } from '../observed.ts'

export type VisitHour = NonNullable<Awaited<ReturnType<typeof visitHour>>>

/** The hour that a note is about, with the person, who held it, and the mark that stands. */
export async function visitHour(work: Work, which: { noteId: string } | { visitId: string }) {
  const id = 'noteId' in which ? which.noteId : which.visitId
  if (!isId(id)) return undefined
  const row = await work.db
    .selectFrom('visitNote as n')
    .innerJoin('clientNow as c', (join) => join.onRef('c.clinicId', '=', 'n.clinicId').onRef('c.id', '=', 'n.clientId'))
    .innerJoin('staffMember as o', (join) =>
      join.onRef('o.clinicId', '=', 'n.clinicId').onRef('o.id', '=', 'n.openedBy'),
    )
    .leftJoin('visit as v', (join) => join.onRef('v.clinicId', '=', 'n.clinicId').onRef('v.id', '=', 'n.visitId'))
    .leftJoin('staffMember as h', (join) => join.onRef('h.clinicId', '=', 'v.clinicId').onRef('h.id', '=', 'v.staffId'))
    .leftJoin('attendanceNow as a', (join) =>
      join.onRef('a.clinicId', '=', 'v.clinicId').onRef('a.visitId', '=', 'v.id').on('a.mark', '<>', 'cleared'),
    )
    .where('noteId' in which ? 'n.id' : 'n.visitId', '=', id)
    .select([
      'n.id',
      'n.clientId',
      'n.episodeId',
      'n.visitId',
      'n.kind',
      'n.heldOn',
      'n.startsAt',
      'n.endsAt',
      'n.withWhom',
      'n.openedBy',
    ])
    .select(['c.givenName', 'c.familyName', 'c.middleNames', 'c.preferredName', 'c.pronouns'])
    .select([
      'v.staffId',
      'v.byVideo',
      'a.mark',
      'a.minutes as minutesThere',
      'a.minutesLate',
      'a.minutesLeftEarly',
      'a.id as markId',
    ])
    .select([
      sql<boolean>`coalesce(isempty(v.during), false)`.as('cancelled'),
      sql<string>`coalesce(h.given_name || ' ' || h.family_name, o.given_name || ' ' || o.family_name)`.as('holder'),
      sql<string>`coalesce(h.id, o.id)`.as('holderId'),
    ])
    .executeTakeFirst()
  return row && { ...row, name: nameOf(row) }
}

export type VisitSignature = {
  part: 'author' | 'co-signer'
  by: string
  name: string
  needsCosign: boolean
  lateHours: number | null
  lateBecause: string
  hash: string
  at: string
}
export type VisitReturn = { words: string; by: string; name: string; at: string }
export type VisitVersion = Awaited<ReturnType<typeof versionsOf>>[number]

/** Every signed version of a note, the newest first, with its signatures and whether it came back. */
export async function versionsOf(work: Work, noteId: string) {
  const rows = await work.db
    .selectFrom('visitNoteVersion as v')
    .where('v.noteId', '=', noteId)
    .orderBy('v.version', 'desc')
    .select([
      'v.id',
      'v.version',
      'v.template',
      'v.body',
      'v.observations',
      'v.risk',
      'v.riskWords',
      'v.goalIds',
      'v.objectiveIds',
    ])
    .select(['v.arrivedAt', 'v.leftAt', 'v.minutes', 'v.writtenBy', 'v.writtenAt'])
    .select([
      sql<VisitSignature[]>`(
        select coalesce(jsonb_agg(jsonb_build_object('part', s.part, 'by', s.signed_by, 'name', s.name_and_credential, 'needsCosign', s.needs_cosign,
          'lateHours', s.late_hours, 'lateBecause', s.late_because, 'hash', s.content_hash, 'at', s.signed_at) order by s.signed_at), '[]')
        from visit_note_signature s where s.clinic_id = v.clinic_id and s.version_id = v.id)`.as('signatures'),
      sql<VisitReturn | null>`(
        select jsonb_build_object('words', r.words, 'by', r.returned_by, 'name', r.name_and_credential, 'at', r.returned_at)
        from visit_note_return r where r.clinic_id = v.clinic_id and r.version_id = v.id)`.as('returned'),
    ])
    .execute()
  return rows.map((row) => ({ ...row, body: sectionsOf(row.body), observations: observationsOf(row.observations) }))
}

export type Observations = { interventions: string[]; participation: string; mood: string; progress: string }

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null

export const sectionsOf = (body: unknown): Record<string, string> =>
  Object.fromEntries(
    Object.entries(isRecord(body) ? body : {}).filter((pair): pair is [string, string] => typeof pair[1] === 'string'),
  )

/** The texts of a note, and what was observed of somebody in a group as one of them. */
export const textsIn = (body: unknown): Record<string, string> => ({
  ...sectionsOf(body),
  ...(isRecord(body) && 'observed' in body && { observed: observedInWords(observedFrom(body.observed)) }),
})

export function observationsOf(value: unknown): Observations {
  const said = isRecord(value) ? value : {}
  const text = (key: string) => (typeof said[key] === 'string' ? said[key] : '')
  return {
    interventions: Array.isArray(said.interventions)
      ? said.interventions.filter((one): one is string => typeof one === 'string')
      : [],
    participation: text('participation'),
    mood: text('mood'),
    progress: text('progress'),
  }
}

export const visitAddenda = (work: Work, noteId: string) =>
  work.db
    .selectFrom('visitNoteAddendum')
    .where('noteId', '=', noteId)
    .orderBy('addedAt')
    .orderBy('id')
    .select(['id', 'words', 'nameAndCredential as name', 'addedAt as at'])
    .execute()

export type OpenGoal = {
  id: string
  position: number
  words: string
  objectives: { id: string; position: number; words: string }[]
}

/** The open goals of a stay that a note can be tied to, each with the objectives of the plan that stands. */
export async function goalsToAddress(work: Work, episodeId: string | null, day: Day): Promise<OpenGoal[]> {
  if (episodeId === null) return []
  const goals = await work.db
    .selectFrom('planGoal as g')
    .where('g.episodeId', '=', episodeId)
    .where(
      sql<boolean>`not exists (select from plan_goal_end x where x.clinic_id = g.clinic_id and x.goal_id = g.id and x.ended_at < ${day}::date)`,
    )
    .orderBy('g.position')
    .select(['g.id', 'g.position', 'g.words'])
    .execute()
  const objectives = await objectivesOfGoals(
    work,
    goals.map((goal) => goal.id),
  )
  return goals.map((goal) => ({ ...goal, objectives: objectives.filter((one) => one.goalId === goal.id) }))
}

/** The words of goals that a signed note names, open or ended. */
export const goalWords = async (work: Work, ids: readonly string[]) =>
  ids.length === 0
    ? []
    : work.db
        .selectFrom('planGoal')
        .where('id', 'in', [...ids])
        .orderBy('position')
        .select(['id', 'position', 'words'])
        .execute()
