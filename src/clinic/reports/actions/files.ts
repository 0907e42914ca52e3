import { stringify } from 'csv-stringify/sync'
import type { Day } from '../../../basics/dates.ts'
import { newId, sha256 } from '../../../basics/ids.ts'
import { type Refusal, refuse } from '../../../basics/refusal.ts'
import type { Work } from '../../../db/work.ts'
import { mayNot } from '../../access/permissions.ts'
import { record } from '../../access/trail.ts'
import type { Asked } from '../asked.ts'
import type { ReportEntry } from '../catalog.ts'
import { safeCell } from '../csv-cell.ts'
import type { Report } from '../sheet.ts'
import { columnsOf, recordOf } from '../state-record.ts'
import type { Moment } from '../state-fields.ts'
import { staysTold, stateCodes } from '../queries/state-data.ts'

const inCsv = (rows: readonly (readonly (string | number | null)[])[]): string =>
  stringify(
    rows.map((row) => row.map((cell) => (typeof cell === 'string' ? safeCell(cell) : cell))),
    { bom: true, record_delimiter: 'windows' },
  )

/**
 * A report as a file: one line for each number, with what it is of and its interval. Counts, no names: who stands behind a number
 * is read on the page. Who takes it stands in the trail.
 */
export async function reportAsFile(
  work: Work,
  entry: ReportEntry,
  report: Report,
  asked: Asked,
  where: { program: string; site: string },
): Promise<string | Refusal> {
  const denied = mayNot(work.by, entry.verb)
  if (denied) return denied
  const head = [
    'report',
    'from',
    'to',
    'program',
    'site',
    'as_of',
    'table',
    'row',
    'measure',
    'shown',
    'value',
    'of',
    'low',
    'high',
  ]
  const lines = report.sheets.flatMap((sheet) =>
    sheet.lines.flatMap((line) =>
      line.cells.map((cell, place) => [
        entry.key,
        asked.from,
        asked.to,
        where.program,
        where.site,
        work.at.toISOString(),
        sheet.title,
        line.note === undefined ? line.head : `${line.head} (${line.note})`,
        sheet.columns[place] ?? '',
        cell.isHidden ? 'suppressed' : cell.text,
        cell.value,
        cell.of ?? null,
        cell.low ?? null,
        cell.high ?? null,
      ]),
    ),
  )
  await record(work, 'report.taken', {
    about: { report: entry.key, from: asked.from, to: asked.to, program: asked.program, site: asked.site },
  })
  return inCsv([head, ...lines])
}

export type StateFileDraft = { moment: Moment; recipient: string; ground: string }

/**
 * The file for the state: one line for each stay, by the clinic's own number and without names. It leaves the house, so it is
 * asked for by a director, with the agency and the ground it rests on (a state's required report; for substance-use records under
 * an agreement on use and destruction, 42 CFR 2.53, clinical.md §4.4 [K]); who is in it is kept, and stands in each one's trail.
 */
export async function makeStateFile(
  work: Work,
  asked: Asked,
  draft: StateFileDraft,
): Promise<{ name: string; text: string; from: Day; to: Day } | Refusal> {
  const denied = mayNot(work.by, 'state-data.send')
  if (denied) return denied
  if (work.by.id === null) return refuse('not-a-person', 'A person makes this file.')
  const stays = await staysTold(work, asked, draft.moment)
  if (stays.length === 0)
    return refuse('nobody', `Nobody was ${draft.moment === 'admission' ? 'admitted' : 'discharged'} in these days.`)
  const own = await stateCodes(work)
  const columns = columnsOf(draft.moment)
  const text = inCsv([
    columns,
    ...stays.map((stay) => {
      const line = recordOf(stay, draft.moment, own)
      return columns.map((column) => line[column] ?? '')
    }),
  ])
  const clients = [...new Set(stays.map(({ clientId }) => clientId))]
  await work.db
    .insertInto('stateFile')
    .values({
      clinicId: work.clinic.id,
      id: newId(),
      moment: draft.moment,
      firstDay: asked.from,
      lastDay: asked.to,
      recipient: draft.recipient,
      ground: draft.ground,
      clientIds: clients,
      contentHash: sha256(text),
      madeBy: work.by.id,
      madeAt: work.at,
    })
    .execute()
  await record(work, 'state-file.made', {
    clients,
    about: { moment: draft.moment, from: asked.from, to: asked.to, lines: stays.length },
  })
  return { name: `teds-${draft.moment}-${asked.from}-${asked.to}.csv`, text, from: asked.from, to: asked.to }
}
