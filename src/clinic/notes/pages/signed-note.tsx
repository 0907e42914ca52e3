import type { Context } from 'hono'
import type { Doc } from '../../../basics/draft.ts'
import type { Refusal } from '../../../basics/refusal.ts'
import { Card } from '../../../ui/card.tsx'
import { Facts } from '../../../ui/facts.tsx'
import { Button, FormActions, Select, TextArea } from '../../../ui/form.tsx'
import { PersonLine } from '../../../ui/person.tsx'
import { RefusalAlert } from '../../../ui/refusal.tsx'
import { Notice, Sig } from '../../../ui/status.tsx'
import { At } from '../../../ui/when.tsx'
import { urls } from '../../../urls.ts'
import { workOf, type Door } from '../../../web/door.ts'
import { may } from '../../access/permissions.ts'
import type { Session } from '../../attendance/queries.ts'
import { leadsIt } from '../actions/write.ts'
import { mayCosignGroup } from '../actions/after.ts'
import { isReturned } from '../after.ts'
import { hoursInWords, lateBy, limitOn } from '../deadlines.ts'
import { noteRuleRows } from '../queries/deadlines.ts'
import { isChoice } from '../fields.ts'
import { observedInWords } from '../observed.ts'
import type { Addendum, Note, PartOfNote } from '../queries.ts'
import { sharedFields } from '../rules.ts'
import { markInWords, NotePage } from './frame.tsx'

/** What a refused addendum, or a draft that came too late, brings back. */
export type SignedBack = {
  because: Refusal
  words: string
  clientId: string | undefined
  /** What somebody had typed when another signed. */
  lost?: Doc
}

type SignedNoteProps = {
  c: Context<Door>
  session: Session
  note: Note
  parts: PartOfNote[]
  back: SignedBack | undefined
}

/** A signed note: locked. What came afterwards stands below it. */
export async function SignedNote({ c, session, note, parts, back }: SignedNoteProps) {
  const work = workOf(c)
  const { by } = work
  const author = note.signatures.find((signature) => signature.part === 'author')
  const second = note.signatures.find((signature) => signature.part === 'co-signer')
  const waits = author?.needsCosign === true && second === undefined
  const cosigns = may(by, 'note.cosign') && (await mayCosignGroup(work, session, note)) === null
  const adds = may(by, 'note.write') && (leadsIt(work, session) !== null || author?.by === by.id || cosigns)
  const returned = isReturned(note.signatures, note.addenda)
  const limit = limitOn('sign', session.heldOn, await noteRuleRows(work))
  const late = author === undefined ? null : lateBy(session.ends, new Date(author.at), limit.hours)
  const words = back?.lost === undefined ? back?.words : Object.entries(back.lost).flatMap(typedWords).join('\n')
  return (
    <NotePage
      c={c}
      session={session}
      answer={`${session.name}: the note is signed${waits ? ', its co-signature is open' : ''}`}
    >
      <RefusalAlert refusal={back?.because} />
      {returned && author?.by === by.id && (
        <Notice tone="warning" title="Returned to you">
          Whoever co-signs asked for something: it stands with the addenda below. Answer with an addendum.
        </Notice>
      )}
      <Card title="For everyone" flush={false}>
        <Facts
          facts={sharedFields.map(({ key, label }) => ({
            term: label,
            detail: (
              <span class="note-words" dir="auto">
                {note[key]}
              </span>
            ),
          }))}
        />
        <Addenda addenda={note.addenda.filter((one) => one.clientId === null)} session={session} />
      </Card>
      <section class="note-parts" aria-label="A part for each person">
        {parts.map((part) => (
          <section class="card note-part" aria-label={part.name}>
            <PersonLine
              name={part.name}
              href={may(by, 'client.see') ? urls.chartNotes({ client: part.clientId }) : undefined}
              pronouns={part.pronouns}
              meta={markInWords({ kind: part.mark, minutes: part.minutes })}
            />
            {part.goalWords !== null && (
              <p class="note-goal" dir="auto">
                Goal {part.goalPosition}: {part.goalWords}{' '}
                {part.objectiveId !== null && (
                  <a href={urls.objective({ objective: part.objectiveId })}>Its objective</a>
                )}
              </p>
            )}
            <p class="note-words" dir="auto">
              {part.ownWords}
            </p>
            {observedInWords(part.observed) !== '' && <p class="muted">{observedInWords(part.observed)}</p>}
            <Addenda addenda={note.addenda.filter((one) => one.clientId === part.clientId)} session={session} />
          </section>
        ))}
      </section>
      <Card title="Signatures">
        <div class="note-signed">
          {note.signatures.map((signature) => (
            <p>
              <b dir="auto">{signature.name}</b> {signature.part === 'author' ? 'signed' : 'co-signed'}{' '}
              <At at={new Date(signature.at)} zone={session.zone} />
            </p>
          ))}
          {late !== null && (
            <p>
              <Sig tone="info">{`Late entry: signed ${hoursInWords(late)} after the group`}</Sig>{' '}
              <small class="muted">{`The rule of that day: within ${hoursInWords(limit.hours)}${limit.isDefault ? ' (default: your compliance officer confirms)' : ''}.`}</small>
            </p>
          )}
          {waits && (
            <p>
              <Sig tone="warning">{returned ? 'Returned to its author' : 'Waits for its co-signature'}</Sig>
            </p>
          )}
          {author && (
            <small class="muted">
              Fingerprint of what was signed: <code>{author.hash}</code>
            </small>
          )}
        </div>
        {cosigns && (
          <form class="form" method="post" action={urls.noteCosignature({ note: note.id })}>
            <p class="prose">I have read this note and stand behind it as its supervisor.</p>
            <FormActions>
              <Button kind="main">Co-sign note</Button>
            </FormActions>
          </form>
        )}
      </Card>
      {adds && (
        <Card
          title="Add an addendum"
          hint={
            cosigns
              ? 'An addendum by you returns the note to its author, who answers with one.'
              : 'What was signed stays as it is; this is added to it, with your name and the time.'
          }
        >
          {back?.lost !== undefined && (
            <Notice tone="warning">
              Your words came after the signature. They stand below, and are not in the note yet.
            </Notice>
          )}
          <form class="form" method="post" action={urls.noteAddenda({ note: note.id })}>
            <Select
              name="client"
              label="Whose chart"
              value={back?.clientId ?? ''}
              choose="Everyone who attended"
              width="full"
              required={false}
              options={parts.map((part) => ({ value: part.clientId, label: part.name }))}
            />
            <TextArea name="words" label="What you add" value={words} rows={3} maxlength={10_000} />
            <FormActions>
              <Button>Add to the note</Button>
            </FormActions>
          </form>
        </Card>
      )}
    </NotePage>
  )
}

const Addenda = ({ addenda, session }: { addenda: Addendum[]; session: Session }) => (
  <>
    {addenda.map((one) => (
      <div class="note-other">
        <small>
          Addendum by {one.name}, <At at={new Date(one.at)} zone={session.zone} />
        </small>
        <p class="note-words" dir="auto">
          {one.words}
        </p>
      </div>
    ))}
  </>
)

const typedWords = ([field, words]: [string, string]): string[] =>
  isChoice(field) || words.trim() === '' ? [] : [words.trim()]
