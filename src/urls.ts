// Every address of Stepwell. Links, forms and tests take theirs from here, so that a dead link does not compile,
// and the stranger test walks this list, so that a new page cannot be forgotten.

type Keys<P extends string> = P extends `${string}:${infer Key}/${infer Rest}`
  ? Key | Keys<Rest>
  : P extends `${string}:${infer Key}`
    ? Key
    : never
type Params<P extends string> = [Keys<P>] extends [never]
  ? [query?: Query]
  : [params: Record<Keys<P>, string>, query?: Query]
type Query = Record<string, string | undefined>
/**
 * Who may knock: anyone, a visitor of the public pages, whoever holds a link that was made for them, signed-in staff,
 * another system with a token, the operator of the machine, or a client on their own private page.
 */
export type Audience = 'anyone' | 'visitor' | 'link' | 'staff' | 'system' | 'operator' | 'client'
export type Url<P extends string> = ((...args: Params<P>) => string) & {
  pattern: P
  audience: Audience
  methods: ('get' | 'post')[]
}

function url<P extends string>(audience: Audience, methods: 'get' | 'post' | 'get post', pattern: P): Url<P> {
  const fill = (...args: unknown[]): string => {
    const hasParams = pattern.includes(':')
    const params = (hasParams ? args[0] : {}) as Record<string, string> // `Params` above makes callers pass exactly these
    const query = (hasParams ? args[1] : args[0]) as Query | undefined
    const path = pattern.replace(/:(\w+)(?:\{[^}]*\})?/g, (_, key: string) => encodeURIComponent(params[key] ?? ''))
    const kept = Object.entries(query ?? {}).filter(
      (pair): pair is [string, string] => pair[1] !== undefined && pair[1] !== '',
    )
    return kept.length === 0 ? path : `${path}?${new URLSearchParams(kept)}`
  }
  return Object.assign(fill, { pattern, audience, methods: methods.split(' ') as ('get' | 'post')[] })
}

/** Public pages stand under their language. Every further language is one more word here and one more catalog each. */
const visitor = <P extends string>(methods: 'get' | 'post' | 'get post', path: P) =>
  // The pattern tells the router which languages there are; the type keeps to what callers fill in.
  url('visitor', methods, `/:lang{(?:en|es)}${path}` as `/:lang${P}`)
const anyone = <P extends string>(methods: 'get' | 'post' | 'get post', pattern: P) => url('anyone', methods, pattern)
const link = <P extends string>(methods: 'get' | 'post' | 'get post', pattern: P) => url('link', methods, pattern)
/** A client's own page, opened by a private link. */
const mine = <P extends string>(methods: 'get' | 'post' | 'get post', path: P) =>
  url('client', methods, `/mine/:token${path}` as `/mine/:token${P}`)
const staff = <P extends string>(methods: 'get' | 'post' | 'get post', pattern: P) => url('staff', methods, pattern)
const system = <P extends string>(methods: 'get' | 'post' | 'get post', pattern: P) => url('system', methods, pattern)
const operator = <P extends string>(methods: 'get' | 'post' | 'get post', pattern: P) =>
  url('operator', methods, pattern)

export const urls = {
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

  // staff and settings
  settings: staff('get', '/settings'),
  staff: staff('get', '/staff'),
  newStaff: staff('get post', '/staff/new'),
  staffMember: staff('get', '/staff/:member'),
  staffRole: staff('post', '/staff/:member/roles'),
  staffLicense: staff('post', '/staff/:member/licenses'),
  staffPassword: staff('post', '/staff/:member/passwords'),
  staffCredentials: staff('get', '/staff/:member/credentials'),
  staffLicenseEnd: staff('post', '/staff/:member/licenses/:license/end'),
  staffTrainings: staff('post', '/staff/:member/trainings'),
  staffTrainingEnd: staff('post', '/staff/:member/trainings/:training/end'),
  supervisions: staff('post', '/staff/:member/supervisors'),
  supervisionEnd: staff('post', '/supervisions/:supervision/end'),
  caseloadCaps: staff('post', '/staff/:member/caseload-limits'),
  workingHours: staff('post', '/staff/:member/hours'),
  workingHoursEnd: staff('post', '/staff/:member/hours/:hours/end'),
  staffRooms: staff('post', '/staff/:member/rooms'),
  staffGender: staff('post', '/staff/:member/gender'),
  staffAway: staff('post', '/staff/:member/away'),
  programs: staff('get post', '/programs'),
  sites: staff('post', '/sites'),
  rooms: staff('post', '/rooms'),
  rules: staff('get', '/rules'),
  floors: staff('post', '/rules/floors'),
  groupCaps: staff('post', '/rules/caps'),
  credentialRules: staff('get post', '/rules/credentials'),
  systems: staff('get post', '/systems'),
  systemTokens: staff('post', '/systems/:system/tokens'),
  systemTokenEnd: staff('post', '/tokens/:token/end'),

  // what the public pages say, and who stands for it
  frontPages: staff('get post', '/public-pages'),
  frontPolicies: staff('post', '/public-pages/policies'),
  frontWords: staff('get post', '/public-pages/words'),
  frontPage: staff('get post', '/public-pages/:page'),
  frontReviews: staff('post', '/public-pages/:page/reviews'),
  publicProfile: staff('get post', '/staff/:member/profile'),
  holdExtension: staff('post', '/seat-holds/:hold/extension'),
  holdEnd: staff('post', '/seat-holds/:hold/end'),

  // clients and the front door
  clients: staff('get', '/clients'),
  newClient: staff('get post', '/clients/new'),
  client: staff('get', '/clients/:client'),
  clientIdentity: staff('get post', '/clients/:client/identity'),
  clientContacts: staff('post', '/clients/:client/contacts'),
  clientAvailability: staff('get post', '/clients/:client/availability'),
  admissions: staff('get', '/admissions'),
  newReferral: staff('get post', '/referrals/new'),
  referral: staff('get', '/referrals/:referral'),
  referralAcceptance: staff('post', '/referrals/:referral/acceptance'),
  referralSetAside: staff('post', '/referrals/:referral/set-aside'),

  // the admissions board
  newInquiry: staff('get post', '/inquiries/new'),
  inquiry: staff('get', '/inquiries/:inquiry'),
  inquiryCalls: staff('post', '/inquiries/:inquiry/calls'),
  inquirySteps: staff('post', '/inquiries/:inquiry/steps'),
  inquiryStages: staff('post', '/inquiries/:inquiry/stages'),
  inquiryOwners: staff('post', '/inquiries/:inquiry/owners'),
  inquiryPerson: staff('post', '/inquiries/:inquiry/person'),
  inquirySender: staff('post', '/inquiries/:inquiry/sender'),
  heldBack: staff('get post', '/admissions/held-back'),
  admissionsFigures: staff('get', '/admissions/figures'),
  referrers: staff('get', '/referrers'),
  newReferrer: staff('get post', '/referrers/new'),
  referrer: staff('get post', '/referrers/:referrer'),
  duplicates: staff('get', '/clients/duplicates'),
  clientMerge: staff('get post', '/clients/:client/merge/:other'),
  clientDistinct: staff('post', '/clients/:client/distinct/:other'),
  clientUnmerge: staff('post', '/merges/:merge/end'),

  // placement, consents, admission
  placement: staff('get', '/clients/:client/placement'),
  safetyScreen: staff('get post', '/clients/:client/screens/new'),
  stopDisposition: staff('post', '/screens/:screen/dispositions'),
  handOffs: staff('get', '/hand-offs'),
  newHandOff: staff('get post', '/clients/:client/hand-offs/new'),
  handOff: staff('get', '/hand-offs/:handOff'),
  handOffAnswers: staff('post', '/hand-offs/:handOff/answers'),
  assessment: staff('get post', '/clients/:client/assessments/new'),
  placementDecision: staff('post', '/assessments/:assessment/decision'),
  gateScale: staff('post', '/clients/:client/screens/scales/:scale'),
  stopOwner: staff('post', '/screens/:screen/owners'),
  screenAllowance: staff('post', '/screens/:screen/allowance'),
  newExternalResult: staff('get post', '/clients/:client/outside-results/new'),
  newStatedLevel: staff('get post', '/clients/:client/stated-levels/new'),
  packet: staff('get post', '/hand-offs/:handOff/packet'),
  packetBundle: staff('get', '/packets/:packet/bundle'),
  emergencyTelling: staff('post', '/hand-offs/:handOff/emergency'),
  partners: staff('get', '/partners'),
  newPartner: staff('get post', '/partners/new'),
  partner: staff('get post', '/partners/:partner'),
  partnerCheck: staff('post', '/partners/:partner/checks'),
  consents: staff('get', '/clients/:client/consents'),
  newConsent: staff('get post', '/clients/:client/consents/new'),
  consent: staff('get', '/consents/:consent'),
  consentRevocation: staff('post', '/consents/:consent/revocation'),
  consentEvents: staff('post', '/consents/:consent/events'),
  accounting: staff('get post', '/clients/:client/disclosures'),

  // calls from outside: "is she a client there?"
  callers: staff('get post', '/callers'),
  outsideCall: staff('get', '/callers/:outsideCall'),
  callerAnswer: staff('get', '/callers/:outsideCall/answer'),
  callerTellings: staff('post', '/callers/:outsideCall/tellings'),
  callerMessages: staff('post', '/callers/:outsideCall/messages'),
  outsideMessageEnd: staff('post', '/caller-messages/:outsideMessage/end'),
  admission: staff('get post', '/clients/:client/admission'),
  discharge: staff('get post', '/episodes/:episode/discharge'),
  continuingCareDone: staff('post', '/continuing-care/:item/completion'),
  continuingCareItems: staff('post', '/episodes/:episode/continuing-care'),
  primaryTherapist: staff('post', '/episodes/:episode/primary-therapists'),

  // papers: packs, wordings, and what is signed on a tablet or by a link
  packs: staff('get', '/packs'),
  programPack: staff('get post', '/programs/:program/pack'),
  wordings: staff('get post', '/papers/:kind'),
  wording: staff('get', '/papers/:kind/:document/:version'),
  signingPolicy: staff('post', '/packs/policies'),
  clientPapers: staff('get', '/clients/:client/papers'),
  newSigning: staff('get post', '/clients/:client/papers/new'),
  signing: staff('get', '/signings/:signing'),
  signingLinks: staff('post', '/signings/:signing/links'),
  signingTablet: staff('post', '/signings/:signing/tablet'),
  signingLinkEnd: staff('post', '/signing-links/:link/end'),
  signedPaper: staff('get', '/signed-papers/:paper'),
  sign: link('get post', '/sign/:token'),
  signPaper: link('get post', '/sign/:token/:kind'),
  signRefusal: link('get post', '/sign/:token/:kind/refusal'),
  signCopy: link('get', '/sign/:token/:kind/copy'),

  // plan, dose and seats
  plan: staff('get', '/clients/:client/plan'),
  goals: staff('post', '/episodes/:episode/goals'),
  goalEnd: staff('post', '/goals/:goal/end'),
  dose: staff('get post', '/episodes/:episode/dose'),
  seats: staff('get post', '/episodes/:episode/seats'),
  seatRelease: staff('post', '/seats/:seat/release'),
  visits: staff('get post', '/episodes/:episode/visits'),
  visitCancellation: staff('post', '/visits/:visit/cancellation'),
  visitMarks: staff('post', '/visits/:visit/marks'),
  cover: staff('get post', '/cover'),
  comingUnheld: staff('get', '/cover/nobody-may-hold'),
  series: staff('get', '/groups/:series'),
  newSeries: staff('get post', '/groups/new'),
  seriesLeaders: staff('post', '/groups/:series/leaders'),
  seriesEnd: staff('get post', '/groups/:series/end'),
  seriesMentors: staff('post', '/groups/:series/mentors'),
  seatTransfer: staff('get post', '/seats/:seat/transfer'),
  daysClosed: staff('get post', '/closed-days'),
  daysClosedEnd: staff('post', '/closed-days/:closed/end'),
  stayPhases: staff('get post', '/episodes/:episode/phases'),
  phasePolicies: staff('get post', '/rules/phases'),

  // whole weeks
  clientWishes: staff('get post', '/clients/:client/wishes'),
  composeWeek: staff('get post', '/episodes/:episode/compose'),
  composeChanges: staff('post', '/episodes/:episode/compose/changes'),
  matchWeights: staff('get post', '/matching/weights'),

  // the day
  today: staff('get', '/today'),
  // who waits for a seat, and what a director decides about a room
  waitlist: staff('get', '/waitlist'),
  waitlistRules: staff('get post', '/waitlist/rules'),
  newWait: staff('get post', '/episodes/:episode/waits'),
  wait: staff('get', '/waits/:wait'),
  waitFacts: staff('post', '/waits/:wait/facts'),
  waitEnd: staff('post', '/waits/:wait/end'),
  newSeatOffer: staff('post', '/waits/:wait/offers'),
  seatOfferAnswer: staff('post', '/seat-offers/:offer/answer'),
  seriesWaits: staff('get post', '/groups/:series/waitlist'),
  roomDecisions: staff('get post', '/room-decisions'),
  roomDecisionEnd: staff('post', '/room-decisions/:decision/end'),

  groups: staff('get', '/groups'),
  roster: staff('get', '/sessions/:session'),
  marks: staff('post', '/sessions/:session/marks'),
  allHere: staff('post', '/sessions/:session/marks/all-here'),
  markUndo: staff('post', '/sessions/:session/marks/undo'),
  walkIns: staff('post', '/sessions/:session/walk-ins'),
  sessionCancellation: staff('post', '/sessions/:session/cancellation'),
  note: staff('get', '/sessions/:session/note'),
  noteDraft: staff('post', '/sessions/:session/note/drafts'),
  noteSignature: staff('post', '/sessions/:session/note/signature'),
  noteCosignature: staff('post', '/notes/:note/cosignature'),
  noteAddenda: staff('post', '/notes/:note/addenda'),
  notes: staff('get', '/notes'),
  week: staff('get', '/week'),
  // hours that add up
  makeUps: staff('get post', '/week/make-ups'),
  makeUpOffers: staff('post', '/episodes/:episode/make-ups'),
  makeUpAnswer: staff('post', '/make-ups/:offer/answer'),
  weekPay: staff('get', '/week/pay'),
  concerns: staff('get', '/concerns'),
  outreach: staff('get post', '/clients/:client/outreach'),

  // the chart
  chartSessions: staff('get', '/clients/:client/sessions'),
  chartNotes: staff('get', '/clients/:client/notes'),
  chartWeek: staff('get', '/clients/:client/week'),
  measures: staff('get', '/clients/:client/measures'),
  newMeasure: staff('get post', '/clients/:client/measures/new'),
  chartTrail: staff('get', '/clients/:client/trail'),

  // instruments and the biopsychosocial assessment
  instruments: staff('get post', '/instruments'),
  intakes: staff('get', '/intakes'),
  clientIntakes: staff('get post', '/clients/:client/intake'),
  intake: staff('get', '/intakes/:intake'),
  intakeSection: staff('get post', '/intakes/:intake/sections/:section'),
  intakeInstrument: staff('get post', '/intakes/:intake/instruments/:instrument'),
  intakeSignature: staff('get post', '/intakes/:intake/signature'),
  intakeCosignature: staff('post', '/intakes/:intake/cosignature'),
  intakeAddenda: staff('post', '/intakes/:intake/addenda'),

  // files
  clientFiles: staff('get post', '/clients/:client/files'),
  file: staff('get', '/files/:file'),
  fileSetAside: staff('post', '/files/:file/set-aside'),
  fileReturn: staff('post', '/files/:file/return'),

  // money before the first day
  coverage: staff('get', '/clients/:client/coverage'),
  newCoverage: staff('get post', '/clients/:client/coverages/new'),
  coverageTakenOver: staff('post', '/clients/:client/coverages/taken-over'),
  coverageCorrection: staff('get post', '/coverages/:coverage/corrections/new'),
  coverageEnd: staff('post', '/coverages/:coverage/end'),
  newBenefits: staff('get post', '/coverages/:coverage/benefits/new'),
  newEligibilityFile: staff('get post', '/coverages/:coverage/eligibility-files/new'),
  eligibilityFile: staff('get', '/eligibility-files/:answer'),
  eligibilityAcceptance: staff('post', '/eligibility-files/:answer/acceptance'),
  eligibilitySetAside: staff('post', '/eligibility-files/:answer/set-aside'),
  assistance: staff('get post', '/clients/:client/assistance'),
  assistanceDocuments: staff('post', '/assistance/:application/documents'),
  assistanceDecision: staff('post', '/assistance/:application/decision'),
  assistanceWithdrawal: staff('post', '/assistance/:application/withdrawal'),
  whatYouPay: staff('get', '/clients/:client/what-you-will-pay'),
  newEstimate: staff('get post', '/clients/:client/estimates/new'),
  estimateRequests: staff('post', '/clients/:client/estimate-requests'),
  estimateRequestEnd: staff('post', '/estimate-requests/:request/end'),
  estimateDelivery: staff('post', '/estimates/:estimate/delivery'),
  payers: staff('get post', '/payers'),
  payerRules: staff('get', '/payers/rules'),
  payerRule: staff('get post', '/payers/:payer/rules'),
  payerRuleAdoption: staff('post', '/payers/:payer/rules/adopted'),
  payerCorrection: staff('post', '/payers/:payer/corrections'),
  fees: staff('get', '/fees'),
  feeRows: staff('post', '/fees/rows'),
  scales: staff('post', '/fees/scales'),
  guidelines: staff('post', '/fees/guidelines'),
  estimateDeadlines: staff('post', '/fees/estimate-deadlines'),
  billingIdentity: staff('post', '/fees/billing-identity'),
  federalRows: staff('post', '/fees/federal-rows'),

  // booked calls and messages
  callLink: visitor('get', '/call/mine/:token'),
  callTime: visitor('get post', '/call/mine/:token/time'),
  callCancellation: visitor('get post', '/call/mine/:token/cancellation'),
  callEntry: visitor('get', '/call/mine/:token/call.ics'),
  messageLink: visitor('get post', '/message/mine/:token'),
  calls: staff('get', '/calls'),
  callHours: staff('get post', '/calls/hours'),
  callHoursEnd: staff('post', '/calls/hours/:hours/end'),
  timeAway: staff('post', '/calls/away'),
  timeAwayEnd: staff('post', '/calls/away/:away/end'),
  callDesk: staff('get', '/calls/desk'),
  deskHours: staff('post', '/calls/desk/hours'),
  closedDays: staff('post', '/calls/desk/closed-days'),
  callPolicies: staff('post', '/calls/desk/policies'),
  call: staff('get', '/calls/:call'),
  callOutcomes: staff('post', '/calls/:call/outcomes'),
  callMoves: staff('post', '/calls/:call/moves'),
  messages: staff('get', '/messages'),
  messageThread: staff('get', '/messages/:thread'),
  messageAnswers: staff('post', '/messages/:thread/answers'),

  // boards
  seriesChanges: staff('get post', '/groups/:series/changes'),
  weekBoard: staff('get', '/board'),
  roomBoard: staff('get', '/board/rooms'),
  caseload: staff('get', '/board/caseload'),
  proposals: staff('get post', '/proposals'),
  proposal: staff('get', '/proposals/:proposal'),
  proposalStop: staff('post', '/proposals/:proposal/stop'),
  proposalParts: staff('post', '/proposals/:proposal/parts'),
  seriesPins: staff('post', '/groups/:series/pins'),
  moveConsequences: staff('get', '/groups/:series/consequences'),

  // services and curricula
  services: staff('get', '/services'),
  serviceRules: staff('post', '/services/rules'),
  curricula: staff('get post', '/curricula'),
  curriculum: staff('get', '/curricula/:curriculum'),
  curriculumModules: staff('post', '/curricula/:curriculum/modules'),
  moduleChanges: staff('post', '/modules/:module/changes'),
  moduleEnd: staff('post', '/modules/:module/end'),
  seriesCurriculum: staff('get post', '/groups/:series/curriculum'),
  sessionModules: staff('post', '/sessions/:session/modules'),
  learning: staff('get post', '/clients/:client/learning'),

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
