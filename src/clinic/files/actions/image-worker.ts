import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { parentPort } from 'node:worker_threads'
import decodeJpeg, { init as initJpegDecoder } from '@jsquash/jpeg/decode.js'
import encodeJpeg, { init as initJpegEncoder } from '@jsquash/jpeg/encode.js'
import decodePng, { init as initPngDecoder } from '@jsquash/png/decode.js'
import encodePng, { init as initPngEncoder } from '@jsquash/png/encode.js'
import resize, { initResize } from '@jsquash/resize'

// A thread of its own, thrown away after each picture: a picture that breaks a decoder breaks nothing else.

type Picture = { data: Uint8ClampedArray; width: number; height: number; colorSpace: 'srgb' }
// The codecs were written for browsers, which bring this along.
Object.assign(globalThis, {
  ImageData: function picture(data: Uint8ClampedArray, width: number, height: number): Picture {
    return { data, width, height, colorSpace: 'srgb' }
  },
})

const find = createRequire(import.meta.url)
const codec = (name: string): WebAssembly.Module => new WebAssembly.Module(readFileSync(find.resolve(name)))

export type Order = { bytes: Uint8Array; isPng: boolean; longestEdge: number; mostBytes: number }

parentPort?.once('message', (order: Order) => {
  void drawnAgain(order).then(
    (drawn) => parentPort?.postMessage(drawn),
    () => parentPort?.postMessage(null),
  )
})

async function drawnAgain({ bytes, isPng, longestEdge, mostBytes }: Order) {
  const buffer = Uint8Array.from(bytes).buffer
  let picture: ImageData
  if (isPng) {
    await initPngDecoder(codec('@jsquash/png/codec/pkg/squoosh_png_bg.wasm'))
    picture = await decodePng(buffer)
  } else {
    await initJpegDecoder(codec('@jsquash/jpeg/codec/dec/mozjpeg_dec.wasm'))
    // A phone writes which way is up beside the picture; that note is dropped, so the pixels are turned.
    picture = await decodeJpeg(buffer, { preserveOrientation: true })
  }
  const longest = Math.max(picture.width, picture.height)
  if (longest > longestEdge) {
    await initResize(codec('@jsquash/resize/lib/resize/pkg/squoosh_resize_bg.wasm'))
    const scaled = (edge: number): number => Math.max(1, Math.round((edge * longestEdge) / longest))
    picture = await resize(picture, { width: scaled(picture.width), height: scaled(picture.height) })
  }
  if (isPng) {
    await initPngEncoder(codec('@jsquash/png/codec/pkg/squoosh_png_bg.wasm'))
    const png = new Uint8Array(await encodePng(picture))
    if (png.length <= mostBytes) return { bytes: png, type: 'image/png' }
    onWhite(picture.data)
  }
  await initJpegEncoder(codec('@jsquash/jpeg/codec/enc/mozjpeg_enc.wasm'))
  return { bytes: new Uint8Array(await encodeJpeg(picture, { quality: 85 })), type: 'image/jpeg' }
}

/** A JPEG knows no glass: what shines through becomes paper. */
function onWhite(data: Uint8ClampedArray): void {
  for (let at = 0; at < data.length; at += 4) {
    const solid = (data[at + 3] ?? 255) / 255
    for (let channel = at; channel < at + 3; channel += 1)
      data[channel] = Math.round((data[channel] ?? 0) * solid + 255 * (1 - solid))
  }
}
