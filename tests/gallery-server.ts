// A door to the gallery with the product's own Content-Security-Policy: what breaks it breaks here first.
import { serve } from '@hono/node-server'
import { Hono } from 'hono'
import { loadAssets } from '../src/ui/assets.ts'
import { ChartPage } from './gallery-chart.tsx'
import { FormPage, PortalPage, SignInPage } from './gallery-forms.tsx'
import { EmptyPage, type Mark, members, RosterPage, RowsPage, TodayPage } from './gallery.tsx'

const policy =
  "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; connect-src 'self'; form-action 'self'"
export const galleryPages = ['/', '/roster', '/chart', '/form', '/rows', '/empty', '/plain', '/portal']

export async function openGallery(port = 0) {
  const assets = await loadAssets()
  let list: Mark[] = members
  const drafts: Record<string, string>[] = []
  const app = new Hono()
  app.use(async (c, next) => {
    await next()
    c.header('content-security-policy', policy)
  })
  app.get('/assets/:name', (c) => {
    const asset = assets.serve(c.req.param('name'), c.req.header('accept-encoding'))
    if (asset === null) return c.notFound()
    return c.body(new Uint8Array(asset.body), 200, {
      'content-type': asset.type,
      ...(asset.encoding && { 'content-encoding': asset.encoding }),
    })
  })
  app.get('/', (c) => c.html(TodayPage()))
  app.get('/roster', (c) => c.html(RosterPage({ list })))
  app.get('/chart', (c) => c.html(ChartPage()))
  app.get('/form', (c) => c.html(FormPage(c.req.query('new') === undefined ? {} : { form: {} })))
  app.get('/rows', (c) => c.html(RowsPage({ rows: Number(c.req.query('rows') ?? 500) })))
  app.get('/empty', (c) => c.html(EmptyPage()))
  app.get('/plain', (c) => c.html(SignInPage()))
  app.get('/portal', (c) => c.html(PortalPage()))

  app.post('/roster/marks', async (c) => {
    const { client, mark } = (await c.req.parseBody()) as { client: string; mark: string } // the gallery's own form
    if (client === 'm5')
      return c.html(RosterPage({ list, refused: 'This person was discharged: nothing to mark.' }), 409)
    list = list.map((member) => (member.id === client ? { ...member, mark, note: `Marked ${mark}` } : member))
    return c.redirect('/roster', 303)
  })
  app.post('/roster/all', (c) => {
    list = list.map((member) => ({ ...member, mark: member.mark ?? 'here' }))
    return c.redirect('/roster', 303)
  })
  app.post('/roster/undo', (c) => {
    list = members
    return c.redirect('/roster', 303)
  })
  app.post('/form/drafts', async (c) => {
    const fields = await c.req.parseBody()
    drafts.push(
      Object.fromEntries(
        Object.entries(fields).flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : [])),
      ),
    )
    return c.body(null, 204)
  })
  app.post('/form', async (c) => c.json(await c.req.parseBody()))

  const server = serve({ fetch: app.fetch, port, hostname: '127.0.0.1' })
  await new Promise((done) => server.on('listening', done))
  const address = server.address()
  const at = `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : port}`
  return {
    at,
    assets,
    drafts,
    marks: () => list,
    reset: () => (list = members),
    close: () => new Promise((done) => server.close(done)),
  }
}

if (process.argv[1] === import.meta.filename) console.log((await openGallery(4600)).at)
