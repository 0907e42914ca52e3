import type { Child } from 'hono/jsx'

/**
 * A card of the first screen that asks its own question: there only where it has something to say to whoever looks. It asks
 * for the permission itself, and names every client whom it shows, for the trail.
 */
export type TodayCard = { clientIds: readonly string[]; card: Child }
