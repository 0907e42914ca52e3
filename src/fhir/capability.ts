import type { CatalogFace, ResourceFace } from './resource.ts'

/** What this server does, printed from the very list that it serves from, so that it cannot say anything else. */
export const capabilityOf = (faces: (ResourceFace | CatalogFace)[], base: string, at: Date) => ({
  resourceType: 'CapabilityStatement',
  status: 'active',
  date: at.toISOString().slice(0, 10),
  kind: 'instance',
  software: { name: 'Stepwell' },
  implementation: { description: 'Stepwell, intensive outpatient program', url: base },
  fhirVersion: '4.0.1',
  format: ['application/fhir+json'],
  rest: [
    {
      mode: 'server',
      security: {
        description:
          'A bearer token issued by the clinic to a named system. Each record leaves with a live consent only, labelled R and 42CFRPart2.',
      },
      resource: faces.map((face) => ({
        type: face.type,
        interaction: [{ code: 'read' }, { code: 'search-type' }],
        searchParam: [
          { name: '_id', type: 'token' },
          ...face.parameters.map(({ name, type, documentation }) => ({ name, type, documentation })),
        ],
      })),
    },
  ],
})
