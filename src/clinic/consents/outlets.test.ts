import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { describe, it } from 'node:test'

// Every place through which something can leave this house, by what it takes to leave: a paper, a bundle, a download, a
// message to another computer, a row of the accounting. Each either asks `mayTell` and writes the accounting, or stands here
// with the reason why nothing of a client goes to somebody else through it. A new outlet is in neither list: decide, then add.

const files = globSync('src/**/*.{ts,tsx}').filter((file) => !/\.(test|browser|d)\.tsx?$/.test(file))
const texts = new Map(files.map((file) => [file, readFileSync(file, 'utf8')]))

/** What it looks like when something leaves. */
const leaving: readonly { name: string; sign: RegExp }[] = [
  { name: 'a paper', sign: /\bmakePdf\(/ },
  { name: 'a bundle', sign: /resourceType: 'Bundle'/ },
  { name: 'a download', sign: /'content-disposition'|text\/(csv|calendar)|application\/fhir\+json;/ },
  { name: 'an answer that is no page', sign: /\bc\.(body|json|text)\((?!null)|new Response\(/ },
  { name: 'another computer', sign: /from '[./]+outside\// },
  { name: 'a row of the accounting', sign: /insertInto\('disclosure'\)|\brecordTelling\(/ },
]

/** These ask the one function and write the accounting; what goes out carries the notice. Each word has to stand in the file. */
const asks: Record<string, RegExp[]> = {
  'src/telling.ts': [/\bmayTell\(/, /\brecordTelling\(/],
  'src/fhir/server.ts': [/telling\.mayTell\(/, /telling\.recordTelling\(/, /notice\.text/],
  'src/clinic/placement/actions/packet.ts': [/\bmayTell\(/, /\brecordTelling\(/, /basisOf\(/, /\brecord\(work/],
  'src/clinic/consents/actions/callers.ts': [/\bmayTell\(/, /\brecordTelling\(/, /saidRefusal\(/],
  'src/clinic/notes/actions/held-apart.ts': [/\bmayTell\(/, /\brecordTelling\(/],
  'src/clinic/consents/actions.ts': [/export async function mayTell/, /noticeVersion/],
}

/** Nothing of a client goes to somebody else through these, each for its own reason. */
const harmless: Record<string, string> = {
  'src/ui/pdf/document.ts': 'Draws what it is given; who makes a paper answers for it.',
  'src/clinic/consents/actions/accounting.ts': 'The client’s own accounting, handed to the client.',
  'src/clinic/coverage/actions/estimate-paper.ts': 'The client’s own estimate of costs, handed to the client.',
  'src/clinic/packs/actions/signed-pdf.ts': 'The client’s own signed paper, kept and handed to who signed it.',
  'src/clinic/packs/portal/papers.tsx': 'The copy for whoever signed, by their own link and second factor.',
  'src/clinic/placement/fhir/packet.ts':
    'Pure: writes the bundle that actions/packet.ts asked leave for; it carries notice and consent.',
  'src/clinic/placement/pages/packet.tsx': 'Staff fetch a packet as it was made and accounted for, under the trail.',
  'src/clinic/files/pages.tsx':
    'Staff open a kept file, under the trail; a packet among them was accounted for when it was made.',
  'src/clinic/files/actions/rescan.ts':
    'The scanner on the clinic’s own machine: loopback or the clinic’s own host, no recipient.',
  'src/clinic/calls/public/mine.tsx': 'The caller’s own calendar entry, by their own link.',
  'src/clinic/chart/portal/feed.ts':
    'The client’s own hours, by the calendar’s own key, with titles that name nothing unless the client chose so.',
  'src/clinic/inquiries/bundle-example.ts': 'An invented example that comes in.',
  'src/clinic/medical/lab-examples.ts': 'An invented example that comes in.',
  'src/clinic/medical/pages/overview.tsx': 'Says whether a source of interactions is plugged in.',
  'src/clinic/medical/actions/medications.ts':
    'Asks a plugged-in source, from data it has loaded, about names of medicines alone; Stepwell ships none.',
  'src/clinic/reports/pages/file.ts':
    'A director’s, coordinator’s or biller’s own file of counts: no name and no number of anybody; who took it stands in the trail.',
  'src/clinic/reports/pages/state-files.tsx':
    'The state’s required report (TEDS, clinical.md §8.1), asked for by a director with agency and ground (42 CFR 2.53, §4.4 [K]): no names, and actions/files.ts keeps whose lines went in `state_file`, which each one’s accounting reads as a basis of its own, and in each one’s trail. `disclosure` is of consents alone.',
  'src/clinic/attendance/fhir/video-events.ts':
    'Tells a system that brings video events how many rows arrived; not whether a number is a client’s here.',
  'src/app.ts': 'Style, script and drawings of the house itself.',
  'src/ops.ts': 'Health and counts for who runs the machine; no client, no name.',
  'src/web/visitor-gate.tsx': 'The page of a busy hour: the same for every visitor.',
  'src/clinic/access/sign-in-page.tsx': 'Says to a page that saves by itself that its session is over.',
  'src/clinic/inquiries/pages/upload.tsx': 'Reads what comes in.',
  'src/web/uploads.ts': 'Reads what comes in, and asks the scanner.',
  'src/settings.ts': 'Names the scanner.',
  'src/server.ts': 'Sets the scanner.',
}

const outlets = [...texts].flatMap(([file, text]) => {
  const names = leaving.filter(({ sign }) => sign.test(text)).map(({ name }) => name)
  return names.length === 0 || file.startsWith('src/outside/') ? [] : [{ file, names }]
})

describe('What can leave this house', () => {
  it('is known, each place of it', () => {
    assert.deepEqual(
      outlets
        .filter(({ file }) => !(file in asks) && !(file in harmless))
        .map(({ file, names }) => `${file}: ${names.join(', ')}`),
      [],
      'a new way out: let it ask mayTell and write the accounting, or say here why nothing of a client leaves by it',
    )
  })

  it('has no list of places that are gone', () => {
    const known = outlets.map(({ file }) => file)
    assert.deepEqual(
      [...Object.keys(asks), ...Object.keys(harmless)].filter((file) => !known.includes(file)),
      [],
    )
  })

  for (const [file, needed] of Object.entries(asks))
    it(`asks before it tells, and writes it down: ${file}`, () => {
      for (const word of needed) assert.match(texts.get(file) ?? '', word)
    })

  it('has one writer of the accounting, and nobody decides by hand', () => {
    const writers = [...texts].filter(
      ([file, text]) => /insertInto\('disclosure'\)/.test(text) && !file.startsWith('src/demo/'),
    )
    assert.deepEqual(
      writers.map(([file]) => file),
      ['src/clinic/consents/actions.ts'],
    )
    // `decideTelling` may be shown on a screen; what leaves asks `mayTell`, which also makes revocations wait.
    const decides = [...texts].filter(([, text]) => /\bdecideTelling\(/.test(text)).map(([file]) => file)
    assert.deepEqual(decides.toSorted(), [
      'src/clinic/consents/actions.ts',
      'src/clinic/consents/telling.ts',
      'src/clinic/consents/whom.ts',
      'src/clinic/placement/queries/packet.ts',
    ])
  })

  it('sends the packet with the notice and the consent, on paper and as a bundle', () => {
    for (const file of ['src/clinic/placement/packet-paper.ts', 'src/clinic/placement/fhir/packet.ts']) {
      const text = texts.get(file) ?? ''
      assert.match(text, /notice/, file)
      assert.match(text, /basis/, file)
    }
  })
})
