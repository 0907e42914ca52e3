import { Hono, type Context, type MiddlewareHandler } from 'hono'
import { compress } from 'hono/compress'
import { access } from './clinic/access/pages.tsx'
import { signInAgain } from './clinic/access/sign-in-page.tsx'
import { frontDoor, type FrontDoor } from './clinic/access/public.tsx'
import { people } from './clinic/staff/pages/people.tsx'
import { front } from './clinic/staff/pages/front.tsx'
import { frontTexts } from './clinic/staff/pages/front-page.tsx'
import { profile } from './clinic/staff/pages/profile.tsx'
import { settings } from './clinic/staff/pages/settings.tsx'
import { systems } from './clinic/staff/pages/systems.tsx'
import { doorPages } from './clinic/attendance/portal.tsx'
import { doors } from './clinic/attendance/pages/doors.tsx'
import { attendance } from './clinic/attendance/pages.tsx'
import { groupDay } from './clinic/groups/pages/day.tsx'
import { noteFace } from './clinic/notes/fhir.ts'
import { notes } from './clinic/notes/pages.tsx'
import { reports } from './clinic/reports/pages.tsx'
import { lookAfterDeed } from './clinic/today/actions/looks.ts'
import { today } from './clinic/today/pages.tsx'
import { programs } from './clinic/programs/pages.tsx'
import { mergedRecords } from './clinic/clients/merged.tsx'
import { clients } from './clinic/clients/pages.tsx'
import { consents } from './clinic/consents/pages.tsx'
import { admissions } from './clinic/today/pages/admissions.tsx'
import { inquiries } from './clinic/inquiries/pages.tsx'
import { moving } from './clinic/aftercare/moving.tsx'
import { aftercare } from './clinic/aftercare/pages.tsx'
import { concerns } from './clinic/concerns/pages.tsx'
import { episodes } from './clinic/episodes/pages.tsx'
import { tellingBy } from './telling.ts'
import { fhirFace } from './fhir/server.ts'
import { together } from './fhir/together.ts'
import { patientFace } from './clinic/clients/fhir.ts'
import { episodeFace } from './clinic/episodes/fhir.ts'
import { questionnaireFace } from './clinic/instruments/fhir.ts'
import { instruments } from './clinic/instruments/pages.tsx'
import { encounterFace, provenanceFace } from './clinic/attendance/fhir.ts'
import { videoEvents } from './clinic/attendance/fhir/video-events.ts'
import { placement } from './clinic/placement/pages.tsx'
import { carePlanFace, conditionFace, goalFace } from './clinic/plans/fhir.ts'
import { plans } from './clinic/plans/pages.tsx'
import { groups } from './clinic/groups/pages.tsx'
import { measureFace, responseFace } from './clinic/outcomes/fhir.ts'
import { handingRound } from './clinic/outcomes/pages/tablet.tsx'
import { outcomes } from './clinic/outcomes/pages.tsx'
import { tablets } from './clinic/tablets/pages.tsx'
import { tabletOver } from './clinic/tablets/tablet-page.tsx'
import { roundPages } from './clinic/outcomes/portal.tsx'
import { chart } from './clinic/chart/pages.tsx'
import { visits } from './clinic/visits/pages.tsx'
import { weeks } from './clinic/attendance/pages/weeks.tsx'
import { files } from './clinic/files/pages.tsx'
import { packs } from './clinic/packs/pages.tsx'
import { noSuchLink, signingPages } from './clinic/packs/portal.tsx'
import { calls } from './clinic/calls/pages.tsx'
import { coverage } from './clinic/coverage/pages.tsx'
import { coverageFace } from './clinic/coverage/fhir.ts'
import { intake } from './clinic/intake/pages.tsx'
import { payerRules } from './clinic/coverage/pages/payer-rules.tsx'
import { credentials } from './clinic/staff/pages/credentials.tsx'
import { curricula } from './clinic/programs/pages/curricula.tsx'
import { waitlist } from './clinic/groups/pages/waitlist.tsx'
import { apart } from './clinic/groups/pages/apart.tsx'
import { closedDays } from './clinic/groups/pages/closed-days.tsx'
import { seriesChanges } from './clinic/groups/pages/changes.tsx'
import { board } from './clinic/groups/pages/board.tsx'
import { roomBoard } from './clinic/groups/pages/rooms.tsx'
import { cover } from './clinic/visits/pages/cover.tsx'
import { caseload } from './clinic/visits/pages/caseload.tsx'
import { matching } from './clinic/matching/pages.tsx'
import { medicalFaces, vitalsFace } from './clinic/medical/fhir.ts'
import { medical } from './clinic/medical/pages.tsx'
import { makeUps } from './clinic/attendance/pages/make-ups.tsx'
import { minePages, noSuchPage } from './clinic/chart/portal.tsx'
import { publicCoverage } from './clinic/coverage/public.tsx'
import { publicStaff } from './clinic/staff/public.tsx'
import { publicGroups } from './clinic/groups/public.tsx'
import { publicPlacement } from './clinic/placement/public.tsx'
import { publicCalls } from './clinic/calls/public.tsx'
import { publicPacks } from './clinic/packs/public.tsx'
import { publicInquiries } from './clinic/inquiries/public.tsx'
import { newId } from './basics/ids.ts'
import { opsFace, type Ops } from './ops.ts'
import type { Assets } from './ui/assets.ts'
import { urls, type Audience } from './urls.ts'
import { sameSiteOnly, securityHeaders, staffDoor, workOf, type Door } from './web/door.ts'
import { mineDoor } from './web/mine-door.ts'
import { signingDoor } from './web/signing-door.ts'
import { tabletDoor } from './web/tablet-door.ts'
import { visitorDoor } from './web/visitor-door.ts'
import { visitorGate } from './web/visitor-gate.tsx'
import { wholeBody } from './web/whole-body.ts'
import { forbidden, notFound, troublePage } from './web/errors.tsx'

export type House = FrontDoor & {
  baseUrl: string
  assets: Assets
  ops: Ops
  log: (line: Record<string, unknown>) => void
}

/** Opens the doors: every face of every concept is mounted here, and nowhere else. */
export function createApp(house: House): Hono<Door> {
  const app = new Hono<Door>()
  app.use(async (c, next) => {
    c.set('requestId', newId())
    await next()
  })
  app.use(house.ops.measure)
  app.use(securityHeaders(house.secureCookies))
  app.use(compress({ threshold: 1400 }))
  app.use(
    sameSiteOnly(house.baseUrl, (c) =>
      forbidden(c, 'This form came from another site. Open the page here and send it again.'),
    ),
  )

  app.use(async (c, next) => {
    if (countsItself(c.req.path)) return next()
    const arrival = await wholeBody(c, mostTyped, patience)
    return arrival === 'whole' ? next() : arrival === 'too-long' ? tooMuchTyped(c) : tooSlow(c)
  })

  app.get(urls.asset.pattern, (c) => {
    const asset = house.assets.serve(c.req.param('name'), c.req.header('accept-encoding'))
    if (asset === null) return notFound(c)
    return c.body(new Uint8Array(asset.body), 200, {
      'content-type': asset.type,
      'cache-control': 'public, max-age=31536000, immutable',
      vary: 'accept-encoding',
      ...(asset.encoding === undefined ? {} : { 'content-encoding': asset.encoding }),
    })
  })
  app.get(urls.favicon.pattern, (c) => c.redirect(house.assets.icon, 301))

  app.route('/', opsFace(house))
  app.route('/', frontDoor(house))

  const gate = visitorGate(house)
  const visit = visitorDoor(house, notFound)
  for (const pattern of patternsFor('visitor')) app.use(pattern, gate, visit)
  const fronts = [publicCoverage, publicStaff, publicGroups, publicPlacement, publicCalls, publicPacks, publicInquiries]
  for (const front of fronts) app.route('/', front)

  const signer = signingDoor(house, noSuchLink)
  for (const pattern of patternsFor('link')) app.use(pattern, signer)
  app.route('/', signingPages(house))

  const own = mineDoor(house, noSuchPage)
  for (const pattern of patternsFor('client')) app.use(pattern, own)
  app.route('/', minePages)

  const round = tabletDoor(house, 'round', tabletOver('round'))
  for (const pattern of patternsFor('tablet')) app.use(pattern, round)
  app.route('/', roundPages)

  const atDoor = tabletDoor(house, 'door', tabletOver('door'))
  for (const pattern of patternsFor('door')) app.use(pattern, atDoor)
  app.route('/', doorPages)

  const door = staffDoor(house, comeInFirst)
  for (const pattern of patternsFor('staff')) app.use(pattern, door, ownPasswordFirst, mergedRecords, aDayForEverybody)
  const faces = [
    access(house),
    files,
    packs(house),
    calls,
    coverage,
    intake,
    instruments,
    inquiries,
    clients(house),
    admissions,
    plans,
    weeks,
    cover,
    caseload,
    visits,
    board,
    roomBoard,
    waitlist,
    apart,
    closedDays,
    seriesChanges,
    groups,
    matching,
    medical,
    makeUps,
    payerRules,
    credentials,
    curricula,
    front,
    frontTexts,
    profile,
    people,
    systems,
    settings,
    programs,
    groupDay,
    doors(house),
    attendance,
    notes,
    today,
    consents,
    placement,
    episodes,
    aftercare,
    moving,
    concerns,
    handingRound(house),
    tablets,
    outcomes,
    chart,
    reports,
  ]
  for (const face of faces) app.route('/', face)

  app.route('/', videoEvents(house))
  app.route(
    '/',
    fhirFace(
      house,
      [
        patientFace,
        episodeFace,
        encounterFace,
        provenanceFace,
        coverageFace,
        carePlanFace,
        goalFace,
        conditionFace,
        noteFace,
        ...medicalFaces.filter((face) => face !== vitalsFace),
        together('Observation', [
          { category: 'vital-signs', face: vitalsFace },
          { category: 'survey', face: measureFace },
        ]),
        responseFace,
      ],
      tellingBy,
      [questionnaireFace],
    ),
  )

  app.notFound(notFound)
  app.onError((error, c) => {
    if (isOfMergedRecord(error))
      return troublePage(c, {
        status: 422,
        title: 'This record was merged into another',
        because:
          'Nothing new is written here any more. Find the person by name: their standing record opens, and holds this one too.',
      })
    if (isTornForm(error))
      return troublePage(c, {
        status: 400,
        title: 'Only half of it arrived',
        because: 'What you sent was cut short on its way, so nothing was kept. Go back, and send it once more.',
      })
    // Two who waited for each other: the database broke this one off, and nothing of it was kept. The browser sends it once more by
    // itself, with all that was typed, and finds the other done.
    if (isBrokenOff(error) && c.req.method === 'POST' && !c.req.path.startsWith('/fhir/')) {
      house.log({ level: 'warn', event: 'waited in a ring', request: c.get('requestId'), route: c.req.routePath })
      return c.redirect(`${c.req.path}${new URL(c.req.url).search}`, 307)
    }
    const id = c.get('requestId')
    house.log({ level: 'error', event: 'request failed', request: id, route: c.req.routePath, error: explain(error) })
    return troublePage(c, {
      status: 500,
      title: 'Something went wrong here',
      because: 'What you sent was not kept. Go back, and try once more.',
      id,
    })
  })
  return app
}

const patternsFor = (audience: Audience): string[] => [
  ...new Set(
    Object.values(urls)
      .filter((url) => url.audience === audience)
      .map((url) => url.pattern),
  ),
]

// A long note about a full room, every letter in three bytes, stays under this.
const mostTyped = 2 * 1024 * 1024
const tooMuchTyped = (c: Context) =>
  troublePage(c, {
    status: 413,
    title: 'Too much at once',
    because: 'What you sent is longer than any form here takes. Go back, shorten it, and send it again.',
  })

const patience = 60_000
const tooSlow = (c: Context) =>
  troublePage(c, {
    status: 408,
    title: 'It did not arrive in time',
    because: 'What you sent stopped on its way, so nothing was kept. Go back, and send it once more.',
  })

// Where a form brings a file, its own page counts it while it is read (`readUpload`), and says so beside the field.
// What a visitor sends is counted at their gate.
const takesFiles = [
  urls.newReferral,
  urls.clientFiles,
  urls.newExternalResult,
  urls.labImports,
  urls.meetingLists,
  urls.presenceImports,
].map(({ pattern }) => new RegExp(`^${pattern.replaceAll(/:\w+(\{[^}]*\})?/g, '[^/]+')}$`))
const countsItself = (path: string): boolean => isPublic.test(path) || takesFiles.some((file) => file.test(path))
const isPublic = /^\/(?:en|es)(?:\/|$)/

// A password that somebody else has set is for one use.
const ownPasswordFirst: MiddlewareHandler<Door> = async (c, next) => {
  if (c.get('mustChangePassword') && c.req.path !== urls.password() && c.req.path !== urls.signOut())
    return c.redirect(urls.password(), 303)
  return next()
}

// A deed may take the last day before somebody: they get another within the same transaction, and before the answer.
const aDayForEverybody: MiddlewareHandler<Door> = async (c, next) => {
  await next()
  if (c.req.method === 'POST' && c.error === undefined && c.res.status < 400) await lookAfterDeed(workOf(c))
}

// The database refuses new rows about a record that was merged, whichever verb came too late.
const isOfMergedRecord = (error: unknown): boolean =>
  error instanceof Error && 'constraint' in error && error.constraint === 'client_stands'

// PostgreSQL's codes for a deadlock, and for a transaction that has to be done again.
const isBrokenOff = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && (error.code === '40P01' || error.code === '40001')

// What cannot be taken apart as a form was cut short, or was never one: the sender's trouble, not ours.
const isTornForm = (error: unknown): boolean =>
  error instanceof TypeError && /parse body as FormData/.test(error.message)

// A stack tells where; a message of the database may hold what somebody typed, so only its code is kept.
function explain(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown'
  const code = 'code' in error ? String(error.code) : ''
  const where = (error.stack ?? '')
    .split('\n')
    .filter((line) => line.trim().startsWith('at '))
    .slice(0, 6)
    .join(' ')
  // So may a message of the language itself: a date or a JSON that cannot be read is quoted in it.
  const isOurs = code === '' && !(error instanceof RangeError) && !(error instanceof SyntaxError)
  return `${error.name} ${code} ${isOurs ? error.message.slice(0, 200) : ''} ${where}`.trim()
}

function comeInFirst(c: Context<Door>): Response | Promise<Response> {
  if (c.req.method === 'GET') return c.redirect(urls.signIn({ next: pathAndQuery(c) }), 303)
  return signInAgain(c)
}

function pathAndQuery(c: Context): string {
  const url = new URL(c.req.url)
  return url.pathname === urls.today() && url.search === '' ? '' : url.pathname + url.search
}
