import assert from 'node:assert/strict'
import test from 'node:test'
import { renderToString } from 'hono/jsx/dom/server'
import { urls } from '../../urls.ts'
import { Alarms } from './alarms.tsx'
import type { SafetyAlarm } from './queries/alarms.ts'

const alarm = (name: string): SafetyAlarm => ({
  id: '00000000-0000-4000-8000-000000000001',
  clientId: '00000000-0000-4000-8000-000000000002',
  name,
  instrument: 'phq-9',
  takenOn: '2026-11-20',
  isImminent: false,
  reasons: [],
  raisedAt: new Date('2026-11-20T15:00:00Z'),
  answeredOn: null,
  ownerId: null,
  owner: null,
  how: null,
  words: null,
  answeredBy: null,
  answeredAt: null,
})

test('where more people alarmed than are named, their number stands above and the way to them below', () => {
  const shown = renderToString(<Alarms alarms={[alarm('Maya Ortiz'), alarm('Jo Lind')]} of={5} />)
  assert.match(shown, /5 people are to be seen before they leave/)
  assert.match(shown, new RegExp(`href="${urls.measuresDue()}">3 more<`))
  assert.doesNotMatch(renderToString(<Alarms alarms={[alarm('Maya Ortiz')]} />), / more</)
})
