import { Hono, type Context } from 'hono'
import { z } from 'zod'
import { dayAt } from '../../../basics/dates.ts'
import { isRefusal, type Refusal } from '../../../basics/refusal.ts'
import { Card, Row, Rows } from '../../../ui/card.tsx'
import { Empty } from '../../../ui/empty.tsx'
import { Button, ErrorSummary, FormActions, NumberField, Select, TextField, type FormState } from '../../../ui/form.tsx'
import { RefusalAlert } from '../../../ui/refusal.tsx'
import { Notice, Sig } from '../../../ui/status.tsx'
import { urls } from '../../../urls.ts'
import { workOf, type Door } from '../../../web/door.ts'
import { forbidden, notFound } from '../../../web/errors.tsx'
import { line, oneOf, readForm, wholeNumber } from '../../../web/forms.ts'
import { mayNot } from '../../access/permissions.ts'
import { said, StaffPage } from '../../access/staff-page.tsx'
import { endToken, issueToken, nameSystem } from '../actions/systems.ts'
import { systemsOf } from '../queries.ts'

export const systems = new Hono<Door>()

const recipients = {
  'treating-provider': 'A treating provider',
  'health-plan': 'A health plan',
  'third-party-payer': 'Another payer',
  'program-operations': 'Somebody who helps run this program',
} as const
const purposes = { treatment: 'Treatment', payment: 'Payment', operations: 'Health care operations' } as const
const keys = <T extends string>(labels: Record<T, string>): [T, ...T[]] => Object.keys(labels) as [T, ...T[]] // the literal objects above are never empty
const options = (labels: Record<string, string>) => Object.entries(labels).map(([value, label]) => ({ value, label }))

const newSystem = z.object({
  name: line(120, 'Name the system and whose it is.'),
  recipientClass: oneOf(keys(recipients), 'Choose what kind of recipient it is.'),
  purpose: oneOf(keys(purposes), 'Choose the purpose.'),
})

systems.get(urls.systems.pattern, async (c) => {
  const denied = mayNot(workOf(c).by, 'system.manage')
  return denied ? forbidden(c, denied.because) : page(c)
})
systems.post(urls.systems.pattern, async (c) => {
  const denied = mayNot(workOf(c).by, 'system.manage')
  if (denied) return forbidden(c, denied.because)
  const form = await readForm(c, newSystem)
  if (!form.ok) return page(c, { form: { values: form.typed, errors: form.errors } })
  const refusal = await nameSystem(workOf(c), form.values)
  if (refusal) return page(c, { form: { values: form.typed }, refusal })
  said(c, { tone: 'good', text: 'The system is named. Issue it a token.' })
  return c.redirect(urls.systems(), 303)
})
systems.post(urls.systemTokens.pattern, async (c) => {
  const work = workOf(c)
  const denied = mayNot(work.by, 'system.manage')
  if (denied) return forbidden(c, denied.because)
  if (!(await systemsOf(work)).some((one) => one.id === c.req.param('system'))) return notFound(c)
  const form = await readForm(c, z.object({ days: wholeNumber(1, 730) }))
  if (!form.ok) return page(c, { form: { values: form.typed, errors: form.errors } })
  const answer = await issueToken(work, c.req.param('system'), form.values.days)
  return isRefusal(answer) ? page(c, { refusal: answer }) : page(c, { token: answer.token })
})
systems.post(urls.systemTokenEnd.pattern, async (c) => {
  const work = workOf(c)
  const denied = mayNot(work.by, 'system.manage')
  if (denied) return forbidden(c, denied.because)
  if (!(await systemsOf(work)).some((one) => one.tokens.some((token) => token.id === c.req.param('token'))))
    return notFound(c)
  const refusal = await endToken(work, c.req.param('token'), 'ended by an administrator')
  if (refusal) return page(c, { refusal })
  said(c, { tone: 'good', text: 'The token no longer opens anything.' })
  return c.redirect(urls.systems(), 303)
})

async function page(
  c: Context<Door>,
  { form, refusal, token }: { form?: FormState; refusal?: Refusal; token?: string } = {},
): Promise<Response> {
  const work = workOf(c)
  const all = await systemsOf(work)
  const day = (at: Date) => dayAt(at, work.clinic.timeZone)
  return c.html(
    <StaffPage
      c={c}
      current="Settings"
      title="Other systems"
      intro="Named systems may read records through FHIR, each client only with a live consent. Every reading is written down."
      crumbs={[{ label: 'Settings', href: urls.settings() }]}
    >
      <RefusalAlert refusal={refusal} />
      <ErrorSummary form={form} />
      {token !== undefined && (
        <Notice tone="warning" title="Copy this token now. It is shown this once." alert>
          <p>
            <code class="token">{token}</code>
          </p>
        </Notice>
      )}
      {all.length === 0 && <Empty title="No other system reads here" next="Name one below." />}
      {all.map((system) => (
        <Card
          title={system.name}
          hint={`${recipients[system.recipientClass as keyof typeof recipients]} · ${purposes[system.purpose as keyof typeof purposes]}`}
          flush={system.tokens.length > 0}
          action={
            <form method="post" action={urls.systemTokens({ system: system.id })} class="line-up">
              <NumberField
                name="days"
                label={`Days the token for ${system.name} lasts`}
                labelHidden
                value={365}
                min={1}
                max={730}
                unit="days"
                id={`days-${system.id}`}
              />
              <Button small>Issue a token</Button>
            </form>
          }
        >
          {system.tokens.length === 0 ? (
            <p>It has no token yet.</p>
          ) : (
            <Rows label={`Tokens of ${system.name}`}>
              {system.tokens.map((one) => (
                <Row
                  title={`Issued ${day(one.issuedAt)}`}
                  note={one.endedAt === null ? `Until ${day(one.expiresAt)}` : `Ended ${day(one.endedAt)}`}
                  end={
                    one.endedAt !== null || one.expiresAt < work.at ? (
                      <Sig tone="calm">Opens nothing</Sig>
                    ) : (
                      <form method="post" action={urls.systemTokenEnd({ token: one.id })}>
                        <Button
                          kind="danger"
                          small
                          label={`End the token of ${system.name} issued ${day(one.issuedAt)}`}
                        >
                          End it
                        </Button>
                      </form>
                    )
                  }
                />
              ))}
            </Rows>
          )}
        </Card>
      ))}
      <Card title="Name a system">
        <form method="post" action={urls.systems()}>
          <TextField
            name="name"
            label="Name"
            hint="Whose it is, and which: County Health, hospital record."
            form={form}
          />
          <Select name="recipientClass" label="What kind of recipient" options={options(recipients)} form={form} />
          <Select name="purpose" label="What for" options={options(purposes)} form={form} />
          <FormActions>
            <Button kind="main">Name this system</Button>
          </FormActions>
        </form>
      </Card>
    </StaffPage>,
    form?.errors !== undefined || refusal !== undefined ? 422 : 200,
  )
}
