import { weekDay } from '../../../ui/when.tsx'
import type { StandIn } from '../queries/stand-ins.ts'

type Asked = { instead: (ownerId: string) => StandIn | null }

/** Whose something is today, in words: "Lee Park", or "Dana Ortiz, for Lee Park, who is away until Tue, 24 Nov". */
export function whoseNow(here: Asked, ownerId: string, owner: string): string {
  const instead = here.instead(ownerId)
  if (instead === null) return owner
  if (instead.because === 'left') return `${instead.name}, for ${owner}, who has left`
  return `${instead.name}, for ${owner}, who is away${instead.until === null ? '' : ` until ${weekDay(instead.until)}`}`
}
