import { sql } from 'kysely'
import type { Day } from '../../../basics/dates.ts'
import { isId } from '../../../basics/ids.ts'
import type { Work } from '../../../db/work.ts'
import type { HandOffAnswer } from '../rules.ts'

export type HandOffRow = Awaited<ReturnType<typeof handOffsOf>>[number]

const handOffs = (work: Work) =>
  work.db
    .selectFrom('handOff as h')
    .innerJoin('staffMember as o', (join) =>
      join.onRef('o.clinicId', '=', 'h.clinicId').onRef('o.id', '=', 'h.ownerId'),
    )
    .innerJoin('staffMember as m', (join) => join.onRef('m.clinicId', '=', 'h.clinicId').onRef('m.id', '=', 'h.madeBy'))
    .innerJoin('clientNow as c', (join) => join.onRef('c.clinicId', '=', 'h.clinicId').onRef('c.id', '=', 'h.clientId'))
    .select([
      'h.id',
      'h.clientId',
      'h.screenId',
      'h.toLevel',
      'h.toWhom',
      'h.because',
      'h.dueAt',
      'h.ownerId',
      'h.partnerId',
      'h.madeAt',
      'c.preferredName',
      'c.givenName',
      'c.familyName',
      'c.pronouns',
    ])
    .select(sql<Day>`h.back_on::text`.as('backOn'))
    .select(sql<string>`o.given_name || ' ' || o.family_name`.as('owner'))
    .select(sql<string>`m.given_name || ' ' || m.family_name`.as('madeBy'))

type Row = Awaited<ReturnType<ReturnType<typeof handOffs>['executeTakeFirstOrThrow']>>

/** Every hand-off of a client, newest first, each with its answers in the order in which they came. */
export async function handOffsOf(work: Work, clientId: string) {
  const rows = await handOffs(work)
    .where('h.clientId', '=', clientId)
    .orderBy('h.madeAt', 'desc')
    .orderBy('h.id', 'desc')
    .execute()
  return withAnswers(work, rows)
}

export async function handOffById(work: Work, id: string) {
  if (!isId(id)) return undefined
  return (await withAnswers(work, await handOffs(work).where('h.id', '=', id).execute()))[0]
}

/** Hand-offs that somebody still has to follow, the most pressing first; at most `most`. */
export async function openHandOffs(work: Work, most = 300) {
  const rows = await handOffs(work)
    .innerJoin('openHandOff as b', (join) =>
      join.onRef('b.clinicId', '=', 'h.clinicId').onRef('b.handOffId', '=', 'h.id'),
    )
    .orderBy('b.dueAt')
    .limit(most)
    .execute()
  return withAnswers(work, rows)
}

async function withAnswers(work: Work, rows: Row[]) {
  const answers =
    rows.length === 0
      ? []
      : await work.db
          .selectFrom('handOffAnswer as a')
          .innerJoin('staffMember as s', (join) =>
            join.onRef('s.clinicId', '=', 'a.clinicId').onRef('s.id', '=', 'a.recordedBy'),
          )
          .where(
            'handOffId',
            'in',
            rows.map((row) => row.id),
          )
          .select(['handOffId', 'answer', 'byWhom', 'words', 'recordedAt', 's.givenName', 's.familyName'])
          .select(sql<Day | null>`a.back_on::text`.as('backOn'))
          .orderBy('recordedAt')
          .orderBy('a.id')
          .execute()
  return rows.map((row) => ({
    ...row,
    answers: answers
      .filter((one) => one.handOffId === row.id)
      .map(({ answer, byWhom, words, recordedAt, backOn, givenName, familyName }) => ({
        answer: answer as HandOffAnswer['answer'], // a check constraint of the table
        byWhom,
        words,
        recordedAt,
        backOn,
        recordedBy: `${givenName} ${familyName}`,
      })),
  }))
}
