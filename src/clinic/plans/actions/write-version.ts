import { sql } from 'kysely'
import { newId } from '../../../basics/ids.ts'
import type { Work } from '../../../db/work.ts'
import type { PlanDraft } from '../plan-doc.ts'

/** Which goals and objectives go on from an earlier version, and which are new, by the slot they have in the draft. */
export type Lines = {
  goals: Map<string, { id: string }>
  objectives: Map<string, string>
  newGoals: { id: string; words: string; replaces: string | null }[]
  newObjectives: string[]
  endedGoals: { id: string; outcome: 'replaced' | 'dropped' }[]
}

type Version = { versionId: string; episodeId: string; plan: PlanDraft; lines: Lines; by: string }

/** The rows of a signed version: problems, goals, objectives and services, as the thread asks for them. */
export async function writeVersion(work: Work, { versionId, episodeId, plan, lines, by }: Version): Promise<void> {
  const clinicId = work.clinic.id
  const problems = new Map(plan.problems.map((one) => [one.slot, newId()]))
  await work.db
    .insertInto('planProblem')
    .values(
      plan.problems.map((one, n) => ({
        clinicId,
        id: problems.get(one.slot) ?? newId(),
        versionId,
        position: n + 1,
        words: one.words,
        diagnosisId: one.diagnosisId || null,
      })),
    )
    .execute()
  for (const goal of lines.newGoals)
    await work.db
      .insertInto('planGoal')
      .values({
        clinicId,
        id: goal.id,
        episodeId,
        position: sql`(select coalesce(max(position), 0) + 1 from plan_goal where episode_id = ${episodeId})`,
        words: goal.words,
        objective: '',
        openedBy: by,
        openedAt: work.at,
        replaces: goal.replaces,
      })
      .execute()
  for (const goal of lines.endedGoals)
    await work.db
      .insertInto('planGoalEnd')
      .values({
        clinicId,
        id: newId(),
        goalId: goal.id,
        outcome: goal.outcome,
        words: '',
        endedBy: by,
        endedAt: work.at,
      })
      .execute()
  if (lines.newObjectives.length > 0)
    await work.db
      .insertInto('planObjective')
      .values(lines.newObjectives.map((id) => ({ clinicId, id, episodeId, openedBy: by, openedAt: work.at })))
      .execute()
  const goals = plan.goals.map((goal) => ({ ...goal, id: lines.goals.get(goal.slot)?.id ?? '' }))
  await work.db
    .insertInto('planVersionGoal')
    .values(
      goals.map((goal) => ({
        clinicId,
        id: newId(),
        versionId,
        goalId: goal.id,
        problemId: problems.get(goal.problem) ?? null,
      })),
    )
    .execute()
  await work.db
    .insertInto('planObjectiveWords')
    .values(
      goals.flatMap((goal) =>
        goal.objectives.map((one, n) => ({
          clinicId,
          id: newId(),
          versionId,
          objectiveId: lines.objectives.get(one.slot) ?? '',
          goalId: goal.id,
          position: n + 1,
          words: one.words,
          instrument: one.measure,
          baseline: one.baseline,
          target: one.target,
          dueOn: one.by,
        })),
      ),
    )
    .execute()
  await work.db
    .insertInto('planService')
    .values(
      plan.services.map((one, n) => ({
        clinicId,
        id: newId(),
        versionId,
        position: n + 1,
        kind: one.kind,
        times: one.times ?? 1,
        everyWeeks: one.everyWeeks ?? 1,
        minutes: one.minutes ?? 0,
        who: one.who,
        objectiveIds: one.serves.flatMap((slot) => lines.objectives.get(slot) ?? []),
      })),
    )
    .execute()
}
