import { Hono, type Context } from 'hono'
import { z } from 'zod'
import { dayAt } from '../../../basics/dates.ts'
import { isRefusal, type Refusal } from '../../../basics/refusal.ts'
import { plural } from '../../../basics/text.ts'
import { roles } from '../../../db/work.ts'
import { Card, Row, Rows } from '../../../ui/card.tsx'
import { Empty } from '../../../ui/empty.tsx'
import { Facts } from '../../../ui/facts.tsx'
import { Button, DateField, ErrorSummary, FormActions, Select, TextField, type FormState } from '../../../ui/form.tsx'
import { Pages, partAsked, partOf } from '../../../ui/paging.tsx'
import { PersonLine } from '../../../ui/person.tsx'
import { RefusalAlert } from '../../../ui/refusal.tsx'
import { Notice, Sig } from '../../../ui/status.tsx'
import { weekDay } from '../../../ui/when.tsx'
import { urls } from '../../../urls.ts'
import { workOf, type Door } from '../../../web/door.ts'
import { forbidden, notFound } from '../../../web/errors.tsx'
import { day, line, oneOf, optionalDay, optionalLine, readForm } from '../../../web/forms.ts'
import { may, mayNot, roleName } from '../../access/permissions.ts'
import { said, StaffPage } from '../../access/staff-page.tsx'
import { addLicense, giveRole, hire, resetPassword } from '../actions/people.ts'
import { licenseState, staffList, staffMemberById, type StaffRow, withCredential } from '../queries.ts'
import { afterTheLicence } from '../queries/credentials.ts'

export const people = new Hono<Door>()

/** So many of the staff on one page. */
const onAPage = 100

const roleOptions = roles.map((value) => ({ value, label: roleName[value] }))
const titleOf = (role: string): string =>
  role in roleName ? roleName[role as keyof typeof roleName] : 'No longer here'

people.get(urls.staff.pattern, async (c) => {
  const work = workOf(c)
  const denied = mayNot(work.by, 'staff.see')
  if (denied) return forbidden(c, denied.because)
  const everyone = await staffList(work)
  const here = everyone.filter((one) => one.role !== 'none')
  const q = c.req.query('q')?.trim() ?? ''
  const listed = everyone.filter((one) => isNamed(one, q))
  const part = partAsked(c.req.query('page'), listed.length, onAPage)
  const soon = here.filter((one) => licenseState(one.expiresOn, work)?.tone !== 'good' && one.expiresOn !== null).length
  return c.html(
    <StaffPage
      c={c}
      current="Settings"
      title="Staff"
      answer={soon === 0 ? `${here.length} people work here` : `${soon} of ${here.length} have a licence to renew`}
      crumbs={[{ label: 'Settings', href: urls.settings() }]}
      actions={
        <>
          {may(work.by, 'credential.see') && <Button href={urls.comingUnheld()}>What nobody may hold</Button>}
          {may(work.by, 'staff.manage') && (
            <Button kind="main" href={urls.newStaff()}>
              Add a person
            </Button>
          )}
        </>
      }
    >
      {everyone.length > onAPage && (
        <form class="line-up" method="get" action={urls.staff()} role="search" aria-label="Staff">
          <TextField name="q" type="search" label="Name, role or email" value={q} required={false} />
          <Button>Search</Button>
        </form>
      )}
      {listed.length === 0 && (
        <Empty title="Nobody of that name">Search by a part of the name, the role or the email address.</Empty>
      )}
      <Card flush>
        <Rows label="Staff">
          {partOf(listed, part).map((one) => {
            const state = licenseState(one.expiresOn, work)
            return (
              <Row
                end={
                  one.role === 'none' ? (
                    <Sig tone="calm">No longer here</Sig>
                  ) : (
                    state && <Sig tone={state.tone}>{`${one.kind ?? ''} ${state.words}`.trim()}</Sig>
                  )
                }
              >
                <PersonLine
                  name={withCredential(one)}
                  href={urls.staffMember({ member: one.id })}
                  meta={`${titleOf(one.role)} · ${one.email}`}
                />
              </Row>
            )
          })}
        </Rows>
      </Card>
      <Pages part={part} href={(page) => urls.staff({ q: q || undefined, page })} />
    </StaffPage>,
  )
})

/** Whether each word that was typed begins a word of the name, the role or the email address. */
function isNamed(one: StaffRow, q: string): boolean {
  const words = `${withCredential(one)} ${titleOf(one.role)} ${one.email}`.toLowerCase().split(/[\s,]+/)
  return q
    .toLowerCase()
    .split(/[\s,]+/)
    .every((typed) => words.some((word) => word.startsWith(typed)))
}

const newPerson = z.object({
  givenName: line(100, 'Give the given name.'),
  familyName: line(100, 'Give the family name.'),
  credential: optionalLine(40),
  email: line(200, 'Give the work email address.').pipe(z.email('This is not an email address.')),
  npi: z.preprocess(
    (value) => (value === '' ? null : value),
    z
      .string()
      .regex(/^\d{10}$/, 'An NPI has ten digits.')
      .nullable(),
  ),
  role: oneOf(roles, 'Choose a role.'),
  password: z.string().max(200),
})

people.get(urls.newStaff.pattern, (c) => {
  const denied = mayNot(workOf(c).by, 'staff.manage')
  return denied ? forbidden(c, denied.because) : c.html(<NewPersonPage c={c} />)
})

people.post(urls.newStaff.pattern, async (c) => {
  const work = workOf(c)
  const denied = mayNot(work.by, 'staff.manage')
  if (denied) return forbidden(c, denied.because)
  const form = await readForm(c, newPerson)
  const { password: _, ...values } = form.typed
  if (!form.ok) return c.html(<NewPersonPage c={c} form={{ values, errors: form.errors }} />, 422)
  const answer = await hire(work, form.values)
  if (isRefusal(answer)) return c.html(<NewPersonPage c={c} form={{ values }} refusal={answer} />, 422)
  said(c, {
    tone: 'good',
    text: 'Added. Hand over the first password in person; it must be changed at the first sign-in.',
  })
  return c.redirect(urls.staffMember({ member: answer.id }), 303)
})

const NewPersonPage = ({ c, form, refusal }: { c: Context<Door>; form?: FormState; refusal?: Refusal }) => (
  <StaffPage
    c={c}
    current="Settings"
    title="Add a person to the staff"
    crumbs={[{ label: 'Staff', href: urls.staff() }]}
    width="narrow"
  >
    <RefusalAlert refusal={refusal} />
    <ErrorSummary form={form} />
    <form method="post" action={urls.newStaff()}>
      <TextField name="givenName" label="Given name" form={form} />
      <TextField name="familyName" label="Family name" form={form} />
      <TextField
        name="credential"
        label="Credential"
        hint="As it stands after the name on a note: LCSW, LMHC, CASAC, PMHNP."
        optional
        form={form}
      />
      <TextField name="email" label="Work email" type="email" form={form} />
      <TextField name="npi" label="NPI" hint="Ten digits." optional form={form} />
      <Select name="role" label="Role" options={roleOptions} form={form} />
      <TextField
        name="password"
        label="First password"
        type="password"
        hint="At least 15 characters. The person chooses another at the first sign-in."
        autocomplete="new-password"
      />
      <FormActions>
        <Button kind="main">Add to the staff</Button>
        <Button href={urls.staff()}>Cancel</Button>
      </FormActions>
    </form>
  </StaffPage>
)

people.get(urls.staffMember.pattern, async (c) => {
  const denied = mayNot(workOf(c).by, 'staff.see')
  return denied ? forbidden(c, denied.because) : memberPage(c, c.req.param('member'))
})

const roleGift = z.object({ role: oneOf([...roles, 'none'], 'Choose a role.'), because: optionalLine(300) })
people.post(urls.staffRole.pattern, async (c) => {
  const form = await readForm(c, roleGift)
  return changed(c, form, (id, values) => giveRole(workOf(c), id, values.role, values.because), 'The role is changed.')
})

const license = z.object({
  kind: line(60, 'Name the licence, such as LCSW.'),
  number: line(60, 'Give its number.'),
  state: z.preprocess(
    (value) => (typeof value === 'string' ? value.trim().toUpperCase() : value),
    z.string().regex(/^[A-Z]{2}$/, 'Give the state as two letters.'),
  ),
  issuedOn: optionalDay,
  expiresOn: day('Give the day on which it expires.'),
})
people.post(urls.staffLicense.pattern, async (c) => {
  const form = await readForm(c, license)
  return changed(c, form, (id, values) => addLicense(workOf(c), id, values), 'The licence is recorded.')
})

people.post(urls.staffPassword.pattern, async (c) => {
  const form = await readForm(c, z.object({ password: z.string().max(200) }))
  const kept = { ...form, typed: {} }
  return changed(
    c,
    kept,
    (id, values) => resetPassword(workOf(c), id, values.password),
    'The password is set. It must be changed at the next sign-in.',
  )
})

async function changed<T>(
  c: Context<Door>,
  form:
    | { ok: true; values: T; typed: Record<string, string> }
    | { ok: false; errors: Record<string, string>; typed: Record<string, string> },
  verb: (id: string, values: T) => Promise<null | Refusal>,
  text: string,
): Promise<Response> {
  const member = c.req.param('member') ?? ''
  const denied = mayNot(workOf(c).by, 'staff.manage')
  if (denied) return forbidden(c, denied.because)
  if ((await staffMemberById(workOf(c), member)) === undefined) return notFound(c)
  if (!form.ok) return memberPage(c, member, { values: form.typed, errors: form.errors })
  const refusal = await verb(member, form.values)
  if (refusal) return memberPage(c, member, { values: form.typed }, refusal)
  said(c, { tone: 'good', text })
  return c.redirect(urls.staffMember({ member }), 303)
}

async function memberPage(c: Context<Door>, id: string, form?: FormState, refusal?: Refusal): Promise<Response> {
  const work = workOf(c)
  const member = await staffMemberById(work, id)
  if (member === undefined) return notFound(c)
  const manages = may(work.by, 'staff.manage')
  const after = may(work.by, 'credential.see') ? await afterTheLicence(work, id) : null
  const zone = work.clinic.timeZone
  return c.html(
    <StaffPage
      c={c}
      current="Settings"
      title={withCredential(member)}
      over={titleOf(member.role)}
      crumbs={[{ label: 'Staff', href: urls.staff() }]}
      actions={
        <>
          {(work.by.id === id || may(work.by, 'credential.see')) && (
            <Button href={urls.staffCredentials({ member: id })}>Credentials and hours</Button>
          )}
          {(work.by.id === id || may(work.by, 'front.manage')) && (
            <Button href={urls.publicProfile({ member: id })}>Public profile</Button>
          )}
        </>
      }
    >
      <RefusalAlert refusal={refusal} />
      <ErrorSummary form={form} />
      {after !== null && (
        <Notice tone="warning">
          {`${plural(after.count, 'meeting or visit lies', 'meetings and visits lie')} after the last day of every licence, the first on ${weekDay(after.first)}.`}
        </Notice>
      )}
      <Card title="Who this is">
        <Facts
          facts={[
            { term: 'Email', detail: member.email },
            { term: 'Credential', detail: member.credential || 'None' },
            {
              term: 'Signed in now',
              detail: member.sessions.length === 0 ? 'No' : `On ${member.sessions.length} device(s)`,
            },
          ]}
        />
      </Card>
      <Card title="Licences" flush={member.licenses.length > 0}>
        {member.licenses.length === 0 ? (
          <p>No licence is recorded.</p>
        ) : (
          <Rows label="Licences">
            {member.licenses.map((one) => {
              const state = licenseState(one.expiresOn, work)
              return (
                <Row
                  title={`${one.kind} ${one.number}`}
                  note={`${one.state}${one.issuedOn === null ? '' : `, since ${one.issuedOn}`}`}
                  end={state && <Sig tone={state.tone}>{state.words}</Sig>}
                />
              )
            })}
          </Rows>
        )}
      </Card>
      {manages && (
        <Card title="Record a licence">
          <form method="post" action={urls.staffLicense({ member: id })}>
            <TextField name="kind" label="Licence" hint="LCSW, LMHC, CASAC, NP…" form={form} />
            <TextField name="number" label="Number" form={form} />
            <TextField name="state" label="State" hint="Two letters." form={form} />
            <DateField name="issuedOn" label="Issued on" optional form={form} />
            <DateField name="expiresOn" label="Expires on" form={form} />
            <FormActions>
              <Button kind="main">Record licence</Button>
            </FormActions>
          </form>
        </Card>
      )}
      <Card title="Roles, newest first" flush>
        <Rows label="Roles">
          {member.roles.map((one) => (
            <Row
              title={titleOf(one.role)}
              note={`${dayAt(one.givenAt, zone)}${one.givenName === null ? '' : `, by ${one.givenName} ${one.familyName ?? ''}`}${one.because === '' ? '' : `: ${one.because}`}`}
            />
          ))}
        </Rows>
      </Card>
      {manages && (
        <Card title="Change the role">
          <form method="post" action={urls.staffRole({ member: id })}>
            <Select
              name="role"
              label="Role"
              options={[...roleOptions, { value: 'none', label: 'No longer here: ends every session at once' }]}
              form={form}
            />
            <TextField name="because" label="Why" optional form={form} />
            <FormActions>
              <Button kind="main">Change role</Button>
            </FormActions>
          </form>
        </Card>
      )}
      {manages && (
        <Card title="New first password" hint="Signs the person out everywhere.">
          <form method="post" action={urls.staffPassword({ member: id })}>
            <TextField
              name="password"
              label="First password"
              type="password"
              autocomplete="new-password"
              hint="At least 15 characters."
            />
            <FormActions>
              <Button>Set password</Button>
            </FormActions>
          </form>
        </Card>
      )}
    </StaffPage>,
    form === undefined && refusal === undefined ? 200 : 422,
  )
}
