import { Hono, type Context } from 'hono'
import { z } from 'zod'
import { isRefusal, type Refusal } from '../../../basics/refusal.ts'
import { plural } from '../../../basics/text.ts'
import { Card, Row, Rows } from '../../../ui/card.tsx'
import { Checkbox } from '../../../ui/choices.tsx'
import { Empty } from '../../../ui/empty.tsx'
import {
  Button,
  ErrorSummary,
  FormActions,
  NumberField,
  TextArea,
  TextField,
  type FormState,
} from '../../../ui/form.tsx'
import { RefusalAlert } from '../../../ui/refusal.tsx'
import { Sig } from '../../../ui/status.tsx'
import { urls } from '../../../urls.ts'
import { workOf, type Door } from '../../../web/door.ts'
import { forbidden, notFound } from '../../../web/errors.tsx'
import { line, optionalLine, optionalProse, readForm, ticked, wholeNumber } from '../../../web/forms.ts'
import { may, mayNot } from '../../access/permissions.ts'
import { said, StaffPage } from '../../access/staff-page.tsx'
import { addCurriculum, addModule, changeModule, endModule } from '../actions/curricula.ts'
import { curriculaOf, curriculumById, moduleById, modulesOf, type ModuleRow } from '../queries/curricula.ts'

export const curricula = new Hono<Door>()

const crumbs = [{ label: 'Settings', href: urls.settings() }]

curricula.get(urls.curricula.pattern, (c) => listPage(c))

const newOne = z.object({
  name: line(100, 'Name the curriculum.'),
  words: optionalProse(1000),
  isSelfGuided: ticked,
})
curricula.post(urls.curricula.pattern, async (c) => {
  const work = workOf(c)
  const denied = mayNot(work.by, 'curriculum.write')
  if (denied) return forbidden(c, denied.because)
  const form = await readForm(c, newOne)
  if (!form.ok) return listPage(c, { values: form.typed, errors: form.errors })
  const answer = await addCurriculum(work, form.values)
  if (isRefusal(answer)) return listPage(c, { values: form.typed }, answer)
  said(c, { tone: 'good', text: 'The curriculum is there. Add its modules in their order.' })
  return c.redirect(urls.curriculum({ curriculum: answer.id }), 303)
})

async function listPage(c: Context<Door>, form?: FormState, refusal?: Refusal): Promise<Response> {
  const work = workOf(c)
  const denied = mayNot(work.by, 'series.see')
  if (denied) return forbidden(c, denied.because)
  const all = await curriculaOf(work)
  return c.html(
    <StaffPage
      c={c}
      current="Settings"
      title="Curricula"
      answer={all.length === 0 ? 'No curriculum yet' : plural(all.length, 'curriculum', 'curricula')}
      crumbs={crumbs}
      intro="What a group teaches, module by module. People join open groups in the middle: Stepwell keeps what each has seen, and tells the leader what this room has not had."
      width="narrow"
    >
      <RefusalAlert refusal={refusal} />
      <ErrorSummary form={form} />
      <Card title="What is there to teach?" flush={all.length > 0}>
        {all.length === 0 ? (
          <Empty title="Nothing is written yet">A curriculum is a list of modules in your own words.</Empty>
        ) : (
          <Rows label="Curricula">
            {all.map((one) => (
              <Row
                title={<a href={urls.curriculum({ curriculum: one.id })}>{one.name}</a>}
                note={one.words === '' ? undefined : one.words}
                end={
                  <Sig tone="calm">{`${plural(one.modules, 'module', 'modules')}${one.isSelfGuided ? ', self-guided' : ''}`}</Sig>
                }
              />
            ))}
          </Rows>
        )}
      </Card>
      {may(work.by, 'curriculum.write') && (
        <Card title="Add a curriculum">
          <form class="form" method="post" action={urls.curricula()}>
            <TextField name="name" label="Name" maxlength={100} form={form} />
            <TextArea name="words" label="What it is for" optional rows={2} form={form} />
            <Checkbox
              name="isSelfGuided"
              label="A course that people go through alone"
              hint="Its time fills no hours of the week; what was done is ticked on the client's learning page."
              form={form}
            />
            <FormActions>
              <Button kind="main">Add curriculum</Button>
            </FormActions>
          </form>
        </Card>
      )}
    </StaffPage>,
    form === undefined ? 200 : 422,
  )
}

curricula.get(urls.curriculum.pattern, (c) => onePage(c, c.req.param('curriculum')))

const module = z.object({
  position: wholeNumber(1, 200),
  title: line(150, 'Name the module.'),
  words: optionalProse(2000),
  isCore: ticked,
})
curricula.post(urls.curriculumModules.pattern, async (c) => {
  const work = workOf(c)
  const id = c.req.param('curriculum')
  const denied = mayNot(work.by, 'curriculum.write')
  if (denied) return forbidden(c, denied.because)
  const form = await readForm(c, module)
  if (!form.ok) return onePage(c, id, { values: form.typed, errors: form.errors })
  const answer = await addModule(work, id, form.values)
  if (isRefusal(answer)) return onePage(c, id, { values: form.typed }, answer)
  said(c, { tone: 'good', text: 'The module is added.' })
  return c.redirect(urls.curriculum({ curriculum: id }), 303)
})

curricula.post(urls.moduleChanges.pattern, async (c) => {
  const work = workOf(c)
  const denied = mayNot(work.by, 'curriculum.write')
  if (denied) return forbidden(c, denied.because)
  const old = await moduleById(work, c.req.param('module'))
  if (old === undefined) return notFound(c)
  const form = await readForm(c, module)
  const back: FormState = { values: form.typed, prefix: old.id }
  if (!form.ok) return onePage(c, old.curriculumId, { ...back, errors: form.errors })
  const answer = await changeModule(work, old.id, form.values)
  if (isRefusal(answer)) return onePage(c, old.curriculumId, back, answer)
  said(c, { tone: 'good', text: 'The module is changed. Who saw the earlier words has seen it.' })
  return c.redirect(urls.curriculum({ curriculum: old.curriculumId }), 303)
})

const ending = z.object({ because: optionalLine(300) })
curricula.post(urls.moduleEnd.pattern, async (c) => {
  const work = workOf(c)
  const denied = mayNot(work.by, 'curriculum.write')
  if (denied) return forbidden(c, denied.because)
  const old = await moduleById(work, c.req.param('module'))
  if (old === undefined) return notFound(c)
  const form = await readForm(c, ending)
  const back: FormState = { values: form.typed, prefix: old.id }
  if (!form.ok) return onePage(c, old.curriculumId, { ...back, errors: form.errors })
  const refusal = await endModule(work, old.id, form.values.because)
  if (refusal) return onePage(c, old.curriculumId, back, refusal)
  said(c, { tone: 'good', text: 'The module is taken out. Who saw it has seen it.' })
  return c.redirect(urls.curriculum({ curriculum: old.curriculumId }), 303)
})

async function onePage(c: Context<Door>, id: string, form?: FormState, refusal?: Refusal): Promise<Response> {
  const work = workOf(c)
  const denied = mayNot(work.by, 'series.see')
  if (denied) return forbidden(c, denied.because)
  const one = await curriculumById(work, id)
  if (one === undefined) return notFound(c)
  const modules = await modulesOf(work, id)
  const core = modules.filter((one) => one.isCore).length
  const writes = may(work.by, 'curriculum.write')
  // Whose module a colleague changed or took out meanwhile finds what they typed below, as a module to add: nothing is lost.
  const adding = modules.some((row) => row.id === form?.prefix) ? undefined : form
  return c.html(
    <StaffPage
      c={c}
      current="Settings"
      title={one.name}
      answer={`${one.name}: ${plural(modules.length, 'module', 'modules')}, ${core} of them core`}
      crumbs={[...crumbs, { label: 'Curricula', href: urls.curricula() }]}
      intro={one.words === '' ? undefined : one.words}
      width="narrow"
    >
      <RefusalAlert refusal={refusal} />
      <ErrorSummary form={form} />
      <Card title="What is taught?" flush={modules.length > 0}>
        {modules.length === 0 ? (
          <Empty title="No module yet">Add the first below.</Empty>
        ) : (
          <Rows label="Modules">
            {modules.map((one) => (
              <ModuleOf one={one} writes={writes} form={form?.prefix === one.id ? form : undefined} />
            ))}
          </Rows>
        )}
      </Card>
      {writes && (
        <Card title="Add a module">
          <form class="form" method="post" action={urls.curriculumModules({ curriculum: id })}>
            <ModuleFields form={adding} one={{ position: (modules.at(-1)?.position ?? 0) + 1 }} />
            <FormActions>
              <Button kind="main">Add module</Button>
            </FormActions>
          </form>
        </Card>
      )}
    </StaffPage>,
    form === undefined ? 200 : 422,
  )
}

const ModuleOf = ({ one, writes, form }: { one: ModuleRow; writes: boolean; form?: FormState }) => (
  <Row
    lead={String(one.position)}
    title={one.title}
    note={one.words === '' ? undefined : one.words}
    end={one.isCore && <Sig tone="info">Core</Sig>}
  >
    {writes && (
      <details open={form !== undefined}>
        <summary>Change or take out</summary>
        <form class="form" method="post" action={urls.moduleChanges({ module: one.id })}>
          <ModuleFields form={form ?? { prefix: one.id }} one={one} />
          <FormActions>
            <Button>Change module</Button>
          </FormActions>
        </form>
        <form class="form" method="post" action={urls.moduleEnd({ module: one.id })}>
          <TextField name="because" label="Why it is taken out" optional form={{ prefix: `${one.id}-end` }} />
          <FormActions>
            <Button>Take out</Button>
          </FormActions>
        </form>
      </details>
    )}
  </Row>
)

const ModuleFields = ({ form, one }: { form?: FormState; one: Partial<ModuleRow> }) => {
  const or = <T,>(name: string, value: T) => (form?.values?.[name] === undefined ? value : undefined)
  return (
    <>
      <div class="together">
        <NumberField name="position" label="Place" min={1} max={200} value={or('position', one.position)} form={form} />
        <TextField name="title" label="Title" maxlength={150} value={or('title', one.title)} form={form} />
      </div>
      <TextArea name="words" label="What happens in it" optional rows={2} value={or('words', one.words)} form={form} />
      <Checkbox
        name="isCore"
        label="Core: everybody should see it"
        checked={form?.values === undefined ? (one.isCore ?? true) : form.values.isCore !== undefined}
        form={form}
      />
    </>
  )
}
