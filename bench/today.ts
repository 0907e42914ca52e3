// Figure: the roster page and the Today page over the full path, against the same page from constants. Run: npm run bench today
import process from 'node:process'
import { keepUnheldCounted } from '../src/clinic/today/actions/unheld.ts'
import { urls } from '../src/urls.ts'
import { constantsOf, openBare } from './bare.tsx'
import { openBenchHouse } from './house.ts'
import { figure, inWords, measure, median, medianTimes, option, say, sayMachine, type Times } from './run.ts'

const rounds = Number(option('rounds', '3'))
const seconds = Number(option('seconds', '4'))
const connections = 8

say(`\n# Today and roster at ${connections} connections, ${rounds} rounds of ${seconds} s`)
sayMachine()
const house = await openBenchHouse({ scale: 1, months: 12, folder: option('folder', '') || undefined })
// As the clock leaves it: what nobody may hold is on the page.
await keepUnheldCounted(house.pool, house.now)
const constants = await constantsOf(house)
const bare = await openBare(constants)
try {
  for (const [name, bareUrl, fullUrl] of [
    ['Today page', urls.today(), urls.today()],
    ['Roster page', '/groups/roster', urls.roster({ session: constants.session.id })],
  ] as const) {
    const plain = { cookie: house.cookie }
    const browser = { ...plain, 'accept-encoding': 'gzip, deflate, br' }
    const [reference, page] = await Promise.all(
      [`${bare.baseUrl}${bareUrl}`, `${house.baseUrl}${fullUrl}`].map((url) =>
        fetch(url, { headers: { ...plain, 'accept-encoding': 'identity' } }).then((answer) => answer.text()),
      ),
    )
    if (reference !== page) throw new Error(`${name}: the reference is not the same page.`)
    const ask = (url: string, headers: Record<string, string>) => measure({ url, headers, connections, seconds })
    const warm = { connections, seconds: 2, headers: plain }
    await measure({ ...warm, url: `${bare.baseUrl}${bareUrl}` })
    await measure({ ...warm, url: `${house.baseUrl}${fullUrl}` })
    const [bares, fulls, zipped]: [Times[], Times[], Times[]] = [[], [], []]
    for (let round = 0; round < rounds; round += 1) {
      bares.push(await ask(`${bare.baseUrl}${bareUrl}`, plain))
      fulls.push(await ask(`${house.baseUrl}${fullUrl}`, plain))
      zipped.push(await ask(`${house.baseUrl}${fullUrl}`, browser))
    }
    const [b, f, z] = [bares, fulls, zipped].map(medianTimes)
    if (!b || !f || !z) throw new Error('nothing was measured')
    const share = (list: Times[]) => median(list.map((one, round) => one.perSecond / (bares[round]?.perSecond ?? 1)))
    say(`\n${name}, ${(page?.length ?? 0) / 1000} kB of HTML`)
    say(`  bare Hono handler, from constants: ${inWords(b)}`)
    say(`  full path:                         ${inWords(f)}`)
    say(`  full path, compressed for a browser: ${inWords(z)}, ${percent(share(zipped))} of the bare one`)
    figure(`${name}, full path against bare`, percent(share(fulls)), '40 % or more', share(fulls) >= 0.4)
    figure(`${name}, p95`, `${f.p95.toFixed(1)} ms`, '50 ms or less', f.p95 <= 50)
    if (b.wrong + f.wrong + z.wrong > 0) throw new Error('Some answers were not 200.')
  }
} finally {
  await bare.close()
  await house.close()
}
process.exit()

function percent(share: number): string {
  return `${(share * 100).toFixed(0)} %`
}
