import type { Mark } from '../../../basics/mark.ts'
import type { Day } from '../../../basics/dates.ts'
import { newId } from '../../../basics/ids.ts'
import { refuse, type Refusal } from '../../../basics/refusal.ts'
import type { Work } from '../../../db/work.ts'
import { mayNot } from '../../access/permissions.ts'
import { record } from '../../access/trail.ts'
import { mayRecordRule, type PayRule, type PayTerms } from '../payer-terms.ts'
import { publishedRule } from '../published-rules.ts'
import { payerById } from '../queries/coverages.ts'

export type RuleSaid = {
  program: PayRule['program']
  from: Day
  to: Day | null
  source: string
  mark: Mark
  terms: PayTerms
}

const noPayer = refuse('no-such-payer', 'This payer is not in the directory.')

/** Records what a payer pays for, from a day on. Earlier rows stay: a week is judged by the rule of its own first day. */
export async function recordPayerRule(
  work: Work,
  payerId: string,
  said: RuleSaid,
  published = '',
): Promise<{ id: string } | Refusal> {
  const refused = mayNot(work.by, 'fee.change') ?? mayRecordRule(said)
  if (refused) return refused
  if ((await payerById(work, payerId)) === undefined) return noPayer
  const id = newId()
  await work.db
    .insertInto('payerRule')
    .values({
      clinicId: work.clinic.id,
      id,
      payerId,
      programKind: said.program,
      terms: JSON.stringify(said.terms),
      published,
      effectiveFrom: said.from,
      effectiveTo: said.to,
      source: said.source,
      mark: said.mark,
      recordedBy: work.by.id,
      recordedAt: work.at,
    })
    .execute()
  await record(work, 'payer-rule.recorded', { about: { rule: id, payer: payerId, from: said.from, published } })
  return { id }
}

/** Takes a published example over for a payer, as it stands, from a day on. It can be corrected by a row of the clinic's own. */
export async function adoptPayerRule(
  work: Work,
  payerId: string,
  { published, from }: { published: string; from: Day },
): Promise<{ id: string } | Refusal> {
  const rule = publishedRule(published)
  if (rule === undefined) return refuse('no-such-rule', 'Choose one of the published rules.')
  const { program, source, terms, stated } = rule
  // Whatever the source leaves open is a default of ours: the whole row waits for the compliance officer then.
  const mark = Object.keys(terms).every((term) => stated.some((one) => one === term)) ? rule.mark : 'K'
  return recordPayerRule(work, payerId, { program, from, to: null, source, mark, terms }, published)
}
