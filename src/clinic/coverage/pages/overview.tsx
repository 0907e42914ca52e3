import { Hono, type Context } from 'hono'
import { isRefusal, type Refusal } from '../../../basics/refusal.ts'
import { plural } from '../../../basics/text.ts'
import { Card, Row, Rows } from '../../../ui/card.tsx'
import { Empty } from '../../../ui/empty.tsx'
import { Facts } from '../../../ui/facts.tsx'
import { Button } from '../../../ui/form.tsx'
import { RefusalAlert } from '../../../ui/refusal.tsx'
import { Notice, Sig } from '../../../ui/status.tsx'
import { OnDay } from '../../../ui/when.tsx'
import { urls } from '../../../urls.ts'
import type { Door } from '../../../web/door.ts'
import { id, readForm } from '../../../web/forms.ts'
import { z } from 'zod'
import { may } from '../../access/permissions.ts'
import { said } from '../../access/staff-page.tsx'
import { ClientFrame } from '../../clients/frame.tsx'
import { stillToAsk } from '../benefits.ts'
import { holdsAnother, takeOverCoverage } from '../actions/coverages.ts'
import { applicationsOf, grantOn } from '../queries/assistance.ts'
import {
  benefitChecksOf,
  coverageHeard,
  coveragesOf,
  eligibilityFilesOf,
  type BenefitCheck,
  type CoverageRow,
  type Heard,
} from '../queries/coverages.ts'
import { estimatesDue, estimatesOf } from '../queries/estimates.ts'
import { payerKindNames, relationNames, runsOn } from '../rules.ts'
import { withClient } from './entered.tsx'
import { EstimatesCard } from './estimates-card.tsx'
import { BenefitFacts, Dates, list } from './parts.tsx'

export const overview = new Hono<Door>()

overview.get(urls.coverage.pattern, (c) => overviewPage(c))

overview.post(urls.coverageTakenOver.pattern, (c) =>
  withClient(c, 'coverage.record', 'coverage', async ({ work, client }) => {
    const form = await readForm(c, z.object({ heard: id('Choose the line.') }))
    if (!form.ok) return overviewPage(c, { refused: 'no-line', because: 'Choose the line to take over.' })
    const taken = await takeOverCoverage(work, client.id, form.values.heard)
    if (isRefusal(taken)) return overviewPage(c, taken)
    said(c, { tone: 'good', text: 'Taken over as a plan. Compare it with the card, and check its benefits.' })
    return c.redirect(urls.coverage({ client: client.id }), 303)
  }),
)

/** Also shown again when something on it was refused. */
export function overviewPage(
  c: Context<Door>,
  refusal?: Refusal,
  clientId = c.req.param('client') ?? '',
): Promise<Response> {
  return withClient(
    c,
    'coverage.see',
    'coverage',
    async ({ work, client, today }) => {
      const plans = await coveragesOf(work, client.id)
      const checks = await benefitChecksOf(
        work,
        plans.map((plan) => plan.id),
      )
      const records = may(work.by, 'coverage.record')
      const heard = records ? await coverageHeard(work, client.id) : []
      const files = records
        ? await eligibilityFilesOf(
            work,
            plans.map((plan) => plan.id),
          )
        : []
      const running = plans.filter((plan) => plan.endedOn === null)
      const params = { client: client.id }
      return c.html(
        <ClientFrame
          c={c}
          client={client}
          tab="coverage"
          actions={
            records && (
              <Button kind="main" href={urls.newCoverage(params)}>
                Add a plan
              </Button>
            )
          }
        >
          <RefusalAlert refusal={refusal} />
          {records &&
            (await estimatesDue(work, client.id)).map((due) => (
              <Notice
                tone={due.isLate ? 'danger' : 'warning'}
                title={due.isLate ? 'An estimate is late' : 'An estimate is due'}
                aside={
                  <Button small href={urls.newEstimate(params)}>
                    Make the estimate
                  </Button>
                }
              >
                {due.occasion === 'requested' ? 'Asked for on ' : 'Care was scheduled on '}
                <OnDay day={due.askedOn} />: in the person’s hands by{' '}
                <b>
                  <OnDay day={due.dueOn} />
                </b>
                .
              </Notice>
            ))}
          {heard.length > 0 && <HeardCard clientId={client.id} heard={heard} />}
          {running.length === 0 && (
            <Card title="Who pays?">
              <Empty
                title="No plan is recorded"
                next={records && <Button href={urls.newCoverage(params)}>Add a plan</Button>}
              >
                {records
                  ? 'Add one, or go on as self-pay: the scale and the estimate are below.'
                  : 'A care coordinator or biller records it.'}
              </Empty>
            </Card>
          )}
          <div class="columns even">
            <div class="stack">
              {plans.map((plan) => (
                <PlanCard
                  plan={plan}
                  isRunning={runsOn(plan, today)}
                  check={checks.find((check) => check.coverageId === plan.id)}
                  waiting={files.filter(
                    (file) => file.coverageId === plan.id && file.setAsideId === null && file.checkId === null,
                  )}
                  records={records}
                />
              ))}
            </div>
            <div class="stack">
              {records && (
                <>
                  <Card
                    title="What will they pay?"
                    action={
                      <Button small href={urls.whatYouPay(params)}>
                        Reckon it week by week
                      </Button>
                    }
                  >
                    <p class="muted">
                      By the plan’s benefits, or by the clinic’s scale; beside residential care. What the clinic asks
                      stands under <a href={urls.fees()}>Fees and payers</a>.
                    </p>
                  </Card>
                  <HelpCard clientId={client.id} applications={await applicationsOf(work, client.id)} today={today} />
                  <EstimatesCard
                    clientId={client.id}
                    estimates={await estimatesOf(work, client.id)}
                    due={await estimatesDue(work, client.id)}
                    today={today}
                    zone={work.clinic.timeZone}
                  />
                  <Card title="The card itself">
                    <p>
                      Pictures of the insurance card are kept under <a href={urls.clientFiles(params)}>Files</a>.
                    </p>
                  </Card>
                </>
              )}
            </div>
          </div>
        </ClientFrame>,
        refusal === undefined ? 200 : 422,
      )
    },
    clientId,
  )
}

const places = ['', 'first', 'second', 'third']
type PlanProps = {
  plan: CoverageRow
  isRunning: boolean
  check: BenefitCheck | undefined
  waiting: { id: string; fileName: string; uploadedAt: Date }[]
  records: boolean
}

const PlanCard = ({ plan, isRunning, check, waiting, records }: PlanProps) => (
  <Card
    title={plan.payerName}
    id={`plan-${plan.id}`}
    hint={`${payerKindNames[plan.payerKind]}. Pays ${places[plan.priority] ?? `in place ${plan.priority}`}${plan.plan === '' ? '' : `. ${plan.plan}`}`}
    action={
      isRunning ? (
        <Sig tone="good">Runs</Sig>
      ) : (
        <Sig tone="warning">{plan.endedOn === null ? 'Does not run today' : 'Ended'}</Sig>
      )
    }
  >
    {records && (
      <Facts
        across
        facts={[
          { term: 'Member number', detail: plan.memberNumber },
          { term: 'Group', detail: plan.groupNumber },
          {
            term: 'Holder',
            detail:
              plan.relation === 'self' ? (
                'The client'
              ) : (
                <>
                  <span dir="auto">{plan.subscriberName}</span> ({relationNames[plan.relation].toLowerCase()})
                </>
              ),
          },
          plan.subscriberBirthDate !== null && {
            term: 'Holder born',
            detail: <OnDay day={plan.subscriberBirthDate} />,
          },
          { term: 'Dates', detail: <Dates from={plan.startsOn} to={plan.endedOn ?? plan.endsOn} /> },
          {
            term: 'Payer’s phone',
            detail:
              plan.payerPhone === '' ? null : (
                <a href={`tel:${plan.payerPhone.replace(/[^\d+]/g, '')}`}>{plan.payerPhone}</a>
              ),
          },
          plan.endedBecause !== null && { term: 'Ended because', detail: plan.endedBecause },
        ]}
      />
    )}
    {check === undefined ? (
      <p>
        <Sig tone="warning">Benefits are not checked yet</Sig>
      </p>
    ) : (
      <>
        <BenefitFacts benefits={check.benefits} amounts={records} />
        {records && <OpenQuestions check={check} />}
        <p class="muted">
          <small>
            {check.how === 'call' ? `Told by ${check.toldBy}` : `From the payer’s file (${check.toldBy})`} on{' '}
            <OnDay day={check.checkedOn} />
            {check.reference !== '' && `, reference ${check.reference}`}
            {check.by !== '' && `. Recorded by ${check.by}`}.
          </small>
        </p>
        {check.words !== '' && <p dir="auto">{check.words}</p>}
      </>
    )}
    {waiting.map((file) => (
      <p>
        <a href={urls.eligibilityFile({ answer: file.id })}>{file.fileName}</a> waits to be taken over.
      </p>
    ))}
    {records && plan.endedOn === null && (
      <div class="actions">
        <Button small href={urls.newBenefits({ coverage: plan.id })}>
          Record a call
        </Button>
        <Button small href={urls.newEligibilityFile({ coverage: plan.id })}>
          Read a 271 file
        </Button>
        <Button small kind="quiet" href={urls.coverageCorrection({ coverage: plan.id })}>
          Correct or end
        </Button>
      </div>
    )}
  </Card>
)

const OpenQuestions = ({ check }: { check: BenefitCheck }) => {
  const open = stillToAsk(check.benefits)
  return open.length === 0 ? null : (
    <p>
      <Sig tone="info">{`Still to ask: ${list(open)}`}</Sig>
    </p>
  )
}

const HeardCard = ({ clientId, heard }: { clientId: string; heard: Heard[] }) => (
  <Card title="What came with the referral" hint="Imported, not checked. Take over what is right." flush>
    <Rows label="Imported coverage">
      {heard.map((one) => (
        <Row
          title={<span dir="auto">{one.label}</span>}
          note={[one.detail, one.source === '' ? '' : `from ${one.source}`].filter(Boolean).join(' · ')}
          end={
            holdsAnother(one.detail) ? (
              <Button small href={urls.newCoverage({ client: clientId }, { heard: one.id })}>
                Add the holder’s name
              </Button>
            ) : (
              <form method="post" action={urls.coverageTakenOver({ client: clientId })}>
                <input type="hidden" name="heard" value={one.id} />
                <Button small label={`Take over ${one.label}`}>
                  Take over
                </Button>
              </form>
            )
          }
        />
      ))}
    </Rows>
  </Card>
)

const HelpCard = ({
  clientId,
  applications,
  today,
}: {
  clientId: string
  applications: Awaited<ReturnType<typeof applicationsOf>>
  today: string
}) => {
  const grant = grantOn(applications, today)
  const open = applications.find((one) => one.isOpen)
  return (
    <Card
      title="Help with the bill"
      action={
        <Button small href={urls.assistance({ client: clientId })}>
          {open ? 'Go on' : applications.length === 0 ? 'Apply' : 'Open'}
        </Button>
      }
    >
      {grant !== undefined && grant.endsOn !== null ? (
        <p>
          <Sig tone="good">{`Pays ${grant.sharePercent} % of the fee`}</Sig> until <OnDay day={grant.endsOn} />.
        </p>
      ) : open !== undefined ? (
        <p>
          <Sig tone="warning">An application waits for a decision</Sig>
        </p>
      ) : (
        <p class="muted">
          {applications.length === 0
            ? 'No application yet.'
            : `${plural(applications.length, 'application', 'applications')}; none grants anything today.`}
        </p>
      )}
    </Card>
  )
}
