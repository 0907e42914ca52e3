import type { Context } from 'hono'
import { workOf, type Door } from '../../../web/door.ts'
import { forbidden, notFound } from '../../../web/errors.tsx'
import { mayNot, type Verb } from '../../access/permissions.ts'
import { clientById, type ClientFacts } from '../../clients/queries.ts'
import { stayById, type Stay } from '../queries.ts'
import { versionById, type Version } from '../queries/versions.ts'

export type Found = { version: Version; client: ClientFacts; stay: Stay }

/** The version that an address names, with the person and the stay; or the answer to give instead. */
export async function found(c: Context<Door>, verb: Verb = 'plan.see'): Promise<Found | Response> {
  const work = workOf(c)
  const denied = mayNot(work.by, 'plan.see')
  if (denied) return forbidden(c, denied.because)
  const version = await versionById(work, c.req.param('plan') ?? '')
  const client = version && (await clientById(work, version.clientId))
  const stay = version && (await stayById(work, version.episodeId))
  if (version === undefined || client === undefined || stay === undefined) return notFound(c)
  const no = mayNot(work.by, verb)
  return no ? forbidden(c, no.because) : { version, client, stay }
}
