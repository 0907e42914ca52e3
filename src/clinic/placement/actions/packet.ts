import { newId } from '../../../basics/ids.ts'
import { isRefusal, refuse, type Refusal } from '../../../basics/refusal.ts'
import { seal } from '../../../db/sealing.ts'
import type { Work } from '../../../db/work.ts'
import { makePdf } from '../../../ui/pdf/document.ts'
import { mayNot } from '../../access/permissions.ts'
import { record } from '../../access/trail.ts'
import type { ClientFacts } from '../../clients/queries.ts'
import { mayTell, recordTelling } from '../../consents/actions.ts'
import { consentFacts } from '../../consents/queries.ts'
import { keepMade } from '../../files/actions/keep.ts'
import { bundleOf } from '../fhir/packet.ts'
import { type Basis, type Emergency, emergencyRefusal, type Packet, type PacketPart, packetParts } from '../packet.ts'
import { writePacket } from '../packet-paper.ts'
import type { HandOffRow } from '../queries/hand-offs.ts'
import { basisOf, emergencyFor, packetFor, recipientOf, whyNotTold } from '../queries/packet.ts'
import { partnerById } from '../queries/partners.ts'

type Rests = { basis: Basis; consentId: string | null; emergencyId: string | null; tell: () => Promise<void> }

/**
 * Makes the packet of a hand-off, as a paper and as a FHIR bundle, and writes the accounting. Only with a consent that covers
 * the record, for treatment, to that recipient; or after a medical emergency was recorded. Else nothing is made.
 */
export async function makePacket(
  work: Work,
  client: ClientFacts,
  handOff: HandOffRow,
  parts: readonly PacketPart[],
): Promise<{ id: string } | Refusal> {
  const denied = mayNot(work.by, 'packet.make')
  if (denied) return denied
  if (work.by.id === null) return refuse('not-a-person', 'A member of staff makes a packet.')
  if (parts.length === 0) return refuse('needs-parts', 'Choose what goes along.')
  const rests = await restsOn(work, client.id, handOff, parts)
  if (isRefusal(rests)) return rests
  const [facts] = await consentFacts(work, [client.id])
  const packet = await packetFor(work, client, handOff, {
    parts,
    basis: rests.basis,
    isSubstanceUse: facts?.programKind !== 'mental-health',
  })
  const kept = await keepBoth(work, packet)
  if (isRefusal(kept)) return kept
  await work.db
    .insertInto('packet')
    .values({
      clinicId: work.clinic.id,
      id: packet.id,
      clientId: client.id,
      handOffId: handOff.id,
      fileId: kept.fileId,
      ...kept.bundle,
      contents: [...parts],
      consentId: rests.consentId,
      emergencyId: rests.emergencyId,
      madeBy: work.by.id,
      madeAt: work.at,
    })
    .execute()
  await rests.tell()
  await record(work, 'packet.made', {
    clients: [client.id],
    about: { packet: packet.id, handOff: handOff.id, consent: rests.consentId, emergency: rests.emergencyId },
  })
  return { id: packet.id }
}

async function restsOn(
  work: Work,
  clientId: string,
  handOff: HandOffRow,
  parts: readonly PacketPart[],
): Promise<Rests | Refusal> {
  const partner = handOff.partnerId === null ? undefined : await partnerById(work, handOff.partnerId)
  const recipient = recipientOf(handOff, partner)
  const ask = { what: 'record', purpose: 'treatment', recipient, clients: [clientId] } as const
  const told = (await mayTell(work, { ...ask, clients: [clientId] })).get(clientId)
  const basis = told && (await basisOf(work, told.consentId))
  if (told !== undefined && basis !== undefined) {
    const what = `Hand-off packet: ${parts.map((part) => packetParts[part]).join('; ')}`
    const tell = () => recordTelling(work, [told], { purpose: 'treatment', recipient: recipient.name, what })
    return { basis, consentId: told.consentId, emergencyId: null, tell }
  }
  const emergency = await emergencyFor(work, handOff.id)
  if (emergency !== null)
    return {
      basis: {
        kind: 'emergency',
        recipient: emergency.recipientName,
        affiliation: emergency.recipientAffiliation,
        discloser: emergency.discloser,
        at: emergency.toldAt,
        nature: emergency.nature,
      },
      consentId: null,
      emergencyId: emergency.id,
      // The emergency's own row is its accounting: 42 CFR 2.51(c).
      tell: async () => {},
    }
  return (
    (await whyNotTold(work, clientId, recipient)) ??
    refuse('no-consent', 'No consent covers this. Ask for one, or record a medical emergency.')
  )
}

async function keepBoth(work: Work, packet: Packet) {
  const title = `Hand-off: ${packet.client.givenName} ${packet.client.familyName}`
  const bytes = await makePdf(
    {
      title,
      lang: 'en',
      clinic: work.clinic.name,
      foot: '42 CFR part 2 prohibits unauthorized use or disclosure of these records.',
      at: work.at,
    },
    (paper) => writePacket(packet, paper),
  )
  const file = await keepMade(work, { clientId: packet.client.id, kind: 'packet', name: 'hand-off packet.pdf', bytes })
  if (isRefusal(file)) return file
  const sealed = seal(Buffer.from(JSON.stringify(bundleOf(packet, newId))), {
    clinicId: work.clinic.id,
    fileId: packet.id,
  })
  if (isRefusal(sealed)) return sealed
  return {
    fileId: file.id,
    bundle: { bundleKeyId: sealed.keyId, bundleNonce: sealed.nonce, bundleSealed: sealed.sealed },
  }
}

/** Records what was told without consent in a medical emergency, at once, with the four things the rule asks for. */
export async function recordEmergency(
  work: Work,
  handOff: HandOffRow,
  emergency: Emergency,
): Promise<{ id: string } | Refusal> {
  const denied = mayNot(work.by, 'packet.make')
  if (denied) return denied
  if (work.by.id === null) return refuse('not-a-person', 'A member of staff records this.')
  const refusal = emergencyRefusal(emergency, handOff.toLevel, work.at)
  if (refusal) return refusal
  const id = newId()
  await work.db
    .insertInto('emergencyTelling')
    .values({
      clinicId: work.clinic.id,
      id,
      clientId: handOff.clientId,
      handOffId: handOff.id,
      recipientName: emergency.recipientName,
      recipientAffiliation: emergency.affiliation,
      discloser: emergency.discloser,
      toldAt: emergency.toldAt,
      nature: emergency.nature.trim(),
      what: 'Hand-off packet',
      recordedBy: work.by.id,
      recordedAt: work.at,
    })
    .execute()
  await record(work, 'emergency.told', {
    clients: [handOff.clientId],
    about: { emergency: id, handOff: handOff.id, to: emergency.affiliation },
  })
  return { id }
}
