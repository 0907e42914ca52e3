import type { Doc } from '../basics/draft.ts'
import type pg from 'pg'
import { addDays, weekOf, type Day } from '../basics/dates.ts'
import { planToSign } from '../clinic/plans/actions/sign.ts'
import type { Lines } from '../clinic/plans/actions/write-version.ts'
import { mayPutNameUnderPlan } from '../clinic/plans/licences.ts'
import { planFrom } from '../clinic/plans/plan-doc.ts'
import { clientPartOf, doseOf, hashOf } from '../clinic/plans/signed-plan.ts'
import { isRefusal } from '../basics/refusal.ts'
import { minutesAfter } from './calendar.ts'
import type { House } from './house.ts'
import { demoId } from './ids.ts'
import { newSheaf, type Sheaf } from './rows.ts'
import type { Writer } from './write.ts'
import { therapistIdText } from '../clinic/staff/queries/therapist.ts'

// Signed plans of whoever is in care, with what they practise; the newest have none yet, and two or three wait for something.

type InCare = {
  id: string
  clientId: string
  name: string
  number: string
  birthDate: Day
  from: Day
  code: string | null
  problem: string | null
  therapistId: string
  therapist: string
  credential: string
  goals: { id: string; words: string; objective: string }[]
  kinds: { kind: string; minutes: number; times: number }[]
  individual: number
  family: number
  medication: number
  days: number
}

/** So many days after the admission the first plan is signed. */
const firstPlanAfter = 9

export async function addPlans(owner: pg.Client, writer: Writer, house: House): Promise<void> {
  const sheaf = newSheaf()
  for (const stay of await inCare(owner, house)) {
    const signedOn = addDays(stay.from, firstPlanAfter + Math.floor(house.chance(stay.id, 'plan day') * 8))
    const isLate = house.chance(stay.id, 'plan late') < 0.06
    if (stay.goals.length === 0 || stay.kinds.length === 0 || signedOn >= house.today || isLate) continue
    addPlan(house, sheaf, stay, signedOn)
  }
  await writer.write(sheaf)
  // Notes that were written since name the objective of their goal; one in twelve was left untied.
  await owner.query(
    `update client_note n set objective_id = w.objective_id
     from plan_signed s join plan_objective_words w on w.clinic_id = s.clinic_id and w.version_id = s.version_id and w.position = 1
     where n.clinic_id = $1 and n.clinic_id = s.clinic_id and n.episode_id = s.episode_id and n.goal_id = w.goal_id and n.held_on >= s.from_day
       and n.objective_id is null and left(md5(n.id::text), 1) <> '7'`,
    [house.clinic.id],
  )
}

function docOf(stay: InCare, signedOn: Day, reviewOn: Day): Doc {
  const doc: Doc = {
    'p1-words': stay.problem ?? 'What brought the person here',
    strengths: 'Came by themselves. Has one person at home who knows, and holds a job when well.',
    barriers: 'Evenings alone; the way home leads past old places.',
    dischargeWhen:
      'Four weeks in a row as the objectives say, a relapse plan that was tried out, and care arranged for after.',
    weeks: '12',
    days: `${stay.days}`,
    fromWeek: weekOf(signedOn),
    reviewOn,
  }
  for (const [n, goal] of stay.goals.slice(0, 3).entries()) {
    const slot = `g${n + 1}`
    doc[`${slot}-words`] = goal.words
    doc[`${slot}-problem`] = 'p1'
    doc[`${slot}o1-words`] = goal.objective === '' ? goal.words : goal.objective
    doc[`${slot}o1-baseline`] = n === 0 ? 'Most days not yet' : ''
    doc[`${slot}o1-target`] = 'As written, four weeks in a row'
    doc[`${slot}o1-by`] = addDays(signedOn, 42 + n * 14)
  }
  const all = stay.goals.slice(0, 3).map((_, n) => `g${n + 1}o1`)
  const services = [
    ...stay.kinds.map((one) => ({ ...one, every: 1, who: 'The leaders of the group' })),
    ...(stay.individual > 0
      ? [{ kind: 'individual', minutes: stay.individual, times: 1, every: 1, who: stay.therapist }]
      : []),
    ...(stay.family > 0
      ? [
          {
            kind: 'family',
            minutes: 60,
            times: 1,
            every: Math.max(1, Math.round(60 / stay.family)),
            who: stay.therapist,
          },
        ]
      : []),
    ...(stay.medication > 0
      ? [
          {
            kind: 'medication-management',
            minutes: 30,
            times: 1,
            every: Math.max(1, Math.round(30 / stay.medication)),
            who: 'The prescriber',
          },
        ]
      : []),
  ]
  for (const [n, one] of services.slice(0, 10).entries()) {
    const slot = `s${n + 1}`
    Object.assign(doc, {
      [`${slot}-kind`]: one.kind,
      [`${slot}-times`]: `${one.times}`,
      [`${slot}-every`]: `${Math.min(8, one.every)}`,
      [`${slot}-minutes`]: `${one.minutes}`,
      [`${slot}-who`]: one.who,
      [`${slot}-for`]: n === 0 ? all.join(' ') : (all[n % all.length] ?? ''),
    })
  }
  return doc
}

function addPlan(house: House, sheaf: Sheaf, stay: InCare, signedOn: Day): void {
  const { calendar, chance } = house
  const at = minutesAfter(calendar.instant(signedOn, '15:00'), Math.floor(chance(stay.id, 'plan at') * 90))
  const reviewOn = addDays(signedOn, 30)
  const doc = docOf(stay, signedOn, reviewOn)
  const plan = planFrom(doc)
  const versionId = demoId(at, stay.id, 'plan 1')
  const by = stay.therapistId
  const nameAndCredential = stay.credential === '' ? stay.therapist : `${stay.therapist}, ${stay.credential}`
  const diagnosisId = demoId(at, stay.clientId, 'diagnosis')
  const diagnosedBy = house.director
  const diagnosed = `${diagnosedBy.givenName} ${diagnosedBy.familyName}, ${diagnosedBy.credential}`
  const hasCode = stay.code !== null && /^[A-TV-Z]\d[0-9A-Z](\.[0-9A-Z]{1,4})?$/.test(stay.code)
  if (hasCode)
    sheaf.add('diagnosis', {
      id: diagnosisId,
      clientId: stay.clientId,
      code: stay.code ?? '',
      words: stay.problem ?? 'Diagnosis',
      certainty: 'confirmed',
      madeOn: signedOn,
      madeBy: diagnosedBy.id,
      nameAndCredential: diagnosed,
      madeAt: minutesAfter(at, -60),
    })
  const lines: Lines = {
    goals: new Map(plan.goals.map((goal, n) => [goal.slot, { id: stay.goals[n]?.id ?? '' }])),
    objectives: new Map(
      plan.goals.flatMap((goal) => goal.objectives.map((one) => [one.slot, demoId(at, stay.id, one.slot)] as const)),
    ),
    newGoals: [],
    newObjectives: [],
    endedGoals: [],
  }
  const diagnosis = hasCode
    ? [
        {
          id: diagnosisId,
          clientId: stay.clientId,
          code: stay.code ?? '',
          words: stay.problem ?? '',
          certainty: 'confirmed',
          madeOn: signedOn,
          madeAt: at,
          by: diagnosed,
          because: null,
          endWords: null,
          endedBy: null,
          endedAt: null,
        },
      ]
    : []
  if (hasCode && plan.problems[0]) plan.problems[0].diagnosisId = diagnosisId
  const body = planToSign(stay, { number: 1 }, plan, diagnosis, signedOn, lines)
  const saved: Doc = { ...doc, ...(hasCode && { 'p1-diagnosis': diagnosisId }) }
  for (const [slot, { id }] of lines.goals) saved[`${slot}-id`] = id
  for (const [slot, id] of lines.objectives) saved[`${slot}-id`] = id
  sheaf.add('planVersion', {
    id: versionId,
    clientId: stay.clientId,
    episodeId: stay.id,
    number: 1,
    kind: 'first',
    begunBy: by,
    begunAt: minutesAfter(at, -40),
  })
  sheaf.add('planSave', {
    id: demoId(at, versionId, 'save'),
    versionId,
    body: JSON.parse(JSON.stringify({ page: 'signed', typed: saved, merged: saved, hands: {}, beside: [] })),
    savedBy: by,
    savedAt: minutesAfter(at, -1),
  })
  const problemId = demoId(at, versionId, 'problem')
  sheaf.add('planProblem', {
    id: problemId,
    versionId,
    position: 1,
    words: plan.problems[0]?.words ?? '',
    diagnosisId: hasCode ? diagnosisId : null,
  })
  for (const goal of plan.goals) {
    const goalId = lines.goals.get(goal.slot)?.id ?? ''
    sheaf.add('planVersionGoal', { id: demoId(at, versionId, goal.slot), versionId, goalId, problemId })
    for (const [n, one] of goal.objectives.entries()) {
      const objectiveId = lines.objectives.get(one.slot) ?? ''
      sheaf.add('planObjective', { id: objectiveId, episodeId: stay.id, openedBy: by, openedAt: at })
      sheaf.add('planObjectiveWords', {
        id: demoId(at, versionId, one.slot, 'words'),
        versionId,
        objectiveId,
        goalId,
        position: n + 1,
        words: one.words,
        instrument: one.measure,
        baseline: one.baseline,
        target: one.target,
        dueOn: one.by,
      })
    }
  }
  for (const [n, one] of plan.services.entries())
    sheaf.add('planService', {
      id: demoId(at, versionId, one.slot),
      versionId,
      position: n + 1,
      kind: one.kind,
      times: one.times ?? 1,
      everyWeeks: one.everyWeeks ?? 1,
      minutes: one.minutes ?? 50,
      who: one.who,
      objectiveIds: one.serves.flatMap((slot) => lines.objectives.get(slot) ?? []),
    })
  const forClient = clientPartOf(body)
  sheaf.add('planSigned', {
    id: demoId(at, versionId, 'signed'),
    versionId,
    clientId: stay.clientId,
    episodeId: stay.id,
    number: 1,
    body: JSON.parse(JSON.stringify(body)),
    contentHash: hashOf(body),
    forClient: JSON.parse(JSON.stringify(forClient)),
    clientHash: hashOf(forClient),
    fromDay: signedOn,
    reviewOn,
    expectedWeeks: 12,
    signedAt: at,
  })
  const name = mayPutNameUnderPlan(stay.credential, house.clinic.state)
  const needsCosign = isRefusal(name) || name.needsCosign
  const sign = (part: 'author' | 'co-signer', signedBy: string, as: string, signedAt: Date) =>
    sheaf.add('planSignature', {
      id: demoId(signedAt, versionId, part),
      versionId,
      reviewId: null,
      part,
      signedBy,
      nameAndCredential: as,
      needsCosign: part === 'author' && needsCosign,
      contentHash: hashOf(body),
      signedAt,
    })
  sign('author', by, nameAndCredential, at)
  const cosignedAt = minutesAfter(at, 26 * 60)
  if (needsCosign && cosignedAt < house.at && chance(stay.id, 'plan cosign') > 0.1)
    sign('co-signer', diagnosedBy.id, diagnosed, cosignedAt)
  sheaf.add('doseOrder', {
    id: demoId(at, versionId, 'dose'),
    episodeId: stay.id,
    fromWeek: doc.fromWeek ?? signedOn,
    ...doseOf(plan.services, stay.days),
    because: 'Plan, version 1',
    orderedBy: by,
    orderedAt: at,
    planVersionId: versionId,
  })
  addAnswer(house, sheaf, stay, versionId, hashOf(body), at)
  addPractice(house, sheaf, stay, lines.objectives.get('g1o1') ?? null)
}

function addAnswer(house: House, sheaf: Sheaf, stay: InCare, versionId: string, textHash: string, at: Date): void {
  const x = house.chance(stay.id, 'client signs')
  const answeredAt = minutesAfter(at, 12)
  if (x > 0.92) return
  const shared = {
    id: demoId(answeredAt, versionId, 'answer'),
    versionId,
    clientId: stay.clientId,
    textHash,
    beside: stay.therapistId,
    answeredAt,
  }
  if (x > 0.88)
    sheaf.add('planClientAnswer', {
      ...shared,
      answer: 'declined',
      signerName: '',
      signature: '',
      because: 'Wants to talk with the family first.',
    })
  else
    sheaf.add('planClientAnswer', {
      ...shared,
      answer: 'signed',
      signerName: stay.name,
      signature: stay.name,
      because: '',
    })
}

function addPractice(house: House, sheaf: Sheaf, stay: InCare, objectiveId: string | null): void {
  if (house.chance(stay.id, 'practice') > 0.6) return
  const sheets = ['wave', 'evening', 'call', 'thought', 'pleasant', 'breath', 'sleep'] as const
  const titles = [
    'Ride out a wave',
    'Plan one evening',
    'Call one person',
    'Look at a thought twice',
    'One good thing',
    'Breathe slowly',
    'A quiet hour before bed',
  ]
  const n = Math.floor(house.chance(stay.id, 'which practice') * sheets.length)
  const fromDay = addDays(house.today, -4)
  const givenAt = house.calendar.instant(fromDay, '16:20')
  const id = demoId(givenAt, stay.id, 'practice')
  sheaf.add('homework', {
    id,
    clientId: stay.clientId,
    episodeId: stay.id,
    objectiveId,
    sheet: sheets[n] ?? 'wave',
    title: titles[n] ?? 'Ride out a wave',
    words: '',
    rhythm: 'daily',
    fromDay,
    dueOn: addDays(house.today, 5),
    givenBy: stay.therapistId,
    givenAt,
  })
  for (const ago of [3, 2, 1]) {
    if (house.chance(stay.id, 'done', ago) > 0.55) continue
    const onDay = addDays(house.today, -ago)
    const doneAt = house.calendar.instant(onDay, '20:10')
    sheaf.add('homeworkDone', {
      id: demoId(doneAt, id, 'done'),
      homeworkId: id,
      clientId: stay.clientId,
      onDay,
      how: ago === 2 ? 'hard' : 'helped',
      recordedBy: stay.therapistId,
      doneAt,
    })
  }
}

async function inCare(owner: pg.Client, house: House): Promise<InCare[]> {
  const { rows } = await owner.query<InCare>(
    `select e.id, e.client_id as "clientId", n.given_name || ' ' || n.family_name as name, n.number, n.birth_date::text as "birthDate",
       lower(e.during)::text as from, h.code, h.label as problem, t.staff_id as "therapistId", m.given_name || ' ' || m.family_name as therapist, m.credential,
       coalesce((select json_agg(json_build_object('id', g.id, 'words', g.words, 'objective', g.objective) order by g.position) from plan_goal g
         where g.clinic_id = e.clinic_id and g.episode_id = e.id and not exists (select from plan_goal_end x where x.clinic_id = g.clinic_id and x.goal_id = g.id)), '[]') as goals,
       coalesce((select json_agg(json_build_object('kind', k.kind, 'minutes', k.minutes, 'times', k.times) order by k.kind, k.minutes) from (
         select r.kind, r.minutes, count(*)::int as times from seat s join group_series r on r.clinic_id = s.clinic_id and r.id = s.series_id
         where s.clinic_id = e.clinic_id and s.episode_id = e.id and s.during @> $2::date group by 1, 2) k), '[]') as kinds,
       d.individual_minutes as individual, d.family_minutes as family, d.medication_minutes as medication, d.days
     from episode e
     join client_now n on n.clinic_id = e.clinic_id and n.id = e.client_id
     cross join lateral ${therapistIdText('e.clinic_id', 'e.id')} t
     join staff_member m on m.clinic_id = e.clinic_id and m.id = t.staff_id
     cross join lateral (select x.* from dose_order x where x.clinic_id = e.clinic_id and x.episode_id = e.id order by x.ordered_at desc, x.id desc limit 1) d
     left join lateral (select x.code, x.label from client_history x where x.clinic_id = e.clinic_id and x.client_id = e.client_id and x.kind = 'problem' limit 1) h on true
     where e.clinic_id = $1 and upper_inf(e.during) and lower(e.during) < $2::date
       and not exists (select from plan_version v where v.clinic_id = e.clinic_id and v.episode_id = e.id)
     order by e.id`,
    [house.clinic.id, house.today],
  )
  return rows
}
