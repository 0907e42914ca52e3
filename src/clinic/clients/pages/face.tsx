import { Hono, type Context } from 'hono'
import { dayAt } from '../../../basics/dates.ts'
import type { Refusal } from '../../../basics/refusal.ts'
import { Card } from '../../../ui/card.tsx'
import { Facts } from '../../../ui/facts.tsx'
import { Button, ErrorSummary, type FormState } from '../../../ui/form.tsx'
import { RefusalAlert } from '../../../ui/refusal.tsx'
import { Notice, Sig } from '../../../ui/status.tsx'
import { Table } from '../../../ui/table.tsx'
import { At, OnDay, shortDay } from '../../../ui/when.tsx'
import { urls } from '../../../urls.ts'
import { showing, workOf, type Door } from '../../../web/door.ts'
import { forbidden, notFound } from '../../../web/errors.tsx'
import { may, mayNot } from '../../access/permissions.ts'
import { ClientFrame } from '../frame.tsx'
import { clientById, type ClientFacts } from '../queries.ts'
import {
  availabilityOf,
  contactsOf,
  historyOf,
  identifiersOf,
  identitiesOf,
  referralsOf,
  stayOf,
  type KnownItem,
} from '../queries/face.ts'
import { pagesOf } from '../queries/own-page.ts'
import { weekdays } from '../weekdays.ts'
import { ContactCard } from './contact-card.tsx'

export const face = new Hono<Door>()

face.get(urls.client.pattern, (c) => facePage(c))

/** Also shown again, with what was typed, when a contact was refused. */
export async function facePage(c: Context<Door>, back: { form?: FormState; refusal?: Refusal } = {}) {
  const work = workOf(c)
  const denied = mayNot(work.by, 'client.see')
  if (denied) return forbidden(c, denied.because)
  const client = await clientById(work, c.req.param('client') ?? '')
  if (client === undefined) return notFound(c)
  showing(c, 'face sheet', [client.id])
  const today = dayAt(work.at, work.clinic.timeZone)
  const [contacts, items, referrals, stay] = [
    await contactsOf(work, client.id),
    await historyOf(work, client.id),
    await referralsOf(work, client.id),
    await stayOf(work, client.id),
  ]
  const of = (kind: string) => items.filter((item) => item.kind === kind)
  const allergies = of('allergy').filter(({ status }) => status !== 'resolved')
  const corrects = may(work.by, 'client.correct')
  const ownPage = (await pagesOf(work, client.id)).find((one) => one.because === null && one.expiresAt > work.at)
  const params = { client: client.id }
  return c.html(
    <ClientFrame
      c={c}
      client={client}
      tab="face"
      signals={allergies.length > 0 && <Sig tone="danger">{allergySignal(allergies)}</Sig>}
      actions={
        may(work.by, 'screen.do') &&
        stay?.isOpen !== true && (
          <Button kind="main" href={urls.placement(params)}>
            Go on to placement
          </Button>
        )
      }
    >
      <RefusalAlert refusal={back.refusal} />
      <ErrorSummary form={back.form} />
      <Signals referrals={referrals} />
      <div class="columns even">
        <div class="stack">
          <HistoryCard title="Allergies" items={of('allergy')} none="None recorded. Ask before anything is given." />
          <HistoryCard title="Medications" items={of('medication')} none="None recorded." />
          <HistoryCard title="Problems" items={of('problem')} none="None recorded." />
          <HistoryCard title="Coverage" items={of('coverage')} none="None recorded." />
          <HistoryCard title="Earlier care" when="On" items={of('encounter')} none="None recorded." />
          <HistoryCard title="Latest results" when="On" items={of('result')} none="None recorded." />
        </div>
        <div class="stack">
          <StayCard stay={stay} />
          <ContactCard
            clientId={client.id}
            contacts={contacts}
            form={back.form}
            opened={back.form !== undefined || back.refusal !== undefined}
            corrects={corrects}
          />
          <AvailabilityCard
            clientId={client.id}
            days={await availabilityOf(work, client.id, today)}
            corrects={corrects}
          />
          {may(work.by, 'own-page.see') && (
            <Card
              title="Their own page"
              action={<a href={urls.ownPage(params)}>{ownPage === undefined ? 'Give the link' : 'Open'}</a>}
            >
              <p class={ownPage === undefined ? 'muted' : undefined}>
                {ownPage === undefined ? (
                  'No link is open. With one they see their week on their phone, and answer what is offered.'
                ) : (
                  <>
                    A link is open until <At at={ownPage.expiresAt} zone={work.clinic.timeZone} />.
                  </>
                )}
              </p>
            </Card>
          )}
          <IdentityCard
            client={client}
            identifiers={await identifiersOf(work, client.id)}
            corrections={(await identitiesOf(work, client.id)).filter(({ because }) => because !== '')}
            zone={work.clinic.timeZone}
            corrects={corrects}
          />
          <Card title="How they came" flush={referrals.length > 0}>
            {referrals.length === 0 ? (
              <p class="muted">Not recorded.</p>
            ) : (
              <Table caption="Referrals" captionHidden columns={[{ label: 'From' }, { label: 'On' }]}>
                {referrals.map(({ uploadId, source, referrer, acceptedAt }) => (
                  <tr>
                    <th scope="row" dir="auto">
                      {uploadId !== null && may(work.by, 'referral.see') ? (
                        <a href={urls.referral({ referral: uploadId })}>{referrer || source}</a>
                      ) : (
                        referrer || sourceWords(source)
                      )}
                      {referrer !== '' && <small class="clients-detail">{sourceWords(source)}</small>}
                    </th>
                    <td class="clients-when">
                      <OnDay day={dayAt(acceptedAt, work.clinic.timeZone)} />
                    </td>
                  </tr>
                ))}
              </Table>
            )}
          </Card>
        </div>
      </div>
    </ClientFrame>,
    back.form === undefined && back.refusal === undefined ? 200 : 422,
  )
}

/** A short one by name; else how many, and the card below says which. */
const allergySignal = (allergies: { label: string }[]): string => {
  const [first] = allergies
  if (allergies.length > 1 || first === undefined) return `${allergies.length} allergies`
  return first.label.length <= 30 ? `Allergy: ${first.label}` : 'An allergy'
}

const sourceWords = (source: string): string =>
  source === '' ? 'Not said' : `${source[0]?.toUpperCase() ?? ''}${source.slice(1)}`

/** Labels under which the sender protects substance use treatment (42 CFR 2.32). */
const Signals = ({ referrals }: { referrals: { warnings: string[]; labels: string[] }[] }) => {
  const warnings = [...new Set(referrals.flatMap((one) => one.warnings))]
  const labels = [...new Set(referrals.flatMap((one) => one.labels))]
  return (
    <>
      {warnings.length > 0 && (
        <Notice tone="warning" title="The referral says">
          <ul>
            {warnings.map((warning) => (
              <li>{warning}</li>
            ))}
          </ul>
        </Notice>
      )}
      {labels.length > 0 && (
        <Notice tone="info" title="What came with the referral is labelled">
          {labels.join(', ')}. Where it is about substance use treatment (42 CFR part 2), it may not be passed on
          without a consent or another ground in the law.
        </Notice>
      )}
    </>
  )
}

const stateName: Record<string, string> = { active: 'Now', resolved: 'Past', unknown: 'Not said' }

type HistoryProps = { title: string; items: KnownItem[]; none: string; when?: string }

function HistoryCard({ title, items, none, when = 'Since' }: HistoryProps) {
  const shown = items.slice(0, 8)
  const rest = items.slice(8)
  const table = (caption: string, some: KnownItem[]) => (
    <Table
      caption={caption}
      captionHidden
      columns={[{ label: 'What' }, ...(when === 'Since' ? [{ label: 'State' }] : []), { label: when }]}
    >
      {some.map((item) => (
        <tr>
          <th scope="row" dir="auto">
            {item.label}
            {item.detail !== null && item.detail !== '' && <small class="clients-detail">{item.detail}</small>}
          </th>
          {when === 'Since' && <td>{stateName[item.status] ?? item.status}</td>}
          <td class="clients-when">{item.startedOn === null ? '–' : <OnDay day={item.startedOn} />}</td>
        </tr>
      ))}
    </Table>
  )
  return (
    <Card
      title={title}
      flush={items.length > 0}
      tone={title === 'Allergies' && items.length > 0 ? 'danger' : undefined}
    >
      {items.length === 0 ? <p class="muted">{none}</p> : table(`${title}, one by one`, shown)}
      {rest.length > 0 && (
        <details class="clients-more">
          <summary>Show {rest.length} more</summary>
          {table(`${title}, continued`, rest)}
        </details>
      )}
    </Card>
  )
}

function StayCard({ stay }: { stay: Awaited<ReturnType<typeof stayOf>> }) {
  if (stay === undefined)
    return (
      <Card title="Stay">
        <p class="muted">Not admitted yet.</p>
      </Card>
    )
  return (
    <Card title={stay.isOpen ? 'Stay' : stay.endedOn === null ? 'Planned stay' : 'Last stay'}>
      <Facts
        facts={[
          { term: 'Program', detail: `${stay.program}, level ${stay.level}` },
          { term: stay.endedOn === null ? 'Since' : 'From', detail: shortDay(stay.startedOn) },
          stay.endedOn !== null && {
            term: 'Until',
            detail: `${shortDay(stay.endedOn)}${stay.reason === null ? '' : `, ${stay.reason.replaceAll('-', ' ')}`}`,
          },
          {
            term: 'Primary therapist',
            detail: stay.therapist && <span dir="auto">{stay.therapist}</span>,
            none: 'Nobody yet',
          },
          { term: 'Lives', detail: stay.residence.replaceAll('-', ' ') },
          { term: 'Referred by', detail: stay.source },
        ]}
      />
    </Card>
  )
}

type Day = { weekday: number; from: string; to: string; canCome: boolean }

const AvailabilityCard = ({ clientId, days, corrects }: { clientId: string; days: Day[]; corrects: boolean }) => (
  <Card
    title="When they can come"
    action={corrects && <a href={urls.clientAvailability({ client: clientId })}>Change</a>}
  >
    {days.length === 0 ? (
      <p class="muted">Not asked yet.</p>
    ) : (
      <Facts
        facts={weekdays.map(({ weekday, name }) => {
          const day = days.find((one) => one.weekday === weekday)
          return day && { term: name, detail: day.canCome ? `${day.from} to ${day.to}` : 'Cannot come' }
        })}
      />
    )}
  </Card>
)

type IdentityProps = {
  client: ClientFacts
  identifiers: { system: string; value: string; label: string }[]
  corrections: Awaited<ReturnType<typeof identitiesOf>>
  zone: string
  corrects: boolean
}

const IdentityCard = ({ client, identifiers, corrections, zone, corrects }: IdentityProps) => (
  <Card title="Identity" action={corrects && <a href={urls.clientIdentity({ client: client.id })}>Correct</a>}>
    <Facts
      facts={[
        { term: 'Given name', detail: <span dir="auto">{client.givenName}</span> },
        client.middleNames !== '' && { term: 'Middle names', detail: <span dir="auto">{client.middleNames}</span> },
        { term: 'Family name', detail: <span dir="auto">{client.familyName}</span> },
        client.preferredName !== '' && { term: 'Goes by', detail: <span dir="auto">{client.preferredName}</span> },
        { term: 'Born', detail: shortDay(client.birthDate) },
        { term: 'Sex', detail: client.sex },
        { term: 'Pronouns', detail: client.pronouns },
        { term: 'Language', detail: client.language },
        ...identifiers.map(({ label, system, value }) => ({ term: label || system, detail: value })),
      ]}
    />
    {corrections.length > 0 && (
      <details>
        <summary>Corrections</summary>
        <ul>
          {corrections.map(({ because, by, recordedAt }) => (
            <li>
              {because}
              <small>
                {' '}
                {by ?? 'Stepwell'}, <At at={recordedAt} zone={zone} />
              </small>
            </li>
          ))}
        </ul>
      </details>
    )}
  </Card>
)
