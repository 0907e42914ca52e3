/** A piece of a line in one typeface. `truth` is what is written when the letters drawn are only near it. */
export type Run = { face: 'plain' | 'wide'; shown: string; truth: string | null }

/** What stands for a letter that neither typeface has, nor has its bare form: seen at once, and never a wrong letter. */
export const unshown = '[?]'

// WinAnsi (Windows-1252) beyond Latin-1: what the built-in faces of every PDF reader can show.
const beyondLatin1 = new Set('€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ')
const isPlain = (letter: string): boolean =>
  (letter >= ' ' && letter <= '~') || (letter >= '\u00a1' && letter <= '\u00ff') || beyondLatin1.has(letter)
// What fonts/Inconsolata.otf holds beyond Latin-1: Polish, Czech, Slovak, Hungarian, Croatian, Turkish and more.
const wideLetters = new Set('ĂăĄąĆćČčĎďĐđĘęĚěĞğİıĹĺĽľŁłŃńŇňŊŋōŐőŒœŔŕŘřŚśŞşŠšŢţŤťŮůŰűŸŹźŻżŽžƒ‘’‚“”„†‡•…‹›€™')
const isWide = (letter: string): boolean =>
  wideLetters.has(letter) || (letter >= ' ' && letter <= '~') || (letter >= '\u00a1' && letter <= '\u00ff')
// Signs with a plain way of writing them.
const plainForms: Record<string, string> = {
  '\u00a0': ' ',
  '\u202f': ' ',
  '\u2011': '-',
  '\u2010': '-',
  '\u2212': '–',
  // The wide face lacks these.
  '–': '-',
  '—': '-',
  '·': '-',
  '≤': 'at most ',
  '≥': 'at least ',
  '→': '->',
  '←': '<-',
  '✓': 'x',
  ʻ: '‘',
  ʼ: '’',
}

/**
 * Splits text into runs that two typefaces can draw: `plain` (Helvetica, in every reader, Western European letters) and
 * `wide` (a small face that comes along, with Central European and Turkish letters). A word with such a
 * letter is set in it whole. A letter that neither has is drawn without its marks (ế as ê), or as `[?]` for a stretch of
 * another script; the true letters go along as the run's actual text, which readers copy and speak.
 */
export function runsOf(text: string): Run[] {
  const runs: Run[] = []
  for (const piece of tidy(text).match(/\s+|\S+/g) ?? []) {
    const run = /^\s/.test(piece) ? { face: 'plain' as const, shown: piece, truth: null } : runOf(piece)
    const last = runs.at(-1)
    if (last !== undefined && last.face === run.face && last.truth === null && run.truth === null)
      last.shown += run.shown
    else runs.push(run)
  }
  return runs
}

/** Whether some letter of the text cannot be drawn as it is. */
export const isNear = (runs: Run[]): boolean => runs.some((run) => run.truth !== null)

function runOf(word: string): Run {
  if (Array.from(word).every(isPlain)) return { face: 'plain', shown: word, truth: null }
  if (Array.from(word).every(isWide)) return { face: 'wide', shown: word, truth: null }
  // Marks that stack (ế) lose the outermost first, until a face has the letter.
  const face = Array.from(word).some((letter) => !isPlain(letter) && isWide(letter)) ? 'wide' : 'plain'
  const can = (letter: string): boolean => (face === 'wide' ? isWide(letter) : isPlain(letter))
  const shown = Array.from(word)
    .map((letter) => bareForm(letter, can) ?? unshown)
    .join('')
  const oneMark = shown.replaceAll(/(\[\?\])+/g, unshown)
  // A plain way of writing a sign ('at most') is not a loss.
  const isLoss = Array.from(word).some((letter) => !can(letter) && !(letter in plainForms))
  return { face, shown: oneMark, truth: isLoss ? word : null }
}

function bareForm(letter: string, can: (letter: string) => boolean): string | null {
  if (can(letter)) return letter
  const plain = plainForms[letter]
  if (plain !== undefined && Array.from(plain).every((one) => one === ' ' || can(one))) return plain
  const parts = Array.from(letter.normalize('NFD'))
  while (parts.length > 1) {
    parts.pop()
    const bare = parts.join('').normalize('NFC')
    if (Array.from(bare).length === 1 && can(bare)) return bare
  }
  return null
}

// Joined letters first; what steers direction or joins and has no shape of its own is left out, and so is a lone half.
const tidy = (text: string): string =>
  text
    .toWellFormed()
    .normalize('NFC')
    .replaceAll(/\p{Default_Ignorable_Code_Point}/gu, '')
    .replaceAll(/[\p{Cc}]/gu, ' ')
