// A referral as another house would send it: a small FHIR R4 bundle, written by hand. The person is invented.

type Wish = { given?: string; family?: string; born?: string; gender?: string }

const coded = (system: string, code: string, display: string) => ({
  coding: [{ system, code, display }],
  text: display,
})
const snomed = 'http://snomed.info/sct'
const subject = { reference: 'urn:uuid:person' }
const active = { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/condition-clinical', code: 'active' }] }

export const referralOf = ({
  given = 'Nadia',
  family = 'Brandt',
  born = '1992-05-04',
  gender = 'female',
}: Wish = {}) => ({
  resourceType: 'Bundle',
  type: 'collection',
  entry: [
    {
      fullUrl: 'urn:uuid:person',
      resource: {
        resourceType: 'Patient',
        id: 'person',
        name: [{ use: 'official', given: [given], family }],
        gender,
        birthDate: born,
        telecom: [
          { system: 'phone', value: '845-555-0148', use: 'mobile' },
          { system: 'email', value: `${given.toLowerCase()}@mail.example` },
        ],
        address: [{ line: ['8 Ferry Street'], city: 'Beacon', state: 'NY', postalCode: '12508' }],
      },
    },
    {
      resource: {
        resourceType: 'Condition',
        subject,
        clinicalStatus: active,
        code: coded(snomed, '7200002', 'Alcoholism'),
        onsetDateTime: '2019-03-01',
      },
    },
    {
      resource: {
        resourceType: 'MedicationRequest',
        subject,
        status: 'active',
        intent: 'order',
        medicationCodeableConcept: coded(
          'http://www.nlm.nih.gov/research/umls/rxnorm',
          '7243',
          'Naltrexone 50 MG Oral Tablet',
        ),
        authoredOn: '2026-09-14',
      },
    },
    {
      resource: {
        resourceType: 'AllergyIntolerance',
        patient: subject,
        clinicalStatus: {
          coding: [{ system: 'http://terminology.hl7.org/CodeSystem/allergyintolerance-clinical', code: 'active' }],
        },
        code: coded(snomed, '91936005', 'Allergy to penicillin'),
      },
    },
    {
      resource: {
        resourceType: 'Coverage',
        beneficiary: subject,
        status: 'active',
        subscriberId: 'HV-20417',
        payor: [{ display: 'Hudson Valley Health Plan' }],
      },
    },
    {
      resource: {
        resourceType: 'Encounter',
        subject,
        status: 'finished',
        class: {
          system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode',
          code: 'IMP',
          display: 'inpatient encounter',
        },
        type: [coded(snomed, '183452005', 'Emergency hospital admission')],
        period: { start: '2026-10-30T08:00:00Z', end: '2026-11-04T15:00:00Z' },
      },
    },
    {
      resource: {
        resourceType: 'Immunization',
        patient: subject,
        status: 'completed',
        vaccineCode: { text: 'Influenza' },
      },
    },
  ],
})
