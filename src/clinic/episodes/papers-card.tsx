import { Card, Row, Rows } from '../../ui/card.tsx'
import { Button } from '../../ui/form.tsx'
import { Sig } from '../../ui/status.tsx'
import { urls } from '../../urls.ts'
import { papers } from '../packs/paper.ts'
import type { PackStanding } from '../packs/queries/standing.ts'

type PapersProps = { client: string; packs: { program: { id: string; name: string }; standing: PackStanding }[] }

/** How far the papers of each program are that this person may join. The consents among them are asked for above. */
export const PapersCard = ({ client, packs }: PapersProps) => (
  <Card title="Papers of the program" hint="The consents decide on the admission; the others are told here" flush>
    <Rows label="Papers of the program">
      {packs.map(({ program, standing }) => {
        const missing = standing.papers.filter(
          ({ state, required }) => state === 'missing' || (state === 'declined' && required),
        )
        return (
          <Row
            title={<a href={urls.clientPapers({ client }, { program: program.id })}>{program.name}</a>}
            note={
              missing.length === 0
                ? `All ${standing.papers.length} papers are settled`
                : `Still missing: ${missing.map(({ kind }) => papers[kind].name).join(', ')}`
            }
            end={
              standing.complete ? (
                <Sig tone="good">Complete</Sig>
              ) : (
                <>
                  <Sig tone="warning">{`${standing.done} of ${standing.papers.length}`}</Sig>
                  <Button
                    small
                    href={urls.newSigning({ client }, { program: program.id })}
                    label={`Have the papers of ${program.name} signed`}
                  >
                    Have papers signed
                  </Button>
                </>
              )
            }
          />
        )
      })}
    </Rows>
  </Card>
)
