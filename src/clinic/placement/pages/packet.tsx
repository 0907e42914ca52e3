import { Hono, type Context } from 'hono'
import { z } from 'zod'
import { dayAt, instantAt, isDay, timeAt } from '../../../basics/dates.ts'
import { isRefusal, type Refusal } from '../../../basics/refusal.ts'
import { Card, Row, Rows } from '../../../ui/card.tsx'
import { Checkboxes } from '../../../ui/choices.tsx'
import {
  Button,
  DateField,
  ErrorSummary,
  FormActions,
  TextArea,
  TextField,
  TimeField,
  type FormState,
} from '../../../ui/form.tsx'
import { RefusalAlert } from '../../../ui/refusal.tsx'
import { Notice, Sig } from '../../../ui/status.tsx'
import { At } from '../../../ui/when.tsx'
import { urls } from '../../../urls.ts'
import { showing, workOf, type Door } from '../../../web/door.ts'
import { forbidden, notFound } from '../../../web/errors.tsx'
import { optionalLine, optionalProse, readForm } from '../../../web/forms.ts'
import { may, mayNot } from '../../access/permissions.ts'
import { said } from '../../access/staff-page.tsx'
import { ClientFrame } from '../../clients/frame.tsx'
import { clientById } from '../../clients/queries.ts'
import { makePacket, recordEmergency } from '../actions/packet.ts'
import { isPart, medicalPlaces, packetParts } from '../packet.ts'
import { handOffById } from '../queries/hand-offs.ts'
import { bundleById, emergencyFor, packetsOf, recipientOf, whyNotTold } from '../queries/packet.ts'
import { partnerById } from '../queries/partners.ts'
import { atField } from './at-field.ts'

export const packets = new Hono<Door>()

packets.get(urls.packet.pattern, (c) => {
  const denied = mayNot(workOf(c).by, 'packet.make')
  return denied ? forbidden(c, denied.because) : packetPage(c)
})

async function found(c: Context<Door>) {
  const handOff = await handOffById(workOf(c), c.req.param('handOff') ?? '')
  const client = handOff && (await clientById(workOf(c), handOff.clientId))
  return handOff === undefined || client === undefined ? undefined : { handOff, client }
}

type Back = { telling?: FormState; refusal?: Refusal }

async function packetPage(c: Context<Door>, { telling, refusal }: Back = {}) {
  const work = workOf(c)
  const those = await found(c)
  if (those === undefined) return notFound(c)
  const { handOff, client } = those
  showing(c, 'a hand-off packet', [client.id])
  const partner = handOff.partnerId === null ? undefined : await partnerById(work, handOff.partnerId)
  const recipient = recipientOf(handOff, partner)
  const missing = await whyNotTold(work, client.id, recipient)
  const emergency = await emergencyFor(work, handOff.id)
  const made = await packetsOf(work, handOff.id)
  const zone = work.clinic.timeZone
  const mayMake = missing === null || emergency !== null
  return c.html(
    <ClientFrame c={c} client={client} tab="placement" title={`${client.name}: packet`}>
      {telling === undefined && <RefusalAlert refusal={refusal} />}
      {missing === null ? (
        <Notice tone="good" title={`A consent covers this: the record, for treatment, to ${recipient.name}`}>
          The packet carries its words and the notice of 42 CFR 2.32, and is written into the accounting of disclosures.
        </Notice>
      ) : emergency === null ? (
        <Notice
          tone="warning"
          title="Nothing may be sent yet"
          aside={
            may(work.by, 'consent.take') && (
              <Button small href={urls.newConsent({ client: client.id }, { scope: 'tpo' })}>
                Ask for consent
              </Button>
            )
          }
        >
          {missing.because}
        </Notice>
      ) : (
        <Notice tone="warning" title="Recorded as a medical emergency (42 CFR 2.51)">
          Told to <span dir="auto">{emergency.recipientName}</span>,{' '}
          <span dir="auto">{emergency.recipientAffiliation}</span>, by <span dir="auto">{emergency.discloser}</span>,{' '}
          <At at={emergency.toldAt} zone={zone} />: <span dir="auto">{emergency.nature}</span>
        </Notice>
      )}
      {mayMake && (
        <Card title="What goes along" hint="The person, the hand-off, what it rests on and the notice always go.">
          <form method="post" action={urls.packet({ handOff: handOff.id })} class="form">
            <Checkboxes
              name="parts[]"
              label="Parts"
              plain
              form={{ values: { 'parts[]': Object.keys(packetParts) } }}
              options={Object.entries(packetParts).map(([value, label]) => ({ value, label }))}
            />
            <FormActions>
              <Button kind="main">Make the packet</Button>
              <Button kind="quiet" href={urls.handOff({ handOff: handOff.id })}>
                Back to the hand-off
              </Button>
            </FormActions>
          </form>
        </Card>
      )}
      {made.length > 0 && (
        <Card title="Made so far" flush>
          <Rows label="Packets">
            {made.map((one) => (
              <Row
                title={<At at={one.madeAt} zone={zone} />}
                note={`${one.givenName} ${one.familyName} · ${one.contents.filter(isPart).length} parts · ${one.consentId === null ? 'medical emergency' : 'by consent'}`}
                end={
                  <>
                    <a href={urls.file({ file: one.fileId })}>Paper (PDF)</a>
                    <a href={urls.packetBundle({ packet: one.id })}>Data (FHIR)</a>
                    <Sig tone={one.consentId === null ? 'warning' : 'good'}>
                      {one.consentId === null ? 'Emergency' : 'Consent'}
                    </Sig>
                  </>
                }
              />
            ))}
          </Rows>
        </Card>
      )}
      {missing !== null && emergency === null && (
        <EmergencyForm
          c={c}
          handOff={handOff}
          partnerName={partner?.name ?? ''}
          form={telling}
          refusal={telling === undefined ? undefined : refusal}
        />
      )}
    </ClientFrame>,
    telling === undefined && refusal === undefined ? 200 : 422,
  )
}

type EmergencyProps = {
  c: Context<Door>
  handOff: { id: string; toLevel: string }
  partnerName: string
  form?: FormState
  refusal?: Refusal
}

const EmergencyForm = ({ c, handOff, partnerName, form: sent, refusal }: EmergencyProps) => {
  const work = workOf(c)
  if (!medicalPlaces.includes(handOff.toLevel))
    return (
      <Notice tone="info">
        Without consent only medical personnel may be told, in an emergency; this hand-off goes elsewhere.
      </Notice>
    )
  const zone = work.clinic.timeZone
  const form = atField(
    sent ?? {
      values: {
        affiliation: partnerName,
        discloser: work.by.name,
        day: dayAt(work.at, zone),
        time: timeAt(work.at, zone),
      },
    },
    refusal,
    {
      'needs-name': 'recipientName',
      'needs-affiliation': 'affiliation',
      'needs-discloser': 'discloser',
      'needs-time': 'time',
      'needs-nature': 'nature',
    },
  )
  return (
    <Card
      title="A medical emergency, and no consent can be had"
      hint="42 CFR 2.51: medical personnel may be told what the emergency needs. These four things are recorded at once."
    >
      <details class="disclose" open={sent !== undefined}>
        <summary>Record that they are told</summary>
        <form
          method="post"
          action={urls.emergencyTelling({ handOff: handOff.id })}
          class="form placement-form"
          data-guard
        >
          <ErrorSummary form={form} />
          <TextField
            name="recipientName"
            label="Who is told"
            hint="The person there."
            maxlength={200}
            anyDirection
            form={form}
          />
          <TextField name="affiliation" label="Of which facility" maxlength={200} anyDirection form={form} />
          <TextField name="discloser" label="Who tells them" maxlength={200} anyDirection form={form} />
          <div class="together">
            <DateField name="day" label="Told on" form={form} />
            <TimeField name="time" label="At" form={form} />
          </div>
          <TextArea name="nature" label="What the emergency is" maxlength={4000} rows={3} form={form} />
          <FormActions>
            <Button>Record the emergency</Button>
          </FormActions>
        </form>
      </details>
    </Card>
  )
}

packets.post(urls.packet.pattern, async (c) => {
  const work = workOf(c)
  const denied = mayNot(work.by, 'packet.make')
  if (denied) return forbidden(c, denied.because)
  const those = await found(c)
  if (those === undefined) return notFound(c)
  const form = await readForm(c, z.object({ parts: z.array(z.string().max(40)).default([]) }))
  const parts = form.ok ? form.values.parts.filter(isPart) : []
  const made = await makePacket(work, those.client, those.handOff, parts)
  if (isRefusal(made)) return packetPage(c, { refusal: made })
  said(c, { tone: 'good', text: 'Made, and written into the accounting of disclosures.' })
  return c.redirect(urls.packet({ handOff: those.handOff.id }), 303)
})

const telling = z.object({
  recipientName: optionalLine(200),
  affiliation: optionalLine(200),
  discloser: optionalLine(200),
  day: optionalLine(10),
  time: optionalLine(5),
  nature: optionalProse(4000),
})

packets.post(urls.emergencyTelling.pattern, async (c) => {
  const work = workOf(c)
  const denied = mayNot(work.by, 'packet.make')
  if (denied) return forbidden(c, denied.because)
  const those = await found(c)
  if (those === undefined) return notFound(c)
  const form = await readForm(c, telling)
  if (!form.ok) return packetPage(c, { telling: { values: form.typed, errors: form.errors } })
  const { day, time, ...given } = form.values
  const toldAt =
    isDay(day) && /^([01]\d|2[0-3]):[0-5]\d$/.test(time)
      ? instantAt(day, time, work.clinic.timeZone)
      : new Date(Number.NaN)
  const kept = await recordEmergency(work, those.handOff, { ...given, toldAt })
  if (isRefusal(kept)) return packetPage(c, { telling: { values: form.typed }, refusal: kept })
  said(c, { tone: 'good', text: 'Recorded. The packet can be made now.' })
  return c.redirect(urls.packet({ handOff: those.handOff.id }), 303)
})

packets.get(urls.packetBundle.pattern, async (c) => {
  const work = workOf(c)
  const denied = mayNot(work.by, 'packet.make')
  if (denied) return forbidden(c, denied.because)
  const bundle = await bundleById(work, c.req.param('packet'))
  if (bundle === undefined) return notFound(c)
  if (isRefusal(bundle)) return forbidden(c, bundle.because)
  showing(c, 'a hand-off packet', [bundle.clientId])
  return c.body(bundle.json, 200, {
    'content-type': 'application/fhir+json; charset=utf-8',
    'content-disposition': 'attachment; filename="hand-off-packet.json"',
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
  })
})
