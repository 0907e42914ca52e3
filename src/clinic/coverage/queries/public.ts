import type { Mark } from '../../../basics/mark.ts'
import { dayAt, type Day } from '../../../basics/dates.ts'
import type { Work } from '../../../db/work.ts'
import { serviceNames, type Service } from '../fees.ts'
import { regionOf, standingOn, type Guideline, type Region, type Scale } from '../guideline.ts'
import type { Cents } from '../money.ts'
import { bandsOf } from './fees.ts'

export type PublicFee = { service: Service; unit: string; amount: Cents; source: string; since: Day }
export type PublicFees = {
  /** What the clinic shows: its own fees, and its comparison figure for residential care when that is marked so. */
  fees: PublicFee[]
  /** The scale and the guideline of the clinic's state that stand today; null where none does. */
  scale: Scale | null
  guideline: Guideline | null
  region: Region
}

/** What the world may read about money, for visitors as for staff: nothing here is about a person. */
export async function publicFees(work: Work): Promise<PublicFees> {
  const today = dayAt(work.at, work.clinic.timeZone)
  const region = regionOf(work.clinic.state)
  const [fees, scales, guidelines, bands] = [
    await work.db
      .selectFrom('fee')
      .where('isPublic', '=', true)
      .select(['service', 'amount', 'effectiveFrom', 'effectiveTo', 'source'])
      .orderBy('effectiveFrom', 'desc')
      .orderBy('recordedAt', 'desc')
      .execute(),
    await work.db
      .selectFrom('slidingScale')
      .select(['id', 'effectiveFrom', 'effectiveTo', 'source', 'mark'])
      .orderBy('effectiveFrom', 'desc')
      .orderBy('recordedAt', 'desc')
      .execute(),
    await work.db
      .selectFrom('povertyGuideline')
      .where('region', '=', region)
      .select(['firstPerson', 'eachFurther', 'effectiveFrom', 'effectiveTo', 'source', 'mark'])
      .orderBy('effectiveFrom', 'desc')
      .orderBy('recordedAt', 'desc')
      .execute(),
    await bandsOf(work),
  ]
  const standing = <Row extends { effectiveFrom: Day; effectiveTo: Day | null }>(rows: Row[]): Row | undefined => {
    const dated = rows.map((row) => ({ row, from: row.effectiveFrom, to: row.effectiveTo }))
    return standingOn(dated, today)?.row
  }
  const scale = standing(scales)
  const guideline = standing(guidelines)
  return {
    // The table's checks allow these services and marks and no others.
    fees: [...Map.groupBy(fees, (fee) => fee.service as Service)].flatMap(([service, rows]) => {
      const fee = standing(rows)
      return fee === undefined
        ? []
        : [
            {
              service,
              unit: serviceNames[service].unit,
              amount: Number(fee.amount),
              source: fee.source,
              since: fee.effectiveFrom,
            },
          ]
    }),
    scale:
      scale === undefined
        ? null
        : {
            bands: bands.get(scale.id) ?? [],
            from: scale.effectiveFrom,
            to: scale.effectiveTo,
            source: scale.source,
            mark: scale.mark as Mark,
          },
    guideline:
      guideline === undefined
        ? null
        : {
            region,
            firstPerson: Number(guideline.firstPerson),
            eachFurther: Number(guideline.eachFurther),
            from: guideline.effectiveFrom,
            to: guideline.effectiveTo,
            source: guideline.source,
            mark: guideline.mark as Mark,
          },
    region,
  }
}
