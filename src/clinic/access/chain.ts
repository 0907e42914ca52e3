import { createHash } from 'node:crypto'

export type TrailRow = {
  id: string
  at: Date
  byKind: string
  byId: string | null
  byName: string
  verb: string
  clientIds: string[]
  about: unknown
  requestId: string | null
}
export const firstLink = '0'.repeat(64)

/**
 * The seal of one trail row: SHA-256 over the seal before it, its place in the chain, and everything the row says, in a fixed
 * order. Changing, removing, adding or reordering any sealed row breaks the chain from there on.
 */
export function sealOf(before: string, position: number, row: TrailRow): string {
  const words = [
    before,
    position,
    row.id,
    row.at.toISOString(),
    row.byKind,
    row.byId,
    row.byName,
    row.verb,
    row.clientIds,
    ordered(row.about),
    row.requestId,
  ]
  return createHash('sha256').update(JSON.stringify(words)).digest('hex')
}

function ordered(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(ordered)
  if (typeof value !== 'object' || value === null) return value
  return Object.entries(value)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, inner]) => [key, ordered(inner)])
}
