import { isChoice, type Doc } from './plan-doc.ts'

// Two people, or one with two windows, type in one plan: field by field what both typed is brought together, and where both
// changed the same words, the later stand and the earlier are kept beside them until somebody has read both.

export type Hand = { page: string; by: string; at: string }
export type Beside = Hand & { field: string; text: string }
export type Kept = { page: string; typed: Doc; merged: Doc; hands: Record<string, Hand>; beside: Beside[] }

type Merging = {
  /** What the page was shown when it was opened. */
  shown: Doc
  /** What it sent last; null: nothing yet. */
  last: Doc | null
  mine: Doc
  hand: Hand
  theirs: Pick<Kept, 'merged' | 'hands' | 'beside'>
}

/** Nothing typed is ever dropped, whoever saves when. A field that this page does not have is left as it is. */
export function bringTogether({ shown, last, mine, hand, theirs }: Merging): Pick<Kept, 'merged' | 'hands' | 'beside'> {
  const merged: Doc = { ...theirs.merged }
  const hands = { ...theirs.hands }
  let beside = [...theirs.beside]
  for (const [field, text] of Object.entries(mine)) {
    const before = shown[field] ?? ''
    if (text === (last?.[field] ?? before)) continue
    const now = theirs.merged[field] ?? ''
    if (text === now) continue
    const whose = hands[field]
    const isTheirs = whose !== undefined && whose.page !== hand.page
    const wasUnseen = isTheirs && now !== before && now.trim() !== '' && !isChoice(field)
    beside = beside.filter((one) => one.field !== field || one.page !== hand.page)
    if (wasUnseen)
      beside = [
        ...beside.filter((one) => one.field !== field || one.page !== whose.page),
        { field, ...whose, text: now },
      ]
    merged[field] = text
    hands[field] = hand
  }
  return { merged, hands, beside }
}

/** Words that wait for a decision: what stands in its field by now, line by line, waits no more. */
export const waiting = ({ merged, beside }: Pick<Kept, 'merged' | 'beside'>): Beside[] =>
  beside.filter(({ field, text }) => !`\n${(merged[field] ?? '').trim()}\n`.includes(`\n${text.trim()}\n`))

export const besideKey = ({ field, page }: Pick<Beside, 'field' | 'page'>): string => `${field} ${page}`

/** Takes words that stand beside a field into it, or leaves them out. */
export function settle(kept: Kept, key: string, how: 'take' | 'leave', hand: Hand): Kept {
  const one = kept.beside.find((each) => besideKey(each) === key)
  if (one === undefined) return kept
  const beside = kept.beside.filter((each) => each !== one)
  if (how === 'leave') return { ...kept, beside }
  const text = [kept.merged[one.field] ?? '', one.text].filter((each) => each.trim() !== '').join('\n')
  return { ...kept, beside, merged: { ...kept.merged, [one.field]: text }, hands: { ...kept.hands, [one.field]: hand } }
}

/** Reads what `Kept` wrote. A shape from another time is an empty draft, not an error. */
export function readKept(body: unknown): Kept {
  if (!isRecord(body)) return { page: '', typed: {}, merged: {}, hands: {}, beside: [] }
  return {
    page: typeof body.page === 'string' ? body.page : '',
    typed: textsIn(body.typed),
    merged: textsIn(body.merged),
    hands: Object.fromEntries(
      Object.entries(isRecord(body.hands) ? body.hands : {}).filter((pair): pair is [string, Hand] => isHand(pair[1])),
    ),
    beside: (Array.isArray(body.beside) ? body.beside : []).filter(
      (one): one is Beside => isHand(one) && 'field' in one && 'text' in one && typeof one.text === 'string',
    ),
  }
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null
const isHand = (value: unknown): value is Hand =>
  isRecord(value) && [value.page, value.by, value.at].every((one) => typeof one === 'string')
const textsIn = (value: unknown): Doc =>
  Object.fromEntries(
    Object.entries(isRecord(value) ? value : {}).filter(
      (pair): pair is [string, string] => typeof pair[1] === 'string',
    ),
  )
