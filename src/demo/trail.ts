import { newId } from '../basics/ids.ts'
import { firstLink, sealOf } from '../clinic/access/chain.ts'
import type { Colleague, House } from './house.ts'
import { demoId } from './ids.ts'
import type { Sheaf } from './rows.ts'

/** Something somebody did or looked at. */
export type Deed = {
  at: Date
  by: Colleague | null
  verb: string
  clients: string[]
  about: Record<string, string | number | boolean | null>
}

export const fullName = (one: { givenName: string; familyName: string }): string => `${one.givenName} ${one.familyName}`

const rowOf = (deed: Deed, id: string) => ({
  id,
  at: deed.at,
  byKind: deed.by === null ? ('stepwell' as const) : ('staff' as const),
  byId: deed.by?.id ?? null,
  byName: deed.by === null ? 'Demo' : fullName(deed.by),
  verb: deed.verb,
  clientIds: deed.clients,
  about: deed.about,
  requestId: null,
})

/** How far the demo has lived: a later start goes on from here. */
export const livedUntil = (house: House, about: Deed['about']): Deed => ({
  at: house.at,
  by: null,
  verb: 'demo.lived',
  clients: [],
  about: { ...about, day: house.today },
})

/** The end of a clinic's chain: what the next seal is built on. */
type ChainEnd = { hash: string; position: number }

export const newChain = (): ChainEnd => ({ hash: firstLink, position: 0 })

/** Writes deeds of the past and seals them on the spot, in the order in which they happened. */
export function addSealedDeeds(sheaf: Sheaf, deeds: Deed[], chain: ChainEnd, sealedAt: Date): void {
  const ordered = [...deeds].sort((a, b) => a.at.getTime() - b.at.getTime())
  ordered.forEach((deed, n) => {
    const row = rowOf(
      deed,
      demoId(deed.at, deed.verb, deed.by?.id ?? '', deed.clients.join(), JSON.stringify(deed.about), n),
    )
    sheaf.add('trail', row)
    chain.position += 1
    chain.hash = sealOf(chain.hash, chain.position, row)
    sheaf.add('trailSeal', { position: chain.position, trailId: row.id, hash: chain.hash, sealedAt })
  })
}

/**
 * Writes deeds of days that were lived through later. They are left to the clinic's own sealing, which finds them by ids
 * that were made now.
 */
export function addDeeds(sheaf: Sheaf, deeds: Deed[], now: Date): void {
  for (const deed of deeds) sheaf.add('trail', rowOf(deed, newId(now.getTime())))
}
