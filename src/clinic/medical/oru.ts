import { instantAt, isDay } from '../../basics/dates.ts'
import { refuse, type Refusal } from '../../basics/refusal.ts'
import { type Message, part, readHl7, type Segment, wholeField } from './hl7.ts'
import {
  cut,
  dayIn,
  type LabReport,
  type LabStatus,
  mostReports,
  mostResults,
  type Observed,
  resultFrom,
  validityFrom,
  worse,
} from './lab-report.ts'

/**
 * The reports in a file of unsolicited results (HL7 v2 ORU^R01): one for each order number of each patient of each message,
 * with everything that was observed under it. `zone`: wall times without an offset are the clinic's. Messages of other kinds
 * are refused ('not-results'), as is a file without any report ('no-reports') or with more than can be read ('too-much').
 */
export function readOru(bytes: Uint8Array, zone: string): LabReport[] | Refusal {
  const messages = readHl7(bytes)
  if (!Array.isArray(messages)) return messages
  const reports: LabReport[] = []
  for (const message of messages) {
    const header = message.segments[0]
    const kind = part(message, header, 9)
    if (kind !== 'ORU')
      return refuse(
        'not-results',
        `This file holds a message that is no result (${cut(kind, 12) || 'without a kind'}). Choose a file of results, ORU^R01.`,
      )
    const read = reportsOf(message, zone)
    if (!Array.isArray(read)) return read
    reports.push(...read)
    if (reports.length > mostReports) return tooMuch
  }
  return reports.length === 0
    ? refuse('no-reports', 'There is no report in this file. Ask the laboratory for it again.')
    : reports
}

const tooMuch = refuse(
  'too-much',
  'This file holds more than can be read at once. Ask the laboratory to send it in parts.',
)

function reportsOf(message: Message, zone: string): LabReport[] | Refusal {
  const laboratory = part(message, message.segments[0], 4) || part(message, message.segments[0], 3)
  const reports: LabReport[] = []
  let person: Segment | undefined
  let order: Segment | undefined
  let battery: Segment | undefined
  let report: LabReport | undefined
  let observed: Observed | undefined
  const said = new Map<LabReport, Said>()
  const says = (code: string) => {
    if (report !== undefined) said.set(report, among(said.get(report) ?? 'unsaid', statusOf(code)))
  }
  // Notes come after what they speak of, so an observation is settled when the next thing begins.
  const settle = () => {
    if (observed !== undefined && report !== undefined) take(report, observed)
    observed = undefined
  }
  for (const segment of message.segments) {
    switch (segment.name) {
      case 'PID':
        settle()
        ;[person, order, battery, report] = [segment, undefined, undefined, undefined]
        break
      case 'ORC':
        settle()
        order = segment
        break
      case 'OBR': {
        settle()
        battery = segment
        const number = part(message, segment, 2) || part(message, order, 2)
        const before = reports.find(
          (one) => one.orderNumber === cut(number, 80) && one.labNumber === cut(part(message, segment, 3), 80),
        )
        report = before ?? reportFrom(message, { person, battery: segment, number, laboratory, zone })
        if (before === undefined) reports.push(report)
        says(part(message, segment, 25))
        break
      }
      case 'OBX':
        settle()
        if (report === undefined)
          return refuse(
            'cut-off',
            'A result in this file belongs to no order (no OBR before it). Ask the laboratory to send it again.',
          )
        observed = observedFrom(message, segment, battery)
        says(part(message, segment, 11))
        if (report.results.length >= mostResults) return tooMuch
        break
      case 'NTE': {
        const words = wholeField(message, segment, 3)
        if (observed !== undefined) observed.words = cut(`${observed.words} ${words}`, 1000)
        else if (report !== undefined) report.words = cut(`${report.words} ${words}`, 4000)
        break
      }
      default:
    }
  }
  settle()
  for (const one of reports) {
    const status = said.get(one) ?? 'unsaid'
    // What does not say that it is final is not.
    one.status = status === 'unsaid' ? 'preliminary' : status
  }
  return reports
}

type Around = { person: Segment | undefined; battery: Segment; number: string; laboratory: string; zone: string }

function reportFrom(message: Message, { person, battery, number, laboratory, zone }: Around): LabReport {
  return {
    orderNumber: cut(number, 80),
    labNumber: cut(part(message, battery, 3), 80),
    laboratory: cut(laboratory, 200),
    familyName: cut(part(message, person, 5, 1), 100),
    givenName: cut(part(message, person, 5, 2), 100),
    birthDate: dayIn(part(message, person, 7)),
    status: 'preliminary',
    collectedAt: timeIn(part(message, battery, 7), zone),
    reportedAt: timeIn(part(message, battery, 22), zone) ?? timeIn(part(message, message.segments[0], 7), zone),
    creatinine: null,
    gravity: null,
    acidity: null,
    temperature: null,
    saidValidity: '',
    words: '',
    results: [],
  }
}

function observedFrom(message: Message, segment: Segment, battery: Segment | undefined): Observed {
  const status = part(message, segment, 11).toUpperCase()
  const value = wholeField(message, segment, 5)
  return {
    name: part(message, segment, 3, 2) || part(message, segment, 3, 1) || part(message, segment, 3, 5),
    code: part(message, segment, 3, 1),
    codeSystem: systemOf(part(message, segment, 3, 3)),
    value: ['CE', 'CWE', 'CNE'].includes(part(message, segment, 2)) ? part(message, segment, 5, 2) || value : value,
    isNumber: part(message, segment, 2) === 'NM',
    unit: part(message, segment, 6),
    range: part(message, segment, 7),
    flag: part(message, segment, 8),
    method: `${wholeField(message, segment, 17)} ${part(message, battery, 4, 2)}`,
    isDone: !['X', 'D', 'W', 'N', 'O', 'I', 'R'].includes(status),
    words: '',
  }
}

function take(report: LabReport, observed: Observed): void {
  const validity = validityFrom(observed)
  if (validity === null) {
    report.results.push(resultFrom(observed))
    return
  }
  const { saidValidity, ...measured } = validity
  Object.assign(report, measured)
  if (saidValidity !== undefined) report.saidValidity = worse(report.saidValidity, saidValidity)
}

type Said = LabStatus | 'unsaid'
const statuses: Record<string, LabStatus> = {
  F: 'final',
  C: 'corrected',
  P: 'preliminary',
  R: 'preliminary',
  I: 'preliminary',
  S: 'preliminary',
  X: 'cancelled',
}
const statusOf = (code: string): Said => statuses[code.toUpperCase()] ?? 'unsaid'

const rank = ['unsaid', 'cancelled', 'final', 'corrected', 'preliminary'] as const
/** A report is as unfinished as the least finished part of it, and corrected when any part is. */
const among = (a: Said, b: Said): Said => (rank.indexOf(a) >= rank.indexOf(b) ? a : b)

const systemOf = (code: string): string => (code === 'LN' ? 'http://loinc.org' : code)

/** 'YYYYMMDDHHMM[SS][±ZZZZ]' as an instant; without an offset it is the clinic's wall time. Null where it is none. */
function timeIn(text: string, zone: string): Date | null {
  const [, date = '', hour = '00', minute = '00', offset = ''] =
    /^(\d{8})(?:(\d{2})(\d{2})?(?:\d{2}(?:\.\d{1,4})?)?)?([+-]\d{4})?$/.exec(text) ?? []
  const day = `${date.slice(0, 4)}-${date.slice(4, 6)}-${date.slice(6, 8)}`
  if (!isDay(day) || hour > '23' || minute > '59') return null
  if (offset === '') return instantAt(day, `${hour}:${minute}`, zone)
  const at = new Date(`${day}T${hour}:${minute}:00${offset.slice(0, 3)}:${offset.slice(3)}`)
  return Number.isNaN(at.getTime()) ? null : at
}
