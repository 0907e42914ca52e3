import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { after, before, describe, it } from 'node:test'
import { castId } from '../../../tests/cast.ts'
import { openHouse, type Answer, type TestHouse, type Visitor } from '../../../tests/knock.ts'
import { jpeg, pngOf, withExif } from '../../../tests/pictures.ts'
import { setFileKeys } from '../../db/sealing.ts'
import { makePdf } from '../../ui/pdf/document.ts'
import { urls } from '../../urls.ts'
import { pixelsOf } from './pixels.ts'

const maya = { client: castId('maya') }
const page = urls.clientFiles(maya)
const secret = 'Hearing on Monday'
const pdf = await makePdf({ title: secret, lang: 'en', clinic: 'X', at: new Date(0) }, (paper) => paper.text(secret))
const bytesOf = (what: Uint8Array | string): Uint8Array =>
  typeof what === 'string' ? Buffer.from(what, 'latin1') : what
/** A form as a browser sends it: the kind first, the file last. */
const form = (kind: string, bytes: Uint8Array | string, name = 'paper.pdf'): FormData => {
  const fields = new FormData()
  fields.set('kind', kind)
  fields.set('document', new Blob([Uint8Array.from(bytesOf(bytes))]), name)
  return fields
}
/** A PDF with some more objects, as a writer of harm would add them. */
const pdfWith = (more: string): string =>
  `${Buffer.from(pdf).toString('latin1').replace('%%EOF', '')}\n${more}\n%%EOF\n`

describe('The files of a client', () => {
  let house: TestHouse
  let noor: Visitor
  let ben: Visitor
  const count = async (): Promise<number> =>
    Number((await house.db.owner.query<{ n: string }>('select count(*) as n from file')).rows[0]?.n)
  const newest = async () =>
    (
      await house.db.owner.query<{ id: string; sealed: Buffer; type: string; size: number; sha256: string }>(
        'select f.id, c.sealed, f.type, f.size, f.sha256 from file f join file_content c on c.file_id = f.id order by f.kept_at desc, f.id desc limit 1',
      )
    ).rows[0]
  const id = async (): Promise<string> => (await newest())?.id ?? ''
  const raw = async (who: Visitor, path: string): Promise<{ bytes: Buffer; headers: Headers; status: number }> => {
    const answer = await house.app.request(
      new Request(new URL(path, 'http://localhost:3000'), { headers: { cookie: who.cookie() } }),
    )
    return { bytes: Buffer.from(await answer.arrayBuffer()), headers: answer.headers, status: answer.status }
  }
  before(async () => {
    house = await openHouse()
    await house.db.owner.query(
      `do $$ declare t text; begin foreach t in array array['file', 'file_content', 'file_scan'] loop
         execute format('create policy test_reads on %I to current_user using (true)', t); end loop; end $$`,
    )
    noor = await house.as('noor')
    ben = await house.as('ben')
  })
  after(() => house.close())

  it('begin empty, and a paper is kept under a clean name', async () => {
    assert.match((await noor.get(page)).text, /No files yet/)
    const answer = await noor.post(page, form('court', pdf, 'C:\\scans\\order\u202e 12.PDF'))
    assert.equal(answer.status, 303, answer.text)
    const shown = (await noor.get(page)).text
    for (const words of [/order 12\.pdf/, /Court paper/, /Not scanned/]) assert.match(shown, words)
  })

  it('lie sealed: the table holds no word of them, and each is sealed otherwise', async () => {
    const before = await newest()
    assert.ok(before !== undefined)
    assert.equal(before.sealed.indexOf('%PDF'), -1)
    assert.equal(before.sealed.indexOf(Buffer.from(pdf).subarray(0, 24)), -1)
    await noor.post(page, form('court', pdf))
    const again = await newest()
    assert.notDeepEqual(again?.sealed, before.sealed)
    assert.equal(again?.sha256, before.sha256)
  })

  it('come back as they were, to be saved, never to run, and each look is written', async () => {
    const { bytes, headers, status } = await raw(noor, urls.file({ file: await id() }, { show: 'yes' }))
    assert.equal(status, 200)
    assert.deepEqual(bytes, Buffer.from(pdf))
    assert.match(headers.get('content-disposition') ?? '', /^attachment; filename="paper\.pdf"/)
    assert.equal(headers.get('content-security-policy'), "sandbox; default-src 'none'")
    assert.equal(headers.get('x-content-type-options'), 'nosniff')
    assert.equal(headers.get('content-type'), 'application/pdf')
    assert.equal(headers.get('cache-control'), 'no-store')
    await house.looksWritten()
    const trail = (await (await house.as('dana')).get(urls.chartTrail(maya))).text
    assert.match(trail, /file/)
  })

  it('that are opened with another key stay closed, with one sentence', async () => {
    setFileKeys([Buffer.alloc(32, 9).toString('base64')])
    try {
      const answer = await noor.get(urls.file({ file: await id() }))
      assert.equal(answer.status, 503)
      assert.match(answer.text, /sealed with another key/)
      setFileKeys([])
      const refused = await noor.post(page, form('court', pdf))
      assert.equal(refused.status, 422)
      assert.match(refused.text, /Files cannot be kept yet/)
    } finally {
      setFileKeys([Buffer.alloc(32, 'stepwell tests').toString('base64')])
    }
    // A newer key seals, and the older one still opens.
    setFileKeys([Buffer.alloc(32, 3).toString('base64'), Buffer.alloc(32, 'stepwell tests').toString('base64')])
    assert.equal((await noor.get(urls.file({ file: await id() }))).status, 200)
    setFileKeys([Buffer.alloc(32, 'stepwell tests').toString('base64')])
  })

  it('do not open when their bytes were changed or moved to another row', async () => {
    const file = await id()
    await house.db.owner.query('alter table file_content no force row level security')
    const change = (sql: string) =>
      house.db.owner.query(`update file_content set sealed = ${sql} where file_id = $1`, [file])
    const kept = (await newest())?.sealed
    await change('set_byte(sealed, 5, (get_byte(sealed, 5) + 1) % 256)')
    assert.match((await noor.get(urls.file({ file }))).text, /not as it was kept/)
    await house.db.owner.query('update file_content set sealed = $1 where file_id = $2', [kept, file])
    assert.equal((await noor.get(urls.file({ file }))).status, 200)
    await house.db.owner.query(
      'update file_content a set sealed = b.sealed, nonce = b.nonce from file_content b where a.file_id = $1 and b.file_id <> $1',
      [file],
    )
    assert.match((await noor.get(urls.file({ file }))).text, /not as it was kept/)
    await noor.post(page, form('court', pdf))
  })

  const refusals: [string, () => FormData, RegExp][] = [
    ['nothing was chosen', () => form('court', '', ''), /Choose a file/],
    ['it is empty', () => form('court', '', 'a.pdf'), /This file is empty/],
    [
      'it is a web page called PDF',
      () => form('court', '<!doctype html><script>alert(1)</script>'),
      /this is none of them, whatever its name says/,
    ],
    ['it is a program called PDF', () => form('court', `MZ${'\0'.repeat(200)}`), /Only PDF, JPEG and PNG/],
    [
      'it is an SVG',
      () => form('court', '<svg xmlns="http://www.w3.org/2000/svg"/>', 'a.png'),
      /Only PDF, JPEG and PNG/,
    ],
    ['it is a GIF', () => form('court', 'GIF89a\x01\0\x01\0\0\0\0;', 'a.png'), /Save it as JPEG or PNG/],
    [
      'it is a phone’s HEIC',
      () => form('court', `\0\0\0\x18ftypheic\0\0\0\0mif1heic${'\0'.repeat(64)}`, 'a.jpg'),
      /HEIC.*Most compatible/s,
    ],
    [
      'it is a PDF and a web page',
      () => form('court', pdfWith('<html><script>alert(1)</script></html>')),
      /PDF and a web page at once/,
    ],
    [
      'a web page hides before the PDF',
      () => form('court', `<html>${Buffer.from(pdf).toString('latin1')}`),
      /Only PDF, JPEG and PNG/,
    ],
    [
      'an archive hangs on the PDF',
      () => form('court', `${Buffer.from(pdf).toString('latin1')}PK\x03\x04${'x'.repeat(300)}`),
      /damaged or packed/,
    ],
    [
      'it runs a program',
      () => form('court', pdfWith('99 0 obj <</S /JavaScript /JS (app.alert(1))>> endobj')),
      /holds a program/,
    ],
    [
      'it runs a program with a disguised name',
      () => form('court', pdfWith('99 0 obj <</S /J#61va#53cript /JS (1)>> endobj')),
      /holds a program/,
    ],
    [
      'it starts something',
      () => form('court', pdfWith('99 0 obj <</S /Launch /F (cmd.exe)>> endobj')),
      /command to start something/,
    ],
    [
      'it carries a file',
      () => form('court', pdfWith('99 0 obj <</Type /EmbeddedFile>> endobj')),
      /other files inside it/,
    ],
    ['it is locked', () => form('court', pdfWith('trailer <</Encrypt 9 0 R>>')), /This PDF is locked/],
    ['it is cut short', () => form('court', Buffer.from(pdf).subarray(0, 900)), /damaged or packed/],
    [
      'its pixels would fill the house',
      () => form('identity', pngOf(30_000, 30_000, Buffer.alloc(10)), 'a.png'),
      /more than 40 million pixels/,
    ],
    ['the picture is damaged', () => form('identity', pngOf(30, 30, Buffer.alloc(10)), 'a.png'), /picture is damaged/],
    ['the kind is missing', () => form('', pdf), /Choose what this is/],
    ['the kind is not one of ours', () => form('packet', pdf), /Choose what this is/],
  ]
  for (const [why, fields, sentence] of refusals) {
    it(`are refused when ${why}`, async () => {
      const before = await count()
      const answer = await noor.post(page, fields())
      assert.equal(answer.status, 422)
      assert.match(answer.text, sentence)
      assert.equal(await count(), before)
    })
  }

  it('that are too big are refused, and what was chosen beside them stays', async () => {
    for (const megabytes of [10.1, 14]) {
      const answer = await noor.post(page, form('discharge-summary', randomBytes(megabytes * 1024 * 1024)))
      assert.equal(answer.status, 422)
      assert.match(answer.text, /larger than 10 MB/)
      assert.match(answer.text, /value="discharge-summary" selected/)
    }
  })

  it('that are PDFs of 9 MB are kept', async () => {
    const filler = `99 0 obj <</Length 9000000>> stream\n${randomBytes(9_000_000).toString('latin1')}\nendstream endobj`
    const answer = await noor.post(page, form('other', pdfWith(filler)))
    assert.equal(answer.status, 303, answer.text.slice(0, 3000))
  })

  it('that are pictures are drawn again: turned upright, smaller, and without what the phone wrote into them', async () => {
    const photo = withExif(jpeg, 'Where it was taken: 42.6526 N')
    assert.ok(Buffer.from(photo).includes('42.6526'))
    assert.equal((await noor.post(page, form('identity', photo, 'card.jpeg'))).status, 303)
    const shown = await raw(noor, urls.file({ file: await id() }, { show: 'yes' }))
    assert.equal(shown.bytes.includes('Exif'), false)
    assert.equal(shown.bytes.includes('42.6526'), false)
    assert.deepEqual(pixelsOf(shown.bytes), { width: 4, height: 8 })
    assert.match(shown.headers.get('content-disposition') ?? '', /^inline; filename="card\.jpg"/)
    assert.equal(shown.headers.get('content-security-policy'), "sandbox; default-src 'none'")
    assert.equal(
      (
        await noor.post(
          page,
          form('identity', `${Buffer.from(pngOf(3000, 1000)).toString('latin1')}<script>alert(1)</script>`, 'card.png'),
        )
      ).status,
      303,
    )
    const clean = await raw(noor, urls.file({ file: await id() }))
    assert.equal(clean.bytes.includes('<script>'), false)
    assert.equal(clean.headers.get('content-type'), 'image/png')
    assert.deepEqual(pixelsOf(clean.bytes), { width: 2400, height: 800 })
  })

  it('of other clinics do not exist', async () => {
    const file = await id()
    const stranger = await house.as('tess')
    const answers: Answer[] = [
      await stranger.get(urls.file({ file })),
      await stranger.get(page),
      await stranger.post(page, form('court', pdf)),
      await noor.get(urls.file({ file: 'x' })),
      await noor.get(urls.file({ file: castId('no such file') })),
    ]
    assert.deepEqual(
      answers.map((answer) => answer.status),
      [404, 404, 404, 404, 404],
    )
  })

  it('about payment are a biller’s, and no others', async () => {
    await noor.post(page, form('court', pdf, 'warrant.pdf'))
    const court = await id()
    assert.equal((await ben.get(urls.file({ file: court }))).status, 403)
    await noor.post(page, form('insurance-card', pdf, 'card front.pdf'))
    assert.equal((await ben.get(urls.file({ file: await id() }))).status, 200)
    const shown = (await ben.get(page)).text
    assert.match(shown, /card front\.pdf/)
    assert.doesNotMatch(shown, /warrant\.pdf|Court paper/)
    const refused = await ben.post(page, form('court', pdf))
    assert.equal(refused.status, 422)
    assert.match(refused.text, /Billers keep and open/)
    assert.equal((await ben.post(urls.fileSetAside({ file: court }), { because: 'x' })).status, 403)
    assert.equal((await (await house.as('ada')).get(page)).status, 403)
  })

  it('are set aside with a reason, brought back, and never deleted', async () => {
    await noor.post(page, form('other', pdf, 'wrong person.pdf'))
    const file = await id()
    const without = await noor.post(urls.fileSetAside({ file }), { because: ' ' })
    assert.equal(without.status, 422)
    assert.match(without.text, /Say why/)
    assert.equal((await noor.post(urls.fileSetAside({ file }), { because: 'It is somebody else’s' })).status, 303)
    assert.match((await noor.get(page)).text, /Set aside[\s\S]*wrong person\.pdf[\s\S]*somebody else’s/)
    assert.match((await noor.post(urls.fileSetAside({ file }), { because: 'Again' })).text, /set aside already/)
    assert.equal((await noor.post(urls.fileReturn({ file }))).status, 303)
    assert.doesNotMatch((await noor.get(page)).text, /somebody else’s/)
    await assert.rejects(house.db.pool.query('delete from file'), /permission denied/)
    await assert.rejects(house.db.pool.query("update file set name = 'x'"), /permission denied/)
  })
})
