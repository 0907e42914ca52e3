import { addMonths, type Day } from '../../basics/dates.ts'
import { refuse, type Refusal } from '../../basics/refusal.ts'
import { defaultTexts } from './texts/all.ts'

export const frontLanguages = ['en', 'es'] as const
export type FrontLanguage = (typeof frontLanguages)[number]

/** The public pages whose words a clinic may make its own, in the order in which a visitor meets them. */
export const frontPages = [
  'home',
  'programs',
  'groups',
  'people',
  'costs',
  'family',
  'contact',
  'help-now',
  'self-check',
] as const
export type FrontPage = (typeof frontPages)[number]
export const isFrontPage = (page: unknown): page is FrontPage => (frontPages as readonly unknown[]).includes(page)

export const frontPageNames: Record<FrontPage, string> = {
  home: 'Home',
  programs: 'Programs',
  groups: 'Groups and seats',
  people: 'Who leads',
  costs: 'Costs',
  family: 'For family',
  contact: 'Contact',
  'help-now': 'Help now',
  'self-check': 'Self-check',
}

/** One part of a page in one language. No words: the part is left out. */
export type Section = { key: string; heading: string; words: string }
/** A row of the clinic's own words; `words` null brings Stepwell's own back. */
export type TextRow = {
  page: string
  section: string
  lang: string
  heading: string
  words: string | null
  setAt: Date
}
export type ReviewRow = { page: string; by: string; on: Day; wording: string; recordedAt: Date }

/**
 * What a page says in one language: the clinic's latest words up to an instant (included), else Stepwell's own.
 * @param until what was set later is not read yet; null reads everything
 */
export function sectionsOf(
  rows: readonly TextRow[],
  page: FrontPage,
  lang: FrontLanguage,
  until: Date | null,
): Section[] {
  return defaultTexts[page].map((own) => {
    const latest = rows
      .filter((row) => row.page === page && row.section === own.key && row.lang === lang)
      .filter((row) => until === null || row.setAt <= until)
      .reduce<TextRow | null>((best, row) => (best === null || row.setAt >= best.setAt ? row : best), null)
    return latest === null || latest.words === null
      ? { key: own.key, ...own[lang] }
      : { key: own.key, heading: latest.heading, words: latest.words }
  })
}

/** Everything that a page says in every language, as one text: what a reviewer reads, and what its fingerprint is of. */
export const wordingOf = (rows: readonly TextRow[], page: FrontPage, until: Date | null): string =>
  frontLanguages
    .flatMap((lang) => sectionsOf(rows, page, lang, until).map((one) => [lang, one.key, one.heading, one.words]))
    .map((line) => JSON.stringify(line))
    .join('\n')

/**
 * What visitors read of a page: the words as they were when it was last reviewed, so that nothing stands there unread.
 * Before any review they read Stepwell's own words, with nobody's name under them; nor is a name shown when the words are
 * no longer those that were read, as after a release with better ones.
 */
export function pageShown(
  rows: readonly TextRow[],
  review: ReviewRow | null,
  page: FrontPage,
  lang: FrontLanguage,
  fingerprint: (wording: string) => string,
): { sections: Section[]; reviewed: { by: string; on: Day } | null } {
  if (review === null) return { sections: sectionsOf([], page, lang, null), reviewed: null }
  const sections = sectionsOf(rows, page, lang, review.recordedAt)
  const isSame = fingerprint(wordingOf(rows, page, review.recordedAt)) === review.wording
  return { sections, reviewed: isSame ? { by: review.by, on: review.on } : null }
}

export type ReviewState = 'never' | 'being-reviewed' | 'old' | 'good'

/** How a page's review stands for staff: words changed since, older than the policy's months, or good. Days are whole. */
export function reviewState(
  rows: readonly TextRow[],
  review: ReviewRow | null,
  page: FrontPage,
  { today, months }: { today: Day; months: number },
  fingerprint: (wording: string) => string,
): ReviewState {
  if (review === null) return 'never'
  if (fingerprint(wordingOf(rows, page, null)) !== review.wording) return 'being-reviewed'
  return addMonths(review.on, months) < today ? 'old' : 'good'
}

/** Whether somebody may stand for a page as of a day: with a licence that stands on it, and not ahead of time. */
export function mayReview(reviewer: { name: string; licensedUntil: Day | null }, on: Day, today: Day): Refusal | null {
  if (on > today) return refuse('ahead', 'A page is reviewed today or before. Choose another day.')
  if (reviewer.licensedUntil === null || reviewer.licensedUntil < on)
    return refuse(
      'no-licence',
      `No licence of ${reviewer.name} stands on that day. Choose a clinician whose licence is recorded.`,
    )
  return null
}

/** How long and how many: what the clinic decides about seats that visitors hold, and about its reviews. */
export type FrontPolicy = { holdHours: number; holdOneIn: number; reviewMonths: number; from: Day; source: string }

/** What stands where a clinic has decided nothing: 24 hours (issue 3), one in three free chairs, a review each year. */
export const usualPolicy: FrontPolicy = {
  holdHours: 24,
  holdOneIn: 3,
  reviewMonths: 12,
  from: '2013-01-01',
  source: 'Stepwell’s own figures: your director confirms or changes them',
}

/** Completed years since the year somebody began to practise; null when it is not said or lies ahead. */
export const yearsSince = (since: number | null, today: Day): number | null => {
  const years = since === null ? -1 : Number(today.slice(0, 4)) - since
  return years < 0 ? null : years
}
