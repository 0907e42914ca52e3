import { createApp, type House } from '../src/app.ts'
import { createOps } from '../src/ops.ts'
import { loadAssets } from '../src/ui/assets.ts'
import { lookKeeper } from '../src/web/looks.ts'
import { demoPassword, lakesideStaff, staff } from './cast.ts'
import { freshDatabase, type TestDatabase } from './database.ts'

export type Answer = { status: number; text: string; headers: Headers; location: string | null }
export type Fields = Record<string, string | string[] | Blob> | FormData
export type Visitor = {
  get: (url: string, headers?: Record<string, string>) => Promise<Answer>
  post: (url: string, fields?: Fields, headers?: Record<string, string>) => Promise<Answer>
  cookie: () => string
}
export type TestHouse = {
  app: ReturnType<typeof createApp>
  db: TestDatabase
  house: House
  /** A member of the cast, signed in through the front door. */
  as: (key: string) => Promise<Visitor>
  stranger: () => Visitor
  /** Moves the clock of the house; the database keeps its own. */
  setNow: (at: Date | null) => void
  looksWritten: () => Promise<void>
  close: () => Promise<void>
}

const assets = loadAssets()

/** A whole Stepwell on a database of its own, entered through its front door. */
export async function openHouse(kind: 'cast' | 'empty' = 'cast', over: Partial<House> = {}): Promise<TestHouse> {
  const db = await freshDatabase(kind)
  let fixed: Date | null = null
  const failures: string[] = []
  const looks = lookKeeper(db.pool, (error) => failures.push(String(error)))
  const house: House = {
    pool: db.pool,
    now: () => fixed ?? new Date(),
    looks,
    secureCookies: true,
    baseUrl: 'http://localhost:3000',
    assets: await assets,
    ops: createOps(db.pool, () => true, null),
    setupCode: 'ABCDE-FGHIJ',
    addressOf: (c) => c.req.header('x-from') ?? '192.0.2.1',
    furnish: async () => {},
    demo: null,
    log: (line) => {
      if (line.level === 'error') failures.push(JSON.stringify(line))
    },
    ...over,
  }
  const app = createApp(house)

  const visitor = (): Visitor => {
    const jar = new Map<string, string>()
    // On the public pages everybody comes from an address of their own.
    const from = `198.18.${Math.floor(Math.random() * 256)}.${Math.floor(Math.random() * 256)}`
    const ask = async (url: string, init: RequestInit): Promise<Answer> => {
      const headers = new Headers(init.headers)
      if (/^\/(en|es)\b/.test(url) && !headers.has('x-from')) headers.set('x-from', from)
      headers.set('cookie', [...jar].map(([name, value]) => `${name}=${value}`).join('; '))
      const response = await app.request(
        new Request(new URL(url, 'http://localhost:3000'), { ...init, headers, redirect: 'manual' }),
      )
      for (const line of response.headers.getSetCookie()) {
        const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
        if (/max-age=0/i.test(line)) jar.delete(name)
        else jar.set(name, value)
      }
      const text = await response.text()
      if (response.status >= 500 && failures.length > 0)
        throw new Error(`${init.method ?? 'GET'} ${url} answered ${response.status}: ${failures.at(-1)}`)
      return { status: response.status, text, headers: response.headers, location: response.headers.get('location') }
    }
    return {
      get: (url, headers = {}) => ask(url, { headers }),
      post: (url, fields = {}, headers = {}) =>
        ask(url, { method: 'POST', body: bodyOf(fields), headers: { 'sec-fetch-site': 'same-origin', ...headers } }),
      cookie: () => [...jar].map(([name, value]) => `${name}=${value}`).join('; '),
    }
  }

  return {
    app,
    db,
    house,
    stranger: visitor,
    as: async (key) => {
      const person = [...staff, ...lakesideStaff].find((one) => one.key === key)
      if (person === undefined) throw new Error(`Nobody in the cast is called ${key}`)
      const one = visitor()
      const answer = await one.post('/sign-in', { email: person.email, password: demoPassword })
      if (answer.status !== 303) throw new Error(`${key} could not sign in: ${answer.status}`)
      return one
    },
    setNow: (at) => {
      fixed = at
    },
    looksWritten: () => looks.flush(),
    close: async () => {
      await looks.flush()
      await db.close()
    },
  }
}

function bodyOf(fields: Fields): BodyInit {
  if (fields instanceof FormData) return fields
  const values = Object.entries(fields)
  if (values.some(([, value]) => value instanceof Blob)) {
    const form = new FormData()
    for (const [name, value] of values) for (const one of Array.isArray(value) ? value : [value]) form.append(name, one)
    return form
  }
  const form = new URLSearchParams()
  for (const [name, value] of values)
    for (const one of Array.isArray(value) ? value : [value]) if (typeof one === 'string') form.append(name, one)
  return form
}
