import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { inflateSync } from 'node:zlib'
import { readPdf } from '../../../tests/pdf.ts'
import { sha256 } from '../../basics/ids.ts'
import { makePdf, type Paper, type PaperAbout } from './document.ts'

const about: PaperAbout = {
  title: 'Good faith estimate',
  lang: 'en',
  clinic: 'Riverbend Recovery',
  at: new Date('2026-11-22T15:00:00Z'),
}
const made = (write: (paper: Paper) => void, over: Partial<PaperAbout> = {}) => makePdf({ ...about, ...over }, write)
const latin = (bytes: Uint8Array): string => Buffer.from(bytes).toString('latin1')

describe('A paper', () => {
  it('says its title, its language and its structure to a reader', async () => {
    const bytes = await made((paper) => {
      paper.heading(2, 'What it costs')
      paper.text('First paragraph.\n\nSecond paragraph.')
      paper.list(['One thing', 'Another thing'])
      paper.facts([['Client', 'Maya Alvarez']])
      paper.table({ caption: 'Services', head: ['Service', 'Price'], rows: [['Group', '$120.00']], numbers: [1] })
      paper.notice('Your right', 'You can dispute a bill.')
      paper.signature('M10 10L200 100L300 20', 'Maya Alvarez, November 22, 2026')
      paper.code('SW-2026-0001')
      paper.rule()
    })
    const read = await readPdf(bytes)
    assert.equal(read.title, 'Good faith estimate')
    assert.equal(read.lang, 'en')
    assert.ok(read.marked)
    for (const role of ['H1', 'H2', 'P', 'L', 'LI', 'LBody', 'Table', 'Caption', 'TR', 'TH', 'TD', 'Figure', 'Code'])
      assert.ok(read.tags.includes(role), `${role} is missing in ${read.tags.join(' ')}`)
    assert.deepEqual(read.wordsIn('H1'), ['Good faith estimate'])
    assert.deepEqual(read.wordsIn('TH'), ['Client', 'Service', 'Price'])
    assert.deepEqual(read.wordsIn('TD'), ['Maya Alvarez', 'Group', '$120.00'])
    assert.deepEqual(read.wordsIn('LBody'), ['One thing', 'Another thing'])
    assert.match(JSON.stringify(read.tree), /"Figure","alt":"Signature: Maya Alvarez, November 22, 2026"/)
    assert.match(latin(bytes), /\/Scope \/Column/)
    assert.match(latin(bytes), /\/Scope \/Row/)
    assert.match(latin(bytes), /\/DisplayDocTitle true/)
    assert.match(read.text, /Page 1 of 1/)
  })

  it('carries a long table over pages, its head on each, and told once', async () => {
    const rows = Array.from({ length: 120 }, (_, index) => [`Session ${index + 1}`, '$120.00'])
    const read = await readPdf(await made((paper) => paper.table({ caption: 'All', head: ['Service', 'Price'], rows })))
    assert.ok(read.pages.length >= 3)
    read.pages.forEach((page, index) => {
      assert.match(page, /Service/)
      assert.match(page, new RegExp(`Page ${index + 1} of ${read.pages.length}`))
    })
    assert.deepEqual(read.wordsIn('TH'), ['Service', 'Price'])
    assert.equal(read.wordsIn('TD').length, 240)
    assert.equal(read.wordsIn('TD').at(-2), 'Session 120')
  })

  it('keeps every word of a cell that is longer than a page', async () => {
    const long = Array.from({ length: 3000 }, (_, index) => `w${index}`)
    const read = await readPdf(
      await made((paper) => paper.table({ caption: '', head: ['Note', 'By'], rows: [[long.join(' '), 'Dana']] })),
    )
    assert.ok(read.pages.length >= 2)
    const found = new Set(read.text.split(/\s+/))
    assert.deepEqual(
      long.filter((word) => !found.has(word)),
      [],
    )
  })

  it('shows a table of nothing as nothing, in the language of the paper', async () => {
    const empty = { caption: 'Services', head: ['Service', 'Price'], rows: [] }
    assert.match((await readPdf(await made((paper) => paper.table(empty)))).text, /Nothing to list\./)
    const spanish = await readPdf(await made((paper) => paper.table(empty), { lang: 'es', title: 'Estimación' }))
    assert.match(spanish.text, /Nada que mostrar\./)
    assert.match(spanish.text, /Página 1 de 1/)
    assert.equal(spanish.lang, 'es')
  })

  it('writes Spanish, Polish, Czech and Turkish names as they are', async () => {
    const names = ['Íñigo Muñoz Güell', 'Wałęsa Żółć', 'Šárka Dvořáková', 'Çağrı Şahin', 'Győző Szűcs']
    const read = await readPdf(await made((paper) => paper.list(names)))
    assert.deepEqual(read.wordsIn('LBody'), names)
    assert.doesNotMatch(read.text, /cannot be shown/)
  })

  it('draws what it cannot write without marks or as [?], says so, and keeps the true letters for who listens', async () => {
    const bytes = await made((paper) => paper.list(['Nguyễn Thị Ánh', 'محمد الفارسي', 'Ana 🌊 Ruiz', 'Иван']))
    const read = await readPdf(bytes)
    assert.deepEqual(read.wordsIn('LBody'), ['Nguyên Thi Ánh', '[?] [?]', 'Ana [?] Ruiz', '[?]'])
    assert.match(read.text, /Some letters cannot be shown/)
    const drawn = [...latin(bytes).matchAll(/\/FlateDecode\s*>>\s*stream\n([\s\S]*?)\nendstream/g)]
      .map(([, stream]) => inflateSync(Buffer.from(stream ?? '', 'latin1')).toString('latin1'))
      .join('')
    assert.match(drawn, /\/ActualText/)
    assert.ok(drawn.includes(Buffer.from('محمد', 'utf16le').swap16().toString('latin1')))
    const spanish = await readPdf(await made((paper) => paper.text('محمد'), { lang: 'es' }))
    assert.match(spanish.text, /Algunas letras no se pueden mostrar/)
  })

  it('breaks a name of sixty letters instead of running off the paper', async () => {
    const name = 'Wolfeschlegelsteinhausenbergerdorffwelchevoralternwarengewis'
    const read = await readPdf(
      await made((paper) => {
        paper.heading(2, name)
        paper.table({ caption: name, head: Array(8).fill('Column'), rows: [Array(8).fill(name)] })
      }),
    )
    assert.deepEqual(
      read.wordsIn('TD').map((words) => words.replaceAll(/\s/g, '')),
      Array(8).fill(name),
    )
  })

  it('is not broken by signs that mean something to XML or to nobody', async () => {
    const title = 'A & B <c> "d" \ud800'
    const bytes = await made((paper) => paper.text('\0\u202etext\ud83d'), { title })
    assert.equal((await readPdf(bytes)).title, 'A & B <c> "d" \ufffd')
    assert.match(latin(bytes), /A &amp; B &lt;c&gt;/)
  })

  it('gives the same bytes for the same words and instant, and other bytes for others', async () => {
    const write = (paper: Paper) => paper.table({ caption: 'Ś', head: ['a'], rows: [['Łódź'], ['b']] })
    const [one, two, other] = await Promise.all([made(write), made(write), made((paper) => paper.text('else'))])
    assert.equal(sha256(one), sha256(two))
    assert.notEqual(sha256(one), sha256(other))
  })
})
