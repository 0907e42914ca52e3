import { type Refusal, refuse } from '../../basics/refusal.ts'
import { plainName } from './duplicates.ts'
import { dayOf, field, listOf } from './foreign.ts'
import type { Reading } from './reading.ts'
import type { Person } from './referral.ts'
import { nameProblem, tidyName } from './rules.ts'

type Names = Pick<Person, 'givenName' | 'familyName' | 'middleNames' | 'preferredName' | 'formerFamilyNames'>
type Name = { use: string; ended: boolean; family: string; given: string[]; wasSplit: boolean }

const FORMER = ['old', 'maiden']
// The name to put on a chart: the legal one, else what the sender uses, else whatever there is.
const ORDER = ['official', 'usual', '', 'nickname', 'temp', 'anonymous', 'maiden', 'old']

/**
 * The person's names out of FHIR's several, or a refusal: 'name-missing', 'name-one-only', 'name-unfit'.
 * One unfit character in any name refuses the file: it was damaged or tampered with.
 */
export function readNames({ patient, today, leave }: Reading): Names | Refusal {
  const sent = listOf(patient['name']).slice(0, 20)
  for (const raw of sent.flatMap(textsOf)) {
    const problem = raw.trim() === '' ? undefined : nameProblem(raw)
    if (problem && problem !== NO_LETTERS)
      return refuse('name-unfit', `${problem} Ask the sender for a corrected file, or enter the person by hand.`)
  }
  const names = sent.map((name) => nameOf(name, today)).filter((name) => name.family !== '' || name.given.length > 0)
  const rank = ({ use, ended }: Name) =>
    (ORDER.includes(use) ? ORDER.indexOf(use) : ORDER.indexOf('')) + (ended ? ORDER.length : 0)
  const [name] = names.toSorted((a, b) => rank(a) - rank(b))
  if (!name)
    return refuse(
      'name-missing',
      'The file gives no name for the person. Ask the sender for it, or enter the person by hand.',
    )
  const [givenName, ...middle] = name.given
  if (!givenName || name.family === '')
    return refuse(
      'name-one-only',
      `The file gives no ${givenName ? 'family' : 'given'} name. Ask the sender for it; if the person has one name only, enter them by hand with it in both fields.`,
    )
  if (nameProblem(givenName) || nameProblem(name.family))
    return refuse('name-unfit', `${NO_LETTERS} Ask the sender for a corrected file, or enter the person by hand.`)
  if (name.wasSplit)
    leave('Name sent as one text', 'Stepwell split it into given and family name: check that it did so rightly.')

  const called =
    names.find(({ use, given }) => use === 'nickname' && given[0]) ??
    names.find(({ use, ended }) => use === 'usual' && !ended)
  const preferredName = called?.given[0] ?? ''
  const formerFamilyNames = [
    ...new Set(
      names
        .filter((other) => FORMER.includes(other.use) || other.ended)
        .map(({ family }) => family)
        .filter((family) => family !== '' && plainName(family) !== plainName(name.family)),
    ),
  ]
  return {
    givenName,
    familyName: name.family,
    ...(middle.length > 0 && { middleNames: middle.join(' ') }),
    ...(preferredName !== '' && plainName(preferredName) !== plainName(givenName) && { preferredName }),
    ...(formerFamilyNames.length > 0 && { formerFamilyNames }),
  }
}

const NO_LETTERS = 'The name has no letters.'

const strings = (value: unknown): string[] => listOf(value).filter((text): text is string => typeof text === 'string')

const textsOf = (name: unknown): string[] =>
  ['family', 'given', 'text', 'prefix', 'suffix'].flatMap((part) => strings(field(name, part)).slice(0, 20))

function nameOf(name: unknown, today: string): Name {
  const tidy = (value: unknown) =>
    strings(value)
      .map(tidyName)
      .filter((text) => text !== '')
  const use = strings(field(name, 'use'))[0] ?? ''
  const end = dayOf(field(name, 'period', 'end'))
  const ended = end !== null && end < today
  const family = tidy(field(name, 'family'))[0] ?? ''
  const given = tidy(field(name, 'given')).slice(0, 10)
  const text = tidy(field(name, 'text'))[0] ?? ''
  if ((family !== '' && given.length > 0) || text === '') return { use, ended, family, given, wasSplit: false }
  const split = splitName(text)
  // Where one of the two was sent, the text only fills in the other.
  if (family !== '')
    return {
      use,
      ended,
      family,
      given: split.given.filter((part) => plainName(part) !== plainName(family)),
      wasSplit: true,
    }
  if (given.length > 0)
    return {
      use,
      ended,
      family: plainName(split.family) === plainName(given[0] ?? '') ? '' : split.family,
      given,
      wasSplit: true,
    }
  return { use, ended, ...split, wasSplit: true }
}

const TITLE = /^(mr|mrs|ms|miss|mx|dr|prof|sr|sra|señor|señora)\.?$/i
const AFTER_NAME = /^(jr|sr|ii|iii|iv|md|phd|rn|esq|dds|do|np)\.?$/i
// Words that belong to the family name after them: van Beethoven, de la Cruz, bin Salman.
const PARTICLE = /^(van|von|der|den|de|del|della|da|dos|das|du|la|las|los|le|di|bin|ibn|al|el|ter|ten|st\.?)$/i

/** 'Ludwig van Beethoven', 'Alvarez, Maya R.', '王小明': a whole name in one text, split as its language does. */
function splitName(text: string): { family: string; given: string[] } {
  if (/^\p{Script=Han}{2,4}$/u.test(text)) {
    const [family = '', ...given] = text
    return { family, given: [given.join('')] }
  }
  const [before = '', ...after] = text.split(',').map((part) => part.trim())
  const givenAfterComma = wordsOf(after.join(' '))
  if (givenAfterComma.length > 0) return { family: wordsOf(before).join(' '), given: givenAfterComma }
  const words = wordsOf(before)
  let start = words.length - 1
  while (start > 1 && PARTICLE.test(words[start - 1] ?? '')) start--
  return start < 1
    ? { family: '', given: words }
    : { family: words.slice(start).join(' '), given: words.slice(0, start) }
}

const wordsOf = (text: string): string[] => {
  const words = text.split(/\s+/).filter((word) => word !== '')
  while (words.length > 1 && TITLE.test(words[0] ?? '')) words.shift()
  while (words.length > 1 && AFTER_NAME.test(words.at(-1) ?? '')) words.pop()
  return words.filter((word) => word !== ',')
}
