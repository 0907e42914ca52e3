import { functionWords, ordinaryWords } from './ordinary-words.ts'
import { plainName, type Word } from './words.ts'

// What a firm is called besides its name: 'Inc.', 'the … company'.
const forms = new Set(
  'inc incorporated llc ltd limited co company corp corporation group holdings plc llp pllc pc gmbh sa the of and at for in de del la el'.split(
    ' ',
  ),
)
// Kinds of places: half of a name, and an ordinary word in every note about work.
const kinds = new Set(
  'bakery bank bar barber builders cafe care center centre church city cleaners clinic college construction consulting county deli department diner electric elementary engineering farm farms fire foods garage garden grill grocery gym high home homes hospital hotel house inn kitchen landscaping laundry law library logistics manufacturing market medical mill moving nursing office paint painting pharmacy pizza plumbing police restaurant roofing salon school security service services shop solutions state station store studio supply systems taxi technologies tire town transport trucking university village warehouse works yard'.split(
    ' ',
  ),
)

type Run = { start: number; end: number }

/** 'The Hudson Valley Bakery, Inc.' → hudson, valley, bakery: the words that say which place it is. */
export function placeWords(employer: string): string[] {
  const words = employer
    .split(/[\s,./()&+\-‐‑–]+/u)
    .map(plainName)
    .filter((word) => word !== '' && !forms.has(word))
  // A name of ordinary words only, one of them, such as 'Home', would be found everywhere.
  return words.length === 1 && words.every((word) => tooCommon(word)) ? [] : words
}

const tooCommon = (word: string): boolean =>
  word.length < 4 || kinds.has(word) || functionWords.has(word) || ordinaryWords.has(word)

/**
 * Where a text names a place of work: all its words in their order, small words between them allowed ('the bakery of Hudson'
 * is none), or the one word of it that is no other word, written with a capital ('at Wegmans').
 */
export function placesIn<N>(
  words: readonly Word[],
  places: readonly { words: readonly string[]; needle: N }[],
): (Run & N)[] {
  const found: (Run & N)[] = []
  for (const place of places) {
    const own = place.words.filter((word) => !tooCommon(word))
    const [only] = own
    words.forEach((word, i) => {
      const whole = wholeAt(words, i, place.words)
      if (whole !== null) {
        if (place.words.length > 1 || word.case !== 'lower' || word.mute) found.push({ ...whole, ...place.needle })
      } else if (
        own.length === 1 &&
        place.words.length > 1 &&
        only !== undefined &&
        only.length > 4 &&
        (word.plain === only || word.owner === only) &&
        (word.case !== 'lower' || word.mute)
      )
        found.push({ start: word.start, end: word.end, ...place.needle })
    })
  }
  return found
}

function wholeAt(words: readonly Word[], i: number, wanted: readonly string[]): Run | null {
  const [first] = wanted
  const begin = words[i]
  if (begin === undefined || first === undefined || (begin.plain !== first && begin.owner !== first)) return null
  let at = i
  let end = begin.end
  for (const want of wanted.slice(1)) {
    let next = words[at + 1]
    if (next !== undefined && forms.has(next.plain) && next.plain !== want) next = words[(at += 1) + 1]
    if (next === undefined || /[.!?;:\n]/u.test(next.gap) || (next.plain !== want && next.owner !== want)) return null
    at += 1
    end = next.end
  }
  return { start: begin.start, end }
}
