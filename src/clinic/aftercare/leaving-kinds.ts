import type { DischargeReason } from '../episodes/rules.ts'

/** How a stay ended, as people say it; each is one reason of the state's count (TEDS-D, clinical.md §8.1). */
export const leavingKinds = [
  'completed',
  'transferred',
  'against-advice',
  'dropped-out',
  'terminated',
  'moved',
  'incarcerated',
  'died',
  'other',
] as const
export type LeavingKind = (typeof leavingKinds)[number]

export const kindWords: Record<LeavingKind, { label: string; hint: string }> = {
  completed: { label: 'Finished the program', hint: 'What was planned is done, or done enough.' },
  transferred: { label: 'Goes on elsewhere', hint: 'Another level or place has taken over. Say where, and who.' },
  'against-advice': { label: 'Left against advice', hint: 'They decided to go, and said so.' },
  'dropped-out': { label: 'Stopped coming', hint: 'The last day is the day somebody last heard from them.' },
  terminated: {
    label: 'The clinic ends it',
    hint: 'Only with a notice that was given and reviewed. Say what was offered instead.',
  },
  moved: { label: 'Moved away', hint: 'Say where to, and who goes on.' },
  incarcerated: { label: 'In jail or prison', hint: 'Held, so that care here cannot go on.' },
  died: { label: 'Died', hint: 'Nobody can be admitted under this name again.' },
  other: { label: 'Something else', hint: 'Ill for long, or another reason. Say what.' },
}

const reasons: Record<LeavingKind, DischargeReason> = {
  completed: 'completed',
  transferred: 'transferred',
  'against-advice': 'dropped-out',
  'dropped-out': 'dropped-out',
  terminated: 'terminated',
  moved: 'other',
  incarcerated: 'incarcerated',
  died: 'died',
  other: 'other',
}

/** The state's reason for a way of leaving; what is no way of leaving stays as it is, and is refused where reasons are. */
export const reasonOf = (kind: string): string => (isLeavingKind(kind) ? reasons[kind] : kind)

export const isLeavingKind = (kind: string): kind is LeavingKind => leavingKinds.some((one) => one === kind)
