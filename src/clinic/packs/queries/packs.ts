import { z } from 'zod'
import { dayAt, type Day } from '../../../basics/dates.ts'
import type { Work } from '../../../db/work.ts'
import { paperKinds } from '../paper.ts'
import { type PackItem, type PackRow, packOn, policyOn, type SigningPolicy } from '../rules.ts'
import { type Wording, wordingFrom } from '../wordings.ts'

/** The clinic's own wordings, every version in both languages. */
export async function publishedWordings(work: Work): Promise<Wording[]> {
  const rows = await work.db
    .selectFrom('documentWording')
    .select(['kind', 'version', 'language', 'title', 'words', 'statements', 'effectiveFrom'])
    .orderBy('version')
    .execute()
  return rows.flatMap(wordingFrom)
}

/** Who published the clinic's versions of one paper, newest first. */
export const publishersOf = (work: Work, kind: string) =>
  work.db
    .selectFrom('documentWording as w')
    .innerJoin('staffMember as s', (join) =>
      join.onRef('s.clinicId', '=', 'w.clinicId').onRef('s.id', '=', 'w.publishedBy'),
    )
    .where('w.kind', '=', kind)
    .where('w.language', '=', 'en')
    .select(['w.version', 'w.publishedAt', 's.givenName', 's.familyName'])
    .orderBy('w.version', 'desc')
    .execute()

const items = z.array(z.object({ kind: z.enum(paperKinds), required: z.boolean() }))
export const readItems = (json: unknown): PackItem[] => items.parse(json)

/** Every pack that a program has had, newest first. */
export async function packRows(work: Work, programId: string): Promise<(PackRow & { because: string; by: string })[]> {
  const rows = await work.db
    .selectFrom('pack as p')
    .innerJoin('staffMember as s', (join) => join.onRef('s.clinicId', '=', 'p.clinicId').onRef('s.id', '=', 'p.setBy'))
    .where('p.programId', '=', programId)
    .select(['p.items', 'p.effectiveFrom', 'p.because', 'p.setAt', 's.givenName', 's.familyName'])
    .orderBy('p.effectiveFrom', 'desc')
    .orderBy('p.setAt', 'desc')
    .execute()
  return rows.map((row) => ({
    items: readItems(row.items),
    from: row.effectiveFrom,
    setAt: row.setAt,
    because: row.because,
    by: `${row.givenName} ${row.familyName}`,
  }))
}

/** The papers that a program asks for today, in order. */
export const packNow = async (work: Work, program: { id: string; track: string }): Promise<readonly PackItem[]> =>
  packOn(await packRows(work, program.id), today(work), program.track)

const today = (work: Work): Day => dayAt(work.at, work.clinic.timeZone)

/** How long links last at this clinic now, and every figure it has set. */
export async function policies(work: Work): Promise<{ now: SigningPolicy; rows: SigningPolicy[] }> {
  const found = await work.db
    .selectFrom('signingPolicy')
    .select(['linkHours', 'visitMinutes', 'copyMinutes', 'effectiveFrom', 'source'])
    .orderBy('effectiveFrom')
    .orderBy('setAt')
    .execute()
  const rows = found.map(({ effectiveFrom, ...row }) => ({ ...row, from: effectiveFrom }))
  return { now: policyOn(rows, today(work)), rows }
}

/** What the clinic shows the world: its phone, its crisis line and its address for mail. Empty where it shows nothing. */
export async function frontOf(work: Work): Promise<{ phone: string; crisisPhone: string; email: string }> {
  const front = await work.db
    .selectFrom('publicFront')
    .select(['phone', 'crisisPhone', 'email'])
    .orderBy('setAt', 'desc')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst()
  return front ?? { phone: '', crisisPhone: '', email: '' }
}

/** The person to call in an emergency who was named last; null when nobody was. */
export async function emergencyContactOf(work: Work, clientId: string) {
  const contact = await work.db
    .selectFrom('clientContact')
    .where('clientId', '=', clientId)
    .where('kind', '=', 'emergency')
    .select(['name', 'relationship', 'value'])
    .orderBy('recordedAt', 'desc')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst()
  return contact === undefined || contact.name === ''
    ? null
    : { name: contact.name, relationship: contact.relationship, phone: contact.value }
}
