// Real people of three trials (../shared/data/ctn0094), as weeks: there or not, and what the urine screen said.
import { readFileSync } from 'node:fs'
import path from 'node:path'
import type { KnownWeek } from '../../src/clinic/concerns/leaving.ts'

export type Person = {
  id: string
  trial: string
  /** Site where the files say it, else the trial. */
  site: string
  weeks: KnownWeek[]
  /** For comparison alone; the model knows neither. */
  age: number | null
  isMale: boolean | null
}

/** Rows of a CSV file whose fields hold no line breaks. */
function table(folder: string, file: string): Record<string, string>[] {
  const [head = '', ...lines] = readFileSync(path.join(folder, file), 'utf8').split(/\r?\n/)
  const fields = (line: string): string[] =>
    [...line.matchAll(/("(?:[^"]|"")*"|[^,]*)(?:,|$)/g)].map(([, field = '']) =>
      field.startsWith('"') ? field.slice(1, -1).replaceAll('""', '"') : field,
    )
  const names = fields(head)
  return lines
    .filter((line) => line !== '')
    .map((line) => {
      const values = fields(line)
      return Object.fromEntries(names.map((name, at) => [name, values[at] ?? '']))
    })
}

const empty = (text: string | undefined): boolean => text === undefined || text === '' || text === 'NA'

/**
 * Everyone who was randomised and has at least twelve weekly slots in the first phase of the trial. A slot: 'o' nobody
 * came; '-' came, no opioid found; '+' and '*' came, an opioid found once or always.
 */
export function peopleOf(folder: string): Person[] {
  const everybody = table(folder, 'everybody.csv')
  const trialOf = new Map(everybody.map((row) => [row['who'], row['project'] ?? '']))
  const siteOf = new Map(everybody.map((row) => [row['who'], row['site'] ?? row['site_masked'] ?? '']))
  const about = new Map(table(folder, 'demographics.csv').map((row) => [row['who'], row]))
  return table(folder, 'derived_weeklyOpioidPattern.csv').flatMap((row) => {
    const letters = row['Phase_1'] ?? ''
    if (empty(row['randWeek1']) || letters.length < 12) return []
    const id = row['who'] ?? ''
    const trial = trialOf.get(id) ?? ''
    const own = about.get(id)
    return [
      {
        id,
        trial,
        site: siteOf.get(id) || trial,
        weeks: letters.split('').map((letter) => ({
          missed: letter === 'o' || letter === '_' ? 1 : 0,
          positive: letter === '-' ? 0 : letter === '+' || letter === '*' ? 1 : null,
        })),
        age: empty(own?.['age']) ? null : Number(own?.['age']),
        isMale: empty(own?.['is_male']) ? null : own?.['is_male'] === 'Yes',
      },
    ]
  })
}
