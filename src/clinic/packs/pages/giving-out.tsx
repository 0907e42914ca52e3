import { Hono, type Context } from 'hono'
import { deleteCookie, setCookie } from 'hono/cookie'
import { isRefusal, type Refusal } from '../../../basics/refusal.ts'
import { Card, Row, Rows } from '../../../ui/card.tsx'
import { Facts } from '../../../ui/facts.tsx'
import { Button, FormActions } from '../../../ui/form.tsx'
import { nameOfLanguage } from '../../../ui/language.ts'
import { OnceShown } from '../../../ui/once.tsx'
import { RefusalAlert } from '../../../ui/refusal.tsx'
import { Sig } from '../../../ui/status.tsx'
import { At } from '../../../ui/when.tsx'
import { urls } from '../../../urls.ts'
import { cookieNames, showing, workOf, type Door } from '../../../web/door.ts'
import { forbidden, notFound } from '../../../web/errors.tsx'
import { signingCookie } from '../../../web/signing-door.ts'
import { may, mayNot } from '../../access/permissions.ts'
import { said } from '../../access/staff-page.tsx'
import { ClientFrame } from '../../clients/frame.tsx'
import { clientById } from '../../clients/queries.ts'
import { endLink, handOver, makeLink } from '../actions/links.ts'
import { papers } from '../paper.ts'
import { policies } from '../queries/packs.ts'
import { answersOf, linkById, linksOf, signingById } from '../queries/signings.ts'
import { authorityWords, MOST_TRIES } from '../rules.ts'

type Fresh = { token: string; code: string; expiresAt: Date }

/** Papers that are laid out: given on the tablet, or by a link; and how far they have come. */
export function givingOut({ baseUrl, secureCookies }: { baseUrl: string; secureCookies: boolean }): Hono<Door> {
  const face = new Hono<Door>()
  const show = (c: Context<Door>, more: { fresh?: Fresh; refusal?: Refusal } = {}) => signingPage(c, baseUrl, more)

  face.get(urls.signing.pattern, (c) => show(c))

  face.post(urls.signingLinks.pattern, async (c) => {
    const work = workOf(c)
    const denied = mayNot(work.by, 'paper.prepare')
    if (denied) return forbidden(c, denied.because)
    if ((await signingById(work, c.req.param('signing'))) === undefined) return notFound(c)
    const answer = await makeLink(work, c.req.param('signing'))
    // The address and the code are shown on this answer and nowhere again.
    return isRefusal(answer) ? show(c, { refusal: answer }) : show(c, { fresh: answer })
  })

  face.post(urls.signingTablet.pattern, async (c) => {
    const work = workOf(c)
    const denied = mayNot(work.by, 'paper.prepare')
    if (denied) return forbidden(c, denied.because)
    if ((await signingById(work, c.req.param('signing'))) === undefined) return notFound(c)
    const answer = await handOver(work, c.req.param('signing'))
    if (isRefusal(answer)) return show(c, { refusal: answer })
    // From here on this browser is the signer's: the staff session is over, and going back takes a sign-in.
    deleteCookie(c, cookieNames(secureCookies).session, { path: '/', secure: secureCookies })
    setCookie(c, signingCookie(secureCookies), answer.secret, {
      path: '/',
      httpOnly: true,
      secure: secureCookies,
      sameSite: 'Lax',
      maxAge: answer.minutes * 60,
    })
    c.header('clear-site-data', '"cache"')
    return c.redirect(urls.sign({ token: answer.token }), 303)
  })

  face.post(urls.signingLinkEnd.pattern, async (c) => {
    const work = workOf(c)
    const denied = mayNot(work.by, 'paper.prepare')
    if (denied) return forbidden(c, denied.because)
    const link = await linkById(work, c.req.param('link'))
    if (link === undefined) return notFound(c)
    const refusal = await endLink(work, link.id)
    said(
      c,
      refusal === null
        ? { tone: 'good', text: 'The link opens nothing any more. What was signed stands.' }
        : { tone: 'warning', text: refusal.because },
    )
    return c.redirect(urls.signing({ signing: link.signingId }), 303)
  })
  return face
}

async function signingPage(
  c: Context<Door>,
  baseUrl: string,
  { fresh, refusal }: { fresh?: Fresh; refusal?: Refusal },
) {
  const work = workOf(c)
  const denied = mayNot(work.by, 'paper.see')
  if (denied) return forbidden(c, denied.because)
  const signing = await signingById(work, c.req.param('signing') ?? '')
  const client = signing && (await clientById(work, signing.clientId))
  if (signing === undefined || client === undefined) return notFound(c)
  showing(c, 'papers given out', [client.id])
  const zone = work.clinic.timeZone
  const answered = await answersOf(work, signing.id)
  const links = await linksOf(work, signing.id)
  const { now: policy } = await policies(work)
  const isDone = answered.length >= signing.papers.length
  const params = { signing: signing.id }
  return c.html(
    <ClientFrame
      c={c}
      client={client}
      tab="papers"
      title="Papers given out"
      signals={
        isDone ? (
          <Sig tone="good">All answered</Sig>
        ) : (
          <Sig tone="info">{`${answered.length} of ${signing.papers.length} answered`}</Sig>
        )
      }
    >
      <RefusalAlert refusal={refusal} />
      {fresh !== undefined && <FreshLink fresh={fresh} baseUrl={baseUrl} zone={zone} signer={signing.signerName} />}
      {!isDone && may(work.by, 'paper.prepare') && fresh === undefined && (
        <Card title="How does this person sign?">
          <div class="two-ways">
            <form method="post" action={urls.signingTablet(params)}>
              <h3>On this device, now</h3>
              <p>
                You are signed out here, and it shows these papers alone for {policy.visitMinutes} minutes. To come
                back, sign in again.
              </p>
              <FormActions>
                <Button kind="main">Hand over this device</Button>
              </FormActions>
            </form>
            <form method="post" action={urls.signingLinks(params)}>
              <h3>On their own phone</h3>
              <p>
                Make a link that opens for {policy.linkHours} hours, and a code that you tell them by voice. Stepwell
                sends nothing: you give both. A link that was made before stops working.
              </p>
              <FormActions>
                <Button>Make a link and a code</Button>
              </FormActions>
            </form>
          </div>
        </Card>
      )}
      <Card title="The papers" flush>
        <Rows label="Papers">
          {signing.papers.map(({ kind, required }) => {
            const answer = answered.find((one) => one.kind === kind)
            return (
              <Row
                title={
                  answer?.answer === 'signed' ? (
                    <a href={urls.signedPaper({ paper: answer.id })}>{papers[kind].name}</a>
                  ) : (
                    papers[kind].name
                  )
                }
                note={
                  answer === undefined ? (
                    required ? (
                      'Required'
                    ) : (
                      'May be declined'
                    )
                  ) : (
                    <>
                      <At at={answer.at} zone={zone} />
                      {answer.reason !== '' && <span dir="auto">{`: ${answer.reason}`}</span>}
                    </>
                  )
                }
                end={
                  answer === undefined ? (
                    <Sig tone="calm">Not yet</Sig>
                  ) : (
                    <Sig tone={answer.answer === 'signed' ? 'good' : 'info'}>
                      {answer.answer === 'signed' ? 'Signed' : 'Declined'}
                    </Sig>
                  )
                }
              />
            )
          })}
        </Rows>
      </Card>
      <Card title="Who signs, and how it was given out">
        <Facts
          facts={[
            { term: 'Signer', detail: <span dir="auto">{signing.signerName}</span> },
            {
              term: 'Signs as',
              detail:
                signing.capacity === 'client'
                  ? 'The client'
                  : authorityWords(signing.authorityKind, signing.authorityEvidence),
            },
            { term: 'Language', detail: nameOfLanguage[signing.language] },
            { term: 'Laid out', detail: <At at={signing.preparedAt} zone={zone} /> },
          ]}
        />
        {links.length > 0 && (
          <Rows label="Links and hand-overs">
            {links.map((link) => {
              const isOpen = link.because === null && link.expiresAt > work.at && !isDone
              return (
                <Row
                  title={link.manner === 'tablet' ? 'Handed over on a device of the clinic' : 'Link'}
                  note={
                    <>
                      {link.givenName} {link.familyName}, <At at={link.madeAt} zone={zone} /> · until{' '}
                      <At at={link.expiresAt} zone={zone} />
                      {link.wrong > 0 && ` · ${link.wrong} of ${MOST_TRIES} tries did not match`}
                    </>
                  }
                  end={
                    <>
                      <Sig tone={isOpen ? 'info' : link.because === 'locked' ? 'warning' : 'calm'}>
                        {isOpen ? 'Open' : (link.because ?? (isDone ? 'Used' : 'Over'))}
                      </Sig>
                      {isOpen && may(work.by, 'paper.prepare') && (
                        <form method="post" action={urls.signingLinkEnd({ link: link.id })}>
                          <Button small>Take it back</Button>
                        </form>
                      )}
                    </>
                  }
                />
              )
            })}
          </Rows>
        )}
      </Card>
    </ClientFrame>,
    refusal === undefined ? 200 : 422,
  )
}

/** The address and the code, this once. */
const FreshLink = ({
  fresh,
  baseUrl,
  zone,
  signer,
}: {
  fresh: Fresh
  baseUrl: string
  zone: string
  signer: string
}) => (
  <OnceShown
    title="Give these now. They are shown this once."
    address={new URL(urls.sign({ token: fresh.token }), baseUrl).toString()}
    caption={`Let ${signer} scan this, or give the address in the way they prefer.`}
  >
    <p class="label">Code, by voice alone</p>
    <p class="spoken-code">
      <b aria-label={fresh.code.split('').join(' ')}>{`${fresh.code.slice(0, 3)} ${fresh.code.slice(3)}`}</b>
    </p>
    <p>
      Opens until <At at={fresh.expiresAt} zone={zone} />, with their date of birth and this code. Never write the code
      beside the address.
    </p>
  </OnceShown>
)
