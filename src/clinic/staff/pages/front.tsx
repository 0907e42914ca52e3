import { Hono, type Context } from 'hono'
import { parsePhoneNumberFromString } from 'libphonenumber-js'
import { z } from 'zod'
import { dayAt } from '../../../basics/dates.ts'
import { Card, Row, Rows } from '../../../ui/card.tsx'
import { Checkbox } from '../../../ui/choices.tsx'
import { FromAndSource } from '../../../ui/dated-rows.tsx'
import { Facts } from '../../../ui/facts.tsx'
import { Button, FormActions, NumberField, TextField } from '../../../ui/form.tsx'
import { write } from '../../../ui/language.ts'
import { Notice, Sig } from '../../../ui/status.tsx'
import { shortDay } from '../../../ui/when.tsx'
import { urls } from '../../../urls.ts'
import { workOf, type Door } from '../../../web/door.ts'
import { forbidden } from '../../../web/errors.tsx'
import { day, line, ticked, wholeNumber } from '../../../web/forms.ts'
import { addRow, formOf, RulesPage, statusOf, type RulesBack } from '../../access/dated-rules.tsx'
import { mayNot } from '../../access/permissions.ts'
import { setFront, setFrontPolicy } from '../actions/front.ts'
import { frontPageNames, frontPages, usualPolicy, type FrontPage, type ReviewState } from '../front-rules.ts'
import { frontOf, policyRows, stateOfPage, textRows, type PageState } from '../queries/front.ts'
import { publicPeople } from '../queries/profiles.ts'

export const front = new Hono<Door>()

front.get(urls.frontPages.pattern, (c) => frontPagesPage(c))

const phone = z.preprocess(
  (value) => (typeof value === 'string' ? value.trim() : value),
  z
    .string()
    .max(40)
    .transform((value, context) => {
      if (value === '') return ''
      const number = parsePhoneNumberFromString(value, 'US')
      if (number?.isPossible() === true) return number.number
      context.addIssue({
        code: 'custom',
        message: 'This does not look like a telephone number. Write it with its area code.',
      })
      return z.NEVER
    }),
)
const opening = z.object({
  isOpen: ticked,
  phone,
  crisisPhone: phone,
  email: z.preprocess(
    (value) => (typeof value === 'string' ? value.trim().toLowerCase() : value),
    z.union([z.literal(''), z.email('This is not an email address.')]),
  ),
  host: z.preprocess(
    (value) => (typeof value === 'string' ? value.trim().toLowerCase() : value),
    z.string().regex(/^([a-z0-9.-]{1,253})?$/, 'Write the name alone, such as help.example.org.'),
  ),
})

front.post(urls.frontPages.pattern, (c) =>
  addRow(c, {
    verb: 'front.manage',
    saying: opening,
    add: setFront,
    done: ({ isOpen }) =>
      isOpen ? 'The public pages are open.' : 'The public pages are closed: visitors find nothing there.',
    to: urls.frontPages(),
    page: frontPagesPage,
  }),
)

const policy = z.object({
  holdHours: wholeNumber(1, 168),
  holdOneIn: wholeNumber(1, 20),
  reviewMonths: wholeNumber(1, 60),
  from: day('Give the first day.'),
  source: line(300, 'Say who decided it, or where it was read.'),
})

front.post(urls.frontPolicies.pattern, (c) =>
  addRow(c, {
    verb: 'front.manage',
    saying: policy,
    add: setFrontPolicy,
    done: ({ from }) => `This stands from ${shortDay(from)} on.`,
    to: urls.frontPages(),
    page: frontPagesPage,
    prefix: 'policy',
  }),
)

const signs: Record<ReviewState, { tone: 'good' | 'warning' | 'info'; words: string }> = {
  never: { tone: 'info', words: 'Not reviewed yet' },
  'being-reviewed': { tone: 'warning', words: 'Changed: being reviewed' },
  old: { tone: 'warning', words: 'Review is old' },
  good: { tone: 'good', words: 'Reviewed' },
}

export const StateSig = ({ state }: { state: ReviewState }) => <Sig tone={signs[state].tone}>{signs[state].words}</Sig>

export const stateNote = ({ review, state }: PageState): string =>
  review === null
    ? 'Visitors read Stepwell’s own words, without a name under them'
    : `${review.by}, ${shortDay(review.on)}${state === 'being-reviewed' ? '. Visitors still read what was reviewed then' : ''}`

async function frontPagesPage(c: Context<Door>, back?: RulesBack): Promise<Response> {
  const work = workOf(c)
  const denied = mayNot(work.by, 'front.manage')
  if (denied) return forbidden(c, denied.because)
  const now = await frontOf(work)
  const rows = await textRows(work)
  const pages: (PageState & { page: FrontPage })[] = []
  for (const page of frontPages) pages.push({ page, ...(await stateOfPage(work, page, rows)) })
  const [old, changed, never] = (['old', 'being-reviewed', 'never'] as const).map(
    (state) => pages.filter((one) => one.state === state).length,
  )
  const shown = (await publicPeople(work)).length
  const policies = await policyRows(work)
  const isOpen = now?.isOpen ?? false
  const form = formOf(back)
  const today = dayAt(work.at, work.clinic.timeZone)
  return c.html(
    <RulesPage
      c={c}
      back={back}
      title="Public pages"
      answer={isOpen ? 'The public pages are open' : 'The public pages are closed'}
      actions={
        isOpen && (
          <>
            <Button href={urls.publicHome({ lang: 'en' })}>See them</Button>
            <Button href={urls.publicHome({ lang: 'es' })}>In Spanish</Button>
          </>
        )
      }
    >
      {(old ?? 0) > 0 && (
        <Notice tone="warning" title="A review is older than your policy allows">
          Let a clinician read these pages again, and record it below.
        </Notice>
      )}
      <div class="columns">
        <div class="stack">
          <Card
            title="Which pages has a clinician read?"
            hint={
              (changed ?? 0) + (never ?? 0) + (old ?? 0) === 0
                ? 'All of them, as they stand'
                : `${pages.length - (changed ?? 0) - (never ?? 0) - (old ?? 0)} of ${pages.length} are read as they stand`
            }
            flush
          >
            <Rows label="Public pages">
              {pages.map((one) => (
                <Row
                  title={<a href={urls.frontPage({ page: one.page })}>{frontPageNames[one.page]}</a>}
                  note={stateNote(one)}
                  end={<StateSig state={one.state} />}
                />
              ))}
            </Rows>
          </Card>
          <Card title="Who and what is named?" flush>
            <Rows label="Names">
              <Row
                title={<a href={urls.staff()}>People who lead</a>}
                note={
                  shown === 0
                    ? 'Nobody is shown yet: each person agrees on their own page'
                    : `${shown} agreed to be shown`
                }
              />
              <Row
                title={<a href={urls.frontWords()}>Names in Spanish</a>}
                note="Programs, groups and themes as Spanish pages say them"
              />
            </Rows>
          </Card>
          <PolicyCard policies={policies} today={today} back={back} />
        </div>
        <Card title={isOpen ? 'How do visitors reach you?' : 'Open the public pages'}>
          <form class="form" method="post" action={urls.frontPages()}>
            <Checkbox
              name="isOpen"
              value="yes"
              label="The public pages are open"
              hint="Closed, visitors find nothing and are led to the sign-in."
              checked={isOpen}
              form={form}
            />
            <TextField
              name="phone"
              label="Telephone"
              hint="Admissions. It stands on every page."
              type="tel"
              value={now && now.phone !== '' ? write.phone(now.phone) : ''}
              required={false}
              form={form}
            />
            <TextField
              name="crisisPhone"
              label="Your own crisis line"
              hint="Only if somebody answers it day and night. 988 and 911 stand there anyway."
              type="tel"
              value={now && now.crisisPhone !== '' ? write.phone(now.crisisPhone) : ''}
              optional
              form={form}
            />
            <TextField name="email" label="Email" type="email" value={now?.email} optional form={form} />
            <TextField
              name="host"
              label="Name in the address bar"
              hint="Only when several clinics share this Stepwell, such as help.example.org."
              value={now?.host}
              optional
              form={form}
            />
            <FormActions>
              <Button kind="main">Keep</Button>
            </FormActions>
          </form>
        </Card>
      </div>
    </RulesPage>,
    statusOf(back),
  )
}

type PolicyCardProps = { policies: Awaited<ReturnType<typeof policyRows>>; today: string; back?: RulesBack }

const PolicyCard = ({ policies, today, back }: PolicyCardProps) => {
  const standing = policies.find((row) => row.effectiveFrom <= today)
  const now = standing ?? { ...usualPolicy, effectiveFrom: usualPolicy.from }
  const own = formOf(back, 'policy')
  return (
    <Card title="Seats held by visitors, and reviews" hint={now.source}>
      <Facts
        facts={[
          { term: 'A visitor holds a seat for', detail: `${now.holdHours} hours` },
          { term: 'Of a group’s free seats', detail: `one in ${now.holdOneIn}, and always one` },
          { term: 'A page is read again after', detail: `${now.reviewMonths} months` },
          ...policies
            .filter((row) => row.effectiveFrom > today)
            .map((row) => ({
              term: `From ${shortDay(row.effectiveFrom)}`,
              detail: `${row.holdHours} hours, one in ${row.holdOneIn}, ${row.reviewMonths} months (${row.source})`,
            })),
        ]}
      />
      <details class="disclose" open={own.values !== undefined}>
        <summary>Change from a day on</summary>
        <form class="form" method="post" action={urls.frontPolicies()}>
          <NumberField name="holdHours" label="Hours" min={1} max={168} value={now.holdHours} form={own} />
          <NumberField
            name="holdOneIn"
            label="One free seat in"
            hint="3: of six free seats visitors hold two at most."
            min={1}
            max={20}
            value={now.holdOneIn}
            form={own}
          />
          <NumberField
            name="reviewMonths"
            label="Months until a page is read again"
            min={1}
            max={60}
            value={now.reviewMonths}
            form={own}
          />
          <FromAndSource form={own} today={today} words={{ source: 'Who decided it' }} />
          <FormActions>
            <Button>Record</Button>
          </FormActions>
        </form>
      </details>
    </Card>
  )
}
