import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { fileKeysFrom, isFileKey, keysMissing, knownKeyIds, setFileKeys } from './sealing.ts'

const key = (n: number): string => Buffer.alloc(32, n).toString('base64')

describe('The key for files', () => {
  it('is made once beside the embedded database, for its owner alone, and found again', () => {
    const folder = mkdtempSync(join(tmpdir(), 'keys-'))
    try {
      const made = fileKeysFrom([], folder, true)
      assert.ok(Array.isArray(made) && made.length === 1 && made.every(isFileKey))
      assert.equal(statSync(join(folder, 'secrets', 'file-key')).mode & 0o777, 0o600)
      assert.deepEqual(fileKeysFrom([], folder, true), made)
      writeFileSync(join(folder, 'secrets', 'file-key'), 'torn')
      assert.throws(() => fileKeysFrom([], folder, true), /does not hold a key/)
    } finally {
      rmSync(folder, { recursive: true })
    }
  })
  it('is asked for, with a way to make it, where the database is somebody’s own', () => {
    const answer = fileKeysFrom([], '/nowhere', false)
    assert.ok('missing' in answer)
    assert.match(answer.missing, /FILE_KEY is not set.*randomBytes/)
    assert.deepEqual(fileKeysFrom([key(1)], '/nowhere', false), [key(1)])
  })
  it('that sealed something and is not here is named', () => {
    setFileKeys([key(1), key(2)])
    const [one = '', two = ''] = knownKeyIds()
    assert.equal(keysMissing([one, two]), null)
    setFileKeys([key(1)])
    assert.match(keysMissing([one, two]) ?? '', new RegExp(`a key that is not here \\(${two}\\)`))
    setFileKeys([])
  })
})
