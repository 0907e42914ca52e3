import { Card, Row, Rows } from '../../ui/card.tsx'
import { Button } from '../../ui/form.tsx'
import { At } from '../../ui/when.tsx'
import { urls } from '../../urls.ts'
import type { Lent } from './queries.ts'

type LentNowProps = {
  title: string
  zone: string
  tablets: readonly (Lent & { name: string; counted: string })[]
  /** Whoever looks may take one back. */
  mayEnd: boolean
}

/** The tablets that are lent now, each with what came of it, and the way to take it back. Nothing where none is. */
export const LentNow = ({ title, zone, tablets, mayEnd }: LentNowProps) =>
  tablets.length === 0 ? null : (
    <Card title={title} flush>
      <Rows label={title}>
        {tablets.map((one) => (
          <Row
            title={one.name}
            note={
              <>
                By {one.by}, <At at={one.lentAt} zone={zone} />. {one.counted}. Shows nothing after{' '}
                <At at={one.expiresAt} zone={zone} />.
              </>
            }
            end={
              mayEnd && (
                <form method="post" action={urls.tabletEnd({ tablet: one.id })}>
                  <Button small label={`Take it back: ${one.name}`}>
                    Take it back
                  </Button>
                </form>
              )
            }
          />
        ))}
      </Rows>
    </Card>
  )
