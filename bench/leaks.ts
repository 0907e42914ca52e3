// Figure: of names planted in made-up notes, how many the guard finds, and how many of its reports are names. By what gave the
// person away. Run: npm run bench leaks
import process from 'node:process'
import { namesIn, type Member } from '../src/clinic/notes/guards.ts'
import { whys } from '../src/clinic/notes/needles.ts'
import { planted, plantedInSecond, room, second, third, unseen } from '../src/clinic/notes/planted-names.ts'
import { plantedPlaces, workers } from '../src/clinic/notes/planted-places.ts'
import { figure, say, sayMachine } from './run.ts'

type Span = { start: number; end: number }
type Case = { members: readonly Member[]; text: string; spans: Span[] }

function caseOf(marked: string, members: readonly Member[]): Case {
  let text = ''
  const spans: Span[] = []
  for (const piece of marked.replaceAll('\\u0301', '\u0301').split(/(?=⟦)|(?<=⟧)/u)) {
    if (piece.startsWith('⟦')) spans.push({ start: text.length, end: text.length + piece.length - 2 })
    text += piece.replace(/[⟦⟧]/gu, '')
  }
  return { members, text, spans }
}
const lines = (text: string) => text.trim().split('\n')
const rooms = lines(planted).map((line) => {
  const bar = line.indexOf(' | ')
  const members = line
    .slice(0, bar)
    .split(',')
    .flatMap((key) => room[key] ?? [])
  return caseOf(line.slice(bar + 3), members)
})
const sets: [string, Case[], { recall: number; precision: number }][] = [
  [
    'names it was built on',
    [...rooms, ...lines(plantedInSecond).map((line) => caseOf(line, second))],
    { recall: 0.99, precision: 0.98 },
  ],
  ['names it had not seen', lines(unseen).map((line) => caseOf(line, third)), { recall: 0.9, precision: 0.85 }],
  [
    'places of work and relatives',
    lines(plantedPlaces).map((line) => caseOf(line, workers)),
    { recall: 0.9, precision: 0.9 },
  ],
]

say('\n# Leak guard on planted notes')
sayMachine()
const overlaps = (a: Span, b: Span) => a.start < b.end && b.start < a.end
const byWhy = new Map<string, { reports: number; right: number }>(whys.map((why) => [why, { reports: 0, right: 0 }]))
for (const [what, cases, reach] of sets) {
  let [names, caught, reports, right] = [0, 0, 0, 0]
  const wrong: string[] = []
  for (const { members, text, spans } of cases) {
    const found = namesIn(text, members)
    names += spans.length
    reports += found.length
    for (const span of spans) {
      if (found.some((one) => overlaps(one, span))) caught += 1
      else wrong.push(`missed “${text.slice(span.start, span.end)}” in: ${text}`)
    }
    for (const one of found) {
      const isRight = spans.some((span) => overlaps(one, span))
      if (isRight) right += 1
      else wrong.push(`false alarm “${one.text}” in: ${text}`)
      const tally = byWhy.get(one.why)
      if (tally !== undefined) {
        tally.reports += 1
        if (isRight) tally.right += 1
      }
    }
  }
  say(
    `\n${what}: ${cases.length} texts, ${cases.filter(({ spans }) => spans.length === 0).length} of them without a name, ${names} names, ${reports} reports`,
  )
  for (const line of wrong) say(`  ${line}`)
  figure(`Recall, ${what}`, (caught / names).toFixed(3), `${reach.recall} or more`, caught / names >= reach.recall)
  figure(
    `Precision, ${what}`,
    (right / reports).toFixed(3),
    `${reach.precision} or more`,
    right / reports >= reach.precision,
  )
}
say('\nBy what gave the person away:')
for (const [why, { reports, right }] of byWhy)
  say(`  ${why.padEnd(10)} ${String(right).padStart(4)} right of ${String(reports).padStart(4)} reports`)
process.exit()
