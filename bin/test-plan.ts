import { existsSync, globSync, readFileSync } from 'node:fs'
import { dirname, relative, resolve } from 'node:path'

// Which tests there are, what each of them reaches, and which of them may share a process.

/** Files of tests that go through one after the other in one process. */
export type Batch = { name: string; files: string[] }
export type Plan = { pure: string[]; onDatabase: Batch[]; inBrowser: Batch[] }

/** Reading the house takes a process two seconds, a batch reads it once: large batches first, small ones last, for both cores to end together. */
const fewest = 8

/** Begun last, each of these would keep one core at work while the other stands idle. */
const longest = ['tests/simulated-year.test.ts', 'src/demo/load.test.ts']

/** `only` names paths, or parts of them; empty means every test there is. */
export function planOf(only: string[]): Plan {
  const files = globSync('{src,tests,bin}/**/*.test.{ts,tsx}')
    .sort()
    .filter((file) => only.length === 0 || only.some((path) => file.includes(path)))
  const needs = new Map(files.map((file) => [file, reachedBy(file)]))
  const reaches = (file: string, what: RegExp) => what.test(needs.get(file) ?? '')
  const inBrowser = files.filter((file) => reaches(file, /playwright-core|tests\/browser\.ts/))
  const onDatabase = files.filter(
    (file) =>
      !inBrowser.includes(file) && reaches(file, /tests\/(database|knock)\.ts|src\/db\/(embedded|backup|restore)\.ts/),
  )
  const alone = onDatabase
    .filter((file) => longest.includes(file) || standsAlone(file))
    .toSorted((a, b) => Number(longest.includes(b)) - Number(longest.includes(a)))
  const together = onDatabase.filter((file) => !alone.includes(file))
  return {
    pure: files.filter((file) => !inBrowser.includes(file) && !onDatabase.includes(file)),
    onDatabase: [...alone.map(ofItsOwn), ...inBatches(together)],
    inBrowser: inBrowser.map(ofItsOwn),
  }
}

/** A file that sets what a whole process shares, or starts processes itself, would disturb the files after it. */
const standsAlone = (file: string): boolean =>
  /setFileKeys\(|process\.(env|chdir|on\()|\bspawn\(|\bmock\b/.test(readFileSync(file, 'utf8'))

const ofItsOwn = (file: string): Batch => ({ name: file, files: [file] })

function inBatches(files: string[]): Batch[] {
  const batches: Batch[] = []
  for (let n = 0; n < files.length; ) {
    const some = files.slice(n, n + Math.max(fewest, Math.ceil((files.length - n) / 4)))
    n += some.length
    batches.push(some.length === 1 ? ofItsOwn(some[0] ?? '') : { name: `${some[0]} … ${some.at(-1)}`, files: some })
  }
  return batches
}

/** Every file and package that a test file imports, itself or by what it imports. */
function reachedBy(file: string, seen = new Set<string>()): string {
  seen.add(file)
  for (const [, name = ''] of readFileSync(file, 'utf8').matchAll(/(?:from|import) '([^']+)'|import\('([^']+)'\)/g)) {
    const path = name.startsWith('.') ? relative('.', resolve(dirname(file), name)) : name
    if (!name.startsWith('.')) seen.add(path)
    else if (!seen.has(path) && existsSync(path)) reachedBy(path, seen)
  }
  return [...seen].join('\n')
}
