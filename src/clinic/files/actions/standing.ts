import { newId } from '../../../basics/ids.ts'
import { refuse, type Refusal } from '../../../basics/refusal.ts'
import type { Work } from '../../../db/work.ts'
import { mayNot } from '../../access/permissions.ts'
import { record } from '../../access/trail.ts'
import { fileById, filesOfInquiry } from '../queries.ts'
import { kindRefusal, mayTouchKind } from '../rules.ts'

/** Takes a file out of sight, with the reason. It stays kept, and `bringBack` undoes it. */
export const setFileAside = (work: Work, id: string, because: string): Promise<null | Refusal> =>
  stand(work, id, true, because.trim())

export const bringBack = (work: Work, id: string): Promise<null | Refusal> => stand(work, id, false, '')

async function stand(work: Work, id: string, isAside: boolean, because: string): Promise<null | Refusal> {
  const denied = mayNot(work.by, 'file.set-aside')
  if (denied) return denied
  const file = await fileById(work, id)
  if (file === undefined) return refuse('no-file', 'This file does not exist.')
  if (!mayTouchKind(work.by.kind === 'staff' ? work.by.role : null, file.kind)) return kindRefusal(file.kind)
  if ((file.setAside !== null) === isAside)
    return refuse('as-it-is', isAside ? 'This file is set aside already.' : 'This file stands already.')
  if (isAside && because === '') return refuse('no-reason', 'Say why this file is set aside.')
  await work.db
    .insertInto('fileStanding')
    .values({
      clinicId: work.clinic.id,
      id: newId(),
      fileId: id,
      isAside,
      because: because.slice(0, 500),
      saidBy: work.by.id,
      saidAt: work.at,
    })
    .execute()
  await record(work, isAside ? 'file.set-aside' : 'file.brought-back', {
    clients: file.clientId === null ? [] : [file.clientId],
    about: { file: id },
  })
  return null
}

/**
 * An inquiry has become a client: the files that came with it stand in the client's record too. Whoever calls has asked
 * whether this person may make the client. Answers how many went along.
 */
export async function giveFilesTo(work: Work, inquiryId: string, clientId: string): Promise<number> {
  const files = (await filesOfInquiry(work, inquiryId)).filter((file) => file.clientId === null)
  if (files.length === 0) return 0
  await work.db
    .insertInto('fileGiven')
    .values(
      files.map((file) => ({
        clinicId: work.clinic.id,
        id: newId(),
        fileId: file.id,
        clientId,
        givenBy: work.by.id,
        givenAt: work.at,
      })),
    )
    .execute()
  await record(work, 'file.given', { clients: [clientId], about: { inquiry: inquiryId, files: files.length } })
  return files.length
}

/** Writes that a file of somebody who is no client yet was opened: looks at clients are written by the door. */
export const recordOpening = (work: Work, id: string): Promise<void> =>
  record(work, 'file.opened', { about: { file: id } })
