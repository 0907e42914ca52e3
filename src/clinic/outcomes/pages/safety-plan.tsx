import { Hono, type Context } from 'hono'
import { z } from 'zod'
import { isRefusal, type Refusal } from '../../../basics/refusal.ts'
import { Card, Row, Rows } from '../../../ui/card.tsx'
import { Button, ErrorSummary, FormActions, TextArea, type FormState } from '../../../ui/form.tsx'
import { RefusalAlert } from '../../../ui/refusal.tsx'
import { At } from '../../../ui/when.tsx'
import { urls } from '../../../urls.ts'
import { showing, workOf, type Door } from '../../../web/door.ts'
import { forbidden, notFound } from '../../../web/errors.tsx'
import { readForm } from '../../../web/forms.ts'
import { may, mayNot } from '../../access/permissions.ts'
import { said } from '../../access/staff-page.tsx'
import { ClientFrame } from '../../clients/frame.tsx'
import { clientById } from '../../clients/queries.ts'
import { keepSafetyPlan } from '../actions.ts'
import { safetyPlansOf } from '../queries/safety-plan.ts'
import { emptyPlan, partsFilled, partWords, planFrom, planParts } from '../safety-plan.ts'

/** The plan for bad hours, which the client and their clinicians write together. */
export const safetyPlan = new Hono<Door>()

safetyPlan.get(urls.safetyPlan.pattern, (c) => page(c))

safetyPlan.post(urls.safetyPlan.pattern, async (c) => {
  const work = workOf(c)
  const denied = mayNot(work.by, 'safety-plan.write')
  if (denied) return forbidden(c, denied.because)
  const client = await clientById(work, c.req.param('client'))
  if (client === undefined) return notFound(c)
  const { typed } = await readForm(c, z.looseObject({}))
  const answer = await keepSafetyPlan(work, client.id, { plan: planFrom(typed), basedOn: typed.basedOn ?? null })
  if (isRefusal(answer)) return page(c, { values: typed }, answer)
  const both = answer.both.map((part) => `“${partWords[part].title}”`).join(' and ')
  said(
    c,
    both === ''
      ? { tone: 'good', text: 'The safety plan is kept. It stands on their own page too.' }
      : { tone: 'warning', text: `Kept. Somebody else wrote at the same time: ${both} hold both, look through them.` },
  )
  return c.redirect(urls.safetyPlan({ client: client.id }), 303)
})

async function page(c: Context<Door>, form?: FormState, refusal?: Refusal): Promise<Response> {
  const work = workOf(c)
  const denied = mayNot(work.by, 'measure.see')
  if (denied) return forbidden(c, denied.because)
  const client = await clientById(work, c.req.param('client') ?? '')
  if (client === undefined) return notFound(c)
  showing(c, 'safety plan', [client.id])
  const kept = await safetyPlansOf(work, client.id)
  const plan = kept[0]?.plan ?? emptyPlan
  const mayWrite = may(work.by, 'safety-plan.write')
  return c.html(
    <ClientFrame c={c} client={client} tab="measures" title="Safety plan">
      <RefusalAlert refusal={refusal} />
      <ErrorSummary form={form} />
      <Card
        title={
          kept.length === 0 ? 'No safety plan yet' : `${partsFilled(plan)} of ${planParts.length} parts are written`
        }
        hint="Written together, in the client’s own words. They read and change it on their own page."
      >
        {mayWrite ? (
          <form method="post" action={urls.safetyPlan({ client: client.id })} class="form">
            <input type="hidden" name="basedOn" value={form?.values?.basedOn ?? kept[0]?.id ?? ''} />
            {planParts.map((part) => (
              <TextArea
                name={part}
                label={partWords[part].title}
                hint={partWords[part].hint}
                value={plan[part]}
                rows={3}
                maxlength={2000}
                optional
                form={form}
              />
            ))}
            <FormActions>
              <Button kind="main">Keep the plan</Button>
              <Button href={urls.measures({ client: client.id })}>Cancel</Button>
            </FormActions>
          </form>
        ) : (
          planParts.map((part) => (
            <>
              <h3>{partWords[part].title}</h3>
              <p class="prose">{plan[part] === '' ? 'Nothing yet' : plan[part]}</p>
            </>
          ))
        )}
      </Card>
      {kept.length > 0 && (
        <Card title="Who wrote it, and when" flush>
          <Rows label="Versions of the safety plan, newest first">
            {kept.map((one) => (
              <Row
                title={<At at={one.at} zone={work.clinic.timeZone} />}
                note={one.by ?? `${client.givenName}, on their own page`}
                end={<span class="muted">{partsFilled(one.plan)} parts</span>}
              />
            ))}
          </Rows>
        </Card>
      )}
    </ClientFrame>,
    form === undefined && refusal === undefined ? 200 : 422,
  )
}
