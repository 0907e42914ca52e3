import { z } from 'zod'
import { isDay } from '../../basics/dates.ts'
import type { Expiry, Information, Purpose, RecipientKind, RevocableFrom } from './consent.ts'
import { informationOf, type OwnScope, type OwnTerms, ownScopes, purposesOf, recipientsOf } from './own-terms.ts'

/** The fields of the form as they are typed; every one may still be wrong. */
export type TypedTerms = {
  contact: string
  kind: string
  name: string
  relation: string
  members: string
  membersWho: string
  information: string[]
  detail: string
  purpose: string
  purposeWords: string
  endsBy: string
  endsOn: string
  endsWhen: string
  revocableBy: string
  revocableOn: string
  revocableWhen: string
  language: string
}

const pick = <T extends string>(known: readonly T[], typed: string): T | null =>
  known.find((one) => one === typed) ?? null

type Contact = { id: string; name: string; relationship: string }

/**
 * The terms that were typed, or what is wrong with them, by field. A contact that was picked gives name and relation, so that
 * the name on the form is the name on file.
 */
export function termsFrom(
  typed: TypedTerms,
  scope: OwnScope,
  contacts: readonly Contact[],
): { terms: OwnTerms } | { errors: Record<string, string> } {
  const errors: Record<string, string> = {}
  const contact = contacts.find(({ id }) => id === typed.contact)
  const kind: RecipientKind | null = contact === undefined ? pick(recipientsOf[scope], typed.kind) : 'person'
  const purpose = pick(purposesOf[scope], typed.purpose)
  const information = informationOf[scope].filter((one): one is Information => typed.information.includes(one))
  const expiry = expiryFrom(typed)
  const revocableFrom = scope === 'criminal-justice' ? revocableOf(typed) : null
  if (kind === null) errors.kind = 'Choose who it is.'
  if (contact !== undefined && kind !== null && !recipientsOf[scope].includes(kind))
    errors.contact = 'For this consent, name the court or officer below.'
  if (purpose === null) errors.purpose = 'Choose what it may be told for.'
  if (typeof expiry === 'string') errors[typed.endsBy === 'date' ? 'endsOn' : 'endsBy'] = expiry
  if (typeof revocableFrom === 'string') errors.revocableOn = revocableFrom
  if (kind === null || purpose === null || typeof expiry === 'string' || typeof revocableFrom === 'string')
    return { errors }
  if (Object.keys(errors).length > 0) return { errors }
  return {
    terms: {
      scope,
      language: typed.language === 'es' ? 'es' : 'en',
      recipient: {
        kind,
        name: contact?.name ?? typed.name,
        relation: contact?.relationship ?? typed.relation,
        members: kind === 'intermediary' ? membersFrom(typed) : null,
      },
      information,
      detail: typed.detail,
      purpose,
      purposeWords: typed.purposeWords,
      expiry,
      revocableFrom,
    },
  }
}

const membersFrom = ({ membersWho, members }: TypedTerms): OwnTerms['recipient']['members'] =>
  membersWho === 'treating-providers'
    ? 'treating-providers'
    : members
        .split(/[;\n]/)
        .map((one) => one.trim())
        .filter((one) => one !== '')

function expiryFrom({ endsBy, endsOn, endsWhen }: TypedTerms): Expiry | string {
  if (endsBy === 'event' || endsBy === 'condition') return { kind: endsBy, what: endsWhen }
  if (endsBy !== 'date') return 'Choose how it ends.'
  return isDay(endsOn) ? { kind: 'date', on: endsOn } : 'Give the last day on which it holds.'
}

function revocableOf({ revocableBy, revocableOn, revocableWhen }: TypedTerms): RevocableFrom | null | string {
  if (revocableBy === 'event') return { kind: 'event', what: revocableWhen }
  if (revocableBy !== 'date') return null
  return isDay(revocableOn) ? { kind: 'date', on: revocableOn } : 'Give the day from which it can be taken back.'
}

/** Terms that were signed, as the form shows them: for a second signer. */
export const typedFrom = (terms: OwnTerms): TypedTerms => {
  const { recipient, expiry, revocableFrom } = terms
  return {
    contact: '',
    kind: recipient.kind,
    name: recipient.name,
    relation: recipient.relation,
    members: Array.isArray(recipient.members) ? recipient.members.join('\n') : '',
    membersWho: recipient.members === 'treating-providers' ? 'treating-providers' : 'names',
    information: [...terms.information],
    detail: terms.detail,
    purpose: terms.purpose,
    purposeWords: terms.purposeWords,
    endsBy: expiry.kind === 'none' ? '' : expiry.kind,
    endsOn: expiry.kind === 'date' ? expiry.on : '',
    endsWhen: 'what' in expiry ? expiry.what : '',
    revocableBy: revocableFrom?.kind ?? '',
    revocableOn: revocableFrom?.kind === 'date' ? revocableFrom.on : '',
    revocableWhen: revocableFrom?.kind === 'event' ? revocableFrom.what : '',
    language: terms.language,
  }
}

const text = z.string()
const ends = [
  z.object({ kind: z.literal('date'), on: text }),
  z.object({ kind: z.literal('event'), what: text }),
] as const
const kept = z.object({
  scope: z.enum(ownScopes),
  language: z.enum(['en', 'es']),
  recipient: z.object({
    kind: text,
    name: text,
    relation: text,
    members: z.union([z.array(text), z.literal('treating-providers')]).nullable(),
  }),
  information: z.array(text),
  detail: text,
  purpose: text,
  purposeWords: text,
  expiry: z.discriminatedUnion('kind', [...ends, z.object({ kind: z.literal('condition'), what: text })]),
  revocableFrom: z.discriminatedUnion('kind', [...ends]).nullable(),
})

/** Terms as a row keeps them; null where a row has none, or none that are known. */
export function termsIn(row: unknown): OwnTerms | null {
  const read = kept.safeParse(row)
  if (!read.success) return null
  const { recipient, information, purpose, scope } = read.data
  const kind = pick(recipientsOf[scope], recipient.kind)
  const why: Purpose | null = pick(purposesOf[scope], purpose)
  if (kind === null || why === null) return null
  return {
    ...read.data,
    recipient: { ...recipient, kind },
    information: informationOf[scope].filter((one) => information.includes(one)),
    purpose: why,
  }
}
