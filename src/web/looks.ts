import { newId } from '../basics/ids.ts'
import type { Pool } from '../db/connect.ts'
import type { Person } from '../db/work.ts'

/** Somebody looked at a screen that shows these clients. */
export type Look = { screen: string; clients: string[] }
type Seen = { clinicId: string; by: Person; at: Date; requestId: string; look: Look }

/** Looks are written after the answer, many in one transaction, so that nobody waits for the disk to be looked at. */
export function lookKeeper(pool: Pool, complain: (error: unknown) => void) {
  let waiting: Seen[] = []
  let writing: Promise<void> = Promise.resolve()
  let timer: NodeJS.Timeout | undefined

  const flush = (): Promise<void> => {
    clearTimeout(timer)
    timer = undefined
    const batch = waiting
    waiting = []
    if (batch.length > 0) writing = writing.then(() => write(batch))
    return writing
  }

  async function write(batch: Seen[]): Promise<void> {
    try {
      for (const [clinicId, seen] of Map.groupBy(batch, (one) => one.clinicId)) await writeFor(clinicId, seen)
    } catch (error) {
      complain(error)
      waiting = [...batch, ...waiting].slice(0, 10_000)
      timer ??= setTimeout(() => void flush(), 1000)
    }
  }

  async function writeFor(clinicId: string, seen: Seen[]): Promise<void> {
    const client = await pool.connect()
    try {
      const rows = seen.map(({ by, at, requestId, look }) => ({
        id: newId(),
        at,
        kind: by.kind,
        person: by.id,
        name: by.name,
        clients: look.clients,
        about: { screen: look.screen },
        request: requestId,
      }))
      await client.query('begin')
      await client.query("select set_config('app.clinic', $1, true)", [clinicId])
      await client.query(
        `insert into trail (clinic_id, id, at, by_kind, by_id, by_name, verb, client_ids, about, request_id)
         select $1, x.id, x.at, x.kind, x.person, x.name, 'looked', x.clients, x.about, x.request
         from jsonb_to_recordset($2::jsonb) as x(id uuid, at timestamptz, kind text, person uuid, name text, clients uuid[], about jsonb, request text)`,
        [clinicId, JSON.stringify(rows)],
      )
      await client.query('commit')
      client.release()
    } catch (error) {
      client.release(true)
      throw error
    }
  }

  return {
    saw(seen: Seen): void {
      waiting.push(seen)
      timer ??= setTimeout(() => void flush(), 40)
    },
    flush,
  }
}
