import { sql } from 'kysely'
import { dayAt, type Day } from '../../../basics/dates.ts'
import { newId, newToken, sha256 } from '../../../basics/ids.ts'
import { isRefusal, refuse, type Refusal } from '../../../basics/refusal.ts'
import { unlessRefused, type Work } from '../../../db/work.ts'
import type { Language } from '../../../ui/language.ts'
import { hashPassword, passwordMatches } from '../../access/passwords.ts'
import { mayNot } from '../../access/permissions.ts'
import { record } from '../../access/trail.ts'
import { feedTokenOf, MOST_TRIES, type OwnPagePolicy, type Titles } from '../own-page.ts'
import { clientById } from '../queries.ts'
import { mergedInto } from '../queries/merges.ts'
import { ownPagePolicies, pageById, pagesOf, pageTriesOf } from '../queries/own-page.ts'

const end = (work: Work, pageId: string, because: 'taken back' | 'replaced' | 'lost') =>
  unlessRefused(work, { client_page_end_of: 'This link opens nothing any more.' }, async () => {
    await work.db
      .insertInto('clientPageEnd')
      .values({ clinicId: work.clinic.id, id: newId(), pageId, because, endedBy: work.by.id, endedAt: work.at })
      .execute()
    return null
  })

/**
 * Makes the private link to a client's own page. It is answered this once, and only its hash is kept; nothing is sent. Whatever
 * link was given before opens nothing any more: there is one way in at a time.
 */
export async function giveOwnPage(
  work: Work,
  clientId: string,
  draft: { language: Language; asksBirthDate: boolean },
): Promise<{ token: string; expiresAt: Date } | Refusal> {
  const denied = mayNot(work.by, 'own-page.give')
  if (denied) return denied
  if (work.by.id === null) return refuse('not-a-person', 'A member of staff gives a link.')
  const client = await clientById(work, clientId)
  if (client === undefined) return refuse('no-such-client', 'This person is not in the record.')
  const into = await mergedInto(work, clientId)
  if (into !== undefined)
    return refuse('merged-record', `This record was merged into No. ${into.number}. Give the link there.`)
  // Two tabs stand in line: the later link replaces the earlier one, and one stays open.
  await sql`select pg_advisory_xact_lock(hashtextextended('own page ' || ${clientId}, 47))`.execute(work.db)
  for (const page of await pagesOf(work, clientId))
    if (page.because === null && page.expiresAt > work.at) await end(work, page.id, 'replaced')
  const { now: policy } = await ownPagePolicies(work)
  const token = newToken()
  const expiresAt = new Date(work.at.getTime() + policy.linkDays * 86_400_000)
  const id = newId()
  await work.db
    .insertInto('clientPage')
    .values({
      clinicId: work.clinic.id,
      id,
      clientId,
      tokenHash: sha256(token),
      feedHash: sha256(feedTokenOf(token)),
      proofHash: draft.asksBirthDate ? await hashPassword(client.birthDate) : null,
      visitMinutes: policy.visitMinutes,
      language: draft.language,
      expiresAt,
      madeBy: work.by.id,
      madeAt: work.at,
    })
    .execute()
  const about = { page: id, asksBirthDate: draft.asksBirthDate }
  await record(work, 'own-page.given', { clients: [clientId], about })
  return { token, expiresAt }
}

/** Takes a link back, or says that it was lost: from now on it opens nothing, and its calendar neither. */
export async function endOwnPage(
  work: Work,
  pageId: string,
  because: 'taken back' | 'lost',
): Promise<{ clientId: string } | Refusal> {
  const denied = mayNot(work.by, 'own-page.give')
  if (denied) return denied
  const page = await pageById(work, pageId)
  if (page === undefined) return refuse('no-page', 'This link is not in the record.')
  const answer = await end(work, pageId, because)
  if (isRefusal(answer)) return answer
  await record(work, 'own-page.ended', { clients: [page.clientId], about: { page: pageId, because } })
  return { clientId: page.clientId }
}

/** From a day on, links last so long. What was given keeps its own figures. */
export async function setOwnPagePolicy(work: Work, policy: Omit<OwnPagePolicy, 'isUsual'>): Promise<null | Refusal> {
  const denied = mayNot(work.by, 'own-page.policy')
  if (denied) return denied
  if (work.by.id === null) return refuse('not-a-person', 'A member of staff decides on these figures.')
  if (policy.from < dayAt(work.at, work.clinic.timeZone))
    return refuse('day-past', 'Choose today or a later day: links of earlier days keep what was said then.')
  const { from, source, ...figures } = policy
  await work.db
    .insertInto('ownPagePolicy')
    .values({
      clinicId: work.clinic.id,
      id: newId(),
      ...figures,
      source,
      effectiveFrom: from,
      setBy: work.by.id,
      setAt: work.at,
    })
    .execute()
  await record(work, 'own-page.policy-set', { about: { ...figures, from } })
  return null
}

/**
 * Weighs the birth date that a client gives at the door of their own page. Every try is a row; the fifth wrong one locks the link
 * for good. Answers the secret of a visit, or which way it went. Tries wait for each other: ten at once are ten tries.
 */
export async function enterOwnPage(
  work: Work,
  page: { proofHash: string | null; visitMinutes: number },
  born: Day | null,
): Promise<{ secret: string } | 'wrong' | 'locked'> {
  if (work.by.kind !== 'client' || page.proofHash === null) return 'wrong'
  const pageId = work.by.id
  const clinicId = work.clinic.id
  await sql`select pg_advisory_xact_lock(hashtextextended(${pageId}, 47))`.execute(work.db)
  const wrong = (await pageTriesOf(work, pageId)).filter(({ succeeded }) => !succeeded).length
  if (wrong >= MOST_TRIES) return 'locked'
  const succeeded = born !== null && (await passwordMatches(born, page.proofHash))
  await work.db.insertInto('clientPageTry').values({ clinicId, id: newId(), pageId, succeeded, at: work.at }).execute()
  if (succeeded) {
    const secret = newToken()
    const expiresAt = new Date(work.at.getTime() + page.visitMinutes * 60_000)
    await work.db
      .insertInto('clientPageVisit')
      .values({ clinicId, id: newId(), pageId, secretHash: sha256(secret), beganAt: work.at, expiresAt })
      .execute()
    await record(work, 'own-page.entered', { about: { page: pageId } })
    return { secret }
  }
  await record(work, 'own-page.wrong-try', { about: { page: pageId, tries: wrong + 1 } })
  if (wrong + 1 < MOST_TRIES) return 'wrong'
  await work.db
    .insertInto('clientPageEnd')
    .values({ clinicId, id: newId(), pageId, because: 'locked', endedBy: null, endedAt: work.at })
    .execute()
  await record(work, 'own-page.locked', { about: { page: pageId } })
  return 'locked'
}

/** The client says how their entries are titled. */
export async function chooseTitles(work: Work, titles: Titles): Promise<null | Refusal> {
  if (work.by.kind !== 'client') return refuse('not-theirs', 'The client chooses this on their own page.')
  await work.db
    .insertInto('ownPageTitles')
    .values({
      clinicId: work.clinic.id,
      id: newId(),
      clientId: work.by.clientId,
      titles,
      pageId: work.by.id,
      chosenAt: work.at,
    })
    .execute()
  await record(work, 'own-page.titles-chosen', { clients: [work.by.clientId], about: { titles } })
  return null
}
