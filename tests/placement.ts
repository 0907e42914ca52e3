import { drinking, nothingFound } from '../src/clinic/placement/answered.ts'
import { placementFor } from '../src/clinic/placement/queries.ts'
import { dayAt } from '../src/basics/dates.ts'
import { asPerson } from '../src/db/work.ts'
import { urls } from '../src/urls.ts'
import { riverbend } from './cast.ts'
import type { Answer, TestHouse, Visitor } from './knock.ts'

// What the tests of placement send through the front door, and how they look at what was kept.

const by = { kind: 'stepwell', id: null, name: 'Test' } as const

export const fields = (answers: Readonly<Record<string, unknown>>): Record<string, string> =>
  Object.fromEntries(Object.entries(answers).map(([name, value]) => [name, String(value)]))
export const clear = fields(nothingFound)
export const withdrawing = fields({
  ...nothingFound,
  ...drinking,
  ciwa: 15,
  'alcohol-signs': 'yes',
  'alcohol-last': 20,
})
export const thoughts = fields({
  ...nothingFound,
  'cssrs-1': 'yes',
  'cssrs-2': 'yes',
  'cssrs-3': 'no',
  'cssrs-4': 'no',
  'cssrs-5': 'no',
})
export const rated = (ratings: Record<string, number>): Record<string, string> =>
  Object.fromEntries(
    ['d1', 'd2', 'd3', 'd4', 'd5', 'd6'].flatMap((key) => [
      [`${key}-rating`, String(ratings[key] ?? 0)],
      [`${key}-words`, `What was told about ${key}.`],
    ]),
  )
export const facts = { program: 'substance-use', hasDiagnosis: 'yes', supportiveHome: 'yes', medicalCover: 'no' }
export const toIop = { ...rated({ d3: 2, d5: 2, d4: 1 }), ...facts }

export const standing = (house: TestHouse, client: string) =>
  asPerson(house.db.pool, riverbend.id, by, new Date(), (work) => placementFor(work, client))
/** Ends the stay that the cast gave this person, so that they come to the door anew. */
export const notInCare = (house: TestHouse, client: string) =>
  house.db.owner.query(
    'update episode set during = daterange(lower(during), current_date - 1) where client_id = $1 and upper_inf(during)',
    [client],
  )
export const count = async (house: TestHouse, table: string, client: string) =>
  (await house.db.owner.query(`select count(*)::int as n from ${table} where client_id = $1`, [client])).rows[0].n
export const hidden = (text: string, name: string) => new RegExp(`name="${name}" value="([^"]*)"`).exec(text)?.[1] ?? ''
export const screenAs = async (
  who: Visitor,
  at: { client: string },
  answers: Record<string, string>,
): Promise<Answer> =>
  who.post(urls.safetyScreen(at), { ...answers, before: hidden((await who.get(urls.safetyScreen(at))).text, 'before') })
export const assessAs = async (
  who: Visitor,
  at: { client: string },
  answers: Record<string, string>,
): Promise<Answer> =>
  who.post(urls.assessment(at), { ...answers, screen: hidden((await who.get(urls.assessment(at))).text, 'screen') })
export const decisionUrl = (text: string) => /action="(\/assessments\/[^"]+\/decision)"/.exec(text)?.[1] ?? ''
export const today = (): string => dayAt(new Date(), riverbend.timeZone)
