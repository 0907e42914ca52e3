import { Hono, type Context } from 'hono'
import type { Work } from '../db/work.ts'
import { isRefusal } from '../basics/refusal.ts'
import { urls } from '../urls.ts'
import { showing, systemDoor, workOf, type Door, type Entrance } from '../web/door.ts'
import { capabilityOf } from './capability.ts'
import { highWaterMark, labelled } from './labels.ts'
import type { CatalogFace, Entry, Resource, ResourceFace, Search } from './resource.ts'
import { readSearch } from './search.ts'

type Ticket = { clientId: string; consentId: string; notice: { version: string; text: string; short: string } }
/** How the house tells: which clients' records may leave to this system now, and the accounting of what left. */
export type Telling = {
  mayTell: (work: Work, clients: string[]) => Promise<Map<string, Ticket>>
  recordTelling: (work: Work, told: Ticket[], what: string) => Promise<void>
}
type Fhir = Entrance & { baseUrl: string }

/** FHIR R4, read and search, for named systems with a token. Nothing leaves without a live consent, and no answer tells that somebody is a client. */
export function fhirFace(
  house: Fhir,
  faces: ResourceFace[],
  telling: Telling,
  catalogs: CatalogFace[] = [],
): Hono<Door> {
  const app = new Hono<Door>()
  const byType = new Map(faces.map((face) => [face.type, face]))
  const catalogByType = new Map(catalogs.map((face) => [face.type, face]))
  const base = `${house.baseUrl}/fhir/R4`

  app.get(urls.fhirMetadata.pattern, (c) => answer(c, capabilityOf([...faces, ...catalogs], base, house.now())))
  const door = systemDoor(house, (c) => {
    c.header('www-authenticate', 'Bearer realm="Stepwell FHIR"')
    return outcome(c, 401, 'login', 'A bearer token issued to a named system is needed, and it must be live.')
  })

  app.get(urls.fhirSearch.pattern, door, async (c) => {
    const catalog = catalogByType.get(c.req.param('type'))
    if (catalog !== undefined) return listed(c, base, catalog)
    const face = byType.get(c.req.param('type'))
    if (face === undefined) return outcome(c, 404, 'not-supported', 'This resource type is not served here.')
    const search = readSearch(face, c.req.queries())
    if (isRefusal(search)) return outcome(c, 400, search.refused, search.because)
    const work = workOf(c)
    const { page, tickets, last } = await consented(work, face, search, telling)
    await telling.recordTelling(work, ticketsOf(page, tickets), `FHIR ${face.type} search`)
    showing(c, `FHIR ${face.type}`, [...new Set(page.map((entry) => entry.clientId))])
    return answer(c, bundleOf(c, base, page, tickets, last))
  })

  app.get(urls.fhirRead.pattern, door, async (c) => {
    const catalog = catalogByType.get(c.req.param('type'))
    if (catalog !== undefined) {
      const resource = await catalog.read(workOf(c), c.req.param('id'))
      if (resource === undefined)
        return outcome(c, 404, 'not-found', 'There is nothing here that this system may read.')
      return answer(c, resource)
    }
    const face = byType.get(c.req.param('type'))
    if (face === undefined) return outcome(c, 404, 'not-supported', 'This resource type is not served here.')
    const work = workOf(c)
    const entry = await face.read(work, c.req.param('id'))
    const ticket = entry && (await telling.mayTell(work, [entry.clientId])).get(entry.clientId)
    // The same words whether the person is unknown or has not consented: presence is a fact too (42 CFR 2.13).
    if (entry === undefined || ticket === undefined)
      return outcome(c, 404, 'not-found', 'There is nothing here that this system may read.')
    await telling.recordTelling(work, [ticket], `FHIR ${face.type}`)
    showing(c, `FHIR ${face.type}`, [entry.clientId])
    return answer(c, labelled(entry, ticket.notice.text))
  })
  return app
}

/** A search for what is about nobody: nothing to consent to, nothing to account for. */
async function listed(c: Context<Door>, base: string, face: CatalogFace): Promise<Response> {
  const search = readSearch(face, c.req.queries())
  if (isRefusal(search)) return outcome(c, 400, search.refused, search.because)
  const found = await face.search(workOf(c), { ...search, count: search.count + 1 })
  const page = found.slice(0, search.count)
  const url = new URL(c.req.url)
  const here = `${base}/${face.type}`
  const link = [{ relation: 'self', url: `${here}${url.search}` }]
  const last = page.at(-1)
  if (found.length > page.length && last !== undefined) {
    url.searchParams.set('_after', last.id)
    link.push({ relation: 'next', url: `${here}?${url.searchParams}` })
  }
  const entry = page.map((resource) => ({ fullUrl: `${here}/${resource.id}`, resource, search: { mode: 'match' } }))
  return answer(c, { resourceType: 'Bundle', type: 'searchset', link, entry })
}

/** Fills a page with what consents let through: the next ones are asked for until it is full or nothing is left. */
async function consented(work: Work, face: ResourceFace, search: Search, telling: Telling) {
  const page: Entry[] = []
  const tickets = new Map<string, Ticket>()
  const batch = Math.max(search.count, 20)
  let after = search.after
  let last: string | null = null
  for (let rounds = 0; page.length < search.count && rounds < 40; rounds += 1) {
    const found = await face.search(work, { ...search, count: batch, after })
    for (const [client, ticket] of await telling.mayTell(
      work,
      found.map((entry) => entry.clientId),
    ))
      tickets.set(client, ticket)
    for (const entry of found) {
      if (!tickets.has(entry.clientId)) continue
      if (page.length === search.count) {
        last = page.at(-1)?.resource.id ?? null
        break
      }
      page.push(entry)
    }
    after = found.at(-1)?.resource.id ?? after
    if (found.length < batch) break
  }
  return { page, tickets, last }
}

const ticketsOf = (page: Entry[], tickets: Map<string, Ticket>): Ticket[] =>
  [...new Set(page.map((entry) => entry.clientId))].flatMap((client) => tickets.get(client) ?? [])

function bundleOf(c: Context, base: string, page: Entry[], tickets: Map<string, Ticket>, last: string | null) {
  const url = new URL(c.req.url)
  const here = `${base}/${c.req.param('type')}`
  const link = [{ relation: 'self', url: `${here}${url.search}` }]
  if (last !== null) {
    url.searchParams.set('_after', last)
    link.push({ relation: 'next', url: `${here}?${url.searchParams}` })
  }
  return {
    resourceType: 'Bundle',
    type: 'searchset',
    ...(page.length > 0 ? { meta: { security: highWaterMark(page) } } : {}),
    link,
    entry: page.map((entry) => ({
      fullUrl: `${base}/${entry.resource.resourceType}/${entry.resource.id}`,
      resource: labelled(entry, tickets.get(entry.clientId)?.notice.text ?? ''),
      search: { mode: 'match' },
    })),
  }
}

const answer = (c: Context, body: Resource | Record<string, unknown>, status: 200 | 400 | 401 | 404 = 200): Response =>
  c.body(JSON.stringify(body), status, { 'content-type': 'application/fhir+json; charset=utf-8' })

const issueCodes: Record<string, string> = {
  'not-supported': 'not-supported',
  invalid: 'value',
  required: 'required',
  'not-found': 'not-found',
  login: 'login',
}
const outcome = (c: Context, status: 400 | 401 | 404, code: string, diagnostics: string): Response =>
  answer(
    c,
    {
      resourceType: 'OperationOutcome',
      issue: [{ severity: 'error', code: issueCodes[code] ?? 'processing', diagnostics }],
    },
    status,
  )
