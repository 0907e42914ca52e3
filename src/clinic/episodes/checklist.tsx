import type { Child } from 'hono/jsx'
import type { Refusal } from '../../basics/refusal.ts'
import { Card, Row, Rows } from '../../ui/card.tsx'
import { Button } from '../../ui/form.tsx'
import { Sig } from '../../ui/status.tsx'
import { At } from '../../ui/when.tsx'
import { urls } from '../../urls.ts'
import type { BeforeAdmission } from './queries.ts'
import type { stillMissing } from './rules.ts'

type ChecklistProps = { client: string; missing: ReturnType<typeof stillMissing>; before: BeforeAdmission }

/** What stands between this person and their first day, each with the way there. */
export function Checklist({ client, missing, before }: ChecklistProps) {
  const params = { client }
  const items = [
    {
      title: 'Safety gate',
      refusal: missing.gate,
      done: before.screening && (
        <>
          Passed <At at={before.screening.screenedAt} zone={before.zone} />
        </>
      ),
      href: missing.gate?.refused === 'stop-stands' ? urls.placement(params) : urls.safetyScreen(params),
      go: missing.gate?.refused === 'stop-stands' ? 'Settle the stop' : 'Go through the gate',
    },
    {
      title: 'Decision on the level of care',
      refusal: missing.decision,
      done: before.decision && (
        <>
          Level {before.decision.level}, decided <At at={before.decision.decidedAt} zone={before.zone} />
        </>
      ),
      href: urls.placement(params),
      go: 'Open placement',
    },
    {
      title: 'Consent to treatment',
      refusal: missing.treatment,
      done: 'Signed, and in force',
      href: urls.newConsent(params, { scope: 'treatment' }),
      go: 'Sign consent',
    },
    {
      title: 'Consent to share',
      refusal: missing.sharing,
      done: 'Signed, or declined with words',
      href: urls.newConsent(params, { scope: 'tpo' }),
      go: 'Sign consent',
    },
  ]
  const open = items.filter((one) => one.refusal !== null)
  return (
    <Card
      title={open.length === 0 ? 'Everything is in place' : `${open.length} of ${items.length} still missing`}
      hint={
        open.length === 0 ? 'Fill in the admission below.' : 'The admission below is refused until these are in place.'
      }
      flush
    >
      <Rows label="Before admission">
        {items.map((one) => (
          <Row
            title={one.title}
            note={<Said refusal={one.refusal} done={one.done} />}
            end={
              one.refusal === null ? (
                <Sig tone="good">In place</Sig>
              ) : (
                <>
                  <Sig tone="warning">Missing</Sig>
                  <Button small href={one.href} label={`${one.go}: ${one.title}`}>
                    {one.go}
                  </Button>
                </>
              )
            }
          />
        ))}
      </Rows>
    </Card>
  )
}

const Said = ({ refusal, done }: { refusal: Refusal | null; done: Child }) =>
  refusal === null ? <>{done}</> : <>{refusal.because}</>
