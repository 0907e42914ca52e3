// Two people, or one with two windows, type in one draft: field by field what both typed is brought together, and where both
// changed the same words, the later stand and the earlier are kept beside them until somebody has read both.

/** What is typed, field by field: 'topic', 'strengths', 'words-<client>'. */
export type Doc = Record<string, string>

/** Who typed last in a field: which open page, and the person. */
export type Hand = { page: string; by: string; at: string }

/** Words that somebody typed in a field where somebody else's words stand now: kept beside them until one decides. */
export type Beside = Hand & { field: string; text: string }

/** Everyone's words together, who typed last where, and what stands beside. */
export type Together = { merged: Doc; hands: Record<string, Hand>; beside: Beside[] }

/** What a saved draft holds: what this page sent, and everyone's words. */
export type Kept = Together & { page: string; typed: Doc }

/** The name of a stretch beside a field, for the buttons that take it in or leave it out. */
export const besideKey = ({ field, page }: Pick<Beside, 'field' | 'page'>): string => `${field} ${page}`

type Merging = {
  /** What the page was shown when it was opened. */
  shown: Doc
  /** What it sent last; null: nothing yet. */
  last: Doc | null
  mine: Doc
  hand: Hand
  /** What stands by now, with other people's words in it. */
  theirs: Together
  /** A choice has no words to keep: of two, the latest stands. */
  isChoice: (field: string) => boolean
}

/**
 * Brings what one page typed together with what others typed meanwhile, field by field. Where only one side changed, the
 * change stands; where both did, this page's words stand and the other's are kept beside them. A field that this page
 * does not have is left as it is. Nothing typed is ever dropped, whoever saves when.
 */
export function mergeDraft({ shown, last, mine, hand, theirs, isChoice }: Merging): Together {
  const merged: Doc = { ...theirs.merged }
  const hands = { ...theirs.hands }
  let beside = [...theirs.beside]
  for (const [field, text] of Object.entries(mine)) {
    const before = shown[field] ?? ''
    if (text === (last?.[field] ?? before)) continue
    const other = theirs.merged[field] ?? ''
    const whose = hands[field]
    const isOthers = whose !== undefined && whose.page !== hand.page
    if (text === other) {
      // Both typed the same: should the other go on from it, this page's words are still there.
      if (isOthers && !isChoice(field)) beside = [...without(beside, field, hand.page), { field, ...hand, text }]
      continue
    }
    const unseen = other !== before && other.trim() !== '' && !isChoice(field)
    beside = without(beside, field, hand.page)
    if (isOthers && unseen) beside = [...without(beside, field, whose.page), { field, ...whose, text: other }]
    merged[field] = text
    hands[field] = hand
  }
  return { merged, hands, beside }
}

const without = (beside: readonly Beside[], field: string, page: string): Beside[] =>
  beside.filter((one) => one.field !== field || one.page !== page)

/** What still waits for somebody to decide: words that stand in their field by now, line by line, wait no more. */
export const waiting = ({ merged, beside }: Pick<Together, 'merged' | 'beside'>): Beside[] =>
  beside.filter(({ field, text }) => !`\n${(merged[field] ?? '').trim()}\n`.includes(`\n${text.trim()}\n`))

/** Takes words that stand beside a field into it, or leaves them out. */
export function settle(kept: Kept, key: string, how: 'take' | 'leave', hand: Hand): Kept {
  const one = kept.beside.find((each) => besideKey(each) === key)
  if (one === undefined) return kept
  const beside = kept.beside.filter((each) => each !== one)
  if (how === 'leave') return { ...kept, beside }
  const text = [kept.merged[one.field] ?? '', one.text].filter((each) => each.trim() !== '').join('\n')
  return { ...kept, beside, merged: { ...kept.merged, [one.field]: text }, hands: { ...kept.hands, [one.field]: hand } }
}

/**
 * The fields in which a page's words are not what everyone's words together say: somebody else has been typing. Words in a
 * field that the page does not even have count; a choice made there does not.
 */
export const differing = (typed: Doc, merged: Doc, isChoice: (field: string) => boolean): string[] =>
  Object.keys(merged).filter((field) => (field in typed || !isChoice(field)) && (typed[field] ?? '') !== merged[field])

/** Whether a draft says anything that the save before it does not: only then is it a row of its own. */
export function saysMore(draft: Kept, latest: Kept): boolean {
  const beside = (kept: Kept) => JSON.stringify(kept.beside.map(({ field, page, text }) => [field, page, text]))
  return (
    Object.entries(draft.merged).some(([field, text]) => (latest.merged[field] ?? '') !== text) ||
    beside(draft) !== beside(latest)
  )
}

/** Reads what `Kept` wrote into the database. A shape from another time is an empty draft, not an error. */
export function readKept(body: unknown): Kept {
  const empty: Kept = { page: '', typed: {}, merged: {}, hands: {}, beside: [] }
  if (!isRecord(body)) return empty
  const hands = Object.entries(isRecord(body.hands) ? body.hands : {}).filter((pair): pair is [string, Hand] =>
    isHand(pair[1]),
  )
  return {
    page: typeof body.page === 'string' ? body.page : '',
    typed: docOf(body.typed),
    merged: docOf(body.merged),
    hands: Object.fromEntries(hands),
    beside: (Array.isArray(body.beside) ? body.beside : []).filter(isBeside),
  }
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null

const isHand = (value: unknown): value is Hand =>
  isRecord(value) && [value.page, value.by, value.at].every((each) => typeof each === 'string')

const isBeside = (value: unknown): value is Beside =>
  isRecord(value) && isHand(value) && 'field' in value && 'text' in value && typeof value.text === 'string'

const docOf = (value: unknown): Doc =>
  Object.fromEntries(
    Object.entries(isRecord(value) ? value : {}).filter(
      (pair): pair is [string, string] => typeof pair[1] === 'string',
    ),
  )
