import { newId, sha256 } from '../../../basics/ids.ts'
import { isRefusal, refuse, type Refusal } from '../../../basics/refusal.ts'
import { unlessRefused, type Work } from '../../../db/work.ts'
import { mayNot } from '../../access/permissions.ts'
import { record } from '../../access/trail.ts'
import { holdDiaries } from '../../groups/actions/hold.ts'
import { matchReport } from '../lab-match.ts'
import type { LabReport } from '../lab-report.ts'
import { readOru } from '../oru.ts'
import { asideById } from '../queries/labs.ts'
import { orderNumbered } from '../queries/tests.ts'
import { readReportBundle } from '../report-bundle.ts'
import { notAPerson } from './licensed.ts'
import { writeReport } from './reports.ts'

export type Imported = { reports: number; matched: number; aside: number; clients: string[] }

/**
 * Reads a file of a laboratory, HL7 v2 or FHIR: whole, or not at all. Each report goes to the order whose number, names and
 * birth date it bears; whatever does not fit is kept aside for a person. The same file is read once.
 */
export async function importLabFile(
  work: Work,
  file: { name: string; bytes: Uint8Array },
): Promise<Imported | Refusal> {
  const denied = mayNot(work.by, 'lab.import')
  if (denied) return denied
  if (work.by.kind !== 'staff') return notAPerson
  const importedBy = work.by.id
  // One file after the other: two files with one report of one order would both find it new.
  await holdDiaries(work, [`labs ${work.clinic.id}`])
  const isJson = /^\s*[[{]/.test(
    Buffer.from(file.bytes.subarray(0, 64))
      .toString('utf8')
      .replace(/^\uFEFF/, ''),
  )
  const format = isJson ? 'fhir' : 'hl7-v2'
  const reports = isJson
    ? readReportBundle(
        Buffer.from(file.bytes)
          .toString('utf8')
          .replace(/^\uFEFF/, '')
          .replaceAll('\\u0000', ''),
      )
    : readOru(file.bytes, work.clinic.timeZone)
  if (isRefusal(reports)) return reports
  const importId = newId()
  const clinicId = work.clinic.id
  const places = await placed(work, reports)
  const matched = places.filter(({ order }) => order !== null).length
  const kept = await unlessRefused(
    work,
    { lab_import_once: 'This very file was read before. Nothing was added.' },
    () =>
      work.db
        .insertInto('labImport')
        .values({
          clinicId,
          id: importId,
          name: file.name.slice(0, 200) || 'Without a name',
          format,
          sha256: sha256(file.bytes),
          reports: reports.length,
          matched,
          importedBy,
          importedAt: work.at,
        })
        .execute(),
  )
  if (isRefusal(kept)) return kept
  const clients: string[] = []
  for (const [n, { report, order, because, corrects }] of places.entries()) {
    if (order === null) {
      await work.db
        .insertInto('labUnmatched')
        .values({
          clinicId,
          id: newId(),
          importId,
          place: n + 1,
          orderNumber: report.orderNumber,
          person: `${report.givenName} ${report.familyName}`.trim(),
          birthDate: report.birthDate,
          why: because,
          report: JSON.stringify(report),
        })
        .execute()
      continue
    }
    const written = await writeReport(work, order, {
      ...withoutPerson(report),
      source: format,
      importId,
      correctsId: corrects,
      because: corrects === null ? '' : 'The laboratory sent it again.',
    })
    if (isRefusal(written)) return written
    clients.push(order.clientId)
  }
  await record(work, 'lab-file.imported', {
    clients: [...new Set(clients)],
    about: { import: importId, reports: reports.length, matched },
  })
  return { reports: reports.length, matched, aside: reports.length - matched, clients: [...new Set(clients)] }
}

type Placed = {
  report: LabReport
  order: { id: string; clientId: string } | null
  because: string
  corrects: string | null
}

async function placed(work: Work, reports: readonly LabReport[]): Promise<Placed[]> {
  const places: Placed[] = []
  const taken = new Set<string>()
  for (const report of reports) {
    const order = report.orderNumber === '' ? null : await orderNumbered(work, report.orderNumber)
    const match = matchReport(report, order)
    const key = `${report.orderNumber} ${report.labNumber}`
    // Twice in one file: which of the two is right, a person sees.
    const isTwice = taken.has(key)
    taken.add(key)
    places.push(
      match.matched && !isTwice
        ? { report, order, because: '', corrects: match.corrects }
        : {
            report,
            order: null,
            because: match.matched ? 'This file holds this report twice.' : match.because,
            corrects: null,
          },
    )
  }
  return places
}

const withoutPerson = ({ orderNumber: _a, givenName: _b, familyName: _c, birthDate: _d, ...rest }: LabReport) => rest

/**
 * Settles a report that was kept aside: it belongs to an order after all, by the number that somebody read from the paper,
 * or it is nobody's here. The name and birth date of the report are the person's to compare, and they say why.
 */
export async function settleAside(
  work: Work,
  asideId: string,
  said: { orderNumber: string; because: string },
): Promise<{ test: string | null } | Refusal> {
  const denied = mayNot(work.by, 'lab.import')
  if (denied) return denied
  if (work.by.kind !== 'staff') return notAPerson
  const settledBy = work.by.id
  await holdDiaries(work, [`labs ${work.clinic.id}`])
  const aside = await asideById(work, asideId)
  if (aside === undefined) return refuse('settled', 'Somebody settled this already.')
  let [reportId, test, clients]: [string | null, string | null, string[]] = [null, null, []]
  if (said.orderNumber !== '') {
    const order = await orderNumbered(work, said.orderNumber)
    if (order === null) return refuse('no-order', 'No order here has this number. Look at it again.')
    if (!order.isCollected) return refuse('not-collected', 'No specimen was collected for this order.')
    // What was kept as JSON has its instants in words.
    const report = asKept(aside.report)
    // With the number put right, the birth date has to fit: a slip in a name can be judged, another person cannot.
    if (report.birthDate !== null && report.birthDate !== order.birthDate)
      return refuse(
        'another-person',
        'The birth date on the report is not that of the client on this order. It cannot be theirs.',
      )
    const written = await writeReport(work, order, {
      ...withoutPerson(report),
      source: 'hl7-v2',
      importId: aside.importId,
      correctsId: null,
      because: '',
    })
    if (isRefusal(written)) return written
    ;[reportId, test, clients] = [written, order.id, [order.clientId]]
  }
  const kept = await unlessRefused(work, { lab_settled_once: 'Somebody settled this already.' }, () =>
    work.db
      .insertInto('labSettled')
      .values({
        clinicId: work.clinic.id,
        id: newId(),
        unmatchedId: asideId,
        reportId,
        because: said.because,
        settledBy,
        settledAt: work.at,
      })
      .execute(),
  )
  if (isRefusal(kept)) return kept
  await record(work, 'lab-report.settled', { clients, about: { aside: asideId, report: reportId } })
  return { test }
}

const instant = (kept: unknown): Date | null => (typeof kept === 'string' ? new Date(kept) : null)
const asKept = (kept: LabReport): LabReport => ({
  ...kept,
  collectedAt: instant(kept.collectedAt),
  reportedAt: instant(kept.reportedAt),
})
