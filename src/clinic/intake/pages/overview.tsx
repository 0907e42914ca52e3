import type { Refusal } from '../../../basics/refusal.ts'
import { plural } from '../../../basics/text.ts'
import type { Work } from '../../../db/work.ts'
import { Card, Row, Rows } from '../../../ui/card.tsx'
import { Facts } from '../../../ui/facts.tsx'
import { Button, FormActions } from '../../../ui/form.tsx'
import { RefusalAlert } from '../../../ui/refusal.tsx'
import { Notice, Sig } from '../../../ui/status.tsx'
import { shortDay, shortMoment } from '../../../ui/when.tsx'
import { urls } from '../../../urls.ts'
import { may } from '../../access/permissions.ts'
import type { Instrument } from '../../instruments/instrument.ts'
import { signersNow } from '../../programs/queries/signers.ts'
import { mustBeCosigned } from '../../programs/signers.ts'
import type { stateOf } from '../actions/sign.ts'
import { linesOf } from '../document.ts'
import { levelOf, resultOf } from '../given.ts'
import type { Intake } from '../queries.ts'
import { sections } from '../sections.ts'
import { Level, Risks } from './parts.tsx'
import { Said } from './section-form.tsx'

type State = Awaited<ReturnType<typeof stateOf>>
type Props = { work: Work; intake: Intake; state: State; because: Refusal | undefined }

/** An open assessment: what it still needs, its parts with who wrote in them, and the instruments. */
export function Overview({ work, intake, state, used, because }: Props & { used: readonly Instrument[] }) {
  const zone = work.clinic.timeZone
  const parts = new Set(state.gaps.map((gap) => gap.section))
  const mayRecord = may(work.by, 'measure.record')
  return (
    <>
      <RefusalAlert refusal={because} />
      <Risks risks={state.risks} intake={intake} />
      {state.docs.housing?.safe === 'no' && (
        <Notice tone="warning" title="Not safe at home">
          They do not feel safe where they live. Plan for tonight before they leave.
        </Notice>
      )}
      <Card
        title={
          state.because === null
            ? 'Ready to be read and signed'
            : `${plural(parts.size, 'part needs', 'parts need')} words before it is signed`
        }
        hint={`Begun by ${intake.startedBy}, ${shortMoment(intake.startedAt, zone)}. It belongs to nobody: whoever comes next goes on here.`}
        action={
          <Button kind={state.because === null ? 'main' : 'plain'} href={urls.intakeSignature({ intake: intake.id })}>
            Read it whole
          </Button>
        }
        flush
      >
        <Rows label="Parts">
          {sections.map((section) => {
            const standing = state.standing.get(section.key)
            const hands = (standing?.hands ?? []).map(({ name, at }) => `${name}, ${shortMoment(at, zone)}`)
            const waits = (standing?.beside.length ?? 0) > 0
            return (
              <Row
                title={<a href={urls.intakeSection({ intake: intake.id, section: section.key })}>{section.title}</a>}
                note={hands.length === 0 ? 'Nobody has written here yet' : hands.join(' · ')}
                end={
                  waits ? (
                    <Sig tone="warning">Two versions</Sig>
                  ) : parts.has(section.key) ? (
                    <Sig tone="info">Needs words</Sig>
                  ) : hands.length > 0 ? (
                    <Sig tone="good">Written</Sig>
                  ) : (
                    <Sig tone="calm">Can stay empty</Sig>
                  )
                }
              />
            )
          })}
        </Rows>
      </Card>
      <Card title="Instruments" hint="By the person, or asked. Each score goes to the measures." flush>
        <Rows label="Instruments">
          {used.map((one) => {
            const given = state.measures.filter((measure) => measure.instrument === one.key).at(-1)
            return (
              <Row
                title={one.title}
                note={
                  given === undefined ? one.about : `${one.about}. ${shortDay(given.takenOn)}, ${resultOf(given).how}`
                }
                end={
                  <>
                    {given && <Level {...levelOf(given)} />}
                    {mayRecord && (
                      <Button
                        small
                        href={urls.intakeInstrument({ intake: intake.id, instrument: one.key })}
                        label={`${given ? 'Give again' : 'Give'} ${one.title}`}
                      >
                        {given ? 'Again' : 'Give'}
                      </Button>
                    )}
                  </>
                }
              />
            )
          })}
        </Rows>
      </Card>
    </>
  )
}

/** The whole text before it is signed. */
export async function Reading({ work, intake, state, because }: Props) {
  const zone = work.clinic.timeZone
  const cosign =
    work.by.kind === 'staff' ? mustBeCosigned(work.by.credential, work.clinic.state, await signersNow(work)) : null
  return (
    <>
      <RefusalAlert refusal={because} />
      {because === undefined && <Risks risks={state.risks} intake={intake} />}
      {state.gaps.length > 0 && because === undefined && (
        <Notice tone="info" title="Still missing">
          <ul>
            {state.gaps.map((gap) => (
              <li>
                <a href={urls.intakeSection({ intake: intake.id, section: gap.section })}>{gap.because}</a>
              </li>
            ))}
          </ul>
        </Notice>
      )}
      <Notice tone="warning" title="Draft">
        Not signed. It may still change.
      </Notice>
      {sections.map((section) => {
        const standing = state.standing.get(section.key)
        const lines = linesOf(section, standing?.latest?.body ?? {})
        return (
          <Card
            title={section.title}
            hint={(standing?.hands ?? []).map(({ name, at }) => `${name}, ${shortMoment(at, zone)}`).join(' · ')}
            action={
              <Button
                small
                kind="quiet"
                href={urls.intakeSection({ intake: intake.id, section: section.key })}
                label={`Change: ${section.title}`}
              >
                Change
              </Button>
            }
          >
            {lines.length === 0 ? (
              <p class="muted">Nothing written.</p>
            ) : (
              <Facts facts={lines.map(({ label, words }) => ({ term: label, detail: <Said words={words} /> }))} />
            )}
          </Card>
        )
      })}
      <Card title="Measures">
        <Facts
          facts={state.measures.map(resultOf).map((one) => ({
            term: one.title,
            detail: `${one.result}. ${shortDay(one.on)}, ${one.how}`,
          }))}
        />
        {state.measures.length === 0 && <p class="muted">None was given.</p>}
      </Card>
      {may(work.by, 'intake.sign') && (
        <form method="post" action={urls.intakeSignature({ intake: intake.id })} class="form">
          {cosign?.cosign && (
            <p>
              After your signature it waits for that of {cosign.by}. <small class="muted">{cosign.source}</small>
            </p>
          )}
          <FormActions>
            <Button kind="main">Sign assessment</Button>
            <Button href={urls.intake({ intake: intake.id })}>Back to the parts</Button>
          </FormActions>
          <p class="muted">Signing locks these words. Later words are added below them, never over them.</p>
        </form>
      )}
    </>
  )
}
