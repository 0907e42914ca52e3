import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { test } from 'node:test'
import { type Notice, noticeOn, notices } from './notice.ts'

const hash = (text: string) => createHash('sha256').update(text).digest('hex')

test('the federal texts are these, to the letter', () => {
  const notice = noticeOn('2026-11-20')
  assert.equal(notice.version, '42-cfr-2.32-2024')
  assert.equal(notice.short, '42 CFR part 2 prohibits unauthorized use or disclosure of these records.')
  assert.equal(notice.text.length, 1325)
  assert.equal(hash(notice.text), 'd82205a18044f9f45776343d91e26d8ddb44bf13e136af169ec73d755facd9a8')
})

test('wording from before 2024 has not slipped in', () => {
  const { text } = noticeOn('2026-11-20')
  assert.doesNotMatch(text, /further disclosure of information in this record|restrict any use of the information to/)
  assert.match(text, /2\.64 or 2\.65/)
})

test('the latest notice that has begun is in force; before the first, the first', () => {
  const [now] = notices
  assert.ok(now)
  const next: Notice = { ...now, version: 'next', from: '2027-01-01' }
  for (const rows of [
    [now, next],
    [next, now],
  ]) {
    assert.equal(noticeOn('2026-12-31', rows).version, now.version)
    assert.equal(noticeOn('2027-01-01', rows).version, 'next')
    assert.equal(noticeOn('2020-01-01', rows).version, now.version)
  }
})
