import { Hono, type Context } from 'hono'
import { z } from 'zod'
import { addDays, ageOn, dayAt, type Day } from '../../basics/dates.ts'
import { isRefusal, type Refusal } from '../../basics/refusal.ts'
import type { Work } from '../../db/work.ts'
import { Card } from '../../ui/card.tsx'
import { Empty } from '../../ui/empty.tsx'
import { Button, DateField, ErrorSummary, FormActions, Select, TextArea, type FormState } from '../../ui/form.tsx'
import { RadioCards } from '../../ui/choices.tsx'
import { RefusalAlert } from '../../ui/refusal.tsx'
import { Notice } from '../../ui/status.tsx'
import { shortDay } from '../../ui/when.tsx'
import { urls } from '../../urls.ts'
import { showing, workOf, type Door } from '../../web/door.ts'
import { forbidden, notFound } from '../../web/errors.tsx'
import { day, id, oneOf, optionalId, optionalLine, optionalProse, readForm } from '../../web/forms.ts'
import { may, mayNot } from '../access/permissions.ts'
import { said } from '../access/staff-page.tsx'
import { ClientFrame } from '../clients/frame.tsx'
import { clientById, type ClientFacts } from '../clients/queries.ts'
import { packStanding, type PackStanding } from '../packs/queries/standing.ts'
import { isLevel, levels } from '../placement/levels.ts'
import { ageGroupOn } from '../programs/dose.ts'
import { programsOf, type ProgramRow } from '../programs/queries.ts'
import { cliniciansToChoose } from '../staff/queries.ts'
import { admit } from './actions.ts'
import { Checklist } from './checklist.tsx'
import { beforeAdmission, openStayOf, type BeforeAdmission } from './queries.ts'
import { PapersCard } from './papers-card.tsx'
import { residenceName } from './residence-names.ts'
import { residences, stillMissing } from './rules.ts'

export const episodes = new Hono<Door>()

const sources = [
  'Self',
  'Family',
  'Hospital',
  'Withdrawal unit',
  'Residential program',
  'Primary care',
  'Court or probation',
  'Outpatient therapist',
  'School or employer',
  'Other',
] as const

const admission = z.object({
  program: id('Choose a program.'),
  startsOn: day('Give the first day of care.'),
  therapist: id('Name the primary therapist.'),
  coordinator: id('Name the care coordinator.'),
  prescriber: optionalId,
  residence: oneOf(residences, 'Say where the person lives during the program.'),
  residenceWords: optionalProse(1000),
  sharingDeclined: optionalProse(1000),
  referralSource: optionalLine(200),
  priorLevel: optionalLine(20),
})

episodes.get(urls.admission.pattern, async (c) => {
  const work = workOf(c)
  const denied = mayNot(work.by, 'episode.admit')
  if (denied) return forbidden(c, denied.because)
  const client = await clientById(work, c.req.param('client'))
  return client === undefined ? notFound(c) : admissionPage(c, client)
})

episodes.post(urls.admission.pattern, async (c) => {
  const work = workOf(c)
  const denied = mayNot(work.by, 'episode.admit')
  if (denied) return forbidden(c, denied.because)
  const client = await clientById(work, c.req.param('client'))
  if (client === undefined) return notFound(c)
  const form = await readForm(c, admission)
  if (!form.ok) return admissionPage(c, client, { form: { values: form.typed, errors: form.errors } })
  const answer = await admit(work, client, form.values)
  if (isRefusal(answer)) return admissionPage(c, client, { form: { values: form.typed }, refusal: answer })
  said(c, {
    tone: 'good',
    text: `Admitted. The plan for leaving is open with ${answer.items} items. Next: the weekly dose and seats.`,
  })
  return c.redirect(
    may(work.by, 'plan.see') ? urls.dose({ episode: answer.episode }) : urls.client({ client: client.id }),
    303,
  )
})

type Back = { form?: FormState; refusal?: Refusal }

async function admissionPage(c: Context<Door>, client: ClientFacts, back: Back = {}) {
  const work = workOf(c)
  showing(c, 'admission', [client.id])
  const stay = await openStayOf(work, client.id)
  // Whoever pressed twice finds their own first press, and not a form that can no longer be sent.
  if (stay !== undefined)
    return c.html(
      <ClientFrame c={c} client={client} tab="face" title={`${client.name}: admission`}>
        <RefusalAlert refusal={back.refusal} />
        <Card>
          <Empty
            title={`In care in ${stay.programName} ${stay.from > today(work) ? 'from' : 'since'} ${shortDay(stay.from)}`}
            next={
              <>
                {may(work.by, 'plan.see') && (
                  <Button kind="main" href={urls.dose({ episode: stay.id })}>
                    Weekly dose and seats
                  </Button>
                )}
                <Button href={urls.discharge({ episode: stay.id })}>Leaving</Button>
              </>
            }
          >
            One stay at a time. To admit to another program, discharge from this one first.
          </Empty>
        </Card>
      </ClientFrame>,
      back.refusal === undefined ? 200 : 422,
    )
  const before = await beforeAdmission(work, client)
  const fitting = programsFor(await programsOf(work), before, client, today(work))
  const [first] = fitting
  const kind = first?.kind === 'mental-health' ? 'mental-health' : 'substance-use'
  const missing = stillMissing({
    ...before,
    program: {
      kind,
      ageGroup: ageGroupOn(client.birthDate, today(work)),
      levelOfCare: first?.levelOfCare ?? before.decision?.level ?? '2.1',
    },
    signersNeeded: before.signersFor(kind),
    sharingDeclined: back.form?.values?.sharingDeclined?.toString() ?? '',
  })
  const { level } = before.decision ?? { level: null }
  const packs: { program: ProgramRow; standing: PackStanding }[] = []
  for (const program of fitting) {
    const standing = await packStanding(work, client.id, program.id)
    if (standing !== null) packs.push({ program, standing })
  }
  return c.html(
    <ClientFrame c={c} client={client} tab="placement" title={`Admit ${client.name}`}>
      <RefusalAlert refusal={back.refusal} />
      <ErrorSummary form={back.form} />
      <Checklist client={client.id} missing={missing} before={before} />
      {packs.length > 0 && may(work.by, 'paper.see') && <PapersCard client={client.id} packs={packs} />}
      {before.client.died ? (
        <Notice tone="danger">This person has died. No episode can start.</Notice>
      ) : level !== null && fitting.length === 0 ? (
        <Notice
          tone="warning"
          title={`No program here gives level ${level} to ${ageGroupOn(client.birthDate, today(work)) === 'adult' ? 'adults' : 'people under 18'}`}
        >
          {isLevel(level) ? `${levels[level].label[kind]} was decided. ` : ''}
          Hand the person off to a place that does: <a href={urls.newHandOff({ client: client.id })}>make a hand-off</a>
          .
        </Notice>
      ) : (
        <Card
          title="Admit"
          hint="Opens the stay, names who leads it, and opens the plan for leaving with its first items."
        >
          <AdmissionForm
            client={client}
            before={before}
            programs={fitting}
            askToDecline={missing.sharing !== null || Boolean(back.form?.values?.sharingDeclined)}
            work={work}
            therapists={await cliniciansToChoose(work)}
            coordinators={await cliniciansToChoose(work, ['coordinator', 'director'])}
            prescribers={await cliniciansToChoose(work, ['prescriber'])}
            form={back.form}
          />
        </Card>
      )}
    </ClientFrame>,
    back.form === undefined && back.refusal === undefined ? 200 : 422,
  )
}

const today = (work: Work): Day => dayAt(work.at, work.clinic.timeZone)

/** The programs of the decided level that this age may join; all of the age while nobody has decided. */
const programsFor = (all: ProgramRow[], before: BeforeAdmission, client: ClientFacts, on: Day) =>
  all.filter(
    (one) =>
      one.ageGroup === ageGroupOn(client.birthDate, on) &&
      (before.decision === null || one.levelOfCare === before.decision.level),
  )

type FormProps = {
  client: ClientFacts
  before: BeforeAdmission
  programs: ProgramRow[]
  askToDecline: boolean
  work: Work
  therapists: Person[]
  coordinators: Person[]
  prescribers: Person[]
  form: FormState | undefined
}
type Person = { value: string; label: string }

function AdmissionForm({
  client,
  before,
  programs,
  askToDecline,
  work,
  therapists,
  coordinators,
  prescribers,
  form,
}: FormProps) {
  const on = today(work)
  const residenceAdvised = before.decision?.alongside.includes('3.1') ?? false
  const me = coordinators.find((one) => one.value === work.by.id)?.value
  return (
    <form class="form" method="post" action={urls.admission({ client: client.id })}>
      <RadioCards
        name="program"
        label="Program"
        value={programs.length === 1 ? programs[0]?.id : undefined}
        options={programs.map((one) => ({
          value: one.id,
          label: one.name,
          hint: `${one.site}, ${one.track}. Level ${one.levelOfCare}. ${one.inCare} in care now.`,
        }))}
        form={form}
      />
      <DateField
        name="startsOn"
        label="First day of care"
        hint={`${ageOn(client.birthDate, on)} years old today. At most 30 days ahead.`}
        value={on}
        min={before.decision === null ? undefined : dayAt(before.decision.decidedAt, work.clinic.timeZone)}
        max={addDays(on, 30)}
        form={form}
      />
      <Select name="therapist" label="Primary therapist" options={therapists} form={form} />
      <Select name="coordinator" label="Care coordinator" value={me} options={coordinators} form={form} />
      <Select
        name="prescriber"
        label="Prescriber"
        hint="Whose it is to see that medicines go on. Without one, the primary therapist sees to it."
        optional
        choose="Nobody here"
        options={prescribers}
        form={form}
      />
      <RadioCards
        name="residence"
        label="Where they live during the program"
        hint={residenceAdvised ? 'A recovery residence was recommended beside the program.' : undefined}
        options={residences.map((value) => ({ value, label: residenceName[value] }))}
        form={form}
        plain
        aside
      />
      {residenceAdvised && (
        <TextArea
          name="residenceWords"
          label="If not in a recovery residence: why, and what makes it safe"
          optional
          maxlength={1000}
          form={form}
        />
      )}
      {askToDecline && (
        <TextArea
          name="sharingDeclined"
          label="If the client declines the sharing consent: what they were told"
          hint="Care goes on without it. Other providers and the payer are told nothing."
          optional
          maxlength={1000}
          form={form}
        />
      )}
      <Select
        name="referralSource"
        label="Who sent them"
        value={before.referral?.source}
        optional
        options={[...new Set([...(before.referral ? [before.referral.source] : []), ...sources])]
          .filter((source) => source !== '')
          .map((source) => ({ value: source, label: source }))}
        form={form}
      />
      <Select
        name="priorLevel"
        label="Level of care they come from"
        value={before.referral?.priorLevel}
        optional
        choose="None"
        options={Object.values(levels).map((one) => ({
          value: one.code,
          label: `${one.code}: ${one.label['substance-use']}`,
        }))}
        form={form}
      />
      <FormActions>
        <Button kind="main">Admit</Button>
        <Button href={urls.client({ client: client.id })}>Not now</Button>
      </FormActions>
    </form>
  )
}
