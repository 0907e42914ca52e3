import { dayAt, isDay } from '../../../basics/dates.ts'
import { newId } from '../../../basics/ids.ts'
import { refuse, type Refusal } from '../../../basics/refusal.ts'
import { unlessRefused, type Work } from '../../../db/work.ts'
import { mayNot } from '../../access/permissions.ts'
import { record } from '../../access/trail.ts'
import { publishedWordings } from '../queries/packs.ts'
import { type PackItem, packProblem } from '../rules.ts'
import { type NewWording, tongues, wordingProblem } from '../wordings.ts'

const notAPerson = refuse('not-a-person', 'A member of staff does this.')

/** Says which papers a program asks for from a day on. What was asked for before stays written. */
export async function setPack(
  work: Work,
  programId: string,
  pack: { items: PackItem[]; from: string; because: string },
): Promise<null | Refusal> {
  const denied = mayNot(work.by, 'pack.manage')
  if (denied) return denied
  const problem = packProblem(pack.items, pack.from, dayAt(work.at, work.clinic.timeZone))
  if (problem) return problem
  if (work.by.id === null) return notAPerson
  await work.db
    .insertInto('pack')
    .values({
      clinicId: work.clinic.id,
      id: newId(),
      programId,
      items: JSON.stringify(pack.items),
      effectiveFrom: pack.from,
      because: pack.because,
      setBy: work.by.id,
      setAt: work.at,
    })
    .execute()
  await record(work, 'pack.set', { about: { program: programId, papers: pack.items.length, from: pack.from } })
  return null
}

/** Publishes a new version of a paper in both languages. Earlier versions stay readable for good. */
export async function publishWording(work: Work, wording: NewWording): Promise<{ version: number } | Refusal> {
  const denied = mayNot(work.by, 'pack.manage')
  if (denied) return denied
  if (!isDay(wording.from)) return refuse('no-day', 'Give the day from which this wording stands.')
  const problem = wordingProblem(wording, dayAt(work.at, work.clinic.timeZone))
  if (problem) return problem
  const { id: publishedBy } = work.by
  if (publishedBy === null) return notAPerson
  const version =
    (await publishedWordings(work))
      .filter(({ kind }) => kind === wording.kind)
      .reduce((most, one) => Math.max(most, Number(one.version)), 0) + 1
  return unlessRefused(
    work,
    {
      document_wording_once: 'Somebody published a version of this paper a moment ago. Look at it, then publish yours.',
    },
    async () => {
      await work.db
        .insertInto('documentWording')
        .values(
          tongues.map((language) => ({
            clinicId: work.clinic.id,
            id: newId(),
            kind: wording.kind,
            version,
            language,
            title: wording.texts[language].title.trim(),
            words: wording.texts[language].words,
            statements: [...wording.statements],
            effectiveFrom: wording.from,
            publishedBy,
            publishedAt: work.at,
          })),
        )
        .execute()
      await record(work, 'wording.published', { about: { paper: wording.kind, version, from: wording.from } })
      return { version }
    },
  )
}

export type NewPolicy = { linkHours: number; visitMinutes: number; copyMinutes: number; from: string; source: string }

/** Sets how long links, visits and copies last, from a day on. */
export async function setSigningPolicy(work: Work, policy: NewPolicy): Promise<null | Refusal> {
  const denied = mayNot(work.by, 'pack.manage')
  if (denied) return denied
  if (!isDay(policy.from) || policy.from < dayAt(work.at, work.clinic.timeZone))
    return refuse('starts-in-the-past', 'New figures begin today or later.')
  if (policy.source.length < 3) return refuse('no-source', 'Say who decided on these figures.')
  if (work.by.id === null) return notAPerson
  const { from, ...figures } = policy
  await work.db
    .insertInto('signingPolicy')
    .values({
      clinicId: work.clinic.id,
      id: newId(),
      ...figures,
      effectiveFrom: from,
      setBy: work.by.id,
      setAt: work.at,
    })
    .execute()
  await record(work, 'signing-policy.set', { about: { hours: policy.linkHours, from } })
  return null
}
