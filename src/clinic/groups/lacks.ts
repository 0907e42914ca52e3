/** Why somebody on a list was passed over, said of the past, by the code of the rule that stood between. */
const words: Record<string, string> = {
  'no-time': 'the group had no valid hour',
  dates: 'the dates did not meet',
  ended: 'the group ended before',
  'not-begun': 'the group began later',
  program: 'is in another program',
  age: 'the group is for another age',
  affinity: 'had not said that a group kept for some suits',
  'already-in': 'had a seat there',
  closed: 'the group was closed to new members',
  clash: 'had another hour at that time',
  'not-free': 'could not come at that time',
  full: 'no seat was free for the whole stay',
  'not-now': 'not now',
  'after-stay': 'the stay ended before',
  'before-stay': 'the stay had not begun',
  'too-far-back': 'the seat would have begun too long ago',
  'asked-lately': 'was asked in the last days and did not take it',
  'has-an-offer': 'had another offer to answer',
  'out-of-turn': 'could have come: see the reason',
  passed: 'could not come, or was asked in the last days',
}

export const lackInWords = (code: string): string => words[code] ?? 'could not be seated'

/** 'Place 1: could not come at that time. Place 2: not now.' Empty when nobody stood before. */
export const passedInWords = (passed: readonly { place: number; code: string }[]): string =>
  passed.map(({ place, code }) => `Place ${place}: ${lackInWords(code)}.`).join(' ')

/** What somebody waits for: the group's name, or the wish in words. */
export function wishInWords(wait: {
  seriesName: string | null
  kind: string
  topic: string
  affinity: string
  track: string
  kindLabel: string
}): string {
  if (wait.seriesName !== null) return wait.seriesName
  const parts = [
    wait.kindLabel,
    wait.topic === '' ? '' : `about ${wait.topic}`,
    wait.affinity === '' ? '' : `kept for ${wait.affinity}`,
    wait.track === '' ? '' : `in the ${wait.track} track`,
  ].filter(Boolean)
  return parts.length === 0 ? 'Any group of the program' : `Any group: ${parts.join(', ')}`
}
