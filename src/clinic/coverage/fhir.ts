import { dayAt, type Day } from '../../basics/dates.ts'
import { isId } from '../../basics/ids.ts'
import type { Work } from '../../db/work.ts'
import { idOf, type Entry, type ResourceFace } from '../../fhir/resource.ts'
import { coveragesForFhir, type CoverageForFhir } from './queries/fhir.ts'
import { runsOn } from './rules.ts'

/** A client's plan as a FHIR Coverage: what is recorded, and nothing that is not. */
export const coverageFace: ResourceFace = {
  type: 'Coverage',
  parameters: [
    { name: 'beneficiary', type: 'reference', documentation: 'Who is covered' },
    { name: 'patient', type: 'reference', documentation: 'Who is covered' },
    { name: 'status', type: 'token', documentation: 'active or cancelled' },
  ],
  needsOneOf: ['beneficiary', 'patient', '_id'],
  search: async (work, search) => {
    const asked = (name: string) =>
      search.values(name).map((value) => value.split(',').map((one) => idOf(one, 'Patient')))
    const people = [...asked('beneficiary'), ...asked('patient')]
    const ids = search.values('_id').flatMap((value) => value.split(','))
    // A person must be in each list that was given.
    const clientIds = people[0]?.filter((id) => people.every((list) => list.includes(id)))
    const found = await coveragesForFhir(work, {
      ...(ids.length > 0 ? { ids } : {}),
      ...(clientIds === undefined ? {} : { clientIds }),
      after: search.after,
      limit: 1000,
    })
    const statuses = search.values('status').map((value) => value.split(','))
    return found
      .map((one) => entryOf(work, one))
      .filter((entry) => statuses.every((list) => list.includes(String(entry.resource.status))))
      .slice(0, search.count)
  },
  read: async (work, id) => {
    if (!isId(id)) return undefined
    const [found] = await coveragesForFhir(work, { ids: [id], limit: 1 })
    return found && entryOf(work, found)
  },
}

const earliest = (a: Day | null, b: Day | null): Day | null => (a === null ? b : b === null ? a : a < b ? a : b)

function entryOf(work: Work, one: CoverageForFhir): Entry {
  const today = dayAt(work.at, work.clinic.timeZone)
  const end = earliest(one.endsOn, one.endedOn)
  const period = { ...(one.startsOn === null ? {} : { start: one.startsOn }), ...(end === null ? {} : { end }) }
  const kind = (code: string, display: string) => ({
    coding: [{ system: 'http://terminology.hl7.org/CodeSystem/coverage-class', code, display }],
  })
  const classes = [
    ...(one.groupNumber ? [{ type: kind('group', 'Group'), value: one.groupNumber }] : []),
    ...(one.plan ? [{ type: kind('plan', 'Plan'), value: one.plan }] : []),
  ]
  return {
    clientId: one.clientId ?? '',
    isSubstanceUse: one.programKind !== 'mental-health',
    resource: {
      resourceType: 'Coverage',
      id: one.id ?? '',
      meta: { lastUpdated: (one.recordedAt ?? new Date(0)).toISOString() },
      status: runsOn(one, today) || (one.startsOn !== null && one.startsOn > today) ? 'active' : 'cancelled',
      ...(one.memberNumber ? { subscriberId: one.memberNumber } : {}),
      ...(one.relation === 'self'
        ? { subscriber: { reference: `Patient/${one.clientId}` } }
        : one.subscriberName
          ? { subscriber: { display: one.subscriberName } }
          : {}),
      beneficiary: { reference: `Patient/${one.clientId}` },
      relationship: {
        coding: [
          { system: 'http://terminology.hl7.org/CodeSystem/subscriber-relationship', code: one.relation ?? 'other' },
        ],
      },
      ...(Object.keys(period).length > 0 ? { period } : {}),
      payor: [{ display: one.payerName ?? '' }],
      ...(classes.length > 0 ? { class: classes } : {}),
      order: one.priority ?? 1,
    },
  }
}
