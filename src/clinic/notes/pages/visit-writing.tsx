import { Hono, type Context } from 'hono'
import type { Doc } from '../../../basics/draft.ts'
import { isId, newId } from '../../../basics/ids.ts'
import { isRefusal, refuse, type Refusal } from '../../../basics/refusal.ts'
import { urls } from '../../../urls.ts'
import { workOf, type Door } from '../../../web/door.ts'
import { said } from '../../access/staff-page.tsx'
import { signVisitNote } from '../actions/visit-sign.ts'
import { saveVisitDraft, type VisitSent } from '../actions/visit-write.ts'
import { isChoice } from '../fields.ts'
import { snippetsFor } from '../queries/snippets.ts'
import { expandAll } from '../snippets.ts'
import { allSections, templateOf } from '../templates.ts'
import { refusedVisit } from './visit-note.tsx'

export const visitWriting = new Hono<Door>()

/** While somebody types, every pause keeps the words; a pressed button also puts snippets in full. */
visitWriting.post(urls.visitNoteDraft.pattern, async (c) => {
  const id = c.req.param('note')
  const { sent, tooLong, take, leave, put } = await readVisit(c)
  if (tooLong) return refusedVisit(c, id, { because: tooLong }, sent)
  const work = workOf(c)
  const isBackground = c.req.header('sec-fetch-dest') === 'empty'
  const doc = isBackground ? sent.doc : await written(c, sent.doc, put)
  const decision =
    take !== ''
      ? ({ key: take, how: 'take' } as const)
      : leave !== ''
        ? ({ key: leave, how: 'leave' } as const)
        : undefined
  const answer = await saveVisitDraft(work, id, { ...sent, doc }, decision)
  if (isRefusal(answer)) return refusedVisit(c, id, { because: answer }, sent)
  if (isBackground) return c.body(null, 204)
  if (decision === undefined) said(c, { tone: 'good', text: 'Kept as a draft.' })
  return c.redirect(urls.visitNote({ note: id }), 303)
})

visitWriting.post(urls.visitNoteSignature.pattern, async (c) => {
  const id = c.req.param('note')
  const work = workOf(c)
  const { sent, tooLong, looked } = await readVisit(c)
  if (tooLong) return refusedVisit(c, id, { because: tooLong }, sent)
  const doc = await written(c, sent.doc, '')
  if (Object.entries(doc).some(([field, text]) => text !== sent.doc[field])) {
    // Words that were put in are read before they are signed.
    const kept = await saveVisitDraft(work, id, { ...sent, doc })
    if (isRefusal(kept)) return refusedVisit(c, id, { because: kept }, sent)
    said(c, { tone: 'warning', text: 'Words were put in for you. Read it through once more, then sign.' })
    return c.redirect(urls.visitNote({ note: id }), 303)
  }
  const answer = await signVisitNote(work, id, { ...sent, doc }, looked)
  if ('because' in answer) return refusedVisit(c, id, answer, sent)
  if ('readFirst' in answer) {
    said(c, { tone: 'warning', text: 'Somebody else typed here too. Read it through once more, then sign.' })
    return c.redirect(urls.visitNote({ note: id }), 303)
  }
  said(c, {
    tone: 'good',
    text: answer.needsCosign
      ? 'Signed and locked. It waits for its co-signature.'
      : 'Signed and locked. It stands in the chart.',
  })
  return c.redirect(urls.visitNote({ note: id }), 303)
})

/** What was typed with snippets in full, what was chosen to be put in, and what was different today in its place. */
async function written(c: Context<Door>, doc: Doc, put: string): Promise<Doc> {
  const snippets = await snippetsFor(workOf(c))
  const full: Doc = expandAll(doc, snippets, isChoice)
  const [first] = templateOf(doc['pick-template'] ?? '').sections
  const field = `section-${first.key}`
  const chosen = snippets.find(({ id }) => id === put)
  const added = [full.different ?? '', chosen?.words ?? ''].filter((words) => words.trim() !== '')
  full.different = ''
  return added.length === 0
    ? full
    : { ...full, [field]: [full[field] ?? '', ...added].filter((words) => words.trim() !== '').join('\n') }
}

type Read = {
  sent: VisitSent
  tooLong: Refusal | undefined
  take: string
  leave: string
  put: string
  looked: { names: string; alike: string }
}

const single = ['template', 'participation', 'mood', 'progress', 'risk'] as const
const several = ['interventions', 'goals', 'objectives'] as const
const longest = 10_000

/** Every field of the note as it was typed, whatever its state: a draft is never refused for being unfinished. */
async function readVisit(c: Context<Door>): Promise<Read> {
  const body = await c.req.parseBody({ all: true })
  const texts = (name: string): string[] =>
    [body[name] ?? []]
      .flat()
      .filter((one): one is string => typeof one === 'string')
      .map((one) => one.replaceAll('\r\n', '\n').replaceAll('\0', '').toWellFormed())
  const text = (name: string): string => texts(name).at(-1) ?? ''
  const doc: Doc = {
    ...Object.fromEntries(
      allSections
        .filter(({ key }) => `section-${key}` in body)
        .map(({ key }) => [`section-${key}`, text(`section-${key}`)]),
    ),
    ...Object.fromEntries(single.map((key) => [`pick-${key}`, text(`pick-${key}`).slice(0, 40)])),
    ...Object.fromEntries(
      several.map((key) => [
        `pick-${key}`,
        [...new Set(texts(`pick-${key}`).filter((one) => /^[\w-]{1,40}$/.test(one)))].slice(0, 40).join(' '),
      ]),
    ),
    riskWords: text('riskWords'),
    lateBecause: text('lateBecause'),
    different: text('different'),
  }
  const page = text('page')
  const basedOn = text('basedOn')
  return {
    sent: {
      page: isId(page) ? page : newId(),
      basedOn: isId(basedOn) ? basedOn : undefined,
      mark: text('mark'),
      doc,
    },
    tooLong: Object.values(doc).some((words) => words.length > longest)
      ? refuse('too-long', `Use at most ${longest} characters in each part.`)
      : undefined,
    take: text('take').slice(0, 200),
    leave: text('leave').slice(0, 200),
    put: text('put'),
    looked: { names: text('looked-names'), alike: text('looked-alike') },
  }
}
