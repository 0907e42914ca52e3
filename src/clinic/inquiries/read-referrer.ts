import { conceptOf, dayOf, field, firstText, listOf, type Resource } from './foreign.ts'
import { later } from './items.ts'
import type { Reading } from './reading.ts'

/** Who sent the person: the author of the message or document, who asked for the referral, else who cares for them. */
export function readReferrer(reading: Reading): { name?: string } {
  const { patient, of } = reading
  const [header] = of('MessageHeader')
  const [document] = of('Composition')
  const [order] = of('ServiceRequest').toSorted((a, b) => later(dayOf(a['authoredOn']), dayOf(b['authoredOn'])))
  const [visit] = of('Encounter').toSorted((a, b) => later(startOf(a), startOf(b)))
  const candidates: [unknown, Resource][] = [
    ...(header
      ? [header['responsible'], header['sender'], header['author']].map((who) => [who, header] as [unknown, Resource])
      : []),
    ...(document
      ? [document['custodian'], ...listOf(document['author'])].map((who) => [who, document] as [unknown, Resource])
      : []),
    ...(order ? [[order['requester'], order] as [unknown, Resource]] : []),
    [patient['managingOrganization'], patient],
    ...listOf(patient['generalPractitioner']).map((who) => [who, patient] as [unknown, Resource]),
    ...(visit ? [[visit['serviceProvider'], visit] as [unknown, Resource]] : []),
  ]
  for (const [who, inside] of candidates) {
    const name = nameOf(who, inside, reading)
    if (name !== undefined) return { name }
  }
  const name = firstText(
    field(header, 'source', 'name'),
    ...['Organization', 'Practitioner'].map((type) => namedResource(of(type)[0], reading)),
  )
  return name === undefined ? {} : { name }
}

const startOf = (visit: Resource) => dayOf(field(visit, 'period', 'start'))

function nameOf(who: unknown, inside: Resource, reading: Reading): string | undefined {
  const found = reading.resolve(who, inside)
  if (found === reading.patient) return undefined
  return namedResource(found, reading) ?? firstText(field(who, 'display'))
}

function namedResource(resource: Resource | undefined, reading: Reading): string | undefined {
  if (resource === undefined || resource.resourceType === 'Patient') return undefined
  if (resource.resourceType === 'PractitionerRole') {
    const roles = [resource['organization'], resource['practitioner']]
    for (const role of roles) {
      const name = nameOf(role, resource, reading)
      if (name !== undefined) return name
    }
    return conceptOf(listOf(resource['code'])[0])?.label
  }
  const [name] = listOf(resource['name'])
  const parts = [...listOf(field(name, 'prefix')), ...listOf(field(name, 'given')), field(name, 'family')]
  const whole = firstText(field(name, 'text'), parts.filter((part) => typeof part === 'string').join(' '), name)
  if (whole !== undefined) reading.take(resource)
  return whole
}
