import type { Context } from 'hono'
import { dayAt } from '../../../basics/dates.ts'
import { plural } from '../../../basics/text.ts'
import { Card, Row, Rows } from '../../../ui/card.tsx'
import { Facts } from '../../../ui/facts.tsx'
import { Button, FormActions } from '../../../ui/form.tsx'
import { Sig } from '../../../ui/status.tsx'
import { OnDay, shortDay, shortMoment } from '../../../ui/when.tsx'
import { urls } from '../../../urls.ts'
import { workOf, type Door } from '../../../web/door.ts'
import { may } from '../../access/permissions.ts'
import type { ClientFacts } from '../../clients/queries.ts'
import { dueWords } from '../deadlines.ts'
import type { Stay } from '../queries.ts'
import { standingDiagnoses } from '../queries/diagnoses.ts'
import { plansDue } from '../queries/due.ts'
import { homeworkOf } from '../queries/homework.ts'
import { reviewsOf } from '../queries/review.ts'
import { gapsOf } from '../queries/thread.ts'
import {
  clientsWord,
  isSigned,
  metObjectives,
  planSaves,
  signedVersion,
  versionsOf,
  waitsForCosign,
} from '../queries/versions.ts'

type Props = { c: Context<Door>; stay: Stay; client: ClientFacts }

/** How far the plan has come: which version stands, which is being written, what is due, and what it lacks. */
export async function PlanState({ c, stay, client }: Props) {
  const work = workOf(c)
  const zone = work.clinic.timeZone
  const today = dayAt(work.at, zone)
  const versions = await versionsOf(work, stay.id)
  const [newest] = versions
  const draft = newest !== undefined && !isSigned(newest) ? newest : undefined
  const standing = versions.find(isSigned)
  const signed = standing && (await signedVersion(work, standing.id))
  const met = await metObjectives(work, stay.id)
  const save = draft && (await planSaves.latest(work, draft.id))
  const due = stay.isOver ? [] : await plansDue(work, { clientId: client.id, within: 30, limit: 4 })
  const gaps = await gapsOf(work, client.id)
  const lastReview = (await reviewsOf(work, stay.id))[0]
  const diagnoses = await standingDiagnoses(work, client.id)
  const practice = (await homeworkOf(work, client.id)).filter((one) => one.endedAt === null && one.dueOn >= today)
  const word = standing && clientsWord(standing)
  const mayWrite = may(work.by, 'plan.write') && !stay.isOver
  return (
    <>
      <Card
        title={standing === undefined ? 'No plan is signed yet' : `Version ${standing.number} stands`}
        action={
          standing !== undefined &&
          (waitsForCosign(standing) ? (
            <Sig tone="warning">Waits for a co-signature</Sig>
          ) : (
            <Sig tone="good">Signed</Sig>
          ))
        }
      >
        <Facts
          facts={[
            standing !== undefined && {
              term: 'Signed by',
              detail: <span dir="auto">{standing.signatures.map((one) => one.name).join(', co-signed by ')}</span>,
            },
            standing?.fromDay != null && { term: 'Since', detail: <OnDay day={standing.fromDay} /> },
            standing !== undefined && {
              term: 'The client',
              detail: word && (word.answer === 'signed' ? 'Signed' : 'Declined to sign'),
              none: standing.requestedAt === null ? 'Not asked yet' : 'Asked on their own page',
            },
            lastReview !== undefined && {
              term: 'Last review',
              detail: <OnDay day={dayAt(lastReview.reviewedAt, zone)} />,
            },
            {
              term: 'Diagnoses',
              detail: (
                <>
                  {diagnoses.length === 0 ? 'None on record' : diagnoses.map((one) => one.code).join(', ')}{' '}
                  {may(work.by, 'diagnosis.see') && <a href={urls.diagnoses({ client: client.id })}>Diagnoses</a>}
                </>
              ),
            },
            {
              term: 'Practice',
              detail: (
                <>
                  {practice.length === 0
                    ? 'Nothing given'
                    : plural(practice.length, 'thing to practise', 'things to practise')}{' '}
                  <a href={urls.homework({ client: client.id })}>Practice</a>
                </>
              ),
            },
            ...due.map((one) => ({
              term: dueWords(one.what),
              detail: (
                <Sig tone={one.dueOn < today ? 'danger' : one.dueOn === today ? 'warning' : 'info'}>
                  {one.dueOn < today ? `Was due ${shortDay(one.dueOn)}` : `By ${shortDay(one.dueOn)}`}
                </Sig>
              ),
            })),
            gaps.length > 0 && {
              term: 'Thread',
              detail: (
                <a href={urls.planThread({ client: client.id })}>
                  {plural(gaps.length, 'gap to mend', 'gaps to mend')}
                </a>
              ),
            },
            draft !== undefined && {
              term: `Version ${draft.number}`,
              detail: `Being written, ${save === undefined ? draft.begunBy : `kept ${shortMoment(save.at, zone)} by ${save.by}`}`,
            },
          ]}
        />
        <FormActions>
          {draft !== undefined && mayWrite && (
            <Button kind="main" href={urls.planDraft({ plan: draft.id })}>
              Go on writing version {draft.number}
            </Button>
          )}
          {draft === undefined && mayWrite && (
            <form method="post" action={urls.planVersions({ episode: stay.id })}>
              <Button kind={standing === undefined ? 'main' : 'plain'}>
                {standing === undefined ? 'Write the plan' : `Begin version ${standing.number + 1}`}
              </Button>
            </form>
          )}
          {standing !== undefined && (
            <>
              <Button href={urls.planVersion({ plan: standing.id })}>Read the plan</Button>
              {mayWrite && <Button href={urls.planReview({ plan: standing.id })}>Review</Button>}
            </>
          )}
        </FormActions>
      </Card>
      {signed !== undefined && (
        <Card title="What is worked on now?" flush>
          <Rows label="Objectives">
            {signed.body.goals
              .flatMap((goal) => goal.objectives)
              .map((one) => (
                <Row
                  lead={one.number}
                  title={
                    <a href={urls.objective({ objective: one.id })} dir="auto">
                      {one.words}
                    </a>
                  }
                  note={<span dir="auto">{`Target ${one.target}, by ${shortDay(one.by)}`}</span>}
                  end={
                    met.has(one.id) ? (
                      <Sig tone="good">Met</Sig>
                    ) : one.by < today ? (
                      <Sig tone="warning">Past its day</Sig>
                    ) : undefined
                  }
                />
              ))}
          </Rows>
        </Card>
      )}
      {versions.filter(isSigned).length > 1 && (
        <Card title="Earlier versions" flush>
          <Rows label="Earlier versions">
            {versions
              .filter((one) => isSigned(one) && one.id !== standing?.id)
              .map((one) => (
                <Row
                  lead={`${one.number}`}
                  title={<a href={urls.planVersion({ plan: one.id })}>Version {one.number}</a>}
                  note={`${one.signatures[0]?.name ?? ''}, ${one.fromDay === null ? '' : shortDay(one.fromDay)}`}
                />
              ))}
          </Rows>
        </Card>
      )}
    </>
  )
}
