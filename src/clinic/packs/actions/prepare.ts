import { dayAt } from '../../../basics/dates.ts'
import { newId } from '../../../basics/ids.ts'
import { isRefusal, refuse, type Refusal } from '../../../basics/refusal.ts'
import { canSeal } from '../../../db/sealing.ts'
import type { Work } from '../../../db/work.ts'
import { write } from '../../../ui/language.ts'
import { mayNot } from '../../access/permissions.ts'
import { record } from '../../access/trail.ts'
import type { SignerCapacity } from '../../consents/consent.ts'
import { type AgeGroup, floorOn } from '../../programs/dose.ts'
import { floorRows, programById, standingPayer } from '../../programs/queries.ts'
import { blanksFor, filledPaper } from '../filling.ts'
import { papers } from '../paper.ts'
import { emergencyContactOf, frontOf, packNow, publishedWordings } from '../queries/packs.ts'
import { papersFor, signerProblem } from '../rules.ts'
import { type Tongue, wordingOn } from '../wordings.ts'

export type ForSigning = {
  programId: string
  kinds: readonly string[]
  capacity: SignerCapacity
  signerName: string
  signerBorn: string
  authorityKind: string
  evidence: string
  language: Tongue
}
type ClientOfPapers = { id: string; givenName: string; familyName: string; name: string; birthDate: string }

/**
 * Lays out the papers that somebody is to sign for a client: which, in which language, with which names in them. Nothing
 * is signed yet, and nothing is sent.
 */
export async function prepareSigning(
  work: Work,
  client: ClientOfPapers,
  draft: ForSigning,
): Promise<{ id: string } | Refusal> {
  const denied = mayNot(work.by, 'paper.prepare')
  if (denied) return denied
  // A signed paper is kept as a file: better said now than to the signer.
  if (!canSeal())
    return refuse('no-file-key', 'Signed papers cannot be kept yet: whoever runs Stepwell sets FILE_KEY first.')
  const program = await programById(work, draft.programId)
  if (program === undefined || work.by.id === null) return refuse('no-program', 'Choose a program.')
  const on = dayAt(work.at, work.clinic.timeZone)
  const clientName = `${client.givenName} ${client.familyName}`
  const isClient = draft.capacity === 'client'
  const signer = {
    name: isClient ? clientName : draft.signerName,
    born: isClient ? client.birthDate : draft.signerBorn,
    capacity: draft.capacity,
    authorityKind: isClient ? '' : draft.authorityKind,
    evidence: isClient ? '' : draft.evidence,
  }
  const service = program.kind === 'mental-health' ? ('mental-health' as const) : ('substance-use' as const)
  const facts = { born: client.birthDate, state: work.clinic.state, service }
  const problem = signerProblem(signer, facts, on)
  if (problem) return problem
  const items = papersFor(await packNow(work, program), draft.capacity, facts, on).filter(({ kind }) =>
    draft.kinds.includes(kind),
  )
  if (items.length === 0) return refuse('no-papers', 'Choose at least one paper that this person signs.')
  const contact = await emergencyContactOf(work, client.id)
  if (contact === null && items.some(({ kind }) => kind === 'emergency-contact'))
    return refuse('no-contact', 'Name the emergency contact on the face sheet first, or leave that paper out.')
  const front = await frontOf(work)
  const phone = (number: string): string => (number === '' ? '' : write.phone(number))
  const blanks = blanksFor({
    client: clientName,
    signer: signer.name,
    clinic: work.clinic.name,
    program: program.name,
    floor: floorOn(
      await floorRows(work),
      {
        levelOfCare: program.levelOfCare,
        // The check on the table allows these two and no others.
        ageGroup: program.ageGroup as AgeGroup,
        state: program.state,
        program: program.id,
        payer: await standingPayer(work, client.id, on),
      },
      on,
    ),
    contact: contact && { ...contact, phone: phone(contact.phone) },
    email: front.email,
    phone: phone(front.phone),
    crisisPhone: phone(front.crisisPhone),
  })
  const published = await publishedWordings(work)
  for (const { kind } of items) {
    const wording = wordingOn(kind, draft.language, on, published)
    if (wording === null) return refuse('no-wording', `${papers[kind].name}: no wording is in force yet.`)
    const filled = filledPaper(wording, blanks)
    if (isRefusal(filled)) return { ...filled, because: `${papers[kind].name}: ${filled.because}` }
  }
  const id = newId()
  await work.db
    .insertInto('signing')
    .values({
      clinicId: work.clinic.id,
      id,
      clientId: client.id,
      programId: program.id,
      clientNames: [...new Set([clientName, client.name])],
      clientBorn: client.birthDate,
      signerName: signer.name,
      signerBorn: signer.born,
      capacity: signer.capacity,
      authorityKind: signer.authorityKind,
      authorityEvidence: signer.evidence,
      language: draft.language,
      papers: JSON.stringify(items),
      blanks: JSON.stringify(blanks),
      preparedBy: work.by.id,
      preparedAt: work.at,
    })
    .execute()
  await record(work, 'signing.prepared', {
    clients: [client.id],
    about: { signing: id, papers: items.length, capacity: signer.capacity, language: draft.language },
  })
  return { id }
}
