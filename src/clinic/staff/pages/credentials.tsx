import { Hono, type Context } from 'hono'
import { z } from 'zod'
import { dayAt } from '../../../basics/dates.ts'
import { isId } from '../../../basics/ids.ts'
import { isRefusal, type Refusal } from '../../../basics/refusal.ts'
import type { FormState } from '../../../ui/form.tsx'
import { urls } from '../../../urls.ts'
import { workOf, type Door } from '../../../web/door.ts'
import { forbidden, notFound } from '../../../web/errors.tsx'
import {
  day,
  id,
  line,
  oneOf,
  optionalDay,
  optionalId,
  optionalLine,
  readForm,
  time,
  wholeNumber,
} from '../../../web/forms.ts'
import { may, mayNot } from '../../access/permissions.ts'
import { said } from '../../access/staff-page.tsx'
import {
  addSupervision,
  addTraining,
  endSupervision,
  takeBackLicense,
  takeBackTraining,
} from '../actions/credentials.ts'
import { addLeave, endWorkingHours, setCaseloadCap, setGender, setRooms, setWorkingHours } from '../actions/hours.ts'
import { staffMemberById } from '../queries.ts'
import { supervisionById } from '../queries/credentials.ts'
import { credentialFacts } from '../queries/person.ts'
import { CredentialsScreen } from './credentials-screen.tsx'

/** What one person holds, who supervises them, and when and where they work. */
export const credentials = new Hono<Door>()

credentials.get(urls.staffCredentials.pattern, (c) => personPage(c, c.req.param('member')))

const because = z.object({ because: line(300, 'Say what was wrong, in a few words.') })

/** One form of the page: read, done, and back; or the page again with what was typed. `prefix` keeps two forms apart. */
async function kept<S extends z.ZodType>(
  c: Context<Door>,
  schema: S,
  text: string,
  verb: (member: string, values: z.infer<S>) => Promise<Refusal | null | object>,
  prefix?: string,
): Promise<Response> {
  const work = workOf(c)
  const member = c.req.param('member') ?? ''
  if ((await staffMemberById(work, member)) === undefined) return notFound(c)
  const own = work.by.id === member
  if (!own && !may(work.by, 'credential.see')) return forbidden(c, mayNot(work.by, 'credential.see')?.because ?? '')
  const form = await readForm(c, schema)
  if (!form.ok) return personPage(c, member, { values: form.typed, errors: form.errors, prefix })
  const answer = await verb(member, form.values)
  if (isRefusal(answer)) {
    return answer.refused === 'not-allowed'
      ? forbidden(c, answer.because)
      : personPage(c, member, { values: form.typed, prefix }, answer)
  }
  said(c, { tone: 'good', text })
  return c.redirect(urls.staffCredentials({ member }), 303)
}

credentials.post(urls.staffLicenseEnd.pattern, (c) =>
  kept(
    c,
    because,
    'The licence is taken back. Record the right one.',
    (member, values) => takeBackLicense(workOf(c), member, c.req.param('license'), values.because),
    c.req.param('license'),
  ),
)

const twoLetters = z.preprocess(
  (value) => (typeof value === 'string' && value.trim() !== '' ? value.trim().toUpperCase() : undefined),
  z
    .string()
    .regex(/^[A-Z]{2}$/, 'Give the state as two letters.')
    .optional(),
)
const training = z.object({
  kind: oneOf(['training', 'certificate'], 'Choose which it is.'),
  name: line(100, 'Name it, such as art therapy.'),
  number: optionalLine(60),
  issuer: optionalLine(100),
  state: twoLetters,
  issuedOn: day('Give the day on which it was issued.'),
  expiresOn: optionalDay,
})
credentials.post(urls.staffTrainings.pattern, (c) =>
  kept(c, training, 'It is recorded.', (member, values) => addTraining(workOf(c), member, values), 'training'),
)
credentials.post(urls.staffTrainingEnd.pattern, (c) =>
  kept(
    c,
    because,
    'It is taken back.',
    (member, values) => takeBackTraining(workOf(c), member, c.req.param('training'), values.because),
    c.req.param('training'),
  ),
)

const supervising = z.object({
  supervisorId: id('Choose who supervises.'),
  from: day('Give the first day.'),
  to: optionalDay,
  agreedOn: optionalDay,
})
credentials.post(urls.supervisions.pattern, (c) =>
  kept(
    c,
    supervising,
    'The supervision is recorded.',
    (member, values) => addSupervision(workOf(c), member, values),
    'supervision',
  ),
)
credentials.post(urls.supervisionEnd.pattern, async (c) => {
  const work = workOf(c)
  const one = await supervisionById(work, c.req.param('supervision'))
  if (one === undefined) return notFound(c)
  const form = await readForm(c, z.object({ lastDay: day('Give the last day.') }))
  const own = { values: form.typed, prefix: one.id }
  if (!form.ok) return personPage(c, one.superviseeId, { ...own, errors: form.errors })
  const answer = await endSupervision(work, one.id, form.values.lastDay)
  if (isRefusal(answer))
    return answer.refused === 'not-allowed'
      ? forbidden(c, answer.because)
      : personPage(c, one.superviseeId, own, answer)
  said(c, { tone: 'good', text: 'The supervision has its last day.' })
  return c.redirect(urls.staffCredentials({ member: answer.staffId }), 303)
})

const limit = z.object({
  most: z.preprocess((value) => (value === '' ? null : value), wholeNumber(0, 500).nullable()),
  from: day('Give the day from which it stands.'),
  because: optionalLine(300),
})
credentials.post(urls.caseloadCaps.pattern, (c) =>
  kept(c, limit, 'The limit is recorded.', (member, values) => setCaseloadCap(workOf(c), member, values), 'caseload'),
)

const hours = z.object({
  weekdays: z.array(z.coerce.number().int().min(1).max(7)).max(7).optional(),
  starts: time('Give the time at which it begins.'),
  ends: time('Give the time at which it ends.'),
  siteId: optionalId,
  from: day('Give the first day.'),
  to: optionalDay,
})
credentials.post(urls.workingHours.pattern, (c) =>
  kept(
    c,
    hours,
    'The hours are recorded.',
    (member, { weekdays = [], siteId, ...values }) =>
      setWorkingHours(workOf(c), member, { ...values, weekdays, siteId: siteId ?? null }),
    'hours',
  ),
)
credentials.post(urls.workingHoursEnd.pattern, (c) =>
  kept(c, z.object({}), 'These hours end today.', (member) => endWorkingHours(workOf(c), member, c.req.param('hours'))),
)
credentials.post(urls.staffRooms.pattern, (c) =>
  kept(
    c,
    z.object({ rooms: z.array(z.string().refine(isId)).max(500).optional() }),
    'The rooms are recorded.',
    (member, { rooms = [] }) => setRooms(workOf(c), member, rooms),
  ),
)
credentials.post(urls.staffGender.pattern, (c) =>
  kept(c, z.object({ gender: z.enum(['', 'woman', 'man', 'nonbinary']) }), 'Kept.', (member, { gender }) =>
    setGender(workOf(c), member, gender),
  ),
)
const leave = z.object({ from: day('Give the first day.'), to: day('Give the last day.') })
credentials.post(urls.staffAway.pattern, (c) =>
  kept(
    c,
    leave,
    'The days are kept as time away. See what is to cover.',
    (member, { from, to }) => addLeave(workOf(c), member, from, to),
    'away',
  ),
)

async function personPage(c: Context<Door>, id: string, form?: FormState, refusal?: Refusal): Promise<Response> {
  const work = workOf(c)
  const member = await staffMemberById(work, id)
  if (member === undefined) return notFound(c)
  const denied = work.by.id === id ? null : mayNot(work.by, 'credential.see')
  if (denied) return forbidden(c, denied.because)
  const facts = await credentialFacts(work, id, dayAt(work.at, work.clinic.timeZone))
  return c.html(
    <CredentialsScreen c={c} member={member} facts={facts} form={form} refusal={refusal} />,
    form === undefined && refusal === undefined ? 200 : 422,
  )
}
