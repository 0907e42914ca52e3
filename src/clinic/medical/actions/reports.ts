import { newId } from '../../../basics/ids.ts'
import { isRefusal, refuse, type Refusal } from '../../../basics/refusal.ts'
import { unlessRefused, type Work } from '../../../db/work.ts'
import { mayNot } from '../../access/permissions.ts'
import { record } from '../../access/trail.ts'
import { labelOfAnalyte } from '../analytes.ts'
import type { LabReport, LabResult } from '../lab-report.ts'
import { testById } from '../queries/tests.ts'
import { notAPerson, nothingHere } from './licensed.ts'

export type ReportToWrite = Omit<LabReport, 'orderNumber' | 'givenName' | 'familyName' | 'birthDate'> & {
  source: 'point-of-care' | 'typed' | 'hl7-v2' | 'fhir'
  importId: string | null
  correctsId: string | null
  because: string
}

/** Writes a report with its results. A report that corrects another says which, and only one can. */
export async function writeReport(
  work: Work,
  test: { id: string; clientId: string },
  report: ReportToWrite,
): Promise<string | Refusal> {
  if (work.by.kind !== 'staff') return notAPerson
  const recordedBy = work.by.id
  const id = newId()
  const { results, collectedAt, reportedAt, ...facts } = report
  const written = await unlessRefused(
    work,
    { tox_report_corrected_once: 'This report was corrected a moment ago. Look at it again.' },
    async () => {
      await work.db
        .insertInto('toxReport')
        .values({
          clinicId: work.clinic.id,
          id,
          orderId: test.id,
          clientId: test.clientId,
          ...facts,
          collectedAt,
          reportedAt: reportedAt ?? work.at,
          recordedBy,
          recordedAt: work.at,
        })
        .execute()
      if (results.length > 0)
        await work.db
          .insertInto('toxResult')
          .values(
            results.map((one, n) => ({ clinicId: work.clinic.id, id: newId(), reportId: id, place: n + 1, ...one })),
          )
          .execute()
    },
  )
  return isRefusal(written) ? written : id
}

export type TypedReport = {
  source: 'point-of-care' | 'typed'
  laboratory: string
  certainty: LabResult['certainty']
  values: ReadonlyMap<string, LabResult['value']>
  creatinine: number | null
  temperature: number | null
  words: string
  correctsId: string | null
  because: string
}

/** What a cup showed, or a paper of a laboratory says: typed in by somebody. Presumptive unless the paper says it is confirmed. */
export async function typeReport(
  work: Work,
  testId: string,
  said: TypedReport,
): Promise<{ clientId: string } | Refusal> {
  const denied = mayNot(work.by, 'drug-test.report')
  if (denied) return denied
  const test = await testById(work, testId)
  if (test === undefined) return nothingHere
  if (test.outcome !== 'collected') return refuse('not-collected', 'Record first that the specimen was collected.')
  if (said.values.size === 0) return refuse('no-results', 'No result is given yet.')
  if (said.correctsId === null && test.reports.some((one) => one.source === said.source && !one.isCorrected))
    return refuse('reported', 'This test has such a report already. Correct that one, and say why.')
  if (said.correctsId !== null) {
    const wrong = test.reports.find((one) => one.id === said.correctsId)
    if (wrong === undefined) return nothingHere
    if (wrong.isCorrected) return refuse('corrected', 'This report was corrected already. Look at the test again.')
    if (said.because === '') return refuse('why', 'Say what was wrong.')
  }
  const isCup = said.source === 'point-of-care'
  const written = await writeReport(work, test, {
    source: said.source,
    importId: null,
    labNumber: '',
    laboratory: said.laboratory,
    status: said.correctsId === null ? 'final' : 'corrected',
    collectedAt: test.collectedAt,
    reportedAt: work.at,
    creatinine: said.creatinine,
    gravity: null,
    acidity: null,
    temperature: said.temperature,
    saidValidity: '',
    words: said.words,
    correctsId: said.correctsId,
    because: said.because,
    results: [...said.values].map(([substance, value]) => ({
      substance,
      name: labelOfAnalyte(substance),
      // A cup is a screen, whatever it is called.
      certainty: isCup ? 'presumptive' : said.certainty,
      value,
      code: '',
      codeSystem: '',
      amount: '',
      unit: '',
      cutOff: '',
      words: '',
    })),
  })
  if (isRefusal(written)) return written
  await record(work, said.correctsId === null ? 'drug-test.reported' : 'drug-test.report-corrected', {
    clients: [test.clientId],
    about: { test: testId, report: written },
  })
  return { clientId: test.clientId }
}
