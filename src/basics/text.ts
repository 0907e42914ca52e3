/** 'Maya Alvarez' → 'MA': what stands in for a photo. */
export const initialsOf = (given: string, family: string): string =>
  `${Array.from(given)[0] ?? ''}${Array.from(family)[0] ?? ''}`.toUpperCase()

/** 590 → '9 h 50', 540 → '9 h', 45 → '45 min'. Minutes are whole and not negative. */
export function hoursAndMinutes(minutes: number): string {
  const hours = Math.floor(minutes / 60)
  const rest = minutes % 60
  if (hours === 0) return `${rest} min`
  return rest === 0 ? `${hours} h` : `${hours} h ${String(rest).padStart(2, '0')}`
}

export const plural = (n: number, one: string, many: string): string => `${n} ${n === 1 ? one : many}`

/** Lower case, without accents or doubled spaces: for comparing names. */
export const plainLetters = (text: string): string =>
  text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().replace(/\s+/g, ' ').trim()
