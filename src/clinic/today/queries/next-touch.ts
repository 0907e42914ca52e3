import { type Day, dayAt } from '../../../basics/dates.ts'
import type { Work } from '../../../db/work.ts'
import { everyoneGone, goneByIds, type Left } from '../../aftercare/queries/follow-ups.ts'
import { settingsNow } from '../../concerns/queries/settings.ts'
import { type StandIns, standIns } from '../../concerns/queries/stand-ins.ts'
import { plansDue } from '../../plans/queries/due.ts'
import {
  firstOf,
  furthestBy,
  type Furthest,
  type Lack,
  lackOf,
  type Standing,
  type Touch,
  type TouchKind,
} from '../next-touch.ts'
import { type Held, heldPeople } from './touches.ts'

/** Somebody who is not to be lost: the next day, what it is, and who answers for it on that day. */
export type Next = {
  key: string
  clientId: string | null
  inquiryId: string | null
  episodeId: string | null
  name: string
  standing: Standing
  nextOn: Day | null
  what: TouchKind | null
  ownerId: string | null
  owner: string | null
  /** Whose it is by name; another than `ownerId` where that one answers for them on the day: they are away, or have left. */
  namedId: string | null
  named: string | null
  namedHasLeft: boolean
  lack: Lack | null
}
/** Whoever left within the year and is asked no more: by their own word, or because the clinic's last call was made. */
export type Settled = { clientId: string; name: string; because: 'declines' | 'died' | 'done' }
export type NobodyLost = { people: Next[]; settled: Settled[] }

type Asked = { keys?: readonly string[]; exceptionsOnly?: boolean }

/**
 * The next dated touch of everyone in care, away, waiting, or gone for less than a year, and the one person whose it is: on the day
 * itself, so that it never belongs to somebody absent. Whoever left and asked not to be called, or whose last call was made, is
 * settled and has none. `exceptionsOnly`: those who lack something.
 */
export async function nextTouchOf(work: Work, { keys, exceptionsOnly = false }: Asked = {}): Promise<NobodyLost> {
  const today = dayAt(work.at, work.clinic.timeZone)
  const held = await heldPeople(work, keys ?? null)
  const gone = await goneOf(work, held, keys !== undefined, today)
  const here = await standIns(work)
  const furthest = furthestBy(await settingsNow(work))
  const settled: Settled[] = []
  const lacks = new Map<string, Lack | null>()
  const people = held.flatMap((one): Next[] => {
    const left = one.episodeId === null ? undefined : gone.get(one.episodeId)
    const touches: Touch[] =
      one.day === null || one.what === null ? [] : [{ day: one.day, what: one.what, staffId: one.staffId }]
    if (left?.next.state === 'due') touches.push({ day: left.next.on, what: 'follow-up', staffId: one.ownerId })
    if (one.standing === 'gone' && touches.length === 0 && left?.next.state === 'over' && one.clientId !== null) {
      if (left.next.because !== 'in-care') {
        settled.push({ clientId: one.clientId, name: one.name, because: left.next.because })
        return []
      }
    }
    return [of(one, touches)]
  })
  function of(one: Held, touches: readonly Touch[]): Next {
    const { key, clientId, inquiryId, episodeId, name, standing } = one
    const first = firstOf(touches)
    const named = one.ownerId ?? first?.staffId ?? null
    const ownerId = here.answers(named, first?.day ?? today)
    return {
      key,
      clientId,
      inquiryId,
      episodeId,
      name,
      standing,
      ownerId,
      namedId: named,
      nextOn: first?.day ?? null,
      what: first?.what ?? null,
      owner: here.nameOf(ownerId),
      named: here.nameOf(named),
      namedHasLeft: named !== null && !here.isHere(named),
      lack: lackFor(standing, first, ownerId),
    }
  }
  // Of tens of thousands the days are few: each is judged once.
  function lackFor(standing: Standing, first: Touch | null, ownerId: string | null): Lack | null {
    const key = `${standing} ${first?.day ?? ''} ${ownerId === null}`
    const before = lacks.get(key)
    if (before !== undefined) return before
    const lack = lackOf(standing, first, ownerId, today, furthest)
    lacks.set(key, lack)
    return lack
  }
  const withPlans = await andPlans(work, people, here, furthest)
  const shown = exceptionsOnly ? withPlans.filter(({ lack }) => lack !== null) : withPlans
  return {
    // Thousands of people in a large clinic, many of them on one day.
    people: shown.toSorted((a, b) => {
      const [first, second] = [a.nextOn ?? '', b.nextOn ?? '']
      return first < second ? -1 : first > second ? 1 : byName.compare(a.name, b.name)
    }),
    settled,
  }
}

const byName = new Intl.Collator()

/** What comes after leaving, by stay: of some, each is asked for itself. */
async function goneOf(work: Work, held: readonly Held[], isSome: boolean, today: Day): Promise<Map<string, Left>> {
  const left = held.flatMap(({ standing, episodeId }) =>
    episodeId !== null && (standing === 'gone' || standing === 'waiting') ? [episodeId] : [],
  )
  if (left.length === 0) return new Map()
  const found = isSome ? await goneByIds(work, left, today) : await everyoneGone(work, today)
  return new Map(found.map((one) => [one.episodeId, one]))
}

/** Plans that are to be written, signed or reviewed with the person: asked for only where something is lacking without them. */
async function andPlans(work: Work, people: readonly Next[], here: StandIns, furthest: Furthest): Promise<Next[]> {
  const lacking = people.filter(
    (one) => one.standing === 'in-care' && (one.lack === 'no-day' || one.lack === 'too-far'),
  )
  if (lacking.length === 0) return [...people]
  const today = dayAt(work.at, work.clinic.timeZone)
  const [only] = lacking.length === 1 ? lacking : []
  const due = await plansDue(work, {
    ...(only?.clientId == null ? {} : { clientId: only.clientId }),
    within: furthest['in-care'],
    limit: 10_000,
  })
  // A second signature is between colleagues: nobody meets the client for it. And what is late stands on the board of plans: it
  // would hide that nobody is to meet them.
  const first = new Map(
    due
      .filter(({ what, dueOn }) => what !== 'cosignature' && dueOn >= today)
      .toReversed()
      .map((one) => [one.clientId, one.dueOn]),
  )
  return people.map((one) => {
    const day = lacking.includes(one) && one.clientId !== null ? first.get(one.clientId) : undefined
    if (day === undefined) return one
    const ownerId = here.answers(one.namedId, day)
    return {
      ...one,
      nextOn: day,
      what: 'plan',
      ownerId,
      owner: here.nameOf(ownerId),
      lack: lackOf('in-care', { day, what: 'plan', staffId: null }, ownerId, today, furthest),
    }
  })
}
