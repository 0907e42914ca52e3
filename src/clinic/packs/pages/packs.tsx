import { Hono, type Context } from 'hono'
import { z } from 'zod'
import { dayAt } from '../../../basics/dates.ts'
import type { Refusal } from '../../../basics/refusal.ts'
import { Card, Row, Rows } from '../../../ui/card.tsx'
import { Facts } from '../../../ui/facts.tsx'
import {
  Button,
  DateField,
  ErrorSummary,
  FormActions,
  NumberField,
  Select,
  TextField,
  type FormState,
} from '../../../ui/form.tsx'
import { RefusalAlert } from '../../../ui/refusal.tsx'
import { Sig } from '../../../ui/status.tsx'
import { OnDay } from '../../../ui/when.tsx'
import { urls } from '../../../urls.ts'
import { workOf, type Door } from '../../../web/door.ts'
import { forbidden, notFound } from '../../../web/errors.tsx'
import { day, line, optionalLine, readForm, wholeNumber } from '../../../web/forms.ts'
import { may, mayNot } from '../../access/permissions.ts'
import { said, StaffPage } from '../../access/staff-page.tsx'
import { programById, programsOf, type ProgramRow } from '../../programs/queries.ts'
import { setPack, setSigningPolicy } from '../actions/packs.ts'
import { paperKinds, papers } from '../paper.ts'
import { packNow, packRows, policies, publishedWordings } from '../queries/packs.ts'
import { itemsFrom, type PackItem } from '../rules.ts'
import { wordingOn } from '../wordings.ts'

/** What each program asks its clients to sign, in which words, and how long links last. */
export const packPages = new Hono<Door>()

packPages.get(urls.packs.pattern, (c) => packsPage(c))

const policy = z.object({
  linkHours: wholeNumber(1, 720),
  visitMinutes: wholeNumber(5, 240),
  copyMinutes: wholeNumber(5, 1440),
  from: day(),
  source: line(300, 'Say who decided on these figures.'),
})

packPages.post(urls.signingPolicy.pattern, async (c) => {
  const work = workOf(c)
  const denied = mayNot(work.by, 'pack.manage')
  if (denied) return forbidden(c, denied.because)
  const form = await readForm(c, policy)
  if (!form.ok) return packsPage(c, { form: { values: form.typed, errors: form.errors } })
  const refusal = await setSigningPolicy(work, form.values)
  if (refusal) return packsPage(c, { form: { values: form.typed }, refusal })
  said(c, { tone: 'good', text: 'The new figures stand from that day on. Links that were made keep theirs.' })
  return c.redirect(urls.packs(), 303)
})

async function packsPage(c: Context<Door>, { form, refusal }: { form?: FormState; refusal?: Refusal } = {}) {
  const work = workOf(c)
  const denied = mayNot(work.by, 'pack.see')
  if (denied) return forbidden(c, denied.because)
  const on = dayAt(work.at, work.clinic.timeZone)
  const published = await publishedWordings(work)
  const { now } = await policies(work)
  const programs: { program: ProgramRow; items: readonly PackItem[] }[] = []
  for (const program of await programsOf(work)) programs.push({ program, items: await packNow(work, program) })
  return c.html(
    <StaffPage
      c={c}
      current="Settings"
      title="Papers"
      answer="What clients sign, and in which words"
      crumbs={[{ label: 'Settings', href: urls.settings() }]}
    >
      <RefusalAlert refusal={refusal} />
      <ErrorSummary form={form} />
      <Card title="The pack of each program" flush>
        <Rows label="Packs">
          {programs.map(({ program, items }) => (
            <Row
              title={<a href={urls.programPack({ program: program.id })}>{program.name}</a>}
              note={items
                .map(({ kind, required }) => `${papers[kind].name}${required ? '' : ' (may be declined)'}`)
                .join(' · ')}
              end={<span class="muted">{`${items.length} papers`}</span>}
            />
          ))}
        </Rows>
      </Card>
      <Card title="The wording of each paper" hint="English and Spanish; every version stays readable" flush>
        <Rows label="Wordings">
          {paperKinds.map((kind) => {
            const wording = wordingOn(kind, 'en', on, published)
            return (
              <Row
                title={<a href={urls.wordings({ kind })}>{papers[kind].name}</a>}
                note={
                  wording && (
                    <>
                      Version {wording.version}, from <OnDay day={wording.from} />
                    </>
                  )
                }
                end={
                  wording?.by === 'clinic' ? (
                    <Sig tone="good">Your wording</Sig>
                  ) : (
                    <Sig tone="warning">Default: your compliance officer confirms</Sig>
                  )
                }
              />
            )
          })}
        </Rows>
      </Card>
      <Card title="How long a link lasts">
        <Facts
          across
          facts={[
            { term: 'A link opens for', detail: `${now.linkHours} hours` },
            { term: 'A visit lasts', detail: `${now.visitMinutes} minutes` },
            { term: 'A copy can be downloaded for', detail: `${now.copyMinutes} minutes` },
            { term: 'Decided by', detail: now.source },
          ]}
        />
        {may(work.by, 'pack.manage') && (
          <details open={form !== undefined}>
            <summary>Set other figures</summary>
            <form class="form" method="post" action={urls.signingPolicy()}>
              <NumberField
                name="linkHours"
                label="A link opens for"
                unit="hours"
                min={1}
                max={720}
                value={now.linkHours}
                form={form}
              />
              <NumberField
                name="visitMinutes"
                label="A visit lasts, from date of birth and code on"
                unit="minutes"
                min={5}
                max={240}
                value={now.visitMinutes}
                form={form}
              />
              <NumberField
                name="copyMinutes"
                label="A copy can be downloaded after the last paper for"
                unit="minutes"
                min={5}
                max={1440}
                value={now.copyMinutes}
                form={form}
              />
              <DateField name="from" label="From" value={on} min={on} form={form} />
              <TextField name="source" label="Decided by" hint="Who, or which policy of the clinic" form={form} />
              <FormActions>
                <Button kind="main">Set these figures</Button>
              </FormActions>
            </form>
          </details>
        )}
      </Card>
    </StaffPage>,
    form === undefined && refusal === undefined ? 200 : 422,
  )
}

packPages.get(urls.programPack.pattern, async (c) => {
  const denied = mayNot(workOf(c).by, 'pack.see')
  if (denied) return forbidden(c, denied.because)
  const program = await programById(workOf(c), c.req.param('program'))
  return program === undefined ? notFound(c) : packPage(c, program)
})

const choices = ['no', 'optional', 'required'] as const
const packForm = z.object({ from: day(), because: optionalLine(300) }).catchall(z.string().max(20))

packPages.post(urls.programPack.pattern, async (c) => {
  const work = workOf(c)
  const denied = mayNot(work.by, 'pack.manage')
  if (denied) return forbidden(c, denied.because)
  const program = await programById(work, c.req.param('program'))
  if (program === undefined) return notFound(c)
  const form = await readForm(c, packForm)
  if (!form.ok) return packPage(c, program, { form: { values: form.typed, errors: form.errors } })
  const answers = form.typed
  const placeOf = (kind: string): number => Number(answers[`place-${kind}`] ?? 99)
  const wanted = paperKinds
    .filter((kind) => choices.slice(1).some((choice) => choice === answers[`ask-${kind}`]))
    .toSorted((a, b) => placeOf(a) - placeOf(b))
  const items = itemsFrom(
    wanted,
    wanted.filter((kind) => answers[`ask-${kind}`] === 'required'),
  )
  const refusal = await setPack(work, program.id, { items, from: form.values.from, because: form.values.because })
  if (refusal) return packPage(c, program, { form: { values: form.typed }, refusal })
  said(c, { tone: 'good', text: 'The pack is set. Papers that were given out before stay as they are.' })
  return c.redirect(urls.programPack({ program: program.id }), 303)
})

async function packPage(
  c: Context<Door>,
  program: ProgramRow,
  { form, refusal }: { form?: FormState; refusal?: Refusal } = {},
) {
  const work = workOf(c)
  const on = dayAt(work.at, work.clinic.timeZone)
  const now = await packNow(work, program)
  const rows = await packRows(work, program.id)
  const places = paperKinds.map((_, index) => ({ value: String(index + 1), label: String(index + 1) }))
  const ordered = [
    ...now.map(({ kind }) => kind),
    ...paperKinds.filter((kind) => !now.some((one) => one.kind === kind)),
  ]
  return c.html(
    <StaffPage
      c={c}
      current="Settings"
      title={`Papers of ${program.name}`}
      answer={`${program.name} asks for ${now.length} papers`}
      crumbs={[
        { label: 'Settings', href: urls.settings() },
        { label: 'Papers', href: urls.packs() },
      ]}
    >
      <RefusalAlert refusal={refusal} />
      <ErrorSummary form={form} />
      <Card title="In this order" flush>
        <Rows label="The pack">
          {now.map(({ kind, required }) => (
            <Row
              title={<a href={urls.wordings({ kind })}>{papers[kind].name}</a>}
              note={papers[kind].neverRequired ?? undefined}
              end={<Sig tone="calm">{required ? 'Required' : 'May be declined'}</Sig>}
            />
          ))}
        </Rows>
      </Card>
      {may(work.by, 'pack.manage') && (
        <Card title="Change the pack" hint="From a day on; what was given out before stays as it is">
          <form class="form" method="post" action={urls.programPack({ program: program.id })}>
            {ordered.map((kind, index) => {
              const item = now.find((one) => one.kind === kind)
              return (
                <fieldset class="fieldset pack-choice">
                  <legend class="label">{papers[kind].name}</legend>
                  <Select
                    name={`ask-${kind}`}
                    label="Asked for"
                    choose={false}
                    value={item === undefined ? 'no' : item.required ? 'required' : 'optional'}
                    form={form}
                    options={[
                      { value: 'no', label: 'Not asked for' },
                      { value: 'optional', label: 'May be declined' },
                      { value: 'required', label: 'Required', disabled: papers[kind].neverRequired !== null },
                    ]}
                  />
                  <Select
                    name={`place-${kind}`}
                    label="Place"
                    choose={false}
                    width="short"
                    value={String(index + 1)}
                    form={form}
                    options={places}
                  />
                </fieldset>
              )
            })}
            <DateField name="from" label="From" value={on} min={on} form={form} />
            <TextField name="because" label="Why" optional form={form} />
            <FormActions>
              <Button kind="main">Set this pack</Button>
            </FormActions>
          </form>
        </Card>
      )}
      <Card title="What was asked for before" flush={rows.length > 0}>
        {rows.length === 0 ? (
          <p>Stepwell’s default pack. Nobody has changed it.</p>
        ) : (
          <Rows label="Earlier packs">
            {rows.map((row) => (
              <Row
                title={
                  <>
                    From <OnDay day={row.from} />
                  </>
                }
                note={row.items.map(({ kind }) => papers[kind].name).join(' · ')}
                end={<span class="muted">{row.by}</span>}
              >
                {row.because !== '' && <p>{row.because}</p>}
              </Row>
            ))}
          </Rows>
        )}
      </Card>
    </StaffPage>,
    form === undefined && refusal === undefined ? 200 : 422,
  )
}
