import { sql } from 'kysely'
import { dayAt, type Day } from '../../../basics/dates.ts'
import { isId } from '../../../basics/ids.ts'
import type { Work } from '../../../db/work.ts'
import type { EstimateContents } from '../estimate.ts'

/** Estimates that are owed and not given yet, the most urgent first: the clock of admissions. `isLate` by the clinic's day. */
export async function estimatesDue(work: Work, clientId?: string) {
  const today = dayAt(work.at, work.clinic.timeZone)
  let query = work.db
    .selectFrom('estimateRequest as r')
    .innerJoin('clientNow as c', (join) => join.onRef('c.clinicId', '=', 'r.clinicId').onRef('c.id', '=', 'r.clientId'))
    .where((eb) =>
      eb.not(
        eb.exists(
          eb
            .selectFrom('estimateRequestEnd as e')
            .whereRef('e.clinicId', '=', 'r.clinicId')
            .whereRef('e.requestId', '=', 'r.id')
            .select('e.id'),
        ),
      ),
    )
    // Answered by an estimate that was made afterwards and is in the person's hands.
    .where((eb) =>
      eb.not(
        eb.exists(
          eb
            .selectFrom('estimate as x')
            .innerJoin('estimateDelivery as d', (join) =>
              join.onRef('d.clinicId', '=', 'x.clinicId').onRef('d.estimateId', '=', 'x.id'),
            )
            .whereRef('x.clinicId', '=', 'r.clinicId')
            .whereRef('x.clientId', '=', 'r.clientId')
            .whereRef('x.madeAt', '>=', 'r.recordedAt')
            .select('x.id'),
        ),
      ),
    )
    .select(['r.id', 'r.clientId', 'r.occasion', 'r.askedOn', 'r.serviceOn', 'r.dueOn', 'r.deadlineSource'])
    .select(['c.givenName', 'c.familyName', 'c.preferredName'])
    .select(sql<boolean>`r.due_on < ${today}::date`.as('isLate'))
    .orderBy('r.dueOn')
    .orderBy('r.id')
  if (clientId !== undefined) query = query.where('r.clientId', '=', clientId)
  return query.execute()
}
export type EstimateDue = Awaited<ReturnType<typeof estimatesDue>>[number]

export async function requestById(work: Work, id: string) {
  if (!isId(id)) return undefined
  return work.db
    .selectFrom('estimateRequest')
    .where('id', '=', id)
    .select(['id', 'clientId', 'dueOn'])
    .executeTakeFirst()
}

const estimates = (work: Work) =>
  work.db
    .selectFrom('estimate as x')
    .leftJoin('estimateDelivery as d', (join) =>
      join.onRef('d.clinicId', '=', 'x.clinicId').onRef('d.estimateId', '=', 'x.id'),
    )
    .leftJoin('staffMember as m', (join) => join.onRef('m.clinicId', '=', 'x.clinicId').onRef('m.id', '=', 'x.madeBy'))
    .select(['x.id', 'x.clientId', 'x.version', 'x.contents', 'x.total', 'x.fileId', 'x.documentHash', 'x.madeAt'])
    .select(['d.givenOn', 'd.how', 'm.givenName', 'm.familyName'])

const whole = (row: Awaited<ReturnType<ReturnType<typeof estimates>['execute']>>[number]) => ({
  ...row,
  total: Number(row.total),
  contents: row.contents as unknown as EstimateContents, // written by makeEstimate alone, from this very type
  by: [row.givenName, row.familyName].filter(Boolean).join(' '),
})
export type EstimateRow = ReturnType<typeof whole>

/** A client's estimates, the newest version first. */
export const estimatesOf = async (work: Work, clientId: string): Promise<EstimateRow[]> =>
  (await estimates(work).where('x.clientId', '=', clientId).orderBy('x.version', 'desc').execute()).map(whole)

export async function estimateById(work: Work, id: string): Promise<EstimateRow | undefined> {
  if (!isId(id)) return undefined
  const row = await estimates(work).where('x.id', '=', id).executeTakeFirst()
  return row && whole(row)
}

/** What care the client's program gives and how many days a week are planned: where a form begins. */
export async function plannedFor(
  work: Work,
  clientId: string,
): Promise<{ kind: string | null; days: number | null; from: Day | null }> {
  const today = dayAt(work.at, work.clinic.timeZone)
  const stay = await work.db
    .selectFrom('episode as e')
    .innerJoin('program as p', (join) => join.onRef('p.clinicId', '=', 'e.clinicId').onRef('p.id', '=', 'e.programId'))
    .where('e.clientId', '=', clientId)
    .where(sql<boolean>`coalesce(upper(e.during), 'infinity') > ${today}::date`)
    .orderBy('e.admittedAt', 'desc')
    .select(['p.kind'])
    .select(sql<Day>`lower(e.during)::text`.as('from'))
    .select((eb) =>
      eb
        .selectFrom('doseOrder as d')
        .whereRef('d.clinicId', '=', 'e.clinicId')
        .whereRef('d.episodeId', '=', 'e.id')
        .orderBy('d.fromWeek', 'desc')
        .orderBy('d.orderedAt', 'desc')
        .limit(1)
        .select('d.days')
        .as('days'),
    )
    .executeTakeFirst()
  return { kind: stay?.kind ?? null, days: stay?.days ?? null, from: stay?.from ?? null }
}
