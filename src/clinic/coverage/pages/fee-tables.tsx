import type { Child } from 'hono/jsx'
import { Card } from '../../../ui/card.tsx'
import { Dates, SourceOf, StandingSig } from '../../../ui/dated-rows.tsx'
import { Empty } from '../../../ui/empty.tsx'
import { Facts } from '../../../ui/facts.tsx'
import { Table } from '../../../ui/table.tsx'
import type { Deadline } from '../deadlines.ts'
import { serviceNames } from '../fees.ts'
import { regionNames, regionOf, type Dated } from '../guideline.ts'
import { dollars } from '../money.ts'
import type {
  billingIdentityOf,
  deadlinesRecorded,
  feesRecorded,
  guidelinesRecorded,
  scalesRecorded,
} from '../queries/fees.ts'

type Standing<Row> = Row & { stands: boolean; isAhead: boolean }

/** Marks the row that stands today for each key; rows come newest first. */
export function withStanding<Row extends Dated>(
  rows: Row[],
  today: string,
  keyOf: (row: Row) => string,
): Standing<Row>[] {
  const found = new Set<string>()
  return [...rows]
    .sort((a, b) => (a.from === b.from ? 0 : a.from > b.from ? -1 : 1))
    .map((row) => {
      const holds = row.from <= today && (row.to === null || row.to >= today)
      const stands = holds && !found.has(keyOf(row))
      if (stands) found.add(keyOf(row))
      return { ...row, stands, isAhead: row.from > today }
    })
    .sort((a, b) => Number(b.stands) - Number(a.stands))
}

type Common = Dated & { by: string | null; stands: boolean; isAhead: boolean }
const columns = [{ label: 'Since' }, { label: 'How sure' }, { label: 'Source' }]
const Rest = ({ row }: { row: Common }) => (
  <>
    <td class="coverage-when">
      <Dates from={row.from} to={row.to} />
    </td>
    <td>
      <StandingSig stands={row.stands} isAhead={row.isAhead} mark={row.mark} />
    </td>
    <td class="coverage-source">
      <SourceOf source={row.source} by={row.by} />
    </td>
  </>
)

/** What stands is in sight; what was replaced is one press away. */
const Both = <Row extends Common>({ rows, table }: { rows: Row[]; table: (rows: Row[], caption: string) => Child }) => {
  const [now, before] = [
    rows.filter((row) => row.stands || row.isAhead),
    rows.filter((row) => !row.stands && !row.isAhead),
  ]
  return (
    <>
      {now.length > 0 && table(now, 'What stands')}
      {before.length > 0 && (
        <details class="coverage-before">
          <summary>{`Earlier rows (${before.length})`}</summary>
          {table(before, 'Earlier rows')}
        </details>
      )}
    </>
  )
}

const whose = (row: { service: string; payerName: string | null; isPublic: boolean }): string =>
  (row.payerName !== null
    ? `What ${row.payerName} allows`
    : row.service === 'residential-day'
      ? 'Not ours: for comparison'
      : 'Our fee') + (row.isPublic ? ', shown publicly' : '')

export const FeesCard = ({ rows }: { rows: Standing<Awaited<ReturnType<typeof feesRecorded>>[number]>[] }) => (
  <Card title="What does care cost?" flush={rows.length > 0}>
    {rows.length === 0 ? (
      <Empty title="No fee yet">
        Estimates and weekly payments need at least the fee of an IOP day. Record it below.
      </Empty>
    ) : (
      <Both
        rows={rows}
        table={(some, caption) => (
          <Table
            caption={`Fees: ${caption.toLowerCase()}`}
            captionHidden
            columns={[{ label: 'Service' }, { label: 'Code' }, { label: 'Amount', number: true }, ...columns]}
          >
            {some.map((row) => (
              <tr>
                <th scope="row" class="coverage-name">
                  {serviceNames[row.service].name}
                  <br />
                  <small>{whose(row)}</small>
                </th>
                <td>{row.code || '–'}</td>
                <td class="number">{`${dollars(row.amount)} ${serviceNames[row.service].unit}`}</td>
                <Rest row={row} />
              </tr>
            ))}
          </Table>
        )}
      />
    )}
  </Card>
)

export const ScalesCard = ({ rows }: { rows: Standing<Awaited<ReturnType<typeof scalesRecorded>>[number]>[] }) => (
  <Card title="Who pays less?" flush={rows.length > 0}>
    {rows.length === 0 ? (
      <Empty title="No sliding scale yet">Everybody pays the whole fee until one is recorded.</Empty>
    ) : (
      <Both
        rows={rows}
        table={(some, caption) => (
          <Table
            caption={`Sliding scale: ${caption.toLowerCase()}`}
            captionHidden
            columns={[{ label: 'Income, of the poverty guideline' }, ...columns]}
          >
            {some.map((row) => (
              <tr>
                <th scope="row" class="coverage-name">
                  <ul class="coverage-bands">
                    {row.bands.map((band) => (
                      <li>{`up to ${band.upToPercent} %: pays ${band.sharePercent} % of the fee`}</li>
                    ))}
                    <li>above: the whole fee</li>
                  </ul>
                </th>
                <Rest row={row} />
              </tr>
            ))}
          </Table>
        )}
      />
    )}
  </Card>
)

export const GuidelinesCard = ({
  rows,
  state,
}: {
  rows: Standing<Awaited<ReturnType<typeof guidelinesRecorded>>[number]>[]
  state: string
}) => (
  <Card
    title="What is the poverty guideline?"
    hint={`This clinic follows that of: ${regionNames[regionOf(state)]}`}
    flush={rows.length > 0}
  >
    {rows.length === 0 ? (
      <Empty title="No guideline yet">The scale cannot be asked without one.</Empty>
    ) : (
      <Both
        rows={rows}
        table={(some, caption) => (
          <Table
            caption={`Poverty guideline: ${caption.toLowerCase()}`}
            captionHidden
            columns={[
              { label: 'Where' },
              { label: 'One person', number: true },
              { label: 'Each further', number: true },
              ...columns,
            ]}
          >
            {some.map((row) => (
              <tr>
                <th scope="row" class="coverage-name">
                  {regionNames[row.region]}
                </th>
                <td class="number">{dollars(row.firstPerson)}</td>
                <td class="number">{dollars(row.eachFurther)}</td>
                <Rest row={row} />
              </tr>
            ))}
          </Table>
        )}
      />
    )}
  </Card>
)

const occasionWords = (row: Deadline): string =>
  row.occasion === 'requested'
    ? 'They ask for an estimate'
    : `Care is scheduled ${row.leastAhead} business days ahead or more`

export const DeadlinesCard = ({
  rows,
}: {
  rows: Standing<Awaited<ReturnType<typeof deadlinesRecorded>>[number]>[]
}) => (
  <Card
    title="By when is an estimate due?"
    hint="Business days: neither weekends nor federal holidays."
    flush={rows.length > 0}
  >
    {rows.length === 0 ? (
      <Empty title="No deadline yet">Record what the law asks for below.</Empty>
    ) : (
      <Both
        rows={rows}
        table={(some, caption) => (
          <Table
            caption={`Deadlines of estimates: ${caption.toLowerCase()}`}
            captionHidden
            columns={[{ label: 'When' }, { label: 'Due within', number: true }, ...columns]}
          >
            {some.map((row) => (
              <tr>
                <th scope="row" class="coverage-name">
                  {occasionWords(row)}
                </th>
                <td class="number">{`${row.dueWithin} business ${row.dueWithin === 1 ? 'day' : 'days'}`}</td>
                <Rest row={row} />
              </tr>
            ))}
          </Table>
        )}
      />
    )}
  </Card>
)

export const BillingCard = ({ identity }: { identity: Awaited<ReturnType<typeof billingIdentityOf>> }) => (
  <Card title="Who are we on estimates and to payers?">
    {identity === undefined ? (
      <Empty title="Not recorded yet">An estimate must name the clinic with its NPI and tax number.</Empty>
    ) : (
      <Facts
        across
        facts={[
          { term: 'Legal name', detail: identity.legalName },
          { term: 'NPI', detail: identity.npi },
          { term: 'Tax number', detail: `${identity.taxNumber.slice(0, 2)}-${identity.taxNumber.slice(2)}` },
          { term: 'Address', detail: identity.address },
          { term: 'Phone for questions', detail: identity.phone },
        ]}
      />
    )}
  </Card>
)
