import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { settingsFrom } from './settings.ts'

describe('Settings', () => {
  it('has a default for everything', () => {
    assert.deepEqual(settingsFrom({}, '/srv/stepwell'), {
      port: 3000,
      host: '127.0.0.1',
      dataDir: '/srv/stepwell/data',
      databaseUrl: null,
      baseUrl: 'http://localhost:3000',
      trustedProxies: 0,
      metricsToken: null,
      fileKeys: [],
      scanner: null,
    })
  })
  const wrong: [Record<string, string>, RegExp][] = [
    [{ PORT: 'eighty' }, /PORT must be a number/],
    [{ PORT: '70000' }, /PORT must be from 1 to 65535/],
    [{ DATABASE_URL: 'mysql://x' }, /DATABASE_URL must begin with postgres/],
    [{ BASE_URL: 'stepwell' }, /BASE_URL must be the whole address/],
    [{ BASE_URL: 'http://stepwell.example.org' }, /over https only/],
    [{ HOST: '0.0.0.0' }, /over https only/],
    [{ FILE_KEY: 'short' }, /FILE_KEY must be 32 bytes/],
    [{ CLAMAV: 'scanner.example.org:3310' }, /CLAMAV must be where clamd listens on this machine/],
    [{ METRICS_TOKEN: 'short' }, /METRICS_TOKEN must have at least 16/],
  ]
  for (const [env, sentence] of wrong) {
    it(`says what is wrong with ${JSON.stringify(env)}`, () => {
      const read = settingsFrom(env, '/srv')
      assert.ok('problems' in read)
      assert.match(read.problems.join(' '), sentence)
    })
  }
  it('takes several file keys, the newest first, and a scanner of this machine', () => {
    const [one, two] = [Buffer.alloc(32, 1).toString('base64'), Buffer.alloc(32, 2).toString('base64')]
    const read = settingsFrom({ FILE_KEY: `${one}, ${two}`, CLAMAV: '127.0.0.1:3310' }, '/srv')
    assert.ok(!('problems' in read))
    assert.deepEqual(read.fileKeys, [one, two])
    assert.deepEqual(read.scanner, { host: '127.0.0.1', port: 3310 })
    const socket = settingsFrom({ CLAMAV: '/run/clamav/clamd.ctl' }, '/srv')
    assert.ok(!('problems' in socket))
    assert.deepEqual(socket.scanner, { path: '/run/clamav/clamd.ctl' })
  })
  it('takes an empty setting as left out', () =>
    assert.ok(!('problems' in settingsFrom({ PORT: '', DATABASE_URL: '' }, '/srv'))))
})
