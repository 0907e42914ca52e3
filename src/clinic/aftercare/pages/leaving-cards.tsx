import { addDays, type Day } from '../../../basics/dates.ts'
import { Card, Row, Rows } from '../../../ui/card.tsx'
import { Checkbox } from '../../../ui/choices.tsx'
import { Button, DateField, FormActions, Select, TextField, TimeField, type FormState } from '../../../ui/form.tsx'
import { write } from '../../../ui/language.ts'
import { Sig } from '../../../ui/status.tsx'
import { weekDay } from '../../../ui/when.tsx'
import { urls } from '../../../urls.ts'
import { type VisitKind, visitKinds } from '../actions/leaving.ts'
import type { AftercareVisit, Support } from '../queries/leaving.ts'
import type { Told } from '../queries/told.ts'

const kindNames: Record<VisitKind, string> = {
  therapy: 'Therapy or counseling',
  medicine: 'Prescriber',
  medical: 'Doctor or nurse',
  group: 'Group',
  peer: 'Peer or alumni',
  other: 'Something else',
}
const isKind = (text: string): text is VisitKind => visitKinds.some((kind) => kind === text)
const endWords: Record<string, string> = {
  kept: 'Kept',
  missed: 'Did not attend',
  cancelled: 'Cancelled',
  mistake: 'Written by mistake',
}

type VisitsProps = { episode: string; visits: readonly AftercareVisit[]; today: Day; form: FormState }

/** Appointments with others after the last day: with whom and when, and what became of them. */
export const VisitsCard = ({ episode, visits, today, form }: VisitsProps) => (
  <Card
    title={visits.some(({ how }) => how === null) ? 'Appointments afterwards' : 'No appointment is made yet'}
    id="appointments"
    hint="Seen within 7 days after the last one, so that nobody falls between."
    flush={visits.length > 0}
    footer={
      <details class="disclose" open={form.values !== undefined}>
        <summary>Add an appointment</summary>
        <form class="form" method="post" action={urls.aftercareVisits({ episode })}>
          <Select
            name="kind"
            label="What"
            options={visitKinds.map((value) => ({ value, label: kindNames[value] }))}
            form={form}
          />
          <TextField name="withWhom" label="With whom" maxlength={200} anyDirection form={form} />
          <DateField name="onDay" label="Day" max={addDays(today, 366)} form={form} />
          <TimeField name="atTime" label="Time" optional form={form} />
          <TextField name="place" label="Where" optional maxlength={300} anyDirection form={form} />
          <TextField name="phone" label="Telephone" type="tel" optional maxlength={40} form={form} />
          <TextField
            name="words"
            label="What to know"
            hint="Stays with staff: what to bring, who made it."
            optional
            maxlength={500}
            form={form}
          />
          <FormActions>
            <Button>Add the appointment</Button>
          </FormActions>
        </form>
      </details>
    }
  >
    {visits.length > 0 && (
      <Rows label="Appointments afterwards">
        {visits.map((visit) => (
          <Row
            title={<span dir="auto">{visit.withWhom}</span>}
            note={[
              isKind(visit.kind) ? kindNames[visit.kind] : visit.kind,
              `${weekDay(visit.onDay)}${visit.atTime === null ? '' : `, ${write.time('en', visit.atTime)}`}`,
              visit.place,
              visit.phone === '' ? '' : write.phone(visit.phone),
              visit.words,
              visit.byClient ? 'Written by them' : '',
            ]
              .filter(Boolean)
              .join(' · ')}
            end={
              visit.how !== null ? (
                <Sig tone={visit.how === 'kept' ? 'good' : 'calm'}>{endWords[visit.how] ?? visit.how}</Sig>
              ) : visit.onDay < today ? (
                <Sig tone="warning">Did they go?</Sig>
              ) : undefined
            }
          >
            {visit.how === null && (
              <form class="line-up" method="post" action={urls.aftercareVisitEnd({ appointment: visit.id })}>
                {visit.onDay <= today && (
                  <>
                    <Button small name="how" value="kept" label={`Kept: ${visit.withWhom}`}>
                      Kept
                    </Button>
                    <Button small name="how" value="missed" label={`Did not attend: ${visit.withWhom}`}>
                      Did not attend
                    </Button>
                  </>
                )}
                <Button small kind="quiet" name="how" value="cancelled" label={`Cancelled: ${visit.withWhom}`}>
                  Cancelled
                </Button>
                <Button small kind="quiet" name="how" value="mistake" label={`Written by mistake: ${visit.withWhom}`}>
                  Mistake
                </Button>
              </form>
            )}
          </Row>
        ))}
      </Rows>
    )}
  </Card>
)

type PeopleProps = {
  episode: string
  client: string
  supports: readonly Support[]
  told: ReadonlyMap<string, Told>
  form: FormState
}

/** Whom they lean on, and what each may be told by a consent that stands: a wish is none. */
export const PeopleCard = ({ episode, client, supports, told, form }: PeopleProps) => (
  <Card
    title={supports.length === 0 ? 'Nobody is named yet' : 'People they lean on'}
    id="supports"
    hint="What may be said to each rests on a consent that stands, by name."
    flush={supports.length > 0}
    footer={
      <details class="disclose" open={form.values !== undefined}>
        <summary>Add somebody</summary>
        <form class="form" method="post" action={urls.leavingSupports({ episode })}>
          <TextField name="name" label="Name" maxlength={120} anyDirection form={form} />
          <TextField name="relation" label="Who they are to them" optional maxlength={80} anyDirection form={form} />
          <TextField name="phone" label="Telephone" type="tel" optional maxlength={40} form={form} />
          <TextField
            name="helpsWith"
            label="What they call them for"
            optional
            maxlength={300}
            anyDirection
            form={form}
          />
          <Checkbox
            name="wishesTold"
            label="They would like us to be able to speak with this person"
            hint="A wish, no consent: nothing is said until one is signed."
            form={form}
          />
          <FormActions>
            <Button>Add to the list</Button>
          </FormActions>
        </form>
      </details>
    }
  >
    {supports.length > 0 && (
      <Rows label="People they lean on">
        {supports.map((one) => (
          <Row
            title={<span dir="auto">{one.name}</span>}
            note={
              <span dir="auto">
                {[
                  one.relation,
                  one.phone === '' ? 'no number' : write.phone(one.phone),
                  one.helpsWith,
                  one.byClient && 'added by them',
                ]
                  .filter(Boolean)
                  .join(' · ')}
              </span>
            }
            end={<ToldSig told={told.get(one.name)} wishes={one.wishesTold} />}
          >
            <div class="line-up">
              {one.wishesTold && (told.get(one.name)?.may.length ?? 0) === 0 && (
                <Button
                  small
                  href={urls.newConsent({ client }, { scope: 'specific' })}
                  label={`Take a consent: ${one.name}`}
                >
                  Take a consent
                </Button>
              )}
              <form method="post" action={urls.leavingSupportEnd({ support: one.id })}>
                <Button small kind="quiet" label={`Take off the list: ${one.name}`}>
                  Take off the list
                </Button>
              </form>
            </div>
          </Row>
        ))}
      </Rows>
    )}
  </Card>
)

const ToldSig = ({ told, wishes }: { told: Told | undefined; wishes: boolean }) =>
  told !== undefined && told.may.length > 0 ? (
    <Sig tone="good">{`May be told: ${told.may.join(', ')}`}</Sig>
  ) : wishes ? (
    <Sig tone="warning">Wish, no consent yet</Sig>
  ) : (
    <Sig tone="calm">Say nothing to them</Sig>
  )
