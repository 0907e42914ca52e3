import { Sig } from '../../../ui/status.tsx'
import { Table } from '../../../ui/table.tsx'
import { OnDay } from '../../../ui/when.tsx'
import { dollars } from '../money.ts'
import { dateWords, informationWords, levelWords, periodWords, quantityWords, serviceWords } from '../x12-271-words.ts'
import type { BenefitLine, DateRead } from '../x12-271.ts'
import { percentWords } from './parts.tsx'

/** A code's words, or the code itself where we have none. */
const worded = (words: Record<string, string>, code: string): string =>
  words[code] ?? (code === '' ? '' : `Code ${code}`)

export const DateLines = ({ dates }: { dates: DateRead[] }) =>
  dates.length === 0 ? null : (
    <p class="coverage-dates">
      {dates.map((date, at) => (
        <>
          {at > 0 && ' · '}
          {worded(dateWords, date.code)} <OnDay day={date.from} />
          {date.to !== null && (
            <>
              {' to '}
              <OnDay day={date.to} />
            </>
          )}
        </>
      ))}
    </p>
  )

const howMuch = (line: BenefitLine): string =>
  [
    line.amount === null ? '' : dollars(line.amount),
    percentWords(line.percent) ?? '',
    line.quantity === null ? '' : `${line.quantity} ${worded(quantityWords, line.quantityOf)}`,
    line.period === '' ? '' : worded(periodWords, line.period),
  ]
    .filter(Boolean)
    .join(', ')

export const BenefitLines = ({ lines }: { lines: BenefitLine[] }) => (
  <Table
    caption="Benefits as the payer tells them"
    captionHidden
    columns={[{ label: 'What' }, { label: 'For which care' }, { label: 'How much' }, { label: 'Network' }]}
  >
    {lines.map((line) => (
      <tr>
        <th scope="row">
          {worded(informationWords, line.information)}
          {line.authorization === 'yes' && (
            <>
              <br />
              <Sig tone="warning">Authorisation</Sig>
            </>
          )}
        </th>
        <td>
          {line.services.length === 0 ? 'The plan' : line.services.map((code) => worded(serviceWords, code)).join(', ')}
          {[...line.messages, ...line.named, line.plan].filter(Boolean).map((words) => (
            <>
              <br />
              <small dir="auto">{words}</small>
            </>
          ))}
        </td>
        <td>
          {howMuch(line) || '–'}
          {line.level !== '' && (
            <>
              <br />
              <small>{worded(levelWords, line.level)}</small>
            </>
          )}
        </td>
        <td>{{ in: 'In', out: 'Out', both: 'Either', unknown: '–' }[line.network]}</td>
      </tr>
    ))}
  </Table>
)
