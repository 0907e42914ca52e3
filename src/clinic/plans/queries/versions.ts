import { sql } from 'kysely'
import { isId } from '../../../basics/ids.ts'
import type { Work } from '../../../db/work.ts'
import type { Signature } from '../../programs/cosigning.ts'
import { draftsIn } from '../../staff/queries/drafts.ts'
import type { ClientPlan, SignedPlan } from '../signed-plan.ts'

export type PlanSignature = Signature & { at: string; hash: string; reviewId: string | null }
export type ClientAnswer = {
  answer: 'signed' | 'declined'
  name: string
  signature: string
  because: string
  /** Who was beside; null: on their own page. */
  beside: string | null
  at: string
}
export type Version = NonNullable<Awaited<ReturnType<typeof versionById>>>

const versions = (work: Work) =>
  work.db
    .selectFrom('planVersion as v')
    .leftJoin('planSigned as s', (join) =>
      join.onRef('s.clinicId', '=', 'v.clinicId').onRef('s.versionId', '=', 'v.id'),
    )
    .leftJoin('staffMember as m', (join) => join.onRef('m.clinicId', '=', 'v.clinicId').onRef('m.id', '=', 'v.begunBy'))
    .select(['v.id', 'v.clientId', 'v.episodeId', 'v.number', 'v.kind', 'v.begunAt'])
    .select(['s.signedAt', 's.contentHash', 's.clientHash', 's.fromDay', 's.reviewOn', 's.expectedWeeks'])
    .select([
      sql<string>`coalesce(m.given_name || ' ' || m.family_name, 'Somebody')`.as('begunBy'),
      sql<PlanSignature[]>`(
        select coalesce(jsonb_agg(jsonb_build_object('part', g.part, 'by', g.signed_by, 'name', g.name_and_credential,
                 'needsCosign', g.needs_cosign, 'hash', g.content_hash, 'at', g.signed_at, 'reviewId', g.review_id) order by g.signed_at), '[]')
        from plan_signature g where g.clinic_id = v.clinic_id and g.version_id = v.id and g.review_id is null)`.as(
        'signatures',
      ),
      sql<ClientAnswer[]>`(
        select coalesce(jsonb_agg(jsonb_build_object('answer', a.answer, 'name', a.signer_name, 'signature', a.signature, 'because', a.because, 'at', a.answered_at,
                 'beside', (select w.given_name || ' ' || w.family_name from staff_member w where w.clinic_id = a.clinic_id and w.id = a.beside))
                 order by a.answered_at), '[]')
        from plan_client_answer a where a.clinic_id = v.clinic_id and a.version_id = v.id)`.as('answers'),
      sql<Date | null>`(select q.asked_at from plan_request q where q.clinic_id = v.clinic_id and q.version_id = v.id)`.as(
        'requestedAt',
      ),
    ])

export async function versionById(work: Work, id: string) {
  return isId(id) ? versions(work).where('v.id', '=', id).executeTakeFirst() : undefined
}

/** Every version of a stay's plan, the newest first. */
export const versionsOf = (work: Work, episodeId: string) =>
  versions(work).where('v.episodeId', '=', episodeId).orderBy('v.number', 'desc').execute()

export const isSigned = (version: Pick<Version, 'signedAt'>): boolean => version.signedAt !== null
export const waitsForCosign = (version: Pick<Version, 'signatures'>): boolean =>
  version.signatures.some((one) => one.part === 'author' && one.needsCosign) &&
  !version.signatures.some((one) => one.part === 'co-signer')
export const clientsWord = (version: Pick<Version, 'answers'>): ClientAnswer | undefined =>
  version.answers.find((one) => one.answer === 'signed') ?? version.answers.at(-1)

/** What was typed in a version that is not signed. */
export const planSaves = draftsIn('plan_save', 'version_id')

export type Signed = { versionId: string; number: number; body: SignedPlan; contentHash: string; signedAt: Date }

const signedRows = (work: Work) =>
  work.db.selectFrom('planSigned').select(['versionId', 'number', 'body', 'contentHash', 'signedAt'])
// Only signPlan writes this column, in this shape.
const signedFrom = <Row extends { body: unknown }>(row: Row | undefined) =>
  row && { ...row, body: row.body as unknown as SignedPlan }

export const signedVersion = async (work: Work, versionId: string): Promise<Signed | undefined> =>
  signedFrom(await signedRows(work).where('versionId', '=', versionId).executeTakeFirst())

/** The version that stands: the newest one signed. */
export const standingPlan = async (work: Work, episodeId: string): Promise<Signed | undefined> =>
  signedFrom(
    await signedRows(work).where('episodeId', '=', episodeId).orderBy('number', 'desc').limit(1).executeTakeFirst(),
  )

export const signedNumber = async (work: Work, episodeId: string, number: number): Promise<Signed | undefined> =>
  signedFrom(await signedRows(work).where('episodeId', '=', episodeId).where('number', '=', number).executeTakeFirst())

export const planStands = async (work: Work, episodeId: string): Promise<boolean> =>
  (await work.db
    .selectFrom('planSigned')
    .where('episodeId', '=', episodeId)
    .select('id')
    .limit(1)
    .executeTakeFirst()) !== undefined

/** Objectives that a review has found met. */
export async function metObjectives(work: Work, episodeId: string): Promise<Map<string, Date>> {
  const rows = await work.db
    .selectFrom('planReviewObjective as o')
    .innerJoin('planReview as r', (join) =>
      join.onRef('r.clinicId', '=', 'o.clinicId').onRef('r.id', '=', 'o.reviewId'),
    )
    .where('r.episodeId', '=', episodeId)
    .where('o.outcome', '=', 'met')
    .select(['o.objectiveId', 'r.reviewedAt'])
    .orderBy('r.reviewedAt')
    .execute()
  return new Map(rows.map((row) => [row.objectiveId, row.reviewedAt]))
}

/** The objectives that this stay has ever had. */
export const objectiveIds = async (work: Work, episodeId: string): Promise<Set<string>> =>
  new Set(
    (await work.db.selectFrom('planObjective').where('episodeId', '=', episodeId).select('id').execute()).map(
      (row) => row.id,
    ),
  )

export type Laid = {
  versionId: string
  number: number
  forClient: ClientPlan
  clientHash: string
  signedAt: Date
  answer: 'signed' | 'declined' | null
  answeredAt: Date | null
}

/** What is laid before a client on their own page: the newest version that staff asked about. Asked with the client's eyes. */
export async function laidBefore(work: Work, clientId: string): Promise<Laid | undefined> {
  const row = await work.db
    .selectFrom('planSigned as s')
    .innerJoin('planRequest as q', (join) =>
      join.onRef('q.clinicId', '=', 's.clinicId').onRef('q.versionId', '=', 's.versionId'),
    )
    .leftJoinLateral(
      (eb) =>
        eb
          .selectFrom('planClientAnswer as x')
          .whereRef('x.clinicId', '=', 's.clinicId')
          .whereRef('x.versionId', '=', 's.versionId')
          .select(['x.answer', 'x.answeredAt'])
          .orderBy(sql`x.answer = 'signed'`, 'desc')
          .orderBy('x.answeredAt', 'desc')
          .limit(1)
          .as('a'),
      (join) => join.onTrue(),
    )
    .where('s.clientId', '=', clientId)
    .orderBy('s.signedAt', 'desc')
    .limit(1)
    .select(['s.versionId', 's.number', 's.forClient', 's.clientHash', 's.signedAt', 'a.answer', 'a.answeredAt'])
    .executeTakeFirst()
  if (row === undefined) return undefined
  // Only signPlan writes the column; the check on the table allows these two answers.
  return {
    ...row,
    forClient: row.forClient as unknown as ClientPlan,
    answer: row.answer as Laid['answer'],
    answeredAt: row.answeredAt,
  }
}
