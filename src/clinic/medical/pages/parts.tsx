import type { Context } from 'hono'
import type { Child, PropsWithChildren } from 'hono/jsx'
import { dayAt, timeAt, type Day } from '../../../basics/dates.ts'
import type { Refusal } from '../../../basics/refusal.ts'
import { ErrorSummary, type FormState } from '../../../ui/form.tsx'
import { RefusalAlert } from '../../../ui/refusal.tsx'
import { Notice } from '../../../ui/status.tsx'
import { Tabs } from '../../../ui/tabs.tsx'
import { shortMoment } from '../../../ui/when.tsx'
import { urls } from '../../../urls.ts'
import { showing, workOf, type Door } from '../../../web/door.ts'
import { forbidden, notFound } from '../../../web/errors.tsx'
import { mayNot, type Verb } from '../../access/permissions.ts'
import { ClientFrame } from '../../clients/frame.tsx'
import { clientById, type ClientFacts } from '../../clients/queries.ts'
import { medicineOf } from '../medicines.ts'
import type { Alarm } from '../vitals.ts'
import { treatsWords } from '../words.ts'

/** What came back with a form that was refused: which form it was, and what was typed. */
export type Back = { form: string; state: FormState; refusal?: Refusal | undefined }

/** The client of an address, for who may do this; or the answer that says why not. */
export async function clientFor(
  c: Context<Door>,
  verb: Verb,
  id = c.req.param('client') ?? '',
): Promise<ClientFacts | Response> {
  const work = workOf(c)
  const denied = mayNot(work.by, verb)
  if (denied) return forbidden(c, denied.because)
  return (await clientById(work, id)) ?? notFound(c)
}

type FrameProps = {
  c: Context<Door>
  client: ClientFacts
  part: 'overview' | 'flowsheet' | 'tests' | null
  title: string
  actions?: Child
  back?: Back | undefined
}

/** The medical part of a chart: its three screens side by side, and what was refused on top. */
export function MedicalFrame({ c, client, part, title, actions, back, children }: PropsWithChildren<FrameProps>) {
  showing(c, title.toLowerCase(), [client.id])
  const params = { client: client.id }
  return (
    <ClientFrame c={c} client={client} tab="medical" title={`${client.name}: ${title}`} actions={actions}>
      <Tabs
        label="Medical"
        tabs={[
          { label: 'Medicines', href: urls.medical(params), current: part === 'overview' },
          { label: 'Vital signs and withdrawal', href: urls.flowsheet(params), current: part === 'flowsheet' },
          { label: 'Drug tests', href: urls.toxicology(params), current: part === 'tests' },
        ]}
      />
      <RefusalAlert refusal={back?.refusal} />
      <ErrorSummary form={back?.state} />
      {children}
    </ClientFrame>
  )
}

/** A form behind a word: closed until it is wanted, open when it came back. */
export const Fold = ({ label, open, children }: PropsWithChildren<{ label: string; open?: boolean }>) => (
  <details class="disclose medical-form" open={open}>
    <summary>{label}</summary>
    {children}
  </details>
)

export const stateOf = (back: Back | undefined, form: string): FormState =>
  back?.form === form ? { ...back.state, prefix: form } : { prefix: form }

/** What needs somebody now: the sentence, the next step, and the way to the safety screen. */
export const Alarms = ({
  alarms,
  clientId,
  heading,
}: {
  alarms: readonly Alarm[]
  clientId: string
  heading: string
}) =>
  alarms.length === 0 ? null : (
    <Notice
      tone={alarms.some(({ tone }) => tone === 'danger') ? 'danger' : 'warning'}
      title={heading}
      aside={
        <a class="button small" href={urls.safetyScreen({ client: clientId })}>
          Open the safety screen
        </a>
      }
    >
      <ul>
        {alarms.map(({ sentence, next }) => (
          <li>
            {sentence} {next}
          </li>
        ))}
      </ul>
    </Notice>
  )

export const treatsOf = (ingredient: string): string | null => {
  const treats = medicineOf(ingredient)?.treats
  return treats == null ? null : treatsWords[treats]
}

export const today = (c: Context<Door>): Day => dayAt(workOf(c).at, workOf(c).clinic.timeZone)
export const nowTime = (c: Context<Door>): string => timeAt(workOf(c).at, workOf(c).clinic.timeZone)

/** '21 Nov 2026, 09:18' on the clinic's wall, as text. */
export const instantText = (c: Context<Door>, at: Date): string => shortMoment(at, workOf(c).clinic.timeZone)
