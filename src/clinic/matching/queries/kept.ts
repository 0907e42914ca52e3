import { sql } from 'kysely'
import type { Work } from '../../../db/work.ts'

// What hardly changes from one page to the next is read once and kept beside the word of `house_change` at that moment; whatever
// another word stands beside is read again. The word is asked before anything is read: what is kept may know more than its word
// says, never less. A transaction's own rows count for itself alone, and a word that was rolled back never comes again.

/** The words of a house at this moment: whose diary, which seats, the timetable and the caseloads as they were changed last. */
export type Words = {
  /** Which database, clinic and eyes: nothing is shared between two of them. */
  house: string
  timetable: string
  caseload: string
  diary: (staffId: string) => string
  seats: (seriesId: string) => string
}

export async function wordsOf(work: Work): Promise<Words> {
  const { rows } = await sql<{ database: string; what: string | null; about: string | null; word: string }>`
    select h.database, c.what, c.about, c.word
    from (select oid::text || ' ' || pg_postmaster_start_time()::text as database from pg_database where datname = current_database()) h
    left join (select what, about, bit_xor(hashtextextended(id::text, 0))::text as word from house_change
               where made_at > clock_timestamp() - interval '2 hours' group by 1, 2) c on true`.execute(work.db)
  const words = new Map(rows.map(({ what, about, word }) => [`${what} ${about ?? ''}`, word]))
  const wordFor = (what: string, about = '') => words.get(`${what} ${about}`) ?? ''
  const eyes = work.by.kind === 'staff' ? work.by.role : work.by.kind
  return {
    house: `${rows[0]?.database ?? ''} ${work.clinic.id} ${eyes}`,
    timetable: wordFor('timetable'),
    caseload: wordFor('caseload'),
    diary: (staffId) => wordFor('diary', staffId),
    seats: (seriesId) => wordFor('seats', seriesId),
  }
}

/** Rows of `house_change` stand for two hours and more: what is kept for less can rest on them. */
const keptForMs = 15 * 60_000
const mostKept = 6000

type Kept<Value> = { word: string; until: number; value: Value }

/** A shelf of answers, each under its name and beside its word. */
export function shelfOf<Value>() {
  const kept = new Map<string, Kept<Value>>()
  const standing = (name: string, word: string): Kept<Value> | undefined => {
    const one = kept.get(name)
    return one !== undefined && one.word === word && one.until > performance.now() ? one : undefined
  }
  const keep = (name: string, word: string, value: Value) => {
    kept.delete(name)
    kept.set(name, { word, until: performance.now() + keptForMs, value })
    const [oldest] = kept.keys()
    if (kept.size > mostKept && oldest !== undefined) kept.delete(oldest)
  }
  return {
    /** The answer under a name, asked anew where none is kept beside this word. */
    one: async (name: string, word: string, ask: () => Promise<Value>): Promise<Value> => {
      const known = standing(name, word)
      if (known !== undefined) return known.value
      const value = await ask()
      keep(name, word, value)
      return value
    },
    /** The answers for several ids: those that are not kept are asked together, in one question. */
    each: async (
      ids: readonly string[],
      {
        name,
        word,
        ask,
      }: {
        name: string
        word: (id: string) => string
        ask: (ids: string[]) => Promise<(id: string) => Value>
      },
    ): Promise<Map<string, Value>> => {
      const found = new Map<string, Value>()
      const missing: string[] = []
      for (const id of ids) {
        const known = standing(`${name} ${id}`, word(id))
        if (known === undefined) missing.push(id)
        else found.set(id, known.value)
      }
      if (missing.length === 0) return found
      const answer = await ask(missing)
      for (const id of missing) {
        const value = answer(id)
        keep(`${name} ${id}`, word(id), value)
        found.set(id, value)
      }
      return found
    },
  }
}
