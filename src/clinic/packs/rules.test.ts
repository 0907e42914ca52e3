import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { isRefusal } from '../../basics/refusal.ts'
import { defaultAuthority } from '../consents/authority.ts'
import { consentDocumentOf } from './consent-of.ts'
import { blanksFor, filledPaper, paragraphsOf } from './filling.ts'
import { readMarkup, writeMarkup } from './markup.ts'
import { paperKinds, papers } from './paper.ts'
import {
  authorityWords,
  type ClientFor,
  defaultPack,
  defaultPolicy,
  isComplete,
  nextPaper,
  packOn,
  packProblem,
  papersFor,
  paperStanding,
  policyOn,
  proofOf,
  type SignerDraft,
  signerProblem,
  signersOf,
} from './rules.ts'
import {
  defaultWordings,
  type NewWording,
  tongues,
  versionsOf,
  wordingFrom,
  wordingOn,
  wordingProblem,
} from './wordings.ts'

const today = '2026-11-22'
const blanks = blanksFor({
  client: 'Maya Alvarez',
  signer: 'Maya Alvarez',
  clinic: 'Riverbend',
  program: 'Evening program',
  floor: { minutesPerWeek: 540, daysPerWeek: 3 },
  crisisPhone: '',
  phone: '555-0100',
  email: '',
  contact: { name: 'Rosa Alvarez', relationship: 'mother', phone: '555-0101' },
})

describe('the wordings that ship', () => {
  for (const kind of paperKinds)
    it(`${kind}: there in both languages, with the same parts and blanks, those that the rule wants among them`, () => {
      const shapes = tongues.map((tongue) => {
        const wording = wordingOn(kind, tongue, today)
        assert.ok(wording, `${kind} ${tongue}`)
        assert.deepEqual(
          papers[kind].mustUse.filter((blank) => !wording.blanks.includes(blank)),
          [],
        )
        const paper = filledPaper(wording, blanks)
        assert.ok(!isRefusal(paper), JSON.stringify(paper))
        assert.doesNotMatch(paper.text, /[{}]|undefined/)
        assert.deepEqual(paragraphsOf(paper.text), [...paper.filled.paragraphs])
        return wording.paragraphs.map((one) => one.kind)
      })
      assert.deepEqual(shapes[0], shapes[1])
    })
  it('say no English in Spanish but the names of laws, agencies and addresses', () => {
    for (const kind of paperKinds) {
      const wording = wordingOn(kind, 'es', today)
      assert.ok(wording)
      const paper = filledPaper(wording, blanks)
      assert.ok(!isRefusal(paper))
      const text = paper.text.replaceAll(/Office for Civil Rights|Independence Avenue SW|Evening program/g, '')
      assert.doesNotMatch(text, /\b(the|and|you|your|with|this|sign|care|of)\b/i, kind)
    }
  })
  it('of the notice hold the header of 45 CFR 164.520 and the proceedings of 42 CFR 2.22', () => {
    const wording = wordingOn('privacy-notice', 'en', today)
    const text = wording?.paragraphs.map((one) => one.text).join('\n') ?? ''
    for (const words of [
      /how health information about you may be used and disclosed/,
      /how to file a complaint concerning a violation/,
      /right to a copy of this notice, in paper or electronic form/,
      /civil, criminal, administrative, or legislative proceedings against you/,
      /one consent for all future uses/,
      /clear chance to say no/,
      /breach/,
      /Secretary of the U\.S\. Department of Health and Human Services/,
    ])
      assert.match(text, words)
  })
  it('of the emergency contact name one person, end with the care, and are for nothing else', () => {
    const wording = wordingOn('emergency-contact', 'es', today)
    assert.ok(wording)
    const consent = consentDocumentOf(wording, blanks)
    assert.deepEqual(consent?.recipients, [{ kind: 'person', name: 'Rosa Alvarez' }])
    assert.deepEqual(consent?.purposes, ['family'])
    const paper = filledPaper(wording, blanks)
    assert.ok(!isRefusal(paper))
    assert.match(paper.text, /termina cuando acabe su atención en Riverbend\./)
  })
  it('that are no consent write none', () => {
    for (const kind of ['privacy-notice', 'group-agreement', 'telehealth', 'financial'] as const) {
      const wording = wordingOn(kind, 'en', today)
      assert.ok(wording)
      assert.equal(consentDocumentOf(wording, blanks), null)
    }
  })
})

describe('the small markup', () => {
  it('reads headings, lists and paragraphs, and writes them again', () => {
    const text = '# One\n\nA line\nthat runs on.\n\n- first\n- second\n\nEnd {clinic}.'
    const read = readMarkup(text, ['clinic'])
    assert.ok(!isRefusal(read))
    assert.deepEqual(
      read.map(({ kind, text: words }) => `${kind}: ${words}`),
      ['heading: One', 'text: A line that runs on.', 'item: first', 'item: second', 'text: End {clinic}.'],
    )
    assert.deepEqual(readMarkup(writeMarkup(read), ['clinic']), read)
  })
  it('every default goes through it and comes back', () => {
    for (const wording of defaultWordings)
      assert.deepEqual(readMarkup(writeMarkup(wording.paragraphs), papers[wording.kind].blanks), [
        ...wording.paragraphs,
      ])
  })
  for (const [text, code] of [
    ['', 'no-words'],
    ['   \n\n', 'no-words'],
    ['# Only this', 'only-headings'],
    ['{client} agrees', 'begins-with-blank'],
    ['# {client}\n\nx', 'begins-with-blank'],
    ['Hello {nobody}', 'unknown-blank'],
    ['x'.repeat(60_001), 'words-too-long'],
  ] as const)
    it(`refuses ${code}`, () => {
      const answer = readMarkup(text, ['client'])
      assert.equal(isRefusal(answer) && answer.refused, code)
    })
  it('keeps what looks like HTML as text, and drops hidden direction marks', () => {
    const read = readMarkup('<script>alert(1)</script> \u202eevil', [])
    assert.ok(!isRefusal(read))
    assert.equal(read[0]?.text, '<script>alert(1)</script> evil')
  })
})

describe('publishing a wording', () => {
  const texts = { en: { title: 'T', words: 'Hello {signer}.' }, es: { title: 'T', words: 'Hola, {signer}.' } }
  const wording: NewWording = { kind: 'group-agreement', from: today, statements: [], texts }
  const refused = (change: Partial<NewWording>) => wordingProblem({ ...wording, ...change }, today)?.refused ?? null
  it('takes both languages from today on', () => assert.equal(refused({}), null))
  it('says plainly which language is missing', () => {
    assert.match(
      wordingProblem({ ...wording, texts: { ...texts, es: { title: '', words: '' } } }, today)?.because ?? '',
      /Spanish/,
    )
    assert.equal(refused({ texts: { ...texts, en: { title: 'T', words: ' ' } } }), 'language-missing')
  })
  it('refuses the past, a lost blank, an unknown one', () => {
    assert.equal(refused({ from: '2026-11-21' }), 'starts-in-the-past')
    assert.equal(refused({ texts: { ...texts, es: { title: 'T', words: 'Hola.' } } }), 'blank-missing')
    assert.equal(refused({ texts: { ...texts, es: { title: 'T', words: 'Hola {x} {signer}.' } } }), 'unknown-blank')
  })
  it('refuses a consent that does not say what the rule asks', () => {
    const answer = wordingProblem({ ...wording, kind: 'tpo', statements: ['right-to-revoke'] }, today)
    assert.equal(answer?.refused, 'statements-missing')
    assert.equal(answer.details?.length, papers.tpo.mustSay.length - 1)
  })
  it('stands from its day on; the default before it, and every version stays', () => {
    const rows = [1, 2].flatMap((version) =>
      tongues.flatMap((language) =>
        wordingFrom({
          kind: 'tpo',
          version,
          language,
          title: `V${version}`,
          words: 'Hello {client} {clinic}.',
          statements: [],
          effectiveFrom: version === 1 ? '2026-12-01' : '2027-01-01',
        }),
      ),
    )
    assert.equal(wordingOn('tpo', 'en', today, rows)?.by, 'stepwell')
    assert.equal(wordingOn('tpo', 'es', '2026-12-05', rows)?.title, 'V1')
    assert.equal(wordingOn('tpo', 'en', '2027-02-01', rows)?.version, '2')
    assert.deepEqual(
      versionsOf('tpo', 'en', rows).map(({ id, version }) => `${id} ${version}`),
      ['clinic-tpo 2', 'clinic-tpo 1', 'stepwell-tpo 1'],
    )
  })
  it('a clinic’s own words cannot widen what may be told', () => {
    const [own] = wordingFrom({
      kind: 'tpo',
      version: 1,
      language: 'en',
      title: 'x',
      words: 'Everyone.',
      statements: [],
      effectiveFrom: today,
    })
    assert.ok(own)
    assert.deepEqual(consentDocumentOf(own, blanks)?.purposes, ['treatment', 'payment', 'operations'])
    assert.deepEqual(consentDocumentOf(own, blanks)?.statements, [])
  })
})

describe('a pack', () => {
  it('by default asks for treatment first, and for video where the track is by video', () => {
    for (const track of ['day', 'evening', 'virtual']) {
      assert.equal(packProblem(defaultPack(track), today, today), null)
      assert.equal(
        defaultPack(track).some(({ kind }) => kind === 'telehealth'),
        track === 'virtual',
      )
    }
  })
  for (const kind of ['tpo', 'privacy-notice', 'emergency-contact'] as const)
    it(`never makes ${kind} a condition of care`, () => {
      const items = defaultPack('day').map((item) => (item.kind === kind ? { ...item, required: true } : item))
      const answer = packProblem(items, today, today)
      assert.equal(answer?.refused, 'never-required')
      assert.match(answer.because, /CFR/)
    })
  it('has the consent to treatment, each paper once, and no day in the past', () => {
    const pack = defaultPack('day')
    assert.equal(packProblem(pack.slice(1), today, today)?.refused, 'no-treatment-consent')
    assert.equal(packProblem([{ kind: 'treatment', required: false }], today, today)?.refused, 'no-treatment-consent')
    assert.equal(packProblem([...pack, ...pack.slice(0, 1)], today, today)?.refused, 'twice')
    assert.equal(packProblem(pack, '2026-11-21', today)?.refused, 'starts-in-the-past')
    assert.equal(packProblem(pack, '2026-02-30', today)?.refused, 'no-day')
  })
  it('stands from its day on; of two from one day the later set', () => {
    const row = (from: string, hour: number, required: boolean) => ({
      from,
      setAt: new Date(Date.UTC(2026, 10, 1, hour)),
      items: [{ kind: 'treatment' as const, required }],
    })
    const rows = [row('2026-11-10', 1, true), row('2026-11-10', 2, false), row('2026-12-01', 3, true)]
    assert.equal(packOn(rows, '2026-11-09', 'day').length, defaultPack('day').length)
    assert.equal(packOn(rows, '2026-11-10', 'day')[0]?.required, false)
    assert.equal(packOn(rows, '2026-12-01', 'day')[0]?.required, true)
  })
})

describe('who signs', () => {
  const child = (age: number, state: string, service: ClientFor['service'] = 'substance-use'): ClientFor => ({
    born: `${2026 - age}-01-01`,
    state,
    service,
  })
  const parent: SignerDraft = {
    name: 'Rosa Alvarez',
    born: '1980-01-01',
    capacity: 'guardian',
    authorityKind: 'parent',
    evidence: 'Birth certificate, seen today',
  }
  const refused = (change: Partial<SignerDraft>, client: ClientFor) =>
    signerProblem({ ...parent, ...change }, client, today)?.refused ?? null

  it('an adult alone; a guardian of an adult is refused, a representative with a proxy is not', () => {
    assert.deepEqual(signersOf('treatment', child(30, 'NY'), today), ['client'])
    assert.equal(refused({}, child(30, 'NY')), 'adult-signs')
    assert.equal(refused({ capacity: 'representative', authorityKind: 'health-care-proxy' }, child(30, 'NY')), null)
    assert.equal(refused({ capacity: 'representative', authorityKind: 'parent' }, child(30, 'NY')), 'no-authority')
  })
  for (const { state, service, fromAge, condition, citation } of defaultAuthority)
    it(`${state}, ${service}, from ${fromAge}: ${condition === null ? 'the minor alone, and no parent is told' : 'both, until the condition is found'}`, () => {
      const minor = child(fromAge, state, service)
      if (condition === null) {
        assert.deepEqual(signersOf('tpo', minor, today), ['client'])
        assert.match(signerProblem(parent, minor, today)?.because ?? '', new RegExp(`${citation.slice(0, 8)}.*2\\.14`))
        assert.deepEqual(papersFor(defaultPack('day'), 'guardian', minor, today), [])
      } else {
        assert.deepEqual(signersOf('tpo', minor, today), ['client', 'guardian'])
        assert.equal(signerProblem(parent, minor, today), null)
      }
      assert.deepEqual(signersOf('tpo', child(fromAge - 1, state, service), today), ['client', 'guardian'])
    })
  it('both, where no state’s rule is known: every paper goes to each', () => {
    const minor = child(15, 'OH')
    const kinds = defaultPack('day').map(({ kind }) => kind)
    for (const capacity of ['client', 'guardian'] as const)
      assert.deepEqual(
        papersFor(defaultPack('day'), capacity, minor, today).map(({ kind }) => kind),
        kinds,
      )
    assert.equal(refused({}, minor), null)
    assert.equal(
      refused({ capacity: 'representative', authorityKind: 'health-care-proxy' }, minor),
      'minor-has-guardian',
    )
  })
  it('a guardian without a kind of authority, without evidence, without age is refused', () => {
    const minor = child(15, 'OH')
    assert.equal(refused({ authorityKind: '' }, minor), 'no-authority')
    assert.equal(refused({ authorityKind: 'health-care-proxy' }, minor), 'no-authority')
    assert.equal(refused({ evidence: ' - ' }, minor), 'no-evidence')
    assert.equal(refused({ born: '2010-01-01' }, minor), 'too-young')
    assert.equal(refused({ born: '2026-13-01' }, minor), 'not-born')
    assert.equal(refused({ name: '?' }, minor), 'no-name')
  })
  it('is said in the signer’s language', () => {
    assert.equal(authorityWords('parent', 'acta', 'es'), 'Madre o padre (acta)')
    assert.equal(authorityWords('toString', 'x'), '')
  })
})

describe('a paper of a client', () => {
  const at = (hour: number) => new Date(Date.UTC(2026, 10, 20, hour))
  const item = { kind: 'financial' as const, required: true }
  const signed = (capacity: string, hour: number, version = 'stepwell-financial 1') => ({
    kind: 'financial',
    capacity,
    version,
    at: at(hour),
  })
  const stand = (
    needed: ('client' | 'guardian')[],
    yes: ReturnType<typeof signed>[],
    no: ReturnType<typeof signed>[] = [],
    consent: boolean | null = null,
  ) => paperStanding(item, needed, yes, no, 'stepwell-financial 1', consent)
  it('is missing, then signed, or signed in an earlier version', () => {
    assert.equal(stand(['client'], []).state, 'missing')
    assert.equal(stand(['client'], [signed('client', 1)]).state, 'signed')
    assert.equal(stand(['client'], [signed('client', 1, 'clinic-financial 3')]).state, 'older')
    assert.equal(stand(['client'], [signed('representative', 1)]).state, 'signed')
  })
  it('waits for the second signer', () => {
    const one = stand(['client', 'guardian'], [signed('guardian', 1)])
    assert.deepEqual([one.state, one.waitsFor], ['missing', ['client']])
    assert.deepEqual(stand(['client', 'guardian'], [signed('representative', 1)]).waitsFor, ['client', 'guardian'])
  })
  it('declined after it was signed counts as declined; signed after a refusal as signed', () => {
    assert.equal(stand(['client'], [signed('client', 1)], [signed('client', 2)]).state, 'declined')
    assert.equal(stand(['client'], [signed('client', 3)], [signed('client', 2)]).state, 'signed')
  })
  it('that is a consent follows the consent: taken back is missing, whatever was signed', () => {
    assert.equal(stand(['client'], [signed('client', 1)], [], false).state, 'missing')
    assert.equal(stand(['client'], [], [], true).state, 'signed')
  })
  it('makes the pack complete when the required are signed and the others settled', () => {
    const now = (state: 'signed' | 'declined' | 'missing', required: boolean) => ({
      ...item,
      required,
      state,
      waitsFor: [],
      at: null,
    })
    assert.ok(isComplete([now('signed', true), now('declined', false)]))
    assert.ok(!isComplete([now('declined', true)]))
    assert.ok(!isComplete([now('missing', false)]))
  })
})

describe('a link', () => {
  it('lasts as the newest policy says whose day has come', () => {
    const own = { linkHours: 24, visitMinutes: 30, copyMinutes: 10, from: '2026-11-01', source: 'x' }
    assert.equal(policyOn([], today), defaultPolicy)
    assert.equal(policyOn([own], today).linkHours, 24)
    assert.equal(policyOn([{ ...own, from: '2027-01-01' }], today).linkHours, 72)
  })
  it('opens to one secret of two parts', () => {
    assert.equal(proofOf('1991-04-17', '123 456'), proofOf('1991-04-17', '123456'))
    assert.notEqual(proofOf('1991-04-17', '123456'), proofOf('1991-04-18', '123456'))
  })
  it('goes on with the first paper that has no answer', () => {
    const pack = defaultPack('day')
    assert.equal(nextPaper(pack, [])?.kind, 'treatment')
    assert.equal(nextPaper(pack, ['treatment', 'tpo'])?.kind, 'privacy-notice')
    assert.equal(nextPaper(pack, [...paperKinds]), null)
  })
})
