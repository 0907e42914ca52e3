import type { Context } from 'hono'
import { workOf, type Door } from '../../../web/door.ts'
import { forbidden, notFound } from '../../../web/errors.tsx'
import { mayNot, type Verb } from '../../access/permissions.ts'
import { clientById, type ClientFacts } from '../../clients/queries.ts'
import { intakeById, type Intake } from '../queries.ts'

export type Found = { intake: Intake; client: ClientFacts }

/** The assessment of this address and its person, or the answer for whoever may not see it. */
export async function found(c: Context<Door>, verb: Verb = 'intake.see'): Promise<Found | Response> {
  const work = workOf(c)
  const denied = mayNot(work.by, verb)
  if (denied) return forbidden(c, denied.because)
  const intake = await intakeById(work, c.req.param('intake') ?? '')
  const client = intake === undefined ? undefined : await clientById(work, intake.clientId)
  if (intake === undefined || client === undefined) return notFound(c)
  return { intake, client }
}
