import { plural } from '../../../basics/text.ts'
import { Button } from '../../../ui/form.tsx'
import { Notice } from '../../../ui/status.tsx'
import { At } from '../../../ui/when.tsx'
import { urls } from '../../../urls.ts'
import type { UnheldCount } from '../queries/unheld.ts'

/** One line for directors: dates ahead that nobody may hold as they stand. */
export const UnheldSoon = ({ found, zone }: { found: UnheldCount | null; zone: string }) =>
  found === null || found.count === 0 ? null : (
    <Notice
      tone="warning"
      aside={
        <Button small href={urls.comingUnheld()}>
          See them
        </Button>
      }
    >
      {`${plural(found.count, 'date', 'dates')} in the next two weeks: somebody leads who may not, or nobody does. `}
      <small>
        All were asked <At at={found.askedAt} zone={zone} />.
      </small>
    </Notice>
  )
