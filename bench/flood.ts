// Figure: pages of staff while 10,000 inquiries flood in, against the same pages in quiet. Run: npm run bench flood
import { fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import { newId } from '../src/basics/ids.ts'
import { limits } from '../src/web/pressure.ts'
import { addressReader } from '../src/web/address.ts'
import { urls } from '../src/urls.ts'
import { riverbend } from '../tests/cast.ts'
import { openBenchHouse } from './house.ts'
import { figure, inWords, measure, option, say, sayMachine } from './run.ts'

const inquiries = Number(option('inquiries', '10000'))
const seconds = Number(option('seconds', '40'))

say(`\n# ${inquiries} inquiries in ${seconds} s, half from one address, half from one each, none with proof of work`)
sayMachine()
const house = await openBenchHouse({
  scale: 1,
  months: 12,
  folder: option('folder', '') || undefined,
  over: { addressOf: addressReader(1), now: () => new Date() },
})
const owner = new pg.Client({ connectionString: house.ownerUrl })
await owner.connect()
try {
  await owner.query(
    "insert into public_front (clinic_id, id, is_open, phone, set_at) select $1, $2, true, '+15185550100', now() where not exists (select from public_front where is_open)",
    [riverbend.id, newId()],
  )
  const count = async (where: string): Promise<number> =>
    (await owner.query<{ n: number }>(`select count(*)::int as n from inquiry where ${where}`)).rows[0]?.n ?? 0
  const before = await count('not held_back')
  for (const [name, url] of [
    ['Today', urls.today()],
    ['Admissions', urls.admissions()],
  ] as const) {
    const load = { url: `${house.baseUrl}${url}`, headers: { cookie: house.cookie }, connections: 2 }
    await measure({ ...load, seconds: 3 })
    const quiet = await measure({ ...load, seconds: Math.min(10, seconds) })
    const flood = floodOf(house.baseUrl, inquiries / 2, seconds / 2)
    const during = await measure({ ...load, seconds: Math.max(1, seconds / 2 - 2) })
    const answers = await flood
    say(
      `\n${name}\n  quiet:  ${inWords(quiet)}\n  flood:  ${inWords(during)}\n  the flood was answered: ${JSON.stringify(answers)}`,
    )
    const ratio = during.p95 / quiet.p95
    figure(`${name}, p95 in the flood against quiet`, `${ratio.toFixed(2)}×`, '2× or less', ratio <= 2)
    if (quiet.wrong + during.wrong > 0) throw new Error('Some pages of staff were not answered.')
  }
  const onBoard = (await count('not held_back')) - before
  figure(
    'Inquiries that the flood put on the board',
    `${onBoard}`,
    `${limits.everyone} or fewer`,
    onBoard <= limits.everyone,
  )
  say(`  held back and kept: ${await count('held_back')}`)
} finally {
  await owner.end()
  await house.close()
}
process.exit()

function floodOf(baseUrl: string, many: number, overSeconds: number): Promise<Record<string, number>> {
  return new Promise((resolve, reject) => {
    const child = fork(fileURLToPath(new URL('./flooder.ts', import.meta.url)), [], { execArgv: [] })
    child.once('message', (answers: Record<string, number>) => resolve(answers))
    child.once('error', reject)
    child.send({ baseUrl, many, overSeconds })
  })
}
