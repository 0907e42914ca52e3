import { addDays, type Day, daysBetween, isDay, weekdayOf } from '../../basics/dates.ts'
import { type Refusal, refuse } from '../../basics/refusal.ts'
import { isReason } from '../placement/dispositions.ts'
import { isLevel, levels } from '../placement/levels.ts'
import type { Stay } from '../episodes/rules.ts'

export const stepKinds = ['stay', 'step-up', 'step-down', 'elsewhere', 'leave'] as const
export type StepKind = (typeof stepKinds)[number]
export const stepName: Record<StepKind, { label: string; hint: string }> = {
  stay: { label: 'Stay at this level', hint: 'Nothing moves. Say when somebody looks again.' },
  'step-up': { label: 'Step up here', hint: 'More care in another program of this clinic.' },
  'step-down': { label: 'Step down here', hint: 'Fewer hours in another program of this clinic.' },
  elsewhere: {
    label: 'Another level, elsewhere',
    hint: 'A hand-off to a place that gives it. The stay goes on until they are there.',
  },
  leave: { label: 'Leave', hint: 'The plan for leaving takes over.' },
}

export const clientViews = ['agrees', 'disagrees', 'not-asked'] as const
export type ClientView = (typeof clientViews)[number]
export const viewName: Record<ClientView, string> = {
  agrees: 'Agrees',
  disagrees: 'Sees it otherwise',
  'not-asked': 'Was not asked yet',
}

export const isMove = (kind: string): kind is 'step-up' | 'step-down' => kind === 'step-up' || kind === 'step-down'

/** How far ahead a step may begin, and by when somebody looks again at the latest, in days. Stepwell defaults [K]. */
export const stepAhead = 28
export const lookWithin = 31
/** For so long a decision or a discharge can be taken back, in hours. */
export const undoHours = 24

export type StepDraft = {
  kind: string
  toProgramId: string | null
  fromDay: string
  reasons: string
  tookPart: string
  clientView: string
  clientWords: string
  lookAgainOn: string | null
}

export type StepGround = {
  stay: Stay & { levelOfCare: string; programId: string }
  /** The program moved to, where one was chosen. */
  to: { id: string; levelOfCare: string; ageGroup: string } | null
  ageGroup: string
  isAway: boolean
}

/**
 * May this be decided? Days are whole days of the clinic's clock. Refusals: 'ended-already', 'not-begun', 'kind', 'needs-words'
 * (reasons of 15 characters and two words), 'took-part', 'client-view' (their own view is asked, or it is said that nobody has),
 * 'client-words' (who sees it otherwise is quoted), 'no-program', 'same-program', 'not-higher', 'not-lower' (a step up is to more
 * intense care, a step down to less, by the levels' order), 'other-age-group', 'from-day' (today to 28 days ahead), 'is-away' (a
 * paused stay moves when the person is back), 'look-again' (who stays is looked at again within 31 days). Source: clinical.md §1.3,
 * continued stay; §10.
 */
export function stepRefusal(draft: StepDraft, ground: StepGround, today: Day): Refusal | null {
  const { stay, to } = ground
  if (stay.lastDay !== null) return refuse('ended-already', `This episode ended on ${stay.lastDay}.`)
  if (stay.from > today) return refuse('not-begun', `Care begins on ${stay.from}. Decide on the level when it has.`)
  const kind = stepKinds.find((one) => one === draft.kind)
  if (kind === undefined) return refuse('kind', 'Choose what was decided.')
  if (!isReason(draft.reasons)) return refuse('needs-words', 'Say why, in a sentence.')
  if (draft.tookPart.trim() === '') return refuse('took-part', 'Say who took part.')
  if (!clientViews.some((view) => view === draft.clientView))
    return refuse('client-view', 'Say how the client sees it, or that nobody has asked yet.')
  if (draft.clientView === 'disagrees' && draft.clientWords.trim() === '')
    return refuse('client-words', 'They see it otherwise: write down their words.')
  if (isMove(kind)) {
    if (ground.isAway) return refuse('is-away', 'They are away. Write down how the pause ended, then move them.')
    if (to === null) return refuse('no-program', 'Choose the program they move to.')
    if (to.id === stay.programId) return refuse('same-program', 'They are in this program already. Choose another.')
    if (to.ageGroup !== ground.ageGroup)
      return refuse(
        'other-age-group',
        `Choose a program for ${ground.ageGroup === 'adult' ? 'adults' : 'adolescents'}.`,
      )
    const rise = rankOf(to.levelOfCare) - rankOf(stay.levelOfCare)
    if (kind === 'step-up' && rise <= 0)
      return refuse('not-higher', `Level ${to.levelOfCare} is no step up from ${stay.levelOfCare}.`)
    if (kind === 'step-down' && rise >= 0)
      return refuse('not-lower', `Level ${to.levelOfCare} is no step down from ${stay.levelOfCare}.`)
    if (!isDay(draft.fromDay) || draft.fromDay < today || draft.fromDay > addDays(today, stepAhead))
      return refuse('from-day', `Choose the first day at the new level, from today to ${stepAhead} days ahead.`)
  }
  const { lookAgainOn } = draft
  if (kind === 'stay' && lookAgainOn === null) return refuse('look-again', 'Say when somebody looks again.')
  if (lookAgainOn !== null && (!isDay(lookAgainOn) || lookAgainOn <= today || lookAgainOn > addDays(today, lookWithin)))
    return refuse('look-again', `Somebody looks again within ${lookWithin} days. Choose the day.`)
  return null
}

/** Levels in their order, higher is more intense; what is not in the list counts as none. */
const rankOf = (level: string): number => (isLevel(level) ? levels[level].rank : 0)

export type UndoGround = { decidedAt: Date; isUndone: boolean; isLatest: boolean; isOver: boolean; words: string }

/**
 * May this be taken back? Within 24 hours of the act, exactly. Refusals: 'undone-already', 'too-late', 'not-latest' (another decision
 * has followed: that one first), 'ended-already' (the stay has ended since: its discharge first), 'needs-words'.
 */
export function undoRefusal(ground: UndoGround, now: Date): Refusal | null {
  if (ground.isUndone) return refuse('undone-already', 'This was taken back already.')
  if (now.getTime() - ground.decidedAt.getTime() > undoHours * 3_600_000)
    return refuse('too-late', `More than ${undoHours} hours have gone by. Decide afresh instead.`)
  if (!ground.isLatest) return refuse('not-latest', 'Another decision has followed. Take that one back first.')
  if (ground.isOver) return refuse('ended-already', 'The stay has ended since. Take the discharge back first.')
  if (!isReason(ground.words)) return refuse('needs-words', 'Say why, in a sentence.')
  return null
}

/** The Monday from which the new week is prescribed: of the step's own week when it begins on a Monday, else the next. */
export const doseFrom = (fromDay: Day): Day => addDays(fromDay, (8 - weekdayOf(fromDay)) % 7)

export type TaskKind = 'authorization' | 'consents' | 'continuing-care' | 'plan' | 'seats'
export type NewTask = { kind: TaskKind; what: string; dueOn: Day }

/**
 * What a decision asks of somebody, by a day. `payer`: whose plan runs, null without one; `minutes` of the new week, `seated` those
 * that the chosen groups give. Stepwell's own days [K].
 */
export function tasksOf(
  kind: StepKind,
  about: { level: string; fromDay: Day; today: Day; payer: string | null; minutes: number; seated: number },
): NewTask[] {
  const { level, fromDay, today, payer, minutes, seated } = about
  const before = daysBetween(today, fromDay) > 0 ? addDays(fromDay, -1) : today
  if (kind === 'elsewhere')
    return [
      { kind: 'consents', what: 'Ask for the consents to tell the place that takes over', dueOn: today },
      {
        kind: 'continuing-care',
        what: 'Take the plan for leaving along: medicines, safety plan, who is called',
        dueOn: addDays(today, 1),
      },
    ]
  if (kind === 'leave')
    return [{ kind: 'continuing-care', what: 'Settle what is open in the plan for leaving', dueOn: addDays(today, 7) }]
  if (!isMove(kind)) return []
  return [
    ...(payer === null
      ? []
      : [
          {
            kind: 'authorization' as const,
            what: `Ask ${payer} to authorize level ${level} from ${fromDay}`,
            dueOn: before,
          },
        ]),
    { kind: 'plan', what: `Write the next version of the plan for level ${level}`, dueOn: addDays(fromDay, 7) },
    kind === 'step-up'
      ? {
          kind: 'continuing-care',
          what: 'Go through the safety plan and whom to call, now that more is needed',
          dueOn: fromDay,
        }
      : {
          kind: 'continuing-care',
          what: 'Go through the plan for leaving: fewer hours come next',
          dueOn: addDays(fromDay, 7),
        },
    ...(seated < minutes
      ? [
          {
            kind: 'seats' as const,
            what: `Find groups for the rest of the week: ${minutes - seated} minutes have no seat`,
            dueOn: fromDay,
          },
        ]
      : []),
  ]
}
