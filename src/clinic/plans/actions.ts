import { sql } from 'kysely'
import { newId } from '../../basics/ids.ts'
import { isRefusal, refuse, type Refusal } from '../../basics/refusal.ts'
import { unlessRefused, type Work } from '../../db/work.ts'
import { mayNot } from '../access/permissions.ts'
import { record } from '../access/trail.ts'
import { floorOfWeek } from '../programs/queries.ts'
import { doseOrdersOf, goalById, stayById } from './queries.ts'
import { planStands } from './queries/versions.ts'
import { type Dose, doseFlag, type GoalOutcome, mayOrderDose } from './rules.ts'

const inTheNextVersion = 'A signed plan stands. Goals change in its next version, which is signed again.'
const nothingHere = refuse('not-found', 'This stay does not exist, or it is not yours to see.')

/** A plan is written by a person: Stepwell's own clock writes none. */
export function whoWrites(work: Work): string {
  if (work.by.id === null) throw new Error('A plan is written by a person.')
  return work.by.id
}

/** Adds a goal in the client's words. Goals keep their number for as long as the stay lasts. */
export async function addGoal(
  work: Work,
  episodeId: string,
  goal: { words: string; objective: string },
): Promise<{ id: string } | Refusal> {
  const denied = mayNot(work.by, 'plan.write')
  if (denied) return denied
  const stay = await stayById(work, episodeId)
  if (stay === undefined) return nothingHere
  if (stay.isOver) return refuse('stay-over', 'This stay has ended. Goals belong to the stay that is open.')
  if (await planStands(work, stay.id)) return refuse('plan-stands', inTheNextVersion)
  const id = newId()
  const written = await unlessRefused(
    work,
    { plan_goal_clinic_id_episode_id_position_key: 'Somebody added a goal at this moment. Send yours once more.' },
    () =>
      work.db
        .insertInto('planGoal')
        .values({
          clinicId: work.clinic.id,
          id,
          episodeId,
          position: sql`(select coalesce(max(position), 0) + 1 from plan_goal where episode_id = ${episodeId})`,
          words: goal.words,
          objective: goal.objective,
          openedBy: whoWrites(work),
          openedAt: work.at,
        })
        .execute(),
  )
  if (isRefusal(written)) return written
  await record(work, 'goal.added', { clients: [stay.clientId], about: { goal: id } })
  return { id }
}

/** Ends a goal: met, dropped or replaced. It stays in the plan, as what was worked on. */
export async function endGoal(
  work: Work,
  goalId: string,
  end: { outcome: GoalOutcome; words: string },
): Promise<{ clientId: string } | Refusal> {
  const denied = mayNot(work.by, 'plan.write')
  if (denied) return denied
  const goal = await goalById(work, goalId)
  const stay = goal && (await stayById(work, goal.episodeId))
  if (goal === undefined || stay === undefined) return nothingHere
  if (!stay.isOver && (await planStands(work, stay.id))) return refuse('plan-stands', inTheNextVersion)
  const written = await unlessRefused(work, { plan_goal_end_of: 'This goal has ended already.' }, () =>
    work.db
      .insertInto('planGoalEnd')
      .values({ clinicId: work.clinic.id, id: newId(), goalId, ...end, endedBy: whoWrites(work), endedAt: work.at })
      .execute(),
  )
  if (isRefusal(written)) return written
  await record(work, 'goal.ended', { clients: [stay.clientId], about: { goal: goalId, outcome: end.outcome } })
  return { clientId: stay.clientId }
}

/** Prescribes the week from a Monday on. Each order is a row; below the floor it needs a reason, and is flagged. */
export async function orderDose(
  work: Work,
  episodeId: string,
  order: Dose & { fromWeek: string; because: string },
): Promise<{ flag: string | null } | Refusal> {
  const denied = mayNot(work.by, 'dose.order')
  if (denied) return denied
  const stay = await stayById(work, episodeId)
  if (stay === undefined) return nothingHere
  const { fromWeek, because, ...dose } = order
  const floor = await floorOfWeek(work, stay, fromWeek)
  const hasEarlier = (await doseOrdersOf(work, episodeId)).length > 0
  const refused = mayOrderDose({ dose, fromWeek, because, floor, stay, hasEarlier })
  if (refused) return refused
  const id = newId()
  await work.db
    .insertInto('doseOrder')
    .values({
      clinicId: work.clinic.id,
      id,
      episodeId,
      fromWeek,
      ...dose,
      because,
      orderedBy: whoWrites(work),
      orderedAt: work.at,
    })
    .execute()
  const flag = doseFlag(dose, floor, stay.levelOfCare)
  await record(work, 'dose.ordered', { clients: [stay.clientId], about: { dose: id, fromWeek, below: flag !== null } })
  return { flag }
}
