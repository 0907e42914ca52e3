import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { test } from 'node:test'

const styles = new URL('styles/', import.meta.url)
const tokens = readFileSync(new URL('tokens.css', styles), 'utf8')

const colours = new Map(
  [...tokens.matchAll(/--([\w-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\)/g)].map(
    ([, name = '', light = '', dark = '']) => [name, { light, dark }],
  ),
)

/** WCAG 2.2, relative luminance and contrast ratio. */
const luminance = (hex: string): number => {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(hex.slice(at, at + 2), 16) / 255
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}
const contrast = (one: string, other: string): number => {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b)
  return (light + 0.05) / (dark + 0.05)
}

const grounds = ['paper', 'surface', 'sunk', 'raised']
const signals = ['info', 'good', 'warning', 'danger']
const pairs = (texts: string[], backgrounds: string[]) =>
  texts.flatMap((text) => backgrounds.map((ground) => [text, ground] as const))

const textPairs = [
  ...pairs(['ink', 'muted', 'water', 'water-deep', 'clay'], grounds),
  ...pairs(['danger', 'warning', 'good', 'info'], ['paper', 'surface', 'raised']),
  ...signals.map((signal) => [signal, `${signal}-soft`] as const),
  ...pairs(['ink', 'muted'], [...signals.map((signal) => `${signal}-soft`), 'water-soft']),
  ...pairs(['water', 'water-deep'], ['water-soft']),
  ['on-water', 'water'],
  ['on-water', 'water-deep'],
  ['on-clay', 'clay'],
  ['on-danger', 'danger-fill'],
  ['clay', 'clay-soft'],
  ...[1, 2, 3, 4, 5, 6].map((n) => [`tint-${n}-ink`, `tint-${n}`] as const),
  ...pairs(['heat-low-ink'], ['heat-0', 'heat-1', 'heat-2']),
  ['heat-3-ink', 'heat-3'],
  ['heat-4-ink', 'heat-4'],
  ...pairs(['ink'], ['band-1', 'band-2', 'band-3', 'band-4', 'band-5']),
] as const

const controlPairs = [
  ...pairs(['edge', 'focus'], grounds),
  ...pairs(['edge', 'focus', 'water', 'clay'], ['water-soft']),
  ...pairs(['water', 'clay'], ['band-1', 'band-2', 'band-3', 'band-4', 'band-5']),
  ...signals.map((signal) => [signal, 'surface'] as const),
  ...signals.map((signal) => ['focus', `${signal}-soft`] as const),
] as const

const failing = (list: readonly (readonly [string, string])[], least: number) =>
  list.flatMap(([text, ground]) =>
    (['light', 'dark'] as const).flatMap((scheme) => {
      const [one, other] = [colours.get(text)?.[scheme], colours.get(ground)?.[scheme]]
      assert.ok(one && other, `tokens.css says nothing of ${text} or ${ground}`)
      const ratio = contrast(one, other)
      return ratio < least ? [`${text} on ${ground}, ${scheme}: ${ratio.toFixed(2)}`] : []
    }),
  )

test('text stands out from its ground, 4.5 to 1, in both schemes', () => {
  assert.deepEqual(failing(textPairs, 4.5), [])
})

test('edges of controls, focus and marks stand out, 3 to 1, in both schemes', () => {
  assert.deepEqual(failing(controlPairs, 3), [])
})

test('the contrast sum itself is right', () => {
  assert.equal(contrast('#000000', '#ffffff').toFixed(1), '21.0')
  assert.equal(contrast('#777777', '#ffffff').toFixed(2), '4.48')
})

test('colours stand in tokens.css alone', () => {
  const elsewhere = globSync('**/*.css', { cwd: new URL('..', import.meta.url).pathname })
    .filter((file) => !file.endsWith('tokens.css'))
    .flatMap((file) => {
      const text = readFileSync(new URL(`../${file}`, import.meta.url), 'utf8').replace(/\/\*[\s\S]*?\*\//g, '')
      return [...text.matchAll(/#[0-9a-f]{3,8}\b|\b(?:rgb|hsl|oklch|lab|lch|hwb)a?\(/gi)].map(
        ([found]) => `${file}: ${found}`,
      )
    })
  assert.deepEqual(elsewhere, [])
})

test('every token that a style uses exists', () => {
  const known = new Set([...tokens.matchAll(/(--[\w-]+):/g)].map(([, name]) => name))
  const unknown = globSync('**/*.css', { cwd: new URL('..', import.meta.url).pathname }).flatMap((file) => {
    const text = readFileSync(new URL(`../${file}`, import.meta.url), 'utf8')
    return [...text.matchAll(/var\((--[\w-]+)\)/g)].flatMap(([, name]) => (known.has(name) ? [] : [`${file}: ${name}`]))
  })
  assert.deepEqual(unknown, [])
})
