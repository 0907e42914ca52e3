import { readsAsName, unmistakable } from './context.ts'
import { initialsIn } from './initials.ts'
import { type Member, matches, type Needle, type Needles, needlesOf, plainest, type Why, whys } from './needles.ts'
import { functionWords, ordinaryWords, titles } from './ordinary-words.ts'
import { placesIn } from './places.ts'
import { type Word, wordsOf } from './words.ts'

export type { Member, Why } from './needles.ts'

/** A stretch of the text, in UTF-16 units like every string index, that names someone. */
export type NameFound = { start: number; end: number; text: string; memberIndex: number; why: Why }

/**
 * Where a text names one of the members: given, family or preferred name, their parts and usual short forms, a relative's
 * name, an employer's name, initials; in any case, with or without accents, as an owner ('Maya's'). A name that is also an ordinary word is
 * read from its capital, its place in the sentence and the words beside it; in doubt it is reported, because a name that
 * slips into another client's chart cannot be taken back, and a sentence can be put differently. Ranges are in order and
 * do not overlap; neighbouring words of one member are one range. `own`: the member the text is about, whose names may
 * stand in it. A spelling that sounds the same is caught ('Sara', 'Sarah'); other slips of the pen, and descriptions that
 * name nobody, are not. Source: clinical.md §0 fact 8, §7.3.
 */
export function namesIn(text: string, members: readonly Member[], own: Member | null = null): NameFound[] {
  const needles = needlesOf(members, own)
  const words = wordsOf(text)
  quieten(words, needles)
  const found: NameFound[] = []
  words.forEach((word, i) => {
    const joined = joinedWith(words, i, needles)
    if (joined !== null) found.push({ ...joined, text: text.slice(joined.start, joined.end) })
    const needle = meaning(words, i, needles)
    if (needle !== null) found.push({ start: word.start, end: word.end, text: word.text, ...needle })
  })
  const initials = initialsIn(text, words, needles).map((each) => ({ ...each, text: text.slice(each.start, each.end) }))
  const places = placesIn(words, needles.places).map((each) => ({ ...each, text: text.slice(each.start, each.end) }))
  found.push(...initials, ...places, ...unspacedIn(text, needles))
  return merged(text, found)
}

/** A line of several members' names looks like a heading and is none: 'Present: Hope, Will, Rose'. */
function quieten(words: readonly Word[], needles: Needles): void {
  const membersIn = new Map<number, Set<number>>()
  for (const word of words) {
    if (!word.loud || word.case === 'lower') continue
    const known = membersIn.get(word.sentence) ?? new Set()
    const [one] = matches(word, needles).found
    if (one !== undefined) known.add(one.memberIndex)
    membersIn.set(word.sentence, known)
  }
  for (const word of words) if ((membersIn.get(word.sentence)?.size ?? 0) > 1) word.loud = false
}

/** Whom the i-th word names, or null where it is the ordinary word. */
function meaning(words: readonly Word[], i: number, needles: Needles): Needle | null {
  const word = words[i]
  if (word === undefined) return null
  const { plain, found } = matches(word, needles)
  const needle = plainest(found)
  if (needle === null) return null
  if (unmistakable(plain)) return needle
  const before = words[i - 1]
  if (before !== undefined && titles.has(before.plain) && /^\.?\s+$/u.test(word.gap)) return needle
  if (besideOwnName(words, i, found, needles) || joinedToName(words, i, needles)) return needle
  return readsAsName(words, i, plain, needle.why) ? needle : null
}

/** 'maya and hope': a name that is no other word makes a name of its neighbour. */
function joinedToName(words: readonly Word[], i: number, needles: Needles): boolean {
  const word = words[i]
  if (word === undefined || functionWords.has(word.plain)) return false
  const sides: [Word | undefined, Word | undefined, Word | undefined][] = [
    [words[i - 1], words[i - 2], word],
    [words[i + 1], words[i + 2], words[i + 2]],
  ]
  return sides.some(([beside, beyond, last]) => {
    if (beside?.plain !== 'and' || beyond === undefined || !/^\s+$/u.test(beside.gap + (last?.gap ?? ''))) return false
    const { plain, found } = matches(beyond, needles)
    return found.length > 0 && unmistakable(plain)
  })
}

/** The word before or after is another name of the same member, and one of the two has a capital. */
function besideOwnName(words: readonly Word[], i: number, found: readonly Needle[], needles: Needles): boolean {
  const word = words[i]
  if (word === undefined) return false
  return [words[i - 1], words[i + 1]].some((beside) => {
    if (beside === undefined || beside.plain === word.plain) return false
    const gap = beside.start > word.start ? beside.gap : word.gap
    if (!/^[\s\-‐‑]+$/u.test(gap)) return false
    const others = matches(beside, needles).found
    const same = others.some((other) =>
      found.some((own) => own.memberIndex === other.memberIndex && (own.why === 'family') !== (other.why === 'family')),
    )
    return same && (unmistakable(beside.plain) || (word.case !== 'lower' && beside.case !== 'lower'))
  })
}

/** Two words that together are one name, 'Mary Ann' for a member whose name is MaryAnn. */
function joinedWith(words: readonly Word[], i: number, needles: Needles): Omit<NameFound, 'text'> | null {
  const [word, next] = [words[i], words[i + 1]]
  if (word === undefined || next === undefined || !/^[ \-‐‑]$/u.test(next.gap)) return null
  const both = word.plain + next.owner
  const needle = both.length > 4 ? plainest(needles.names.get(both) ?? []) : null
  if (needle === null || ordinaryWords.has(both)) return null
  return { start: word.start, end: next.end, ...needle }
}

function unspacedIn(text: string, needles: Needles): NameFound[] {
  const found: NameFound[] = []
  for (const { text: name, needle } of needles.unspaced) {
    for (let at = text.indexOf(name); at !== -1; at = text.indexOf(name, at + 1)) {
      found.push({ start: at, end: at + name.length, text: name, ...needle })
    }
  }
  return found
}

/** In order, without overlaps; what stands together and belongs to one member becomes one range. */
function merged(text: string, found: readonly NameFound[]): NameFound[] {
  const rank = (each: NameFound) => whys.indexOf(each.why)
  const sorted = [...found].sort((a, b) => a.start - b.start || rank(a) - rank(b) || b.end - a.end)
  const ranges: NameFound[] = []
  for (const each of sorted) {
    const last = ranges.at(-1)
    const together =
      last !== undefined &&
      (each.start < last.end ||
        (each.memberIndex === last.memberIndex && /^[\s\-‐‑]*$/u.test(text.slice(last.end, each.start))))
    if (last === undefined || !together) ranges.push({ ...each })
    else {
      last.end = Math.max(last.end, each.end)
      last.text = text.slice(last.start, last.end)
    }
  }
  return ranges
}
