import path from 'node:path'
import { z } from 'zod'
import { isFileKey } from './db/sealing.ts'
import { scannerFrom, type Scanner } from './outside/clamav.ts'

export type Settings = {
  port: number
  host: string
  dataDir: string
  databaseUrl: string | null
  baseUrl: string
  trustedProxies: number
  metricsToken: string | null
  /** Keys that seal kept files: the first seals, all open. Empty: the one beside the embedded database. */
  fileKeys: string[]
  /** Where clamd listens on this machine. */
  scanner: Scanner | null
}

const loopback = new Set(['127.0.0.1', 'localhost', '::1'])

const environment = z.object({
  PORT: z.coerce
    .number({ error: 'PORT must be a number, such as 3000.' })
    .int()
    .min(1, 'PORT must be from 1 to 65535.')
    .max(65_535, 'PORT must be from 1 to 65535.')
    .default(3000),
  HOST: z
    .string()
    .regex(/^[\w.:-]+$/, 'HOST must be an address, such as 127.0.0.1 or 0.0.0.0.')
    .default('127.0.0.1'),
  DATA_DIR: z.string().min(1, 'DATA_DIR must be a folder.').default('./data'),
  DATABASE_URL: z
    .string()
    .regex(/^postgres(ql)?:\/\//, 'DATABASE_URL must begin with postgres://, or be left out for the embedded database.')
    .optional(),
  BASE_URL: z
    .url({
      protocol: /^https?$/,
      error: 'BASE_URL must be the whole address people type, such as https://stepwell.example.org.',
    })
    .optional(),
  TRUSTED_PROXIES: z.coerce
    .number({ error: 'TRUSTED_PROXIES must be how many proxies stand in front, such as 1.' })
    .int()
    .min(0)
    .max(5)
    .default(0),
  FILE_KEY: z
    .string()
    .transform((text) => text.split(',').map((one) => one.trim()))
    .refine((keys) => keys.every(isFileKey), 'FILE_KEY must be 32 bytes in base64 (older keys after it, with commas).')
    .optional(),
  CLAMAV: z
    .string()
    .refine(
      (text) => scannerFrom(text) !== null,
      'CLAMAV must be where clamd listens on this machine, such as /run/clamav/clamd.ctl or 127.0.0.1:3310.',
    )
    .optional(),
  METRICS_TOKEN: z.string().min(16, 'METRICS_TOKEN must have at least 16 characters.').optional(),
})

/** Reads the environment once, at the start. Answers with sentences when something is wrong. */
export function settingsFrom(
  env: Record<string, string | undefined>,
  calledFrom: string,
): Settings | { problems: string[] } {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''))
  const read = environment.safeParse(given)
  if (!read.success)
    return {
      problems: read.error.issues.map((issue) =>
        issue.message.startsWith(String(issue.path[0])) ? issue.message : `${String(issue.path[0])}: ${issue.message}`,
      ),
    }
  const { PORT, HOST, DATA_DIR, DATABASE_URL, BASE_URL, TRUSTED_PROXIES, METRICS_TOKEN, FILE_KEY, CLAMAV } = read.data
  const baseUrl = BASE_URL ?? `http://${loopback.has(HOST) ? 'localhost' : HOST}:${PORT}`
  const home = new URL(baseUrl)
  if (home.protocol === 'http:' && !loopback.has(home.hostname)) {
    return {
      problems: [
        `BASE_URL is ${baseUrl}: outside this machine Stepwell is served over https only. Put a proxy with a certificate in front and set BASE_URL=https://…`,
      ],
    }
  }
  return {
    port: PORT,
    host: HOST,
    dataDir: path.resolve(calledFrom, DATA_DIR),
    databaseUrl: DATABASE_URL ?? null,
    baseUrl,
    trustedProxies: TRUSTED_PROXIES,
    metricsToken: METRICS_TOKEN ?? null,
    fileKeys: FILE_KEY ?? [],
    scanner: CLAMAV === undefined ? null : scannerFrom(CLAMAV),
  }
}
