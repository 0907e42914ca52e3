/** Where somebody is: in the room, or by video, then from where, and whom to call today if they are in danger. */
export type PlaceSaid =
  | { place: 'on-site' }
  | { place: 'video'; whereNow: string; contactName: string; contactPhone: string }

export type PlaceTyped = { place: 'on-site' | 'video'; whereNow: string; contactName: string; contactPhone: string }
export type PlaceField = 'whereNow' | 'contactName' | 'contactPhone'

/**
 * What was said of the place, or which fields are missing. On site nothing more is asked; by video, each time: where they are, and the
 * name and number of somebody who is called if they are in danger. Source: mission M25; clinical.md §7.2 (virtual group).
 */
export function placeFrom(typed: PlaceTyped): { said: PlaceSaid } | { missing: PlaceField[] } {
  const { place, whereNow, contactName, contactPhone } = typed
  if (place === 'on-site') return { said: { place } }
  const missing = (['whereNow', 'contactName', 'contactPhone'] as const).filter((field) => typed[field].trim() === '')
  return missing.length > 0 ? { missing } : { said: { place, whereNow, contactName, contactPhone } }
}
