import { hoursAndMinutes } from '../../basics/text.ts'
import { Sig } from '../../ui/status.tsx'
import { Table } from '../../ui/table.tsx'
import { weekDay } from '../../ui/when.tsx'
import { payTone, payWords } from './pay-words.ts'
import type { PaidWeek } from './payable.ts'

/** What a payer pays for a week, day by day with the reason of each. */
export const PaidDays = ({ paid, caption }: { paid: PaidWeek; caption: string }) => (
  <Table
    caption={caption}
    columns={[{ label: 'Day' }, { label: 'Counted', number: true }, { label: 'Units', number: true }, { label: 'Why' }]}
  >
    {paid.days.map((day) => (
      <tr>
        <th scope="row">{weekDay(day.day)}</th>
        <td class="number">{hoursAndMinutes(day.minutes)}</td>
        <td class="number">{day.lines.map((line) => line.units).join(' + ') || '0'}</td>
        <td>
          {day.because}
          {day.sessions
            .filter((session) => !session.counts)
            .map((session) => (
              <>
                <br />
                <small>{`${session.name}: ${session.because}`}</small>
              </>
            ))}
        </td>
      </tr>
    ))}
  </Table>
)

export const PayMark = ({ paid }: { paid: PaidWeek }) => (
  <Sig tone={payTone[paid.verdict]}>{payWords[paid.verdict]}</Sig>
)
