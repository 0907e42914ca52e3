import type { Day } from '../../basics/dates.ts'

/** One part of a curriculum, as it stands now. Who saw an earlier wording of it has seen it. */
export type Module = { id: string; position: number; title: string; isCore: boolean }

/** A meeting in which a module was taught: who had a seat there, and who stayed for at least half of it. */
export type Lesson = { moduleId: string; day: Day; seated: readonly string[]; there: readonly string[] }

/** A module that somebody went through alone, or caught up with outside the room. */
export type Done = { moduleId: string; clientId: string }

export type Standing = 'seen' | 'missed' | 'due'

/**
 * How each module stands for one client: seen (they were there for half of a meeting that taught it, or did it alone), missed
 * (they had a seat in such a meeting and were not there), or due (not met yet). What was seen once stays seen.
 * Source: house rule; rolling entry asks it (products.md idea 12).
 */
export function standingsOf(
  modules: readonly Module[],
  lessons: readonly Lesson[],
  done: readonly Done[],
  clientId: string,
): Map<string, Standing> {
  return new Map(
    modules.map((module) => {
      const met = lessons.filter((lesson) => lesson.moduleId === module.id)
      const isSeen =
        met.some((lesson) => lesson.there.includes(clientId)) ||
        done.some((one) => one.moduleId === module.id && one.clientId === clientId)
      return [module.id, isSeen ? 'seen' : met.some((lesson) => lesson.seated.includes(clientId)) ? 'missed' : 'due']
    }),
  )
}

export type Gap = { module: Module; without: string[] }

/**
 * What the room has not had: each module with the members who have not seen it, the most useful to teach next first. Core
 * before the rest, then what most members lack, then the order of the curriculum. Modules that everybody saw are left out.
 */
export function gapsOf(
  modules: readonly Module[],
  lessons: readonly Lesson[],
  done: readonly Done[],
  members: readonly string[],
): Gap[] {
  const standings = new Map(members.map((member) => [member, standingsOf(modules, lessons, done, member)]))
  return modules
    .map((module) => ({
      module,
      without: members.filter((member) => standings.get(member)?.get(module.id) !== 'seen'),
    }))
    .filter((gap) => gap.without.length > 0)
    .sort(
      (a, b) =>
        Number(b.module.isCore) - Number(a.module.isCore) ||
        b.without.length - a.without.length ||
        a.module.position - b.module.position,
    )
}

export type Forecast = { meetingId: string; module: Module }

/**
 * What would be taught in the meetings to come if each took the widest gap, everybody being there: one module a meeting, and
 * when nothing is missing any more the curriculum begins anew in its order.
 * @param meetings ids in the order of the calendar; `taught` says what a leader has decided already
 */
export function forecastOf(
  modules: readonly Module[],
  lessons: readonly Lesson[],
  done: readonly Done[],
  members: readonly string[],
  meetings: readonly { id: string; day: Day }[],
  taught: ReadonlyMap<string, string> = new Map(),
): Forecast[] {
  const planned: Forecast[] = []
  const told: Lesson[] = [...lessons]
  let round = 0
  for (const meeting of meetings) {
    const chosen = modules.find((module) => module.id === taught.get(meeting.id))
    const module = chosen ?? gapsOf(modules, told, done, members)[0]?.module ?? modules[round % modules.length]
    if (module === undefined) break
    if (chosen === undefined && told.length > 0 && gapsOf(modules, told, done, members).length === 0) round += 1
    planned.push({ meetingId: meeting.id, module })
    told.push({ moduleId: module.id, day: meeting.day, seated: members, there: members })
  }
  return planned
}

/** '3 of 7 core modules seen, 1 missed'. */
export function progressInWords(modules: readonly Module[], standings: ReadonlyMap<string, Standing>): string {
  const core = modules.filter((module) => module.isCore)
  const of = core.length === 0 ? modules : core
  const count = (what: Standing) => of.filter((module) => standings.get(module.id) === what).length
  const missed = count('missed')
  return `${count('seen')} of ${of.length} ${core.length === 0 ? '' : 'core '}modules seen${missed === 0 ? '' : `, ${missed} missed`}`
}
