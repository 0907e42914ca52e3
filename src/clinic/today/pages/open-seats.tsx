import { plural } from '../../../basics/text.ts'
import type { Work } from '../../../db/work.ts'
import { Card, Row, Rows } from '../../../ui/card.tsx'
import { Empty } from '../../../ui/empty.tsx'
import { weekMoment } from '../../../ui/when.tsx'
import { urls } from '../../../urls.ts'
import type { Today } from '../queries.ts'

export const OpenSeats = ({ facts, work }: { facts: Today; work: Work }) => (
  <Card title="Groups with seats free" flush={facts.openSeats.length > 0}>
    {facts.openSeats.length === 0 ? (
      <Empty title="Every seat of the coming week is taken" />
    ) : (
      <Rows label="Groups with seats free">
        {facts.openSeats.map((one) => (
          <Row
            title={<a href={urls.series({ series: one.seriesId })}>{one.name}</a>}
            note={`${one.program} · ${weekMoment(new Date(one.startsAt), work.clinic.timeZone)}`}
            end={<small>{`${plural(one.free, 'seat', 'seats')} of ${one.chairs}`}</small>}
          />
        ))}
      </Rows>
    )}
  </Card>
)
