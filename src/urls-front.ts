import { anyone, mine, operator, staff, system, visitor } from './urls-kinds.ts'

/** Addresses of visitors, of a client's own page, of other systems, and of the door itself. */
export const frontUrls = {
  home: anyone('get', '/'),
  asset: anyone('get', '/assets/:name'),
  favicon: anyone('get', '/favicon.svg'),
  setup: anyone('get post', '/setup'),
  signIn: anyone('get post', '/sign-in'),
  healthz: anyone('get', '/healthz'),
  readyz: anyone('get', '/readyz'),
  metrics: operator('get', '/metrics'),

  // the public pages
  publicHome: visitor('get', ''),
  publicPrograms: visitor('get', '/programs'),
  publicPeople: visitor('get', '/people'),
  publicGroups: visitor('get', '/groups'),
  publicGroup: visitor('get', '/groups/:series'),
  newSeatHold: visitor('get post', '/groups/:series/hold'),
  seatHold: visitor('get', '/seat-holds/:token'),
  seatHoldRelease: visitor('post', '/seat-holds/:token/release'),
  publicCosts: visitor('get', '/costs'),
  publicFamily: visitor('get', '/family'),
  publicContact: visitor('get', '/contact'),
  helpNow: visitor('get', '/help-now'),
  selfCheck: visitor('get post', '/self-check'),
  bookCall: visitor('get post', '/call'),
  callBack: visitor('get post', '/call-back'),
  askMessage: visitor('get post', '/message'),

  // access
  signOut: staff('post', '/session/end'),
  signOutEverywhere: staff('post', '/sessions/end'),
  password: staff('get post', '/password'),
  trail: staff('get', '/trail'),

  // a client's own page
  mine: mine('get', ''),
  mineEntry: mine('post', '/entry'),
  mineTitles: mine('post', '/titles'),
  mineRead: mine('post', '/read'),
  mineSeatOffer: mine('post', '/seat-offers/:offer'),
  mineMakeUp: mine('post', '/make-ups/:offer'),
  mineSwitch: mine('get post', '/switch'),
  mineSwitchEnd: mine('post', '/switches/:switch/end'),
  minePrint: mine('get', '/print'),
  // Its token is the calendar's own, which opens none of the above.
  mineFeed: mine('get', '/week.ics'),
  ownPage: staff('get post', '/clients/:client/own-page'),
  ownPageEnd: staff('post', '/own-pages/:page/end'),
  ownPagePolicy: staff('get post', '/own-pages/policy'),
  toTell: staff('get post', '/to-tell'),
  switches: staff('get', '/switches'),
  switchAnswer: staff('post', '/switches/:switch/answer'),
  clientSwitches: staff('post', '/clients/:client/switches'),
  weekPrint: staff('get', '/clients/:client/week/print'),

  // FHIR R4
  fhirMetadata: anyone('get', '/fhir/R4/metadata'),
  fhirSearch: system('get', '/fhir/R4/:type'),
  fhirRead: system('get', '/fhir/R4/:type/:id'),
} as const
