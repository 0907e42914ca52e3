import { RadioCards } from '../../../ui/choices.tsx'
import { Button, ErrorSummary, FormActions, Select, TextArea, type FormState } from '../../../ui/form.tsx'
import { Card } from '../../../ui/card.tsx'
import { Notice, Sig } from '../../../ui/status.tsx'
import { At } from '../../../ui/when.tsx'
import { timeAt } from '../../../basics/dates.ts'
import { hoursAndMinutes } from '../../../basics/text.ts'
import type { Refusal } from '../../../basics/refusal.ts'
import type { Work } from '../../../db/work.ts'
import { urls } from '../../../urls.ts'
import { may } from '../../access/permissions.ts'
import { notKnownStop } from '../dispositions.ts'
import type { Stop } from '../gate.ts'
import { isLevel, markWords } from '../levels.ts'
import { atField } from './at-field.ts'
import type { DispositionRow, Screen } from '../queries.ts'
import { questions } from '../questions.ts'
import type { Owner } from '../queries/stops-due.ts'
import { dueAtOf } from '../rules.ts'
import { defaultThresholds } from '../thresholds.ts'

export type Settling = { settling?: FormState; giving?: FormState; allowing?: FormState; refusal?: Refusal }

/** Whose each stop is, and to whom it can be given. */
export type Owning = { ownerOf: (stop: string) => Owner; choose: { value: string; label: string }[] }

/** In plain words, before anything else, while a stop says that minutes count. */
export const CrisisLine = ({ stops }: { stops: readonly Stop[] }) => {
  if (!stops.some((stop) => stop.within === 'now')) return null
  const ambulance = stops.some((stop) => stop.routeTo === '911' || stop.routeTo === 'ed')
  return (
    <Notice tone="danger" title="Danger now. Act before you read on." alert>
      {ambulance ? (
        <>
          Call <b>911</b> and stay with the person. Thoughts of suicide: call or text <b>988</b> with them.
        </>
      ) : (
        <>
          Do not leave the person alone. Call or text <b>988</b> with them; call <b>911</b> if anyone is in danger this
          minute.
        </>
      )}
    </Notice>
  )
}

const placeOf = (stop: Stop): string =>
  isLevel(stop.routeTo) ? `${stop.routeLabel} (level ${stop.routeTo})` : stop.routeLabel

function By({ stop, screen, work }: { stop: Stop; screen: Screen; work: Work }) {
  const due = dueAtOf(stop.within, screen.screenedAt, defaultThresholds)
  const late = due < work.at
  const left = Math.floor((due.getTime() - work.at.getTime()) / 60_000)
  return (
    <Sig tone="danger">
      {stop.within === 'now' ? 'Now' : `By ${timeAt(due, work.clinic.timeZone)}`}
      {late ? ', and that has passed' : `, ${hoursAndMinutes(left)} left`}
    </Sig>
  )
}

type StopProps = {
  stop: Stop
  screen: Screen
  clientId: string
  work: Work
  back: Settling
  isLatest: boolean
  owning: Owning
}

/** One stop that stands: why, where to and by when, what to do in order, and the two ways on. */
export function LiveStop({ stop, screen, clientId, work, back, isLatest, owning }: StopProps) {
  const handedOff = screen.dispositions.findLast((one) => one.stop === stop.id && one.disposition === 'handed-off')
  return (
    <Card
      tone="danger"
      id={`stop-${stop.id}`}
      level={3}
      title={stop.because}
      hint={`To: ${placeOf(stop)}`}
      action={handedOff ? <Sig tone="warning">Handed off</Sig> : <By stop={stop} screen={screen} work={work} />}
    >
      <div class="stop-now">
        <div>
          <b>What to do now, in order</b>
          <ol>
            {stop.doNow.map((step) => (
              <li>{step}</li>
            ))}
          </ol>
        </div>
        {stop.iopInParallel && (
          <p>The program may start beside this care, once a clinician has recorded that it is arranged.</p>
        )}
        {handedOff && <Standing row={handedOff} work={work} />}
        <Whose stop={stop} screen={screen} work={work} back={back} owning={owning} isLatest={isLatest} />
        {isLatest && (
          <>
            {may(work.by, 'hand-off.make') && (
              <FormActions>
                <Button href={urls.newHandOff({ client: clientId }, { screen: screen.id, stop: stop.id })}>
                  {handedOff ? 'Hand off once more' : 'Hand off'}
                </Button>
              </FormActions>
            )}
            <Settle stop={stop.id} alongside={stop.iopInParallel} screen={screen} work={work} back={back} />
          </>
        )}
        <small class="muted">
          Source: {stop.source}. {markWords[stop.mark]}.
        </small>
      </div>
    </Card>
  )
}

function Whose({ stop, screen, work, back, owning, isLatest }: Omit<StopProps, 'clientId'>) {
  const owner = owning.ownerOf(stop.id)
  const mine = back.giving?.prefix === stop.id
  const sent: FormState = { ...(mine ? back.giving : {}), prefix: `owner-${stop.id}` }
  const form = atField(sent, mine ? back.refusal : undefined, { 'needs-owner': 'owner', 'settled-already': 'owner' })
  return (
    <div>
      Whose it is: <b dir="auto">{owner.name}</b>, since <At at={owner.since} zone={work.clinic.timeZone} />
      {isLatest && owning.choose.length > 0 && (
        <details class="disclose stop-settle" open={mine}>
          <summary>Give it to someone</summary>
          <form method="post" action={urls.stopOwner({ screen: screen.id })} class="form" data-guard>
            {mine && <ErrorSummary form={form} />}
            <input type="hidden" name="stop" value={stop.id} />
            <Select name="owner" label="Who takes it" choose="Choose" options={owning.choose} form={form} />
            <FormActions>
              <Button>Give it to them</Button>
            </FormActions>
          </form>
        </details>
      )}
    </div>
  )
}

type AllowProps = {
  screen: Screen
  work: Work
  back: Settling
  allowed: { because: string; allowedAt: Date; allowedBy: string } | null
}

/** While a stop stands only a clinician asks past it; a clinician may let somebody else ask. */
export function AskAgain({ screen, work, back, allowed }: AllowProps) {
  if (allowed !== null)
    return (
      <Notice tone="info">
        <b dir="auto">{allowed.allowedBy}</b> let it be asked again,{' '}
        <At at={allowed.allowedAt} zone={work.clinic.timeZone} />: <span dir="auto">{allowed.because}</span>
      </Notice>
    )
  if (!may(work.by, 'stop.resolve'))
    return (
      <small class="muted">
        These stops stand for 24 hours. Only a director, therapist or prescriber may ask until one is gone, or let you
        ask.
      </small>
    )
  const mine = back.allowing !== undefined
  const form = atField(back.allowing ?? {}, mine ? back.refusal : undefined, {
    'needs-reason': 'allowing',
    'no-stop': 'allowing',
    'older-screen': 'allowing',
  })
  return (
    <details class="disclose stop-settle" open={mine}>
      <summary>Let a coordinator ask again</summary>
      <form method="post" action={urls.screenAllowance({ screen: screen.id })} class="form" data-guard>
        {mine && <ErrorSummary form={form} />}
        <TextArea
          name="allowing"
          label="Why it may be asked again"
          hint="What you saw or heard. It stands under your name, and holds for one screen."
          maxlength={4000}
          rows={2}
          form={form}
        />
        <FormActions>
          <Button>Let it be asked again</Button>
        </FormActions>
      </form>
    </details>
  )
}

/** A question that was asked in vain: a clinician who saw the person may settle it with words. */
export function OpenQuestion({
  question,
  screen,
  work,
  back,
}: {
  question: string
  screen: Screen
  work: Work
  back: Settling
}) {
  const words = questions.find((one) => one.id === question)?.words ?? question
  return (
    <Card tone="warning" level={3} title={`Not known: ${words}`} hint="The gate does not pass on what nobody knows.">
      <Settle stop={notKnownStop(question)} alongside={false} screen={screen} work={work} back={back} />
    </Card>
  )
}

type SettleProps = { stop: string; alongside: boolean; screen: Screen; work: Work; back: Settling }

function Settle({ stop, alongside, screen, work, back }: SettleProps) {
  if (!may(work.by, 'stop.resolve'))
    return <small class="muted">A director, therapist or prescriber who saw the person may settle this.</small>
  const mine = back.settling?.prefix === stop
  const sent: FormState = { ...(mine ? back.settling : {}), prefix: stop.replace(/[^\w-]/g, '-') }
  const form = atField(sent, mine ? back.refusal : undefined, { 'needs-reason': 'because' })
  return (
    <details class="disclose stop-settle" open={mine}>
      <summary>I saw the person: settle this</summary>
      <form method="post" action={urls.stopDisposition({ screen: screen.id })} class="form" data-guard>
        {mine && <ErrorSummary form={form} />}
        <input type="hidden" name="stop" value={stop} />
        {alongside ? (
          <RadioCards
            name="disposition"
            label="What became of it"
            form={form}
            options={[
              {
                value: 'treated-alongside',
                label: 'Arranged beside the program',
                hint: 'The care is booked; the program can start.',
              },
              {
                value: 'cleared-by-clinician',
                label: 'Cleared',
                hint: 'I assessed the person; this does not stand in the way.',
              },
            ]}
          />
        ) : (
          <input type="hidden" name="disposition" value="cleared-by-clinician" />
        )}
        <TextArea
          name="because"
          label="What you found and did"
          hint="Who saw the person, what was found, what was done. It stands under your name."
          maxlength={4000}
          form={form}
        />
        <FormActions>
          <Button>{alongside ? 'Settle this' : 'Clear this'}</Button>
        </FormActions>
      </form>
    </details>
  )
}

const dispositionWords: Record<DispositionRow['disposition'], string> = {
  'handed-off': 'Handed off',
  'cleared-by-clinician': 'Cleared by a clinician',
  'treated-alongside': 'Arranged beside the program',
}

export const Standing = ({ row, work }: { row: DispositionRow; work: Work }) => (
  <p>
    <b>{dispositionWords[row.disposition]}</b> by {row.decidedBy}, <At at={row.decidedAt} zone={work.clinic.timeZone} />
    : <span dir="auto">{row.because}</span>
  </p>
)
