import type { Day } from '../../../basics/dates.ts'
import { isId, newId } from '../../../basics/ids.ts'
import { refuse, type Refusal } from '../../../basics/refusal.ts'
import type { Work } from '../../../db/work.ts'
import { mayNot } from '../../access/permissions.ts'
import { record } from '../../access/trail.ts'
import { wantedById } from '../queries/waiting.ts'
import { usualPriorities } from '../waiting.ts'
import { prioritiesOf } from '../queries/declared.ts'
import { passOn } from './pass-on.ts'

const nothingHere = refuse('not-found', 'This does not exist, or it is not yours to see.')

function stamp(work: Work): { clinicId: string; id: string; setBy: string; setAt: Date } | null {
  return work.by.id === null ? null : { clinicId: work.clinic.id, id: newId(), setBy: work.by.id, setAt: work.at }
}

/** What a day of waiting and each acuity count from a day on. */
export async function setWeights(
  work: Work,
  said: { aDay: number; acuity2: number; acuity3: number; effectiveFrom: Day; source: string },
): Promise<Refusal | null> {
  const denied = mayNot(work.by, 'waitlist.rules')
  if (denied) return denied
  const row = stamp(work)
  if (row === null) return nothingHere
  if (said.acuity3 < said.acuity2)
    return refuse('turned', 'Acuity 3 is the most urgent: it counts at least as much as acuity 2.')
  const { aDay, acuity2, acuity3, effectiveFrom, source } = said
  await work.db
    .insertInto('waitlistWeight')
    .values({ ...row, aDay, acuityTwo: acuity2, acuityThree: acuity3, effectiveFrom, source })
    .execute()
  await record(work, 'waitlist.weights', { about: { aDay, acuity2, acuity3, from: effectiveFrom } })
  return null
}

/** One priority population with its rank from a day on; without a rank it goes first no more. */
export async function setPriority(
  work: Work,
  said: { key?: string; label: string; rank: number | null; effectiveFrom: Day; source: string },
): Promise<Refusal | null> {
  const denied = mayNot(work.by, 'waitlist.rules')
  if (denied) return denied
  const row = stamp(work)
  if (row === null) return nothingHere
  const known = await prioritiesOf(work)
  const key = said.key ?? keyOf(said.label)
  if (key === null) return refuse('label', 'Give it a name with letters, such as "Veterans".')
  // The first row of a clinic's own takes the place of all that Stepwell brought: those go along, as they stood.
  const own = await work.db.selectFrom('waitlistPriority').select('id').limit(1).executeTakeFirst()
  const brought = own === undefined ? usualPriorities.filter((one) => one.key !== key) : []
  const { label, rank, effectiveFrom, source } = said
  await work.db
    .insertInto('waitlistPriority')
    .values([
      ...brought.map((one) => ({
        ...row,
        id: newId(),
        key: one.key,
        label: one.label,
        rank: one.rank,
        effectiveFrom: one.from,
        source: one.source,
        mark: one.mark,
      })),
      { ...row, key, label, rank, effectiveFrom, source, mark: 'V' },
    ])
    .execute()
  await record(work, 'waitlist.priorities', { about: { key, rank, from: effectiveFrom, before: known.length } })
  return null
}

const keyOf = (label: string): string | null => {
  const key = label
    .normalize('NFD')
    .toLowerCase()
    .replace(/\p{M}/gu, '')
    .replace(/[^a-z]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 60)
  return key.length < 2 ? null : key
}

/** How long a seat is kept for an answer, the quiet hours, and the days until the same group is offered again. */
export async function setOfferPolicy(
  work: Work,
  said: {
    replyHours: number
    quietFrom: string
    quietTo: string
    restDays: number
    effectiveFrom: Day
    source: string
  },
): Promise<Refusal | null> {
  const denied = mayNot(work.by, 'waitlist.rules')
  if (denied) return denied
  const row = stamp(work)
  if (row === null) return nothingHere
  await work.db
    .insertInto('waitlistPolicy')
    .values({ ...row, ...said })
    .execute()
  await record(work, 'waitlist.policy', {
    about: { hours: said.replyHours, rest: said.restDays, from: said.effectiveFrom },
  })
  return null
}

/** Whether free chairs of a group are offered by themselves from a day on, or by hand. */
export async function chooseOffering(
  work: Work,
  seriesId: string,
  said: { isAutomatic: boolean; fromDay: Day },
): Promise<Refusal | null> {
  const denied = mayNot(work.by, 'series.manage')
  if (denied) return denied
  const row = stamp(work)
  if (row === null || !isId(seriesId) || (await wantedById(work, seriesId)) === undefined) return nothingHere
  await work.db
    .insertInto('seriesOffering')
    .values({ ...row, seriesId, ...said })
    .execute()
  await record(work, 'series.offering', {
    about: { series: seriesId, automatic: said.isAutomatic, from: said.fromDay },
  })
  await passOn(work, seriesId)
  return null
}
