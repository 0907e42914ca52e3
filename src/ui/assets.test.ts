import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import { assetHrefs, loadAssets, withPlainColours } from './assets.ts'

const assets = await loadAssets()
const nameOf = (href: string): string => href.split('/').at(-1) ?? ''
const sizeOf = (href: string): number => assets.serve(nameOf(href), 'br')?.body.length ?? Number.NaN

test('style sheet and script stay small: 13.5 kB and 15 kB compressed', () => {
  assert.ok(sizeOf(assets.css) <= 13.5 * 1024, `style sheet: ${sizeOf(assets.css)} bytes`)
  assert.ok(sizeOf(assets.js) <= 15 * 1024, `script: ${sizeOf(assets.js)} bytes`)
})

test('layouts link to what was built', () => {
  assert.equal(assetHrefs.css, assets.css)
  assert.match(assets.css, /^\/assets\/stepwell-[0-9a-f]{10}\.css$/)
  assert.match(assets.js, /^\/assets\/app-[0-9a-f]{10}\.js$/)
})

test('a second build gives the same names', async () => {
  const again = await loadAssets()
  assert.deepEqual([again.css, again.js, again.icon], [assets.css, assets.js, assets.icon])
})

test('each encoding holds the same bytes', () => {
  const name = nameOf(assets.css)
  const plain = assets.serve(name, undefined)
  const br = assets.serve(name, 'gzip, deflate, br;q=1.0')
  const gzip = assets.serve(name, 'gzip')
  assert.ok(plain && br && gzip)
  assert.deepEqual([plain.encoding, br.encoding, gzip.encoding], [undefined, 'br', 'gzip'])
  assert.deepEqual(brotliDecompressSync(br.body), plain.body)
  assert.deepEqual(gunzipSync(gzip.body), plain.body)
  assert.equal(plain.type, 'text/css; charset=utf-8')
})

test('what is not accepted is not sent, and unknown names are not found', () => {
  assert.equal(assets.serve(nameOf(assets.css), 'br;q=0, gzip')?.encoding, 'gzip')
  assert.equal(assets.serve(nameOf(assets.css), 'identity')?.encoding, undefined)
  assert.equal(assets.serve('app-0000000000.js', 'br'), null)
  assert.equal(assets.serve('../package.json', 'br'), null)
})

test('the script holds every custom element and keeps nothing in the browser', () => {
  const script = assets.serve(nameOf(assets.js), undefined)?.body.toString() ?? ''
  for (const element of ['auto-save', 'live-part', 'person-search', 'roster-keys', 'signature-pad'])
    assert.ok(script.includes(`"${element}"`), element)
  assert.doesNotMatch(script, /localStorage|sessionStorage|indexedDB|caches\.open|eval\(|new Function/)
})

test('layers keep their order, and old browsers get the light colours', () => {
  const css = assets.serve(nameOf(assets.css), undefined)?.body.toString() ?? ''
  assert.ok(css.startsWith('@layer reset,tokens,base,layout,components,screens,print;'))
  const fallback = css.slice(css.indexOf('@supports not (color:light-dark'))
  for (const token of ['--paper:#', '--ink:#', '--shadow-tint:rgb(']) assert.ok(fallback.includes(token), token)
  assert.equal(
    withPlainColours(':root{--a:light-dark(#fff,#000);--b: light-dark(rgb(1 2 3 / .5), red)}').split('@supports')[1],
    ' not (color:light-dark(red,red)){:root:root{--a:#fff;--b:rgb(1 2 3 / .5)}}',
  )
})

test('every style sheet is in the one that is sent', () => {
  const styles = new URL('styles/', import.meta.url)
  const all = readFileSync(new URL('all.css', styles), 'utf8')
  const left = readdirSync(styles).filter((file) => file !== 'all.css' && !all.includes(`./${file}`))
  assert.deepEqual(left, [])
})
