import { Button } from '../../../ui/form.tsx'
import { Notice, Sig, type Tone } from '../../../ui/status.tsx'
import { urls } from '../../../urls.ts'
import type { Severity } from '../../instruments/instrument.ts'
import type { Intake } from '../queries.ts'
import type { Risk } from '../rules.ts'

/** What the answers call for, with the way there. Stands above everything else until it is done. */
export const Risks = ({ risks, intake }: { risks: readonly Risk[]; intake: Pick<Intake, 'id' | 'clientId'> }) => (
  <>
    {risks.map(({ kind, opens, because }) => (
      <Notice
        tone={kind === 'high' ? 'danger' : 'warning'}
        title={
          kind === 'today' ? 'Today' : kind === 'high' ? 'See this person before they leave' : 'Ask before they leave'
        }
        alert
        aside={
          opens === 'c-ssrs' ? (
            <Button small href={urls.intakeInstrument({ intake: intake.id, instrument: 'c-ssrs-screener' })}>
              Ask the C-SSRS screener
            </Button>
          ) : opens === 'safety' ? (
            <Button small kind="danger" href={urls.safetyScreen({ client: intake.clientId })}>
              Open the safety screen
            </Button>
          ) : undefined
        }
      >
        {because}
        {kind === 'high' && ' In danger now: call 911; for a crisis line, 988.'}
      </Notice>
    ))}
  </>
)

const tones: Record<Severity, Tone | 'calm'> = { none: 'calm', mild: 'info', moderate: 'warning', high: 'danger' }

export const Level = ({ words, severity }: { words: string; severity: Severity }) => (
  <Sig tone={tones[severity]}>{words}</Sig>
)
