import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import test from 'node:test'
import { sql } from 'kysely'
import { given } from './given.ts'

test('a condition stands when its value was given, and is not asked otherwise', () => {
  const asked = (value: string | null | undefined) => given(value, (one) => sql`and r.id = ${one}`)
  const partsOf = (value: string | null | undefined) => {
    const node = asked(value).toOperationNode()
    return 'sqlFragments' in node ? node.sqlFragments : null
  }
  assert.deepEqual(partsOf('a'), ['and r.id = ', ''])
  assert.deepEqual(partsOf(undefined), [''])
  assert.deepEqual(partsOf(null), [''])
  assert.deepEqual(partsOf(''), ['and r.id = ', ''], 'an empty word is a value')
})

test('no question of the product carries a value that may be null beside what it would be compared with', () => {
  const found = globSync('src/**/*.ts')
    .filter((file) => !file.endsWith('.test.ts'))
    .flatMap((file) =>
      readFileSync(file, 'utf8')
        .split('\n')
        .flatMap((line, n) => (/\}::[a-z]+(\[\])? is null or\b/.test(line) ? [`${file}:${n + 1}`] : [])),
    )
  assert.deepEqual(found, [], 'use given() of src/db/given.ts')
})
