import { Hono, type Context } from 'hono'
import { z } from 'zod'
import { addDays, ageOn, dayAt, daysBetween } from '../../../basics/dates.ts'
import { isRefusal, type Refusal } from '../../../basics/refusal.ts'
import { plural } from '../../../basics/text.ts'
import { Card, Row, Rows } from '../../../ui/card.tsx'
import { Checkboxes, RadioCards } from '../../../ui/choices.tsx'
import { Empty } from '../../../ui/empty.tsx'
import { Button, DateField, ErrorSummary, FormActions, Select, TextArea, type FormState } from '../../../ui/form.tsx'
import { RefusalAlert } from '../../../ui/refusal.tsx'
import { Sig } from '../../../ui/status.tsx'
import { shortDay } from '../../../ui/when.tsx'
import { urls } from '../../../urls.ts'
import { showing, workOf, type Door } from '../../../web/door.ts'
import { forbidden, notFound } from '../../../web/errors.tsx'
import { day, id, oneOf, optionalId, optionalProse, readForm } from '../../../web/forms.ts'
import { may, mayNot } from '../../access/permissions.ts'
import { said } from '../../access/staff-page.tsx'
import { ClientFrame } from '../../clients/frame.tsx'
import { clientById, type ClientFacts } from '../../clients/queries.ts'
import { Checklist } from '../../episodes/checklist.tsx'
import { beforeAdmission } from '../../episodes/queries.ts'
import { residenceName } from '../../episodes/residence-names.ts'
import { residences, stillMissing } from '../../episodes/rules.ts'
import { ageGroupOn } from '../../programs/dose.ts'
import { programsOf } from '../../programs/queries.ts'
import { cliniciansToChoose } from '../../staff/queries.ts'
import { returnToCare } from '../actions/return.ts'
import { withDays } from '../leaving.tsx'
import { knownOf, returnRules, stayBefore, type StayBefore } from '../queries/return.ts'
import { returnRefusal, type ReturnLine, type StillSo, stillSo, whatStands } from '../returning.ts'

/** Back within a year: what stands from the stay before, what has to be asked again, and the new stay from one page. */
export const wayBack = new Hono<Door>()

const returning = z.object({
  program: id('Choose a program.'),
  startsOn: day('Give the first day of care.'),
  therapist: id('Name the primary therapist.'),
  coordinator: id('Name the care coordinator.'),
  prescriber: optionalId,
  residence: oneOf(residences, 'Say where the person lives during the program.'),
  residenceWords: optionalProse(1000),
  sharingDeclined: optionalProse(1000),
  still: z.array(z.string()).default([]),
  words: optionalProse(1000),
})

wayBack.get(urls.stayReturn.pattern, (c) => page(c))

wayBack.post(urls.stayReturn.pattern, async (c) => {
  const work = workOf(c)
  const denied = mayNot(work.by, 'episode.admit')
  if (denied) return forbidden(c, denied.because)
  const client = await clientById(work, c.req.param('client'))
  if (client === undefined) return notFound(c)
  const form = await readForm(c, returning)
  if (!form.ok) return page(c, { values: form.typed, errors: form.errors })
  const { still, ...draft } = form.values
  const answer = await returnToCare(work, client, { ...draft, stillSo: stillSo.filter((one) => still.includes(one)) })
  if (isRefusal(answer)) return page(c, { values: form.typed }, answer)
  said(c, {
    tone: 'good',
    text: `Welcome back. The stay is open, and ${plural(answer.carried, 'entry', 'entries')} of the plan for afterwards came along. Next: go through the medicines, then the weekly dose.`,
  })
  return c.redirect(
    may(work.by, 'plan.see') ? urls.dose({ episode: answer.episode }) : urls.client({ client: client.id }),
    303,
  )
})

async function page(c: Context<Door>, form?: FormState, refusal?: Refusal): Promise<Response> {
  const work = workOf(c)
  const denied = mayNot(work.by, 'episode.admit')
  if (denied) return forbidden(c, denied.because)
  const client = await clientById(work, c.req.param('client') ?? '')
  if (client === undefined) return notFound(c)
  showing(c, 'admission', [client.id])
  const today = dayAt(work.at, work.clinic.timeZone)
  const last = await stayBefore(work, client.id)
  const rules = await returnRules(work)
  const no = returnRefusal(last, today, rules)
  const title = `${client.name}: come back`
  const status = form === undefined && refusal === undefined ? 200 : 422
  if (no !== null || last === null)
    return c.html(
      <ClientFrame c={c} client={client} tab="face" title={title}>
        <RefusalAlert refusal={refusal} />
        <Card>
          <Empty
            title={withDays(no?.because ?? '')}
            next={
              <>
                {no?.refused === 'in-care' && last !== null && (
                  <Button kind="main" href={urls.leavingPlan({ episode: last.episodeId })}>
                    Plan for afterwards
                  </Button>
                )}
                {no?.refused === 'never-here' || no?.refused === 'long-ago' ? (
                  <Button kind="main" href={urls.placement({ client: client.id })}>
                    Go on to placement
                  </Button>
                ) : null}
              </>
            }
          >
            {`Coming back without a new intake is for people who left within ${rules.wayBack} days.`}
          </Empty>
        </Card>
      </ClientFrame>,
      status,
    )
  const before = await beforeAdmission(work, client)
  const lines = whatStands(await knownOf(work, client, last), today, rules)
  const all = await programsOf(work)
  const fitting = all.filter(
    (one) =>
      one.ageGroup === ageGroupOn(client.birthDate, today) &&
      (before.decision === null || one.levelOfCare === before.decision.level),
  )
  const likely = fitting.find(({ id: one }) => one === last.programId) ?? fitting[0]
  const kind = likely?.kind === 'mental-health' ? 'mental-health' : 'substance-use'
  const missing = stillMissing({
    ...before,
    program: {
      kind,
      ageGroup: ageGroupOn(client.birthDate, today),
      levelOfCare: likely?.levelOfCare ?? before.decision?.level ?? last.levelOfCare,
    },
    signersNeeded: before.signersFor(kind),
    sharingDeclined: form?.values?.sharingDeclined?.toString() ?? '',
  })
  const asked = lines.filter(({ state }) => state === 'ask').length
  return c.html(
    <ClientFrame c={c} client={client} tab="placement" title={title}>
      <RefusalAlert refusal={refusal} />
      <ErrorSummary form={form} />
      <p>
        {client.givenName} left {last.programName} on {shortDay(last.lastDay ?? today)},{' '}
        {plural(daysBetween(last.lastDay ?? today, today), 'day', 'days')} ago. Nothing is asked twice.
      </p>
      <div class="columns">
        <div class="stack">
          <Checklist client={client.id} missing={missing} before={before} />
          <Stands client={client.id} lines={lines} asked={asked} mayMedical={may(work.by, 'medicine.see')} />
        </div>
        <div class="stack">
          <Card title="Take them back" hint={`For people who left within ${rules.wayBack} days.`}>
            <ReturnForm
              client={client}
              last={last}
              today={today}
              programs={fitting.map((one) => ({
                value: one.id,
                label: one.name,
                hint: `${one.site}, ${one.track}. Level ${one.levelOfCare}. ${one.inCare} in care now.`,
              }))}
              likely={likely?.id}
              therapists={await cliniciansToChoose(work)}
              coordinators={await cliniciansToChoose(work, ['coordinator', 'director'])}
              prescribers={await cliniciansToChoose(work, ['prescriber'])}
              me={work.by.id ?? ''}
              residenceAdvised={before.decision?.alongside.includes('3.1') ?? false}
              askToDecline={missing.sharing !== null || Boolean(form?.values?.sharingDeclined)}
              form={form}
            />
          </Card>
        </div>
      </div>
    </ClientFrame>,
    status,
  )
}

type StandsProps = { client: string; lines: readonly ReturnLine[]; asked: number; mayMedical: boolean }

const Stands = ({ client, lines, asked, mayMedical }: StandsProps) => {
  const ways: Record<ReturnLine['what'], { href: string; go: string }> = {
    contacts: { href: urls.client({ client }), go: 'Look' },
    coverage: { href: urls.coverage({ client }), go: 'Look it up again' },
    allergies: { href: mayMedical ? urls.medical({ client }) : urls.client({ client }), go: 'Ask' },
    medicines: { href: mayMedical ? urls.reconciliation({ client }) : urls.client({ client }), go: 'Go through them' },
    consents: { href: urls.consents({ client }), go: 'Open consents' },
    papers: { href: urls.clientPapers({ client }), go: 'Open papers' },
    intake: { href: urls.clientIntakes({ client }), go: 'Open' },
  }
  return (
    <Card
      title={asked === 0 ? 'Everything stands' : `${plural(asked, 'thing', 'things')} to look at again`}
      hint="None of these holds the return up by itself."
      flush
    >
      <Rows label="What is known from the stay before">
        {lines.map(({ what, title, state, words }) => (
          <Row
            title={title}
            note={withDays(words)}
            end={
              state === 'stands' ? (
                <Sig tone="good">Stands</Sig>
              ) : (
                <Button small href={ways[what].href} label={`${ways[what].go}: ${title}`}>
                  {ways[what].go}
                </Button>
              )
            }
          />
        ))}
      </Rows>
    </Card>
  )
}

const stillNames: Record<StillSo, string> = {
  identity: 'Name and birth date',
  contacts: 'Telephone, address, emergency contact',
  coverage: 'Who pays',
  residence: 'Where they live',
}

type Choice = { value: string; label: string }
type FormProps = {
  client: ClientFacts
  last: StayBefore
  today: string
  programs: (Choice & { hint: string })[]
  likely: string | undefined
  therapists: Choice[]
  coordinators: Choice[]
  prescribers: Choice[]
  me: string
  residenceAdvised: boolean
  askToDecline: boolean
  form: FormState | undefined
}

/** Prefilled with the stay before: who led it leads again where they are still here. */
function ReturnForm({
  client,
  last,
  today,
  programs,
  likely,
  therapists,
  coordinators,
  prescribers,
  me,
  ...rest
}: FormProps) {
  const { residenceAdvised, askToDecline, form } = rest
  const among = (choices: readonly Choice[], ...ids: (string | null)[]) =>
    ids.find((one) => one !== null && choices.some(({ value }) => value === one)) ?? undefined
  return (
    <form class="form" method="post" action={urls.stayReturn({ client: client.id })}>
      <Checkboxes
        name="still[]"
        label="Asked, and still so"
        optional
        options={stillSo.map((value) => ({ value, label: stillNames[value] }))}
        form={form}
        plain
        aside
      />
      <TextArea
        name="words"
        label="What happened since"
        hint="In their words. It stands with the new stay."
        optional
        maxlength={1000}
        form={form}
      />
      <RadioCards name="program" label="Program" value={likely} options={programs} form={form} />
      <DateField
        name="startsOn"
        label="First day of care"
        hint={`${ageOn(client.birthDate, today)} years old today. At most 30 days ahead.`}
        value={today}
        max={addDays(today, 30)}
        form={form}
      />
      <Select
        name="therapist"
        label="Primary therapist"
        value={among(therapists, last.therapistId)}
        options={therapists}
        form={form}
      />
      <Select
        name="coordinator"
        label="Care coordinator"
        value={among(coordinators, last.coordinatorId, me)}
        options={coordinators}
        form={form}
      />
      <Select
        name="prescriber"
        label="Prescriber"
        value={among(prescribers, last.prescriberId)}
        optional
        choose="Nobody here"
        options={prescribers}
        form={form}
      />
      <RadioCards
        name="residence"
        label="Where they live during the program"
        value={last.residence}
        options={residences.map((value) => ({ value, label: residenceName[value] }))}
        form={form}
        plain
        aside
      />
      {residenceAdvised && (
        <TextArea
          name="residenceWords"
          label="If not in a recovery residence: why, and what makes it safe"
          value={last.residenceWords}
          optional
          maxlength={1000}
          form={form}
        />
      )}
      {askToDecline && (
        <TextArea
          name="sharingDeclined"
          label="If the client declines the sharing consent: what they were told"
          optional
          maxlength={1000}
          form={form}
        />
      )}
      <FormActions>
        <Button kind="main">Take them back into care</Button>
        <Button href={urls.client({ client: client.id })}>Not now</Button>
      </FormActions>
    </form>
  )
}
