import assert from 'node:assert/strict'
import { existsSync, globSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, it } from 'node:test'

// The plan of the house, enforced. What offends is named: "who leans on what".

const journey = [
  'access',
  'staff',
  'programs',
  'tablets',
  'clients',
  'files',
  'consents',
  'packs',
  'instruments',
  'messages',
  'inquiries',
  'calls',
  'placement',
  'coverage',
  'intake',
  'episodes',
  'outcomes',
  'plans',
  'groups',
  'visits',
  'medical',
  'matching',
  'attendance',
  'notes',
  'concerns',
  'claims',
  'aftercare',
  'chart',
  'today',
  'reports',
]
const floors = [
  /^src\/(basics|db|urls)/,
  /^src\/(outside|ui|jobs)/,
  /^src\/web/,
  /^src\/fhir/,
  /^src\/clinic/,
  /^src\/(app|reactions|clock|ops|settings|telling)\b/,
  /^src\/(server|demo)/,
]

const files = globSync('src/**/*.{ts,tsx}').filter(
  (file) => !file.endsWith('.test.ts') && !file.endsWith('.test.tsx') && !file.endsWith('.d.ts'),
)
const arrows = files.flatMap((from) =>
  [
    ...readFileSync(from, 'utf8').matchAll(
      /^(?:import|export) (?:(type )?[^'"]*? from )?['"]([^'"]+)['"]|\bimport\(['"]([^'"]+)['"]\)/gm,
    ),
  ].map((match) => {
    const to = match[2] ?? match[3] ?? ''
    return {
      from,
      to: to.startsWith('.') ? path.posix.join(path.posix.dirname(from), to) : to,
      onlyType: match[1] !== undefined,
    }
  }),
)
const floorOf = (file: string): number => floors.findIndex((floor) => floor.test(file))
const conceptOf = (file: string): string => /^src\/clinic\/([^/]+)\//.exec(file)?.[1] ?? ''
const stepOf = (file: string): number => journey.indexOf(conceptOf(file))
const inside = arrows.filter(({ to }) => to.startsWith('src/'))
const shown = (list: typeof arrows) => list.map(({ from, to }) => `${from} leans on ${to}`)

const isFace = (file: string) => /^src\/clinic\/[^/]+\/(pages|portal|public|fhir)(\/[^/]+)?\.tsx?$/.test(file)
const mayAsk = (file: string) => /\/(queries|actions)(\/[^/]+)?\.ts$/.test(file) || file.endsWith('/access/trail.ts')
const isPureName = (file: string) =>
  file.startsWith('src/clinic/') &&
  file.endsWith('.ts') &&
  !mayAsk(file) &&
  !isFace(file) &&
  !file.endsWith('.browser.ts')

describe('The plan of the house', () => {
  it('has no import that goes up a floor', () => {
    assert.deepEqual(shown(inside.filter(({ from, to }) => floorOf(to) > floorOf(from))), [])
  })

  it('follows the journey: a concept leans only on those before it', () => {
    assert.deepEqual(shown(inside.filter(({ from, to }) => stepOf(from) >= 0 && stepOf(to) > stepOf(from))), [])
    assert.deepEqual([...new Set(files.map(conceptOf).filter((name) => name !== '' && !journey.includes(name)))], [])
  })

  it('keeps the rules pure: no database, web, clock or chance', () => {
    const pure = files.filter((file) => file.endsWith('/rules.ts') || isPureName(file))
    const allowed = (to: string) =>
      to.startsWith('src/basics/') ||
      to.startsWith('node:crypto') ||
      // Words and telephone numbers: libraries without a clock or a network.
      ['zod', 'libphonenumber-js', 'src/ui/language.ts'].includes(to) ||
      // The solver is a library of numbers: models in, answers out.
      to === 'highs' ||
      isPureName(to)
    assert.deepEqual(
      shown(arrows.filter(({ from, to, onlyType }) => pure.includes(from) && !allowed(to) && !onlyType)),
      [],
    )
    const rules = files.filter((file) => file.endsWith('/rules.ts'))
    const clocks = rules.filter((file) =>
      /new Date\(\)|Date\.now\(\)|Temporal\.Now|Math\.random/.test(readFileSync(file, 'utf8')),
    )
    assert.deepEqual(clocks, [])
  })

  it('lets only queries and actions speak to the database, and only actions write', () => {
    const speaks = files.filter(
      (file) =>
        file.startsWith('src/clinic/') &&
        !mayAsk(file) &&
        /\.(selectFrom|insertInto|updateTable|deleteFrom)\(|from 'kysely'/.test(readFileSync(file, 'utf8')),
    )
    assert.deepEqual(speaks, [])
    const writes = files.filter(
      (file) =>
        /\/queries(\/[^/]+)?\.ts$/.test(file) &&
        /\.(insertInto|updateTable|deleteFrom)\(/.test(readFileSync(file, 'utf8')),
    )
    assert.deepEqual(writes, [])
  })

  it('has faces that link to each other and never lean on each other', () => {
    const offends = inside.filter(({ from, to }) => isFace(from) && isFace(to) && conceptOf(from) !== conceptOf(to))
    assert.deepEqual(shown(offends), [])
  })

  it('opens connections to other computers in outside/ alone', () => {
    const reaches = files.filter(
      (file) =>
        !file.startsWith('src/outside/') &&
        !file.endsWith('.browser.ts') &&
        /\bfetch\(['"`]|from 'node:(net|tls|dgram|https?)'/.test(readFileSync(file, 'utf8')),
    )
    // The supervisor asks the machine's own loopback for a free port.
    assert.deepEqual(
      reaches.filter((file) => !file.startsWith('src/db/embedded')),
      [],
    )
  })

  it('has no file over 400 lines', () => {
    const all = [...files, ...globSync('{tests,bin,bench,src}/**/*.{ts,tsx,mjs}'), ...globSync('migrations/*.sql')]
    assert.deepEqual(
      [...new Set(all)]
        .filter((file) => !file.endsWith('.d.ts'))
        .filter((file) => readFileSync(file, 'utf8').split('\n').length > 401),
      [],
    )
  })

  it('names things', () => {
    const empty = /(^|\/)(utils?|helpers?|common|shared|services?|managers?)(\/|\.tsx?$)|\/index\.tsx?$/
    assert.deepEqual(
      files.filter((file) => empty.test(file)),
      [],
    )
  })

  it('writes no colour outside the tokens, no inline style and no inline script', () => {
    const colours = globSync('src/ui/styles/*.css').filter(
      (file) =>
        !file.endsWith('tokens.css') && /#[0-9a-f]{3,8}\b|\b(rgb|hsl|oklch)a?\(/i.test(readFileSync(file, 'utf8')),
    )
    assert.deepEqual(colours, [])
    const inline = files.filter(
      (file) => file.endsWith('.tsx') && / style=|<script>|\son[a-z]{3,}=\{/.test(readFileSync(file, 'utf8')),
    )
    assert.deepEqual(inline, [])
  })

  it('keeps what a user needs at run time inside the project', () => {
    assert.deepEqual(
      files.filter((file) => /\.\.\/shared\b(?!.*from)/.test(readFileSync(file, 'utf8'))),
      [],
    )
    assert.ok(existsSync('LICENSE'))
  })
})
