import type { MiddlewareHandler } from 'hono'
import { isId } from '../../basics/ids.ts'
import { refuse } from '../../basics/refusal.ts'
import { Button } from '../../ui/form.tsx'
import { RefusalAlert } from '../../ui/refusal.tsx'
import { urls } from '../../urls.ts'
import { showing, workOf, type Door } from '../../web/door.ts'
import { may } from '../access/permissions.ts'
import { said, StaffPage } from '../access/staff-page.tsx'
import { mergedInto } from './queries/merges.ts'

/**
 * A record that was merged is read only. Its address leads to the record that stands for the person; what was written in it
 * is read at `?record=earlier` and under its tabs.
 */
export const mergedRecords: MiddlewareHandler<Door> = async (c, next) => {
  const id = c.req.param('client')
  if (id === undefined || !isId(id)) return next()
  const work = workOf(c)
  if (!may(work.by, 'client.see')) return next()
  const into = await mergedInto(work, id)
  if (into === undefined) return next()
  const params = { client: into.id }
  if (c.req.method === 'GET') {
    if (c.req.path !== urls.client({ client: id }) || c.req.query('record') === 'earlier') return next()
    said(c, {
      tone: 'info',
      text: `That record was merged into this one, No. ${into.number}. What was written there is read under “Earlier record”.`,
    })
    return c.redirect(urls.client(params), 303)
  }
  showing(c, 'a merged record', [id])
  return c.html(
    <StaffPage c={c} current="Clients" title="This record is read only" width="narrow">
      <RefusalAlert
        refusal={refuse(
          'merged-record',
          `It was merged into No. ${into.number}. Nothing new is written here: write it there.`,
        )}
      />
      <Button kind="main" href={urls.client(params)}>
        Go to No. {into.number}
      </Button>
    </StaffPage>,
    422,
  )
}
