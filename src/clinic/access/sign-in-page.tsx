import type { Context } from 'hono'
import type { Refusal } from '../../basics/refusal.ts'
import { ErrorSummary, FormActions, Button, TextField, type FormState } from '../../ui/form.tsx'
import { PlainPage } from '../../ui/layout.tsx'
import { RefusalAlert } from '../../ui/refusal.tsx'
import { Notice } from '../../ui/status.tsx'
import { urls } from '../../urls.ts'

type SignInProps = {
  next?: string
  kept?: string
  form?: FormState
  refusal?: Refusal
  demo?: { role: string; email: string }[]
  demoPassword?: string
}

export const SignInPage = ({ next, kept, form, refusal, demo, demoPassword }: SignInProps) => (
  <PlainPage clinic="Stepwell" title="Sign in" drawing>
    <RefusalAlert refusal={refusal} />
    <ErrorSummary form={form} />
    {kept !== undefined && !refusal && (
      <Notice tone="info" title="You were signed out for safety">
        What you had typed is kept. Sign in, then send it again with one press.
      </Notice>
    )}
    <form method="post" action={urls.signIn()}>
      {next !== undefined && next !== '' && <input type="hidden" name="next" value={next} />}
      {kept !== undefined && <input type="hidden" name="kept" value={kept} />}
      <TextField name="email" label="Email" type="email" autocomplete="username" form={form} />
      <TextField name="password" label="Password" type="password" autocomplete="current-password" />
      <FormActions>
        <Button kind="main">Sign in</Button>
      </FormActions>
    </form>
    {demo !== undefined && demo.length > 0 && (
      <section>
        <h2>This is the demo clinic</h2>
        <p>
          Everyone's password is <code>{demoPassword}</code>
        </p>
        <ul class="plain-list">
          {demo.map(({ role, email }) => (
            <li>
              {role}: <code>{email}</code>
            </li>
          ))}
        </ul>
      </section>
    )}
  </PlainPage>
)

const mostKept = 200_000
// A password never travels through a page.
const secrets = new Set(['password', 'old', 'fresh'])

/** A form came, but its sender was signed out meanwhile: everything typed travels through the sign-in page and back. */
export async function signInAgain(c: Context): Promise<Response> {
  if (c.req.header('accept')?.includes('application/json') === true)
    return c.json(
      { refused: 'signed-out', because: 'You were signed out. Sign in again; your words are still on this page.' },
      401,
    )
  // A file does not come back from here, so a stranger's is not even read.
  if (c.req.path === urls.newReferral()) return c.html(<SignInPage />, 401)
  const body = await c.req.parseBody({ all: true })
  const fields = Object.entries(body)
    .filter(([name]) => !secrets.has(name))
    .flatMap(([name, value]) =>
      (Array.isArray(value) ? value : [value])
        .filter((one): one is string => typeof one === 'string')
        .map((one) => [name, one]),
    )
  const kept = JSON.stringify({ action: c.req.path, fields })
  return c.html(<SignInPage kept={kept.length <= mostKept ? kept : undefined} />, 401)
}

/** After signing in: the form as it was, to be sent by the person and not by itself. */
export function KeptFormPage({ kept }: { kept: { action: string; fields: [string, string][] } }) {
  return (
    <PlainPage clinic="Stepwell" title="Welcome back" intro="What you had typed was not sent yet.">
      <form method="post" action={kept.action}>
        {kept.fields.map(([name, value]) => (
          <input type="hidden" name={name} value={value} />
        ))}
        <FormActions>
          <Button kind="main">Send what I typed</Button>
          <Button href={urls.today()}>Leave it</Button>
        </FormActions>
      </form>
    </PlainPage>
  )
}
