// How somebody gets in, in the simulated year, through the verbs of the front door: the safety screen, the assessment, the decision
// on the level, the consent to treatment; and back in without a new intake, where they were here within the year.
import assert from 'node:assert/strict'
import { ageOn, type Day, dayAt } from '../src/basics/dates.ts'
import { sha256 } from '../src/basics/ids.ts'
import { isRefusal, type Refusal } from '../src/basics/refusal.ts'
import { returnToCare } from '../src/clinic/aftercare/actions/return.ts'
import { type ClientFacts, clientById } from '../src/clinic/clients/queries.ts'
import { hasStandingConsent, signConsent } from '../src/clinic/consents/actions.ts'
import { canonicalText, documentOn, endsWords, fill } from '../src/clinic/consents/documents.ts'
import { admit } from '../src/clinic/episodes/actions.ts'
import { assess, decidePlacement } from '../src/clinic/placement/actions/assessment.ts'
import { saveScreen } from '../src/clinic/placement/actions/screen.ts'
import { nothingFound } from '../src/clinic/placement/answered.ts'
import { decisionsOf, placementFor } from '../src/clinic/placement/queries.ts'
import type { Work } from '../src/db/work.ts'
import { castId } from './cast.ts'
import type { Year } from './simulated-year-clinic.ts'

const rated = (rating: number) => ({ rating, words: 'As they told it.' })
const ratings = { d1: rated(0), d2: rated(0), d3: rated(2), d4: rated(1), d5: rated(2), d6: rated(0) }

/** What admission asks for, done in one sitting by the director: each through its own verb, with all that it looks at. */
async function makeReady(work: Work, client: ClientFacts): Promise<object | Refusal> {
  const before = await placementFor(work, client.id)
  const screened = await saveScreen(work, client, { answers: nothingFound, before: before.screen?.id ?? '' })
  if (isRefusal(screened)) return screened
  const assessed = await assess(work, client, {
    screenId: screened.id,
    kind: 'admission',
    edition: '',
    ratings,
    facts: {
      program: 'substance-use',
      hasDiagnosis: true,
      supportiveHome: true,
      medicalCover: false,
      didNotHold: [],
      comingFrom: null,
      adultComes: null,
      review: null,
      outside: null,
    },
  })
  if (isRefusal(assessed)) return assessed
  const [decided] = await decisionsOf(work, client.id)
  const placed = await decidePlacement(work, assessed.id, { level: '2.1', because: '', seen: decided?.id ?? '' })
  if (isRefusal(placed) || (await hasStandingConsent(work, client.id, 'treatment', 'substance-use'))) return placed
  const today = dayAt(work.at, work.clinic.timeZone)
  const document = documentOn('treatment', today)
  const name = `${client.givenName} ${client.familyName}`
  const filled =
    document &&
    fill(document, {
      client: name,
      signer: name,
      clinic: work.clinic.name,
      program: 'Day program',
      hours: 'at least 9 hours a week',
      crisisLine: '988',
      complaints: 'the administrator',
      privacyContact: 'the privacy officer',
      ends: endsWords({ kind: 'none' }),
    })
  assert.ok(document !== null && filled !== null && !isRefusal(filled), 'there is a paper to sign')
  return signConsent(work, {
    client: { id: client.id, name, names: [name], age: ageOn(client.birthDate, today) },
    document,
    filled,
    expiry: { kind: 'none' },
    draft: {
      signature: { method: 'typed', text: name },
      intends: true,
      signerName: name,
      capacity: 'client',
      authority: '',
    },
    signatureKept: name,
    shownHash: sha256(canonicalText(filled)),
  })
}

/** The stay begins: anew, or as a return. Answers its id; null where somebody or something stood in the way. */
export async function comesIn(
  year: Year,
  client: string,
  said: { by: string; therapist: string; startsOn: Day },
): Promise<string | null> {
  const ready = await year.act('made ready', 'dana', [client], async (work) => {
    const facts = await clientById(work, client)
    assert.ok(facts, 'nobody begins who is not in the record')
    return makeReady(work, facts)
  })
  if (ready === null) return null
  const draft = {
    program: castId('day'),
    startsOn: said.startsOn,
    therapist: said.therapist,
    coordinator: castId('noor'),
    residence: 'home',
    residenceWords: '',
    sharingDeclined: 'Wants nobody else to hear of it for now.',
  }
  const [before] = await year.read<{ id: string }>(
    'select id from episode where client_id = $1 and not isempty(during) limit 1',
    [client],
  )
  const begun = await year.act(before === undefined ? 'admission' : 'return', said.by, [client], async (work) => {
    const facts = await clientById(work, client)
    assert.ok(facts, 'nobody begins who is not in the record')
    return before === undefined
      ? admit(work, facts, { ...draft, referralSource: '', priorLevel: '' })
      : returnToCare(work, facts, { ...draft, stillSo: ['identity', 'contacts'], words: 'Wants to come back.' })
  })
  return begun?.episode ?? null
}
