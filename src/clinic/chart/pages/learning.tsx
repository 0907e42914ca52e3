import { Hono, type Context } from 'hono'
import { z } from 'zod'
import { addDays, dayAt } from '../../../basics/dates.ts'
import type { Work } from '../../../db/work.ts'
import { Card, Row, Rows } from '../../../ui/card.tsx'
import { Empty } from '../../../ui/empty.tsx'
import { Button } from '../../../ui/form.tsx'
import { Sig } from '../../../ui/status.tsx'
import { weekDay } from '../../../ui/when.tsx'
import { urls } from '../../../urls.ts'
import { showing, workOf, type Door } from '../../../web/door.ts'
import { forbidden, notFound } from '../../../web/errors.tsx'
import { id, readForm, ticked } from '../../../web/forms.ts'
import { may, mayNot } from '../../access/permissions.ts'
import { said } from '../../access/staff-page.tsx'
import { ClientFrame } from '../../clients/frame.tsx'
import { clientById } from '../../clients/queries.ts'
import { noteDone } from '../../groups/actions/learning.ts'
import { progressInWords, standingsOf, type Standing } from '../../groups/learning.ts'
import { curriculaOfClient, learntOf, meetingsToLearn } from '../../groups/queries/learning.ts'

/** What one client has seen, missed and has coming, of each curriculum. */
export const learning = new Hono<Door>()

learning.get(urls.learning.pattern, (c) => page(c))

const schema = z.object({ module: id('Choose the module.'), taken: ticked })
learning.post(urls.learning.pattern, async (c) => {
  const work = workOf(c)
  const denied = mayNot(work.by, 'curriculum.teach')
  if (denied) return forbidden(c, denied.because)
  const form = await readForm(c, schema)
  if (!form.ok) return notFound(c)
  const client = c.req.param('client')
  const refusal = await noteDone(work, client, { moduleId: form.values.module, isDone: !form.values.taken })
  if (refusal) return notFound(c)
  said(c, { tone: 'good', text: form.values.taken ? 'Taken back.' : 'Noted as done.' })
  return c.redirect(urls.learning({ client }), 303)
})

const signs: Record<Standing, ['good' | 'warning' | 'calm', string]> = {
  seen: ['good', 'Seen'],
  missed: ['warning', 'Missed'],
  due: ['calm', 'Not yet'],
}

async function learningOf(work: Work, clientId: string) {
  const today = dayAt(work.at, work.clinic.timeZone)
  const all = []
  for (const one of await curriculaOfClient(work, clientId, today)) {
    const learnt = await learntOf(work, one.id, [clientId])
    const standing = standingsOf(learnt.modules, learnt.lessons, learnt.done, clientId)
    const ahead = one.isSelfGuided ? [] : await meetingsToLearn(work, one.id, today, addDays(today, 21))
    all.push({ ...one, modules: learnt.modules, done: learnt.done, standing, ahead })
  }
  return all
}

async function page(c: Context<Door>): Promise<Response> {
  const work = workOf(c)
  const denied = mayNot(work.by, 'attendance.see')
  if (denied) return forbidden(c, denied.because)
  const client = await clientById(work, c.req.param('client') ?? '')
  if (client === undefined) return notFound(c)
  showing(c, 'learning', [client.id])
  const all = await learningOf(work, client.id)
  const teaches = may(work.by, 'curriculum.teach')
  return c.html(
    <ClientFrame c={c} client={client} tab="sessions" title={`${client.name}: learning`}>
      {all.length === 0 && (
        <Empty title="No curriculum yet">A group that follows one shows here what was seen, missed and is due.</Empty>
      )}
      {all.map((one) => (
        <Card title={one.name} hint={progressInWords(one.modules, one.standing)} flush={one.modules.length > 0}>
          <Rows label={`Modules of ${one.name}`}>
            {one.modules.map((module) => {
              const standing = one.standing.get(module.id) ?? 'due'
              const [tone, words] = signs[standing]
              const alone = one.done.some((done) => done.moduleId === module.id)
              return (
                <Row
                  lead={String(module.position)}
                  title={module.title}
                  note={alone ? 'Done outside the room' : undefined}
                  end={
                    <>
                      <Sig tone={tone}>{words}</Sig>
                      {teaches && (standing !== 'seen' || alone) && (
                        <form method="post" action={urls.learning({ client: client.id })}>
                          <input type="hidden" name="module" value={module.id} />
                          {alone && <input type="hidden" name="taken" value="yes" />}
                          <Button small label={`${alone ? 'Take back' : 'Done alone'}: ${module.title}`}>
                            {alone ? 'Take back' : 'Done alone'}
                          </Button>
                        </form>
                      )}
                    </>
                  }
                />
              )
            })}
          </Rows>
          {one.ahead.length > 0 && [...one.standing.values()].some((how) => how !== 'seen') && (
            <div class="body">
              <p class="hint">
                {`It is taught next: ${one.ahead
                  .slice(0, 6)
                  .map((meeting) => `${meeting.name}, ${weekDay(meeting.day)} ${meeting.starts}`)
                  .join('; ')}.`}
              </p>
            </div>
          )}
        </Card>
      ))}
    </ClientFrame>,
  )
}
