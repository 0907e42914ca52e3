import { conceptOf, dayOf, firstText, field, roughDate, type Resource } from './foreign.ts'
import { joined, later, roughly, valueText } from './items.ts'
import { DANGEROUS_BMI, measureOf } from './matters.ts'
import type { Reading } from './reading.ts'
import type { Item } from './referral.ts'

type Result = { item: Item; observation: Resource; number: number }

/** The latest value of each useful measure, and what of them the safety gate should look at. */
export function readResults(reading: Reading): { results: Item[]; warnings: string[] } {
  const latest = new Map<string, Result>()
  for (const observation of reading.of('Observation')) {
    const concept = conceptOf(observation['code'])
    const measure = concept && measureOf(concept.codes, concept.words)
    const value = valueText(observation)
    if (!concept || !measure || value === undefined) {
      reading.leave('Other measurements and lab results', 'They are not needed to decide on admission.')
      continue
    }
    const number = Number.parseFloat(value)
    const [least, most] = measure.range ?? [undefined, undefined]
    if (least !== undefined && most !== undefined && !(number >= least && number <= most)) {
      reading.leave(measure.name, `A value was not a number from ${least} to ${most}: ask the sender.`)
      continue
    }
    const taken = firstText(
      observation['effectiveDateTime'],
      field(observation, 'effectivePeriod', 'start'),
      observation['effectiveInstant'],
    )
    const item: Item = {
      codeSystem: concept.system,
      code: concept.code,
      label: measure.name,
      status: 'unknown',
      startedOn: dayOf(taken) ?? dayOf(observation['issued']),
      endedOn: null,
      detail: joined([value, roughly('in', taken), observation['status'] === 'preliminary' ? 'preliminary' : null]),
    }
    if (measure.name === 'Pregnancy status')
      reading.note({
        kind: 'result',
        label: value,
        words: `${value} pregnancy status`,
        codes: [],
        status: 'unknown',
        on: item.startedOn,
        about: roughDate(taken),
      })
    const other = latest.get(measure.name)
    const isNewer = other === undefined || later(item.startedOn, other.item.startedOn) < 0
    if (isNewer) latest.set(measure.name, { item, observation, number })
    if (other !== undefined) reading.leave('Earlier values of the same measures', 'Only the latest of each is kept.')
  }
  const results = [...latest.values()]
  for (const { observation } of results) reading.take(observation)
  return {
    results: results.map(({ item }) => item).sort((a, b) => later(a.startedOn, b.startedOn)),
    warnings: results.flatMap(warningOf),
  }
}

function warningOf({ item: { label, detail, startedOn }, number }: Result): string[] {
  const when = startedOn ? ` on ${startedOn}` : ''
  if (label.startsWith('PHQ-9 question 9') && !/^(0\b|not at all)/i.test(detail ?? ''))
    return [`PHQ-9 question 9 (thoughts of self-harm) answered “${detail}”${when}`]
  if (label === 'Body mass index' && number < DANGEROUS_BMI)
    return [`Body mass index ${number}${when}: dangerously low`]
  return []
}
