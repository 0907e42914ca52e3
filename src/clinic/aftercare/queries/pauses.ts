import { sql } from 'kysely'
import type { Day } from '../../../basics/dates.ts'
import { isId } from '../../../basics/ids.ts'
import type { Work } from '../../../db/work.ts'
import type { Away, PauseEnd, PauseKind } from '../pauses.ts'
import type { Counted } from './silence.ts'

export type PauseFacts = Away & {
  id: string
  episodeId: string
  clientId: string
  kind: PauseKind
  words: string
  expectedBack: Day | null
  seatsUntil: Day | null
  nextOn: Day
  ownerId: string
  owner: string
  lastHeard: string | null
  lastHeardAt: Date | null
  by: string
  at: Date
  endBecause: PauseEnd | 'stay-ended' | null
  endWords: string | null
}

const columns = sql`
  select p.id, p.episode_id as "episodeId", p.client_id as "clientId", p.kind, p.from_day::text as "from", p.back_on::text as "backOn", p.words,
    p.expected_back::text as "expectedBack", p.seats_until::text as "seatsUntil", p.next_on::text as "nextOn", p.owner_id as "ownerId",
    o.given_name || ' ' || o.family_name as owner, p.last_heard as "lastHeard", p.last_heard_at as "lastHeardAt",
    b.given_name || ' ' || b.family_name as by, p.paused_at as at, p.end_because as "endBecause", p.end_words as "endWords"
  from stay_pause_now p
  join staff_member o on o.clinic_id = p.clinic_id and o.id = p.owner_id
  join staff_member b on b.clinic_id = p.clinic_id and b.id = p.paused_by`

/** The pauses of a stay, the latest first. */
export async function pausesOf(work: Work, episodeId: string): Promise<PauseFacts[]> {
  const { rows } =
    await sql<PauseFacts>`${columns} where p.episode_id = ${episodeId}::uuid order by p.from_day desc, p.paused_at desc`.execute(
      work.db,
    )
  return rows
}

export async function pauseById(work: Work, id: string): Promise<PauseFacts | undefined> {
  if (!isId(id)) return undefined
  const { rows } = await sql<PauseFacts>`${columns} where p.id = ${id}::uuid`.execute(work.db)
  return rows[0]
}

/** The pause that stands for somebody now: begun or ahead, and not ended. */
export async function standingPause(work: Work, clientId: string): Promise<PauseFacts | undefined> {
  const { rows } =
    await sql<PauseFacts>`${columns} where p.client_id = ${clientId}::uuid and p.end_id is null order by p.from_day limit 1`.execute(
      work.db,
    )
  return rows[0]
}

export type AwayNow = PauseFacts & { name: string; program: string }

type AskedAway = { by?: Day; ownerId?: string | null; limit: number }

/** Everyone away or about to be, whoever is to be asked about first: up to a day, and one person's, where that is asked. */
export async function awayNow(work: Work, { by, ownerId = null, limit }: AskedAway): Promise<Counted<AwayNow>> {
  const away = sql`w.pause_id is not null ${by === undefined ? sql`` : sql`and w.ask_on <= ${by}::date`}
    ${ownerId === null ? sql`` : sql`and w.asker_id = ${ownerId}::uuid`}`
  const { rows: list } = await sql<AwayNow>`
    with away as materialized (
      select w.clinic_id, w.episode_id, w.client_id, w.pause_id from stay_watch w where ${away} order by w.ask_on, w.episode_id limit ${limit})
    select q.*, n.name, g.name as program
    from away w
    cross join lateral (${columns} where p.clinic_id = w.clinic_id and p.id = w.pause_id limit 1) q
    cross join lateral (select y.name from episode e join program y on y.clinic_id = e.clinic_id and y.id = e.program_id
      where e.clinic_id = w.clinic_id and e.id = w.episode_id limit 1) g
    cross join lateral (select coalesce(nullif(c.preferred_name, ''), c.given_name) || ' ' || c.family_name as name, c.family_name
      from client_now c where c.clinic_id = w.clinic_id and c.id = w.client_id limit 1) n
    order by q."nextOn", n.family_name, q.id`.execute(work.db)
  if (list.length < limit) return { list, total: list.length }
  const { rows } = await sql<{ n: number }>`select count(*)::int as n from stay_watch w where ${away}`.execute(work.db)
  return { list, total: rows[0]?.n ?? list.length }
}

export type Heard = { id: string; words: string; nextOn: Day; by: string; at: Date }

/** What was heard while somebody was away, the latest first. */
export async function heardOf(work: Work, pauseId: string): Promise<Heard[]> {
  const { rows } = await sql<Heard>`
    select t.id, t.words, t.next_on::text as "nextOn", b.given_name || ' ' || b.family_name as by, t.noted_at as at
    from stay_pause_touch t join staff_member b on b.clinic_id = t.clinic_id and b.id = t.noted_by
    where t.pause_id = ${pauseId}::uuid order by t.noted_at desc, t.id desc`.execute(work.db)
  return rows
}
