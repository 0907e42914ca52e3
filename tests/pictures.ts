import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { crc32, deflateSync } from 'node:zlib'
import encode, { init } from '@jsquash/jpeg/encode.js'

// Small pictures for tests, built byte by byte.

const chunk = (type: string, data: Buffer): Buffer => {
  const body = Buffer.concat([Buffer.from(type), data])
  const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)]
  length.writeUInt32BE(data.length)
  check.writeUInt32BE(crc32(body))
  return Buffer.concat([length, body, check])
}

/** A PNG of one colour that says it has this size; `rows` replaces what it truly holds. */
export const pngOf = (width: number, height: number, rows?: Buffer): Uint8Array => {
  const head = Buffer.alloc(13)
  head.writeUInt32BE(width, 0)
  head.writeUInt32BE(height, 4)
  head.set([8, 2], 8)
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
  const data = deflateSync(rows ?? Buffer.alloc(height * (1 + width * 3)))
  return Buffer.concat([signature, chunk('IHDR', head), chunk('IDAT', data), chunk('IEND', Buffer.alloc(0))])
}

/** A photo of 8 by 4 pixels, dark above and light below. */
export const jpeg: Uint8Array = await photoOf(8, 4)

async function photoOf(width: number, height: number): Promise<Uint8Array> {
  const wasm = createRequire(import.meta.url).resolve('@jsquash/jpeg/codec/enc/mozjpeg_enc.wasm')
  await init(new WebAssembly.Module(readFileSync(wasm)))
  const data = new Uint8ClampedArray(width * height * 4).map((_, at) =>
    at % 4 === 3 || at > width * height * 2 ? 255 : 20,
  )
  return new Uint8Array(await encode({ data, width, height, colorSpace: 'srgb' } as ImageData)) // all that the encoder reads
}

/** A JPEG as a phone writes it: lying on its side, with a note (EXIF) that says so and where it was taken. */
export function withExif(photo: Uint8Array, note: string): Uint8Array {
  const words = Buffer.from(`${note}\0`)
  const tiff = Buffer.alloc(8 + 2 + 2 * 12 + 4)
  tiff.write('MM\0*', 0, 'latin1')
  tiff.writeUInt32BE(8, 4)
  tiff.writeUInt16BE(2, 8)
  // ImageDescription, then Orientation: turned a quarter to the right.
  for (const [at, tag, type, count, value] of [
    [10, 0x010e, 2, words.length, tiff.length],
    [22, 0x0112, 3, 1, 6 << 16],
  ] as const) {
    tiff.writeUInt16BE(tag, at)
    tiff.writeUInt16BE(type, at + 2)
    tiff.writeUInt32BE(count, at + 4)
    tiff.writeUInt32BE(value, at + 8)
  }
  const body = Buffer.concat([Buffer.from('Exif\0\0'), tiff, words])
  const length = Buffer.alloc(2)
  length.writeUInt16BE(body.length + 2)
  return Buffer.concat([photo.subarray(0, 2), Buffer.from([0xff, 0xe1]), length, body, photo.subarray(2)])
}
