const short = ['', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun']

/** 'Mon to Fri', 'Tue and Thu', 'every day': weekdays 1 to 7 in the order of the week, each said once. */
export function daysInWords(weekdays: readonly number[]): string {
  const days = [...new Set(weekdays)].toSorted((a, b) => a - b)
  const [first = 0, last = 0] = [days[0], days.at(-1)]
  if (days.length === 7) return 'every day'
  if (days.length > 2 && last - first === days.length - 1) return `${short[first]} to ${short[last]}`
  const names = days.map((day) => short[day] ?? '')
  return names.length < 2 ? (names[0] ?? '') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`
}
