import { shortFormsOf } from './nicknames.ts'
import { ordinaryWords } from './ordinary-words.ts'
import { placeWords } from './places.ts'
import { plainName, type Word } from './words.ts'

/** Someone whose name must not stand in a text that others read. */
export type Member = {
  given: string
  family: string
  preferred?: string | null
  /** Where they differ from the first letters of the names. */
  initials?: string | null
  relatives?: readonly string[]
  /** Where they work or worked: 'Hudson Valley Bakery'. */
  employers?: readonly string[]
}

/** What gave the person away, the plainest first. */
export const whys = ['given', 'preferred', 'family', 'nickname', 'relative', 'employer', 'initials'] as const
export type Why = (typeof whys)[number]

export type Needle = { memberIndex: number; why: Why }

export type Needles = {
  /** By plain name; one name may belong to several members. */
  names: Map<string, Needle[]>
  /** By how the name sounds: 'Sara' and 'Sarah', 'Jon' and 'John'. Names of four letters or more that are no other word. */
  sounds: Map<string, Needle[]>
  /** By capitals: 'MA'; single letters too. */
  initials: Map<string, Needle[]>
  /** In scripts written without spaces, or with endings joined on: looked for anywhere in the text. */
  unspaced: { text: string; needle: Needle }[]
  /** Places of work, each as the plain words that say which one it is. */
  places: { words: readonly string[]; needle: Needle }[]
}

const particles = new Set(
  'da dal das de del della den der des di do dos du el la las le les lo los van von vom zu zur bin ibn bint al abu san ter ten y e i jr sr ii iii iv'.split(
    ' ',
  ),
)
const kin = new Set(
  'mother father mom dad mum sister brother aunt uncle cousin wife husband partner son daughter grandmother grandfather stepmother stepfather girlfriend boyfriend friend sponsor her his their the my'.split(
    ' ',
  ),
)
const unspacedScript =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}\p{Script=Arabic}\p{Script=Hebrew}]/u

/** 'Núñez-de la Cruz' → nunez, cruz; also the parts run together, as people type them. */
function partsOf(name: string): string[] {
  const parts = name.split(/[\s\-‐‑–.,()]+/u).filter((part) => part !== '')
  const spoken = parts.filter((part) => !particles.has(plainName(part)))
  const kept = spoken.length > 0 ? spoken : parts
  return parts.length > 1 ? [...kept, parts.join('')] : kept
}

/** Both ways of writing a name in plain letters: Müller is muller and mueller. */
function spellingsOf(part: string): string[] {
  const german = part
    .normalize('NFC')
    .replace(/[äÄæÆ]/gu, 'ae')
    .replace(/[öÖøØ]/gu, 'oe')
    .replace(/[üÜ]/gu, 'ue')
    .replace(/[åÅ]/gu, 'aa')
  return [...new Set([plainName(part), plainName(german)])].filter((plain) => Array.from(plain).length > 1)
}

/** Letters that are written differently for one sound fall together; a typist's variant is still the person. */
export const soundOf = (plain: string): string =>
  plain
    .replace(/ph/g, 'f')
    .replace(/ck/g, 'k')
    .replace(/c(?=[^ehiy]|$)/g, 'k')
    .replace(/(?<=.)h/g, '')
    .replace(/z/g, 's')
    .replace(/(?<=.)(y|ie|ee|ey)/g, 'i')
    .replace(/(.)\1+/g, '$1')
    .replace(/(?<=..)e$/g, '')

const firstLetter = (name: string): string => plainName(Array.from(name.trim())[0] ?? '').toUpperCase()

/** Everything to look for. `own` is exempt: words that are also part of the name of the person the text is about. */
export function needlesOf(members: readonly Member[], own: Member | null = null): Needles {
  const needles: Needles = { names: new Map(), sounds: new Map(), initials: new Map(), unspaced: [], places: [] }
  const exempt = own === null ? new Set<string>() : new Set(plainNamesOf(own))
  const heard = new Set([...exempt].map(soundOf))
  members.forEach((member, memberIndex) => {
    const put = (name: string, why: Why) => {
      for (const part of partsOf(name)) {
        if (unspacedScript.test(part) && Array.from(part).length > 1) {
          needles.unspaced.push({ text: part.normalize('NFC'), needle: { memberIndex, why } })
        }
        for (const plain of spellingsOf(part)) {
          add(needles.names, exempt, plain, { memberIndex, why })
          if (plain.length > 3 && !ordinaryWords.has(plain))
            add(needles.sounds, heard, soundOf(plain), { memberIndex, why })
        }
      }
    }
    put(member.given, 'given')
    if (member.preferred) put(member.preferred, 'preferred')
    put(member.family, 'family')
    if (unspacedScript.test(member.family)) {
      needles.unspaced.push({ text: `${member.family}${member.given}`, needle: { memberIndex, why: 'given' } })
    }
    for (const name of [member.given, member.preferred ?? '']) {
      for (const part of partsOf(name)) {
        for (const form of shortFormsOf(plainName(part))) {
          add(needles.names, exempt, form, { memberIndex, why: 'nickname' })
        }
      }
    }
    for (const relative of member.relatives ?? []) {
      for (const part of partsOf(relative)) {
        if (!kin.has(plainName(part)) && !/^\p{Ll}/u.test(part)) put(part, 'relative')
      }
    }
    for (const employer of member.employers ?? []) {
      const place = placeWords(employer)
      if (place.length > 0) needles.places.push({ words: place, needle: { memberIndex, why: 'employer' } })
    }
    for (const initials of initialsOfMember(member)) {
      add(needles.initials, new Set(), initials, { memberIndex, why: 'initials' })
    }
  })
  return needles
}

function add(map: Map<string, Needle[]>, exempt: ReadonlySet<string>, key: string, needle: Needle): void {
  if (exempt.has(key)) return
  const known = map.get(key)
  if (known === undefined) map.set(key, [needle])
  else if (!known.some((each) => each.memberIndex === needle.memberIndex)) known.push(needle)
}

const plainNamesOf = (member: Member): string[] =>
  [member.given, member.preferred ?? '', member.family].flatMap((name) => partsOf(name).flatMap(spellingsOf))

function initialsOfMember(member: Member): string[] {
  const families = member.family.split(/[\s\-‐‑]+/u).filter((part) => part !== '' && !particles.has(plainName(part)))
  const lasts = families.map(firstLetter)
  const firsts = [member.given, member.preferred ?? ''].map(firstLetter).filter((letter) => letter !== '')
  const middles = member.given
    .trim()
    .split(/[\s-]+/u)
    .map(firstLetter)
    .join('')
  const typed = plainName(member.initials ?? '')
    .replace(/[^\p{L}]/gu, '')
    .toUpperCase()
  const all = [
    ...firsts.flatMap((first) => [...lasts, lasts.join('')].map((last) => first + last)),
    ...[...lasts, lasts.join('')].map((last) => middles + last),
    typed,
    ...firsts,
  ]
  return [...new Set(all)].filter((initials) => /^\p{Lu}{1,4}$/u.test(initials))
}

/** Of several people one word may mean, the one it gives away most plainly. */
export const plainest = (needles: readonly Needle[]): Needle | null =>
  needles.reduce<Needle | null>(
    (best, needle) => (best === null || whys.indexOf(needle.why) < whys.indexOf(best.why) ? needle : best),
    null,
  )

/** Whom a word may mean: as it stands, as an owner, with the s of many, or in another spelling of one sound. */
export function matches(word: Word, needles: Needles): { plain: string; found: Needle[] } {
  for (const plain of [word.plain, word.owner]) {
    const found = needles.names.get(plain)
    if (found !== undefined) return { plain, found }
  }
  if (word.case === 'lower' && !word.mute) return { plain: word.plain, found: [] }
  const one = word.plain.endsWith('s') ? word.plain.slice(0, -1) : ''
  const several = one.length > 3 && !ordinaryWords.has(one) ? needles.names.get(one) : undefined
  if (several !== undefined) return { plain: one, found: several }
  const heard =
    word.owner.length > 3 && !ordinaryWords.has(word.owner) ? needles.sounds.get(soundOf(word.owner)) : undefined
  return { plain: word.owner, found: heard ?? [] }
}
