import type { Day } from '../../basics/dates.ts'
import { plainLetters } from '../../basics/text.ts'
import type { LabReport } from './lab-report.ts'

/** The order that a number of ours belongs to, with whose it is and what stands on it. */
export type OrderFacts = {
  number: string
  givenName: string
  preferredName: string
  familyName: string
  birthDate: Day
  /** Whether a specimen was given. */
  isCollected: boolean
  reports: readonly { id: string; labNumber: string; status: string; source: string }[]
}

export type Match =
  | { matched: true; corrects: string | null }
  /** Why a person has to look at it. */
  | { matched: false; because: string }

const letters = (name: string) => plainLetters(name).replace(/[^\p{L}]/gu, '')

/**
 * Whether a report belongs to an order: by the number that went with the specimen, and the family name, the given (or called)
 * name and the birth date of its client; never by a name alone. A middle name beside the given one is let be. A report that
 * comes again under the same number of the laboratory corrects the earlier one where it says so, or where that was preliminary.
 */
export function matchReport(report: LabReport, order: OrderFacts | null): Match {
  const no = (because: string): Match => ({ matched: false, because })
  if (report.orderNumber === '') return no('The report names no order.')
  if (order === null) return no(`No order here has the number ${report.orderNumber}.`)
  if (report.birthDate === null) return no('The report gives no birth date.')
  if (report.birthDate !== order.birthDate) return no('The birth date is not that of the client on the order.')
  if (letters(report.familyName) !== letters(order.familyName) || letters(report.familyName) === '')
    return no('The family name is not that of the client on the order.')
  const given = [report.givenName, report.givenName.split(/[\s,]/)[0] ?? ''].map(letters)
  if (![order.givenName, order.preferredName].some((name) => letters(name) !== '' && given.includes(letters(name))))
    return no('The given name is not that of the client on the order.')
  if (!order.isCollected && report.status !== 'cancelled') return no('No specimen was collected for this order.')
  const earlier = order.reports.find((one) => one.source !== 'point-of-care' && one.labNumber === report.labNumber)
  if (earlier === undefined) return { matched: true, corrects: null }
  if (
    report.status === 'corrected' ||
    report.status === 'cancelled' ||
    (earlier.status === 'preliminary' && report.status === 'final')
  )
    return { matched: true, corrects: earlier.id }
  return no('This order has this report already.')
}
