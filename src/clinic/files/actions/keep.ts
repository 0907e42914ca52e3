import { fileTypeFromBuffer } from 'file-type'
import { newId, sha256 } from '../../../basics/ids.ts'
import { isRefusal, refuse, type Refusal } from '../../../basics/refusal.ts'
import { seal } from '../../../db/sealing.ts'
import type { Work } from '../../../db/work.ts'
import { mayNot } from '../../access/permissions.ts'
import { record } from '../../access/trail.ts'
import {
  cleanName,
  type FileKind,
  type FileType,
  kindRefusal,
  mayTouchKind,
  scanAllowed,
  typeAllowed,
  type Verdict,
} from '../rules.ts'
import { inspectPdf } from './inspect-pdf.ts'
import { redraw } from './redraw.ts'

const mostBytes = 10 * 1024 * 1024
const mostMade = 25 * 1024 * 1024

export type FileGiven = {
  clientId?: string | undefined
  inquiryId?: string | undefined
  kind: FileKind
  name: string
  bytes: Uint8Array
  /** What `readUpload` heard from the malware scanner. Without it the file is kept as not scanned, and says so. */
  scan?: { verdict: 'clean' | 'not-scanned' | 'waiting' | 'infected'; found?: string }
}

/**
 * Keeps what somebody uploaded: PDF, JPEG or PNG by its content, at most 10 MB. Pictures are drawn again; PDFs that do
 * something by themselves, and what the scanner found, are refused. Pass on what `readUpload` answers:
 * `keepFile(work, { clientId, kind, ...upload })`.
 */
export async function keepFile(work: Work, given: FileGiven): Promise<{ id: string } | Refusal> {
  const denied = mayNot(work.by, 'file.keep')
  if (denied) return denied
  if (!mayTouchKind(work.by.kind === 'staff' ? work.by.role : null, given.kind)) return kindRefusal(given.kind)
  const scan = given.scan ?? { verdict: 'not-scanned' }
  const infected = scanAllowed(scan)
  if (infected) return infected
  const fit = await fitToKeep(given.bytes)
  if (isRefusal(fit)) return fit
  const id = await written(work, given, { ...fit, verdict: scan.verdict, madeHere: false })
  if (isRefusal(id)) return id
  await record(work, 'file.kept', {
    clients: given.clientId === undefined ? [] : [given.clientId],
    about: { file: id.id, kind: given.kind, verdict: scan.verdict },
  })
  return id
}

/** Keeps a PDF that Stepwell made. Whoever calls has asked whether this person may do what the paper is of. */
export async function keepMade(
  work: Work,
  given: Pick<FileGiven, 'clientId' | 'inquiryId' | 'kind' | 'name' | 'bytes'>,
): Promise<{ id: string } | Refusal> {
  if (given.bytes.length > mostMade) return refuse('file-too-big', 'This paper is larger than 25 MB. Make it in parts.')
  const id = await written(work, given, {
    bytes: given.bytes,
    type: 'application/pdf',
    verdict: 'made-here',
    madeHere: true,
  })
  if (isRefusal(id)) return id
  await record(work, 'file.made', {
    clients: given.clientId === undefined ? [] : [given.clientId],
    about: { file: id.id, kind: given.kind },
  })
  return id
}

/** The bytes that may be kept of those that came. */
async function fitToKeep(bytes: Uint8Array): Promise<{ bytes: Uint8Array; type: FileType } | Refusal> {
  if (bytes.length === 0)
    return refuse('empty-file', 'This file is empty. Open it on your computer to see whether it is the right one.')
  if (bytes.length > mostBytes) return refuse('file-too-big', 'This file is larger than 10 MB. Send a smaller one.')
  const type = typeAllowed((await fileTypeFromBuffer(bytes).catch(() => undefined))?.mime ?? null)
  if (isRefusal(type)) return type
  return type === 'application/pdf' ? (inspectPdf(bytes) ?? { bytes, type }) : redraw(bytes, type)
}

async function written(
  work: Work,
  given: Pick<FileGiven, 'clientId' | 'inquiryId' | 'kind' | 'name'>,
  kept: { bytes: Uint8Array; type: FileType; verdict: Verdict; madeHere: boolean },
): Promise<{ id: string } | Refusal> {
  const fileId = newId()
  const clinicId = work.clinic.id
  const sealed = seal(kept.bytes, { clinicId, fileId })
  if (isRefusal(sealed)) return sealed
  await work.db
    .insertInto('file')
    .values({
      clinicId,
      id: fileId,
      kind: given.kind,
      name: cleanName(given.name, kept.type),
      type: kept.type,
      size: kept.bytes.length,
      sha256: sha256(kept.bytes),
      madeHere: kept.madeHere,
      clientId: given.clientId ?? null,
      inquiryId: given.inquiryId ?? null,
      keptBy: work.by.id,
      keptByName: work.by.name,
      keptAt: work.at,
    })
    .execute()
  await work.db
    .insertInto('fileContent')
    .values({ clinicId, fileId, ...sealed })
    .execute()
  await work.db
    .insertInto('fileScan')
    .values({ clinicId, id: newId(), fileId, verdict: kept.verdict, at: work.at })
    .execute()
  return { id: fileId }
}
