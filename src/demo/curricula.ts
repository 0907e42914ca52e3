import type pg from 'pg'
import type { Day } from '../basics/dates.ts'
import { castId } from '../../tests/cast.ts'
import { minutesAfter } from './calendar.ts'
import { courses } from './curriculum-words.ts'
import type { House } from './house.ts'
import { demoId } from './ids.ts'
import type { Sheaf } from './rows.ts'

const courseId = (house: House, key: string) => castId(`${house.clinic.name} course ${key}`)
const moduleId = (house: House, key: string, n: number) => castId(`${house.clinic.name} course ${key} module ${n}`)

/** The courses that groups go through, as the director wrote them down half a year ago. */
export function addCurricula(house: House, sheaf: Sheaf): void {
  const { calendar, director, today } = house
  const from = calendar.add(today, -180)
  const at = minutesAfter(calendar.instant(from, '14:20'), 0)
  for (const { key, name, words, groups, modules } of courses) {
    const curriculumId = courseId(house, key)
    sheaf.add('curriculum', { id: curriculumId, name, words, isSelfGuided: false, addedBy: director.id, addedAt: at })
    modules.forEach((module, n) =>
      sheaf.add('curriculumModule', {
        id: moduleId(house, key, n),
        curriculumId,
        position: n + 1,
        ...module,
        replaces: null,
        addedBy: director.id,
        addedAt: at,
      }),
    )
    for (const meeting of house.blocks.flatMap((block) => block.meetings).filter((one) => groups.includes(one.group)))
      sheaf.add('seriesCurriculum', {
        id: demoId(at, meeting.id, 'course'),
        seriesId: meeting.id,
        curriculumId,
        fromDay: from > meeting.runsFrom ? from : meeting.runsFrom,
        setBy: director.id,
        setAt: at,
      })
  }
}

/** Notes what was taught in meetings that are over and of which nothing is noted: one module after the other, some left out. */
export async function noteTaught(owner: pg.Client, house: House, sheaf: Sheaf): Promise<void> {
  const { calendar } = house
  const { rows } = await owner.query<{
    id: string
    curriculumId: string
    seriesId: string
    name: string
    day: Day
    ends: Date
    lead: string
  }>(
    `select g.id, k.curriculum_id as "curriculumId", g.series_id as "seriesId", g.held_on::text as day, upper(g.during) as ends, l.staff_id as lead
     from group_session g
     join lateral (select c.curriculum_id from series_curriculum c where c.clinic_id = g.clinic_id and c.series_id = g.series_id
       and c.from_day <= g.held_on order by c.from_day desc, c.set_at desc limit 1) k on true
     join session_leader l on l.clinic_id = g.clinic_id and l.session_id = g.id and l.part = 'lead'
     where g.clinic_id = $1 and not isempty(g.during) and upper(g.during) <= $2 and g.held_on > $3::date
       and exists (select from attendance_mark m where m.clinic_id = g.clinic_id and m.session_id = g.id)
       and not exists (select from module_taught t where t.clinic_id = g.clinic_id and t.session_id = g.id)
     order by g.held_on, g.id`,
    [house.clinic.id, house.at, calendar.add(house.today, -130)],
  )
  const courseOf = new Map(courses.map((one) => [courseId(house, one.key), one]))
  for (const { id, curriculumId, day, ends, lead } of rows) {
    const course = courseOf.get(curriculumId)
    const setAt = minutesAfter(ends, 9)
    if (course === undefined || setAt > house.at || house.chance(id, 'left out') < 0.12) continue
    // Each group goes through the whole course; the one later in the week is half a course ahead.
    const step = calendar.week(day) + (calendar.weekday(day) >= 3 ? course.modules.length / 2 : 0)
    const module = moduleId(house, course.key, step % course.modules.length)
    const set = { setBy: lead, setAt }
    sheaf.add('moduleTaught', {
      id: demoId(setAt, id, 'taught'),
      sessionId: id,
      moduleId: module,
      isTaught: true,
      ...set,
    })
  }
}
