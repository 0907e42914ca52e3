import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { castId, lakeside } from '../../../tests/cast.ts'
import { openHouse, type TestHouse, type Visitor } from '../../../tests/knock.ts'
import { makePdf } from '../../ui/pdf/document.ts'
import { urls } from '../../urls.ts'

const maya = { client: castId('maya') }
const page = urls.clientFiles(maya)
const pdf = await makePdf({ title: 'Court', lang: 'en', clinic: 'X', at: new Date(0) }, (paper) => paper.text('Hearing on Monday'))
const blob = (bytes: Uint8Array | string) => new Blob([typeof bytes === 'string' ? bytes : Uint8Array.from(bytes)])
/** A form as a browser sends it: the kind first, the file last. */
const form = (kind: string, bytes: Uint8Array | string, name = 'paper.pdf'): FormData => {
  const fields = new FormData()
  fields.set('kind', kind)
  fields.set('document', blob(bytes), name)
  return fields
}

describe('The files of a client', () => {
  let house: TestHouse
  let noor: Visitor
  before(async () => {
    house = await openHouse()
    noor = await house.as('noor')
  })
  after(() => house.close())

  it('begins empty, says what may be kept, and keeps a paper', async () => {
    assert.match((await noor.get(page)).text, /No files yet/)
    const answer = await noor.post(page, form('court', pdf, 'C:\\scans\\order\u202e 12.PDF'))
    assert.equal(answer.status, 303, answer.text)
    const shown = (await noor.get(page)).text
    assert.match(shown, /order 12\.pdf/)
    assert.match(shown, /Court paper/)
    assert.match(shown, /Not scanned/)
  })
})
