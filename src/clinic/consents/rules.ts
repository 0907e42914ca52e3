import { type Day, isDay } from '../../basics/dates.ts'
import {
  type ConsentRecipient,
  type ConsentScope,
  type Expiry,
  type Information,
  type Purpose,
  recipientClasses,
  type RecipientKind,
  type RevocableFrom,
  type Statement,
  tpoPurposes,
} from './consent.ts'
import { type SignatureDraft, signatureProblems } from './signature.ts'

export type ConsentDraft = {
  scope: ConsentScope
  clientName: string
  /** Who may tell: the program, by name or class. */
  disclosers: readonly string[]
  information: readonly Information[]
  /** The same in the words of the form. */
  informationWords: string
  recipients: readonly ConsentRecipient[]
  purposes: readonly Purpose[]
  statements: readonly Statement[]
  expiry: Expiry
  /** Only for the court or officer that made treatment a condition: from when it may be taken back. */
  revocableFrom?: RevocableFrom | null
  signature: SignatureDraft
  signedOn: Day | null
}

/** The element of the rule that is missing or wrong. */
export type ConsentElement =
  | 'client'
  | 'discloser'
  | 'information'
  | 'recipient'
  | 'intermediary'
  | 'hipaa-redisclosure'
  | 'purpose'
  | 'no-bundling'
  | 'fundraising'
  | 'revocation'
  | 'expiry'
  | 'signature'
  | 'date'
  | 'redisclosure-risk'
  | 'refusal-consequences'
  | 'treatment-described'
  | 'risks-and-choices'
  | 'may-refuse'
  | 'limits-of-privacy'
  | 'emergencies'

export type ConsentProblem = { element: ConsentElement; because: string }

const letters = (text: string): number => text.match(/\p{L}/gu)?.length ?? 0

type Around = { today: Day; client: { names: readonly string[]; age: number | null } }

/**
 * Every element that a consent lacks, with a sentence that says what to do; empty when it is valid. To tell anyone:
 * 42 CFR 2.31(a)(1) to (9), for treatment, payment and operations also its statements on redisclosure and on what follows
 * a refusal, and no bundling of counselling notes or legal proceedings with anything else. For a court that made treatment a
 * condition, 42 CFR 2.35: it may be taken back later than at once, but no later than it ends [K]. For treatment itself: informed
 * consent by common practice [K]. `today` is the day at the clinic: a consent is not signed in the future, nor already over.
 */
export function consentProblems(draft: ConsentDraft, around: Around): ConsentProblem[] {
  const problems: ConsentProblem[] = []
  const add = (element: ConsentElement, because: string) => problems.push({ element, because })
  if (letters(draft.clientName) < 2) add('client', 'Name the person whose consent this is.')
  for (const problem of draft.scope === 'treatment' ? treatmentProblems(draft) : tellingProblems(draft))
    problems.push(problem)
  if (draft.expiry.kind === 'date' && (!isDay(draft.expiry.on) || draft.expiry.on < around.today))
    add('expiry', 'Give an end date that has not passed.')
  if (draft.expiry.kind === 'event' && letters(draft.expiry.what) < 3)
    add('expiry', 'Say at which event this consent ends.')
  if (draft.expiry.kind === 'condition' && letters(draft.expiry.what) < 3)
    add('expiry', 'Say what has to hold for this consent to last.')
  if (draft.expiry.kind === 'none' && draft.scope !== 'tpo' && draft.scope !== 'treatment')
    add('expiry', 'Give a date or an event at which this consent ends.')
  for (const because of signatureProblems(draft.signature, around.client)) add('signature', because)
  if (draft.signedOn === null || !isDay(draft.signedOn)) add('date', 'Give the day of signing.')
  else if (draft.signedOn > around.today) add('date', 'The day of signing lies in the future.')
  return problems
}

function treatmentProblems({ statements }: ConsentDraft): ConsentProblem[] {
  const needed: [Statement, ConsentElement, string][] = [
    ['what-treatment', 'treatment-described', 'The form does not say what the treatment is.'],
    ['risks-and-choices', 'risks-and-choices', 'The form does not name benefits, risks and other choices.'],
    ['may-refuse', 'may-refuse', 'The form does not say that the person may refuse or stop.'],
    ['limits-of-privacy', 'limits-of-privacy', 'The form does not say where privacy ends.'],
    ['emergencies', 'emergencies', 'The form does not say what to do in an emergency.'],
  ]
  return needed
    .filter(([statement]) => !statements.includes(statement))
    .map(([, element, because]) => ({ element, because }))
}

function tellingProblems(draft: ConsentDraft): ConsentProblem[] {
  const { scope, recipients, purposes, information, statements } = draft
  const problems: ConsentProblem[] = []
  const add = (element: ConsentElement, because: string) => problems.push({ element, because })

  if (!draft.disclosers.some((name) => letters(name) >= 2)) add('discloser', 'Say who may tell: the program by name.')
  if (information.length === 0 || letters(draft.informationWords) < 10)
    add('information', 'Describe what may be told, so that a reader knows what is meant.')
  if (recipients.length === 0) add('recipient', 'Say who may be told.')
  for (const recipient of recipients) {
    if (recipient.name === null ? !recipientClasses.includes(recipient.kind) : letters(recipient.name) < 2)
      add('recipient', 'Name this recipient; only providers, plans, payers and helpers of the program may be a class.')
    const members = recipient.members
    if (
      recipient.kind === 'intermediary' &&
      members !== 'treating-providers' &&
      !members?.some((name) => letters(name) >= 2)
    )
      add('intermediary', 'Name the members behind this intermediary, or limit them to treating providers.')
  }
  if (purposes.length === 0) add('purpose', 'Say what it may be told for.')
  if (purposes.some((purpose) => tpoPurposes.includes(purpose)) && !statements.includes('hipaa-redisclosure'))
    add(
      'hipaa-redisclosure',
      'The form does not say that HIPAA lets the receiver tell it again, except against the client.',
    )
  if (purposes.includes('fundraising') && !statements.includes('fundraising-opt-out'))
    add('fundraising', 'The form does not offer to opt out of fundraising.')
  if (!(['right-to-revoke', 'how-to-revoke', 'reliance'] as const).every((statement) => statements.includes(statement)))
    add('revocation', 'The form does not say that and how consent can be taken back in writing, and what stands then.')

  if (scope === 'tpo') {
    if (!tpoPurposes.every((purpose) => purposes.includes(purpose)))
      add('purpose', 'This one consent is for treatment, payment and operations, all three.')
    if (purposes.some((purpose) => !tpoPurposes.includes(purpose)))
      add(
        'no-bundling',
        'This consent cannot cover anything but treatment, payment and operations. Use a form of its own.',
      )
    if (!statements.includes('redisclosure-risk'))
      add('redisclosure-risk', 'The form does not say that what is told may be told again and lose its protection.')
    if (!statements.includes('refusal-consequences'))
      add('refusal-consequences', 'The form does not say what follows if the person does not sign.')
  }
  const notes = information.includes('counselling-notes')
  if (scope === 'counselling-notes' ? !notes || information.length > 1 : notes)
    add('no-bundling', 'Counselling notes need a consent of their own.')
  const legal = purposes.includes('legal-proceedings')
  if (scope === 'legal' ? !legal || purposes.length > 1 : legal)
    add('no-bundling', 'Use in legal proceedings needs a consent of its own.')
  const justice = purposes.includes('criminal-justice')
  if (scope === 'criminal-justice' ? !justice || purposes.length > 1 : justice)
    add('no-bundling', 'A court or officer that made treatment a condition needs a consent of its own.')
  for (const because of justiceProblems(draft)) add('revocation', because)
  if (scope === 'criminal-justice' && recipients.some(({ kind }) => !justiceKinds.includes(kind)))
    add('recipient', 'Name the court, or the probation or parole officer, that made treatment a condition.')
  return problems
}

/** Who may receive by a consent under 42 CFR 2.35(a)(1): within the criminal justice system, and named. */
export const justiceKinds: readonly RecipientKind[] = ['court', 'law-enforcement']

function justiceProblems({ scope, revocableFrom, expiry }: ConsentDraft): string[] {
  if (revocableFrom === undefined || revocableFrom === null) return []
  if (scope !== 'criminal-justice')
    return ['Only a consent for a court that made treatment a condition may wait before it can be taken back.']
  if (revocableFrom.kind === 'event')
    return letters(revocableFrom.what) < 3 ? ['Say after which event this consent can be taken back.'] : []
  if (!isDay(revocableFrom.on)) return ['Give the day from which this consent can be taken back.']
  return expiry.kind === 'date' && revocableFrom.on > expiry.on
    ? ['It has to be possible to take this consent back before it ends.']
    : []
}
