import type { Context } from 'hono'
import type { Doc } from '../../../basics/draft.ts'
import type { Refusal } from '../../../basics/refusal.ts'
import { Card } from '../../../ui/card.tsx'
import { Facts } from '../../../ui/facts.tsx'
import { Button, FormActions, TextArea } from '../../../ui/form.tsx'
import { RefusalAlert } from '../../../ui/refusal.tsx'
import { Notice, Sig } from '../../../ui/status.tsx'
import { At, hoursFrom } from '../../../ui/when.tsx'
import { urls } from '../../../urls.ts'
import { workOf, type Door } from '../../../web/door.ts'
import { may } from '../../access/permissions.ts'
import { mayCosignVisit } from '../actions/visit-after.ts'
import { writesIt } from '../actions/visit-write.ts'
import { hoursInWords } from '../deadlines.ts'
import { isChoice } from '../fields.ts'
import { goalWords, visitAddenda, type VisitHour, type VisitVersion } from '../queries/visit-notes.ts'
import { interventions, labelIn, moods, noteKind, participations, progresses, risks, templateOf } from '../templates.ts'
import { VisitFrame } from './visit-frame.tsx'

/** What a refused addendum or return, or a draft that came too late, brings back. */
export type SignedVisitBack = { because: Refusal; words: string; lost?: Doc }

type SignedProps = { c: Context<Door>; hour: VisitHour; versions: VisitVersion[]; back: SignedVisitBack | undefined }

/** A signed note: locked. What came afterwards, and what was signed before it came back, stands below it. */
export async function SignedVisit({ c, hour, versions, back }: SignedProps) {
  const work = workOf(c)
  const zone = work.clinic.timeZone
  const [latest, ...earlier] = versions
  if (latest === undefined) throw new Error('A signed note has a version.')
  const author = latest.signatures.find(({ part }) => part === 'author')
  const waits = author?.needsCosign === true && !latest.signatures.some(({ part }) => part === 'co-signer')
  const cosigns = waits && (await mayCosignVisit(work, hour, latest)) === null
  const adds = may(work.by, 'visit-note.write') && writesIt(work, hour) && latest.returned === null
  const addenda = await visitAddenda(work, hour.id)
  const lost =
    back?.lost === undefined
      ? undefined
      : Object.entries(back.lost)
          .flatMap(([field, words]) => (isChoice(field) || words.trim() === '' ? [] : [words.trim()]))
          .join('\n')
  const here = { note: hour.id }
  return (
    <VisitFrame
      c={c}
      hour={hour}
      answer={`${hour.name}: the note is ${latest.returned === null ? `signed${waits ? ', its co-signature is open' : ''}` : 'with its author again'}`}
    >
      <RefusalAlert refusal={back?.because} />
      <Version c={c} version={latest} kind={hour.kind} />
      {addenda.length > 0 && (
        <Card title="Added afterwards">
          {addenda.map((one) => (
            <div class="note-other">
              <small>
                Addendum by {one.name}, <At at={one.at} zone={zone} />
              </small>
              <p class="note-words" dir="auto">
                {one.words}
              </p>
            </div>
          ))}
        </Card>
      )}
      <Card title="Signatures">
        <div class="note-signed">
          {latest.signatures.map((one) => (
            <p>
              <b dir="auto">{one.name}</b> {one.part === 'author' ? 'signed' : 'co-signed'}{' '}
              <At at={new Date(one.at)} zone={zone} />
            </p>
          ))}
          {author !== undefined && author.lateHours !== null && (
            <p>
              <Sig tone="info">{`Late entry: signed ${hoursInWords(author.lateHours)} after`}</Sig>{' '}
              <span dir="auto">{author.lateBecause}</span>
            </p>
          )}
          {latest.returned !== null && (
            <Notice tone="warning" title={`${latest.returned.name} gave it back`}>
              <span dir="auto">{latest.returned.words}</span>
            </Notice>
          )}
          {waits && latest.returned === null && (
            <p>
              <Sig tone="warning">Waits for its co-signature</Sig>
            </p>
          )}
          {author && (
            <small class="muted">
              Version {latest.version}. Fingerprint of what was signed: <code>{author.hash}</code>
            </small>
          )}
        </div>
        {cosigns && (
          <form class="form" method="post" action={urls.visitNoteCosignature(here)}>
            <input type="hidden" name="version" value={latest.id} />
            <p class="prose">I have read this note and stand behind it as its supervisor.</p>
            <FormActions>
              <Button kind="main">Co-sign note</Button>
            </FormActions>
          </form>
        )}
      </Card>
      {cosigns && (
        <Card title="Give it back" hint="Its author changes it and signs the next version. This one stays on file.">
          <form class="form" method="post" action={urls.visitNoteReturn(here)}>
            <input type="hidden" name="version" value={latest.id} />
            <TextArea name="words" label="What you ask for" value={back?.words} rows={3} maxlength={4000} />
            <FormActions>
              <Button>Give it back</Button>
            </FormActions>
          </form>
        </Card>
      )}
      {adds && (
        <Card
          title="Add an addendum"
          hint="What was signed stays as it is; this is added to it, with your name and the time."
        >
          {lost !== undefined && (
            <Notice tone="warning">
              Your words came after the signature. They stand below, and are not in the note yet.
            </Notice>
          )}
          <form class="form" method="post" action={urls.visitNoteAddenda(here)}>
            <TextArea
              name="words"
              label="What you add"
              value={lost ?? (cosigns ? undefined : back?.words)}
              id="addendum"
              rows={3}
              maxlength={10_000}
            />
            <FormActions>
              <Button>Add to the note</Button>
            </FormActions>
          </form>
        </Card>
      )}
      {earlier.length > 0 && (
        <details class="note-earlier">
          <summary>{earlier.length === 1 ? 'The version before' : `The ${earlier.length} versions before`}</summary>
          {earlier.map((one) => (
            <>
              {one.returned !== null && (
                <p class="muted">
                  Version {one.version}, given back by {one.returned.name}: <span dir="auto">{one.returned.words}</span>
                </p>
              )}
              <Version c={c} version={one} kind={hour.kind} />
            </>
          ))}
        </details>
      )}
    </VisitFrame>
  )
}

async function Version({ c, version, kind }: { c: Context<Door>; version: VisitVersion; kind: string }) {
  const work = workOf(c)
  const zone = work.clinic.timeZone
  const { interventions: did, participation, mood, progress } = version.observations
  const goals = await goalWords(work, version.goalIds)
  const said = (choices: readonly { value: string; label: string }[], value: string) =>
    value === '' ? null : labelIn(choices, value)
  return (
    <Card
      title={version.version === 1 ? 'The note' : `The note, version ${version.version}`}
      id={`version-${version.version}`}
    >
      <Facts
        facts={[
          {
            term: 'There',
            detail: `${hoursFrom(version.arrivedAt, version.leftAt, zone)}, ${version.minutes} min`,
          },
          goals.length > 0 && {
            term: goals.length === 1 ? 'Goal' : 'Goals',
            detail: goals.map((goal) => (
              <div dir="auto">
                {goal.position}: {goal.words}
              </div>
            )),
          },
          did.length > 0 && { term: 'What was done', detail: did.map((one) => labelIn(interventions, one)).join(', ') },
          participation !== '' && { term: 'Took part', detail: said(participations, participation) },
          mood !== '' && { term: 'Seemed', detail: said(moods, mood) },
          progress !== '' && { term: 'With the goal', detail: said(progresses, progress) },
          noteKind(kind)?.meetsClient !== false && {
            term: 'Danger',
            detail: (
              <>
                {version.risk === 'present' ? <Sig tone="danger">Present</Sig> : labelIn(risks, version.risk)}
                {version.riskWords !== '' && (
                  <p class="note-words" dir="auto">
                    {version.riskWords}
                  </p>
                )}
              </>
            ),
          },
          ...templateOf(version.template).sections.map(({ key, label }) => ({
            term: label,
            detail: (
              <span class="note-words" dir="auto">
                {version.body[key] ?? ''}
              </span>
            ),
          })),
        ]}
      />
    </Card>
  )
}
