import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { isRefusal, type Refusal } from '../../basics/refusal.ts'
import { sampleOru, sampleReportBundle } from './lab-examples.ts'
import { matchReport, type OrderFacts } from './lab-match.ts'
import { type LabReport, type Observed, resultFrom } from './lab-report.ts'
import { readOru } from './oru.ts'
import { readReportBundle } from './report-bundle.ts'

const zone = 'America/New_York'
const maya = { number: 'SWABCD2345', family: 'Alvarez', given: 'Maya', born: '1991-04-17' }
const bytes = (text: string) => new TextEncoder().encode(text)
const read = (text: string | Uint8Array): LabReport[] => {
  const answer = readOru(typeof text === 'string' ? bytes(text) : text, zone)
  if (isRefusal(answer)) assert.fail(answer.because)
  return answer
}
const refusal = (answer: LabReport[] | Refusal): Refusal => (isRefusal(answer) ? answer : assert.fail('It was read.'))

describe('A file of results in HL7 v2', () => {
  it('is read: whose it is, the order, the specimen, and each result', () => {
    const [report] = read(sampleOru(maya))
    assert.equal(report?.orderNumber, maya.number)
    assert.equal(report.labNumber, `H-${maya.number}`)
    assert.deepEqual([report.familyName, report.givenName, report.birthDate], ['Alvarez', 'Maya', '1991-04-17'])
    assert.equal(report.status, 'final')
    assert.equal(report.creatinine, 112)
    assert.equal(report.collectedAt?.toISOString(), '2026-11-20T13:30:00.000Z')
    assert.equal(report.laboratory, 'HUDSON REFERENCE LAB')
    assert.deepEqual(
      report.results.map(({ substance, value, certainty }) => [substance, value, certainty]),
      [
        ['cocaine', 'negative', 'presumptive'],
        ['buprenorphine', 'positive', 'presumptive'],
      ],
    )
  })

  it('is read whatever the line ends, the marks around it, the separators and the letters', () => {
    const whole = sampleOru(maya)
    const plain = JSON.stringify(read(whole))
    for (const same of [
      whole.replaceAll('\r', '\r\n'),
      whole.replaceAll('\r', '\n'),
      `\uFEFF${whole}`,
      `\x0b${whole}\x1c\r`,
      `FHS|^~\\&|LIS\rBHS|^~\\&|LIS\r${whole}BTS|1\rFTS|1\r`,
      whole.replaceAll('|', '#'),
    ])
      assert.equal(JSON.stringify(read(same)), plain)
    assert.equal(
      JSON.stringify(
        read(
          Buffer.from(whole, 'utf16le').length > 0
            ? Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(whole, 'utf16le')])
            : '',
        ),
      ),
      plain,
    )
    const jose = sampleOru({ ...maya, family: 'Giménez', given: 'José' })
    assert.equal(read(Buffer.from(jose, 'latin1'))[0]?.familyName, 'Giménez')
    assert.equal(read(jose)[0]?.familyName, 'Giménez')
    assert.equal(read(sampleOru({ ...maya, family: 'O\\T\\Brien' }))[0]?.familyName, 'O&Brien')
  })

  it('keeps notes with what they speak of, and a second battery with its order', () => {
    const two = `${sampleOru(maya)}NTE|1||Cut-off 5 ng/mL\rOBR|2|${maya.number}|H-${maya.number}|C9^Confirmation by LC-MS/MS^L|||202611200830|||||||||||||||202611211000|||F\rOBX|1|NM|NBUP^Norbuprenorphine^L||212|ng/mL|10|H|||F\r`
    const reports = read(two)
    assert.equal(reports.length, 1)
    assert.equal(reports[0]?.results[1]?.words, 'Cut-off 5 ng/mL')
    assert.deepEqual(
      [
        reports[0]?.results[2]?.substance,
        reports[0]?.results[2]?.certainty,
        reports[0]?.results[2]?.value,
        reports[0]?.results[2]?.amount,
      ],
      ['norbuprenorphine', 'confirmed', 'positive', '212'],
    )
  })

  it('says of each what it is: corrected, preliminary, cancelled; and what says nothing is not final', () => {
    assert.equal(read(sampleOru({ ...maya, status: 'C' }))[0]?.status, 'corrected')
    assert.equal(read(sampleOru({ ...maya, status: 'P' }))[0]?.status, 'preliminary')
    assert.equal(read(sampleOru({ ...maya, status: 'X', results: [] }))[0]?.status, 'cancelled')
    assert.equal(read(sampleOru({ ...maya, status: '', results: [] }))[0]?.status, 'preliminary')
    assert.equal(read(sampleOru({ ...maya, results: ['ST|COC^Cocaine^L||Negative||||||P'] }))[0]?.status, 'preliminary')
  })

  it('reads a thousand results, and refuses more than any panel holds', () => {
    const many = (n: number) =>
      sampleOru({
        ...maya,
        results: Array.from({ length: n }, (_, one) => `ST|T${one}^Test ${one}^L||Negative||||||F`),
      })
    assert.equal(read(many(1000))[0]?.results.length, 1000)
    assert.equal(refusal(readOru(bytes(many(2000)), zone)).refused, 'too-much')
  })

  it('is refused whole when it is cut off: what is missing cannot be told from what was not found', () => {
    const whole = sampleOru(maya)
    const all = bytes(whole)
    for (let end = 0; end < all.length; end += 1) {
      const answer = readOru(all.slice(0, end), zone)
      if (isRefusal(answer)) {
        assert.match(answer.because, /^[A-Z].*\.$/s)
        continue
      }
      // What is read of a cut file ends with whole lines.
      for (const report of answer)
        for (const one of report.results)
          assert.ok(['positive', 'negative'].includes(one.value), `cut at ${end}: ${JSON.stringify(one)}`)
    }
    assert.equal(refusal(readOru(bytes(whole.slice(0, -16)), zone)).refused, 'cut-off')
    assert.equal(refusal(readOru(bytes(`BHS|^~\\&|LIS\r${whole}`), zone)).refused, 'cut-off')
  })

  it('answers anything with one clear sentence', () => {
    for (const [file, code] of [
      ['', 'not-hl7'],
      ['hello', 'not-hl7'],
      ['MSH', 'not-hl7'],
      ['MSH||||||\r', 'not-hl7'],
      ['%PDF-1.4\n1 0 obj', 'not-hl7'],
      [sampleOru(maya).replace('ORU^R01^ORU_R01', 'ADT^A01'), 'not-results'],
      ['MSH|^~\\&|A|B|C|D|20261120||ORU^R01|1|P|2.5\r', 'no-reports'],
      ['MSH|^~\\&|A|B|C|D|20261120||ORU^R01|1|P|2.5\rOBX|1|ST|A^B^L||Neg||||||F\r', 'cut-off'],
      [`${sampleOru(maya)}this is no segment\r`, 'cut-off'],
    ] as const)
      assert.equal(refusal(readOru(bytes(file), zone)).refused, code, file.slice(0, 30))
    const piece = fc.constantFrom(
      'MSH|^~\\&|',
      'PID|',
      'OBR|1|',
      'OBX|1|NM|',
      'NTE|',
      '\r',
      '\n',
      '^',
      '\\',
      '|',
      '~',
      '\\X4142\\',
      '\\.br\\',
      'ORU^R01',
      '9999999',
      '\u0000',
      'é',
      '\ud83d',
    )
    fc.assert(
      fc.property(
        fc.oneof(
          fc.uint8Array({ maxLength: 400 }),
          fc.array(piece, { maxLength: 80 }).map((all) => bytes(all.join(''))),
        ),
        (file) => {
          const answer = readOru(file, zone)
          assert.ok(isRefusal(answer) ? /^[A-Z].*\.$/s.test(answer.because) : answer.length > 0)
        },
      ),
      { numRuns: 2000 },
    )
    const whole = bytes(sampleOru(maya))
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(whole.length - 1), fc.nat(255)), { minLength: 1, maxLength: 12 }),
        (changes) => {
          const torn = Uint8Array.from(whole)
          for (const [place, value] of changes) torn[place] = value
          const answer = readOru(torn, zone)
          assert.ok(isRefusal(answer) || answer.length > 0)
        },
      ),
      { numRuns: 1000 },
    )
  })
})

describe('A result', () => {
  const say = (over: Partial<Observed>) =>
    resultFrom({
      name: 'Cocaine',
      code: '',
      codeSystem: '',
      value: '',
      isNumber: false,
      unit: '',
      range: '',
      flag: '',
      method: '',
      isDone: true,
      words: '',
      ...over,
    })
  it('goes by words, then the flag, then the cut-off; and is never negative by a guess', () => {
    for (const [over, value] of [
      [{ value: 'POSITIVE' }, 'positive'],
      [{ value: 'Presumptive Positive' }, 'positive'],
      [{ value: 'None Detected' }, 'negative'],
      [{ value: 'Negative', flag: 'N' }, 'negative'],
      [{ value: 'Not performed' }, 'not-done'],
      [{ value: 'QNS' }, 'not-done'],
      [{ value: '<50', isNumber: false }, 'negative'],
      [{ value: '212', isNumber: true, range: '10' }, 'positive'],
      [{ value: '8', isNumber: true, range: '<10' }, 'negative'],
      [{ value: '8', isNumber: true, range: 'cutoff: 10 ng/mL' }, 'negative'],
      [{ value: '8', isNumber: true, flag: 'H' }, 'positive'],
      [{ value: '8', isNumber: true }, 'indeterminate'],
      [{ value: 'See comment' }, 'indeterminate'],
      [{ value: '' }, 'indeterminate'],
      [{ value: 'Negative', isDone: false }, 'not-done'],
    ] as const)
      assert.equal(say(over).value, value, JSON.stringify(over))
  })
  it('is confirmed only where the report says how', () => {
    assert.equal(say({ value: 'POSITIVE', method: 'LC-MS/MS' }).certainty, 'confirmed')
    assert.equal(say({ value: 'POSITIVE', method: 'EIA' }).certainty, 'presumptive')
    assert.equal(say({ value: '212', isNumber: true, range: '10' }).certainty, 'presumptive')
  })
})

describe('A FHIR bundle of reports', () => {
  it('is read as the other files are', () => {
    const reports = readReportBundle(sampleReportBundle(maya))
    if (isRefusal(reports)) assert.fail(reports.because)
    const [report] = reports
    assert.deepEqual(
      [report?.orderNumber, report?.familyName, report?.givenName, report?.birthDate],
      [maya.number, 'Alvarez', 'Maya', '1991-04-17'],
    )
    assert.deepEqual(
      report?.results.map(({ substance, value, certainty }) => [substance, value, certainty]),
      [
        ['fentanyl', 'negative', 'confirmed'],
        ['norbuprenorphine', 'positive', 'confirmed'],
      ],
    )
  })
  it('is refused in one sentence when it is cut off, is something else, or points to what is not there', () => {
    const whole = sampleReportBundle(maya)
    for (let end = 0; end < whole.length; end += 7)
      assert.equal(refusal(readReportBundle(whole.slice(0, end))).refused, 'not-a-bundle')
    for (const other of ['[]', '{}', 'null', '{"resourceType":"Bundle"}', '{"resourceType":"Patient"}'])
      assert.equal(refusal(readReportBundle(other)).refused, 'not-a-bundle', other)
    assert.equal(refusal(readReportBundle('{"resourceType":"Bundle","entry":[]}')).refused, 'no-reports')
    assert.equal(refusal(readReportBundle(whole.replace('Observation/a', 'Observation/z'))).refused, 'cut-off')
    fc.assert(fc.property(fc.json(), (text) => isRefusal(readReportBundle(text))))
  })
})

describe('Whose a report is', () => {
  const order: OrderFacts = {
    number: maya.number,
    givenName: 'Maya',
    preferredName: '',
    familyName: 'Alvarez',
    birthDate: '1991-04-17',
    isCollected: true,
    reports: [],
  }
  const report = (over: Partial<LabReport> = {}): LabReport => ({
    ...(read(sampleOru(maya))[0] ?? assert.fail()),
    ...over,
  })
  const why = (over: Partial<LabReport>, on: OrderFacts | null = order) => {
    const match = matchReport(report(over), on)
    return match.matched ? 'matched' : match.because
  }
  it('goes by the number, both names and the birth date together', () => {
    assert.equal(why({}), 'matched')
    assert.equal(why({ familyName: 'ÁLVAREZ', givenName: 'MAYA ROSA' }), 'matched')
    assert.equal(why({ givenName: 'May' }, { ...order, preferredName: 'May' }), 'matched')
    assert.match(why({}, null), /No order here has the number/)
    assert.match(why({ orderNumber: '' }), /names no order/)
    assert.match(why({ birthDate: '1991-04-18' }), /birth date/)
    assert.match(why({ birthDate: null }), /no birth date/)
    assert.match(why({ familyName: 'Alvarado' }), /family name/)
    assert.match(why({ familyName: '' }, { ...order, familyName: '' }), /family name/)
    assert.match(why({ givenName: 'Mayra' }), /given name/)
    assert.match(why({}, { ...order, isCollected: false }), /No specimen/)
  })
  it('corrects what it says it corrects, and is not taken twice', () => {
    const first = { id: 'one', labNumber: `H-${maya.number}`, source: 'hl7-v2' }
    const standing = (status: string) => ({ ...order, reports: [{ ...first, status }] })
    assert.deepEqual(matchReport(report({ status: 'corrected' }), standing('final')), {
      matched: true,
      corrects: 'one',
    })
    assert.deepEqual(matchReport(report(), standing('preliminary')), { matched: true, corrects: 'one' })
    assert.match(why({}, standing('final')), /already/)
    assert.deepEqual(matchReport(report({ labNumber: 'another' }), standing('final')), {
      matched: true,
      corrects: null,
    })
  })
})
