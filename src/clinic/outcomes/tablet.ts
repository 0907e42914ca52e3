import { type Refusal, refuse } from '../../basics/refusal.ts'

export type Named = { clientId: string; name: string }

/**
 * What a tablet calls the people of one room: the first letter of the name they go by, and a number where several begin so. Nobody
 * is named to others by it who is not named by sitting there. In the order in which they come; unique in the room.
 */
export function suggestedLabels(people: readonly Named[]): Map<string, string> {
  const letterOf = ({ name }: Named): string => Array.from(name.trim().toLocaleUpperCase())[0] ?? '?'
  const seen = new Map<string, number>()
  return new Map(
    people.map((one) => {
      const letter = letterOf(one)
      const several = people.filter((other) => letterOf(other) === letter).length > 1
      const n = (seen.get(letter) ?? 0) + 1
      seen.set(letter, n)
      return [one.clientId, several ? `${letter}${n}` : letter]
    }),
  )
}

export const longestLabel = 12

/**
 * The places of a round as the leader named them: whoever has no label does not answer on this tablet. Labels are 1 to 12
 * characters and differ from each other, whatever their case; a whole name is no label. Source: 42 CFR Part 2 (what a room need not show).
 */
export function placesFrom(
  people: readonly Named[],
  labels: ReadonlyMap<string, string>,
): { clientId: string; label: string }[] | Refusal {
  const places = people.flatMap(({ clientId, name }) => {
    const label = (labels.get(clientId) ?? '').replace(/\s+/g, ' ').trim()
    return label === '' ? [] : [{ clientId, label, name }]
  })
  if (places.length === 0) return refuse('nobody', 'Name at least one place: whoever has none does not answer here.')
  const long = places.find(({ label }) => label.length > longestLabel)
  if (long) return refuse('label-long', `“${long.label}” is too long. Use at most ${longestLabel} characters.`)
  const plain = (text: string) => text.toLocaleLowerCase()
  const told = places.find(
    ({ label, name }) => plain(name).split(/\s+/).at(-1) === plain(label) && /^\p{L}[^\d]+$/u.test(label),
  )
  if (told) return refuse('label-name', `“${told.label}” is a family name. Use initials, a number or a sign instead.`)
  const twice = places.find(({ label }, n) => places.some((other, m) => m !== n && plain(other.label) === plain(label)))
  if (twice) return refuse('label-twice', `“${twice.label}” stands twice. Give each place a sign of its own.`)
  return places.map(({ clientId, label }) => ({ clientId, label }))
}
