import type { Insertable } from 'kysely'
import type { DB } from '../db/tables.ts'

/** What the demo writes, each table after those it points to. */
export const tables = [
  'clinic',
  'staffMember',
  'staffRole',
  'staffLicense',
  'staffPassword',
  'publicFront',
  'publicProfile',
  'publicReview',
  'publicWord',
  'deskHours',
  'deskClosedDay',
  'callHours',
  'timeAway',
  'billingIdentity',
  'povertyGuideline',
  'estimateDeadline',
  'slidingScale',
  'slidingBand',
  'payer',
  'payerFact',
  'payerRule',
  'fee',
  'referrer',
  'referrerFact',
  'partner',
  'partnerFacts',
  'site',
  'room',
  'program',
  'pack',
  'doseFloor',
  'groupCap',
  'groupSeries',
  'seriesLeader',
  'seriesChair',
  'client',
  'clientIdentity',
  'clientContact',
  'clientHistory',
  'clientAvailability',
  'clientAffinity',
  'referral',
  'safetyScreen',
  'stopDisposition',
  'placementAssessment',
  'placementDecision',
  'handOff',
  'handOffAnswer',
  'consent',
  'episode',
  'discharge',
  'primaryTherapist',
  'continuingCareItem',
  'continuingCareDone',
  'planGoal',
  'planGoalEnd',
  'doseOrder',
  'seat',
  'seatRelease',
  'groupSession',
  'sessionCancellation',
  'visit',
  'visitCancellation',
  'attendanceMark',
  'groupNote',
  'clientNote',
  'noteSignature',
  'measure',
  'outreach',
  'clientMerge',
  'inquiry',
  'inquiryOwner',
  'inquiryStage',
  'inquiryStep',
  'inquiryStepDone',
  'inquiryCall',
  'inquirySender',
  'inquiryClient',
  'bookedCall',
  'callBooking',
  'callOutcome',
  'messageThread',
  'threadMessage',
  'seatHold',
  'coverage',
  'coverageFact',
  'benefitCheck',
  'assistanceApplication',
  'assistanceIncome',
  'assistanceDocument',
  'assistanceDecision',
  'file',
  'fileContent',
  'fileScan',
  'estimateRequest',
  'estimate',
  'estimateDelivery',
  'signing',
  'signingLink',
  'signedDocument',
  'intake',
  'intakeSection',
  'intakeSigned',
  'intakeSignature',
  'trail',
  'trailSeal',
] as const satisfies readonly (keyof DB)[]

export type Table = (typeof tables)[number]

/** A row as the database takes it; the writer adds the clinic. */
export type Row<T extends Table> = Omit<Insertable<DB[T]>, 'clinicId'>

/** Rows that wait to be written, by table. */
export type Sheaf = {
  add: <T extends Table>(table: T, row: Row<T>) => void
  of: <T extends Table>(table: T) => Row<T>[]
  count: () => number
}

export function newSheaf(): Sheaf {
  const byTable = new Map<Table, object[]>(tables.map((table) => [table, []]))
  const of = <T extends Table>(table: T) => (byTable.get(table) ?? []) as Row<T>[] // `add` lets nothing else in
  return {
    of,
    add: (table, row) => void of(table).push(row),
    count: () => [...byTable.values()].reduce((sum, rows) => sum + rows.length, 0),
  }
}

/** A range of days as the database writes it: the last day is inside, and null has no end. */
export const daysFrom = (from: string, firstDayAfter: string | null): string => `[${from},${firstDayAfter ?? ''})`

export const instantsFrom = (from: Date, to: Date): string => `[${from.toISOString()},${to.toISOString()})`
