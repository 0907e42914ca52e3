import { Hono, type Context } from 'hono'
import { isId, newId } from '../../../basics/ids.ts'
import { isRefusal, refuse, type Refusal } from '../../../basics/refusal.ts'
import { urls } from '../../../urls.ts'
import { showing, workOf, type Door } from '../../../web/door.ts'
import { forbidden, notFound } from '../../../web/errors.tsx'
import { mayNot } from '../../access/permissions.ts'
import { said } from '../../access/staff-page.tsx'
import { ClientFrame } from '../../clients/frame.tsx'
import { saveSection, type Sent } from '../actions/write.ts'
import { firstWords } from '../prefill.ts'
import { isSigned, knownAbout, standingOf } from '../queries.ts'
import { namesOf, type Doc, type Section } from '../section.ts'
import { sectionOf, sections } from '../sections.ts'
import { found, type Found } from './found.tsx'
import { SectionForm } from './section-form.tsx'

export const intakeSections = new Hono<Door>()

intakeSections.get(urls.intakeSection.pattern, async (c) => {
  const [section, one] = [sectionOf(c.req.param('section')), await found(c)]
  if (one instanceof Response) return one
  if (section === null) return notFound(c)
  if (isSigned(one.intake)) return c.redirect(urls.intake({ intake: one.intake.id }), 303)
  return show(c, section, one)
})

/** While somebody types, every pause keeps the words; without script, a button does. */
intakeSections.post(urls.intakeSection.pattern, async (c) => {
  const [section, one] = [sectionOf(c.req.param('section')), await found(c)]
  if (one instanceof Response) return one
  if (section === null) return notFound(c)
  const work = workOf(c)
  const denied = mayNot(work.by, 'intake.write') ?? (section.isClinical ? mayNot(work.by, 'intake.sign') : null)
  if (denied) return forbidden(c, denied.because)
  const { sent, next, tooLong } = await readSection(c, section)
  const answer = tooLong ?? (await saveSection(work, one.intake.id, section, sent))
  if (isRefusal(answer)) return show(c, section, one, { sent, because: answer })
  const params = { intake: one.intake.id, section: section.key }
  // A save in the background wants to know that the words are kept; a pressed button wants its page.
  if (c.req.header('sec-fetch-dest') === 'empty') return c.body(null, 204)
  if (answer.beside !== null) {
    said(c, {
      tone: 'warning',
      text: 'Somebody else saved this section while you wrote. Yours does not stand yet: both are here.',
    })
    return c.redirect(urls.intakeSection(params, { take: answer.beside.mine }), 303)
  }
  said(c, { tone: 'good', text: 'Saved.' })
  const following = sections[sections.indexOf(section) + 1]
  if (next === 'next' && following !== undefined)
    return c.redirect(urls.intakeSection({ ...params, section: following.key }), 303)
  return c.redirect(next === 'stay' ? urls.intakeSection(params) : urls.intake(params), 303)
})

const longest = 10_000

/** Every field as it was typed, whatever its state: a draft is never refused for being unfinished. */
async function readSection(c: Context<Door>, section: Section) {
  const body = await c.req.parseBody()
  const text = (name: string): string => {
    const value = body[name]
    return typeof value === 'string' ? value.replaceAll('\r\n', '\n').replaceAll('\0', '').toWellFormed() : ''
  }
  const doc: Doc = Object.fromEntries(
    namesOf(section)
      .map((name) => [name, text(name).trimEnd()] as const)
      .filter(([, words]) => words !== ''),
  )
  const [page, basedOn, settles] = [text('page'), text('basedOn'), text('settles')]
  const sent: Sent = {
    page: isId(page) ? page : newId(),
    basedOn: isId(basedOn) ? basedOn : null,
    settles: isId(settles) ? [settles] : [],
    doc,
  }
  const tooLong = Object.values(doc).some((words) => words.length > longest)
    ? refuse('too-long', `Use at most ${longest} characters in each field.`)
    : undefined
  return { sent, next: text('next'), tooLong }
}

async function show(
  c: Context<Door>,
  section: Section,
  { intake, client }: Found,
  back?: { sent: Sent; because: Refusal },
): Promise<Response> {
  const work = workOf(c)
  showing(c, `assessment: ${section.title.toLowerCase()}`, [client.id])
  const standing = await standingOf(work, intake.id, section.key)
  const known = (await knownAbout(work, client)).filter((one) => one.section === section.key)
  const taken = standing.beside.find((one) => one.id === c.req.query('take'))
  const mayWrite = !mayNot(work.by, 'intake.write') && !(section.isClinical && mayNot(work.by, 'intake.sign'))
  return c.html(
    <ClientFrame c={c} client={client} tab="intake" title={`${client.name}: ${section.title}`}>
      <SectionForm
        section={section}
        intake={intake}
        standing={standing}
        known={known}
        zone={work.clinic.timeZone}
        mayWrite={mayWrite}
        taken={taken}
        because={back?.because}
        page={back?.sent.page ?? newId()}
        basedOn={back === undefined ? (standing.latest?.id ?? null) : back.sent.basedOn}
        doc={back?.sent.doc ?? taken?.body ?? standing.latest?.body ?? firstWords(section.key, known)}
      />
    </ClientFrame>,
    back === undefined ? 200 : 422,
  )
}
