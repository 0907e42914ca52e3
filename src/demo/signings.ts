import { hash } from 'node:crypto'
import type pg from 'pg'
import { dayAt, type Day } from '../basics/dates.ts'
import { sha256 } from '../basics/ids.ts'
import { isRefusal } from '../basics/refusal.ts'
import { signedPdf } from '../clinic/packs/actions/signed-pdf.ts'
import { blanksFor, filledPaper } from '../clinic/packs/filling.ts'
import { papers } from '../clinic/packs/paper.ts'
import { defaultPack, type PackItem } from '../clinic/packs/rules.ts'
import { wordingOn } from '../clinic/packs/wordings.ts'
import { canSeal } from '../db/sealing.ts'
import { write } from '../ui/language.ts'
import { minutesAfter } from './calendar.ts'
import { front } from './clinic-front.ts'
import type { House } from './house.ts'
import { demoId, madeByDemo } from './ids.ts'
import type { Sheaf } from './rows.ts'
import { keepPaper } from './sealed-papers.ts'

// Papers signed on the clinic's tablet on the first day, and a link that is out.

type Signer = {
  clientId: string
  name: string
  birthDate: Day
  language: string
  programId: string
  program: string
  track: string
  contactName: string | null
  contactIs: string | null
  contactPhone: string | null
  admittedAt: Date | null
}

/** So many of the newest have signed: each paper is a document that has to be drawn. */
const mostSigners = 14

/** The newest people in care sign what their program asks for besides the consents, which they have signed already. */
export async function followPapers(owner: pg.Client, house: House, sheaf: Sheaf, since: Date): Promise<void> {
  if (!canSeal()) return
  for (const signer of await signers(owner, house, 'here', since)) {
    if (signer.admittedAt === null) continue
    await signAll(house, sheaf, signer, minutesAfter(signer.admittedAt, -18))
  }
  await sendLink(owner, house, sheaf, house.calendar.instant(house.calendar.add(house.today, -30), '00:00'))
}

const tongueOf = (signer: Signer) => (signer.language === 'Spanish' ? 'es' : 'en')

const blanksOf = (house: House, signer: Signer) =>
  blanksFor({
    client: signer.name,
    signer: signer.name,
    clinic: house.clinic.name,
    program: signer.program,
    floor: { minutesPerWeek: 540, daysPerWeek: 3 },
    crisisPhone: write.phone(front.crisisPhone),
    phone: write.phone(front.phone),
    email: front.email,
    contact:
      signer.contactName === null
        ? null
        : { name: signer.contactName, relationship: signer.contactIs ?? '', phone: signer.contactPhone ?? '' },
  })

/** The papers of the pack that are no consent of their own. */
const restOf = (track: string): PackItem[] => defaultPack(track).filter(({ kind }) => papers[kind].scope === null)

function prepare(house: House, sheaf: Sheaf, signer: Signer, items: PackItem[], at: Date) {
  const by = house.coordinators[0] ?? house.director
  const signingId = demoId(at, signer.clientId, 'signing')
  const blanks = blanksOf(house, signer)
  sheaf.add('signing', {
    id: signingId,
    clientId: signer.clientId,
    programId: signer.programId,
    clientNames: [signer.name],
    clientBorn: signer.birthDate,
    signerName: signer.name,
    signerBorn: signer.birthDate,
    capacity: 'client',
    authorityKind: '',
    authorityEvidence: '',
    language: tongueOf(signer),
    papers: JSON.parse(JSON.stringify(items)),
    blanks,
    preparedBy: by.id,
    preparedAt: at,
  })
  return { by, signingId, blanks }
}

async function signAll(house: House, sheaf: Sheaf, signer: Signer, at: Date): Promise<void> {
  const items = restOf(signer.track)
  const { by, signingId, blanks } = prepare(house, sheaf, signer, items, at)
  const linkId = demoId(at, signingId, 'tablet')
  sheaf.add('signingLink', {
    id: linkId,
    signingId,
    manner: 'tablet',
    tokenHash: sha256(`no link opens ${linkId}`),
    proofHash: null,
    visitMinutes: 60,
    copyMinutes: 30,
    expiresAt: minutesAfter(at, 60),
    madeBy: by.id,
    madeAt: at,
  })
  const lang = tongueOf(signer)
  for (const [n, { kind }] of items.entries()) {
    const signedAt = minutesAfter(at, 3 + 2 * n)
    const on = dayAt(signedAt, house.clinic.timeZone)
    const wording = wordingOn(kind, lang, on)
    const paper = wording === null ? null : filledPaper(wording, blanks)
    if (paper === null || isRefusal(paper)) continue
    const shared = {
      signerName: signer.name,
      capacity: 'client' as const,
      authority: '',
      method: 'typed' as const,
      signature: signer.name,
      manner: 'tablet' as const,
      address: '192.0.2.14',
      userAgent: 'Tablet at the front desk',
      textHash: sha256(paper.text),
    }
    const { filled } = paper
    const bytes = await signedPdf({
      ...shared,
      clinic: house.clinic.name,
      zone: house.clinic.timeZone,
      filled,
      lang,
      at: signedAt,
    })
    const kept = keepPaper(house, sheaf, {
      clientId: signer.clientId,
      kind: 'signed',
      name: `${filled.title}, ${on}.pdf`,
      bytes,
      at: signedAt,
      by: { id: linkId, name: signer.name },
    })
    if (kept === null) continue
    sheaf.add('signedDocument', {
      ...shared,
      id: demoId(signedAt, signingId, kind),
      signingId,
      linkId,
      clientId: signer.clientId,
      kind,
      documentId: filled.id,
      documentVersion: filled.version,
      language: lang,
      title: filled.title,
      textShown: paper.text,
      signedAt,
      consentId: null,
      fileId: kept.fileId,
      fileHash: kept.hash,
    })
  }
}

/** The papers of somebody who is about to begin, by a link on their own telephone. Its code is nobody's. */
async function sendLink(owner: pg.Client, house: House, sheaf: Sheaf, since: Date): Promise<void> {
  const { rows: out } = await owner.query<{ id: string }>(
    `select l.id from signing_link l where l.clinic_id = $1 and l.manner = 'link' and l.expires_at > $2`,
    [house.clinic.id, house.at],
  )
  if (out.some(({ id }) => madeByDemo(id))) return
  const [next] = (await signers(owner, house, 'begins', since)).filter((one) => one.contactName !== null)
  const at = minutesAfter(house.at, -170)
  if (next === undefined) return
  const { by, signingId } = prepare(house, sheaf, next, [...defaultPack(next.track)], at)
  const linkId = demoId(at, signingId, 'link')
  const part = (what: string, length: number) =>
    Buffer.from(hash('sha256', `${what} ${linkId}`, 'buffer').subarray(0, length))
      .toString('base64')
      .replace(/=+$/, '')
  sheaf.add('signingLink', {
    id: linkId,
    signingId,
    manner: 'link',
    tokenHash: sha256(`no link opens ${linkId}`),
    proofHash: `$argon2id$v=19$m=65536,t=3,p=1$${part('salt', 16)}$${part('tag', 32)}`,
    visitMinutes: 60,
    copyMinutes: 30,
    expiresAt: minutesAfter(at, 72 * 60),
    madeBy: by.id,
    madeAt: at,
  })
}

async function signers(owner: pg.Client, house: House, which: 'here' | 'begins', since: Date): Promise<Signer[]> {
  const { rows } = await owner.query<Signer>(
    `select n.id as "clientId", n.given_name || ' ' || n.family_name as name, n.birth_date::text as "birthDate", n.language,
       p.id as "programId", p.name as program, p.track, k.name as "contactName", k.relationship as "contactIs", k.value as "contactPhone",
       e.admitted_at as "admittedAt"
     from client_now n
     left join lateral (select x.admitted_at, x.program_id from episode x where x.clinic_id = n.clinic_id and x.client_id = n.id
       and upper_inf(x.during) order by x.admitted_at desc limit 1) e on true
     join program p on p.clinic_id = n.clinic_id and p.id = coalesce(e.program_id, $4)
     left join lateral (select x.name, x.relationship, x.value from client_contact x where x.clinic_id = n.clinic_id and x.client_id = n.id
       and x.kind = 'emergency' order by x.recorded_at desc limit 1) k on true
     where n.clinic_id = $1 and n.id::text ~ '^.{14}8'
       and not exists (select from signing s where s.clinic_id = n.clinic_id and s.client_id = n.id)
       and case when $2 = 'here' then e.admitted_at is not null and e.admitted_at > $5
                else e.admitted_at is null and n.added_at > $5 and exists (select from placement_assessment a where a.clinic_id = n.clinic_id and a.client_id = n.id)
                  and not exists (select from episode x where x.clinic_id = n.clinic_id and x.client_id = n.id) end
     order by coalesce(e.admitted_at, n.added_at) desc, n.id limit $3`,
    [house.clinic.id, which, which === 'here' ? mostSigners : 2, house.programs[0]?.id ?? null, since],
  )
  return rows
}
