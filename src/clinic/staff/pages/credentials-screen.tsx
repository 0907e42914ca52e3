import type { Context } from 'hono'
import type { Refusal } from '../../../basics/refusal.ts'
import { plural } from '../../../basics/text.ts'
import { Card, Row, Rows } from '../../../ui/card.tsx'
import { Button, DateField, ErrorSummary, FormActions, Select, TextField, type FormState } from '../../../ui/form.tsx'
import { RefusalAlert } from '../../../ui/refusal.tsx'
import { Notice, Sig } from '../../../ui/status.tsx'
import { shortDay, weekDay } from '../../../ui/when.tsx'
import { urls } from '../../../urls.ts'
import { workOf, type Door } from '../../../web/door.ts'
import { may } from '../../access/permissions.ts'
import { StaffPage } from '../../access/staff-page.tsx'
import { licenseState, type StaffRow, withCredential } from '../queries.ts'
import type { CredentialFacts } from '../queries/person.ts'
import { type CardProps, formOf } from './card-props.ts'
import { WorkCards } from './hours-cards.tsx'

type ScreenProps = { c: Context<Door>; member: StaffRow; facts: CredentialFacts; form?: FormState; refusal?: Refusal }

export function CredentialsScreen({ c, member, facts, form, refusal }: ScreenProps) {
  const work = workOf(c)
  const name = withCredential(member)
  const standing = facts.licences.filter((one) => one.takenBack === null && one.expiresOn >= facts.today)
  return (
    <StaffPage
      c={c}
      current="Settings"
      title={`${name}: credentials and hours`}
      over={<span dir="auto">{name}</span>}
      answer={
        standing.length === 0
          ? 'No licence stands today'
          : `${plural(standing.length, 'licence stands', 'licences stand')} today`
      }
      crumbs={[
        { label: 'Staff', href: urls.staff() },
        { label: 'This person', href: urls.staffMember({ member: member.id }) },
      ]}
    >
      <RefusalAlert refusal={refusal} />
      <ErrorSummary form={form} />
      {facts.after !== null && (
        <Notice
          tone="warning"
          aside={
            may(work.by, 'credential.see') && (
              <Button small href={urls.comingUnheld({ staff: member.id })}>
                See them
              </Button>
            )
          }
        >
          {`${plural(facts.after.count, 'meeting or visit lies', 'meetings and visits lie')} after the last day of every licence, the first on ${weekDay(facts.after.first)}.`}
        </Notice>
      )}
      <div class="columns even">
        <div class="stack">
          <Licences work={work} member={member} facts={facts} form={form} />
          <Trainings work={work} member={member} facts={facts} form={form} />
          <Supervision work={work} member={member} facts={facts} form={form} />
        </div>
        <div class="stack">
          <WorkCards work={work} member={member} facts={facts} form={form} />
        </div>
      </div>
    </StaffPage>
  )
}

const TakeBack = ({ action, form, what }: { action: string; form: FormState; what: string }) => (
  <details class="disclose" open={form.values !== undefined}>
    <summary>{`Take back ${what}`}</summary>
    <form class="form" method="post" action={action}>
      <TextField
        name="because"
        label="What was wrong"
        hint="It stays readable; record the right one anew."
        anyDirection
        form={form}
      />
      <FormActions>
        <Button small>Take back</Button>
      </FormActions>
    </form>
  </details>
)

const Licences = ({ work, member, facts, form }: CardProps) => (
  <Card
    title="Licences"
    flush={facts.licences.length > 0}
    action={
      may(work.by, 'staff.manage') && (
        <Button small href={`${urls.staffMember({ member: member.id })}#kind`}>
          Record a licence
        </Button>
      )
    }
  >
    {facts.licences.length === 0 ? (
      <p>No licence is recorded.</p>
    ) : (
      <Rows label="Licences">
        {facts.licences.map((one) => {
          const state = licenseState(one.expiresOn, work)
          return (
            <Row
              title={`${one.kind} ${one.number}`}
              note={`${one.state}${one.issuedOn === null ? '' : `, since ${shortDay(one.issuedOn)}`}${one.takenBack === null ? '' : ` · taken back: ${one.takenBack}`}`}
              end={
                one.takenBack === null ? (
                  state && <Sig tone={state.tone}>{state.words}</Sig>
                ) : (
                  <Sig tone="calm">Taken back</Sig>
                )
              }
            >
              {one.takenBack === null && may(work.by, 'staff.manage') && (
                <TakeBack
                  action={urls.staffLicenseEnd({ member: member.id, license: one.id })}
                  form={formOf(form, one.id)}
                  what={`${one.kind} ${one.number}`}
                />
              )}
            </Row>
          )
        })}
      </Rows>
    )}
  </Card>
)

const Trainings = ({ work, member, facts, form }: CardProps) => {
  const own = formOf(form, 'training')
  return (
    <Card title="Trainings and certificates" flush={facts.trainings.length > 0}>
      {facts.trainings.length === 0 ? (
        <p>None is recorded. Art, music and outdoor groups ask for one.</p>
      ) : (
        <Rows label="Trainings and certificates">
          {facts.trainings.map((one) => {
            const state = licenseState(one.expiresOn, work)
            return (
              <Row
                title={one.name}
                note={[
                  one.kind === 'training' ? 'Training' : 'Certificate',
                  one.number,
                  one.issuer,
                  one.state,
                  `since ${shortDay(one.issuedOn)}`,
                  one.takenBack === null ? '' : `taken back: ${one.takenBack}`,
                ]
                  .filter(Boolean)
                  .join(' · ')}
                end={
                  one.takenBack !== null ? (
                    <Sig tone="calm">Taken back</Sig>
                  ) : state === null ? (
                    <Sig tone="good">Does not run out</Sig>
                  ) : (
                    <Sig tone={state.tone}>{state.words}</Sig>
                  )
                }
              >
                {one.takenBack === null && may(work.by, 'staff.manage') && (
                  <TakeBack
                    action={urls.staffTrainingEnd({ member: member.id, training: one.id })}
                    form={formOf(form, one.id)}
                    what={one.name}
                  />
                )}
              </Row>
            )
          })}
        </Rows>
      )}
      {may(work.by, 'staff.manage') && (
        <div class="body">
          <details class="disclose" open={own.values !== undefined}>
            <summary>Record a training or certificate</summary>
            <form class="form" method="post" action={urls.staffTrainings({ member: member.id })}>
              <Select
                name="kind"
                label="What it is"
                options={[
                  { value: 'training', label: 'Training' },
                  { value: 'certificate', label: 'Certificate' },
                ]}
                form={own}
              />
              <TextField name="name" label="Name" hint="Such as art therapy, C-SSRS, CPR." maxlength={100} form={own} />
              <div class="together">
                <TextField name="number" label="Number" optional form={own} />
                <TextField name="state" label="State" hint="Two letters." optional width="short" form={own} />
              </div>
              <TextField name="issuer" label="Issued by" optional form={own} />
              <div class="together">
                <DateField name="issuedOn" label="Issued on" max={facts.today} form={own} />
                <DateField name="expiresOn" label="Runs out on" optional form={own} />
              </div>
              <FormActions>
                <Button kind="main">Record it</Button>
              </FormActions>
            </form>
          </details>
        </div>
      )}
    </Card>
  )
}

const Supervision = ({ work, member, facts, form }: CardProps) => {
  const own = formOf(form, 'supervision')
  const sets = may(work.by, 'staff-week.set')
  return (
    <Card title="Supervision" flush={facts.supervisions.length > 0}>
      {facts.supervisions.length === 0 ? (
        <p>Nobody supervises this person, and they supervise nobody.</p>
      ) : (
        <Rows label="Supervision">
          {facts.supervisions.map((one) => (
            <Row
              title={
                one.superviseeId === member.id ? `Supervised by ${one.supervisor}` : `Supervises ${one.supervisee}`
              }
              note={`from ${shortDay(one.from)}${one.to === null ? '' : ` to ${shortDay(one.to)}`}${one.agreedOn === null ? '' : ` · agreed on ${shortDay(one.agreedOn)}`}`}
            >
              {sets && one.superviseeId === member.id && (
                <details class="disclose" open={form?.prefix === one.id}>
                  <summary>{`End the supervision by ${one.supervisor}`}</summary>
                  <form class="form" method="post" action={urls.supervisionEnd({ supervision: one.id })}>
                    <DateField name="lastDay" label="Last day" value={facts.today} form={formOf(form, one.id)} />
                    <FormActions>
                      <Button small>End it</Button>
                    </FormActions>
                  </form>
                </details>
              )}
            </Row>
          ))}
        </Rows>
      )}
      {sets && (
        <div class="body">
          <details class="disclose" open={own.values !== undefined}>
            <summary>Record a supervisor</summary>
            <form class="form" method="post" action={urls.supervisions({ member: member.id })}>
              <Select
                name="supervisorId"
                label="Who supervises"
                options={facts.colleagues.map((one) => ({ value: one.id, label: withCredential(one) }))}
                form={own}
              />
              <div class="together">
                <DateField
                  name="from"
                  label="First day"
                  value={own.values === undefined ? facts.today : undefined}
                  form={own}
                />
                <DateField name="to" label="Last day" optional form={own} />
              </div>
              <DateField name="agreedOn" label="Written agreement of" optional form={own} />
              <FormActions>
                <Button kind="main">Record supervisor</Button>
              </FormActions>
            </form>
          </details>
        </div>
      )}
    </Card>
  )
}
