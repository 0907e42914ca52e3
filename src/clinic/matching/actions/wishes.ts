import { sql } from 'kysely'
import { addDays, dayAt, type Day } from '../../../basics/dates.ts'
import { newId } from '../../../basics/ids.ts'
import { isRefusal, refuse, type Refusal } from '../../../basics/refusal.ts'
import { unlessRefused, type Work } from '../../../db/work.ts'
import { may, mayNot } from '../../access/permissions.ts'
import { record } from '../../access/trail.ts'
import { clientById } from '../../clients/queries.ts'
import { commitmentById } from '../../clients/queries/commitments.ts'
import { affinitiesSaid, noWish, travelOf, type Wish, wishesOf } from '../queries/wishes.ts'
import { mayNoteCommitment, type NewCommitment } from '../rules.ts'

const nothingHere = refuse('not-found', 'This does not exist, or it is not yours to see.')

/** Notes why some hours of the week are not free, from a day on: one row for each weekday. */
export async function noteCommitment(
  work: Work,
  clientId: string,
  said: NewCommitment & { since: Day },
): Promise<{ noted: number } | Refusal> {
  const denied = mayNot(work.by, 'client.correct')
  if (denied) return denied
  if ((await clientById(work, clientId)) === undefined) return nothingHere
  const refused = mayNoteCommitment(said)
  if (refused) return refused
  const written = await unlessRefused(work, mergedSentence, () =>
    work.db
      .insertInto('clientCommitment')
      .values(
        [...new Set(said.weekdays)].map((weekday) => ({
          clinicId: work.clinic.id,
          id: newId(),
          clientId,
          whose: said.whose,
          what: said.what,
          firmness: said.firmness,
          weekday,
          fromTime: said.from,
          toTime: said.to,
          during: sql<string>`daterange(${said.since}::date, null)`,
          recordedBy: work.by.id,
          recordedAt: work.at,
        })),
      )
      .execute(),
  )
  if (isRefusal(written)) return written
  await record(work, 'commitment.noted', { clients: [clientId], about: { what: said.what, firmness: said.firmness } })
  return { noted: new Set(said.weekdays).size }
}

const mergedSentence = {
  client_stands: 'This record was merged into another. Note it there.',
}

/** From a day on this no longer binds them; what was so before stays. */
export async function endCommitment(
  work: Work,
  commitmentId: string,
  lastDay: Day = addDays(dayAt(work.at, work.clinic.timeZone), -1),
): Promise<{ clientId: string; what: string } | Refusal> {
  const denied = mayNot(work.by, 'client.correct')
  if (denied) return denied
  const one = await commitmentById(work, commitmentId)
  if (one === undefined) return nothingHere
  const written = await unlessRefused(work, { client_commitment_end_of: 'This was taken out already.' }, () =>
    work.db
      .insertInto('clientCommitmentEnd')
      .values({ clinicId: work.clinic.id, id: newId(), commitmentId, lastDay, endedBy: work.by.id, endedAt: work.at })
      .execute(),
  )
  if (isRefusal(written)) return written
  await record(work, 'commitment.ended', { clients: [one.clientId], about: { commitment: commitmentId } })
  return { clientId: one.clientId, what: one.what }
}

export type Wishes = Wish & {
  /** By site: minutes, or null for out of reach; a site that is left out keeps what stands. */
  travel: Record<string, number | null>
  /** The groups that are kept for some, of which they said that these suit; the others of `asked` do not. */
  suits: string[]
  asked: string[]
}

/** Keeps what a client wishes. What is prescribed beside the dose, and how pressing it is, is for those who write the plan. */
export async function noteWishes(work: Work, clientId: string, said: Wishes): Promise<{ changed: boolean } | Refusal> {
  const denied = mayNot(work.by, 'client.correct')
  if (denied) return denied
  const client = await clientById(work, clientId)
  if (client === undefined) return nothingHere
  if (client.mergedInto !== null) return refuse('merged', mergedSentence.client_stands)
  const now = (await wishesOf(work, [clientId])).get(clientId) ?? noWish
  const writesPlan = may(work.by, 'plan.write')
  const { place, languages, clinicianGender, genderIsFirm, wanted } = said
  const { prescribed, acuity } = writesPlan ? said : now
  const wish: Wish = { place, languages, clinicianGender, genderIsFirm, wanted, prescribed, acuity }
  const base = { clinicId: work.clinic.id, clientId, recordedBy: work.by.id, recordedAt: work.at }
  let changed = false
  if (JSON.stringify(wish) !== JSON.stringify(onlyWish(now))) {
    await work.db
      .insertInto('clientWish')
      .values({ ...base, id: newId(), ...wish })
      .execute()
    changed = true
  }
  const known = new Map((await travelOf(work, [clientId])).map((row) => [row.siteId, row.minutes]))
  const ways = Object.entries(said.travel).filter(([site, minutes]) => !known.has(site) || known.get(site) !== minutes)
  for (const [siteId, minutes] of ways)
    await work.db
      .insertInto('clientTravel')
      .values({ ...base, id: newId(), siteId, minutes })
      .execute()
  const before = new Map((await affinitiesSaid(work, [clientId])).map((row) => [row.affinity, row.suits]))
  const answers = said.asked
    .map((affinity) => ({ affinity, suits: said.suits.includes(affinity) }))
    .filter(({ affinity, suits }) => before.get(affinity) !== suits && (suits || before.has(affinity)))
  for (const { affinity, suits } of answers)
    await work.db
      .insertInto('clientAffinity')
      .values({ ...base, id: newId(), affinity, suits })
      .execute()
  changed ||= ways.length > 0 || answers.length > 0
  if (changed) await record(work, 'wishes.noted', { clients: [clientId], about: { place } })
  return { changed }
}

const onlyWish = ({ place, languages, clinicianGender, genderIsFirm, wanted, prescribed, acuity }: Wish): Wish => ({
  place,
  languages,
  clinicianGender,
  genderIsFirm,
  wanted,
  prescribed,
  acuity,
})
