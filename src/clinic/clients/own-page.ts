import { createHash } from 'node:crypto'
import type { Day } from '../../basics/dates.ts'

/**
 * How long a link opens (days), and how long one visit on the page lasts after the birth date was given (minutes). `askingMinutes`:
 * how long the page shows the questions about danger, while somebody stays beside the person. `keptDays`: how long after the last
 * day a page is kept by its client's wish. `isUsual`: the last two are what is usual, for a compliance officer to confirm.
 */
export type OwnPagePolicy = {
  linkDays: number
  visitMinutes: number
  askingMinutes: number
  keptDays: number
  from: Day
  source: string
  isUsual: boolean
}

/**
 * Without a row of the clinic's own. Ours to choose, no law's [K]: two months, a quarter of an hour; as long as somebody stays beside
 * the person (decisions/020); the year of follow-ups and its last weeks.
 */
export const ownPageDefault: OwnPagePolicy = {
  linkDays: 60,
  visitMinutes: 15,
  askingMinutes: 20,
  keptDays: 390,
  from: '2000-01-01',
  source: 'Stepwell’s default (K)',
  isUsual: true,
}

/** The figures that stand on a day: of those that have begun, the latest; of two of one day, the one set last. */
export const ownPagePolicyOn = (rows: readonly OwnPagePolicy[], day: Day): OwnPagePolicy =>
  rows
    .filter((row) => row.from <= day)
    .toSorted((a, b) => (a.from < b.from ? -1 : a.from > b.from ? 1 : 0))
    .at(-1) ?? ownPageDefault

/** Wrong birth dates that a link takes before it opens nothing any more. */
export const MOST_TRIES = 5

/** What stands on the page of a link that is over is what stands on one that never was. */
export type PageEnd = 'taken back' | 'replaced' | 'lost' | 'locked'

/**
 * The key of the calendar: it follows from the page's key by SHA-256, and never the other way, so that a calendar service that
 * holds it can open no page. `token`: the page's key as it stands in the address.
 */
export const feedTokenOf = (token: string): string =>
  createHash('sha256').update(`calendar of ${token}`).digest('base64url')

/** How entries are titled. Discreet: a title says no kind of care. */
export type Titles = 'discreet' | 'plain'
