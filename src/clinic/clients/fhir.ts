import { isId } from '../../basics/ids.ts'
import type { Entry, ResourceFace } from '../../fhir/resource.ts'
import { readDate } from '../../fhir/search.ts'
import { clientsForFhir, type ClientForFhir } from './queries/fhir.ts'

/** A client as a FHIR Patient. */
export const patientFace: ResourceFace = {
  type: 'Patient',
  parameters: [
    { name: 'identifier', type: 'token', documentation: 'The client number' },
    { name: 'name', type: 'string', documentation: 'Any part of the name begins so' },
    { name: 'family', type: 'string', documentation: 'The family name begins so' },
    { name: 'given', type: 'string', documentation: 'The given name begins so' },
    { name: 'birthdate', type: 'date', documentation: 'Day of birth' },
    { name: 'gender', type: 'token', documentation: 'Administrative gender' },
  ],
  search: async (work, search) =>
    (
      await clientsForFhir(work, {
        ids: search.values('_id').flatMap((value) => value.split(',')),
        numbers: search.values('identifier').map((value) => value.split('|').at(-1) ?? ''),
        names: search.values('name'),
        families: search.values('family'),
        givens: search.values('given'),
        born: search.values('birthdate').flatMap((value) => readDate(value) ?? []),
        genders: search.values('gender'),
        after: search.after,
        limit: search.count,
      })
    ).map(entryOf),
  read: async (work, id) => {
    if (!isId(id)) return undefined
    const [client] = await clientsForFhir(work, { ids: [id], limit: 1 })
    return client && entryOf(client)
  },
}

const genders: Record<string, string> = { female: 'female', male: 'male', other: 'other', unknown: 'unknown' }

function entryOf(client: ClientForFhir): Entry {
  const telecom = client.contacts
    .filter((one) => one.kind === 'phone' || one.kind === 'email')
    .map((one) => ({ system: one.kind, value: one.value }))
  const address = client.contacts.filter((one) => one.kind === 'address').map((one) => ({ text: one.value }))
  return {
    clientId: client.id,
    isSubstanceUse: client.programKind !== 'mental-health',
    resource: {
      resourceType: 'Patient',
      id: client.id,
      meta: { lastUpdated: client.recordedAt.toISOString() },
      identifier: [{ system: 'urn:stepwell:client-number', value: client.number }],
      active: client.isActive && client.replacedBy === null,
      name: [
        {
          use: 'official',
          family: client.familyName,
          given: [client.givenName, ...client.middleNames.split(' ').filter(Boolean)],
        },
        ...(client.preferredName === '' ? [] : [{ use: 'usual', text: client.preferredName }]),
      ],
      ...(telecom.length > 0 ? { telecom } : {}),
      gender: genders[client.sex] ?? 'unknown',
      birthDate: client.birthDate,
      ...(address.length > 0 ? { address } : {}),
      // The record that stands for the person does not say what it replaces: a consent about it does not cover the other.
      ...(client.replacedBy === null
        ? {}
        : { link: [{ other: { reference: `Patient/${client.replacedBy}` }, type: 'replaced-by' }] }),
    },
  }
}
