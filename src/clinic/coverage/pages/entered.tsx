import type { Context } from 'hono'
import { dayAt, type Day } from '../../../basics/dates.ts'
import type { Work } from '../../../db/work.ts'
import { showing, workOf, type Door } from '../../../web/door.ts'
import { forbidden, notFound } from '../../../web/errors.tsx'
import { mayNot, type Verb } from '../../access/permissions.ts'
import { clientById, type ClientFacts } from '../../clients/queries.ts'
import { coverageById, type CoverageRow } from '../queries/coverages.ts'

type Here = { work: Work; client: ClientFacts; today: Day }
type Answer = Response | Promise<Response>

/** Whose money this page is about, for those who may; everyone else gets the answer that fits. Writes the look. */
export async function withClient(
  c: Context<Door>,
  verb: Verb,
  screen: string,
  page: (here: Here) => Answer,
  clientId = c.req.param('client') ?? '',
): Promise<Response> {
  const work = workOf(c)
  const denied = mayNot(work.by, verb)
  if (denied) return forbidden(c, denied.because)
  const client = await clientById(work, clientId)
  if (client === undefined) return notFound(c)
  showing(c, screen, [client.id])
  return page({ work, client, today: dayAt(work.at, work.clinic.timeZone) })
}

export async function withCoverage(
  c: Context<Door>,
  screen: string,
  page: (here: Here & { coverage: CoverageRow }) => Answer,
): Promise<Response> {
  const work = workOf(c)
  const denied = mayNot(work.by, 'coverage.record')
  if (denied) return forbidden(c, denied.because)
  const coverage = await coverageById(work, c.req.param('coverage') ?? '')
  if (coverage === undefined) return notFound(c)
  return withClient(c, 'coverage.record', screen, (here) => page({ ...here, coverage }), coverage.clientId)
}
