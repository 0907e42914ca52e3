import { Hono } from 'hono'
import { deleteCookie } from 'hono/cookie'
import { z } from 'zod'
import { isRefusal, type Refusal } from '../../basics/refusal.ts'
import { Button, ErrorSummary, FormActions, TextField, type FormState } from '../../ui/form.tsx'
import { RefusalAlert } from '../../ui/refusal.tsx'
import { urls } from '../../urls.ts'
import { cookieNames, workOf, type Door, type Entrance } from '../../web/door.ts'
import { readForm } from '../../web/forms.ts'
import { changeOwnPassword, signOut, signOutEverywhere } from './actions/session.ts'
import { said, StaffPage } from './staff-page.tsx'
import type { Context } from 'hono'

/** Signing out, and one's own password. */
export function access(house: Entrance): Hono<Door> {
  const face = new Hono<Door>()
  const names = cookieNames(house.secureCookies)
  const leave = (c: Context<Door>) => {
    deleteCookie(c, names.session, { path: '/', secure: house.secureCookies })
    return c.redirect(urls.signIn(), 303)
  }

  face.post(urls.signOut.pattern, async (c) => {
    await signOut(workOf(c))
    return leave(c)
  })
  face.post(urls.signOutEverywhere.pattern, async (c) => {
    await signOutEverywhere(workOf(c))
    return leave(c)
  })

  face.get(urls.password.pattern, (c) => c.html(<PasswordPage c={c} />))
  face.post(urls.password.pattern, async (c) => {
    const form = await readForm(
      c,
      z.object({ old: z.string().min(1, 'Give your present password.').max(1000), fresh: z.string().max(1000) }),
    )
    if (!form.ok) return c.html(<PasswordPage c={c} form={{ errors: form.errors }} />, 422)
    const answer = await changeOwnPassword(workOf(c), house.pool, form.values.old, form.values.fresh)
    if (isRefusal(answer)) return c.html(<PasswordPage c={c} refusal={answer} />, 422)
    said(c, { tone: 'good', text: 'Your password is changed. Your other devices are signed out.' })
    return c.redirect(urls.today(), 303)
  })
  return face
}

const PasswordPage = ({ c, form, refusal }: { c: Context<Door>; form?: FormState; refusal?: Refusal }) => (
  <StaffPage
    c={c}
    current="Settings"
    title="Change your password"
    width="narrow"
    intro={
      c.get('mustChangePassword')
        ? 'Somebody else chose the password you came in with. Choose your own now.'
        : undefined
    }
  >
    <RefusalAlert refusal={refusal} />
    <ErrorSummary form={form} />
    <form method="post" action={urls.password()}>
      <TextField name="old" label="Present password" type="password" autocomplete="current-password" form={form} />
      <TextField
        name="fresh"
        label="New password"
        type="password"
        hint="At least 15 characters; a few words in a row are easy to remember."
        autocomplete="new-password"
        form={form}
      />
      <FormActions>
        <Button kind="main">Change password</Button>
      </FormActions>
    </form>
  </StaffPage>
)
