import { plural } from '../../../basics/text.ts'
import { Button } from '../../../ui/form.tsx'
import { Notice } from '../../../ui/status.tsx'
import { urls } from '../../../urls.ts'

/** One line for directors: dates ahead that nobody may hold as they stand. */
export const UnheldSoon = ({ count }: { count: number }) =>
  count === 0 ? null : (
    <Notice
      tone="warning"
      aside={
        <Button small href={urls.comingUnheld()}>
          See them
        </Button>
      }
    >
      {`${plural(count, 'date', 'dates')} in the next two weeks: somebody leads who may not, or nobody does.`}
    </Notice>
  )
