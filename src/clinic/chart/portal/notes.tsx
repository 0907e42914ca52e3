import { Hono, type Context } from 'hono'
import { z } from 'zod'
import { isRefusal } from '../../../basics/refusal.ts'
import { Card } from '../../../ui/card.tsx'
import { RadioCards } from '../../../ui/choices.tsx'
import { Button, FormActions, TextArea, type FormState } from '../../../ui/form.tsx'
import { write } from '../../../ui/language.ts'
import { urls } from '../../../urls.ts'
import { prose, readForm } from '../../../web/forms.ts'
import { ownOf, type MineDoor } from '../../../web/mine-door.ts'
import { record } from '../../access/trail.ts'
import { sayToNote } from '../../notes/actions/open-notes.ts'
import { ownNotes, ownNotesState, ownStatements, ownWithheld, type OwnNote } from '../../notes/queries/own-notes.ts'
import { langOf, OwnPage } from './frame.tsx'
import { noteWords, type SayNotes } from './notes-words.ts'

/** What a client reads of their notes, and what they say to them. */
export const ownNotePages = new Hono<MineDoor>()

ownNotePages.get(urls.mineNotes.pattern, (c) => page(c))

ownNotePages.post(urls.mineNoteWords.pattern, async (c) => {
  const { work, own } = ownOf(c)
  const t = noteWords(own.lang)
  const form = await readForm(
    c,
    z.object({
      note: z.string().regex(/^(group|visit)-[0-9a-f-]{36}$/, t('chooseOne')),
      kind: z.enum(['statement', 'amendment', 'review'], { error: t('chooseOne') }),
      words: prose(20_000, t('writeSomething')).refine((text) => text.length <= 4000, t('writeSomething')),
    }),
  )
  if (!form.ok) return page(c, { values: form.typed, errors: form.errors, prefix: form.typed.note ?? '' })
  const { note, kind, words } = form.values
  const id = note.slice(6)
  const key = note.startsWith('group-')
    ? { clientNoteId: id, visitNoteId: null }
    : { clientNoteId: null, visitNoteId: id }
  const answer = await sayToNote(work, own.client.clientId, key, { kind, words })
  const said = isRefusal(answer) ? 'gone' : 'sent'
  return c.redirect(urls.mineNotes({ token: own.token }, { ...langOf(c), said }), 303)
})

type Said = Awaited<ReturnType<typeof ownStatements>>[number]

async function page(c: Context<MineDoor>, form?: FormState) {
  const { work, own } = ownOf(c)
  const { lang, token } = own
  const t = noteWords(lang)
  const { clientId } = own.client
  const { isOpen, asks } = await ownNotesState(work)
  const notes = isOpen && asks ? await ownNotes(work, clientId) : []
  const withheld = isOpen && asks ? await ownWithheld(work, clientId) : []
  const said = await ownStatements(work, clientId)
  if (notes.length > 0) await record(work, 'own-notes.read', { clients: [clientId] })
  const flash = c.req.query('said')
  const saidTo = (id: string) => said.filter((one) => (one.clientNoteId ?? one.visitNoteId) === id)
  return c.html(
    <OwnPage
      c={c}
      title={t('title')}
      intro={t('intro')}
      actions={<Button href={urls.mine({ token }, langOf(c))}>{t('back')}</Button>}
      flash={
        flash === 'sent'
          ? { tone: 'good', text: t('sent') }
          : flash === 'gone'
            ? { tone: 'warning', text: t('gone') }
            : undefined
      }
    >
      {!isOpen ? (
        <p>{t('closed')}</p>
      ) : !asks ? (
        <p>{t('noBirth')}</p>
      ) : (
        notes.length + withheld.length === 0 && <p>{t('none')}</p>
      )}
      {withheld.map((one) => {
        const key = one.clientNoteId === null ? `visit-${one.visitNoteId}` : `group-${one.clientNoteId}`
        return (
          <Card title={t('withheld')} id={`withheld-${one.id}`}>
            <p>{t('withheldUntil', { day: write.day(lang, one.heldOn), until: write.day(lang, one.until) })}</p>
            <p>{groundIn(t, one.ground)}</p>
            <Words said={saidTo(key.slice(6))} t={t} lang={lang} />
            <details open={form?.prefix === key}>
              <summary>{t('askReview')}</summary>
              <form class="form" method="post" action={urls.mineNoteWords({ token }, langOf(c))}>
                <input type="hidden" name="note" value={key} />
                <input type="hidden" name="kind" value="review" />
                <TextArea
                  name="words"
                  label={t('words')}
                  form={form?.prefix === key ? form : { prefix: key }}
                  maxlength={4000}
                />
                <FormActions>
                  <Button>{t('send')}</Button>
                </FormActions>
              </form>
            </details>
          </Card>
        )
      })}
      {notes.map((note) => (
        <Note note={note} said={saidTo(note.id)} t={t} c={c} form={form} />
      ))}
    </OwnPage>,
    form === undefined ? 200 : 422,
  )
}

type NoteProps = { note: OwnNote; said: Said[]; t: SayNotes; c: Context<MineDoor>; form: FormState | undefined }
function Note({ note, said, t, c, form }: NoteProps) {
  const { own } = ownOf(c)
  const key = `${note.kind}-${note.id}`
  const day = write.day(own.lang, note.heldOn)
  const state = form?.prefix === key ? form : { prefix: key }
  return (
    <Card
      title={`${day}: ${note.kind === 'group' ? note.title : kindIn(t, note.title)}`}
      id={key}
      hint={t('by', { name: note.author })}
    >
      {note.paragraphs.map(({ label, text }) => (
        <p dir="auto">
          <b>{labelIn(t, label)}.</b> {text}
        </p>
      ))}
      {note.addenda.map((text) => (
        <p dir="auto">
          <b>{t('added')}.</b> {text}
        </p>
      ))}
      <Words said={said} t={t} lang={own.lang} />
      <details open={form?.prefix === key}>
        <summary>
          {t('say')}
          <span class="hidden-text">: {day}</span>
        </summary>
        <form class="form" method="post" action={urls.mineNoteWords({ token: own.token }, langOf(c))}>
          <input type="hidden" name="note" value={key} />
          <RadioCards
            name="kind"
            label={t('kind')}
            options={[
              { value: 'statement', label: t('statement') },
              { value: 'amendment', label: t('amendment') },
            ]}
            form={state}
          />
          <TextArea name="words" label={t('words')} form={state} maxlength={4000} />
          <FormActions>
            <Button>{t('send')}</Button>
          </FormActions>
        </form>
      </details>
    </Card>
  )
}

const Words = ({ said, t, lang }: { said: Said[]; t: SayNotes; lang: Parameters<typeof write.day>[0] }) => (
  <>
    {said.map((one) => (
      <p dir="auto">
        <b>{one.kind === 'statement' ? t('said') : one.kind === 'amendment' ? t('askedCorrect') : t('askedReview')}.</b>{' '}
        {one.words}
        {one.answer !== null ? (
          <>
            {' '}
            <b>{one.outcome === 'accepted' ? t('accepted') : t('declined')}.</b> {one.answer}
          </>
        ) : (
          one.dueOn !== null && ` ${t('answerBy', { day: write.day(lang, one.dueOn) })}`
        )}
      </p>
    ))}
  </>
)

const sections = [
  'topic',
  'did',
  'went',
  'own',
  'data',
  'subjective',
  'objective',
  'assessment',
  'plan',
  'behavior',
  'intervention',
  'response',
] as const
const labelIn = (t: SayNotes, key: string): string => {
  const known = sections.find((one) => one === key)
  return known === undefined ? key : t(known)
}
const kinds = [
  'individual',
  'teen-individual',
  'family',
  'couples',
  'medication-management',
  'case-management',
  'telephone',
  'collateral',
  'crisis',
] as const
const kindIn = (t: SayNotes, kind: string): string => {
  if (kind === 'assessment') return t('assessmentVisit')
  const known = kinds.find((one) => one === kind)
  return known === undefined ? kind : t(known)
}
const grounds = ['danger', 'other-person', 'confidence'] as const
const groundIn = (t: SayNotes, ground: string): string => {
  const known = grounds.find((one) => one === ground)
  return known === undefined ? '' : t(`ground-${known}`)
}
