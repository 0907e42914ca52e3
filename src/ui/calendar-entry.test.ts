import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import ICAL from 'ical.js'
import { calendarEntry, type CalendarEntry } from './calendar-entry.ts'

const entry = (over: Partial<CalendarEntry>): CalendarEntry => ({
  id: 'one@stepwell',
  sequence: 0,
  summary: 'Call',
  at: new Date('2026-11-24T16:00:00Z'),
  minutes: 20,
  zone: 'America/New_York',
  cancelled: false,
  made: new Date('2026-11-20T12:00:00Z'),
  lang: 'en',
  ...over,
})

/** Read by another library, with the clock's rules that stand in the file and no others. */
function read(text: string) {
  const calendar = new ICAL.Component(ICAL.parse(text))
  const event = calendar.getFirstSubcomponent('vevent')
  assert.ok(event)
  const zones = calendar.getAllSubcomponents('vtimezone').map((one) => new ICAL.Timezone(one))
  const instant = (name: string): string => {
    const property = event.getFirstProperty(name)
    const time = property?.getFirstValue()
    assert.ok(property && time instanceof ICAL.Time)
    const tzid = property.getFirstParameter('tzid')
    if (tzid) {
      const zone = zones.find((one) => one.tzid === tzid)
      assert.ok(zone, `the rules of ${tzid} are in the file`)
      time.zone = zone
    }
    return time.toJSDate().toISOString()
  }
  return {
    start: instant('dtstart'),
    end: instant('dtend'),
    stamp: instant('dtstamp'),
    value: (name: string) => String(event.getFirstPropertyValue(name)),
    method: String(calendar.getFirstPropertyValue('method')),
    zones: zones.length,
  }
}

describe('An entry for calendars', () => {
  // 2026: the clock of the United States changes on 8 March and on 1 November, at 02:00; Europe's on 29 March and 25 October.
  const table: [string, string, string][] = [
    ['an ordinary day', 'America/New_York', '2026-07-01T14:00:00.000Z'],
    ['the day before the short day', 'America/New_York', '2026-03-07T15:00:00.000Z'],
    ['the last minute before the hour is skipped', 'America/New_York', '2026-03-08T06:40:00.000Z'],
    ['the instant at which it is skipped', 'America/New_York', '2026-03-08T07:00:00.000Z'],
    ['the morning of the short day', 'America/Chicago', '2026-03-08T15:00:00.000Z'],
    ['the first of the hour that comes twice', 'America/New_York', '2026-11-01T05:30:00.000Z'],
    ['the second of the hour that comes twice', 'America/New_York', '2026-11-01T06:30:00.000Z'],
    ['the instant of the change in autumn', 'America/Denver', '2026-11-01T08:00:00.000Z'],
    ['after it', 'America/Los_Angeles', '2026-11-02T18:00:00.000Z'],
    ['a clock that never changes now', 'America/Phoenix', '2026-11-01T16:00:00.000Z'],
    ['a clock that never changed', 'Etc/UTC', '2026-11-01T16:00:00.000Z'],
    ['an island without summer', 'Pacific/Honolulu', '2026-03-08T20:00:00.000Z'],
    ['half an hour off', 'America/St_Johns', '2026-11-01T12:00:00.000Z'],
    ['the other half of the world', 'Australia/Lord_Howe', '2026-10-04T02:00:00.000Z'],
  ]
  for (const [name, zone, at] of table) {
    it(`says the right instant: ${name}`, () => {
      const it = read(calendarEntry(entry({ zone, at: new Date(at) })))
      assert.equal(it.start, at)
      assert.equal(Date.parse(it.end) - Date.parse(it.start), 20 * 60_000)
      assert.equal(it.stamp, '2026-11-20T12:00:00.000Z')
    })
  }

  it('lies across a change: it begins before the clock falls back and ends after', () => {
    const it = read(calendarEntry(entry({ at: new Date('2026-11-01T05:50:00Z'), minutes: 30 })))
    assert.equal(it.start, '2026-11-01T05:50:00.000Z')
    assert.equal(it.end, '2026-11-01T06:20:00.000Z')
  })

  it('is the same entry when it moves or is cancelled, and says no more than it is told', () => {
    const text = calendarEntry(entry({ sequence: 3, cancelled: true }))
    const it = read(text)
    assert.deepEqual(
      [it.method, it.value('status'), it.value('uid'), it.value('sequence'), it.value('summary')],
      ['CANCEL', 'CANCELLED', 'one@stepwell', '3', 'Call'],
    )
    assert.doesNotMatch(text, /LOCATION|DESCRIPTION|ORGANIZER|ATTENDEE|URL/)
    assert.ok(text.split('\r\n').every((line) => line.length <= 75))
    assert.ok(text.endsWith('END:VCALENDAR\r\n'))
  })
})
