import { sql } from 'kysely'
import { isId } from '../../basics/ids.ts'
import type { Work } from '../../db/work.ts'
import type { Person } from '../../db/work.ts'
import { alongsideStops, type Disposition, type DispositionKind, liveStops } from './dispositions.ts'
import { isKind } from './review.ts'
import { answersOf, factsFrom, gateFrom, ratingsFrom, recommendationFrom } from './stored.ts'

/** The roles that may settle a stop: a licensed clinician saw the person. */
const clinicians: readonly string[] = ['director', 'therapist', 'prescriber']
export const isClinician = (by: Person): boolean => by.kind === 'staff' && clinicians.includes(by.role)

/**
 * Where placement stands, in the shapes that admission weighs: `screen` is the latest safety screen with its gate and
 * dispositions, `decision` the latest decision that no episode has used yet.
 */
export async function placementFor(work: Work, clientId: string) {
  const screen = await latestScreen(work, clientId)
  const [dispositions, decision] = [screen?.dispositions ?? [], await standingDecision(work, clientId)]
  return {
    screen,
    dispositions,
    liveStops: screen === null ? [] : liveStops(screen.gate, dispositions),
    alongsideStops: screen === null ? [] : alongsideStops(screen.gate, dispositions),
    decision,
  }
}

export type Screen = NonNullable<Awaited<ReturnType<typeof screenById>>>

const screens = (work: Work) =>
  work.db
    .selectFrom('safetyScreen')
    .innerJoin('staffMember as s', (join) =>
      join.onRef('s.clinicId', '=', 'safetyScreen.clinicId').onRef('s.id', '=', 'safetyScreen.screenedBy'),
    )
    .select([
      'safetyScreen.id',
      'clientId',
      'answers',
      'thresholds',
      'stops',
      'cautions',
      'screenedAt',
      's.givenName as byGivenName',
      's.familyName as byFamilyName',
    ])

async function latestScreen(work: Work, clientId: string) {
  const row = await screens(work)
    .where('clientId', '=', clientId)
    .orderBy('screenedAt', 'desc')
    .orderBy('safetyScreen.id', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row === undefined ? null : readScreen(work, row)
}

export async function screenById(work: Work, id: string) {
  if (!isId(id)) return undefined
  const row = await screens(work).where('safetyScreen.id', '=', id).executeTakeFirst()
  return row && readScreen(work, row)
}

async function readScreen(work: Work, row: Awaited<ReturnType<ReturnType<typeof screens>['executeTakeFirstOrThrow']>>) {
  return {
    id: row.id,
    clientId: row.clientId,
    screenedAt: row.screenedAt,
    screenedBy: `${row.byGivenName} ${row.byFamilyName}`,
    answers: answersOf(row),
    gate: gateFrom(row),
    dispositions: await dispositionsOf(work, row.id),
  }
}

/** Every screen of a client, newest first: for the story. */
export const screensOf = (work: Work, clientId: string) =>
  screens(work)
    .where('clientId', '=', clientId)
    .orderBy('screenedAt', 'desc')
    .orderBy('safetyScreen.id', 'desc')
    .execute()
    .then((rows) => Promise.all(rows.map((row) => readScreen(work, row))))

export type DispositionRow = Disposition & { id: string; decidedBy: string }

/** Whoever settled a stop counts as a clinician by the role they had at that moment. */
async function dispositionsOf(work: Work, screenId: string): Promise<DispositionRow[]> {
  const rows = await work.db
    .selectFrom('stopDisposition as d')
    .innerJoin('staffMember as s', (join) =>
      join.onRef('s.clinicId', '=', 'd.clinicId').onRef('s.id', '=', 'd.decidedBy'),
    )
    .where('screenId', '=', screenId)
    .select((eb) => [
      'd.id',
      'stop',
      'disposition',
      'd.because',
      'decidedAt',
      'givenName',
      'familyName',
      eb
        .selectFrom('staffRole as r')
        .whereRef('r.staffId', '=', 'd.decidedBy')
        .whereRef('r.givenAt', '<=', 'd.decidedAt')
        .orderBy('r.givenAt', 'desc')
        .orderBy('r.id', 'desc')
        .limit(1)
        .select('r.role')
        .as('roleThen'),
    ])
    .orderBy('decidedAt')
    .orderBy('d.id')
    .execute()
  return rows.map((row) => ({
    id: row.id,
    stop: row.stop,
    disposition: row.disposition as DispositionKind, // a check constraint of the table
    because: row.because,
    byClinician: row.roleThen !== null && clinicians.includes(row.roleThen),
    decidedAt: row.decidedAt,
    decidedBy: `${row.givenName} ${row.familyName}`,
  }))
}

async function standingDecision(work: Work, clientId: string) {
  const [row] = await decisionsOf(work, clientId)
  // A review that kept or ended a stay admits nobody anew.
  return row === undefined || row.used || row.kind === 'continued-stay' || row.kind === 'discharge' ? null : row
}

export type Decision = Awaited<ReturnType<typeof decisionsOf>>[number]

/** Every decision of a client, newest first. `used`: an episode of care began on it. */
export async function decisionsOf(work: Work, clientId: string) {
  const rows = await work.db
    .selectFrom('placementDecision as d')
    .innerJoin('placementAssessment as a', (join) =>
      join.onRef('a.clinicId', '=', 'd.clinicId').onRef('a.id', '=', 'd.assessmentId'),
    )
    .innerJoin('staffMember as s', (join) =>
      join.onRef('s.clinicId', '=', 'd.clinicId').onRef('s.id', '=', 'd.decidedBy'),
    )
    .where('d.clientId', '=', clientId)
    .select((eb) => [
      'd.id',
      'd.assessmentId',
      'd.levelOfCare as level',
      'd.because',
      'd.decidedAt',
      's.givenName',
      's.familyName',
      's.credential',
      'a.recommendedLevel',
      'a.recommendation',
      'a.kind',
      eb
        .exists(
          eb
            .selectFrom('episode as e')
            .whereRef('e.clientId', '=', 'd.clientId')
            .whereRef('e.placementDecisionId', '=', 'd.id')
            .select(sql`1`.as('one')),
        )
        .as('used'),
    ])
    .orderBy('d.decidedAt', 'desc')
    .orderBy('d.id', 'desc')
    .execute()
  return rows.map(({ recommendation, givenName, familyName, credential, used, kind, ...row }) => ({
    ...row,
    kind: isKind(kind) ? kind : ('admission' as const), // a check constraint of the table
    used: used === true,
    decidedBy: `${givenName} ${familyName}${credential === '' ? '' : `, ${credential}`}`,
    /** What the recommendation put beside the level. */
    alongside: recommendationFrom(recommendation).alongside.map((each) => each.level),
  }))
}

const assessments = (work: Work) =>
  work.db
    .selectFrom('placementAssessment as a')
    .innerJoin('staffMember as s', (join) =>
      join.onRef('s.clinicId', '=', 'a.clinicId').onRef('s.id', '=', 'a.assessedBy'),
    )
    .selectAll('a')
    .select(['s.givenName', 's.familyName', 's.credential'])

export type AssessmentRow = NonNullable<Awaited<ReturnType<typeof assessmentById>>>

/** Every assessment of a client, newest first. */
export async function assessmentsOf(work: Work, clientId: string) {
  const rows = await assessments(work)
    .where('a.clientId', '=', clientId)
    .orderBy('assessedAt', 'desc')
    .orderBy('a.id', 'desc')
    .execute()
  return rows.map(readAssessment)
}

export async function assessmentById(work: Work, id: string) {
  if (!isId(id)) return undefined
  const row = await assessments(work).where('a.id', '=', id).executeTakeFirst()
  return row && readAssessment(row)
}

const readAssessment = (row: Awaited<ReturnType<ReturnType<typeof assessments>['executeTakeFirstOrThrow']>>) => ({
  id: row.id,
  clientId: row.clientId,
  screenId: row.screenId,
  edition: row.edition,
  kind: isKind(row.kind) ? row.kind : ('admission' as const), // a check constraint of the table
  ratings: ratingsFrom(row.ratings),
  facts: factsFrom(row.facts),
  recommendation: recommendationFrom(row.recommendation),
  assessedAt: row.assessedAt,
  assessedBy: `${row.givenName} ${row.familyName}${row.credential === '' ? '' : `, ${row.credential}`}`,
})

/** The levels of care that this clinic's own programs give. */
export const ownLevels = async (work: Work): Promise<string[]> =>
  (await work.db.selectFrom('program').select('levelOfCare').distinct().execute()).map((row) => row.levelOfCare)
