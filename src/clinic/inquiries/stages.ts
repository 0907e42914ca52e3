/** Where an inquiry stands, in the order of the journey; the last three are its ends, or the place it waits elsewhere. */
export const stages = [
  'new',
  'reached',
  'screening',
  'benefits',
  'assessment-booked',
  'waiting-for-seat',
  'referred-elsewhere',
  'admitted',
  'closed',
] as const
export type Stage = (typeof stages)[number]

export const stageName: Record<Stage, string> = {
  new: 'New',
  reached: 'Reached',
  screening: 'Screening',
  benefits: 'Benefits',
  'assessment-booked': 'Assessment booked',
  'waiting-for-seat': 'Waiting for a seat',
  'referred-elsewhere': 'Referred elsewhere',
  admitted: 'Admitted',
  closed: 'Closed',
}

export const isStage = (text: unknown): text is Stage => stages.some((stage) => stage === text)

/** Nobody waits for anything any more: no owner is asked, no step is due. */
export const isSettled = (stage: Stage): boolean => stage === 'admitted' || stage === 'closed'

/** The columns of the board: everything that somebody still has to do something about. */
export const openStages = stages.filter((stage) => !isSettled(stage))

const line: readonly Stage[] = ['new', 'reached', 'screening', 'benefits', 'assessment-booked', 'waiting-for-seat']

/**
 * Whether something that happened (a screen, recorded benefits, a hand-off, an admission) moves an inquiry by itself. It
 * goes forward only: what comes earlier in the journey than where the inquiry stands changes nothing. From 'referred
 * elsewhere' it comes back onto the line, because the person is here again. A closed or admitted inquiry never moves by
 * itself, save that an admission also ends one that stood elsewhere.
 */
export function movesByItself(from: Stage, to: Stage): boolean {
  if (isSettled(from) || from === to || to === 'closed' || to === 'new') return false
  if (to === 'admitted' || to === 'referred-elsewhere') return true
  if (from === 'referred-elsewhere') return to !== 'reached'
  return line.indexOf(to) > line.indexOf(from)
}
