import type { Work } from '../../../db/work.ts'
import { apartPairs } from '../../groups/queries/apart.ts'

/** With whom a client is not put into one room: pairs of ids, without a reason. */
export const apartOf = async (work: Work, clientId: string): Promise<(readonly [string, string])[]> =>
  (await apartPairs(work)).filter((pair) => pair.includes(clientId))
