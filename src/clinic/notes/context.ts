import type { Why } from './needles.ts'
import {
  acting,
  being,
  company,
  determiners,
  functionWords,
  monthBefore,
  months,
  ordinaryAfter,
  ordinaryWords,
  owned,
  saying,
  themes,
  thingAfter,
  thingAfterBeing,
  thingBefore,
} from './ordinary-words.ts'
import type { Word } from './words.ts'

const articles = new Set(['the', 'a', 'an'])
const households = new Set(['family', 'household', 'brothers', 'sisters', 'boys', 'girls', 'twins', 'home'])

/** A name that is no other word: caught however and wherever it is written. */
export const unmistakable = (plain: string): boolean =>
  plain.length > 2 && !ordinaryWords.has(plain) && !functionWords.has(plain) && !months.has(plain)

/**
 * Whether the i-th word, which is an ordinary word and somebody's name, is a person here: from its capital, its place in
 * the sentence, and what stands before and after. In doubt it is, for given names; family names alone are rarer in notes.
 */
export function readsAsName(words: readonly Word[], i: number, plain: string, why: Why): boolean {
  const word = words[i]
  if (word === undefined) return false
  const [before, next, second] = [words[i - 1], words[i + 1], words[i + 2]]
  const nextPlain = next !== undefined && /^\s+$/u.test(next.gap) ? next.plain : ''
  const owns = word.owner !== word.plain
  const common = functionWords.has(plain)
  const preceded = before !== undefined && !word.begins ? before.plain : ''
  if (word.case === 'lower') {
    if (common) return false
    const thing = [before, words[i - 2]].some((each) => each !== undefined && determiners.has(each.plain))
    if (thing && !word.begins) return false
    if (owns && owned.has(nextPlain)) return true
    if (word.mute && why !== 'family' && being.has(nextPlain)) return !saidOfThing(second, words[i + 3])
    return (word.mute ? acting : saying).has(nextPlain) && second?.plain !== 'by'
  }
  if (/["“«]$/u.test(word.gap) && /^["”»]/u.test(word.after)) return false
  if (months.has(plain) && (monthBefore.has(preceded) || /^\s*\d/u.test(word.after))) return false
  if (next !== undefined && next.case !== 'lower' && thingAfter.has(nextPlain)) return false
  if (thingBefore.has(preceded) && before?.case !== 'lower') return false
  if (articles.has(preceded)) return households.has(nextPlain)
  if (next !== undefined && next.case === 'lower' && /^,\s+$/u.test(next.gap) && themes.has(next.plain)) return false
  if (word.loud) {
    if (common) return false
    if (word.case === 'upper' && being.has(nextPlain)) return !saidOfThing(second, words[i + 3])
    return acting.has(nextPlain) || (owns && owned.has(nextPlain))
  }
  if (!word.begins) return true
  if (common) return false
  if (acting.has(nextPlain) && second?.plain !== 'by') return true
  if (owns) return true
  if (why === 'family') return false
  if (nextPlain === 'and' || nextPlain === 'or')
    return second !== undefined && (second.case !== 'lower' || company.has(second.plain))
  if (being.has(nextPlain)) return !saidOfThing(second, words[i + 3])
  return !ordinaryAfter.has(nextPlain)
}

/** What follows 'is' or 'was': 'the theme', 'not a feeling', 'discussed' are said of things, 'tearful' of people. */
const saidOfThing = (word: Word | undefined, next: Word | undefined): boolean =>
  word !== undefined &&
  (thingAfterBeing.has(word.plain) || (word.plain === 'not' && next !== undefined && determiners.has(next.plain)))
