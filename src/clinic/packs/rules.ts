import { ageOn, type Day, isDay } from '../../basics/dates.ts'
import { refuse, type Refusal } from '../../basics/refusal.ts'
import { consentAuthority, type ConsentService, signersNeeded } from '../consents/authority.ts'
import type { SignerCapacity } from '../consents/consent.ts'
import { isPaperKind, type PaperKind, papers } from './paper.ts'

export type PackItem = { kind: PaperKind; required: boolean }
export type PackRow = { items: readonly PackItem[]; from: Day; setAt: Date }

/** The pack of a program that has set none: everything that opens a stay, with video where the track is by video. */
export const defaultPack = (track: string): PackItem[] => [
  { kind: 'treatment', required: true },
  { kind: 'privacy-notice', required: false },
  { kind: 'tpo', required: false },
  { kind: 'group-agreement', required: true },
  ...(track === 'virtual' ? [{ kind: 'telehealth' as const, required: true }] : []),
  { kind: 'financial', required: true },
  { kind: 'emergency-contact', required: false },
]

/** The pack that stands on `day`: of the rows whose day has come the one of the latest day, then the one set last. */
export function packOn(rows: readonly PackRow[], day: Day, track: string): readonly PackItem[] {
  const standing = rows
    .filter((row) => row.from <= day)
    .reduce<PackRow | null>(
      (best, row) =>
        best === null || row.from > best.from || (row.from === best.from && row.setAt >= best.setAt) ? row : best,
      null,
    )
  return standing?.items ?? defaultPack(track)
}

/**
 * May a program ask for this pack from this day on? Null when yes. Refuses 'no-treatment-consent' (care without it is not
 * care that somebody agreed to), 'never-required' (a paper that may be asked for and never demanded: 42 CFR 2.31(a), 45 CFR
 * 164.520(c)(2)), 'twice', 'starts-in-the-past' and 'no-day'.
 */
export function packProblem(items: readonly PackItem[], from: string, today: Day): Refusal | null {
  if (!isDay(from)) return refuse('no-day', 'Give the day from which this pack stands.')
  if (from < today)
    return refuse('starts-in-the-past', 'A pack begins today or later: what was asked for before stays as it was.')
  const treatment = items.find(({ kind }) => kind === 'treatment')
  if (treatment === undefined || !treatment.required)
    return refuse('no-treatment-consent', 'Every pack has the consent to treatment, and it is required.')
  if (new Set(items.map(({ kind }) => kind)).size < items.length)
    return refuse('twice', 'A paper stands in a pack once.')
  const forced = items.find(({ kind, required }) => required && papers[kind].neverRequired !== null)
  if (forced !== undefined)
    return refuse('never-required', `${papers[forced.kind].name}: ${papers[forced.kind].neverRequired ?? ''}`)
  return null
}

/** By what right somebody signs for another person. */
export const authorityKinds = {
  parent: { capacity: 'guardian', en: 'Parent', es: 'Madre o padre' },
  'court-guardian': { capacity: 'guardian', en: 'Guardian by court order', es: 'Tutor por orden judicial' },
  agency: { capacity: 'guardian', en: 'Agency with custody', es: 'Agencia con la custodia' },
  'court-guardian-adult': {
    capacity: 'representative',
    en: 'Guardian of an adult by court order',
    es: 'Tutor de un adulto por orden judicial',
  },
  'health-care-proxy': { capacity: 'representative', en: 'Health care proxy', es: 'Apoderado para la atención médica' },
  'power-of-attorney': { capacity: 'representative', en: 'Power of attorney', es: 'Poder notarial' },
} as const satisfies Record<string, { capacity: SignerCapacity; en: string; es: string }>
export type AuthorityKind = keyof typeof authorityKinds
export const isAuthorityKind = (text: unknown): text is AuthorityKind =>
  typeof text === 'string' && Object.hasOwn(authorityKinds, text)

export type SignerDraft = {
  name: string
  born: string
  capacity: SignerCapacity
  authorityKind: string
  /** What was seen: 'birth certificate, seen 12 Nov'. */
  evidence: string
}
export type ClientFor = { born: Day; state: string; service: ConsentService }

/** Whose signatures a paper needs: as its consent does, and for every other paper as the consent to treatment does. */
export function signersOf(kind: PaperKind, client: ClientFor, on: Day): readonly SignerCapacity[] {
  const { who } = consentAuthority(ageOn(client.born, on), client.state, client.service, on)
  return signersNeeded(who, papers[kind].scope ?? 'treatment')
}

/** The papers of a list that this signer signs: a representative stands in the client's place for an adult. */
export const papersFor = (
  items: readonly PackItem[],
  capacity: SignerCapacity,
  client: ClientFor,
  on: Day,
): PackItem[] =>
  items.filter(({ kind }) => signersOf(kind, client, on).includes(capacity === 'representative' ? 'client' : capacity))

const letters = (text: string): number => text.match(/\p{L}/gu)?.length ?? 0

/**
 * May this person sign papers for this client on `on`? Null when yes. A guardian signs for a minor only where the state has
 * a parent sign: where the minor consents alone, a parent is not even told ('minor-signs-alone', 42 CFR 2.14, with the
 * statute). 'adult-signs' for a guardian of an adult, 'minor-has-guardian' for a representative of a minor, 'no-authority'
 * without a kind of authority that fits the capacity, 'no-evidence' without what was seen of it, 'too-young' for a
 * guardian or representative under 18, 'not-born' for a day of birth that cannot be. Ages in completed years.
 */
export function signerProblem(signer: SignerDraft, client: ClientFor, on: Day): Refusal | null {
  const { capacity, authorityKind } = signer
  if (letters(signer.name) < 2) return refuse('no-name', 'Give the name of the person who signs.')
  if (!isDay(signer.born) || signer.born >= on)
    return refuse('not-born', 'Give the date of birth of the person who signs: it opens the link.')
  if (capacity === 'client') return null
  const age = ageOn(client.born, on)
  if (capacity === 'guardian' && age >= 18)
    return refuse(
      'adult-signs',
      'An adult signs for themselves. Where a court or a proxy says otherwise, choose representative.',
    )
  if (capacity === 'representative' && age < 18)
    return refuse('minor-has-guardian', 'For someone under 18 a parent or guardian signs. Choose parent or guardian.')
  if (capacity === 'guardian') {
    const authority = consentAuthority(age, client.state, client.service, on)
    if (authority.who === 'self')
      return refuse(
        'minor-signs-alone',
        `At ${age}, the client alone consents here (${authority.citation}; your counsel confirms). Give no paper to a parent: telling them needs the client’s own consent (42 CFR 2.14).`,
      )
  }
  if (!isAuthorityKind(authorityKind) || authorityKinds[authorityKind].capacity !== capacity)
    return refuse('no-authority', 'Say by what right this person signs: parent, court order, proxy.')
  if (letters(signer.evidence) < 3)
    return refuse(
      'no-evidence',
      'Say what you have seen of it: birth certificate, court order of 3 May 2026, proxy form.',
    )
  if (ageOn(signer.born, on) < 18)
    return refuse('too-young', 'Whoever signs for somebody else is 18 or older. Look at the date of birth again.')
  return null
}

/** Signer, right and what was seen of it, in one line that stands beside the signature. */
export const authorityWords = (kind: string, evidence: string, language: 'en' | 'es' = 'en'): string =>
  isAuthorityKind(kind) ? `${authorityKinds[kind][language]} (${evidence.trim()})` : ''

export type SigningPolicy = { linkHours: number; visitMinutes: number; copyMinutes: number; from: Day; source: string }

/** How long a link, a visit and the copy last. Clinics may set their own, from a day on. */
export const defaultPolicy: SigningPolicy = {
  linkHours: 72,
  visitMinutes: 60,
  copyMinutes: 30,
  from: '2024-01-01',
  source: 'Stepwell default: your compliance officer confirms',
}

/** The policy that stands on `day`; Stepwell's where the clinic has set none. */
export const policyOn = (rows: readonly SigningPolicy[], day: Day): SigningPolicy =>
  [defaultPolicy, ...rows].reduce((best, row) => (row.from <= day && row.from >= best.from ? row : best), defaultPolicy)

/** Wrong tries after which a link is locked for good. NIST SP 800-63B asks for a limit; five is far below it. */
export const MOST_TRIES = 5

/** What the signer knows, as one secret: date of birth and code together, so that no answer can tell which was wrong. */
export const proofOf = (born: string, code: string): string => `${born} ${code.replace(/\D/g, '')}`

/** The first paper of a list that has no answer yet, or null when all are answered. */
export const nextPaper = (items: readonly PackItem[], answered: readonly string[]): PackItem | null =>
  items.find(({ kind }) => !answered.includes(kind)) ?? null

export type Answer = { kind: string; capacity: string; version: string; at: Date }
export type PaperStanding = {
  kind: PaperKind
  required: boolean
  /** 'older': signed, and a newer wording is in force; it counts. */
  state: 'signed' | 'older' | 'declined' | 'missing'
  /** Who has still to sign; empty when it is signed. */
  waitsFor: SignerCapacity[]
  at: Date | null
}

/**
 * How a client stands with one paper of a pack. Signed when everybody who has to sign has signed: a consent when it stands
 * now (`consentStands`: taken back or ended counts as missing), any other paper by its signatures. Declined when nobody signed
 * after the last refusal.
 */
export function paperStanding(
  item: PackItem,
  needed: readonly SignerCapacity[],
  signed: readonly Answer[],
  declined: readonly Answer[],
  current: string | null,
  consentStands: boolean | null,
): PaperStanding {
  const own = signed.filter(({ kind }) => kind === item.kind)
  const newest = own.toSorted((a, b) => b.at.getTime() - a.at.getTime())
  const refused = declined
    .filter(({ kind }) => kind === item.kind)
    .reduce<Answer | null>((last, one) => (last === null || one.at > last.at ? one : last), null)
  const waitsFor =
    consentStands === true
      ? []
      : needed.filter(
          (capacity) =>
            !own.some(
              (one) =>
                one.capacity === capacity ||
                (one.capacity === 'representative' && capacity === 'client' && !needed.includes('guardian')),
            ),
        )
  const isSigned = consentStands ?? waitsFor.length === 0
  const isRefusedSince = refused !== null && (newest[0] === undefined || refused.at > newest[0].at)
  if (isSigned && !(isRefusedSince && consentStands === null)) {
    const older = current !== null && newest[0] !== undefined && newest[0].version !== current
    return { ...item, state: older ? 'older' : 'signed', waitsFor: [], at: newest[0]?.at ?? null }
  }
  if (isRefusedSince) return { ...item, state: 'declined', waitsFor: [...needed], at: refused.at }
  return { ...item, state: 'missing', waitsFor: waitsFor.length === 0 ? [...needed] : [...waitsFor], at: null }
}

/** Complete: every required paper is signed, and every other one signed or declined. */
export const isComplete = (papersNow: readonly PaperStanding[]): boolean =>
  papersNow.every(
    ({ state, required }) => state === 'signed' || state === 'older' || (!required && state === 'declined'),
  )

/** What a form sent as a list of papers: kinds in order, without what is not a paper. */
export const itemsFrom = (kinds: readonly string[], required: readonly string[]): PackItem[] =>
  kinds.filter(isPaperKind).map((kind) => ({ kind, required: required.includes(kind) }))
