import { newId, sha256 } from '../../../basics/ids.ts'
import { isRefusal, refuse, type Refusal } from '../../../basics/refusal.ts'
import { unlessRefused, type Work } from '../../../db/work.ts'
import { mayNot } from '../../access/permissions.ts'
import { record } from '../../access/trail.ts'
import { holdDiaries } from '../../groups/actions/hold.ts'
import { type FileRow, placeOf, readPresenceFile } from '../presence-file.ts'
import { isAsideOpen, knownOf, sendersOf } from '../queries/presence-files.ts'

export type PresenceRead = { rows: number; kept: number; repeated: number; aside: number; clients: string[] }

/**
 * Reads a file of a video provider, or a system's message: whole, or not at all. What came before is not taken twice, whatever file it
 * comes in. A row that fits nowhere is kept aside as it came, with one sentence.
 */
export async function importPresence(
  work: Work,
  file: { name: string; bytes: Uint8Array },
): Promise<PresenceRead | Refusal> {
  const sender = await senderOf(work)
  if (isRefusal(sender)) return sender
  const rows = readPresenceFile(Buffer.from(file.bytes).toString('utf8'))
  if (isRefusal(rows)) return rows
  // One file after the other: two with one event would both find it new.
  await holdDiaries(work, [`presence ${work.clinic.id}`])
  const importId = newId()
  const { events, asides, repeated } = await placed(work, rows, importId)
  const clients = [...new Set(events.map((event) => event.clientId))]
  const read = { rows: rows.length, kept: events.length, repeated, aside: asides.length }
  await work.db
    .insertInto('presenceImport')
    .values({
      clinicId: work.clinic.id,
      id: importId,
      name: file.name.trim().slice(0, 200) || 'Without a name',
      cameBy: work.by.kind === 'system' ? 'system' : 'file',
      sha256: sha256(file.bytes),
      ...read,
      importedBy: sender,
      importedAt: work.at,
    })
    .execute()
  for (const some of inParts(events.map(({ deviceName: _, ...event }) => event)))
    await work.db.insertInto('presenceEvent').values(some).execute()
  const devices = events
    .filter(({ deviceName }) => deviceName !== '')
    .map(({ clinicId, id: eventId, clientId, deviceName: name }) => ({ clinicId, eventId, clientId, name }))
  for (const some of inParts(devices)) await work.db.insertInto('presenceDevice').values(some).execute()
  for (const some of inParts(asides))
    await work.db
      .insertInto('presenceAside')
      .values(some)
      // The same bad row in the next file is the same bad row.
      .onConflict((conflict) => conflict.columns(['clinicId', 'cameHash']).doNothing())
      .execute()
  await record(work, 'presence.imported', { clients, about: { import: importId, ...read } })
  return { ...read, clients }
}

async function senderOf(work: Work): Promise<string | Refusal> {
  const { by } = work
  if (by.kind === 'system') {
    const own = (await sendersOf(work)).find((one) => one.id === by.id)
    return own?.maySend === true ? by.id : refuse('not-a-sender', 'This system may not bring video events here.')
  }
  const denied = mayNot(by, 'presence.import')
  if (denied) return denied
  return by.id ?? refuse('not-a-person', 'A person reads a file.')
}

async function placed(work: Work, rows: readonly FileRow[], importId: string) {
  const read = rows.flatMap(({ event }) => (event === null ? [] : [event]))
  const known = await knownOf(work, read)
  const within = new Map<string, NonNullable<ReturnType<typeof known>['before']>>()
  const asides: ReturnType<typeof asideRow>[] = []
  const asideRow = (row: FileRow, eventId: string, why: string) => ({
    clinicId: work.clinic.id,
    id: newId(),
    importId,
    place: row.place,
    eventId,
    why,
    came: row.came,
    cameHash: sha256(row.came),
  })
  let repeated = 0
  const events = []
  for (const row of rows) {
    const { event } = row
    if (event === null) {
      asides.push(asideRow(row, row.eventId, row.why))
      continue
    }
    const facts = known(event)
    const before = facts.before ?? within.get(event.eventId) ?? null
    const answer = placeOf(event, { ...facts, before })
    if (answer.put === 'aside')
      // Of an id that came before, the first event does not make up for the second.
      asides.push(asideRow(row, before === null ? event.eventId : '', answer.why))
    else if (answer.put === 'repeated') repeated += 1
    else {
      const { meeting, clientId } = answer
      const device = sha256(`${work.clinic.id} ${clientId} ${event.device}`).slice(0, 16)
      within.set(event.eventId, { meeting: meeting.id, clientId, what: event.what, at: event.at, device })
      events.push({
        clinicId: work.clinic.id,
        id: newId(),
        eventId: event.eventId,
        sessionId: meeting.what === 'group' ? meeting.id : null,
        visitId: meeting.what === 'visit' ? meeting.id : null,
        clientId,
        heldOn: meeting.heldOn,
        what: event.what,
        at: event.at,
        deviceKey: device,
        deviceName: event.device,
        importId,
      })
    }
  }
  return { events, asides, repeated }
}

// PostgreSQL takes at most 65,535 values in one statement.
function* inParts<T>(rows: readonly T[]): Generator<T[]> {
  for (let n = 0; n < rows.length; n += 2000) yield rows.slice(n, n + 2000)
}

/** A row that was kept aside is nobody's here. */
export async function letAsideGo(work: Work, asideId: string, because: string): Promise<null | Refusal> {
  const denied = mayNot(work.by, 'presence.import')
  if (denied) return denied
  if (work.by.id === null) return refuse('not-a-person', 'A person looks at this.')
  const by = work.by.id
  if (!(await isAsideOpen(work, asideId))) return refuse('settled', 'Somebody has looked at this row already.')
  const written = await unlessRefused(
    work,
    { presence_aside_end_once: 'Somebody has looked at this row already.' },
    () =>
      work.db
        .insertInto('presenceAsideEnd')
        .values({ clinicId: work.clinic.id, id: newId(), asideId, because, endedBy: by, endedAt: work.at })
        .execute(),
  )
  if (isRefusal(written)) return written
  await record(work, 'presence.aside-let-go', { about: { aside: asideId } })
  return null
}
