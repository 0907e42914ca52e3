import type { Day } from '../../basics/dates.ts'
import { plural } from '../../basics/text.ts'
import { plainName } from './duplicates.ts'
import { conceptOf, dayOf, field, firstText, isResource, listOf, type Resource, statusOf, textOf } from './foreign.ts'
import { joined, later, mergeSame } from './items.ts'
import type { Reading } from './reading.ts'
import type { Item } from './referral.ts'

/** Who pays: from coverages, and where a sender gives none, from the payers named on claims. */
export function readCoverages(reading: Reading): Item[] {
  const coverages = mergeSame(
    reading.of('Coverage').flatMap((coverage) => {
      const item = coverageOf(coverage, reading)
      if (item === undefined) {
        reading.leave('Coverages', 'The sender named no payer.')
        return []
      }
      reading.take(coverage)
      return [{ ...item, lastOn: item.startedOn }]
    }),
    'recorded',
  )
  const known = new Set(coverages.map(({ label }) => plainName(label)))
  return [...coverages, ...payersOnClaims(reading).filter(({ label }) => !known.has(plainName(label)))]
}

function coverageOf(coverage: Resource, { today, resolve, take }: Reading): Item | undefined {
  const type = conceptOf(coverage['type'])
  const classes = listOf(coverage['class']).slice(0, 10)
  const classNamed = (code: string) => {
    const found = classes.find((entry) => conceptOf(field(entry, 'type'))?.codes.includes(code))
    return firstText(field(found, 'name'), field(found, 'value'))
  }
  const payers = listOf(coverage['payor'])
    .slice(0, 5)
    .flatMap((payer) => {
      const organization = resolve(payer, coverage)
      if (organization?.resourceType === 'Organization') take(organization)
      return firstText(field(payer, 'display'), field(organization, 'name'), field(payer, 'identifier', 'value')) ?? []
    })
  const plan = classNamed('plan')
  const label = payers[0] ?? plan ?? type?.label
  if (label === undefined) return undefined
  const startedOn = dayOf(field(coverage, 'period', 'start'))
  const endedOn = dayOf(field(coverage, 'period', 'end'))
  const sent = statusOf(coverage['status'])
  const isOver = (endedOn !== null && endedOn < today) || sent === 'cancelled'
  const member = firstText(coverage['subscriberId'], field(listOf(coverage['identifier'])[0], 'value'))
  const group = classNamed('group')
  const relationship = conceptOf(coverage['relationship'])?.label
  return {
    codeSystem: type?.system ?? null,
    code: type?.code ?? null,
    label,
    status: isOver ? 'resolved' : sent === 'active' ? 'active' : 'unknown',
    startedOn,
    endedOn,
    detail: joined([
      plan && plan !== label ? `plan ${plan}` : null,
      type && type.label !== label ? type.label : null,
      member && `member ${member}`,
      group && `group ${group}`,
      relationship && !/^self$/i.test(relationship) ? `subscriber’s ${relationship.toLowerCase()}` : null,
    ]),
  }
}

const NO_PAYER = /^(no[_ -]?insurance|none|uninsured|self[- ]?pay|unknown)$/i

/** Synthea and Blue Button write the payer on each claim only: one line a payer, with how often and when last. */
function payersOnClaims(reading: Reading): Item[] {
  const byPayer = new Map<string, { label: string; count: number; first: Day | null; last: Day | null }>()
  for (const claim of [...reading.of('Claim'), ...reading.of('ExplanationOfBenefit')]) {
    const on = dayOf(field(claim, 'billablePeriod', 'start')) ?? dayOf(claim['created'])
    const label = payerOf(claim, reading)
    if (label === undefined) continue
    if (NO_PAYER.test(label)) {
      reading.leave('Claims without insurance', 'They name no payer: ask how care will be paid.')
      continue
    }
    reading.take(claim)
    const payer = byPayer.get(plainName(label)) ?? { label, count: 0, first: null, last: null }
    payer.count++
    if (on !== null && (payer.first === null || on < payer.first)) payer.first = on
    if (on !== null && (payer.last === null || on > payer.last)) payer.last = on
    byPayer.set(plainName(label), payer)
  }
  return [...byPayer.values()]
    .sort((a, b) => later(a.last, b.last))
    .map(({ label, count, first, last }) => ({
      codeSystem: null,
      code: null,
      label,
      // That someone paid once does not say they still do.
      status: 'unknown' as const,
      startedOn: first,
      endedOn: null,
      detail: `named on claims ${plural(count, 'time', 'times')}${last ? `, last on ${last}` : ''}; verify`,
    }))
}

function payerOf(claim: Resource, reading: Reading): string | undefined {
  for (const insurance of listOf(claim['insurance']).slice(0, 10)) {
    const reference = field(insurance, 'coverage')
    const coverage = reading.resolve(reference, claim)
    const label = coverage === undefined ? undefined : coverageOf(coverage, reading)?.label
    const named = label ?? textOf(field(reference, 'display'))
    if (named !== undefined) return named
  }
  const contained = listOf(claim['contained'])
    .filter(isResource)
    .find(({ resourceType }) => resourceType === 'Coverage')
  const label = contained === undefined ? undefined : coverageOf(contained, reading)?.label
  return label ?? textOf(field(claim, 'insurer', 'display'))
}
