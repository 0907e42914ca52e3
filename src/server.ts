import { randomBytes } from 'node:crypto'
import process from 'node:process'
import { serve } from '@hono/node-server'
import { pino } from 'pino'
import { createApp } from './app.ts'
import { isRefusal } from './basics/refusal.ts'
import { startClock } from './clock.ts'
import { isUnfounded } from './clinic/access/actions/found.ts'
import { demoPeople } from './clinic/access/public.tsx'
import { furnishClinic } from './clinic/programs/actions.ts'
import { furnishMoney } from './clinic/coverage/actions/fees.ts'
import { connect } from './db/connect.ts'
import { startEmbedded, type Embedded } from './db/embedded.ts'
import { migrate } from './db/migrate.ts'
import { fileKeysFrom, keysMissing, setFileKeys } from './db/sealing.ts'
import { openDemo } from './demo/open.ts'
import { createOps } from './ops.ts'
import { settingsFrom, type Settings } from './settings.ts'
import { setScanner } from './outside/clamav.ts'
import { loadAssets } from './ui/assets.ts'
import { addressReader } from './web/address.ts'
import { lookKeeper } from './web/looks.ts'

const log = pino(
  {
    base: null,
    // The demo's terminal is for reading; a real clinic's log is for machines.
    level: process.argv.includes('--demo') ? 'warn' : 'info',
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: ['password', 'token', 'email', '*.password', '*.token'],
  },
  pino.destination({ dest: 2, sync: true }),
)
const say = (text: string) => process.stdout.write(`${text}\n`)
const isDemo = process.argv.includes('--demo')

const settings = settingsFrom(process.env, process.env.STEPWELL_CALLED_FROM ?? process.cwd())
if ('problems' in settings) {
  for (const problem of settings.problems) process.stderr.write(`${problem}\n`)
  process.exit(1)
}
await start(settings).catch((error: unknown) => {
  process.stderr.write(`${isRefusal(error) ? error.because : error instanceof Error ? error.message : String(error)}\n`)
  process.exit(1)
})

async function start({
  port,
  host,
  dataDir,
  databaseUrl,
  baseUrl,
  trustedProxies,
  metricsToken,
  fileKeys,
  scanner,
}: Settings): Promise<void> {
  const folder = isDemo ? `${dataDir}/demo` : dataDir
  const embedded: Embedded | null =
    databaseUrl === null ? await startEmbedded({ dataDir: folder, log: (line) => log.info(line) }) : null
  try {
    const ownerUrl = embedded?.url ?? databaseUrl ?? ''
    const [{ appUrl }, assets] = await Promise.all([migrate(ownerUrl, (line) => log.info(line)), loadAssets()])
    const keys = fileKeysFrom(fileKeys, folder, embedded !== null)
    if (Array.isArray(keys)) setFileKeys(keys)
    else say(`\n${keys.missing}`)
    setScanner(scanner)
    const demo = isDemo ? await openDemo(ownerUrl, new Date(), say) : null
    const pool = connect(appUrl, 12)
    const sealedWith = await pool.query<{ id: string }>('select id from file_key_ids() as id')
    const missing = keysMissing(sealedWith.rows.map(({ id }) => id))
    if (missing !== null) say(`\n${missing}`)
    const looks = lookKeeper(pool, (error) => log.error({ event: 'a look could not be written', error: String(error) }))
    let ready = true
    const setupCode = (await isUnfounded(pool)) ? newSetupCode() : null
    const app = createApp({
      pool,
      now: () => new Date(),
      looks,
      secureCookies: true,
      baseUrl,
      assets,
      ops: createOps(pool, () => ready, metricsToken),
      setupCode,
      addressOf: addressReader(trustedProxies),
      furnish: async (work) => {
        await furnishClinic(work)
        await furnishMoney(work)
      },
      demo: demo === null ? null : { people: demoPeople(demo.people), password: demo.password },
      log: (line) => log.error(line),
    })
    const stopClock = startClock(
      pool,
      () => new Date(),
      (chore, error) => log.error({ event: 'a chore did not finish', chore, error: String(error) }),
    )
    const server = serve({ fetch: app.fetch, port, hostname: host })
    await new Promise<void>((resolve, reject) => {
      server.once('listening', resolve)
      server.once('error', (error: NodeJS.ErrnoException) =>
        reject(
          error.code === 'EADDRINUSE'
            ? new Error(`Port ${port} is taken. Stop what runs there, or start with PORT=${port + 1}.`)
            : error,
        ),
      )
    })
    announce(baseUrl, setupCode, demo)

    let stopping = false
    const stop = async (signal: string) => {
      if (stopping) return
      stopping = true
      ready = false
      log.info({ event: 'stopping', signal })
      const late = setTimeout(() => 'closeAllConnections' in server && server.closeAllConnections(), 10_000)
      if ('closeIdleConnections' in server) server.closeIdleConnections()
      await new Promise<void>((resolve) => server.close(() => resolve()))
      clearTimeout(late)
      await stopClock()
      await looks.flush()
      await pool.end()
      await embedded?.stop()
      process.exit(0)
    }
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void stop(signal))
  } catch (error) {
    await embedded?.stop()
    throw error
  }
}

function announce(baseUrl: string, setupCode: string | null, demo: Awaited<ReturnType<typeof openDemo>> | null): void {
  say(`\nStepwell is open at ${baseUrl}`)
  if (setupCode !== null)
    say(`\nThis Stepwell is empty. Open the address and type this code to create your clinic:  ${setupCode}\n`)
  if (demo !== null) {
    say(`\nThe demo clinic. Everyone signs in with the password:  ${demo.password}\n`)
    for (const { role, email } of demoPeople(demo.people)) say(`  ${role.padEnd(18)} ${email}`)
    say('\nStop with Ctrl-C.')
  }
}

// 10 letters of 32: 50 bits, without those that look alike.
function newSetupCode(): string {
  const letters = 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789'
  const code = [...randomBytes(10)].map((byte) => letters[byte % 32]).join('')
  return `${code.slice(0, 5)}-${code.slice(5)}`
}
