import type { Context } from 'hono'
import { waiting, type Doc } from '../../../basics/draft.ts'
import { timeAt } from '../../../basics/dates.ts'
import type { Refusal } from '../../../basics/refusal.ts'
import { plural } from '../../../basics/text.ts'
import { Card } from '../../../ui/card.tsx'
import { AutoSave, BesideWords } from '../../../ui/draft.tsx'
import { Button, ErrorSummary, FormActions, TextArea } from '../../../ui/form.tsx'
import { MarkedText } from '../../../ui/marked-text.tsx'
import { RefusalAlert } from '../../../ui/refusal.tsx'
import { Notice } from '../../../ui/status.tsx'
import { shortDay } from '../../../ui/when.tsx'
import { urls } from '../../../urls.ts'
import { workOf, type Door } from '../../../web/door.ts'
import type { PersonOnRoster, Session } from '../../attendance/queries.ts'
import { attendees, rosterKey } from '../assemble.ts'
import { copiesKey } from '../actions/sign.ts'
import { signsAs } from '../../programs/cosigning.ts'
import { wordsField } from '../fields.ts'
import type { Draft } from '../../staff/queries/drafts.ts'
import { leaksIn, sharedFields, shortestPart, type Copy, type Draft as NoteDraft, type Leak } from '../rules.ts'
import { signersOn } from '../../programs/queries/signers.ts'
import { mustBeCosigned } from '../../programs/signers.ts'
import { NotePage } from './frame.tsx'
import { PersonPart } from './person-part.tsx'

/** What a page that is opened, or that comes back after a refusal, holds. */
export type NoteBack = {
  page: string
  basedOn: string | undefined
  doc: Doc
  because?: Refusal
  note?: NoteDraft
  copies?: Copy[]
}

type NoteFormProps = {
  c: Context<Door>
  session: Session
  people: PersonOnRoster[]
  draft: Draft | undefined
  back: NoteBack
}

/** The note, to write: one part for everyone, one for each person who was there. */
export async function NoteForm({ c, session, people, draft, back }: NoteFormProps) {
  const { by, at, clinic } = workOf(c)
  const { doc, because, note } = back
  const there = attendees(people)
  const stray = people.filter((person) => !there.includes(person) && (doc[wordsField(person.id)] ?? '').trim() !== '')
  const away = people.filter((person) => !there.includes(person) && person.mark !== null)
  const unmarked = people.filter((person) => person.mark === null)
  const leaks = note === undefined ? [] : leaksIn(note)
  const errors = errorsFor(because, people, there, leaks, doc)
  const form = { values: doc, errors }
  const beside = draft === undefined ? [] : waiting({ merged: doc, beside: draft.beside })
  const leaksOf = (field: string) => leaks.filter((leak) => fieldOf(leak) === field)
  const called = (id: string) => people.find((person) => person.id === id)?.name ?? 'someone'
  const here = { session: session.id }
  const isOver = session.ends <= at
  const credential = by.kind === 'staff' ? by.credential : ''
  const cosign = mustBeCosigned(credential, clinic.state, await signersOn(workOf(c), session.heldOn))
  return (
    <NotePage
      c={c}
      session={session}
      answer={
        there.length === 0
          ? `Note for ${session.name}`
          : `Note for ${session.name}: ${plural(there.length, 'person', 'people')} in the room`
      }
      actions={
        <Button href={urls.roster(here)} label="Go to the roster">
          Roster
        </Button>
      }
    >
      <RefusalAlert refusal={because && { ...because, details: undefined }} />
      <ErrorSummary form={{ errors }} title="Where to look" />
      {unmarked.length > 0 && (
        <Notice
          tone="warning"
          aside={
            <Button small href={urls.roster(here)}>
              Mark them
            </Button>
          }
        >
          {`${plural(unmarked.length, 'person is', 'people are')} not marked yet: whoever attended has a part here.`}
        </Notice>
      )}
      <note-desk data-beside-url={urls.note(here, { page: back.page, since: back.basedOn })} class="note-desk">
        <AutoSave
          url={urls.noteDraft(here)}
          saved={draft === undefined ? undefined : `Saved ${timeAt(draft.at, session.zone)} by ${draft.by}`}
        >
          <form class="form" method="post" action={urls.noteSignature(here)} id="note">
            <input type="hidden" name="page" value={back.page} />
            <input type="hidden" name="basedOn" value={back.basedOn ?? ''} />
            <input type="hidden" name="roster" value={rosterKey(people)} />
            <div class="note-beside" role="status" />
            <Card title="For everyone" hint="Every attendee’s chart shows this part. Name nobody in it.">
              {sharedFields.map(({ key, label }) => (
                <div class={key === 'topic' ? 'note-field note-topic' : 'note-field'}>
                  <TextArea
                    name={key}
                    label={label}
                    form={form}
                    rows={key === 'topic' ? 1 : 3}
                    required={false}
                    maxlength={key === 'topic' ? 300 : 10_000}
                  />
                  <Marked text={note?.shared[key] ?? ''} leaks={leaksOf(key)} called={called} />
                  <BesideWords beside={beside} field={key} zone={session.zone} url={urls.noteDraft(here)} />
                </div>
              ))}
            </Card>
            {there.length > 0 && (
              <section class="note-parts" aria-label="A part for each person">
                {[...there, ...stray].map((person) => {
                  const field = wordsField(person.id)
                  return (
                    <PersonPart
                      c={c}
                      person={person}
                      form={form}
                      stray={stray.includes(person)}
                      marked={
                        <Marked
                          text={note?.parts.find((part) => part.clientId === person.id)?.words ?? ''}
                          leaks={leaksOf(field)}
                          called={called}
                        />
                      }
                      beside={
                        <BesideWords beside={beside} field={field} zone={session.zone} url={urls.noteDraft(here)} />
                      }
                    />
                  )
                })}
              </section>
            )}
            {away.length > 0 && (
              <p class="muted">
                Not in the room, and without a note:{' '}
                {away.map((person, place) => (
                  <>
                    {place > 0 && ', '}
                    <span dir="auto">{person.name}</span>
                  </>
                ))}
                .
              </p>
            )}
            <Card title="Sign" id="sign">
              <Copies copies={back.copies ?? []} called={called} />
              <p class="prose">
                I was there, and this note says what happened as I saw it. Signing locks it and puts each person’s own
                note in their chart. What is missing afterwards becomes an addendum.
              </p>
              <p class="muted">
                {signsAs({ name: by.name, credential })}
                {cosign.cosign && cosign.by !== null && ` · waits afterwards for the co-signature of ${cosign.by}`}
              </p>
              {!isOver && (
                <p class="muted">{`It can be signed from ${timeAt(session.ends, session.zone)}, when the group is over.`}</p>
              )}
              <FormActions>
                <Button kind="main" id="sign-note" shortcut="Ctrl ↵">
                  Sign note
                </Button>
                <Button formaction={urls.noteDraft(here)} formnovalidate>
                  Keep as draft
                </Button>
              </FormActions>
              <p class="keys" aria-hidden="true">
                <span>
                  <kbd>Alt ↓</kbd> <kbd>Alt ↑</kbd> next person
                </span>
                <span>
                  <kbd>Ctrl ↵</kbd> to the signature
                </span>
              </p>
            </Card>
          </form>
        </AutoSave>
      </note-desk>
    </NotePage>
  )
}

/** The text again, with the words that name somebody marked. */
const Marked = ({ text, leaks, called }: { text: string; leaks: Leak[]; called: (id: string) => string }) =>
  leaks.length === 0 ? null : (
    <p class="note-marked">
      <MarkedText
        text={text}
        marks={leaks.map(({ start, end, nameOf }) => ({ start, end, why: `names ${called(nameOf)}` }))}
      />
    </p>
  )

const Copies = ({ copies, called }: { copies: Copy[]; called: (id: string) => string }) =>
  copies.length === 0 ? null : (
    <Notice tone="info" title="Much of this was said before">
      <ul>
        {copies.map(({ clientId, of, likeness }) => (
          <li>
            {'clientId' in of
              ? `${called(clientId)} and ${called(of.clientId)}: ${Math.round(likeness * 100)} % the same words`
              : `${called(clientId)}: ${Math.round(likeness * 100)} % the same as on ${shortDay(of.day)}`}
          </li>
        ))}
      </ul>
      {[...new Set(copies.map(({ clientId }) => clientId))].map((client) => (
        <TextArea
          name={`different-${client}`}
          label={`What was different for ${called(client)} today?`}
          rows={1}
          required={false}
          maxlength={2000}
          width="full"
        />
      ))}
      <p>Your words are put into their part. Or sign again, and all stands as it is.</p>
      <input type="hidden" name="alike" value={copiesKey(copies)} />
    </Notice>
  )

const fieldOf = (leak: Leak): string => (leak.in === 'part' ? wordsField(leak.clientId ?? '') : leak.in)

/** What is wrong, at each field that it concerns. */
function errorsFor(
  because: Refusal | undefined,
  people: readonly PersonOnRoster[],
  there: readonly PersonOnRoster[],
  leaks: readonly Leak[],
  doc: Doc,
): Record<string, string> {
  const errors: Record<string, string> = {}
  const length = (field: string) => (doc[field] ?? '').trim().length
  if (because?.refused === 'shared-empty') {
    for (const { key, label } of sharedFields) if (length(key) === 0) errors[key] = `Fill in ${label.toLowerCase()}.`
  }
  if (because?.refused === 'part-short') {
    for (const person of there) {
      const field = wordsField(person.id)
      if (length(field) < shortestPart)
        errors[field] = `Write at least ${shortestPart} characters about ${person.name}.`
    }
  }
  if (because?.refused === 'part-of-absent') {
    for (const person of people.filter((one) => !there.includes(one))) {
      const field = wordsField(person.id)
      if (length(field) > 0) errors[field] = `${person.name} did not attend: remove these words, or correct the roster.`
    }
  }
  for (const field of new Set(leaks.map(fieldOf))) {
    const words = leaks.filter((leak) => fieldOf(leak) === field).map((leak) => `“${leak.text}”`)
    const place =
      sharedFields.find(({ key }) => key === field)?.label ?? people.find(({ id }) => wordsField(id) === field)?.name
    errors[field] = `${place}: put it without ${[...new Set(words)].join(', ')}.`
  }
  return errors
}
