/**
 * The size that a JPEG or PNG says it has, read from its head without unpacking anything: width and height in pixels.
 * Null when the head is not there. A JPEG that names its height later (a DNL marker) says 0, which is refused.
 */
export function pixelsOf(bytes: Uint8Array): { width: number; height: number } | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  return bytes[0] === 0x89 ? pngPixels(bytes, view) : jpegPixels(view)
}

const pngPixels = (bytes: Uint8Array, view: DataView): { width: number; height: number } | null => {
  if (view.byteLength < 33) return null
  const isHead = String.fromCharCode(...bytes.subarray(12, 16)) === 'IHDR'
  return isHead ? { width: view.getUint32(16), height: view.getUint32(20) } : null
}

function jpegPixels(view: DataView): { width: number; height: number } | null {
  let at = 2
  while (at + 9 < view.byteLength) {
    if (view.getUint8(at) !== 0xff) return null
    const marker = view.getUint8(at + 1)
    // Filling bytes, and markers without a length.
    if (marker === 0xff) at += 1
    else if (marker === 0x01 || (marker >= 0xd0 && marker <= 0xd8)) at += 2
    // A frame: C4, C8 and CC among these numbers are tables.
    else if (marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker))
      return { width: view.getUint16(at + 7), height: view.getUint16(at + 5) }
    else if (marker === 0xda || marker === 0xd9) return null
    else at += 2 + view.getUint16(at + 2)
  }
  return null
}
