/** How someone signed: the name typed, the line drawn, or both. `path` is SVG path data in a field of 600 by 160. */
export type Signature = { typed: string; path: string | null }

/** What a <SignatureField> of that name sent; null when nobody signed or the drawing is not one of ours. */
export function readSignature(fields: Record<string, unknown>, name: string): Signature | null {
  const [typed, drawn] = [name, `${name}Path`].map((key) => {
    const value = fields[key]
    return typeof value === 'string' ? value.trim() : ''
  })
  if (drawn && !isSignaturePath(drawn)) return null
  if (!typed && !drawn) return null
  return { typed: typed?.slice(0, 200) ?? '', path: drawn || null }
}

/** Strokes of absolute moves and lines on whole numbers: nothing else may stand in what is shown again. At most 60 kB. */
export const isSignaturePath = (text: string): boolean =>
  text.length <= 60_000 && /^(M\d{1,3} \d{1,3}(L\d{1,3} \d{1,3})+)+$/.test(text)
