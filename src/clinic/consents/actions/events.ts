import { newId } from '../../../basics/ids.ts'
import { isRefusal, refuse, type Refusal } from '../../../basics/refusal.ts'
import { unlessRefused, type Work } from '../../../db/work.ts'
import { mayNot } from '../../access/permissions.ts'
import { record } from '../../access/trail.ts'
import { consentById } from '../queries.ts'
import { eventRefusal } from '../standing.ts'

export type ConsentEventKind = 'ended' | 'revocable' | 'known-false'
export type ConsentEvent = { kind: ConsentEventKind; happenedAt: Date; howKnown: string }

/**
 * Records what became known of a consent: the event that ends it came, the one from which it may be taken back came, or it is
 * materially false. From then on nothing is told because of it. What was told before stands.
 */
export async function recordConsentEvent(work: Work, consentId: string, event: ConsentEvent): Promise<null | Refusal> {
  const denied = mayNot(work.by, event.kind === 'known-false' ? 'consent.find-false' : 'consent.end')
  if (denied) return denied
  const consent = await consentById(work, consentId)
  if (consent === undefined || work.by.id === null)
    return refuse('no-such-consent', 'This consent is not in the record.')
  const refusal = eventRefusal(consent, event, work.at)
  if (refusal) return refusal
  const recordedBy = work.by.id
  const answer = await unlessRefused(work, { consent_event_once: 'This is recorded already.' }, async () => {
    await work.db
      .insertInto('consentEvent')
      .values({
        clinicId: work.clinic.id,
        id: newId(),
        consentId,
        kind: event.kind,
        happenedAt: event.happenedAt,
        howKnown: event.howKnown,
        recordedBy,
        recordedAt: work.at,
      })
      .execute()
    return null
  })
  if (isRefusal(answer)) return answer
  await record(work, `consent.${event.kind}`, { clients: [consent.clientId], about: { consent: consentId } })
  return null
}
