import type { Context } from 'hono'
import { addDays } from '../../../basics/dates.ts'
import { plural } from '../../../basics/text.ts'
import { Card, Row, Rows } from '../../../ui/card.tsx'
import { Facts } from '../../../ui/facts.tsx'
import { Button, DateField, FormActions, Select, TextField } from '../../../ui/form.tsx'
import { Sig } from '../../../ui/status.tsx'
import { shortDay } from '../../../ui/when.tsx'
import { urls } from '../../../urls.ts'
import { workOf, type Door } from '../../../web/door.ts'
import { may } from '../../access/permissions.ts'
import type { ClientFacts } from '../../clients/queries.ts'
import type { checksOf, nextVisitOf } from '../queries/care.ts'
import { followUpState } from '../rules.ts'
import { checkWords } from '../words.ts'
import { type Back, Fold, instantText, stateOf, today } from './parts.tsx'

type Visit = Awaited<ReturnType<typeof nextVisitOf>>

export function VisitCard({
  c,
  client,
  visit,
  back,
}: {
  c: Context<Door>
  client: ClientFacts
  visit: Visit
  back: Back | undefined
}) {
  const { by } = workOf(c)
  const { state, sentence } = followUpState(visit, today(c))
  const tones = { none: 'calm', booked: 'good', due: 'warning', overdue: 'danger', missed: 'danger' } as const
  const names = { none: 'Nothing set', booked: 'Booked', due: 'To be booked', overdue: 'Overdue', missed: 'Missed' }
  const form = stateOf(back, 'follow-up')
  return (
    <Card
      title="When does the prescriber see them?"
      action={
        client.episodeId !== null &&
        may(by, 'visit.book') && (
          <Button small href={urls.visits({ episode: client.episodeId })}>
            Book a visit
          </Button>
        )
      }
    >
      <p>
        <Sig tone={tones[state]}>{names[state]}</Sig> {sentence}
      </p>
      <Facts
        facts={[
          {
            term: 'Next visit',
            detail: visit.nextAt && `${instantText(c, visit.nextAt)}, with ${visit.nextWith}`,
            none: 'None booked',
          },
          {
            term: 'Follow-up by',
            detail: visit.dueOn && `${shortDay(visit.dueOn)}${visit.because === '' ? '' : `: ${visit.because}`}`,
            none: 'Not set',
          },
          { term: 'Last seen', detail: visit.lastSeen && shortDay(visit.lastSeen), none: 'Not yet' },
          visit.lastMissed !== null && { term: 'Did not attend', detail: shortDay(visit.lastMissed) },
        ]}
      />
      {may(by, 'medicine.order') && (
        <Fold label="Set the follow-up" open={back?.form === 'follow-up'}>
          <form method="post" action={urls.medicalFollowUps({ client: client.id })} class="form">
            <DateField
              name="dueOn"
              label="To be seen by"
              optional
              value={addDays(today(c), 28)}
              hint="Leave it empty to take the follow-up back."
              form={form}
            />
            <TextField name="because" label="What for" maxlength={500} form={form} />
            <FormActions>
              <Button kind="main">Set follow-up</Button>
            </FormActions>
          </form>
        </Fold>
      )}
    </Card>
  )
}

type Checks = Awaited<ReturnType<typeof checksOf>>

export function ChecksCard({
  c,
  client,
  checks,
  back,
}: {
  c: Context<Door>
  client: ClientFacts
  checks: Checks
  back: Back | undefined
}) {
  const { by } = workOf(c)
  const kinds = [
    {
      kind: 'pdmp',
      title: 'Prescription monitoring program',
      verb: 'pdmp.check',
      button: 'Write down what it showed',
      outcomes: ['as-expected', 'not-as-expected', 'could-not'],
    },
    {
      kind: 'naloxone',
      title: 'Naloxone',
      verb: 'naloxone.offer',
      button: 'Write down the offer',
      outcomes: ['given', 'has-it', 'prescribed', 'declined'],
    },
  ] as const
  return (
    <Card title="Were the two safety checks done?" flush>
      <Rows label="Safety checks">
        {kinds.map(({ kind, title, verb, button, outcomes }) => {
          const own = checks.filter((one) => one.kind === kind)
          const [last] = own
          const form = stateOf(back, kind)
          return (
            <Row
              title={title}
              note={
                last === undefined
                  ? kind === 'pdmp'
                    ? 'Not looked at yet.'
                    : 'Not offered yet.'
                  : `${shortDay(last.onDay)}, ${last.by}${last.words === '' ? '' : `: ${last.words}`}${own.length > 1 ? ` · ${plural(own.length, 'time', 'times')} in all` : ''}`
              }
              end={
                last === undefined ? (
                  <Sig tone="warning">To do</Sig>
                ) : (
                  <Sig
                    tone={
                      last.outcome === 'not-as-expected'
                        ? 'warning'
                        : last.outcome === 'declined' || last.outcome === 'could-not'
                          ? 'info'
                          : 'good'
                    }
                  >
                    {checkWords[last.outcome] ?? ''}
                  </Sig>
                )
              }
            >
              {may(by, verb) && (
                <details class="disclose" open={back?.form === kind}>
                  <summary>{button}</summary>
                  <form method="post" action={urls.medicalChecks({ client: client.id })} class="form">
                    <input type="hidden" name="kind" value={kind} />
                    <Select
                      name="outcome"
                      label="What came of it"
                      options={outcomes.map((value) => ({ value, label: checkWords[value] ?? value }))}
                      form={form}
                    />
                    <DateField name="onDay" label="On" value={today(c)} max={today(c)} form={form} />
                    <TextField name="words" label="In words" optional maxlength={1000} form={form} />
                    <FormActions>
                      <Button kind="main" label={`Keep: ${title}`}>
                        Keep
                      </Button>
                    </FormActions>
                  </form>
                </details>
              )}
            </Row>
          )
        })}
      </Rows>
    </Card>
  )
}
