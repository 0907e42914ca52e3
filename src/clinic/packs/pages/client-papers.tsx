import { Hono, type Context } from 'hono'
import { z } from 'zod'
import { ageOn, dayAt } from '../../../basics/dates.ts'
import { isRefusal, type Refusal } from '../../../basics/refusal.ts'
import { Card, Row, Rows } from '../../../ui/card.tsx'
import { Checkboxes, RadioCards } from '../../../ui/choices.tsx'
import { Empty } from '../../../ui/empty.tsx'
import { Button, DateField, ErrorSummary, FormActions, Select, TextField, type FormState } from '../../../ui/form.tsx'
import { RefusalAlert } from '../../../ui/refusal.tsx'
import { Sig } from '../../../ui/status.tsx'
import { At } from '../../../ui/when.tsx'
import { nameOfLanguage } from '../../../ui/language.ts'
import { urls } from '../../../urls.ts'
import { showing, workOf, type Door } from '../../../web/door.ts'
import { forbidden, notFound } from '../../../web/errors.tsx'
import { id, oneOf, optionalLine, readForm } from '../../../web/forms.ts'
import { may, mayNot } from '../../access/permissions.ts'
import { ClientFrame } from '../../clients/frame.tsx'
import { clientById, type ClientFacts } from '../../clients/queries.ts'
import { programsOf, type ProgramRow } from '../../programs/queries.ts'
import { prepareSigning } from '../actions/prepare.ts'
import { papers } from '../paper.ts'
import { emergencyContactOf, packNow } from '../queries/packs.ts'
import { declinedPapersOf, signedPapersOf, signingsOf } from '../queries/signings.ts'
import { packStanding } from '../queries/standing.ts'
import { authorityKinds, type PaperStanding, signersOf } from '../rules.ts'

/** A client's papers: what is missing, what was signed, and laying out the next ones. */
export const clientPapers = new Hono<Door>()

const capacityName: Record<string, string> = {
  client: 'the client',
  guardian: 'a parent or guardian',
  representative: 'a representative',
}

clientPapers.get(urls.clientPapers.pattern, async (c) => {
  const work = workOf(c)
  const denied = mayNot(work.by, 'paper.see')
  if (denied) return forbidden(c, denied.because)
  const client = await clientById(work, c.req.param('client'))
  if (client === undefined) return notFound(c)
  showing(c, 'papers', [client.id])
  const program = await programFor(c, client)
  const standing = program === undefined ? null : await packStanding(work, client.id, program.id)
  const signed = await signedPapersOf(work, client.id)
  const declined = await declinedPapersOf(work, client.id)
  const given = await signingsOf(work, client.id)
  const zone = work.clinic.timeZone
  return c.html(
    <ClientFrame
      c={c}
      client={client}
      tab="papers"
      actions={
        may(work.by, 'paper.prepare') && (
          <Button kind="main" href={urls.newSigning({ client: client.id })}>
            Have papers signed
          </Button>
        )
      }
    >
      {standing !== null && program !== undefined && (
        <Card
          title={
            standing.complete
              ? 'The pack is complete'
              : `${standing.done} of ${standing.papers.length} papers are settled`
          }
          hint={`What ${program.name} asks for`}
          flush
        >
          <Rows label="Papers of the pack">
            {standing.papers.map((paper) => (
              <Row
                title={papers[paper.kind].name}
                note={
                  <>
                    {paper.required ? 'Required' : 'May be declined'}
                    {paper.waitsFor.length > 0 && paper.state === 'missing' && (
                      <> · still to be signed by {paper.waitsFor.map((one) => capacityName[one]).join(' and ')}</>
                    )}
                    {paper.at !== null && (
                      <>
                        {' · '}
                        <At at={paper.at} zone={zone} />
                      </>
                    )}
                  </>
                }
                end={<StandingSig paper={paper} />}
              />
            ))}
          </Rows>
        </Card>
      )}
      <Card title="Given out to be signed" flush={given.length > 0}>
        {given.length === 0 ? (
          <Empty title="Nothing was given out yet">
            Have papers signed on the clinic’s tablet, or by a link on the signer’s own phone.
          </Empty>
        ) : (
          <Rows label="Papers given out">
            {given.map((one) => (
              <Row
                title={<a href={urls.signing({ signing: one.id })}>{`${one.papers} papers for ${one.signerName}`}</a>}
                note={
                  <>
                    {one.program} · {nameOfLanguage[one.language === 'es' ? 'es' : 'en']} ·{' '}
                    <At at={one.preparedAt} zone={zone} />
                  </>
                }
                end={
                  one.signed + one.declined >= one.papers ? (
                    <Sig tone="good">Answered</Sig>
                  ) : (
                    <Sig tone="info">{`${one.signed + one.declined} of ${one.papers}`}</Sig>
                  )
                }
              />
            ))}
          </Rows>
        )}
      </Card>
      {signed.length > 0 && (
        <Card title="Signed papers" flush>
          <Rows label="Signed papers">
            {signed.map((one) => (
              <Row
                title={<a href={urls.signedPaper({ paper: one.id })}>{one.title}</a>}
                note={
                  <>
                    {one.signerName}, {capacityName[one.capacity]} · <At at={one.signedAt} zone={zone} /> · version{' '}
                    {one.documentVersion}
                  </>
                }
                end={<span class="muted">{one.manner === 'tablet' ? 'On the tablet' : 'By a link'}</span>}
              />
            ))}
          </Rows>
        </Card>
      )}
      {declined.length > 0 && (
        <Card title="Declined" hint="In the signer’s own words" flush>
          <Rows label="Declined papers">
            {declined.map((one) => (
              <Row
                title={isKind(one.kind) ? papers[one.kind].name : one.kind}
                note={
                  <>
                    {one.signerName}, {capacityName[one.capacity]} · <At at={one.declinedAt} zone={zone} />
                  </>
                }
              >
                <p dir="auto">{one.reason}</p>
              </Row>
            ))}
          </Rows>
        </Card>
      )}
    </ClientFrame>,
  )
})

const isKind = (text: string): text is keyof typeof papers => Object.hasOwn(papers, text)

const states: Record<PaperStanding['state'], { tone: 'good' | 'info' | 'warning'; words: string }> = {
  signed: { tone: 'good', words: 'Signed' },
  older: { tone: 'good', words: 'Signed, an earlier version' },
  declined: { tone: 'info', words: 'Declined' },
  missing: { tone: 'warning', words: 'Missing' },
}
const StandingSig = ({ paper }: { paper: PaperStanding }) =>
  paper.state === 'declined' && paper.required ? (
    <Sig tone="warning">Declined, required</Sig>
  ) : (
    <Sig tone={states[paper.state].tone}>{states[paper.state].words}</Sig>
  )

/** The program whose papers these are: the one in the address, the one of the open stay, or the first for this age. */
async function programFor(c: Context<Door>, client: ClientFacts): Promise<ProgramRow | undefined> {
  const work = workOf(c)
  const all = await programsOf(work)
  const group = ageOn(client.birthDate, dayAt(work.at, work.clinic.timeZone)) < 18 ? 'adolescent' : 'adult'
  return (
    all.find(({ id: one }) => one === c.req.query('program')) ??
    all.find(({ name }) => name === client.programName) ??
    all.find(({ ageGroup }) => ageGroup === group) ??
    all[0]
  )
}

const preparing = z.object({
  program: id('Choose a program.'),
  papers: z.array(z.string()).default([]),
  capacity: oneOf(['client', 'guardian', 'representative'], 'Say who signs.'),
  signerName: optionalLine(200),
  signerBorn: optionalLine(10),
  authorityKind: optionalLine(40),
  evidence: optionalLine(300),
  language: oneOf(['en', 'es'], 'Choose a language.'),
})

clientPapers.get(urls.newSigning.pattern, async (c) => {
  const work = workOf(c)
  const denied = mayNot(work.by, 'paper.prepare')
  if (denied) return forbidden(c, denied.because)
  const client = await clientById(work, c.req.param('client'))
  return client === undefined ? notFound(c) : preparePage(c, client)
})

clientPapers.post(urls.newSigning.pattern, async (c) => {
  const work = workOf(c)
  const denied = mayNot(work.by, 'paper.prepare')
  if (denied) return forbidden(c, denied.because)
  const client = await clientById(work, c.req.param('client'))
  if (client === undefined) return notFound(c)
  const form = await readForm(c, preparing)
  if (!form.ok) return preparePage(c, client, { form: { values: form.typed, errors: form.errors } })
  const { program, papers: kinds, ...signer } = form.values
  const answer = await prepareSigning(work, client, { ...signer, programId: program, kinds })
  if (isRefusal(answer))
    return preparePage(c, client, { form: { values: { ...form.typed, 'papers[]': kinds } }, refusal: answer })
  return c.redirect(urls.signing({ signing: answer.id }), 303)
})

async function preparePage(
  c: Context<Door>,
  client: ClientFacts,
  { form, refusal }: { form?: FormState; refusal?: Refusal } = {},
) {
  const work = workOf(c)
  showing(c, 'papers to be prepared', [client.id])
  const chosen = form?.values?.program
  const program = (await programsOf(work)).find(({ id: one }) => one === chosen) ?? (await programFor(c, client))
  if (program === undefined) return notFound(c)
  const on = dayAt(work.at, work.clinic.timeZone)
  const service = program.kind === 'mental-health' ? ('mental-health' as const) : ('substance-use' as const)
  const facts = { born: client.birthDate, state: work.clinic.state, service }
  const items = await packNow(work, program)
  const standing = await packStanding(work, client.id, program.id)
  const contact = await emergencyContactOf(work, client.id)
  const isMinor = ageOn(client.birthDate, on) < 18
  const waiting = standing?.papers.filter(({ state }) => state === 'missing').map(({ kind }) => kind) ?? []
  const others = (await programsOf(work)).filter(({ id: one }) => one !== program.id)
  const name = `${client.givenName} ${client.familyName}`
  const here = urls.newSigning({ client: client.id })
  return c.html(
    <ClientFrame c={c} client={client} tab="papers" title="Have papers signed">
      <RefusalAlert refusal={refusal} />
      <ErrorSummary form={form} />
      <Card
        title={`Which papers of ${program.name}?`}
        hint={
          others.length > 0 && (
            <>
              Another program:{' '}
              {others.map((other, index) => (
                <>
                  {index > 0 && ', '}
                  <a href={urls.newSigning({ client: client.id }, { program: other.id })}>{other.name}</a>
                </>
              ))}
            </>
          )
        }
      >
        <form class="form" method="post" action={here}>
          <input type="hidden" name="program" value={program.id} />
          <Checkboxes
            name="papers[]"
            label="Papers"
            required={false}
            hint="Ticked: what is still missing. A paper that another person signs is left out by itself."
            values={waiting.filter((kind) => kind !== 'emergency-contact' || contact !== null)}
            form={form}
            options={items.map(({ kind, required }) => ({
              value: kind,
              label: papers[kind].name,
              disabled: kind === 'emergency-contact' && contact === null,
              hint:
                kind === 'emergency-contact' && contact === null
                  ? 'Name the emergency contact on the face sheet first.'
                  : `${required ? 'Required' : 'May be declined'}; signed by ${signersOf(kind, facts, on)
                      .map((one) => capacityName[one])
                      .join(' and ')}`,
            }))}
          />
          <RadioCards
            name="capacity"
            label="Who signs?"
            form={form}
            value="client"
            options={[
              { value: 'client', label: <span dir="auto">{name}</span>, hint: 'The client' },
              isMinor
                ? { value: 'guardian', label: 'A parent or guardian', hint: 'Where the law asks for one' }
                : { value: 'representative', label: 'A representative', hint: 'By a court order or a proxy' },
            ]}
          />
          <details class="for-another" open={isMinor || form !== undefined}>
            <summary>{isMinor ? 'If a parent or guardian signs' : 'If a representative signs'}</summary>
            <TextField name="signerName" label="Name" optional anyDirection form={form} />
            <DateField
              name="signerBorn"
              label="Date of birth"
              hint="Opens the link, with the code"
              optional
              form={form}
            />
            <Select
              name="authorityKind"
              label="By what right"
              optional
              form={form}
              options={Object.entries(authorityKinds)
                .filter(([, { capacity }]) => capacity === (isMinor ? 'guardian' : 'representative'))
                .map(([value, { en }]) => ({ value, label: en }))}
            />
            <TextField
              name="evidence"
              label="What you have seen of it"
              hint="Birth certificate, court order of 3 May 2026, proxy form"
              optional
              form={form}
            />
          </details>
          <RadioCards
            name="language"
            label="In which language?"
            form={form}
            value={/^(es|spa)/i.test(client.language) ? 'es' : 'en'}
            aside
            plain
            options={[
              { value: 'en', label: nameOfLanguage.en },
              { value: 'es', label: <span lang="es">{nameOfLanguage.es}</span> },
            ]}
          />
          <FormActions>
            <Button kind="main">Lay them out</Button>
            <Button href={urls.clientPapers({ client: client.id })}>Not now</Button>
          </FormActions>
        </form>
      </Card>
    </ClientFrame>,
    form === undefined && refusal === undefined ? 200 : 422,
  )
}
