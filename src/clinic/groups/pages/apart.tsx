import { Hono, type Context } from 'hono'
import { z } from 'zod'
import { dayAt } from '../../../basics/dates.ts'
import { isId } from '../../../basics/ids.ts'
import { isRefusal, type Refusal } from '../../../basics/refusal.ts'
import { plural } from '../../../basics/text.ts'
import { Card, Row, Rows } from '../../../ui/card.tsx'
import { Empty } from '../../../ui/empty.tsx'
import { FindOne, findOne, mostInAList } from '../../../ui/find-one.tsx'
import {
  Button,
  DateField,
  ErrorSummary,
  FormActions,
  type FormState,
  Select,
  TextField,
  type Option,
} from '../../../ui/form.tsx'
import type { Work } from '../../../db/work.ts'
import { RefusalAlert } from '../../../ui/refusal.tsx'
import { Notice, Sig } from '../../../ui/status.tsx'
import { weekDay } from '../../../ui/when.tsx'
import { urls } from '../../../urls.ts'
import { showing, workOf, type Door } from '../../../web/door.ts'
import { forbidden, notFound } from '../../../web/errors.tsx'
import { day, line, oneOf, optionalDay, optionalLine, readForm } from '../../../web/forms.ts'
import { mayNot } from '../../access/permissions.ts'
import { said, StaffPage } from '../../access/staff-page.tsx'
import { nameOf } from '../../clients/queries.ts'
import { apartKindInWords, apartKinds } from '../apart.ts'
import { decideRoom, endApart, endRoomDecision, noteApart } from '../actions/apart.ts'
import {
  apartRules,
  everybodyInCare,
  inCareToChoose,
  roomDecisions,
  type ApartRule,
  type RoomDecision,
} from '../queries/apart-rules.ts'
import { seriesWanted } from '../queries/waiting.ts'
import { weekdayName } from '../times.ts'

export const apart = new Hono<Door>()

apart.get(urls.roomDecisions.pattern, (c) => page(c))

const [firstKind, ...kinds] = apartKinds.map((one) => one.value)
const deeds = z.discriminatedUnion('deed', [
  z.object({
    deed: z.literal('apart'),
    one: line(120, 'Choose the one.'),
    other: line(120, 'Choose the other.'),
    kind: oneOf([firstKind ?? 'other', ...kinds], 'Choose the kind.'),
    because: optionalLine(1000),
    lastDay: optionalDay,
  }),
  z.object({
    deed: z.literal('room'),
    series: line(120, 'Choose a group.'),
    client: optionalLine(120),
    because: optionalLine(1000),
    from: day('Give the first day.'),
    to: optionalDay,
  }),
])
apart.post(urls.roomDecisions.pattern, async (c) => {
  const work = workOf(c)
  const denied = mayNot(work.by, 'apart.manage')
  if (denied) return forbidden(c, denied.because)
  const form = await readForm(c, deeds)
  if (!form.ok) return page(c, { values: form.typed, errors: form.errors, prefix: form.typed.deed })
  const values = form.values
  const { deed } = values
  const meant = await whoIsMeant(
    work,
    deed === 'apart' ? { one: values.one, other: values.other } : { client: values.client, series: values.series },
  )
  if (Object.keys(meant.errors).length > 0)
    return page(c, { values: form.typed, errors: meant.errors, prefix: deed }, undefined, meant.among)
  const { one = '', other = '', client = '', series = '' } = meant.ids
  if (values.deed === 'apart') {
    const { kind, because, lastDay } = values
    const answer = await noteApart(work, { one, other, kind, because, lastDay: lastDay ?? null })
    if (isRefusal(answer)) return page(c, { values: form.typed, prefix: 'apart' }, answer)
    said(
      c,
      answer.together.length === 0
        ? { tone: 'good', text: 'From now on these two are not put into one room.' }
        : { tone: 'warning', text: 'Noted. Both sit in one group already: what to do stands below.' },
    )
  } else {
    const { because, from, to } = values
    const said2 = { seriesId: series, clientId: client === '' ? null : client, because, from, to: to ?? null }
    const answer = await decideRoom(work, said2)
    if (isRefusal(answer)) return page(c, { values: form.typed, prefix: 'room' }, answer)
    said(c, { tone: 'good', text: `It stands from ${weekDay(from)} on.` })
  }
  return c.redirect(urls.roomDecisions(), 303)
})

const ending = z.object({ because: line(500, 'Say why it ends.') })
apart.post(urls.roomDecisionEnd.pattern, async (c) => {
  const work = workOf(c)
  const denied = mayNot(work.by, 'apart.manage')
  if (denied) return forbidden(c, denied.because)
  const decision = c.req.param('decision')
  const isRoom = (await roomDecisions(work)).some((one) => one.id === decision)
  if (!isRoom && !(await apartRules(work)).some((one) => one.id === decision)) return notFound(c)
  if (isRoom) {
    const answer = await endRoomDecision(work, decision)
    if (isRefusal(answer)) return page(c, {}, answer)
  } else {
    const form = await readForm(c, ending)
    if (!form.ok) return page(c, { values: form.typed, errors: form.errors, prefix: decision })
    const answer = await endApart(work, decision, form.values.because)
    if (isRefusal(answer)) return page(c, {}, answer)
  }
  said(c, { tone: 'good', text: 'It has ended.' })
  return c.redirect(urls.roomDecisions(), 303)
})

type Among = Partial<Record<'one' | 'other' | 'client' | 'series', Option[]>>

/**
 * Whom and which group was meant by what was chosen or typed. An id goes on as it is: the verb knows whether it is anybody. Of several
 * that fit, these are answered, to choose from.
 */
async function whoIsMeant(work: Work, typed: Partial<Record<keyof Among, string>>) {
  const ids: Partial<Record<keyof Among, string>> = {}
  const errors: Record<string, string> = {}
  const among: Among = {}
  for (const field of ['one', 'other', 'client', 'series'] as const) {
    const said = typed[field]?.trim() ?? ''
    // The guard would take a text that is no id for no text at all.
    const isChosen: boolean = isId(said)
    if (said === '' || isChosen) ids[field] = said
    else {
      const found = findOne(field === 'series' ? await groupsToChoose(work) : await clientsToChoose(work), said)
      if (found.is === 'one') ids[field] = found.value
      else if (found.is === 'some') {
        among[field] = found.options
        errors[field] =
          `${found.options.length === mostInAList ? 'Very many' : found.options.length} fit “${said}”: choose one, or type more of the name.`
      } else
        errors[field] =
          field === 'series'
            ? `No group that meets fits “${said}”.`
            : `Nobody in care fits “${said}”. Type a part of the name, or the number.`
    }
  }
  return { ids, errors, among }
}

const clientsToChoose = async (work: Work, most?: number): Promise<Option[]> =>
  (await inCareToChoose(work, most)).map((one) => ({ value: one.id, label: `${nameOf(one)}, ${one.number}` }))
const groupsToChoose = async (work: Work): Promise<Option[]> =>
  (await seriesWanted(work)).map((one) => ({ value: one.id, label: one.name }))

/** The whole list while it is one to choose from; of more, none is drawn and somebody types. */
const ifFew = (options: Option[]): Option[] | null => (options.length > mostInAList ? null : options)

async function page(c: Context<Door>, back?: FormState, refusal?: Refusal, among: Among = {}): Promise<Response> {
  const work = workOf(c)
  const denied = mayNot(work.by, 'apart.see')
  if (denied) return forbidden(c, denied.because)
  const rules = await apartRules(work)
  const decisions = await roomDecisions(work)
  const clients = ifFew(await clientsToChoose(work, mostInAList + 1))
  const groups = ifFew(await groupsToChoose(work))
  // Whoever reads the trail may not read the rules: it says that this page was looked at, and of everybody in care alike that they
  // could have stood on it. Whom the page names would be whoever has a rule.
  showing(c, 'group', await everybodyInCare(work))
  const together = rules.filter((rule) => rule.together.length > 0)
  const of = (deed: string): FormState => (back?.prefix === deed ? back : { prefix: deed })
  return c.html(
    <StaffPage
      c={c}
      current="Groups"
      title="Decisions about rooms"
      over="Decisions about rooms"
      answer={
        together.length > 0
          ? `${plural(together.length, 'pair sits', 'pairs sit')} in one group and should not`
          : `${plural(rules.length, 'pair is', 'pairs are')} kept apart`
      }
      intro="Directors alone see this page. Everybody else is told “not now” about a group, the same for each of these decisions, and never why."
      crumbs={[
        { label: 'Groups', href: urls.groups() },
        { label: 'Waitlist', href: urls.waitlist() },
      ]}
    >
      <RefusalAlert refusal={refusal} />
      <ErrorSummary form={back} />
      {together.map((rule) => (
        <Together rule={rule} />
      ))}
      <div class="columns even">
        <div class="stack">
          <Card title="Who does not share a room?" flush={rules.length > 0}>
            {rules.length === 0 ? (
              <Empty title="Nobody is kept apart">
                Note a pair when you learn of an order, a family tie or a shared job.
              </Empty>
            ) : (
              <Rows label="Pairs kept apart">
                {rules.map((rule) => (
                  <RuleRow rule={rule} form={of(rule.id)} open={back?.prefix === rule.id} />
                ))}
              </Rows>
            )}
          </Card>
          <Card title="Which rooms are kept?" flush={decisions.length > 0}>
            {decisions.length === 0 ? (
              <Empty title="No room is kept">
                Keep one person out of a group for now, for the mix of the room, or its free seats for somebody who
                comes.
              </Empty>
            ) : (
              <Rows label="Decisions about rooms">
                {decisions.map((one) => (
                  <DecisionRow decision={one} />
                ))}
              </Rows>
            )}
          </Card>
        </div>
        <div class="stack">
          <ApartForm clients={clients} among={among} form={of('apart')} />
          <RoomForm
            groups={groups}
            clients={clients}
            among={among}
            today={dayAt(work.at, work.clinic.timeZone)}
            form={of('room')}
          />
        </div>
      </div>
    </StaffPage>,
    back === undefined && refusal === undefined ? 200 : 422,
  )
}

const Together = ({ rule }: { rule: ApartRule }) => (
  <Notice tone="danger" title={`${nameOf(rule.one)} and ${nameOf(rule.other)} sit in one group`}>
    <p>
      {rule.together.map((one, n) => (
        <>
          {n > 0 && ', '}
          <a href={urls.series({ series: one.id })}>{`${one.name}, ${weekdayName(one.weekday)} ${one.starts}`}</a>
        </>
      ))}
      {
        '. No seat is taken away by a rule, and nobody else is told. Talk with each of them alone, decide who moves, and give that '
      }
      {'person a seat in another group before the next meeting. Until then, one of them can be excused.'}
    </p>
  </Notice>
)

const RuleRow = ({ rule, form, open }: { rule: ApartRule; form: FormState; open: boolean }) => (
  <Row
    title={
      <>
        <a href={urls.client({ client: rule.one.id })}>{nameOf(rule.one)}</a>
        {' and '}
        <a href={urls.client({ client: rule.other.id })}>{nameOf(rule.other)}</a>
      </>
    }
    note={[
      apartKindInWords(rule.kind),
      rule.because,
      rule.lastDay === null ? '' : `until ${weekDay(rule.lastDay)}`,
      `noted by ${rule.notedBy}`,
    ]
      .filter(Boolean)
      .join(' · ')}
    end={rule.together.length > 0 && <Sig tone="danger">In one group</Sig>}
  >
    <details class="disclose" open={open}>
      <summary>End this rule</summary>
      <form class="form" method="post" action={urls.roomDecisionEnd({ decision: rule.id })}>
        <TextField name="because" label="Why it ends" anyDirection form={form} />
        <FormActions>
          <Button small>End rule</Button>
        </FormActions>
      </form>
    </details>
  </Row>
)

const DecisionRow = ({ decision }: { decision: RoomDecision }) => (
  <Row
    title={<a href={urls.series({ series: decision.seriesId })}>{decision.group}</a>}
    note={[
      decision.client === null ? 'Takes nobody new' : `Does not take ${nameOf(decision.client)}`,
      decision.because,
      `from ${weekDay(decision.from)}${decision.to === null ? '' : ` to ${weekDay(decision.to)}`}`,
      `decided by ${decision.decidedBy}`,
    ]
      .filter(Boolean)
      .join(' · ')}
    end={
      <form method="post" action={urls.roomDecisionEnd({ decision: decision.id })}>
        <Button small label={`End this decision about ${decision.group}`}>
          End
        </Button>
      </form>
    }
  />
)

const typeHint = 'Type a part of the name, or the number.'

const ApartForm = ({ clients, among, form }: { clients: Option[] | null; among: Among; form: FormState }) => (
  <Card title="Keep two people apart" hint="From now on, in every group, for a seat, an offer or one meeting">
    <form class="form" method="post" action={urls.roomDecisions()}>
      <input type="hidden" name="deed" value="apart" />
      <FindOne name="one" label="The one" options={among.one ?? clients} typeHint={typeHint} form={form} />
      <FindOne name="other" label="The other" options={among.other ?? clients} typeHint={typeHint} form={form} />
      <Select name="kind" label="Kind" options={apartKinds.map((one) => ({ ...one }))} form={form} />
      <TextField name="because" label="Reason" optional anyDirection hint="Read by directors alone." form={form} />
      <DateField name="lastDay" label="Last day" optional hint="For an order that runs out." form={form} />
      <FormActions>
        <Button kind="main">Keep apart</Button>
      </FormActions>
    </form>
  </Card>
)

type RoomFormProps = {
  groups: Option[] | null
  clients: Option[] | null
  among: Among
  today: string
  form: FormState
}

const RoomForm = ({ groups, clients, among, today, form }: RoomFormProps) => (
  <Card title="Keep a room as it is">
    <form class="form" method="post" action={urls.roomDecisions()}>
      <input type="hidden" name="deed" value="room" />
      <FindOne
        name="series"
        label="Group"
        options={among.series ?? groups}
        typeHint="Type a part of its name."
        form={form}
      />
      <FindOne
        name="client"
        label="For whom"
        typeHint={typeHint}
        choose="Whoever asks"
        hint="Whoever asks: its free seats are kept for somebody who comes."
        required={false}
        options={among.client ?? clients}
        form={form}
      />
      <TextField name="because" label="Reason" optional anyDirection hint="Read by directors alone." form={form} />
      <DateField name="from" label="First day" value={today} form={form} />
      <DateField name="to" label="Last day" optional form={form} />
      <FormActions>
        <Button>Keep the room</Button>
      </FormActions>
    </form>
  </Card>
)
