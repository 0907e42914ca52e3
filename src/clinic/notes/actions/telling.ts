import { sql } from 'kysely'
import type { Work } from '../../../db/work.ts'
import { mayTell } from '../../consents/actions.ts'

/**
 * Opens, for the rest of this request, the signed notes of those clients whose consent lets this system be told of their record.
 * The database shows another system no other note. What is held apart is never among them.
 */
export async function openNotesToSystem(work: Work, clients: string[]): Promise<string[]> {
  const { by } = work
  if (by.kind !== 'system' || clients.length === 0) return []
  const told = await mayTell(work, {
    what: 'record',
    purpose: by.purpose,
    recipient: { kind: by.recipientClass, name: by.name },
    clients,
  })
  const open = [...told.keys()]
  await sql`select set_config('app.told_notes_of', ${open.join(',')}, true)`.execute(work.db)
  return open
}
