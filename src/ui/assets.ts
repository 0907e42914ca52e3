import { createHash } from 'node:crypto'
import { globSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'
import { build, stop } from 'esbuild'
import { urls } from '../urls.ts'

export type Asset = { body: Buffer; type: string; encoding: 'br' | 'gzip' | undefined }
export type Assets = {
  css: string
  js: string
  icon: string
  /** `name` is the last part of an address such as '/assets/app-1a2b3c4d.js'. */
  serve: (name: string, acceptEncoding: string | undefined) => Asset | null
}

/** What the layouts link to. Empty until the server has called `loadAssets`, once, at its start. */
export const assetHrefs = { css: '', js: '', icon: '' }

type Stored = { type: string; plain: Buffer; br: Buffer; gzip: Buffer }

const source = fileURLToPath(new URL('..', import.meta.url))
// Staff come on managed workstations, clients on the phone they have: about four years back.
const target = ['chrome109', 'firefox115', 'safari16.4']

/** Builds the style sheet and the browser script in memory, with names that change when their contents do. */
export async function loadAssets(): Promise<Assets> {
  const [css, js, icon] = await Promise.all([buildCss(), buildJs(), readFile(`${source}ui/favicon.svg`)])
  void stop() // the builder's process has done its work
  const stored = new Map<string, Stored>()
  const keep = async (stem: string, extension: string, type: string, plain: Buffer): Promise<string> => {
    const name = `${stem}-${createHash('sha256').update(plain).digest('hex').slice(0, 10)}.${extension}`
    const [br, gz] = await Promise.all([
      promisify(brotliCompress)(plain, { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } }),
      promisify(gzip)(plain),
    ])
    stored.set(name, { type, plain, br, gzip: gz })
    return urls.asset({ name })
  }
  const [cssHref, jsHref, iconHref] = await Promise.all([
    keep('stepwell', 'css', 'text/css; charset=utf-8', css),
    keep('app', 'js', 'text/javascript; charset=utf-8', js),
    keep('icon', 'svg', 'image/svg+xml', icon),
  ])
  Object.assign(assetHrefs, { css: cssHref, js: jsHref, icon: iconHref })
  return { ...assetHrefs, serve: (name, accepted) => serve(stored.get(name), accepted ?? '') }
}

function serve(asset: Stored | undefined, accepted: string): Asset | null {
  if (asset === undefined) return null
  const takes = (encoding: string) =>
    accepted.split(',').some((part) => {
      const [name, ...parameters] = part.split(';').map((piece) => piece.trim())
      return name === encoding && !parameters.some((parameter) => /^q=0(\.0+)?$/.test(parameter))
    })
  if (takes('br')) return { body: asset.br, type: asset.type, encoding: 'br' }
  if (takes('gzip')) return { body: asset.gzip, type: asset.type, encoding: 'gzip' }
  return { body: asset.plain, type: asset.type, encoding: undefined }
}

async function buildCss(): Promise<Buffer> {
  const screens = globSync('clinic/**/*.css', { cwd: source }).sort()
  const contents = ["@import './ui/styles/all.css';", ...screens.map((file) => `@import './${file}' layer(screens);`)]
  const built = await build({
    stdin: { contents: contents.join('\n'), loader: 'css', resolveDir: source },
    bundle: true,
    minify: true,
    write: false,
    target,
    logLevel: 'error',
  })
  return Buffer.from(withPlainColours(built.outputFiles[0]?.text ?? ''))
}

/** Browsers without light-dark() get the light scheme: without this they would show no colours at all. */
export function withPlainColours(css: string): string {
  const light = [...css.matchAll(/(--[\w-]+):\s*light-dark\(((?:[^(),]|\([^()]*\))+),/g)].map(
    ([, name, value]) => `${name}:${value}`,
  )
  return `${css}@supports not (color:light-dark(red,red)){:root:root{${light.join(';')}}}`
}

async function buildJs(): Promise<Buffer> {
  const files = globSync('**/*.browser.ts', { cwd: source }).sort()
  const built = await build({
    stdin: { contents: files.map((file) => `import './${file}'`).join('\n'), loader: 'ts', resolveDir: source },
    bundle: true,
    minify: true,
    format: 'iife',
    write: false,
    target,
    logLevel: 'error',
  })
  return Buffer.from(built.outputFiles[0]?.contents ?? new Uint8Array())
}
