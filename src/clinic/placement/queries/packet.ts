import { ageOn, dayAt } from '../../../basics/dates.ts'
import { newId } from '../../../basics/ids.ts'
import { isRefusal, refuse, type Refusal } from '../../../basics/refusal.ts'
import { isId } from '../../../basics/ids.ts'
import { unseal } from '../../../db/sealing.ts'
import type { Work } from '../../../db/work.ts'
import type { ClientFacts } from '../../clients/queries.ts'
import { contactsOf, historyOf } from '../../clients/queries/face.ts'
import { consentAuthority, signersNeeded } from '../../consents/authority.ts'
import { noticeOn } from '../../consents/notice.ts'
import { consentById, consentFacts } from '../../consents/queries.ts'
import { decideTelling } from '../../consents/telling.ts'
import { NOT_KNOWN } from '../answers.ts'
import { editionOf } from '../dimensions.ts'
import { labelOf, type PlaceCode } from '../levels.ts'
import { type Basis, carries, type HistoryItem, type Packet, type PacketPart } from '../packet.ts'
import { groups, questions } from '../questions.ts'
import { assessmentById, assessmentsOf, decisionsOf, placementFor, screenById } from '../queries.ts'
import { kindWords } from '../review.ts'
import { checkDay } from '../rules.ts'
import type { HandOffRow } from './hand-offs.ts'
import { partnerById } from './partners.ts'

/** To whom the packet of a hand-off goes, as consents name recipients. */
export const recipientOf = (handOff: Pick<HandOffRow, 'toWhom'>, partner: { name: string } | undefined) => ({
  kind: 'treating-provider' as const,
  name: partner?.name ?? handOff.toWhom,
})

/** Why nothing may be told to them, as the nearest sentence; null where it may. Decides nothing: `mayTell` does. */
export async function whyNotTold(
  work: Work,
  clientId: string,
  recipient: ReturnType<typeof recipientOf>,
): Promise<Refusal | null> {
  const [facts] = await consentFacts(work, [clientId])
  if (facts === undefined) return refuse('no-client', 'This person is not in the record.')
  const today = dayAt(work.at, work.clinic.timeZone)
  const kind = facts.programKind ?? 'substance-use'
  const { who } = consentAuthority(ageOn(facts.birthDate, today), work.clinic.state, kind, today)
  const answer = decideTelling({
    what: 'record',
    purpose: 'treatment',
    recipient,
    consents: facts.consents,
    revocations: facts.revocations,
    signersNeeded: signersNeeded(who, 'tpo'),
    now: work.at,
    zone: work.clinic.timeZone,
  })
  return isRefusal(answer) ? answer : null
}

/** The emergency recorded last for this hand-off, while it still carries a packet. */
export async function emergencyFor(work: Work, handOffId: string) {
  const row = await work.db
    .selectFrom('emergencyTelling')
    .where('handOffId', '=', handOffId)
    .selectAll()
    .orderBy('toldAt', 'desc')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row !== undefined && carries(row.toldAt, work.at) ? row : null
}

/** What was told of a person in emergencies, newest first: beside the accounting of disclosures. */
export const emergenciesOf = (work: Work, clientId: string) =>
  work.db
    .selectFrom('emergencyTelling')
    .where('clientId', '=', clientId)
    .selectAll()
    .orderBy('toldAt', 'desc')
    .execute()

export const packetsOf = (work: Work, handOffId: string) =>
  work.db
    .selectFrom('packet as p')
    .innerJoin('staffMember as s', (join) => join.onRef('s.clinicId', '=', 'p.clinicId').onRef('s.id', '=', 'p.madeBy'))
    .where('p.handOffId', '=', handOffId)
    .select([
      'p.id',
      'p.fileId',
      'p.contents',
      'p.consentId',
      'p.emergencyId',
      'p.madeAt',
      's.givenName',
      's.familyName',
    ])
    .orderBy('p.madeAt', 'desc')
    .orderBy('p.id', 'desc')
    .execute()

/** The bundle of a packet as it left. */
export async function bundleById(
  work: Work,
  id: string,
): Promise<{ clientId: string; json: string } | undefined | Refusal> {
  if (!isId(id)) return undefined
  const row = await work.db.selectFrom('packet').where('id', '=', id).selectAll().executeTakeFirst()
  if (row === undefined) return undefined
  const plain = unseal(
    { keyId: row.bundleKeyId, nonce: row.bundleNonce, sealed: row.bundleSealed },
    { clinicId: row.clinicId, fileId: row.id },
  )
  return isRefusal(plain) ? plain : { clientId: row.clientId, json: Buffer.from(plain).toString() }
}

/** The consent as it goes along: whom it names, what for, until when, and its words. */
export async function basisOf(work: Work, consentId: string): Promise<Basis | undefined> {
  const row = await consentById(work, consentId)
  const facts = row && (await consentFacts(work, [row.clientId]))[0]?.consents.find((one) => one.id === consentId)
  if (row === undefined || facts === undefined) return undefined
  return {
    kind: 'consent',
    consentId,
    signedBy: row.signerName,
    signedOn: dayAt(row.signedAt, work.clinic.timeZone),
    endsOn: row.expiresOn,
    endsWhen: row.expiresWhen ?? '',
    what: [...facts.information],
    purposes: [...facts.purposes],
    recipients: facts.recipients.map((one) => one.name ?? one.kind.replaceAll('-', ' ')),
    copy: row.textSigned,
  }
}

/** Everything that a packet says, read together. The basis has been decided by whoever calls. */
export async function packetFor(
  work: Work,
  client: ClientFacts,
  handOff: HandOffRow,
  { parts, basis, isSubstanceUse }: { parts: readonly PacketPart[]; basis: Basis; isSubstanceUse: boolean },
): Promise<Packet> {
  const screen =
    (handOff.screenId === null ? undefined : await screenById(work, handOff.screenId)) ??
    (await placementFor(work, client.id)).screen
  const [latest] = await assessmentsOf(work, client.id)
  const partner = handOff.partnerId === null ? undefined : await partnerById(work, handOff.partnerId)
  const today = dayAt(work.at, work.clinic.timeZone)
  const program = isSubstanceUse ? 'substance-use' : 'mental-health'
  const place = (code: string) => labelOf(code as PlaceCode, program) // kept after handOffRefusal had checked it
  const has = (part: PacketPart) => parts.includes(part)
  return {
    id: newId(),
    clinic: { id: work.clinic.id, name: work.clinic.name },
    madeAt: work.at,
    madeBy: { id: work.by.id ?? newId(), name: work.by.name },
    zone: work.clinic.timeZone,
    isSubstanceUse,
    notice: noticeOn(today),
    basis,
    client,
    handOff: {
      id: handOff.id,
      to: place(handOff.toLevel),
      whom: partner === undefined ? handOff.toWhom : `${partner.name}: ${handOff.toWhom}`,
      because: handOff.because,
      dueAt: handOff.dueAt,
      backOn: checkDay(handOff, handOff.answers),
      owner: handOff.owner,
    },
    contacts: has('contacts') ? await contactsOf(work, client.id) : [],
    history: has('history') ? (await historyOf(work, client.id)).flatMap(itemOf) : [],
    gate: has('gate') && screen !== null ? gateIn(screen) : null,
    assessment: has('assessment') && latest !== undefined ? await assessmentIn(work, client.id, latest, place) : null,
  }
}

const kinds = ['problem', 'medication', 'allergy'] as const

const itemOf = (row: Awaited<ReturnType<typeof historyOf>>[number]): HistoryItem[] => {
  const kind = kinds.find((one) => one === row.kind)
  return kind === undefined ? [] : [{ ...row, kind, detail: row.detail ?? '' }]
}

type Screen = NonNullable<Awaited<ReturnType<typeof screenById>>>

function gateIn(screen: Screen): Packet['gate'] {
  const became = (stop: string): string => {
    const last = screen.dispositions.findLast((one) => one.stop === stop)
    return last === undefined
      ? 'Stands.'
      : `${{ 'handed-off': 'Handed off', 'cleared-by-clinician': 'Cleared', 'treated-alongside': 'Treated alongside' }[last.disposition]} by ${last.decidedBy}: ${last.because}`
  }
  return {
    id: screen.id,
    at: screen.screenedAt,
    by: screen.screenedBy,
    thresholds: screen.gate.thresholds,
    stops: screen.gate.stops.map(({ id, because, routeLabel }) => ({
      id,
      because,
      to: routeLabel,
      disposition: became(id),
    })),
    cautions: screen.gate.cautions.map((one) => one.because),
    answers: questions.flatMap((question) => {
      const answer = screen.answers[question.id]
      if (answer === undefined || answer === null) return []
      const words =
        answer === NOT_KNOWN
          ? 'Not known'
          : question.kind === 'number'
            ? `${answer} ${question.unit}`
            : question.kind === 'choice'
              ? (question.choices.find(({ value }) => value === answer)?.words ?? String(answer))
              : answer === 'yes'
                ? 'Yes'
                : 'No'
      return [
        {
          id: question.id,
          group: groups.find(({ id }) => id === question.group)?.label ?? question.group,
          question: question.words,
          answer: words,
          number:
            question.kind === 'number' && typeof answer === 'number' ? { value: answer, unit: question.unit } : null,
        },
      ]
    }),
  }
}

type Assessment = NonNullable<Awaited<ReturnType<typeof assessmentById>>>

async function assessmentIn(
  work: Work,
  clientId: string,
  latest: Assessment,
  place: (code: string) => string,
): Promise<Packet['assessment']> {
  const decided = (await decisionsOf(work, clientId)).find((one) => one.assessmentId === latest.id)
  const edition = editionOf(latest.edition)
  return {
    id: latest.id,
    at: latest.assessedAt,
    by: latest.assessedBy,
    kind: kindWords[latest.kind].label,
    edition: edition?.label ?? latest.edition,
    recommended: `${latest.recommendation.level}, ${latest.recommendation.levelLabel}`,
    decided:
      decided === undefined
        ? ''
        : `${decided.level}, ${place(decided.level)}, by ${decided.decidedBy}. ${decided.because}`.trim(),
    reasons: latest.recommendation.reasons.map((reason) => reason.sentence),
    ratings: (edition?.dimensions ?? []).map(({ key, label, subs }) => ({
      key,
      label,
      rating: latest.ratings[key]?.rating ?? null,
      words: latest.ratings[key]?.words ?? '',
      parts: (subs ?? []).map((sub) => `${sub.label} ${latest.ratings[key]?.subs?.[sub.key] ?? '?'}`).join(', '),
    })),
  }
}
