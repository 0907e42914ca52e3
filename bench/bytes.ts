// Figure: what travels before Today is painted, headers and all. Run: npm run bench bytes
import http from 'node:http'
import process from 'node:process'
import { openBenchHouse } from './house.ts'
import { figure, option, say, sayMachine } from './run.ts'

say('\n# Bytes to the first paint of Today')
sayMachine()
const house = await openBenchHouse({ scale: 1, months: 3, folder: option('folder', '') || undefined })
try {
  const page = await ask(`${house.baseUrl}/today`)
  const html = await fetch(`${house.baseUrl}/today`, { headers: { cookie: house.cookie } }).then((answer) =>
    answer.text(),
  )
  const parts = [{ path: '/today', ...page }]
  for (const path of linkedFrom(html)) parts.push({ path, ...(await ask(`${house.baseUrl}${path}`)) })
  const styles = parts.find((part) => part.path.endsWith('.css'))
  const css = styles && (await fetch(`${house.baseUrl}${styles.path}`).then((answer) => answer.text()))
  for (const path of fromStyles(css ?? '')) parts.push({ path, ...(await ask(`${house.baseUrl}${path}`)) })
  for (const part of parts) say(`  ${part.path.padEnd(32)} ${kilobytes(part.bytes)}  ${part.encoding}`)
  const all = parts.reduce((sum, part) => sum + part.bytes, 0)
  const script = parts.filter((part) => part.path.endsWith('.js')).reduce((sum, part) => sum + part.bytes, 0)
  if (parts.length < 3 || script === 0) throw new Error('The style sheet and the script were not found.')
  figure('Today, all files to first paint', kilobytes(all), '60 kB or less', all <= 60_000)
  figure('Browser code', kilobytes(script), '15 kB or less', script <= 15_000)
} finally {
  await house.close()
}
process.exit()

/** Everything that the page names in a link, a script or an image. */
function linkedFrom(html: string): string[] {
  const names = [...html.matchAll(/<(?:link|script|img)\b[^>]*?\b(?:href|src)="([^"]+)"/g)].map(
    ([, name]) => name ?? '',
  )
  return [...new Set(names)].filter((name) => name.startsWith('/'))
}

/** Fonts and images of the style sheet: none of ours, but a later one would count. */
function fromStyles(css: string): string[] {
  return [...css.matchAll(/url\(["']?(\/[^"')]+)/g)].map(([, name]) => name ?? '')
}

/** As a browser asks; what is counted is what came over the wire, before anything is unpacked. */
function ask(url: string): Promise<{ bytes: number; encoding: string }> {
  return new Promise((resolve, reject) => {
    const headers = { cookie: house.cookie, 'accept-encoding': 'gzip, deflate, br, zstd' }
    http
      .get(url, { agent: false, headers }, (answer) => {
        const { socket } = answer
        if (answer.statusCode !== 200) reject(new Error(`${url} answered ${answer.statusCode}`))
        answer.on('end', () =>
          resolve({ bytes: socket.bytesRead, encoding: answer.headers['content-encoding'] ?? 'as it is' }),
        )
        answer.resume()
      })
      .on('error', reject)
  })
}

function kilobytes(bytes: number): string {
  return `${(bytes / 1000).toFixed(1).padStart(5)} kB`
}
