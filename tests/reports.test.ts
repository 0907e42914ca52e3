import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { hoursOf, prescribedIn, staysIn } from '../src/clinic/attendance/queries/week.ts'
import { weekOfStay } from '../src/clinic/attendance/week-facts.ts'
import { catalog } from '../src/clinic/reports/catalog.ts'
import { fieldsAt } from '../src/clinic/reports/state-fields.ts'
import { columnsOf } from '../src/clinic/reports/state-record.ts'
import { asPerson } from '../src/db/work.ts'
import { urls } from '../src/urls.ts'
import { castId, lakeside } from './cast.ts'
import { openHouse, type TestHouse, type Visitor } from './knock.ts'
import { rowOf, tablesIn } from './reports-read.ts'
import { lake, laySpring, noon, spring } from './reports-world.ts'

describe('Reports', () => {
  let house: TestHouse
  let sofia: Visitor
  const at = async (report: string, more: Record<string, string> = {}) =>
    tablesIn((await sofia.get(urls.report({ report }, { ...spring, ...more }))).text)
  const namesIn = async (report: string, query: Record<string, string>) => {
    const answer = await sofia.get(urls.reportPeople({ report }, { ...spring, ...query }))
    assert.equal(answer.status, 200, `${report} ${JSON.stringify(query)}`)
    return Object.values(tablesIn(answer.text))
      .flat()
      .map(([name]) => name)
      .toSorted()
  }
  before(async () => {
    house = await openHouse()
    sofia = await house.as('sofia')
    house.setNow(noon)
  })
  after(() => house.close())

  it('stand empty in a clinic that has nobody yet', async () => {
    assert.match((await sofia.get(urls.reports())).text, /0 in care; 0 came and 0 left/)
    for (const { key } of catalog) {
      const page = await sofia.get(urls.report({ report: key }))
      assert.equal(page.status, 200, key)
      assert.doesNotMatch(page.text, /NaN|Infinity|undefined/, key)
      assert.equal((await sofia.get(urls.reportFile({ report: key }))).status, 200, key)
    }
    await laySpring(house)
  })

  it('count who is in care, also on the day that comes every four years and on the last day of a stay', async () => {
    const tables = await at('census')
    assert.deepEqual(rowOf(tables, 'How many are in care?', 'All together'), ['2', '3', '2', '4', '2.9', '174'])
    const days = tables['Day by day'] ?? []
    assert.equal(days.length, 60)
    // Evening first: "=HYPERLINK" stands before "Day".
    assert.deepEqual(rowOf(tables, 'Day by day', '29 Feb 2024'), ['1', '2', '3'])
    assert.deepEqual(rowOf(tables, 'Day by day', '1 Mar 2024'), ['2', '2', '4'])
    assert.deepEqual(rowOf(tables, 'Day by day', '2 Mar 2024'), ['2', '1', '3'])
    assert.deepEqual(await namesIn('census', { show: 'in-care', day: '2024-03-01' }), [
      'Ana Abbot',
      'Ben Brook',
      'Dora Dunn',
      'Eve Ely',
    ])
  })

  it('tell first stays from returns and moves, and discharges by kind', async () => {
    const tables = await at('moves')
    assert.deepEqual(rowOf(tables, 'Who was admitted?', 'Day'), ['3', '1', '0', '4'])
    assert.deepEqual(rowOf(tables, 'Who was admitted?', 'All together'), ['4', '1', '1', '6'])
    assert.deepEqual(rowOf(tables, 'Who left, and how?', 'Day'), ['1', '1', '1', '0', '0', '0', '0', '3'])
    assert.deepEqual(await namesIn('moves', { show: 'in-returned' }), ['Finn Ford'])
    assert.deepEqual(await namesIn('moves', { show: 'in-moved' }), ['Eve Ely'])
    assert.deepEqual(await namesIn('moves', { show: 'out-all-out', of: lake('day') }), [
      '=cmd Cole',
      'Ana Abbot',
      'Finn Ford',
    ])
    // Of one site alone.
    assert.deepEqual(rowOf(await at('moves', { site: lake('Shore') }), 'Who was admitted?', 'Day'), [
      '3',
      '1',
      '0',
      '4',
    ])
  })

  it('count those still in care into the length of stay, and completion of all that ended', async () => {
    const stays = await at('length-of-stay')
    assert.deepEqual(rowOf(stays, 'Of those admitted: how long do they stay?', 'All together'), [
      '6',
      '3',
      '11',
      '30',
      'Not yet known',
    ])
    assert.deepEqual(rowOf(stays, 'Of those who left: how long had they stayed?', 'All together'), [
      '3',
      '10',
      '11',
      '30',
    ])
    const done = await at('completion')
    assert.deepEqual(rowOf(done, 'Of the stays that ended', 'Day').slice(-2), ['33 % (1 of 3)', '6 % to 79 %'])
    assert.deepEqual(rowOf(done, 'Of those admitted in these days', 'All together').slice(0, 2), ['3', '1'])
  })

  it('tell marked, late, missed and called off apart, by the mark that stands', async () => {
    const tables = await at('attendance')
    // There, late, left early, did not attend, excused, not marked, away, group called off, visit called off.
    assert.deepEqual(rowOf(tables, 'Were people there?', 'Day'), [
      '1',
      '1',
      '1',
      '1',
      '1',
      '1',
      '1',
      '2',
      '1',
      '60 % (3 of 5)',
    ])
    assert.deepEqual(rowOf(tables, 'Were people there?', '=HYPERLINK("x")').slice(5, 6), ['1'])
    assert.deepEqual(await namesIn('attendance', { show: 'left-early' }), ['Dora Dunn'])
    assert.deepEqual(await namesIn('attendance', { show: 'away' }), ['Finn Ford'])
    assert.deepEqual(await namesIn('attendance', { show: 'called-off' }), ['Ben Brook', 'Finn Ford'])
    // The Sunday of the clock change alone.
    const sunday = await at('attendance', { from: '2024-03-10', to: '2024-03-10' })
    assert.deepEqual(rowOf(sunday, 'Were people there?', 'Day').slice(0, 6), ['0', '1', '0', '0', '1', '0'])
  })

  it('have the hours of the dose meter', async () => {
    const tables = await at('hours')
    // Whole weeks, of them nothing prescribed, prescribed, delivered, share, met, short, no floor, parts of weeks.
    assert.deepEqual(rowOf(tables, 'Prescribed and delivered', 'Day'), [
      '8',
      '4',
      '12 h',
      '1 h 40',
      '14 %',
      '0',
      '8',
      '0',
      '7',
    ])
    const by = { kind: 'stepwell', id: null, name: 'Tests' } as const
    const week = await asPerson(house.db.pool, lakeside.id, by, noon, async (work) => {
      const [stay] = await staysIn(work, lake('b'), '2024-03-04')
      assert.ok(stay !== undefined)
      const hours = await hoursOf(work, [lake('b')], '2024-03-04')
      const prescribed = (await prescribedIn(work, [stay.id], '2024-03-04')).get(stay.id) ?? []
      return weekOfStay({ ...stay, floor: stay.floor ?? null }, hours, {
        week: '2024-03-04',
        zone: lakeside.timeZone,
        now: noon,
        prescribed,
      })
    })
    assert.deepEqual([week.attendedMinutes, week.prescribedMinutes, week.verdict], [100, 180, 'short'])
    const list = (await sofia.get(urls.reportPeople({ report: 'hours' }, { ...spring, show: 'short' }))).text
    assert.match(list, /1\.7 h attended, 3\.0 h prescribed/)
  })

  it('count notes that nobody signed as longer than all others', async () => {
    const tables = await at('notes')
    assert.deepEqual(rowOf(tables, 'By program', 'Day'), [
      '1',
      '1',
      '1',
      '0',
      '33 % (1 of 3)',
      '30 hours',
      'Not yet known',
    ])
    assert.deepEqual(rowOf(tables, 'By who signs or leads', 'Kim Duong').slice(0, 3), ['1', '1', '1'])
    assert.deepEqual(await namesIn('notes', { show: 'by-overdue', of: castId('kim') }), ['Shore group'])
  })

  it('end a plan’s last day at the clinic’s midnight', async () => {
    const tables = await at('plans')
    // By its day, later, missing, open, stay ended first.
    assert.deepEqual(rowOf(tables, 'First plans', 'Day').slice(0, 5), ['1', '0', '0', '0', '2'])
    assert.deepEqual(rowOf(tables, 'First plans', '=HYPERLINK("x")').slice(0, 5), ['0', '1', '1', '0', '0'])
    assert.deepEqual(await namesIn('plans', { show: 'first-plan-late' }), ['Dora Dunn'])
    assert.deepEqual(await namesIn('plans', { show: 'first-plan-missing' }), ['Eve Ely'])
  })

  it('count measures due by the cadence', async () => {
    const days = { from: '2024-02-29', program: lake('day') }
    const tables = await at('measures', days)
    // Answered, not answered, open, stay ended first.
    assert.deepEqual(rowOf(tables, 'By measure', 'PHQ-9').slice(0, 4), ['2', '0', '1', '1'])
    assert.deepEqual(rowOf(tables, 'By measure', 'GAD-7').slice(0, 4), ['0', '2', '1', '2'])
    assert.deepEqual(await namesIn('measures', { ...days, show: 'of-missed', of: 'gad-7' }), ['Ben Brook', 'Ben Brook'])
  })

  it('say progress three ways, by program, group and clinician, on one page for paper', async () => {
    const tables = await at('outcomes')
    const versions = 'How many made significant progress?'
    assert.deepEqual(rowOf(tables, versions, 'Everyone who began above the cut-off').slice(0, 2), [
      '50 % (1 of 2)',
      '9 % to 91 %',
    ])
    assert.deepEqual(rowOf(tables, versions, 'By the last answer within eight weeks'), [
      '100 % (1 of 1)',
      '21 % to 100 %',
      // Not counted, and why: no first score, began below, no later answer, not to the end.
      '1',
      '0',
      '0',
      '1',
      '0',
    ])
    assert.deepEqual(rowOf(tables, versions, 'The least that is true of everybody').slice(0, 3), [
      '50 % (1 of 2)',
      '9 % to 91 %',
      '0',
    ])
    assert.deepEqual(rowOf(tables, 'By group', 'Shore group').slice(0, 2), ['1', '1'])
    assert.deepEqual(rowOf(tables, 'By clinician', 'Kim Duong').slice(0, 2), ['1', '1'])
    assert.deepEqual(await namesIn('outcomes', { show: 'not-answered' }), ['Eve Ely'])
    assert.deepEqual(await namesIn('outcomes', { show: 'group-began', of: 'Shore group' }), ['Ana Abbot'])
    const paper = (await sofia.get(urls.report({ report: 'outcomes' }, { ...spring, paper: 'yes' }))).text
    for (const words of [
      /There is no comparison group/,
      /1 Feb 2024 to 31 Mar 2024/,
      /as of 12:00/,
      /Printed 1 Apr 2024, 12:00, by Sofia/,
      /Last observation carried forward/,
      /9 % to 91 %/,
      /No score at the beginning/,
    ])
      assert.match(paper, words)
    assert.doesNotMatch(paper, /report\/outcomes\/people|<form method="get" action="\/reports/)
  })

  it('show nothing of few people told apart, on the page, in the file and as a list', async () => {
    const page = await sofia.get(urls.report({ report: 'equity' }, { to: '2024-03-31' }))
    const tables = tablesIn(page.text)
    for (const title of ['By language', 'By who pays', 'By age at admission', 'By track'])
      for (const row of tables[title] ?? []) assert.deepEqual(row.slice(1, 4), ['Too few', 'Too few', 'Too few'], title)
    const file = (await sofia.get(urls.reportFile({ report: 'equity' }, { to: '2024-03-31' }))).text
    assert.match(file, /equity,2023-04-01,2024-03-31.*Spanish,Admitted,suppressed,,,,/)
    assert.doesNotMatch(file, /Admitted,[0-9]/)
    for (const row of ['Spanish', 'English', ''])
      assert.equal(
        (
          await sofia.get(
            urls.reportPeople({ report: 'equity' }, { to: '2024-03-31', show: 'language-admitted', of: row }),
          )
        ).status,
        404,
        row,
      )
  })

  it('go out as a file that opens no formula, and say who took it', async () => {
    const answer = await sofia.get(urls.reportFile({ report: 'moves' }, spring))
    assert.match(answer.headers.get('content-type') ?? '', /text\/csv/)
    assert.match(answer.headers.get('content-disposition') ?? '', /moves-2024-02-01-2024-03-31\.csv/)
    assert.match(answer.text, /"'=HYPERLINK\(""x""\)"/)
    assert.doesNotMatch(answer.text, /,"?=|Abbot|Brook/)
    const { rows } = await house.db.owner.query(
      "select about from trail where verb = 'report.taken' and about ->> 'report' = 'moves' and about ->> 'from' = '2024-02-01' and clinic_id = $1",
      [lakeside.id],
    )
    assert.equal(rows.length, 1)
  })

  it('tell the state what is recorded, say first what is not, and keep whose lines went', async () => {
    const kim = await house.as('kim').catch(() => null)
    const writer = kim ?? sofia
    const episode = lake('b stay')
    assert.equal((await sofia.get(urls.stateDataOf({ episode }))).status, 200)
    assert.equal((await sofia.post(urls.stateDataOf({ episode }), { moment: 'admission' })).status, 422)
    assert.equal(
      (await writer.post(urls.stateDataOf({ episode }), { moment: 'admission', EDUC: '3', VET: '77' })).status,
      303,
    )
    const gaps = await at('state-data')
    assert.deepEqual(rowOf(gaps, 'Admissions: what is not recorded', 'School finished').slice(0, 2), ['3', '4'])
    assert.deepEqual(rowOf(gaps, 'Admissions: what is not recorded', 'Served in the military').slice(0, 2), ['4', '4'])
    assert.deepEqual(await namesIn('state-data', { show: 'admission-EDUC' }), ['=cmd Cole', 'Ana Abbot', 'Finn Ford'])
    const asked = { ...spring, moment: 'admission', recipient: 'State office', ground: 'Agreement 7' }
    const made = await sofia.post(urls.stateFiles(), asked)
    assert.equal(made.status, 200)
    const [head = '', ...lines] = made.text.replace('\ufeff', '').trim().split('\r\n')
    assert.deepEqual(head.split(','), columnsOf('admission'))
    assert.equal(lines.length, 4)
    const ofB = lines.find((line) => line.startsWith('71,'))?.split(',') ?? []
    assert.equal(ofB[columnsOf('admission').indexOf('EDUC')], '3')
    assert.equal(ofB.filter((cell) => cell === '-9').length, fieldsAt('admission').length - 1 + 1)
    assert.doesNotMatch(made.text, /Brook|Abbot/)
    const { rows } = await house.db.owner.query<{ ids: string[] }>(
      "select client_ids as ids from trail where verb = 'state-file.made'",
    )
    assert.deepEqual(rows[0]?.ids.toSorted(), ['a', 'b', 'c', 'f'].map(lake).toSorted())
    const left = await sofia.post(urls.stateFiles(), { ...asked, moment: 'discharge' })
    const ofA =
      left.text
        .split('\r\n')
        .find((line) => line.startsWith('70,'))
        ?.split(',') ?? []
    assert.equal(ofA[columnsOf('discharge').indexOf('LOS')], '30')
    assert.equal(ofA[columnsOf('discharge').indexOf('REASON')], '1')
    // Without an agency nothing leaves.
    assert.equal((await sofia.post(urls.stateFiles(), { ...asked, recipient: '' })).status, 303)
  })

  it('are counts without names for who bills and administers, and closed where treatment begins', async () => {
    house.setNow(null)
    const names = /Alvarez|Jankowski|Wanjiru|Giménez|Whitfield/
    for (const [key, open] of [
      ['ben', true],
      ['ada', true],
      ['lee', false],
      ['priya', false],
    ] as const) {
      const visitor = await house.as(key)
      assert.equal(/href="\/reports"/.test((await visitor.get(urls.today())).text), open, key)
      for (const { key: report, verb } of catalog) {
        const page = await visitor.get(urls.report({ report }))
        assert.equal(page.status, open && verb === 'report.count' ? 200 : 403, `${key} ${report}`)
        assert.doesNotMatch(page.text, names)
        assert.doesNotMatch(page.text, /\/people\?/)
        assert.equal((await visitor.get(urls.reportPeople({ report }))).status, 403, `${key} ${report}`)
        assert.equal((await visitor.get(urls.reportFile({ report }))).status, page.status)
      }
      assert.equal(
        (await visitor.post(urls.stateFiles(), { moment: 'admission', recipient: 'x', ground: 'y' })).status,
        403,
      )
    }
    const noor = await house.as('noor')
    assert.equal((await noor.get(urls.report({ report: 'outcomes' }))).status, 403)
    assert.equal((await noor.get(urls.report({ report: 'notes' }))).status, 200)
  })

  it('write down whose names a list showed, and hold nobody of another clinic', async () => {
    const dana = await house.as('dana')
    assert.match((await dana.get(urls.reportPeople({ report: 'census' }))).text, /Alvarez/)
    await house.looksWritten()
    const { rows } = await house.db.owner.query<{ ids: string[] }>(
      "select client_ids as ids from trail where verb = 'looked' and about ->> 'screen' = 'report: census' order by at desc limit 1",
    )
    assert.ok(rows[0]?.ids.includes(castId('maya')))
    for (const { key } of catalog) {
      const page = await dana.get(urls.report({ report: key }, spring))
      assert.doesNotMatch(page.text, /HYPERLINK|Kim Duong|Shore/, key)
      const list = await dana.get(urls.reportPeople({ report: key }, { ...spring, of: lake('day') }))
      assert.doesNotMatch(list.text, /Abbot|Brook|Dunn/, key)
    }
    assert.equal((await dana.get(urls.stateDataOf({ episode: lake('b stay') }))).status, 404)
    assert.equal(
      (await dana.post(urls.stateDataOf({ episode: lake('b stay') }), { moment: 'admission', EDUC: '1' })).status,
      404,
    )
  })

  it('take any address that somebody may type', async () => {
    const dana = await house.as('dana')
    assert.equal((await dana.get('/reports/nothing')).status, 404)
    assert.equal((await dana.get('/reports/__proto__')).status, 404)
    for (const bad of ['9999-12-31', '0001-01-01', '2026-02-30', '\0', "'; drop", '__proto__', 'constructor'])
      for (const { key } of catalog) {
        const query = { from: bad, to: bad, program: bad, site: bad, day: bad, of: bad, paper: bad }
        assert.equal((await dana.get(urls.report({ report: key }, query))).status, 200, `${key} ${bad}`)
        assert.ok(
          [200, 404].includes((await dana.get(urls.reportPeople({ report: key }, { ...query, show: bad }))).status),
        )
        assert.ok([200, 404].includes((await dana.get(urls.reportPeople({ report: key }, query))).status))
      }
  })
})
