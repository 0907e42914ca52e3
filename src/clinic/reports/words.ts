/** How a stay ended, in words. */
export const reasonWords: Record<string, string> = {
  completed: 'Completed',
  transferred: 'Transferred',
  'dropped-out': 'Left before the end',
  terminated: 'Ended by the clinic',
  incarcerated: 'Incarcerated',
  died: 'Died',
  other: 'Other',
}
export const reasons = Object.keys(reasonWords)
