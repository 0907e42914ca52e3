import { Hono, type Context } from 'hono'
import { z } from 'zod'
import { dayAt } from '../../../basics/dates.ts'
import { isRefusal, type Refusal } from '../../../basics/refusal.ts'
import { plural } from '../../../basics/text.ts'
import type { FormState } from '../../../ui/form.tsx'
import { urls } from '../../../urls.ts'
import { workOf, type Door } from '../../../web/door.ts'
import { forbidden, notFound } from '../../../web/errors.tsx'
import { oneOf, readForm, ticked, time } from '../../../web/forms.ts'
import { mayNot } from '../../access/permissions.ts'
import { said } from '../../access/staff-page.tsx'
import { commitmentKinds } from '../../clients/free-times.ts'
import { clientById } from '../../clients/queries.ts'
import { commitmentById } from '../../clients/queries/commitments.ts'
import { endCommitment, noteCommitment, noteWishes } from '../actions/wishes.ts'
import { wishesPage } from './wishes-page.tsx'

export const wishes = new Hono<Door>()

export type Back = { form: FormState; refusal?: Refusal }

wishes.get(urls.clientWishes.pattern, (c) => wishesPage(c, c.req.param('client')))

const many = z.preprocess((value) => (value === undefined ? [] : [value].flat()), z.array(z.string().max(100)).max(60))
const kinds = commitmentKinds.map(({ value }) => value)
const deeds = z.discriminatedUnion('deed', [
  z.object({
    deed: z.literal('commitment'),
    whose: oneOf(['client', 'family']),
    what: z.enum(kinds, 'Choose what it is.'),
    firmness: oneOf(['cannot', 'rather-not']),
    weekdays: many,
    from: time('Give the time from which this is so.'),
    to: time('Give the time until which this is so.'),
  }),
  z.object({ deed: z.literal('end'), ids: many }),
  z
    .object({
      deed: z.literal('wishes'),
      place: oneOf(['on-site', 'video', 'either']),
      clinicianGender: z.enum(['', 'woman', 'man', 'nonbinary']).default(''),
      genderIsFirm: ticked,
      languages: many,
      wanted: many,
      prescribed: many,
      suits: many,
      asked: many,
      acuity: z.enum(['1', '2', '3']).default('1'),
    })
    .catchall(z.unknown()), // the ways to each site, read by `waysFrom`
])

wishes.post(urls.clientWishes.pattern, async (c) => {
  const work = workOf(c)
  const denied = mayNot(work.by, 'client.correct')
  if (denied) return forbidden(c, denied.because)
  const client = await clientById(work, c.req.param('client'))
  if (client === undefined) return notFound(c)
  const form = await readForm(c, deeds)
  if (!form.ok) return wishesPage(c, client.id, { form: { values: form.typed, errors: form.errors } })
  const values = form.values
  const again = (refusal: Refusal) => {
    const days = values.deed === 'commitment' ? { 'weekdays[]': values.weekdays } : {}
    return wishesPage(c, client.id, { form: { values: { ...form.typed, ...days } }, refusal })
  }
  const to = urls.clientWishes({ client: client.id })
  if (values.deed === 'commitment') {
    const { whose, what, firmness, from, to: until } = values
    const weekdays = values.weekdays.map(Number).filter((day) => [1, 2, 3, 4, 5, 6, 7].includes(day))
    const since = dayAt(work.at, work.clinic.timeZone)
    const answer = await noteCommitment(work, client.id, { whose, what, firmness, weekdays, from, to: until, since })
    if (isRefusal(answer)) return again(answer)
    said(c, { tone: 'good', text: `Noted on ${plural(answer.noted, 'weekday', 'weekdays')}.` })
    return c.redirect(to, 303)
  }
  if (values.deed === 'end') return endSome(c, client.id, values.ids, to)
  const answer = await noteWishes(work, client.id, {
    place: values.place,
    clinicianGender: values.clinicianGender,
    genderIsFirm: values.genderIsFirm && values.clinicianGender !== '',
    languages: values.languages.slice(0, 6),
    wanted: values.wanted.slice(0, 10),
    prescribed: values.prescribed.slice(0, 10),
    acuity: Number(values.acuity),
    suits: values.suits,
    asked: values.asked,
    travel: waysFrom(values),
  })
  if (isRefusal(answer)) return again(answer)
  said(c, { tone: 'good', text: answer.changed ? 'The wishes are noted.' : 'Nothing was changed.' })
  return c.redirect(client.episodeId === null ? to : urls.composeWeek({ episode: client.episodeId }), 303)
})

async function endSome(c: Context<Door>, clientId: string, ids: string[], to: string): Promise<Response> {
  const work = workOf(c)
  for (const id of ids) {
    // Whose it is stands in the row, not in the form.
    if ((await commitmentById(work, id))?.clientId !== clientId) return notFound(c)
    const answer = await endCommitment(work, id)
    if (isRefusal(answer)) return wishesPage(c, clientId, { form: {}, refusal: answer })
  }
  said(c, { tone: 'good', text: 'Taken out: from today on these hours are free again.' })
  return c.redirect(to, 303)
}

/** The minutes to each site as they were typed: nothing typed says nothing; ticked says out of reach. */
function waysFrom(values: Record<string, unknown>): Record<string, number | null> {
  const ways: Record<string, number | null> = {}
  for (const [key, value] of Object.entries(values)) {
    const [, what, site] = /^(way|far)-([0-9a-f-]{36})$/.exec(key) ?? []
    if (what === 'far' && site !== undefined) ways[site] = null
    if (what !== 'way' || site === undefined || typeof value !== 'string' || value.trim() === '' || site in ways)
      continue
    const minutes = Number(value)
    if (Number.isInteger(minutes) && minutes >= 0 && minutes <= 240) ways[site] = minutes
  }
  return ways
}
