import { isId } from '../../basics/ids.ts'
import { idOf, type Entry, type ResourceFace, type Search } from '../../fhir/resource.ts'
import {
  conditionsForFhir,
  goalsForFhir,
  plansForFhir,
  type ConditionForFhir,
  type GoalForFhir,
  type PlanForFhir,
} from './queries/fhir.ts'
import { labelOf, rhythmOf } from './signed-plan.ts'

const askedOf = (search: Search) => ({
  ids: search.values('_id').flatMap((value) => value.split(',')),
  clients: search.values('patient').map((value) => idOf(value, 'Patient')),
  after: search.after,
  limit: search.count,
})
const patient = { name: 'patient', type: 'reference', documentation: 'Whose it is' } as const
const one = (id: string) => ({ ids: [id], clients: [], after: null, limit: 1 })

/** A signed version of a plan as a FHIR CarePlan; a draft leaves through no door. */
export const carePlanFace: ResourceFace = {
  type: 'CarePlan',
  parameters: [
    patient,
    { name: 'status', type: 'token', documentation: 'active, completed or revoked' },
    { name: 'category', type: 'token', documentation: 'assess-plan' },
  ],
  needsOneOf: ['patient', '_id'],
  search: async (work, search) => {
    if (search.values('category').some((value) => value.split('|').at(-1) !== 'assess-plan')) return []
    const statuses = search.values('status').flatMap((value) => value.split(','))
    return (await plansForFhir(work, { ...askedOf(search), statuses })).map(planEntry)
  },
  read: async (work, id) => {
    const [plan] = isId(id) ? await plansForFhir(work, { ...one(id), statuses: [] }) : []
    return plan && planEntry(plan)
  },
}

/** A goal with the objectives of the version that stands, as a FHIR Goal. */
export const goalFace: ResourceFace = {
  type: 'Goal',
  parameters: [patient, { name: 'lifecycle-status', type: 'token', documentation: 'active, completed or cancelled' }],
  needsOneOf: ['patient', '_id'],
  search: async (work, search) => {
    const statuses = search.values('lifecycle-status').flatMap((value) => value.split(','))
    return (await goalsForFhir(work, { ...askedOf(search), statuses })).map(goalEntry)
  },
  read: async (work, id) => {
    const [goal] = isId(id) ? await goalsForFhir(work, { ...one(id), statuses: [] }) : []
    return goal && goalEntry(goal)
  },
}

/** A diagnosis as a FHIR Condition. */
export const conditionFace: ResourceFace = {
  type: 'Condition',
  parameters: [
    patient,
    { name: 'code', type: 'token', documentation: 'The ICD-10-CM code' },
    { name: 'clinical-status', type: 'token', documentation: 'active or resolved' },
  ],
  needsOneOf: ['patient', '_id'],
  search: async (work, search) => {
    const codes = search.values('code').map((value) => value.split('|').at(-1) ?? '')
    const statuses = search.values('clinical-status').map((value) => value.split('|').at(-1) ?? '')
    return (await conditionsForFhir(work, { ...askedOf(search), codes, statuses })).map(conditionEntry)
  },
  read: async (work, id) => {
    const [condition] = isId(id) ? await conditionsForFhir(work, { ...one(id), codes: [], statuses: [] }) : []
    return condition && conditionEntry(condition)
  },
}

const planEntry = (plan: PlanForFhir): Entry => ({
  clientId: plan.clientId,
  isSubstanceUse: plan.programKind !== 'mental-health',
  resource: {
    resourceType: 'CarePlan',
    id: plan.id,
    meta: { lastUpdated: plan.signedAt.toISOString(), versionId: `${plan.number}` },
    status: plan.status,
    intent: 'plan',
    category: [
      { coding: [{ system: 'http://hl7.org/fhir/us/core/CodeSystem/careplan-category', code: 'assess-plan' }] },
    ],
    title: `Plan of care, version ${plan.number}`,
    subject: { reference: `Patient/${plan.clientId}` },
    period: { start: plan.body.fromDay },
    created: plan.signedAt.toISOString(),
    ...(plan.author === null ? {} : { author: { display: plan.author } }),
    addresses: plan.conditionIds.map((id) => ({ reference: `Condition/${id}` })),
    goal: plan.body.goals.map((goal) => ({ reference: `Goal/${goal.id}`, display: goal.words })),
    activity: plan.body.services.map((service) => ({
      detail: {
        status: plan.status === 'active' ? 'in-progress' : 'completed',
        code: { text: labelOf(service.kind) },
        scheduledTiming: {
          repeat: {
            frequency: service.times,
            period: service.everyWeeks,
            periodUnit: 'wk',
            duration: service.minutes,
            durationUnit: 'min',
          },
        },
        performer: [{ display: service.who }],
        description: rhythmOf(service),
      },
    })),
  },
})

const goalEntry = (goal: GoalForFhir): Entry => ({
  clientId: goal.clientId,
  isSubstanceUse: goal.programKind !== 'mental-health',
  resource: {
    resourceType: 'Goal',
    id: goal.id,
    meta: { lastUpdated: (goal.endedAt ?? goal.openedAt).toISOString() },
    lifecycleStatus: goal.status,
    ...(goal.outcome === 'met'
      ? {
          achievementStatus: {
            coding: [{ system: 'http://terminology.hl7.org/CodeSystem/goal-achievement', code: 'achieved' }],
          },
        }
      : {}),
    description: { text: goal.words },
    subject: { reference: `Patient/${goal.clientId}` },
    target: goal.objectives.map((objective) => ({
      measure: { text: objective.words },
      detailString: objective.target,
      dueDate: objective.dueOn,
    })),
  },
})

const conditionEntry = (condition: ConditionForFhir): Entry => ({
  clientId: condition.clientId,
  isSubstanceUse: condition.programKind !== 'mental-health' || /^F1[0-9]/.test(condition.code),
  resource: {
    resourceType: 'Condition',
    id: condition.id,
    meta: { lastUpdated: (condition.endedAt ?? condition.madeAt).toISOString() },
    // One that was entered in error has no clinical status (FHIR con-5).
    ...(condition.because === 'entered-in-error'
      ? {}
      : {
          clinicalStatus: {
            coding: [
              {
                system: 'http://terminology.hl7.org/CodeSystem/condition-clinical',
                code: condition.endedAt === null ? 'active' : 'resolved',
              },
            ],
          },
        }),
    verificationStatus: {
      coding: [
        {
          system: 'http://terminology.hl7.org/CodeSystem/condition-ver-status',
          code:
            condition.because === 'entered-in-error'
              ? 'entered-in-error'
              : condition.because === 'ruled-out'
                ? 'refuted'
                : condition.certainty,
        },
      ],
    },
    category: [
      {
        coding: [{ system: 'http://terminology.hl7.org/CodeSystem/condition-category', code: 'encounter-diagnosis' }],
      },
    ],
    code: {
      coding: [{ system: 'http://hl7.org/fhir/sid/icd-10-cm', code: condition.code }],
      text: condition.words,
    },
    subject: { reference: `Patient/${condition.clientId}` },
    recordedDate: condition.madeOn,
    asserter: { display: condition.by },
  },
})
