import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { deflateSync } from 'node:zlib'
import { isRefusal } from '../../basics/refusal.ts'
import { inspectPdf } from './actions/inspect-pdf.ts'
import { cleanName } from './rules.ts'

const packed = (words: string, more = '/Filter /FlateDecode'): Uint8Array => {
  const data = deflateSync(Buffer.from(words))
  return Buffer.concat([
    Buffer.from(`%PDF-1.7\n5 0 obj\n<</Type /ObjStm /N 1 /First 4 ${more} /Length ${data.length}>>\nstream\n`),
    data,
    Buffer.from('\nendstream\nendobj\n%%EOF\n'),
  ])
}
const said = (bytes: Uint8Array): string => {
  const answer = inspectPdf(bytes)
  return isRefusal(answer) ? answer.refused : 'fit'
}

describe('A PDF', () => {
  it('is looked into where its objects are packed', () => {
    assert.equal(said(packed('1 0 <</Type /Page>>')), 'fit')
    assert.equal(said(packed('1 0 <</S /JavaScript /JS (1)>>')), 'pdf-active')
    assert.equal(said(packed('1 0 <</S /#4aavaScript /JS (1)>>')), 'pdf-active')
    assert.equal(said(packed('1 0 <</S /Launch /F (x)>>', '/Filter [/FlateDecode]')), 'pdf-active')
  })
  it('hides nothing behind a dictionary that is hard to read', () => {
    const deed = '1 0 <</S /JavaScript /JS (1)>>'
    for (const more of [
      '/Filter /FlateDecode /Pad ( obj)',
      `/Filter /FlateDecode /Pad (${'x'.repeat(5000)})`,
      '/Filter /FlateDecode /Pad (\\) 7 0 obj <<)',
      '/Filter /FlateDecode % 7 0 obj >>\n',
      '/Filter /FlateDecode /Pad (endstream)',
      '/Filter /FlateDecode /Sub << /A << /B (>>) >> >>',
    ])
      assert.equal(said(packed(deed, more)), 'pdf-active', more.slice(0, 60))
    const bare = Buffer.from(packed(deed)).toString('latin1').replace('stream\n', 'stream\r')
    assert.equal(said(Buffer.from(bare, 'latin1')), 'pdf-active')
    assert.equal(said(packed(deed, '/Filter 9 0 R')), 'pdf-broken')
    assert.equal(said(packed(deed, '/Filter /ASCIIHexDecode /Pad ( obj)')), 'pdf-broken')
  })
  it('that is packed so that nobody can look is refused, and so is one that unpacks without end', () => {
    assert.equal(said(packed('1 0 <<>>', '/Filter [/ASCIIHexDecode /FlateDecode]')), 'pdf-broken')
    assert.equal(said(packed('1 0 <<>>', '/Filter /LZWDecode')), 'pdf-broken')
    assert.equal(said(packed('a'.repeat(70 * 1024 * 1024))), 'pdf-broken')
  })
  it('that only opens at a page, or links to one, is fit', () => {
    assert.equal(
      said(Buffer.from('%PDF-1.4\n1 0 obj <</OpenAction [3 0 R /Fit] /URI (https://x.example)>> endobj\n%%EOF')),
      'fit',
    )
  })
})

describe('The name of a file', () => {
  for (const [given, kept] of [
    ['../../etc/passwd', 'passwd.pdf'],
    ['C:\\Users\\Maya\\card.JPG', 'card.pdf'],
    ['invoice\u202efdp.exe', 'invoice fdp.exe.pdf'],
    ['\0\r\nSet-Cookie: a', 'Set-Cookie- a.pdf'],
    ['', 'file.pdf'],
    ['...', 'file.pdf'],
    ['محمد الفارسي.pdf', 'محمد الفارسي.pdf'],
    ['x'.repeat(300), `${'x'.repeat(120)}.pdf`],
    ['\ud800', '\ufffd.pdf'],
  ] as const) {
    it(`${JSON.stringify(given).slice(0, 40)} is kept as ${kept.slice(0, 30)}`, () =>
      assert.equal(cleanName(given, 'application/pdf'), kept))
  }
})
