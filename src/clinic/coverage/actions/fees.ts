import type { Day } from '../../../basics/dates.ts'
import { newId } from '../../../basics/ids.ts'
import { refuse, type Refusal } from '../../../basics/refusal.ts'
import type { Work } from '../../../db/work.ts'
import { mayNot } from '../../access/permissions.ts'
import { record } from '../../access/trail.ts'
import { lawfulDeadlines, type Deadline } from '../deadlines.ts'
import { mayBeFee, type Fee } from '../fees.ts'
import { knownGuidelines, mayBeDated, mayBeScale, type Dated, type Guideline, type Scale } from '../guideline.ts'
import { payerById } from '../queries/coverages.ts'
import { deadlinesRecorded, guidelinesRecorded } from '../queries/fees.ts'
import { isNpi } from '../rules.ts'

const dated = (
  work: Work,
  row: Dated,
): {
  effectiveFrom: Day
  effectiveTo: Day | null
  source: string
  mark: string
  recordedBy: string | null
  recordedAt: Date
} => ({
  effectiveFrom: row.from,
  effectiveTo: row.to,
  source: row.source,
  mark: row.mark,
  recordedBy: work.by.id,
  recordedAt: work.at,
})
const place = (work: Work) => ({ clinicId: work.clinic.id, id: newId() })

/** Records what the clinic asks for a service, or what a payer allows for it, from a day on. Earlier rows stay. */
export async function addFee(work: Work, fee: Omit<Fee, 'id'>): Promise<null | Refusal> {
  const refused = mayNot(work.by, 'fee.change') ?? mayBeFee(fee)
  if (refused) return refused
  if (fee.payerId !== null && (await payerById(work, fee.payerId)) === undefined)
    return refuse('no-such-payer', 'Choose the payer from the directory.')
  const { service, payerId, code, amount, isPublic } = fee
  await work.db
    .insertInto('fee')
    .values({ ...place(work), service, payerId, code, amount, isPublic, ...dated(work, fee) })
    .execute()
  await record(work, 'fee.recorded', { about: { service, amount, payer: payerId, from: fee.from } })
  return null
}

/** Records a sliding scale, all its bands at once, from a day on. */
export async function addScale(work: Work, scale: Scale): Promise<null | Refusal> {
  const refused = mayNot(work.by, 'fee.change') ?? mayBeDated(scale) ?? mayBeScale(scale.bands)
  if (refused) return refused
  const at = place(work)
  await work.db
    .insertInto('slidingScale')
    .values({ ...at, ...dated(work, scale) })
    .execute()
  await work.db
    .insertInto('slidingBand')
    .values(scale.bands.map((band) => ({ clinicId: work.clinic.id, scaleId: at.id, ...band })))
    .execute()
  await record(work, 'scale.recorded', { about: { scale: at.id, bands: scale.bands.length, from: scale.from } })
  return null
}

/** Records a year's poverty guideline, from a day on. */
export async function addGuideline(work: Work, row: Guideline): Promise<null | Refusal> {
  const refused = mayNot(work.by, 'fee.change') ?? mayBeDated(row)
  if (refused) return refused
  if (row.firstPerson <= 0 || row.eachFurther <= 0)
    return refuse('bad-amount', 'Give both amounts: for the first person, and for each further one.')
  await writeGuidelines(work, [row])
  await record(work, 'guideline.recorded', { about: { region: row.region, from: row.from } })
  return null
}

/** Records a deadline for estimates, from a day on. The clinic may be stricter than the law. */
export async function addDeadline(work: Work, row: Deadline): Promise<null | Refusal> {
  const refused = mayNot(work.by, 'fee.change') ?? mayBeDated(row)
  if (refused) return refused
  const law = lawfulDeadlines.find((one) => one.occasion === row.occasion && one.leastAhead === row.leastAhead)
  if (law !== undefined && row.dueWithin > law.dueWithin)
    return refuse(
      'later-than-law',
      `The law gives ${law.dueWithin} business days here (${law.source}). Give as many or fewer.`,
    )
  await writeDeadlines(work, [row])
  await record(work, 'estimate-deadline.recorded', {
    about: { occasion: row.occasion, within: row.dueWithin, from: row.from },
  })
  return null
}

export type BillingSaid = { legalName: string; npi: string; taxNumber: string; address: string; phone: string }

/** Records who the clinic is on estimates and to payers. The latest stands. */
export async function setBillingIdentity(work: Work, said: BillingSaid): Promise<null | Refusal> {
  const denied = mayNot(work.by, 'fee.change')
  if (denied) return denied
  if (!isNpi(said.npi))
    return refuse(
      'bad-npi',
      'This is no NPI: ten digits, of which the last checks the others. Compare it with the letter from CMS.',
    )
  if (!/^\d{9}$/.test(said.taxNumber)) return refuse('bad-tax-number', 'Give the tax number: nine digits.')
  await work.db
    .insertInto('billingIdentity')
    .values({ ...place(work), ...said, recordedBy: work.by.id, recordedAt: work.at })
    .execute()
  await record(work, 'billing-identity.recorded', { about: { npi: said.npi } })
  return null
}

const writeGuidelines = (work: Work, rows: Guideline[]) =>
  work.db
    .insertInto('povertyGuideline')
    .values(
      rows.map((row) => ({
        ...place(work),
        region: row.region,
        firstPerson: row.firstPerson,
        eachFurther: row.eachFurther,
        ...dated(work, row),
      })),
    )
    .execute()

const writeDeadlines = (work: Work, rows: Deadline[]) =>
  work.db
    .insertInto('estimateDeadline')
    .values(
      rows.map((row) => ({
        ...place(work),
        occasion: row.occasion,
        leastAhead: row.leastAhead,
        dueWithin: row.dueWithin,
        ...dated(work, row),
      })),
    )
    .execute()

/** The federal rows that we know and this clinic has not. */
async function federalRows(work: Work): Promise<{ guidelines: Guideline[]; deadlines: Deadline[] }> {
  const have = new Set((await guidelinesRecorded(work)).map((row) => `${row.region} ${row.from}`))
  const kept = new Set((await deadlinesRecorded(work)).map((row) => `${row.occasion} ${row.leastAhead} ${row.from}`))
  return {
    guidelines: knownGuidelines.filter((row) => !have.has(`${row.region} ${row.from}`)),
    deadlines: lawfulDeadlines.filter((row) => !kept.has(`${row.occasion} ${row.leastAhead} ${row.from}`)),
  }
}

export async function federalRowsMissing(work: Work): Promise<number> {
  const { guidelines, deadlines } = await federalRows(work)
  return guidelines.length + deadlines.length
}

/**
 * What every clinic starts with: the federal guidelines that we know and the law's deadlines. Lays only what is missing,
 * so that a clinic of an earlier version gets them too. Its scale and its fees are the clinic's own: none is invented.
 */
export async function furnishMoney(work: Work): Promise<void> {
  const { guidelines, deadlines } = await federalRows(work)
  if (guidelines.length > 0) await writeGuidelines(work, guidelines)
  if (deadlines.length > 0) await writeDeadlines(work, deadlines)
  if (guidelines.length + deadlines.length > 0)
    await record(work, 'money.furnished', { about: { guidelines: guidelines.length, deadlines: deadlines.length } })
}
