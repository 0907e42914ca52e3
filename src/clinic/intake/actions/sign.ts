import { dayAt } from '../../../basics/dates.ts'
import { newId } from '../../../basics/ids.ts'
import { isRefusal, refuse, type Refusal } from '../../../basics/refusal.ts'
import { unlessRefused, type StaffPerson, type Work } from '../../../db/work.ts'
import { mayNot } from '../../access/permissions.ts'
import { record } from '../../access/trail.ts'
import { clientById } from '../../clients/queries.ts'
import { measuresOfIntake } from '../../instruments/queries.ts'
import { placementFor } from '../../placement/queries.ts'
import { mayCosign, signsAs } from '../../programs/cosigning.ts'
import { signersNow } from '../../programs/queries/signers.ts'
import { mustBeCosigned } from '../../programs/signers.ts'
import { hashOf, linesOf, type Signed } from '../document.ts'
import { givenFrom, resultOf } from '../given.ts'
import { allStanding, intakeById, isSigned, signedOf, type Intake } from '../queries.ts'
import { gapsIn, maySign, risksOf } from '../rules.ts'
import { sections } from '../sections.ts'
import { noIntake, openIntake } from './write.ts'

/** Everything a signature is weighed by: what is missing, what the answers call for, whose words wait. */
export async function stateOf(work: Work, intake: Pick<Intake, 'id' | 'clientId'>) {
  const [standing, measures, { screen }] = [
    await allStanding(work, intake.id),
    await measuresOfIntake(work, intake.id),
    await placementFor(work, intake.clientId),
  ]
  const docs = Object.fromEntries([...standing].map(([key, one]) => [key, one.latest?.body ?? {}]))
  const waiting = sections.flatMap((section) =>
    (standing.get(section.key)?.beside ?? []).map((one) => `${section.title}: words of ${one.by} stand beside.`),
  )
  const gaps = gapsIn(sections, docs)
  const risks = risksOf(givenFrom(measures), screen?.screenedAt ?? null)
  return { standing, docs, measures, gaps, risks, waiting, because: maySign(gaps, risks, waiting) }
}

/** Signs an assessment: what stands is copied whole, hashed and locked, and waits for a second signature where it must. */
export async function signIntake(work: Work, id: string): Promise<{ needsCosign: boolean } | Refusal> {
  const denied = mayNot(work.by, 'intake.sign')
  if (denied) return denied
  const intake = await openIntake(work, id)
  if (isRefusal(intake)) return intake
  const client = await clientById(work, intake.clientId)
  if (client === undefined || work.by.kind !== 'staff') return noIntake
  if (work.by.credential.trim() === '')
    return refuse(
      'no-credential',
      'Your credential is not in the house yet. Ask an administrator to add it, then sign.',
    )
  const state = await stateOf(work, intake)
  if (state.because) return state.because
  const body: Signed = {
    client: { name: client.name, number: client.number, birthDate: client.birthDate },
    parts: sections.map((section) => ({
      title: section.title,
      lines: linesOf(section, state.docs[section.key] ?? {}),
      writtenBy: (state.standing.get(section.key)?.hands ?? []).map(({ name, at }) => ({ name, at: at.toISOString() })),
    })),
    measures: state.measures.map(resultOf),
  }
  const needsCosign = mustBeCosigned(work.by.credential, work.clinic.state, await signersNow(work)).cosign
  const written = await writeSignature(work, intake.id, work.by, body, needsCosign)
  if (isRefusal(written)) return written
  await record(work, 'intake.signed', {
    clients: [client.id],
    about: { intake: intake.id, hash: hashOf(body), needsCosign },
  })
  return { needsCosign }
}

const signedFirst = 'Somebody signed this assessment a moment ago: it is locked. Add an addendum instead.'

const writeSignature = (work: Work, intakeId: string, by: StaffPerson, body: Signed, needsCosign: boolean) =>
  unlessRefused(
    work,
    { intake_signed_once: signedFirst, intake_signed_clinic_id_intake_id_key: signedFirst },
    async () => {
      const row = { clinicId: work.clinic.id, intakeId, contentHash: hashOf(body), signedAt: work.at }
      await work.db
        .insertInto('intakeSigned')
        .values({ ...row, id: newId(), body: JSON.stringify(body) })
        .execute()
      await work.db
        .insertInto('intakeSignature')
        .values({ ...row, id: newId(), part: 'author', signedBy: by.id, nameAndCredential: signsAs(by), needsCosign })
        .execute()
    },
  )

/** The second signature, over the very words of the first. */
export async function cosignIntake(work: Work, id: string): Promise<Intake | Refusal> {
  const denied = mayNot(work.by, 'intake.cosign')
  if (denied) return denied
  const intake = await intakeById(work, id)
  if (intake === undefined || work.by.kind !== 'staff') return noIntake
  const no = mayCosign('assessment', intake.signatures, work.by, work.clinic.state, await signersNow(work))
  if (no) return no
  const signed = await signedOf(work, intake.id)
  if (signed === undefined) return noIntake
  const by = work.by
  const written = await unlessRefused(
    work,
    { intake_signed_once: 'Somebody co-signed this assessment a moment ago.' },
    () =>
      work.db
        .insertInto('intakeSignature')
        .values({
          clinicId: work.clinic.id,
          id: newId(),
          intakeId: intake.id,
          part: 'co-signer',
          signedBy: by.id,
          nameAndCredential: signsAs(by),
          contentHash: hashOf(signed.body),
          signedAt: work.at,
        })
        .execute(),
  )
  if (isRefusal(written)) return written
  await record(work, 'intake.cosigned', { clients: [intake.clientId], about: { intake: intake.id } })
  return intake
}

/** Adds words to a signed assessment. What was signed stays as it was. */
export async function addIntakeAddendum(work: Work, id: string, words: string): Promise<Intake | Refusal> {
  const denied = mayNot(work.by, 'intake.sign')
  if (denied) return denied
  const intake = await intakeById(work, id)
  if (intake === undefined || work.by.kind !== 'staff') return noIntake
  if (!isSigned(intake))
    return refuse('not-signed', 'This assessment is still being written: put your words where they belong.')
  await work.db
    .insertInto('intakeAddendum')
    .values({
      clinicId: work.clinic.id,
      id: newId(),
      intakeId: intake.id,
      words,
      addedBy: work.by.id,
      nameAndCredential: signsAs(work.by),
      addedAt: work.at,
    })
    .execute()
  await record(work, 'intake.added-to', {
    clients: [intake.clientId],
    about: { intake: intake.id, on: dayAt(work.at, work.clinic.timeZone) },
  })
  return intake
}
