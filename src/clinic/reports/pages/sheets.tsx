import { Card } from '../../../ui/card.tsx'
import { Table } from '../../../ui/table.tsx'
import { urls } from '../../../urls.ts'
import type { Cell, Report, Sheet } from '../sheet.ts'
import { addressOf, type Question } from './question.ts'

type Shown = { question: Question; opens: boolean }

const Number = ({ cell, words, question, opens }: Shown & { cell: Cell; words: string }) => {
  if (cell.isHidden === true) return <span class="muted">{cell.text}</span>
  if (!opens || cell.behind === undefined) return <>{cell.text}</>
  const { show, of, day } = cell.behind
  return (
    <a
      href={urls.reportPeople({ report: question.entry.key }, { ...addressOf(question), show, of, day })}
      aria-label={`${cell.text}: ${words}`}
    >
      {cell.text}
    </a>
  )
}

const SheetTable = ({ sheet, ...shown }: Shown & { sheet: Sheet }) => (
  <Table
    caption={`${shown.question.entry.title}: ${sheet.title}`}
    captionHidden
    columns={[{ label: sheet.rowName }, ...sheet.columns.map((label) => ({ label, number: true }))]}
  >
    {sheet.lines.map((line) => (
      <tr>
        <th scope="row">
          {line.isSum ? <b>{line.head}</b> : line.head}
          {line.note !== undefined && <small class="referral-detail">{line.note}</small>}
        </th>
        {line.cells.map((cell, place) => (
          <td class="number">
            <Number cell={cell} words={`${line.head}, ${sheet.columns[place] ?? ''}`} {...shown} />
          </td>
        ))}
      </tr>
    ))}
  </Table>
)

/** The tables of a report, each under the question it answers. A table of many days is folded. */
export const Sheets = ({ report, ...shown }: Shown & { report: Report }) => (
  <div class="report-sheets stack">
    {report.sheets.map((sheet) =>
      sheet.key === 'days' ? (
        <details class="disclose">
          <summary>{sheet.title}</summary>
          <SheetTable sheet={sheet} {...shown} />
        </details>
      ) : (
        <Card title={sheet.title} hint={sheet.hint} flush>
          <SheetTable sheet={sheet} {...shown} />
        </Card>
      ),
    )}
  </div>
)
