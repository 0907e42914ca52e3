// Figure: what travels before Today is painted, headers and all. Run: npm run bench bytes
import process from 'node:process'
import { openBenchHouse } from './house.ts'
import { figure, option, say, sayMachine } from './run.ts'
import { bytesOf, kilobytes, partsOf } from './wire.ts'

say('\n# Bytes to the first paint of Today')
sayMachine()
const house = await openBenchHouse({ scale: 1, months: 3, folder: option('folder', '') || undefined })
try {
  const parts = await partsOf(house.baseUrl, '/today', { cookie: house.cookie })
  for (const part of parts) say(`  ${part.path.padEnd(32)} ${kilobytes(part.bytes)}  ${part.encoding}`)
  const all = bytesOf(parts)
  const script = bytesOf(parts.filter((part) => part.path.endsWith('.js')))
  if (script === 0) throw new Error('The script was not found.')
  figure('Today, all files to first paint', kilobytes(all), '60 kB or less', all <= 60_000)
  figure('Browser code', kilobytes(script), '15 kB or less', script <= 15_000)
} finally {
  await house.close()
}
process.exit()
