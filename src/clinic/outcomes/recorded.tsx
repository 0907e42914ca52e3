import { dayAt } from '../../basics/dates.ts'
import { Card, Row, Rows } from '../../ui/card.tsx'
import { Sig } from '../../ui/status.tsx'
import { shortDay } from '../../ui/when.tsx'
import { urls } from '../../urls.ts'
import { instrument } from '../instruments/catalog.ts'
import type { Recorded } from './queries/history.ts'

const mostShown = 12

/** Every set of answers as it was recorded, each with the way to correct it; what was corrected is struck and says why. */
export const RecordedRows = ({
  list,
  mayCorrect,
  zone,
}: {
  list: readonly Recorded[]
  mayCorrect: boolean
  zone: string
}) => (
  <Card
    title="What was recorded"
    hint={list.length > mostShown ? `The last ${mostShown} of ${list.length}` : undefined}
    flush
  >
    <Rows label="What was recorded, the newest first">
      {list.slice(0, mostShown).map((one) => {
        const { title } = instrument(one.instrument)
        const said = `${title}, ${shortDay(one.takenOn)}: ${one.score ?? one.triage ?? 'not scored'}`
        return (
          <Row
            title={one.corrected === null ? said : <s>{said}</s>}
            note={
              <>
                {one.by ?? 'Answered by the client alone'}
                {one.language === 'es' && ', in Spanish'}
                {one.corrects !== null && '. Corrects an earlier one'}
                {one.corrected !== null &&
                  `. ${one.corrected.instead === null ? 'Taken back' : 'Corrected'} by ${one.corrected.by}, ${shortDay(dayAt(new Date(one.corrected.at), zone))}: ${one.corrected.because}`}
              </>
            }
            end={
              one.corrected !== null ? (
                <Sig tone="calm">{one.corrected.instead === null ? 'Taken back' : 'Corrected'}</Sig>
              ) : (
                mayCorrect && (
                  <a href={urls.measureCorrection({ measure: one.id })} aria-label={`Correct ${said}`}>
                    Correct
                  </a>
                )
              )
            }
          />
        )
      })}
    </Rows>
  </Card>
)
