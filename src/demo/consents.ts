import { isRefusal } from '../basics/refusal.ts'
import { sha256 } from '../basics/ids.ts'
import { canonicalText, documentOn, endsWords, fill } from '../clinic/consents/documents.ts'
import type { House } from './house.ts'
import { demoId } from './ids.ts'
import type { Sheaf } from './rows.ts'
import type { Stay } from './stays.ts'
import { calledIn } from './people.ts'

/** The two consents of an admission, as the forms stand on that day, signed by the client. */
export function addConsents(
  house: House,
  sheaf: Sheaf,
  stay: Stay,
  signedAt: Date,
  programName: string,
  by: string,
): void {
  const name = calledIn(stay.person)
  for (const scope of ['treatment', 'tpo'] as const) {
    const document = documentOn(scope, stay.from)
    if (document === null) continue
    const filled = fill(document, {
      client: name,
      signer: name,
      clinic: house.clinic.name,
      program: programName,
      hours: stay.level === '1.5' ? 'about three hours a week' : 'at least nine hours a week on three or more days',
      crisisLine: '845-555-0100',
      complaints: 'the state office that licenses us',
      privacyContact: `the privacy officer of ${house.clinic.name}, 12 Main Street, Beacon, NY 12508`,
      ends: endsWords({ kind: 'none' }),
    })
    if (isRefusal(filled)) throw new Error(`${filled.because} ${filled.details?.join(', ') ?? ''}`)
    const text = canonicalText(filled)
    sheaf.add('consent', {
      id: demoId(signedAt, stay.id, scope),
      clientId: stay.person.id,
      scope,
      documentId: document.id,
      documentVersion: document.version,
      language: document.language,
      textSigned: text,
      textHash: sha256(text),
      information: [...document.information],
      recipients: document.recipients.map(({ kind, name: to }) => ({ kind, name: to })),
      purposes: [...document.purposes],
      signerName: name,
      signerCapacity: 'client',
      method: 'typed',
      signature: name,
      signedAt,
      takenBy: by,
    })
  }
}
