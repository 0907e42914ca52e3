import { Hono, type Context } from 'hono'
import { z } from 'zod'
import { isRefusal, type Refusal } from '../../../basics/refusal.ts'
import { Card, Row, Rows } from '../../../ui/card.tsx'
import { RadioCards } from '../../../ui/choices.tsx'
import { Button, ErrorSummary, FormActions, TextArea, type FormState } from '../../../ui/form.tsx'
import { languages, nameOfLanguage } from '../../../ui/language.ts'
import { OnceShown } from '../../../ui/once.tsx'
import { RefusalAlert } from '../../../ui/refusal.tsx'
import { Sig } from '../../../ui/status.tsx'
import { At } from '../../../ui/when.tsx'
import { urls } from '../../../urls.ts'
import { showing, workOf, type Door } from '../../../web/door.ts'
import { forbidden, notFound } from '../../../web/errors.tsx'
import { readForm } from '../../../web/forms.ts'
import { may, mayNot } from '../../access/permissions.ts'
import { said } from '../../access/staff-page.tsx'
import { endOwnPage, giveOwnPage } from '../actions/own-page.ts'
import { ClientFrame } from '../frame.tsx'
import { MOST_TRIES } from '../own-page.ts'
import { clientById } from '../queries.ts'
import { ownPagePolicies, pageById, pagesOf, titlesOf } from '../queries/own-page.ts'

type Fresh = { token: string; expiresAt: Date }
type Shown = { fresh?: Fresh; form?: FormState; refusal?: Refusal }

const draft = z.object({ language: z.enum(languages), birthDate: z.enum(['asked', 'left-out']) })

/** A client's own page, from the staff's side: give the link, take it back, and see which were given. */
export function ownPages({ baseUrl }: { baseUrl: string }): Hono<Door> {
  const face = new Hono<Door>()
  const show = (c: Context<Door>, more: Shown = {}) => ownPageScreen(c, baseUrl, more)

  face.get(urls.ownPage.pattern, (c) => show(c))

  face.post(urls.ownPage.pattern, async (c) => {
    const work = workOf(c)
    const denied = mayNot(work.by, 'own-page.give')
    if (denied) return forbidden(c, denied.because)
    const clientId = c.req.param('client')
    if ((await clientById(work, clientId)) === undefined) return notFound(c)
    const form = await readForm(c, draft)
    if (!form.ok) return show(c, { form: { values: form.typed, errors: form.errors } })
    const answer = await giveOwnPage(work, clientId, {
      language: form.values.language,
      asksBirthDate: form.values.birthDate === 'asked',
    })
    // The address is shown on this answer and nowhere again.
    return isRefusal(answer) ? show(c, { refusal: answer }) : show(c, { fresh: answer })
  })

  face.post(urls.ownPageEnd.pattern, async (c) => {
    const work = workOf(c)
    const denied = mayNot(work.by, 'own-page.give')
    if (denied) return forbidden(c, denied.because)
    const page = await pageById(work, c.req.param('page'))
    if (page === undefined) return notFound(c)
    const { because } = await c.req.parseBody()
    const answer = await endOwnPage(work, page.id, because === 'lost' ? 'lost' : 'taken back')
    said(
      c,
      isRefusal(answer)
        ? { tone: 'warning', text: answer.because }
        : { tone: 'good', text: 'The link opens nothing any more, and its calendar neither.' },
    )
    return c.redirect(urls.ownPage({ client: page.clientId }), 303)
  })

  return face
}

async function ownPageScreen(c: Context<Door>, baseUrl: string, { fresh, form, refusal }: Shown) {
  const work = workOf(c)
  const denied = mayNot(work.by, 'own-page.see')
  if (denied) return forbidden(c, denied.because)
  const client = await clientById(work, c.req.param('client') ?? '')
  if (client === undefined) return notFound(c)
  showing(c, 'own page', [client.id])
  const zone = work.clinic.timeZone
  const pages = await pagesOf(work, client.id)
  const { now: policy } = await ownPagePolicies(work)
  const titles = await titlesOf(work, client.id)
  const isOpen = (page: (typeof pages)[number]) => page.because === null && page.expiresAt > work.at
  const open = pages.find(isOpen)
  const gives = may(work.by, 'own-page.give')
  const spanish = /^(es|spa|español|spanish)/i.test(client.language)
  return c.html(
    <ClientFrame
      c={c}
      client={client}
      tab="face"
      title={`${client.name}: their own page`}
      signals={open === undefined ? <Sig tone="calm">No link is open</Sig> : <Sig tone="good">A link is open</Sig>}
    >
      <RefusalAlert refusal={refusal} />
      <ErrorSummary form={form} />
      {fresh !== undefined && <FreshLink fresh={fresh} baseUrl={baseUrl} zone={zone} name={client.name} />}
      <div class="columns even">
        <div class="stack">
          {gives && fresh === undefined && (
            <Card title={open === undefined ? 'Give them the link' : 'Give them a new link'}>
              <p>
                The page shows their week, what changed in it, and what is offered to them. It needs no password, so it
                names neither the clinic nor any care. The link opens for {policy.linkDays} days.
                {open !== undefined &&
                  ' The link they have now stops working, and so does the calendar they took from it.'}
              </p>
              <form class="form" method="post" action={urls.ownPage({ client: client.id })}>
                <RadioCards
                  name="language"
                  label="In which language?"
                  options={languages.map((value) => ({ value, label: nameOfLanguage[value] }))}
                  value={spanish ? 'es' : 'en'}
                  aside
                  plain
                  form={form}
                />
                <RadioCards
                  name="birthDate"
                  label="Does the page ask for their birth date first?"
                  hint="Ask the client. A finder of the phone, or whoever the message went to by mistake, does not know it."
                  options={[
                    {
                      value: 'asked',
                      label: 'Yes, ask',
                      hint: `Once for ${policy.visitMinutes} minutes. ${MOST_TRIES} wrong dates shut the link.`,
                    },
                    { value: 'left-out', label: 'No', hint: 'Whoever has the link sees their times.' },
                  ]}
                  value="asked"
                  form={form}
                />
                <FormActions>
                  <Button kind="main">{open === undefined ? 'Make the link' : 'Replace the link'}</Button>
                </FormActions>
              </form>
            </Card>
          )}
        </div>
        <div class="stack">
          <Card title="Which links were given?" flush={pages.length > 0}>
            {pages.length === 0 ? (
              <p class="muted">None yet.</p>
            ) : (
              <Rows label="Links to their own page">
                {pages.slice(0, 12).map((page) => (
                  <Row
                    title={`${nameOfLanguage[page.language]}, by ${page.madeBy}`}
                    note={
                      <>
                        <At at={page.madeAt} zone={zone} /> · until <At at={page.expiresAt} zone={zone} />
                        {page.endedAt !== null && (
                          <>
                            {' '}
                            · ended <At at={page.endedAt} zone={zone} />
                          </>
                        )}
                        {page.wrong > 0 && ` · ${page.wrong} of ${MOST_TRIES} birth dates did not match`}
                      </>
                    }
                    end={
                      <>
                        <Sig tone={isOpen(page) ? 'good' : page.because === 'locked' ? 'warning' : 'calm'}>
                          {isOpen(page) ? 'Open' : (endWords[page.because ?? ''] ?? 'Over')}
                        </Sig>
                        {isOpen(page) && gives && (
                          <form class="line-up" method="post" action={urls.ownPageEnd({ page: page.id })}>
                            <Button small name="because" value="taken back">
                              Take it back
                            </Button>
                            <Button small name="because" value="lost">
                              Phone lost
                            </Button>
                          </form>
                        )}
                      </>
                    }
                  />
                ))}
              </Rows>
            )}
          </Card>
          {may(work.by, 'switch.answer') && (
            <Card title="Do they wish for a change?">
              <p>
                They ask on their page; what they say to you, note here. It stands among the{' '}
                <a href={urls.switches()}>wishes for a change</a> until it is answered.
              </p>
              <form class="form" method="post" action={urls.clientSwitches({ client: client.id })}>
                <RadioCards
                  name="wants"
                  label="They would like"
                  options={[
                    { value: 'group', label: 'Another group' },
                    { value: 'therapist', label: 'Another therapist' },
                    { value: 'times', label: 'Other times' },
                  ]}
                  aside
                  plain
                />
                <TextArea name="words" label="In their words" maxlength={1000} optional />
                <FormActions>
                  <Button>Note the wish</Button>
                </FormActions>
              </form>
            </Card>
          )}
          <Card title="What they chose">
            <p>
              {titles === 'plain'
                ? 'Entries are titled plainly, with the names of groups: the client chose so.'
                : 'Entries are titled discreetly: “Appointment”, “Group”. Only the client can change this, on their page.'}
            </p>
            {may(work.by, 'own-page.policy') && (
              <p>
                <a href={urls.ownPagePolicy()}>How long links last</a>
              </p>
            )}
          </Card>
        </div>
      </div>
    </ClientFrame>,
    refusal === undefined && form === undefined ? 200 : 422,
  )
}

const endWords: Record<string, string> = {
  'taken back': 'Taken back',
  replaced: 'Replaced',
  lost: 'Phone lost',
  locked: 'Shut after wrong dates',
}

/** The address, this once. It begins as the operator says: what a request claims of itself would lead a client wherever a forger likes. */
const FreshLink = ({ fresh, baseUrl, zone, name }: { fresh: Fresh; baseUrl: string; zone: string; name: string }) => (
  <OnceShown
    title="Give this now. It is shown this once."
    address={new URL(urls.mine({ token: fresh.token }), baseUrl).toString()}
    caption={`Let ${name} scan this, or give the address in the way they prefer.`}
  >
    <p>
      Opens until <At at={fresh.expiresAt} zone={zone} />. Send it only to a number or address that is theirs alone, and
      write no more beside it than “your week”.
    </p>
  </OnceShown>
)
