import { Hono, type Context } from 'hono'
import { isRefusal } from '../../../basics/refusal.ts'
import { plural } from '../../../basics/text.ts'
import { Card, Row, Rows } from '../../../ui/card.tsx'
import { Empty } from '../../../ui/empty.tsx'
import { Button } from '../../../ui/form.tsx'
import { Sig } from '../../../ui/status.tsx'
import { shortMoment } from '../../../ui/when.tsx'
import { urls } from '../../../urls.ts'
import { showing, workOf, type Door } from '../../../web/door.ts'
import { forbidden, notFound } from '../../../web/errors.tsx'
import { may, mayNot } from '../../access/permissions.ts'
import { StaffPage } from '../../access/staff-page.tsx'
import { ClientFrame } from '../../clients/frame.tsx'
import { clientById, nameOf } from '../../clients/queries.ts'
import { startIntake } from '../actions/write.ts'
import { intakesOf, isSigned, unfinishedIntakes, waitsForCosign, type Intake } from '../queries.ts'

export const intakeList = new Hono<Door>()

/** One person's assessments: the open one first. */
intakeList.get(urls.clientIntakes.pattern, async (c) => {
  const work = workOf(c)
  const denied = mayNot(work.by, 'intake.see')
  if (denied) return forbidden(c, denied.because)
  const client = await clientById(work, c.req.param('client'))
  if (client === undefined) return notFound(c)
  showing(c, 'assessments', [client.id])
  const all = await intakesOf(work, client.id)
  const open = all.find((one) => !isSigned(one))
  return c.html(
    <ClientFrame
      c={c}
      client={client}
      tab="intake"
      actions={
        open === undefined
          ? may(work.by, 'intake.write') && <Start client={client.id} again={all.length > 0} />
          : may(work.by, 'intake.write') && (
              <Button kind="main" href={urls.intake({ intake: open.id })}>
                Go on with the assessment
              </Button>
            )
      }
    >
      <Card title="Biopsychosocial assessments" flush={all.length > 0}>
        {all.length === 0 ? (
          <Empty title="No assessment yet">
            Start it when you meet. It is kept as you type, and a colleague can go on where you stop.
          </Empty>
        ) : (
          <Rows label="Assessments">
            {all.map((one) => (
              <Row
                title={<a href={urls.intake({ intake: one.id })}>{titleOf(c, one)}</a>}
                note={`Begun by ${one.startedBy}`}
                end={<State one={one} />}
              />
            ))}
          </Rows>
        )}
      </Card>
      <p>
        <a href={urls.intakes()}>Every assessment that is not finished</a>
      </p>
    </ClientFrame>,
  )
})

intakeList.post(urls.clientIntakes.pattern, async (c) => {
  const answer = await startIntake(workOf(c), c.req.param('client'))
  if (isRefusal(answer)) return answer.refused === 'not-found' ? notFound(c) : forbidden(c, answer.because)
  return c.redirect(urls.intake({ intake: answer.id }), 303)
})

/** What is not finished in the whole clinic: drafts, and what waits for a second signature. */
intakeList.get(urls.intakes.pattern, async (c) => {
  const work = workOf(c)
  const denied = mayNot(work.by, 'intake.see')
  if (denied) return forbidden(c, denied.because)
  const all = await unfinishedIntakes(work)
  const waiting = all.filter(waitsForCosign)
  const drafts = all.filter((one) => !isSigned(one))
  showing(
    c,
    'unfinished assessments',
    all.map((one) => one.clientId),
  )
  const list = (label: string, ones: typeof all, none: string) => (
    <Card title={label} flush={ones.length > 0}>
      {ones.length === 0 ? (
        <Empty title={none} />
      ) : (
        <Rows label={label}>
          {ones.map((one) => (
            <Row
              title={
                <a href={urls.intake({ intake: one.id })}>
                  <bdi>{nameOf(one)}</bdi>
                </a>
              }
              note={titleOf(c, one)}
              end={<State one={one} />}
            />
          ))}
        </Rows>
      )}
    </Card>
  )
  return c.html(
    <StaffPage
      c={c}
      current="Admissions"
      title="Assessments"
      answer={
        waiting.length === 0
          ? 'None waits for a co-signature'
          : `${plural(waiting.length, 'waits', 'wait')} for a co-signature`
      }
    >
      {list('To co-sign', waiting, 'Nothing waits for a co-signature')}
      {list('Being written', drafts, 'No assessment is being written')}
    </StaffPage>,
  )
})

const titleOf = (c: Context<Door>, one: Pick<Intake, 'startedAt' | 'signatures'>): string => {
  const author = one.signatures.find((signature) => signature.part === 'author')
  const zone = workOf(c).clinic.timeZone
  return author === undefined
    ? `Begun ${shortMoment(one.startedAt, zone)}`
    : `Signed ${shortMoment(new Date(author.at), zone)} by ${author.name}`
}

const State = ({ one }: { one: Pick<Intake, 'signatures'> }) =>
  !isSigned(one) ? (
    <Sig tone="info">Being written</Sig>
  ) : waitsForCosign(one) ? (
    <Sig tone="warning">Waits for its co-signature</Sig>
  ) : (
    <Sig tone="good">Signed</Sig>
  )

const Start = ({ client, again }: { client: string; again: boolean }) => (
  <form method="post" action={urls.clientIntakes({ client })}>
    <Button kind="main">{again ? 'Start a new assessment' : 'Start the assessment'}</Button>
  </form>
)
