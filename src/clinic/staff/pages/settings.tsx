import { Hono } from 'hono'
import { isId } from '../../../basics/ids.ts'
import { Card, Row, Rows } from '../../../ui/card.tsx'
import { Button } from '../../../ui/form.tsx'
import { Table } from '../../../ui/table.tsx'
import { At } from '../../../ui/when.tsx'
import { urls } from '../../../urls.ts'
import { workOf, type Door } from '../../../web/door.ts'
import { forbidden } from '../../../web/errors.tsx'
import { may, mayNot, type Verb } from '../../access/permissions.ts'
import { trailOf } from '../../access/queries.ts'
import { StaffPage } from '../../access/staff-page.tsx'

export const settings = new Hono<Door>()

const parts: [Verb, string, string, string][] = [
  ['staff.see', 'Staff', 'People, roles, licences and passwords', urls.staff()],
  ['program.manage', 'Programs, sites and rooms', 'What is offered, and where', urls.programs()],
  ['series.see', 'Services', 'What is offered, what it needs, and what counts', urls.services()],
  ['series.see', 'Curricula', 'What groups teach, module by module', urls.curricula()],
  ['front.manage', 'Public pages', 'What visitors read, who stands for it, and how they reach you', urls.frontPages()],
  ['rules.see', 'Rules with dates', 'Weekly floors and group limits, each with its source', urls.rules()],
  ['rules.see', 'What each shortfall costs', 'How weeks are weighed when they are composed', urls.matchWeights()],
  [
    'rules.see',
    'Newer and further along',
    'When somebody is new in a group, and how many may be',
    urls.phasePolicies(),
  ],
  ['series.see', 'Closed days', 'Holidays and breaks, and what they do to the week', urls.daysClosed()],
  ['rules.see', 'Credentials', 'Who may lead what, and whose signature must follow', urls.credentialRules()],
  ['note-rules.set', 'Rules for notes', 'When notes are due, and whether clients read them', urls.noteRules()],
  ['fee.see', 'Fees and payers', 'What care costs, the sliding scale, and deadlines of estimates', urls.fees()],
  ['own-page.policy', 'Clients’ own pages', 'How long their links open', urls.ownPagePolicy()],
  ['pack.see', 'Papers', 'What clients sign, in which words, and how long links last', urls.packs()],
  [
    'instrument.decide',
    'Instruments',
    'Questionnaires, how they are scored, and which this clinic uses',
    urls.instruments(),
  ],
  ['instrument.decide', 'How often we ask', 'Which questions each program asks, and how often', urls.measureRules()],
  ['rules.see', 'Plans of care', 'When they are due, and who may sign and diagnose', urls.planRules()],
  ['rules.see', 'Make-ups before a closure', 'How far ahead, and how often a client is asked', urls.makeUpRules()],
  ['rules.see', 'Three witnesses', 'When roster, video and check-in differ', urls.presenceRules()],
  ['rules.see', 'Signals', 'What points to trouble, and how many alerts a day', urls.troubleRules()],
  ['rules.see', 'Calls after leaving', 'On which days somebody asks how they are', urls.followUpRules()],
  ['rules.see', 'Days around leaving', 'Summaries, silence, and the time to appeal, by state', urls.leavingRules()],
  ['partner.see', 'Partners', 'Where people go when this is not the place, by level of care', urls.partners()],
  ['system.manage', 'Other systems', 'Who may read through FHIR, and with which token', urls.systems()],
  ['system.manage', 'Video systems', 'Which of them may bring video events', urls.presenceImports()],
  ['trail.see', 'The trail', 'Who did what, and who looked at whom', urls.trail()],
]

settings.get(urls.settings.pattern, (c) => {
  const work = workOf(c)
  const mine = parts.filter(([verb]) => may(work.by, verb))
  return c.html(
    <StaffPage
      c={c}
      current="Settings"
      title="Settings"
      intro={`${work.clinic.name}, ${work.clinic.state}. Its clock is ${work.clinic.timeZone.replaceAll('_', ' ')}.`}
    >
      <Card title="What can be set here?" flush>
        <Rows label="Settings">
          {mine.map(([, title, note, href]) => (
            <Row title={<a href={href}>{title}</a>} note={note} />
          ))}
        </Rows>
      </Card>
    </StaffPage>,
  )
})

settings.get(urls.trail.pattern, async (c) => {
  const work = workOf(c)
  const denied = mayNot(work.by, 'trail.see')
  if (denied) return forbidden(c, denied.because)
  const before = c.req.query('before')
  const rows = await trailOf(work, before !== undefined && isId(before) ? { before } : {})
  const zone = work.clinic.timeZone
  const last = rows.at(-1)
  return c.html(
    <StaffPage
      c={c}
      current="Settings"
      title="The trail"
      intro="Newest first. Rows are sealed into a chain within seconds; the command “npm run trail” checks it."
      crumbs={[{ label: 'Settings', href: urls.settings() }]}
    >
      <Table
        caption="Deeds and looks, newest first"
        captionHidden
        columns={[{ label: 'When' }, { label: 'Who' }, { label: 'What' }, { label: 'Clients' }]}
      >
        {rows.map((row) => (
          <tr>
            <th scope="row">
              <At at={row.at} zone={zone} />
            </th>
            <td dir="auto">{row.byName}</td>
            <td>{deedOf(row.verb, row.about)}</td>
            <td>
              {row.clientIds.length === 1 && may(work.by, 'client.see') ? (
                <a href={urls.client({ client: row.clientIds[0] ?? '' })}>one</a>
              ) : row.clientIds.length === 0 ? (
                ''
              ) : (
                String(row.clientIds.length)
              )}
            </td>
          </tr>
        ))}
      </Table>
      {rows.length === 100 && last !== undefined && <Button href={urls.trail({ before: last.id })}>Earlier</Button>}
    </StaffPage>,
  )
})

const deedOf = (verb: string, about: unknown): string =>
  verb === 'looked' && typeof about === 'object' && about !== null && 'screen' in about
    ? `Looked at ${String(about.screen)}`
    : verb.replaceAll('.', ' ').replaceAll('-', ' ')
