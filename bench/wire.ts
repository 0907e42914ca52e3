import http from 'node:http'

export type Part = { path: string; bytes: number; encoding: string }

/** Everything that travels before a page is painted, headers and all: the page, its styles, script and images. */
export async function partsOf(baseUrl: string, path: string, headers: Record<string, string> = {}): Promise<Part[]> {
  const text = (where: string) => fetch(`${baseUrl}${where}`, { headers }).then((answer) => answer.text())
  const parts = [await weigh(baseUrl, path, headers)]
  for (const linked of linkedFrom(await text(path))) parts.push(await weigh(baseUrl, linked, headers))
  const styles = parts.find((part) => part.path.endsWith('.css'))
  for (const inside of fromStyles(styles === undefined ? '' : await text(styles.path)))
    parts.push(await weigh(baseUrl, inside, headers))
  if (parts.length < 3) throw new Error('The style sheet and the script were not found.')
  return parts
}

export const bytesOf = (parts: Part[]): number => parts.reduce((sum, part) => sum + part.bytes, 0)
export const kilobytes = (bytes: number): string => `${(bytes / 1000).toFixed(1).padStart(5)} kB`

/** Everything that the page names in a link, a script or an image. */
function linkedFrom(html: string): string[] {
  const names = [...html.matchAll(/<(?:link|script|img)\b[^>]*?\b(?:href|src)="([^"]+)"/g)].map(
    ([, name]) => name ?? '',
  )
  return [...new Set(names)].filter((name) => name.startsWith('/'))
}

/** Fonts and images of the style sheet: none of ours, but a later one would count. */
const fromStyles = (css: string): string[] => [...css.matchAll(/url\(["']?(\/[^"')]+)/g)].map(([, name]) => name ?? '')

/** As a browser asks; what is counted is what came over the wire, before anything is unpacked. */
function weigh(baseUrl: string, path: string, headers: Record<string, string>): Promise<Part> {
  return new Promise((resolve, reject) => {
    http
      .get(
        `${baseUrl}${path}`,
        { agent: false, headers: { ...headers, 'accept-encoding': 'gzip, deflate, br, zstd' } },
        (answer) => {
          const { socket } = answer
          if (answer.statusCode !== 200) reject(new Error(`${path} answered ${answer.statusCode}`))
          answer.on('end', () =>
            resolve({ path, bytes: socket.bytesRead, encoding: answer.headers['content-encoding'] ?? 'as it is' }),
          )
          answer.resume()
        },
      )
      .on('error', reject)
  })
}
