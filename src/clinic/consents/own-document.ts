import { Temporal } from '../../basics/dates.ts'
import { sha256 } from '../../basics/ids.ts'
import { refuse, type Refusal } from '../../basics/refusal.ts'
import type { Statement } from './consent.ts'
import type { ConsentDocument } from './documents.ts'
import { endsWords } from './documents.ts'
import { informationOf, type OwnTerms, purposesOf, recipientsOf } from './own-terms.ts'
import { ownEnglish, ownSpanish } from './own-words.ts'

const wordsOf = { en: ownEnglish, es: ownSpanish }

const letters = (text: string): number => text.match(/\p{L}/gu)?.length ?? 0

/**
 * What is wrong with the terms of a consent of its own, field by field, before there is a text to read; empty when a form
 * can be made. What the rule asks of the signed form is asked again by `consentProblems`. 42 CFR 2.31(a), 2.35.
 */
export function termsProblems(terms: OwnTerms): { field: string; because: string }[] {
  const { scope, recipient, information, purpose, expiry } = terms
  const problems: { field: string; because: string }[] = []
  const add = (field: string, because: string) => problems.push({ field, because })
  if (!recipientsOf[scope].includes(recipient.kind)) add('kind', 'Choose who it is.')
  if (letters(recipient.name) < 2) add('name', 'Give the name, as they would say it on the telephone.')
  const { members } = recipient
  if (
    recipient.kind === 'intermediary' &&
    members !== 'treating-providers' &&
    !members?.some((name) => letters(name) >= 2)
  )
    add('members', 'Name the members it may pass records on to, or limit them to treating providers.')
  if (information.length === 0 || !information.every((one) => informationOf[scope].includes(one)))
    add('information', 'Choose what may be told.')
  if (!purposesOf[scope].includes(purpose)) add('purpose', 'Choose what it may be told for.')
  if (purpose === 'other' && letters(terms.purposeWords) < 3) add('purposeWords', 'Say what it may be told for.')
  if (expiry.kind === 'none') add('ends', 'Say when it ends.')
  if (expiry.kind !== 'none' && expiry.kind !== 'date' && letters(expiry.what) < 3)
    add('endsWhen', expiry.kind === 'event' ? 'Say at which event it ends.' : 'Say what has to hold for it to last.')
  const from = terms.revocableFrom
  if (from?.kind === 'event' && letters(from.what) < 3)
    add('revocableWhen', 'Say what has to happen before it can be taken back.')
  if (from?.kind === 'date' && expiry.kind === 'date' && from.on > expiry.on)
    add('revocableOn', 'It has to be possible to take it back before it ends.')
  return problems
}

/** Who is told, as the form says it: 'Rosa Alvarez (mother)'. */
export const whoWords = ({ recipient }: Pick<OwnTerms, 'recipient'>): string =>
  recipient.relation.trim() === '' ? recipient.name.trim() : `${recipient.name.trim()} (${recipient.relation.trim()})`

export const whatWords = ({ information, detail, language }: OwnTerms): string =>
  [...information.map((one) => wordsOf[language].information[one]), ...(detail.trim() === '' ? [] : [detail.trim()])]
    .join('; ')
    .replace(/\.+$/, '')

export const whyWords = ({ purpose, purposeWords, language }: OwnTerms): string => {
  const named = wordsOf[language].purposes[purpose]
  const more = purposeWords.trim().replace(/\.+$/, '')
  if (more === '') return named
  return purpose === 'other' ? more : `${named}; ${more}`
}

/** The words of the blanks that follow from the terms. The others (client, clinic, signer, privacyContact) are the caller's. */
export function termsBlanks(terms: OwnTerms): Record<string, string> {
  const { members } = terms.recipient
  const { revocable } = wordsOf[terms.language]
  const from = terms.revocableFrom
  return {
    who: whoWords(terms),
    what: terms.information.map((one) => wordsOf[terms.language].information[one]).join('; '),
    ...(terms.detail.trim() === '' ? {} : { detail: terms.detail.trim().replace(/\.+$/, '') }),
    why: whyWords(terms),
    ends: endsWords(terms.expiry, terms.language),
    ...(members === null
      ? {}
      : {
          members:
            members === 'treating-providers'
              ? { en: 'members that treat me', es: 'los miembros que me atienden' }[terms.language]
              : members.join('; '),
        }),
    ...(from === null
      ? {}
      : {
          revocable:
            from.kind === 'date'
              ? revocable.date(
                  Temporal.PlainDate.from(from.on).toLocaleString(terms.language === 'es' ? 'es-US' : 'en-US', {
                    dateStyle: 'long',
                  }),
                )
              : revocable.event(from.what.trim().replace(/\.+$/, '')),
        }),
  }
}

const template = 'Template: have counsel confirm it for your state and program before first use.'
const justice =
  ' Default of 42 CFR 2.35, to be confirmed by your compliance officer: this consent may wait until it can be taken back, never longer than the case that asked for the treatment.'

/**
 * The form of a consent of its own. Its version follows from its terms, so that two signers of the same terms sign one
 * document, and other terms are another one. Refuses 'terms-incomplete' with the sentences of `termsProblems`.
 */
export function ownDocument(terms: OwnTerms): ConsentDocument | Refusal {
  const problems = termsProblems(terms)
  if (problems.length > 0)
    return refuse(
      'terms-incomplete',
      'Say these first.',
      problems.map(({ because }) => because),
    )
  const words = wordsOf[terms.language]
  const { kind, name, members } = terms.recipient
  const waits = terms.revocableFrom !== null
  const hasDetail = terms.detail.trim() !== ''
  const statements: Statement[] = [
    'right-to-revoke',
    'how-to-revoke',
    'reliance',
    'redisclosure-risk',
    'refusal-consequences',
    ...(terms.scope === 'legal' ? [] : (['hipaa-redisclosure'] as const)),
  ]
  return {
    id: `stepwell-${terms.scope}`,
    version: `1-${sha256(canonicalTerms(terms)).slice(0, 12)}`,
    from: '2024-04-16',
    language: terms.language,
    title: words.titles[terms.scope],
    scope: terms.scope,
    blanks: [
      'client',
      'clinic',
      'what',
      ...(hasDetail ? ['detail'] : []),
      'who',
      ...(members === null ? [] : ['members']),
      'why',
      ...(waits ? ['revocable'] : []),
      'privacyContact',
      'ends',
      'signer',
    ],
    statements,
    information: terms.information,
    informationWords: whatWords(terms),
    recipients: [{ kind, name: name.trim(), ...(members === null ? {} : { members }) }],
    purposes: [terms.purpose],
    paragraphs: words.paragraphs({ scope: terms.scope, hasDetail, hasMembers: members !== null, waits }),
    note: template + (terms.scope === 'criminal-justice' ? justice : ''),
  }
}

/** The terms as one text with its parts in a fixed order. The language is not among them: a mother may sign in Spanish. */
const canonicalTerms = (terms: OwnTerms): string =>
  JSON.stringify([
    terms.scope,
    terms.recipient.kind,
    terms.recipient.name.trim(),
    terms.recipient.relation.trim(),
    terms.recipient.members,
    [...terms.information].sort(),
    terms.detail.trim(),
    terms.purpose,
    terms.purposeWords.trim(),
    terms.expiry,
    terms.revocableFrom,
  ])
