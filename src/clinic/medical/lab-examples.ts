// Invented files of laboratories, as they come: for tests, the demo and whoever writes against the import.

type Sample = {
  number: string
  family: string
  given: string
  born: string
  at?: string
  results?: readonly string[]
  status?: string
}

const at = '202611200830'

/** A file of results with one report; each of `results` is an OBX line without its number. */
export const sampleOru = (one: Sample): string =>
  [
    `MSH|^~\\&|LIS|HUDSON REFERENCE LAB|STEPWELL|RIVERBEND|${one.at ?? at}||ORU^R01^ORU_R01|${one.number}|P|2.5.1`,
    `PID|1||${one.number}^^^LAB||${one.family}^${one.given}^Q||${one.born.replaceAll('-', '')}|F`,
    `ORC|RE|${one.number}`,
    `OBR|1|${one.number}|H-${one.number}|TOX12^Drug screen, urine^L|||${one.at ?? at}|||||||||||||||${one.at ?? at}|||${one.status ?? 'F'}`,
    ...(one.results ?? usual).map((line, n) => `OBX|${n + 1}|${line}`),
    '',
  ].join('\r')

const usual = [
  'NM|2161-8^Creatinine, urine^LN||112|mg/dL|20-400|N|||F',
  'ST|COC^Cocaine screen^L||Negative||<150|N|||F',
  'ST|BUP^Buprenorphine screen^L||POSITIVE||<5|A|||F',
]

/** The same as a FHIR bundle. */
export const sampleReportBundle = (one: Sample): string =>
  JSON.stringify({
    resourceType: 'Bundle',
    type: 'collection',
    entry: [
      {
        resource: {
          resourceType: 'Patient',
          id: 'p',
          name: [{ family: one.family, given: [one.given] }],
          birthDate: one.born,
        },
      },
      {
        resource: {
          resourceType: 'DiagnosticReport',
          id: 'r',
          status: 'final',
          identifier: [{ value: `H-${one.number}` }],
          basedOn: [{ identifier: { value: one.number } }],
          subject: { reference: 'Patient/p' },
          issued: '2026-11-20T14:30:00Z',
          effectiveDateTime: '2026-11-20T08:30:00-05:00',
          performer: [{ display: 'Hudson Reference Lab' }],
          result: [{ reference: 'Observation/a' }, { reference: 'Observation/b' }],
        },
      },
      {
        resource: {
          resourceType: 'Observation',
          id: 'a',
          status: 'final',
          code: { text: 'Fentanyl' },
          method: { text: 'LC-MS/MS' },
          valueCodeableConcept: { text: 'Not detected' },
        },
      },
      {
        resource: {
          resourceType: 'Observation',
          id: 'b',
          status: 'final',
          code: { text: 'Norbuprenorphine' },
          method: { text: 'LC-MS/MS' },
          valueQuantity: { value: 212, unit: 'ng/mL' },
          referenceRange: [{ text: '10' }],
        },
      },
    ],
  })
