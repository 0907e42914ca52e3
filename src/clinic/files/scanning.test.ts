import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, afterEach, before, describe, it } from 'node:test'
import { castId, riverbend } from '../../../tests/cast.ts'
import { openHouse, type TestHouse, type Visitor } from '../../../tests/knock.ts'
import { asPerson } from '../../db/work.ts'
import { setScanner } from '../../outside/clamav.ts'
import { makePdf } from '../../ui/pdf/document.ts'
import { urls } from '../../urls.ts'
import { rescanFiles } from './actions/rescan.ts'
import { bytesOf, filesOf } from './queries.ts'

// The test string that every scanner calls malware, in two halves so that no scanner stops this file.
const eicar = ['X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-', 'STANDARD-ANTIVIRUS-TEST-FILE!$H+H*'].join('')
const pdf = Buffer.from(
  await makePdf({ title: 'T', lang: 'en', clinic: 'X', at: new Date(0) }, (paper) => paper.text('t')),
)
const infected = Buffer.concat([pdf.subarray(0, -7), Buffer.from(`\n% ${eicar}\n%%EOF\n`)])
const page = urls.clientFiles({ client: castId('maya') })
const form = (bytes: Uint8Array): FormData => {
  const fields = new FormData()
  fields.set('kind', 'court')
  fields.set('document', new Blob([Uint8Array.from(bytes)]), 'paper.pdf')
  return fields
}

/** clamd as it speaks: reads INSTREAM's chunks by their lengths and answers as the real one does. */
function clamd(at: string | number, answerOf?: (bytes: Buffer) => string): Promise<Server> {
  const server = createServer((socket) => {
    let got = Buffer.alloc(0)
    socket.on('data', (part) => {
      got = Buffer.concat([got, part])
      const hello = got.indexOf('zINSTREAM\0')
      if (hello !== 0) return
      let place = 10
      const chunks: Buffer[] = []
      while (place + 4 <= got.length) {
        const length = got.readUInt32BE(place)
        if (length === 0) {
          const bytes = Buffer.concat(chunks)
          const said =
            answerOf?.(bytes) ?? (bytes.includes(eicar) ? 'stream: Eicar-Test-Signature FOUND' : 'stream: OK')
          socket.end(`${said}\0`)
          return
        }
        if (place + 4 + length > got.length) return
        chunks.push(got.subarray(place + 4, place + 4 + length))
        place += 4 + length
      }
    })
    socket.on('error', () => {})
  })
  open.add(server)
  return new Promise((resolve) => server.listen(at as string, () => resolve(server)))
}
const closed = (server: Server) => new Promise((resolve) => server.close(resolve))
const open = new Set<Server>()

describe('The malware scanner', () => {
  let house: TestHouse
  let noor: Visitor
  const folder = mkdtempSync(join(tmpdir(), 'clamd-'))
  const socket = join(folder, 'clamd.ctl')
  const kept = () =>
    asPerson(house.db.pool, riverbend.id, { kind: 'stepwell', id: null, name: 'Test' }, new Date(), (work) =>
      filesOf(work, castId('maya')),
    )
  const read = (id: string) =>
    asPerson(house.db.pool, riverbend.id, { kind: 'stepwell', id: null, name: 'Test' }, new Date(), (work) =>
      bytesOf(work, id),
    )
  before(async () => {
    house = await openHouse()
    noor = await house.as('noor')
  })
  afterEach(async () => {
    setScanner(null)
    // What a failing test left open would keep the run from ending.
    for (const server of open) if (server.listening) await closed(server)
    open.clear()
  })
  after(async () => {
    await house.close()
    rmSync(folder, { recursive: true })
  })

  it('lets through what it finds clean, over a socket and over loopback, in chunks', async () => {
    for (const at of [socket, 0]) {
      const server = await clamd(at)
      const address = server.address()
      setScanner(
        typeof address === 'object' && address !== null ? { host: '127.0.0.1', port: address.port } : { path: socket },
      )
      const large = Buffer.concat([pdf.subarray(0, -7), Buffer.alloc(200_000, 32), Buffer.from('\n%%EOF\n')])
      assert.equal((await noor.post(page, form(large))).status, 303)
      assert.equal((await kept())[0]?.verdict, 'clean')
      await closed(server)
    }
    assert.match((await noor.get(page)).text, /No malware found/)
  })

  it('stops what it finds, by name, and nothing of it is kept', async () => {
    const server = await clamd(socket)
    setScanner({ path: socket })
    const before = (await kept()).length
    const answer = await noor.post(page, form(infected))
    assert.equal(answer.status, 422)
    assert.match(answer.text, /stopped this file \(Eicar-Test-Signature\)\. It was not kept/)
    assert.equal((await kept()).length, before)
    await closed(server)
  })

  it('that cannot be reached loses nothing: the file is kept closed, and opens when it has been looked at', async () => {
    setScanner({ path: socket })
    assert.equal((await noor.post(page, form(pdf))).status, 303)
    const [file] = await kept()
    assert.ok(file !== undefined)
    assert.equal(file.verdict, 'waiting')
    assert.match((await noor.get(page)).text, /closed until the malware scanner has looked/)
    assert.match((await noor.get(page)).text, /Waiting for the scanner/)
    const shut = await noor.get(urls.file({ file: file.id }))
    assert.equal(shut.status, 503)
    assert.match(shut.text, /could not be reached, so this file is kept but stays closed/)
    assert.equal(await read(file.id), null)
    assert.equal(await rescanFiles(house.db.pool, new Date()), 0)
    const server = await clamd(socket)
    assert.equal(await rescanFiles(house.db.pool, new Date()), 1)
    assert.equal((await noor.get(urls.file({ file: file.id }))).status, 200)
    assert.deepEqual(await read(file.id), new Uint8Array(pdf))
    await closed(server)
  })

  it('that answers with an error, or finds something later, leaves the file closed', async () => {
    const failing = await clamd(socket, () => 'INSTREAM size limit exceeded. ERROR')
    setScanner({ path: socket })
    assert.equal((await noor.post(page, form(infected))).status, 303)
    await closed(failing)
    const [file] = await kept()
    assert.equal(file?.verdict, 'waiting')
    const server = await clamd(socket)
    await rescanFiles(house.db.pool, new Date())
    await closed(server)
    assert.match((await noor.get(page)).text, /Malware found/)
    const answer = await noor.get(urls.file({ file: file?.id ?? '' }))
    assert.equal(answer.status, 503)
    assert.match(answer.text, /found something in this file/)
  })

  it('that is not set up is said so, and its absence keeps nobody waiting', async () => {
    assert.match((await noor.get(page)).text, /No malware scanner is set up here/)
    assert.equal((await noor.post(page, form(pdf))).status, 303)
    assert.equal((await kept())[0]?.verdict, 'not-scanned')
  })
})
