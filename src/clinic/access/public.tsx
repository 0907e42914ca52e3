import { Hono, type Context } from 'hono'
import { getCookie, setCookie } from 'hono/cookie'
import { z } from 'zod'
import { isRefusal } from '../../basics/refusal.ts'
import type { Pool } from '../../db/connect.ts'
import type { Work } from '../../db/work.ts'
import { languageAsked } from '../../ui/language.ts'
import { urls } from '../../urls.ts'
import { cookieNames, type Door, type Entrance } from '../../web/door.ts'
import { notFound } from '../../web/errors.tsx'
import { line, oneOf, readForm } from '../../web/forms.ts'
import { isFrontOpen } from '../../web/visitor-door.ts'
import { foundClinic, isUnfounded } from './actions/found.ts'
import { signIn } from './actions/session.ts'
import { roleName } from './permissions.ts'
import { SetupPage, states, timeZones } from './setup-page.tsx'
import { KeptFormPage, SignInPage } from './sign-in-page.tsx'

export type FrontDoor = Entrance & {
  setupCode: string | null
  addressOf: (c: Context) => string
  furnish: (work: Work) => Promise<void>
  demo: { people: { role: string; email: string }[]; password: string } | null
}

const credentials = z.object({
  email: line(200, 'Give your email address.'),
  password: z.string({ error: 'Give your password.' }).min(1, 'Give your password.').max(1000),
  next: z.string().max(2000).optional(),
  kept: z.string().max(400_000).optional(),
})

const founding = z.object({
  code: line(40, 'Type the code that the terminal shows.'),
  clinicName: line(200, 'Give the clinic a name.'),
  state: oneOf(states, 'Choose the state.'),
  timeZone: oneOf(timeZones, 'Choose the time zone.'),
  givenName: line(100, 'Give your given name.'),
  familyName: line(100, 'Give your family name.'),
  email: line(200, 'Give your email address.').pipe(z.email('This is not an email address.')),
  password: z.string({ error: 'Choose a password.' }).max(1000),
})

/** What anybody may see: the way in, and the first run of an empty Stepwell. */
export function frontDoor(house: FrontDoor): Hono<Door> {
  const face = new Hono<Door>()
  const names = cookieNames(house.secureCookies)
  const cookie = { path: '/', httpOnly: true, secure: house.secureCookies, sameSite: 'Lax' } as const

  // Staff who are signed in go on to their day; everyone else meets the public pages, where a clinic has opened them.
  face.get(urls.home.pattern, async (c) => {
    if (await isUnfounded(house.pool)) return c.redirect(urls.setup(), 303)
    if (getCookie(c, names.session) !== undefined || !(await isFrontOpen(house.pool, c)))
      return c.redirect(urls.today(), 303)
    c.header('vary', 'accept-language')
    return c.redirect(urls.publicHome({ lang: languageAsked(c.req.header('accept-language')) }), 303)
  })

  const demo = house.demo === null ? {} : { demo: house.demo.people, demoPassword: house.demo.password }
  face.get(urls.signIn.pattern, async (c) =>
    (await isUnfounded(house.pool))
      ? c.redirect(urls.setup(), 303)
      : c.html(<SignInPage next={c.req.query('next')} {...demo} />),
  )

  face.post(urls.signIn.pattern, async (c) => {
    const form = await readForm(c, credentials)
    if (!form.ok)
      return c.html(
        <SignInPage
          next={form.typed.next}
          kept={form.typed.kept}
          form={{ values: { email: form.typed.email }, errors: form.errors }}
          {...demo}
        />,
        422,
      )
    const { email, password, next, kept } = form.values
    const answer = await signIn(house.pool, house.now(), {
      email,
      password,
      address: house.addressOf(c),
      deviceToken: (getCookie(c, names.device) ?? '').slice(0, 100),
      device: c.req.header('user-agent') ?? '',
    })
    if (isRefusal(answer))
      return c.html(<SignInPage next={next} kept={kept} refusal={answer} form={{ values: { email } }} {...demo} />, 422)
    setCookie(c, names.session, answer.token, { ...cookie, maxAge: 12 * 3600 })
    setCookie(c, names.device, answer.deviceToken, { ...cookie, maxAge: 400 * 86_400 })
    const form2 = keptFormOf(kept)
    if (form2 !== null) return c.html(<KeptFormPage kept={form2} />)
    return c.redirect(insideOnly(next), 303)
  })

  face.get(urls.setup.pattern, async (c) => ((await isUnfounded(house.pool)) ? c.html(<SetupPage />) : notFound(c)))
  face.post(urls.setup.pattern, async (c) => {
    if (!(await isUnfounded(house.pool))) return notFound(c)
    const form = await readForm(c, founding)
    if (!form.ok) return c.html(<SetupPage form={{ values: withoutPassword(form.typed), errors: form.errors }} />, 422)
    if (house.setupCode === null || !sameCode(form.values.code, house.setupCode) || !guesses.mayGuess(house.pool)) {
      const errors = { code: 'This is not the code that the terminal shows. It changes at every start.' }
      return c.html(<SetupPage form={{ values: withoutPassword(form.typed), errors }} />, 422)
    }
    const answer = await foundClinic(house.pool, house.now(), form.values, house.furnish)
    if (isRefusal(answer))
      return c.html(<SetupPage refusal={answer} form={{ values: withoutPassword(form.typed) }} />, 422)
    return c.redirect(urls.signIn(), 303)
  })
  return face
}

const withoutPassword = ({ password: _, ...rest }: Record<string, string>): Record<string, string> => rest
const sameCode = (typed: string, code: string): boolean =>
  typed.replace(/[\s-]/g, '').toUpperCase() === code.replaceAll('-', '')

// The code has 50 bits; a thousand wrong guesses end the first run until the next start.
const guesses = (() => {
  const made = new WeakMap<Pool, number>()
  return {
    mayGuess(pool: Pool): boolean {
      const n = (made.get(pool) ?? 0) + 1
      made.set(pool, n)
      return n <= 1000
    },
  }
})()

/** Only a path of this very house: '//elsewhere' and '/\elsewhere' would lead away. */
function insideOnly(next: string | undefined): string {
  if (next === undefined || !next.startsWith('/') || next.startsWith('//') || next.includes('\\')) return urls.today()
  const url = new URL(next, 'http://inside.invalid')
  return url.host === 'inside.invalid' ? url.pathname + url.search : urls.today()
}

const keptForm = z.object({
  action: z
    .string()
    .regex(/^\/[a-z]/)
    .max(500),
  fields: z.array(z.tuple([z.string().max(200), z.string()])).max(500),
})
function keptFormOf(text: string | undefined): z.infer<typeof keptForm> | null {
  if (text === undefined || text === '') return null
  try {
    const read = keptForm.safeParse(JSON.parse(text))
    return read.success ? read.data : null
  } catch {
    return null
  }
}

export const demoPeople = (staff: { role: keyof typeof roleName; email: string }[]) =>
  staff.map(({ role, email }) => ({ role: roleName[role], email }))
