import { sql } from 'kysely'
import { dayAt, type Day } from '../../../basics/dates.ts'
import { sha256 } from '../../../basics/ids.ts'
import type { Work } from '../../../db/work.ts'
import {
  pageShown,
  reviewState,
  usualPolicy,
  type FrontLanguage,
  type FrontPage,
  type FrontPolicy,
  type ReviewRow,
  type ReviewState,
  type TextRow,
} from '../front-rules.ts'

export const fingerprint = (wording: string): string => sha256(wording)

/** The clinic's own words, the oldest first. */
export const textRows = (work: Work): Promise<TextRow[]> =>
  work.db
    .selectFrom('publicText')
    .select(['page', 'section', 'lang', 'heading', 'words', 'setAt'])
    .orderBy('setAt')
    .orderBy('id')
    .execute()

/** The latest review of each page. */
export async function reviewRows(work: Work): Promise<Map<string, ReviewRow>> {
  const { rows } = await sql<{
    page: string
    givenName: string
    familyName: string
    credential: string
    reviewedOn: Day
    wording: string
    recordedAt: Date
  }>`select page, given_name, family_name, credential, reviewed_on, wording, recorded_at from public_reviews()`.execute(
    work.db,
  )
  return new Map(
    rows.map((row) => [
      row.page,
      {
        page: row.page,
        by: [`${row.givenName} ${row.familyName}`, row.credential].filter(Boolean).join(', '),
        on: row.reviewedOn,
        wording: row.wording,
        recordedAt: row.recordedAt,
      },
    ]),
  )
}

/** What visitors read on a page in their language, and who stands for it. */
export async function frontText(work: Work, page: FrontPage, lang: FrontLanguage) {
  const [rows, reviews] = [await textRows(work), await reviewRows(work)]
  return pageShown(rows, reviews.get(page) ?? null, page, lang, fingerprint)
}

export type PageState = { review: ReviewRow | null; state: ReviewState }

export async function stateOfPage(work: Work, page: FrontPage, rows?: TextRow[]): Promise<PageState> {
  const review = (await reviewRows(work)).get(page) ?? null
  const today = dayAt(work.at, work.clinic.timeZone)
  const months = (await frontPolicyOf(work)).reviewMonths
  return { review, state: reviewState(rows ?? (await textRows(work)), review, page, { today, months }, fingerprint) }
}

/** What the clinic decided about holds and reviews, as it stands today. */
export async function frontPolicyOf(work: Work): Promise<FrontPolicy> {
  const row = await work.db
    .selectFrom('frontPolicy')
    .where('effectiveFrom', '<=', dayAt(work.at, work.clinic.timeZone))
    .orderBy('effectiveFrom', 'desc')
    .orderBy('setAt', 'desc')
    .orderBy('id', 'desc')
    .select(['holdHours', 'holdOneIn', 'reviewMonths', 'effectiveFrom as from'])
    .executeTakeFirst()
  // Where it was read is for staff: visitors' role does not see it.
  return row === undefined ? usualPolicy : { ...row, source: '' }
}

export const policyRows = (work: Work) =>
  work.db
    .selectFrom('frontPolicy')
    .selectAll()
    .orderBy('effectiveFrom', 'desc')
    .orderBy('setAt', 'desc')
    .orderBy('id', 'desc')
    .execute()

/** What the clinic shows the world, as it stands; undefined where nobody has opened it yet. */
export const frontOf = (work: Work) =>
  work.db
    .selectFrom('publicFront')
    .orderBy('setAt', 'desc')
    .orderBy('id', 'desc')
    .select(['host', 'isOpen', 'phone', 'crisisPhone', 'email', 'setAt'])
    .executeTakeFirst()

/** How the clinic's own names are said in another language: the latest word for each. */
export async function wordsIn(work: Work, lang: string): Promise<Map<string, string>> {
  const rows = await work.db
    .selectFrom('publicWord')
    .where('lang', '=', lang)
    .orderBy('setAt')
    .orderBy('id')
    .select(['said', 'words'])
    .execute()
  return new Map(rows.map((row) => [row.said, row.words]))
}

/** The clinicians who may stand for a page, each with the last day of the licence that lasts longest. */
export const reviewersToChoose = async (work: Work) =>
  (
    await work.db
      .selectFrom('staffMember as m')
      .innerJoinLateral(
        (eb) =>
          eb
            .selectFrom('staffRole as r')
            .whereRef('r.clinicId', '=', 'm.clinicId')
            .whereRef('r.staffId', '=', 'm.id')
            .orderBy('r.givenAt', 'desc')
            .orderBy('r.id', 'desc')
            .limit(1)
            .select('r.role')
            .as('r'),
        (join) => join.onTrue(),
      )
      .where('r.role', 'in', ['director', 'therapist', 'prescriber'])
      .orderBy('m.familyName')
      .orderBy('m.givenName')
      .select(['m.id', 'm.givenName', 'm.familyName', 'm.credential'])
      .select(
        sql<Day | null>`(select max(x.expires_on)::text from staff_license_now x where x.clinic_id = m.clinic_id and x.staff_id = m.id)`.as(
          'licensedUntil',
        ),
      )
      .execute()
  ).map((one) => ({ ...one, name: [`${one.givenName} ${one.familyName}`, one.credential].filter(Boolean).join(', ') }))
