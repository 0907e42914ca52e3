import { Hono, type Context } from 'hono'
import { z } from 'zod'
import type { Refusal } from '../../../basics/refusal.ts'
import { plural } from '../../../basics/text.ts'
import { Card, Row, Rows } from '../../../ui/card.tsx'
import { Button, ErrorSummary, FormActions, Select, TextField, type FormState } from '../../../ui/form.tsx'
import { RefusalAlert } from '../../../ui/refusal.tsx'
import { Sig } from '../../../ui/status.tsx'
import { At } from '../../../ui/when.tsx'
import { urls } from '../../../urls.ts'
import { workOf, type Door } from '../../../web/door.ts'
import { forbidden } from '../../../web/errors.tsx'
import { id, line, oneOf, optionalId, readForm } from '../../../web/forms.ts'
import { may, mayNot } from '../../access/permissions.ts'
import { said, StaffPage } from '../../access/staff-page.tsx'
import { importFile, asidePrefix, asideForm, ReadAFile, SetAside, Settle, WhatWasRead } from '../../files/importing.tsx'
import { importPresence, letAsideGo } from '../actions/presence-import.ts'
import { setSender, setVideoNumber } from '../actions/presence-rules.ts'
import { asidesOpen, importsRead, sendersOf, seriesToNumber, videoNumbers } from '../queries/presence-files.ts'

/** Files of video providers: what was read, and the rows that fit nowhere. */
export const presenceFiles = new Hono<Door>()

presenceFiles.get(urls.presenceImports.pattern, (c) => page(c))

presenceFiles.post(urls.presenceImports.pattern, (c) =>
  importFile(c, {
    verb: 'presence.import',
    field: 'events',
    again: 'Export it again.',
    read: importPresence,
    called: 'video file',
    done: ({ kept, aside, repeated }) => {
      const again = repeated === 0 ? '' : ` ${repeated} came before.`
      return aside === 0
        ? { tone: 'good', text: `${plural(kept, 'event', 'events')} kept.${again}` }
        : {
            tone: 'warning',
            text: `${plural(kept, 'event', 'events')} kept, ${plural(aside, 'row', 'rows')} set aside for you to look at.${again}`,
          }
    },
    to: urls.presenceImports(),
    page,
  }),
)

presenceFiles.post(urls.presenceAsideEnd.pattern, async (c) => {
  const work = workOf(c)
  const denied = mayNot(work.by, 'presence.import')
  if (denied) return forbidden(c, denied.because)
  const aside = c.req.param('aside')
  const form = await readForm(c, z.object({ because: line(300, 'Say why, in a few words.') }))
  const own: FormState = { values: form.typed, prefix: asidePrefix(aside) }
  if (!form.ok) return page(c, { ...own, errors: form.errors })
  const refusal = await letAsideGo(work, aside, form.values.because)
  if (refusal) return page(c, own, refusal)
  said(c, { tone: 'good', text: 'Let go. The row stays with the file it came in.' })
  return c.redirect(urls.presenceImports(), 303)
})

const numbering = z.object({
  number: line(80, 'Give the number of the meeting at the provider.'),
  series: optionalId,
})

presenceFiles.post(urls.videoNumbers.pattern, async (c) => {
  const work = workOf(c)
  const denied = mayNot(work.by, 'presence.import')
  if (denied) return forbidden(c, denied.because)
  const form = await readForm(c, numbering)
  const own: FormState = { values: form.typed, prefix: 'number' }
  if (!form.ok) return page(c, { ...own, errors: form.errors })
  const refusal = await setVideoNumber(work, { number: form.values.number, seriesId: form.values.series ?? null })
  if (refusal) return page(c, own, refusal)
  said(c, { tone: 'good', text: 'Set. Read the file again, and its rows find their group.' })
  return c.redirect(urls.presenceImports(), 303)
})

presenceFiles.post(urls.presenceSenders.pattern, async (c) => {
  const work = workOf(c)
  const denied = mayNot(work.by, 'system.manage')
  if (denied) return forbidden(c, denied.because)
  const form = await readForm(c, z.object({ system: id('Choose a system.'), send: oneOf(['yes', 'no']) }))
  if (!form.ok) return page(c, { errors: form.errors, prefix: 'sender' })
  const refusal = await setSender(work, form.values.system, form.values.send === 'yes')
  if (refusal) return page(c, {}, refusal)
  said(c, { tone: 'good', text: form.values.send === 'yes' ? 'It may bring events.' : 'It brings nothing any more.' })
  return c.redirect(urls.presenceImports(), 303)
})

async function page(c: Context<Door>, form: FormState = {}, refusal?: Refusal): Promise<Response> {
  const work = workOf(c)
  const manages = may(work.by, 'system.manage')
  const denied = mayNot(work.by, 'presence.import')
  if (denied && !manages) return forbidden(c, denied.because)
  return c.html(
    <StaffPage
      c={c}
      current="Week"
      title="Video files"
      answer="Who joined, and when"
      over="Video files"
      intro="Joinings and leavings as the video provider exports them. Every event counts once, whichever file brings it."
      crumbs={[{ label: 'Three witnesses', href: urls.witnesses() }]}
    >
      <RefusalAlert refusal={refusal} />
      <ErrorSummary form={form} />
      {denied === null && <Asides c={c} form={form} />}
      {denied === null && (
        <ReadAFile
          hint="CSV or JSON with event_id, meeting, person, event, at and device. The guide for integrators describes it."
          url={urls.presenceImports()}
          field="events"
          label="File of the video provider"
          accept=".csv,.tsv,.txt,.json"
          form={form}
        />
      )}
      {denied === null && <Numbers c={c} form={form} />}
      {manages && <Senders c={c} />}
      {denied === null && <Read c={c} />}
    </StaffPage>,
    form.errors === undefined && refusal === undefined ? 200 : 422,
  )
}

async function Asides({ c, form }: { c: Context<Door>; form: FormState }) {
  const { rows, of } = await asidesOpen(workOf(c))
  return (
    <SetAside
      title={`${plural(of, 'row fits', 'rows fit')} nowhere`}
      hint="Nothing was guessed. Mend the file and read it again, or let the row go."
      label="Rows set aside"
      rows={rows}
      of={of}
      row={(one) => (
        <Row
          title={one.why}
          note={
            <>
              <bdi>{one.file}</bdi>
              {`, row ${one.place}, `}
              <At at={one.at} zone={workOf(c).clinic.timeZone} />
            </>
          }
        >
          <p>
            <code dir="auto">{one.came.slice(0, 300)}</code>
          </p>
          <Settle
            url={urls.presenceAsideEnd({ aside: one.id })}
            form={asideForm(form, one.id)}
            what="Let it go"
            which={`row ${one.place} of ${one.file}`}
          >
            <TextField name="because" label="Why it is nobody’s here" maxlength={300} form={asideForm(form, one.id)} />
          </Settle>
        </Row>
      )}
    />
  )
}

async function Numbers({ c, form }: { c: Context<Door>; form: FormState }) {
  const work = workOf(c)
  const numbers = await videoNumbers(work)
  const series = await seriesToNumber(work)
  const own: FormState = form.prefix === 'number' ? form : { prefix: 'number' }
  return (
    <Card
      title="Which group meets under which number?"
      hint="Where a file has the provider’s meeting number instead of Stepwell’s id."
      flush={numbers.length > 0}
    >
      {numbers.length > 0 && (
        <Rows label="Numbers of groups">
          {numbers.map((one) => (
            <Row
              title={one.series}
              note={`Number ${one.number}, set by ${one.by}`}
              end={
                <form method="post" action={urls.videoNumbers()}>
                  <input type="hidden" name="number" value={one.number} />
                  <Button small kind="quiet" label={`Give up the number ${one.number}`}>
                    Give up
                  </Button>
                </form>
              }
            />
          ))}
        </Rows>
      )}
      <form method="post" action={urls.videoNumbers()} class={numbers.length > 0 ? 'form body' : 'form'}>
        <TextField name="number" label="Meeting number at the provider" maxlength={80} width="medium" form={own} />
        <Select
          name="series"
          label="Group"
          choose="Choose a group"
          options={series.map(({ id: value, name, when }) => ({ value, label: `${name}, ${when}` }))}
          form={own}
        />
        <FormActions>
          <Button>Set</Button>
        </FormActions>
      </form>
    </Card>
  )
}

async function Senders({ c }: { c: Context<Door> }) {
  const senders = await sendersOf(workOf(c))
  return (
    <Card
      title="Which systems may bring events?"
      hint="A token reads through FHIR; to bring video events a system is allowed here as well."
      action={<a href={urls.systems()}>Other systems</a>}
      flush={senders.length > 0}
    >
      {senders.length === 0 ? (
        <p>No other system is named yet.</p>
      ) : (
        <Rows label="Systems">
          {senders.map((one) => (
            <Row
              title={one.name}
              end={
                <>
                  <Sig tone={one.maySend ? 'good' : 'calm'}>{one.maySend ? 'May bring events' : 'Brings nothing'}</Sig>
                  <form method="post" action={urls.presenceSenders()}>
                    <input type="hidden" name="system" value={one.id} />
                    <input type="hidden" name="send" value={one.maySend ? 'no' : 'yes'} />
                    <Button small label={`${one.maySend ? 'Stop' : 'Allow'} ${one.name}`}>
                      {one.maySend ? 'Stop' : 'Allow'}
                    </Button>
                  </form>
                </>
              }
            />
          ))}
        </Rows>
      )}
    </Card>
  )
}

async function Read({ c }: { c: Context<Door> }) {
  const imports = await importsRead(workOf(c))
  return (
    <WhatWasRead
      label="Files and messages"
      files={imports.map((one) => ({
        name: one.name,
        note: (
          <>
            <At at={one.at} zone={workOf(c).clinic.timeZone} />
            {` · ${one.by}${one.cameBy === 'system' ? ', sent by itself' : ''}`}
          </>
        ),
        isWhole: one.aside === 0,
        found: `${one.kept} kept${one.repeated > 0 ? `, ${one.repeated} came before` : ''}${one.aside > 0 ? `, ${one.aside} aside` : ''}`,
      }))}
    />
  )
}
