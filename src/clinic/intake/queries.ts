import { sql } from 'kysely'
import { dayAt } from '../../basics/dates.ts'
import { isId } from '../../basics/ids.ts'
import type { Work } from '../../db/work.ts'
import { contactsOf, historyOf, referralsOf } from '../clients/queries/face.ts'
import type { ClientFacts } from '../clients/queries.ts'
import type { Signature } from '../programs/cosigning.ts'
import type { Signed } from './document.ts'
import { knownFrom, type Known } from './prefill.ts'
import type { Doc } from './section.ts'

const name = sql<string>`coalesce(s.given_name || ' ' || s.family_name, 'Somebody')`

export type IntakeSignature = Signature & { at: string; hash: string }
export type Intake = NonNullable<Awaited<ReturnType<typeof intakeById>>>

const intakes = (work: Work) =>
  work.db
    .selectFrom('intake as i')
    .leftJoin('staffMember as s', (join) =>
      join.onRef('s.clinicId', '=', 'i.clinicId').onRef('s.id', '=', 'i.startedBy'),
    )
    .select(['i.id', 'i.clientId', 'i.startedAt'])
    .select(name.as('startedBy'))
    .select([
      sql<IntakeSignature[]>`(
        select coalesce(jsonb_agg(jsonb_build_object('part', g.part, 'by', g.signed_by, 'name', g.name_and_credential,
                 'needsCosign', g.needs_cosign, 'hash', g.content_hash, 'at', g.signed_at) order by g.signed_at), '[]')
        from intake_signature g where g.clinic_id = i.clinic_id and g.intake_id = i.id)`.as('signatures'),
    ])

export async function intakeById(work: Work, id: string) {
  return isId(id) ? intakes(work).where('i.id', '=', id).executeTakeFirst() : undefined
}

/** Every assessment of a person, the newest first. */
export const intakesOf = (work: Work, clientId: string) =>
  intakes(work).where('i.clientId', '=', clientId).orderBy('i.startedAt', 'desc').orderBy('i.id', 'desc').execute()

export const isSigned = ({ signatures }: Pick<Intake, 'signatures'>): boolean =>
  signatures.some((signature) => signature.part === 'author')
export const waitsForCosign = ({ signatures }: Pick<Intake, 'signatures'>): boolean =>
  signatures.some((one) => one.part === 'author' && one.needsCosign) &&
  !signatures.some((one) => one.part === 'co-signer')

/** What is not finished: drafts and assessments that wait for a co-signature, the oldest first. */
export const unfinishedIntakes = (work: Work) =>
  intakes(work)
    .innerJoin('clientNow as p', (join) => join.onRef('p.clinicId', '=', 'i.clinicId').onRef('p.id', '=', 'i.clientId'))
    .select(['p.givenName', 'p.familyName', 'p.preferredName'])
    .where(
      sql<boolean>`(
        not exists (select from intake_signature g where g.clinic_id = i.clinic_id and g.intake_id = i.id)
        or (exists (select from intake_signature g where g.clinic_id = i.clinic_id and g.intake_id = i.id and g.part = 'author' and g.needs_cosign)
            and not exists (select from intake_signature g where g.clinic_id = i.clinic_id and g.intake_id = i.id and g.part = 'co-signer')))`,
    )
    .orderBy('i.startedAt')
    .limit(200)
    .execute()

/** A save of a section. */
export type Saved = { id: string; section: string; page: string; body: Doc; by: string; byId: string; at: Date }
/** A section as it stands, who wrote in it and when last, and words that wait beside. */
export type Standing = { latest: Saved | null; hands: { name: string; at: Date }[]; beside: Saved[] }

type Row = Saved & { basedOn: string | null; stands: boolean; settles: string[] }

async function rowsOf(work: Work, intakeId: string, section?: string): Promise<Row[]> {
  const rows = await work.db
    .selectFrom('intakeSection as x')
    .leftJoin('staffMember as s', (join) =>
      join.onRef('s.clinicId', '=', 'x.clinicId').onRef('s.id', '=', 'x.writtenBy'),
    )
    .where('x.intakeId', '=', intakeId)
    .$if(section !== undefined, (query) => query.where('x.section', '=', section ?? ''))
    .orderBy('x.writtenAt')
    .orderBy('x.id')
    .select(['x.id', 'x.section', 'x.page', 'x.body', 'x.basedOn', 'x.stands', 'x.settles'])
    .select(['x.writtenBy as byId', 'x.writtenAt as at'])
    .select(name.as('by'))
    .execute()
  return rows.map((row) => ({ ...row, body: docFrom(row.body) }))
}

const docFrom = (body: unknown): Doc =>
  Object.fromEntries(
    Object.entries(typeof body === 'object' && body !== null ? body : {}).filter(
      (pair): pair is [string, string] => typeof pair[1] === 'string',
    ),
  )

function standingFrom(rows: readonly Row[]): Standing {
  const standing = rows.filter((row) => row.stands)
  const settled = new Set(standing.flatMap((row) => row.settles))
  const beside = new Map<string, Saved>()
  for (const row of rows) {
    if (row.stands) beside.delete(row.page)
    else beside.set(row.page, row)
  }
  const hands = new Map<string, { name: string; at: Date }>()
  for (const row of standing) hands.set(row.byId, { name: row.by, at: row.at })
  return {
    latest: standing.at(-1) ?? null,
    hands: [...hands.values()],
    beside: [...beside.values()].filter((row) => !settled.has(row.id)),
  }
}

export const standingOf = async (work: Work, intakeId: string, section: string): Promise<Standing> =>
  standingFrom(await rowsOf(work, intakeId, section))

/** Every section that somebody has written in. */
export async function allStanding(work: Work, intakeId: string): Promise<Map<string, Standing>> {
  const bySection = Map.groupBy(await rowsOf(work, intakeId), (row) => row.section)
  return new Map([...bySection].map(([section, rows]) => [section, standingFrom(rows)]))
}

/** The words that were signed. */
export async function signedOf(work: Work, intakeId: string) {
  const row = await work.db
    .selectFrom('intakeSigned')
    .where('intakeId', '=', intakeId)
    .select(['body', 'contentHash', 'signedAt'])
    .executeTakeFirst()
  // Only signIntake writes this column, in this shape.
  return row && { ...row, body: row.body as unknown as Signed }
}

export const addendaOf = (work: Work, intakeId: string) =>
  work.db
    .selectFrom('intakeAddendum')
    .where('intakeId', '=', intakeId)
    .orderBy('addedAt')
    .orderBy('id')
    .select(['id', 'words', 'nameAndCredential', 'addedAt'])
    .execute()

/** What the record knows about the person already. */
export async function knownAbout(work: Work, client: Pick<ClientFacts, 'id' | 'language'>): Promise<Known[]> {
  const [history, contacts, referrals] = [
    await historyOf(work, client.id),
    await contactsOf(work, client.id),
    await referralsOf(work, client.id),
  ]
  return knownFrom({
    history,
    contacts,
    referrals: referrals.map(({ referrer, source, acceptedAt }) => ({
      referrer,
      source,
      on: dayAt(acceptedAt, work.clinic.timeZone),
    })),
    language: client.language,
  })
}
