import { sql } from 'kysely'
import { addDays, dayAt, type Day } from '../../../basics/dates.ts'
import { newId } from '../../../basics/ids.ts'
import { isRefusal, refuse, type Refusal } from '../../../basics/refusal.ts'
import { unlessRefused, type Work } from '../../../db/work.ts'
import { mayNot } from '../../access/permissions.ts'
import { record } from '../../access/trail.ts'
import { episodeById } from '../../episodes/queries.ts'
import { joinedWords, type LeavingPart, type Mark } from '../leaving-parts.ts'
import {
  aftercareVisitById,
  aftercareVisitsOf,
  latestWordsOf,
  ownStayOf,
  supportById,
  wordsKeptOf,
} from '../queries/leaving.ts'

const notHere = refuse('not-found', 'This stay does not exist, or it is not yours to see.')
const nobody = refuse('not-a-person', 'A person writes this.')
export const mostWords = 2000

/** Whose words these are: the client's on their own page, of their own stay alone, or a member of staff's. */
async function whoseStay(
  work: Work,
  episodeId: string,
): Promise<{ clientId: string; writtenBy: string | null; pageId: string | null } | Refusal> {
  const { by } = work
  if (by.kind === 'client') {
    const stay = await ownStayOf(work, by.clientId)
    return stay?.id === episodeId ? { clientId: by.clientId, writtenBy: null, pageId: by.id } : notHere
  }
  const denied = mayNot(by, 'continuing-care.do')
  if (denied) return denied
  const stay = await episodeById(work, episodeId)
  if (stay === undefined) return notHere
  return by.id === null ? nobody : { clientId: stay.clientId, writtenBy: by.id, pageId: null }
}

/**
 * Keeps what parts of the plan say, as the client or staff wrote it. Whoever writes while somebody else saved loses nothing: what
 * both changed holds both, and is named. What did not change is not written again.
 */
export async function keepWords(
  work: Work,
  episodeId: string,
  said: readonly { part: LeavingPart; words: string; basedOn: string | null }[],
): Promise<{ kept: LeavingPart[]; both: LeavingPart[] } | Refusal> {
  const whose = await whoseStay(work, episodeId)
  if (isRefusal(whose)) return whose
  await sql`select pg_advisory_xact_lock(hashtextextended('leaving words ' || ${episodeId}, 65))`.execute(work.db)
  const all = await wordsKeptOf(work, episodeId, 2000)
  const latest = await latestWordsOf(work, episodeId)
  const joined = said.map(({ part, words: typed, basedOn }) => {
    const mine = typed.replaceAll('\r\n', '\n').trim()
    const saved = latest.get(part)
    const base = all.find((one) => one.id === basedOn && one.part === part)?.words ?? ''
    const both = saved !== undefined && saved.id !== basedOn
    return { part, saved, ...(both ? joinedWords(base, saved.words, mine) : { words: mine, both }) }
  })
  if (joined.some(({ words }) => words.length > mostWords))
    return refuse('too-long', `One part is longer than ${mostWords} characters. Shorten it.`)
  const changed = joined.filter(({ words, saved }) => words !== (saved?.words ?? ''))
  for (const { part, words, saved } of changed)
    await work.db
      .insertInto('leavingWords')
      .values({
        clinicId: work.clinic.id,
        id: newId(),
        episodeId,
        part,
        words,
        basedOn: saved?.id ?? null,
        ...whose,
        writtenAt: work.at,
      })
      .execute()
  const kept = changed.map(({ part }) => part)
  if (kept.length > 0)
    await record(work, 'leaving.written', {
      clients: [whose.clientId],
      about: { episode: episodeId, parts: kept.join(' ') },
    })
  return { kept, both: changed.filter(({ both }) => both).map(({ part }) => part) }
}

/** Staff say that a part is ready, open again, not needed, or that the client wants none of it; the last two say why. */
export async function markPart(
  work: Work,
  episodeId: string,
  said: { part: LeavingPart; mark: Mark; because: string },
): Promise<null | Refusal> {
  const denied = mayNot(work.by, 'continuing-care.do')
  if (denied) return denied
  const stay = await episodeById(work, episodeId)
  if (stay === undefined) return notHere
  if (work.by.id === null) return nobody
  const because = said.because.trim()
  if ((said.mark === 'not-needed' || said.mark === 'declined') && because === '')
    return refuse('says-why', 'Say in a few words why it is not needed, or what they said.')
  await work.db
    .insertInto('leavingMark')
    .values({
      clinicId: work.clinic.id,
      id: newId(),
      clientId: stay.clientId,
      episodeId,
      part: said.part,
      mark: said.mark,
      because,
      markedBy: work.by.id,
      markedAt: work.at,
    })
    .execute()
  await record(work, 'leaving.marked', {
    clients: [stay.clientId],
    about: { episode: episodeId, part: said.part, mark: said.mark },
  })
  return null
}

export const visitKinds = ['therapy', 'medicine', 'medical', 'group', 'peer', 'other'] as const
export type VisitKind = (typeof visitKinds)[number]
export type VisitDraft = {
  kind: VisitKind
  withWhom: string
  place: string
  phone: string
  onDay: Day
  atTime: string | null
  words: string
}

const mostVisits = 50

/** Writes down an appointment with others after the last day: with whom, and when. By staff, or by the client on their own page. */
export async function addVisit(work: Work, episodeId: string, draft: VisitDraft): Promise<{ id: string } | Refusal> {
  const whose = await whoseStay(work, episodeId)
  if (isRefusal(whose)) return whose
  const stay = work.by.kind === 'client' ? await ownStayOf(work, whose.clientId) : await episodeById(work, episodeId)
  if (stay === undefined) return notHere
  await sql`select pg_advisory_xact_lock(hashtextextended('leaving visits ' || ${episodeId}, 65))`.execute(work.db)
  const today = dayAt(work.at, work.clinic.timeZone)
  const from = stay.lastDay !== null && stay.lastDay < today ? stay.lastDay : today
  if (draft.onDay < from || draft.onDay > addDays(today, 366))
    return refuse('visit-day', 'Choose a day from today to a year ahead.')
  const standing = (await aftercareVisitsOf(work, episodeId)).filter(({ how }) => how === null)
  // A second press of the button writes nothing twice.
  if (
    standing.some(
      (one) => one.onDay === draft.onDay && one.atTime === draft.atTime && one.withWhom === draft.withWhom.trim(),
    )
  )
    return refuse('noted-already', 'This appointment stands in the plan already.')
  if (standing.length >= mostVisits)
    return refuse('many', `${mostVisits} appointments stand here. Say what became of one first.`)
  const id = newId()
  await work.db
    .insertInto('aftercareVisit')
    .values({
      clinicId: work.clinic.id,
      id,
      clientId: whose.clientId,
      episodeId,
      ...draft,
      withWhom: draft.withWhom.trim(),
      madeBy: whose.writtenBy,
      pageId: whose.pageId,
      madeAt: work.at,
    })
    .execute()
  await record(work, 'appointment.noted', {
    clients: [whose.clientId],
    about: { episode: episodeId, appointment: id, kind: draft.kind, on: draft.onDay },
  })
  return { id }
}

export const visitEnds = ['kept', 'missed', 'cancelled', 'mistake'] as const

/**
 * What became of an appointment: kept, missed, cancelled, or written by mistake. A client takes back on their own page what they wrote
 * there themself and is still to come; the rest is staff's to say.
 */
export async function endVisit(
  work: Work,
  visitId: string,
  said: { how: (typeof visitEnds)[number]; words: string },
): Promise<{ episodeId: string } | Refusal> {
  const { by } = work
  const visit = await aftercareVisitById(work, visitId)
  const today = dayAt(work.at, work.clinic.timeZone)
  if (by.kind === 'client') {
    if (visit?.clientId !== by.clientId || !visit.byClient) return notHere
    if (said.how !== 'cancelled' && said.how !== 'mistake') return notHere
    // Pressed in two tabs: it is taken back, and that is what was asked for.
    if (visit.how === 'cancelled' || visit.how === 'mistake') return { episodeId: visit.episodeId }
    if (visit.how !== null || visit.onDay < today)
      return refuse('over', 'This appointment is over. Your team notes what became of it.')
  } else {
    const denied = mayNot(by, 'continuing-care.do')
    if (denied) return denied
    if (visit === undefined) return notHere
    if (by.id === null) return nobody
    if ((said.how === 'kept' || said.how === 'missed') && visit.onDay > today)
      return refuse('not-yet', `It is on ${visit.onDay}: its day has not come.`)
  }
  const whose = by.kind === 'client' ? { endedBy: null, pageId: by.id } : { endedBy: by.id, pageId: null }
  const written = await unlessRefused(
    work,
    { aftercare_visit_ended_once: 'A colleague has noted this already. What they wrote stands below.' },
    () =>
      work.db
        .insertInto('aftercareVisitEnd')
        .values({ clinicId: work.clinic.id, id: newId(), visitId, ...said, ...whose, endedAt: work.at })
        .execute(),
  )
  // Two tabs at one moment: the other was first, and it is taken back all the same.
  if (isRefusal(written)) return by.kind === 'client' ? { episodeId: visit.episodeId } : written
  await record(work, 'appointment.ended', {
    clients: [visit.clientId],
    about: { appointment: visitId, how: said.how },
  })
  return { episodeId: visit.episodeId }
}

export type SupportDraft = { name: string; relation: string; phone: string; helpsWith: string; wishesTold: boolean }
const mostSupports = 20

/** Names somebody whom the client leans on: said by staff with them, or by the client on their own page. */
export async function addSupport(
  work: Work,
  episodeId: string,
  draft: SupportDraft,
): Promise<{ id: string } | Refusal> {
  const whose = await whoseStay(work, episodeId)
  if (isRefusal(whose)) return whose
  await sql`select pg_advisory_xact_lock(hashtextextended('leaving people ' || ${episodeId}, 65))`.execute(work.db)
  const { rows } = await sql<{ n: number; twice: boolean }>`
    select count(*)::int as n, coalesce(bool_or(s.name = ${draft.name} and s.phone = ${draft.phone}), false) as twice from leaving_support s where s.episode_id = ${episodeId}::uuid
      and not exists (select from leaving_support_end x where x.clinic_id = s.clinic_id and x.support_id = s.id)`.execute(
    work.db,
  )
  // A second press of the button names nobody twice.
  if (rows[0]?.twice === true) return refuse('named-already', 'This person stands on the list already.')
  if ((rows[0]?.n ?? 0) >= mostSupports)
    return refuse('many', `${mostSupports} people stand here. Take somebody off the list first.`)
  const id = newId()
  await work.db
    .insertInto('leavingSupport')
    .values({ clinicId: work.clinic.id, id, episodeId, ...draft, ...whose, writtenAt: work.at })
    .execute()
  await record(work, 'support.named', {
    clients: [whose.clientId],
    about: { episode: episodeId, support: id, wishesTold: draft.wishesTold },
  })
  return { id }
}

/** Takes somebody off the list of supports. */
export async function endSupport(work: Work, supportId: string): Promise<{ episodeId: string } | Refusal> {
  const support = await supportById(work, supportId)
  if (support === undefined) return refuse('not-found', 'They are off the list already.')
  const whose = await whoseStay(work, support.episodeId)
  if (isRefusal(whose)) return whose
  const written = await unlessRefused(work, { leaving_support_ended_once: 'They are off the list already.' }, () =>
    work.db
      .insertInto('leavingSupportEnd')
      .values({
        clinicId: work.clinic.id,
        id: newId(),
        supportId,
        endedBy: whose.writtenBy,
        pageId: whose.pageId,
        endedAt: work.at,
      })
      .execute(),
  )
  if (isRefusal(written)) return written
  await record(work, 'support.ended', { clients: [whose.clientId], about: { support: supportId } })
  return { episodeId: support.episodeId }
}
