import type { Work } from '../../../db/work.ts'
import type { Snippet } from '../snippets.ts'

const standing = (work: Work) =>
  work.db
    .selectFrom('noteSnippet as s')
    .leftJoin('noteSnippetEnd as e', (join) =>
      join.onRef('e.clinicId', '=', 's.clinicId').onRef('e.snippetId', '=', 's.id'),
    )
    .where('e.id', 'is', null)

/** The clinic's words and this person's own, by name; of one name the latest. */
export async function snippetsFor(work: Work): Promise<Snippet[]> {
  const me = work.by.id ?? ''
  const rows = await standing(work)
    .where((eb) => eb.or([eb('s.ownerId', 'is', null), eb('s.ownerId', '=', me)]))
    .distinctOn(['s.ownerId', 's.word'])
    .orderBy('s.ownerId')
    .orderBy('s.word')
    .orderBy('s.setAt', 'desc')
    .orderBy('s.id', 'desc')
    .select(['s.id', 's.word', 's.words', 's.ownerId'])
    .execute()
  return rows
    .map(({ id, word, words, ownerId }) => ({ id, word, words, isOwn: ownerId !== null }))
    .toSorted((a, b) => a.word.localeCompare(b.word) || Number(b.isOwn) - Number(a.isOwn))
}

export const snippetById = (work: Work, id: string) =>
  standing(work).where('s.id', '=', id).select(['s.id', 's.ownerId', 's.word']).executeTakeFirst()
