import { Hono, type MiddlewareHandler } from 'hono'
import { Counter, Gauge, Histogram, Registry } from 'prom-client'
import type { Pool } from './db/connect.ts'
import { urls } from './urls.ts'
import type { Door } from './web/door.ts'

export type Ops = {
  registry: Registry
  measure: MiddlewareHandler<Door>
  ready: () => boolean
  metricsToken: string | null
}

/** Counts and times requests by route. Labels are patterns, never paths: a path holds an id. */
export function createOps(pool: Pool, ready: () => boolean, metricsToken: string | null): Ops {
  const registry = new Registry()
  const seconds = new Histogram({
    name: 'stepwell_request_seconds',
    help: 'Time to answer, by route',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5],
    registers: [registry],
  })
  const failures = new Counter({
    name: 'stepwell_failures_total',
    help: 'Answers with status 5xx',
    registers: [registry],
  })
  new Gauge({
    name: 'stepwell_database_connections',
    help: 'Connections of the pool by state',
    labelNames: ['state'],
    registers: [registry],
    collect() {
      this.set({ state: 'open' }, pool.totalCount)
      this.set({ state: 'idle' }, pool.idleCount)
      this.set({ state: 'waited for' }, pool.waitingCount)
    },
  })
  new Gauge({
    name: 'stepwell_memory_bytes',
    help: 'Resident memory',
    registers: [registry],
    collect() {
      this.set(process.memoryUsage.rss())
    },
  })

  const measure: MiddlewareHandler<Door> = async (c, next) => {
    const began = performance.now()
    await next()
    if (c.res.status >= 500) failures.inc()
    seconds.observe(
      { method: c.req.method, route: c.req.routePath, status: `${Math.floor(c.res.status / 100)}xx` },
      (performance.now() - began) / 1000,
    )
  }
  return { registry, measure, ready, metricsToken }
}

/** For whoever runs the machine: alive, ready, and figures. Figures only from the machine itself, or with the token. */
export function opsFace({ pool, ops }: { pool: Pool; ops: Ops }): Hono<Door> {
  const face = new Hono<Door>()
  face.get(urls.healthz.pattern, (c) => c.text('ok'))
  face.get(urls.readyz.pattern, async (c) => {
    if (!ops.ready()) return c.text('stopping', 503)
    const answers = await pool.query('select 1').then(
      () => true,
      () => false,
    )
    return answers ? c.text('ready') : c.text('the database does not answer', 503)
  })
  face.get(urls.metrics.pattern, async (c) => {
    const token = c.req.header('authorization') === `Bearer ${ops.metricsToken}` && ops.metricsToken !== null
    if (!token && !isLoopback(c.env)) return c.text('Not here', 404)
    return c.text(await ops.registry.metrics(), 200, { 'content-type': ops.registry.contentType })
  })
  return face
}

// Behind a proxy every request comes from the machine itself, so a forwarded one is not local.
function isLoopback(env: unknown): boolean {
  const socket = remoteOf(env)
  return socket !== null && (socket === '::1' || socket.startsWith('127.') || socket.startsWith('::ffff:127.'))
}

/** The address at the other end of the connection, as Node tells it; null where there is no socket. */
export function remoteOf(env: unknown): string | null {
  if (typeof env !== 'object' || env === null || !('incoming' in env)) return null
  const incoming = env.incoming as { socket?: { remoteAddress?: string }; headers?: Record<string, unknown> } // @hono/node-server puts Node's own request here
  if (incoming.headers?.['x-forwarded-for'] !== undefined || incoming.headers?.forwarded !== undefined) return null
  return incoming.socket?.remoteAddress ?? null
}
