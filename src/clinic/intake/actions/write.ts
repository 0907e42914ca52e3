import { sql } from 'kysely'
import { newId } from '../../../basics/ids.ts'
import { isRefusal, refuse, type Refusal } from '../../../basics/refusal.ts'
import type { Work } from '../../../db/work.ts'
import { mayNot } from '../../access/permissions.ts'
import { record } from '../../access/trail.ts'
import { clientById } from '../../clients/queries.ts'
import { intakeById, intakesOf, isSigned, standingOf, type Intake, type Saved } from '../queries.ts'
import { saysTheSame, type Doc, type Section } from '../section.ts'

export const noIntake: Refusal = refuse('not-found', 'This assessment does not exist, or it is not yours to see.')

/** One after the other: whoever starts, saves or signs waits for whoever came first. */
const hold = (work: Work, what: string) =>
  sql`select pg_advisory_xact_lock(hashtextextended(${`intake ${what}`}, 0))`.execute(work.db)

/** Starts an assessment, or goes on with the one that is open: nobody starts twice. */
export async function startIntake(work: Work, clientId: string): Promise<{ id: string } | Refusal> {
  const denied = mayNot(work.by, 'intake.write')
  if (denied) return denied
  const client = await clientById(work, clientId)
  if (client === undefined || work.by.id === null) return noIntake
  await hold(work, client.id)
  const open = (await intakesOf(work, client.id)).find((one) => !isSigned(one))
  if (open !== undefined) return { id: open.id }
  const id = newId()
  await work.db
    .insertInto('intake')
    .values({ clinicId: work.clinic.id, id, clientId: client.id, startedBy: work.by.id, startedAt: work.at })
    .execute()
  await record(work, 'intake.started', { clients: [client.id], about: { intake: id } })
  return { id }
}

/** Takes hold of an assessment that is still being written. */
export async function openIntake(work: Work, id: string): Promise<Intake | Refusal> {
  const found = await intakeById(work, id)
  if (found === undefined) return noIntake
  await hold(work, found.id)
  const intake = await intakeById(work, id)
  if (intake === undefined) return noIntake
  const author = intake.signatures.find((signature) => signature.part === 'author')
  return author === undefined
    ? intake
    : refuse(
        'signed',
        `${author.name} signed this assessment: it is locked. Your words are still here: add them below.`,
      )
}

/** What one open page sends of a section: its own name, the save that it was shown, and every field. */
export type Sent = { page: string; basedOn: string | null; settles: readonly string[]; doc: Doc }
/** `beside`: somebody else had saved meanwhile; these words are kept and do not stand. */
export type Kept = { intake: Intake; beside: { mine: string; theirs: Saved } | null }

/**
 * Keeps a section as it was typed. Whoever was shown the words that stand, or wrote them, replaces them; whoever was not
 * is refused the place, and their words are kept beside until somebody has read both.
 */
export async function saveSection(work: Work, intakeId: string, section: Section, sent: Sent): Promise<Kept | Refusal> {
  const denied = mayNot(work.by, 'intake.write') ?? (section.isClinical ? mayNot(work.by, 'intake.sign') : null)
  if (denied) return denied
  const intake = await openIntake(work, intakeId)
  if (isRefusal(intake)) return intake
  const { latest, beside } = await standingOf(work, intake.id, section.key)
  const settles = beside.map((one) => one.id).filter((id) => sent.settles.includes(id))
  const says = latest !== null && saysTheSame(section, latest.body, sent.doc)
  if (says && settles.length === 0) return { intake, beside: null }
  const wasShown = latest === null || latest.page === sent.page || latest.id === sent.basedOn || says
  const own = beside.find((one) => one.page === sent.page)
  if (!wasShown && own !== undefined && saysTheSame(section, own.body, sent.doc))
    return { intake, beside: { mine: own.id, theirs: latest } }
  const mine = await keep(work, intake.id, section, { ...sent, settles }, wasShown, latest)
  await record(work, 'intake.written', {
    clients: [intake.clientId],
    about: { intake: intake.id, section: section.key, stands: wasShown },
  })
  return { intake, beside: wasShown ? null : { mine, theirs: latest } }
}

async function keep(
  work: Work,
  intakeId: string,
  section: Section,
  sent: Sent,
  stands: boolean,
  latest: Saved | null,
): Promise<string> {
  const id = newId()
  // Whoever waited for the other saves last, whenever their request began.
  const writtenAt = new Date(Math.max(work.at.getTime(), (latest?.at.getTime() ?? 0) + 1))
  await work.db
    .insertInto('intakeSection')
    .values({
      clinicId: work.clinic.id,
      id,
      intakeId,
      section: section.key,
      page: sent.page,
      basedOn: sent.basedOn,
      stands,
      settles: [...sent.settles],
      body: JSON.stringify(sent.doc),
      writtenBy: work.by.id ?? '',
      writtenAt,
    })
    .execute()
  // While one page goes on typing, its own last save gives way, or an hour of writing would be a thousand rows. Saves
  // that settled something stay, and so does what stood ten minutes ago.
  await work.db
    .deleteFrom('intakeSection')
    .where('intakeId', '=', intakeId)
    .where('section', '=', section.key)
    .where('page', '=', sent.page)
    .where('writtenBy', '=', work.by.id ?? '')
    .where('stands', '=', stands)
    .where('id', '<>', id)
    .where(sql<boolean>`settles = '{}' and written_at > ${writtenAt}::timestamptz - interval '10 minutes'`)
    .execute()
  return id
}
