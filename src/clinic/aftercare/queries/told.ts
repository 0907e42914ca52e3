import type { Work } from '../../../db/work.ts'
import { consentFacts } from '../../consents/queries.ts'
import { weighed } from '../../consents/queries/callers.ts'
import { type AskedOf, mayBeTold } from '../../consents/whom.ts'

export type Told = { may: string[]; because: string }

const named: Record<AskedOf, string> = {
  presence: 'that they are here',
  attendance: 'attendance',
  plan: 'the plan',
  billing: 'the bill',
}

/** What may be said to each of some people, by name, by the consents that stand now. */
export async function toldOf(work: Work, clientId: string, names: readonly string[]): Promise<Map<string, Told>> {
  const [facts] = await consentFacts(work, [clientId])
  if (facts === undefined) return new Map()
  return new Map(
    names.map((name) => {
      const answers = mayBeTold(weighed(work, facts), { kind: 'person', names: [name] })
      const may = answers.flatMap((one) => ('because' in one ? [] : [named[one.what]]))
      const why = answers.flatMap((one) => ('because' in one ? [one.because] : []))
      return [name, { may, because: why[0] ?? '' }]
    }),
  )
}
