import { Hono, type Context } from 'hono'
import type { Doc } from '../../../basics/draft.ts'
import { isId, newId } from '../../../basics/ids.ts'
import { isRefusal, refuse, type Refusal } from '../../../basics/refusal.ts'
import { urls } from '../../../urls.ts'
import { workOf, type Door } from '../../../web/door.ts'
import { forbidden, notFound } from '../../../web/errors.tsx'
import { may } from '../../access/permissions.ts'
import { said } from '../../access/staff-page.tsx'
import { sessionById } from '../../attendance/queries.ts'
import { signNote } from '../actions/sign.ts'
import { saveDraft, type Sent } from '../actions/write.ts'
import { isChoice, wordsField } from '../fields.ts'
import { observedKinds } from '../observed.ts'
import { snippetsFor } from '../queries/snippets.ts'
import { expandAll } from '../snippets.ts'
import { showNote } from './note.tsx'
import type { NoteBack } from './note-form.tsx'

export const writing = new Hono<Door>()

/** While somebody types, every pause keeps the words; without script, a button does. */
writing.post(urls.noteDraft.pattern, async (c) => {
  const id = c.req.param('session')
  const { sent, tooLong, take, leave } = await readNote(c)
  if (tooLong) return refused(c, id, { because: tooLong }, sent)
  const decision =
    take !== ''
      ? ({ key: take, how: 'take' } as const)
      : leave !== ''
        ? ({ key: leave, how: 'leave' } as const)
        : undefined
  const isBackground = c.req.header('sec-fetch-dest') === 'empty'
  const full = isBackground ? sent.doc : expandAll(sent.doc, await snippetsFor(workOf(c)), isChoice)
  const answer = await saveDraft(workOf(c), id, { ...sent, doc: full }, decision)
  if (isRefusal(answer)) return refused(c, id, { because: answer }, sent)
  // A save in the background wants to know that it worked; a pressed button wants its page.
  if (isBackground) return c.body(null, 204)
  if (decision === undefined) said(c, { tone: 'good', text: 'Kept as a draft.' })
  return c.redirect(urls.note({ session: answer.session.id }), 303)
})

writing.post(urls.noteSignature.pattern, async (c) => {
  const id = c.req.param('session')
  const { sent, tooLong, alike, hasAdded } = await readNote(c)
  if (tooLong) return refused(c, id, { because: tooLong }, sent)
  const full = expandAll(sent.doc, await snippetsFor(workOf(c)), isChoice)
  if (hasAdded || Object.entries(full).some(([field, words]) => words !== sent.doc[field])) {
    // Words that were put in are read before they are signed.
    const kept = await saveDraft(workOf(c), id, { ...sent, doc: full })
    if (isRefusal(kept)) return refused(c, id, { because: kept }, sent)
    said(c, { tone: 'warning', text: 'Words were put in for you. Read it through once more, then sign.' })
    return c.redirect(urls.note({ session: id }), 303)
  }
  const answer = await signNote(workOf(c), id, sent, alike)
  if ('because' in answer) return refused(c, id, answer, sent)
  const session = { session: id }
  if ('readFirst' in answer) {
    said(c, { tone: 'warning', text: 'Somebody else typed here too. Read it through once more, then sign.' })
    return c.redirect(urls.note(session), 303)
  }
  const signed = answer.needsCosign
    ? 'Signed and locked. It waits for its co-signature.'
    : 'Signed and locked. Each person’s own note is in their chart.'
  const atRisk = answer.atRisk.map(({ name }) => name).join(' and ')
  said(
    c,
    atRisk === ''
      ? { tone: 'good', text: signed }
      : {
          tone: 'warning',
          text: `${signed} You noted a risk for ${atRisk}: open the safety screen in their chart before they leave.`,
        },
  )
  return c.redirect(urls.note(session), 303)
})

type Read = { sent: Sent; tooLong: Refusal | undefined; take: string; leave: string; alike: string; hasAdded: boolean }

const fieldName = new RegExp(
  `^(topic|intervention|howItWent|(words|goal|${observedKinds.map(({ key }) => `pick-${key}`).join('|')})-[0-9a-f-]{36})$`,
)
const longest = 10_000

/** Every field of the note as it was typed, whatever its state: a draft is never refused for being unfinished. */
async function readNote(c: Context<Door>): Promise<Read> {
  const body = await c.req.parseBody()
  const text = (name: string): string => {
    const value = body[name]
    return typeof value === 'string' ? value.replaceAll('\r\n', '\n').replaceAll('\0', '').toWellFormed() : ''
  }
  const doc: Doc = {}
  for (const name of Object.keys(body)) if (fieldName.test(name)) doc[name] = text(name)
  // What was different for somebody today goes to the end of their part.
  let hasAdded = false
  for (const name of Object.keys(body)) {
    const [, client] = /^different-([0-9a-f-]{36})$/.exec(name) ?? []
    if (client === undefined || text(name).trim() === '') continue
    doc[wordsField(client)] = [doc[wordsField(client)] ?? '', text(name).trim()].filter((one) => one !== '').join('\n')
    hasAdded = true
  }
  const page = text('page')
  const basedOn = text('basedOn')
  const tooLong = Object.values(doc).some((words) => words.length > longest)
    ? refuse('too-long', `Use at most ${longest} characters in each part.`)
    : undefined
  return {
    sent: {
      page: isId(page) ? page : newId(),
      basedOn: isId(basedOn) ? basedOn : undefined,
      roster: text('roster'),
      doc,
    },
    tooLong,
    take: text('take').slice(0, 200),
    leave: text('leave').slice(0, 200),
    alike: text('alike'),
    hasAdded,
  }
}

/** The note again with everything that was typed, and the reason; or nothing, where it is not theirs. */
async function refused(
  c: Context<Door>,
  id: string,
  why: Pick<NoteBack, 'note' | 'copies'> & { because: Refusal },
  sent: Sent,
): Promise<Response> {
  const work = workOf(c)
  if ((await sessionById(work, id)) === undefined) return notFound(c)
  if (why.because.refused === 'not-allowed' || !may(work.by, 'note.read')) return forbidden(c, why.because.because)
  return showNote(c, id, {
    writing: { ...sent, ...why },
    signed: { because: why.because, words: '', clientId: undefined, lost: sent.doc },
  })
}
