import { sql } from 'kysely'
import { isId } from '../../basics/ids.ts'
import { isRefusal, refuse, type Refusal } from '../../basics/refusal.ts'
import { unseal } from '../../db/sealing.ts'
import type { Work } from '../../db/work.ts'
import { type FileKind, type FileType, mayOpen, mayTouchKind, type Verdict } from './rules.ts'

export type FileFacts = {
  id: string
  kind: FileKind
  name: string
  type: FileType
  size: number
  sha256: string
  clientId: string | null
  inquiryId: string | null
  keptByName: string
  keptAt: Date
  verdict: Verdict
  found: string
  /** Why it was set aside, by whom the trail knows; null while it stands. */
  setAside: { because: string; at: Date } | null
}

/** A client's files, newest first, those set aside among them. A biller sees the kinds that are about payment. */
export const filesOf = (work: Work, clientId: string): Promise<FileFacts[]> =>
  isId(clientId) ? listed(work, sql`coalesce(f.client_id, g.client_id) = ${clientId}`) : Promise.resolve([])

/** The files that came with an inquiry, newest first. */
export const filesOfInquiry = (work: Work, inquiryId: string): Promise<FileFacts[]> =>
  isId(inquiryId) ? listed(work, sql`f.inquiry_id = ${inquiryId}`) : Promise.resolve([])

/** One file's facts, whatever its kind: who opens it asks `mayTouchKind`. */
export async function fileById(work: Work, id: string): Promise<FileFacts | undefined> {
  if (!isId(id)) return undefined
  return (await found(work, sql`f.id = ${id}`))[0]
}

/** What a file says, or the sentence why it cannot be read: not while it waits for the scanner, nor with another key. */
export async function contentOf(work: Work, id: string): Promise<Uint8Array | Refusal> {
  const file = await fileById(work, id)
  if (file === undefined) return refuse('no-file', 'This file does not exist.')
  return mayOpen(file.verdict) ?? unsealed(work, id)
}

/** The bytes, or null when there is no such file or it cannot be opened now. `contentOf` says why. */
export async function bytesOf(work: Work, id: string): Promise<Uint8Array | null> {
  const content = await contentOf(work, id)
  return isRefusal(content) ? null : content
}

/** For the scanner alone: opens what nobody else may yet. */
export async function unsealed(work: Work, id: string): Promise<Uint8Array | Refusal> {
  const row = await work.db
    .selectFrom('fileContent')
    .where('fileId', '=', id)
    .select(['keyId', 'nonce', 'sealed'])
    .executeTakeFirst()
  if (row === undefined) return refuse('no-file', 'This file does not exist.')
  return unseal(row, { clinicId: work.clinic.id, fileId: id })
}

/** Files whose newest verdict is that the scanner could not be asked, oldest first. */
export const waitingFiles = async (work: Work): Promise<string[]> => {
  const { rows } = await sql<{ id: string }>`
    select f.id from file f
    cross join lateral (select s.verdict from file_scan s where s.clinic_id = f.clinic_id and s.file_id = f.id
                        order by s.id desc limit 1) s
    where s.verdict = 'waiting' order by f.kept_at limit 100`.execute(work.db)
  return rows.map(({ id }) => id)
}

async function listed(work: Work, which: ReturnType<typeof sql>): Promise<FileFacts[]> {
  const role = work.by.kind === 'staff' ? work.by.role : null
  return (await found(work, which)).filter((file) => mayTouchKind(role, file.kind))
}

async function found(work: Work, which: ReturnType<typeof sql>): Promise<FileFacts[]> {
  const { rows } = await sql<
    Omit<FileFacts, 'setAside'> & { isAside: boolean | null; asideBecause: string | null; asideAt: Date | null }
  >`
    select f.id, f.kind, f.name, f.type, f.size, f.sha256, coalesce(f.client_id, g.client_id) as client_id, f.inquiry_id,
           f.kept_by_name, f.kept_at, s.verdict, s.found, a.is_aside, a.because as aside_because, a.said_at as aside_at
    from file f
    left join file_given g on g.clinic_id = f.clinic_id and g.file_id = f.id
    cross join lateral (select x.verdict, x.found from file_scan x where x.clinic_id = f.clinic_id and x.file_id = f.id
                        order by x.id desc limit 1) s
    left join lateral (select x.is_aside, x.because, x.said_at from file_standing x
                       where x.clinic_id = f.clinic_id and x.file_id = f.id order by x.id desc limit 1) a on true
    where ${which}
    order by f.kept_at desc, f.id desc limit 500`.execute(work.db)
  return rows.map(({ isAside, asideBecause, asideAt, ...file }) => ({
    ...file,
    setAside: isAside === true && asideAt !== null ? { because: asideBecause ?? '', at: asideAt } : null,
  }))
}
