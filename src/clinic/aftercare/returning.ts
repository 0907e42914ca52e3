import { addDays, type Day, daysBetween } from '../../basics/dates.ts'
import { plural } from '../../basics/text.ts'
import { type Refusal, refuse } from '../../basics/refusal.ts'

/**
 * Whole days: after leaving somebody comes back without a new intake within `wayBack` (products.md part 3, idea 23); a plan that was
 * looked up longer ago than `coverageGood` is looked up again. Dated rows over defaults marked K (concerns/settings.ts).
 */
export type ReturnRules = { wayBack: number; coverageGood: number }

/** What a clerk says is still so, instead of asking it anew. */
export const stillSo = ['identity', 'contacts', 'coverage', 'residence'] as const
export type StillSo = (typeof stillSo)[number]

export type LastStay = { episodeId: string; from: Day; lastDay: Day | null; reason: string | null }

/**
 * May somebody come back without a new intake? Refusals: 'never-here' (nobody was admitted before), 'in-care' (the stay has not ended),
 * 'died', 'long-ago' (more than `wayBack` days: what is known of them is too old to stand on).
 */
export function returnRefusal(last: LastStay | null, today: Day, { wayBack }: ReturnRules): Refusal | null {
  if (last === null) return refuse('never-here', 'They were never admitted here: begin with the safety screen.')
  if (last.lastDay === null) return refuse('in-care', `They are in care since ${last.from}.`)
  if (last.reason === 'died') return refuse('died', 'This person has died. No stay can start.')
  if (daysBetween(last.lastDay, today) > wayBack)
    return refuse(
      'long-ago',
      `They left on ${last.lastDay}, more than ${wayBack} days ago. Do a new intake: too much may have changed.`,
    )
  return null
}

export type Known = {
  contacts: number
  coverages: readonly { payerName: string; endsOn: Day | null; checkedOn: Day | null }[]
  allergies: number
  noneKnown: boolean
  medicines: number
  consents: readonly { name: string; stands: boolean }[]
  papersMissing: readonly string[] | null
  intakeSignedOn: Day | null
  residence: string
}

export type ReturnLine = {
  what: 'contacts' | 'coverage' | 'allergies' | 'medicines' | 'consents' | 'papers' | 'intake'
  title: string
  /** 'stands': used as it is. 'ask': has to be looked at, signed or checked; none of it holds the return up by itself. */
  state: 'stands' | 'ask'
  words: string
}

/** What stands from the stay before, and what has to be looked at again, each in a sentence. Refuses nothing. */
export function whatStands(known: Known, today: Day, { coverageGood }: ReturnRules): ReturnLine[] {
  const line = (what: ReturnLine['what'], title: string, isAsked: boolean, words: string): ReturnLine => ({
    what,
    title,
    state: isAsked ? 'ask' : 'stands',
    words,
  })
  const running = known.coverages.filter(({ endsOn }) => endsOn === null || endsOn >= today)
  const stale = running.filter(({ checkedOn }) => checkedOn === null || checkedOn < addDays(today, -coverageGood))
  const standing = known.consents.filter(({ stands }) => stands)
  const over = known.consents.filter(({ stands }) => !stands)
  return [
    line(
      'contacts',
      'Telephone, address, emergency contact',
      known.contacts === 0,
      known.contacts === 0
        ? 'None is recorded.'
        : `${plural(known.contacts, 'entry stands', 'entries stand')}. Ask whether they are still so.`,
    ),
    line(
      'coverage',
      'Coverage',
      running.length === 0 || stale.length > 0,
      running.length === 0
        ? 'No plan runs now.'
        : stale.length === 0
          ? `${names(running)}, checked within ${coverageGood} days.`
          : `${names(stale)}: look it up again before the first day.`,
    ),
    line(
      'allergies',
      'Allergies',
      known.allergies === 0 && !known.noneKnown,
      known.allergies > 0
        ? `${plural(known.allergies, 'stands', 'stand')} as noted.`
        : known.noneKnown
          ? 'None known, as noted.'
          : 'Nobody has asked.',
    ),
    line(
      'medicines',
      'Medicines',
      true,
      `${known.medicines === 0 ? 'None stands' : plural(known.medicines, 'line stands', 'lines stand')} on the list. Going through it is due from the first day.`,
    ),
    line(
      'consents',
      'Consents',
      over.length > 0,
      [
        standing.length === 0 ? 'None stands.' : `Still valid: ${standing.map(({ name }) => name).join(', ')}.`,
        over.length === 0 ? '' : `No longer: ${over.map(({ name }) => name).join(', ')}.`,
      ]
        .filter(Boolean)
        .join(' '),
    ),
    line(
      'papers',
      'Papers',
      known.papersMissing === null || known.papersMissing.length > 0,
      known.papersMissing === null
        ? 'The program they were in is no longer here.'
        : known.papersMissing.length === 0
          ? 'All are signed.'
          : `Missing: ${known.papersMissing.join(', ')}.`,
    ),
    line(
      'intake',
      'Assessment',
      known.intakeSignedOn === null,
      known.intakeSignedOn === null
        ? 'None is signed.'
        : `Signed on ${known.intakeSignedOn}. It stands: an addendum says what changed.`,
    ),
  ]
}

const names = (all: readonly { payerName: string }[]): string => all.map(({ payerName }) => payerName).join(', ')
