/** A gap in the golden thread: what an auditor would find. */
export const gapKinds = [
  'goal-without-objective',
  'objective-without-service',
  'service-not-delivered',
  'note-without-objective',
  'objective-overdue',
  'diagnosis-without-goal',
  'dose-beside-plan',
] as const
export type GapKind = (typeof gapKinds)[number]

export type Gap = { kind: GapKind; clientId: string; about: string; detail: string; count: number }

/** So many days a service of the plan may stay away before it is asked about. */
export const quietDays = 14
/** So far back notes are looked at. */
export const noteDays = 30

const sentences: Record<GapKind, { title: string; next: string }> = {
  'goal-without-objective': { title: 'A goal without an objective', next: 'Write one in the next version.' },
  'objective-without-service': {
    title: 'Nothing is done for an objective',
    next: 'Tie a service to it in the next version.',
  },
  'service-not-delivered': {
    title: `A service that was not given for ${quietDays} days`,
    next: 'Give it a seat or an hour, or take it out of the plan.',
  },
  'note-without-objective': {
    title: 'Notes that speak of no objective',
    next: 'Choose the objective in the next note.',
  },
  'objective-overdue': { title: 'An objective past its day', next: 'Review it: met, changed, or going on.' },
  'diagnosis-without-goal': { title: 'A diagnosis that no goal answers', next: 'Name it at a problem of the plan.' },
  'dose-beside-plan': {
    title: 'The week was changed beside the plan',
    next: 'Take the change into the next version and sign it.',
  },
}

export const gapWords = (kind: GapKind): { title: string; next: string } => sentences[kind]
