import { hoursAndMinutes } from '../../../basics/text.ts'
import { Card } from '../../../ui/card.tsx'
import { Button } from '../../../ui/form.tsx'
import { Notice } from '../../../ui/status.tsx'
import { Table } from '../../../ui/table.tsx'
import { urls } from '../../../urls.ts'
import type { Signed } from '../queries/versions.ts'
import { labelOf, rhythmOf, weeklyMinutes } from '../signed-plan.ts'

type Props = { plan: Signed; episodeId: string; isBeside: boolean; mayWrite: boolean }

/** From which service of the plan each part of the week comes, and whether somebody changed the week beside it. */
export const WeekOfPlan = ({ plan, episodeId, isBeside, mayWrite }: Props) => (
  <>
    {isBeside && (
      <Notice
        tone="warning"
        title="The week was changed beside the plan"
        aside={
          mayWrite && (
            <form method="post" action={urls.planVersions({ episode: episodeId })}>
              <Button small>Take it into the plan</Button>
            </form>
          )
        }
      >
        It stands as it is. The next version of the plan takes it in, and is signed.
      </Notice>
    )}
    <Card
      title="Where does the week come from?"
      hint={`Version ${plan.number} of the plan`}
      action={<a href={urls.planVersion({ plan: plan.versionId })}>Read the plan</a>}
      flush
    >
      <Table
        caption="Services of the plan, each week"
        captionHidden
        columns={[
          { label: 'Service' },
          { label: 'How often' },
          { label: 'For objectives' },
          { label: 'A week', number: true },
        ]}
      >
        {plan.body.services.map((one) => (
          <tr>
            <th scope="row">{labelOf(one.kind)}</th>
            <td>{rhythmOf(one)}</td>
            <td>{one.serves.join(', ')}</td>
            <td class="number">{hoursAndMinutes(Math.round(weeklyMinutes(one)))}</td>
          </tr>
        ))}
      </Table>
    </Card>
  </>
)
