import { Hono, type Context } from 'hono'
import { z } from 'zod'
import { addDays, dayAt, type Day } from '../../../basics/dates.ts'
import { isRefusal, type Refusal } from '../../../basics/refusal.ts'
import type { Work } from '../../../db/work.ts'
import { urls } from '../../../urls.ts'
import { workOf, type Door } from '../../../web/door.ts'
import { forbidden, notFound } from '../../../web/errors.tsx'
import {
  day,
  line,
  oneOf,
  optionalDay,
  optionalLine,
  optionalProse,
  readForm,
  wholeNumber,
} from '../../../web/forms.ts'
import { mayNot } from '../../access/permissions.ts'
import { said } from '../../access/staff-page.tsx'
import type { ClientFacts } from '../../clients/queries.ts'
import { shortDay } from '../../../ui/when.tsx'
import { askEstimate, deliveries, endEstimateRequest, giveEstimate, makeEstimate } from '../actions/estimates.ts'
import {
  disclaimers,
  expectedCharge,
  isDiagnosis,
  isServiceCode,
  type EstimateContents,
  type EstimateLine,
} from '../estimate.ts'
import { feeOn, serviceNames, type Service } from '../fees.ts'
import { centsFrom } from '../money.ts'
import { applicationsOf, grantOn } from '../queries/assistance.ts'
import { coveragesOf } from '../queries/coverages.ts'
import { estimateById, plannedFor, requestById } from '../queries/estimates.ts'
import { billingIdentityOf, feesRecorded } from '../queries/fees.ts'
import { runsOn } from '../rules.ts'
import { withClient } from './entered.tsx'
import { estimateFormPage } from './estimate-form.tsx'
import { overviewPage } from './overview.tsx'

export const estimates = new Hono<Door>()

const diagnosisList = z.preprocess(
  (value) =>
    typeof value === 'string'
      ? value
          .toUpperCase()
          .split(/[\s,;]+/)
          .filter(Boolean)
      : [],
  z
    .array(z.string())
    .min(1, 'Give the diagnosis code, such as F10.20, or R69 while none is made.')
    .max(12, 'Give at most 12 codes.')
    .refine((codes) => codes.every(isDiagnosis), 'Write codes as they stand in ICD-10-CM, such as F10.20.'),
)
const estimateShape = z.object({
  words: line(300, 'Say in plain words what it is for.'),
  service: oneOf(['iop-day-sud', 'iop-day-mh'], 'Choose the main service.'),
  firstOn: optionalDay,
  daysPerWeek: wholeNumber(1, 7),
  weeks: wholeNumber(1, 52),
  individual: wholeNumber(0, 200),
  family: wholeNumber(0, 200),
  assessment: wholeNumber(0, 9),
  sharePercent: wholeNumber(0, 100),
  shareWhy: optionalLine(200),
  diagnoses: diagnosisList,
  separately: optionalProse(2000),
  otherName: optionalLine(200),
  otherNpi: optionalLine(10),
  otherTax: optionalLine(12),
  otherAddress: optionalLine(300),
  otherState: optionalLine(2),
  otherLabel: optionalLine(200),
  otherCode: optionalLine(5),
  otherCharge: optionalLine(12),
  otherCount: z.string().optional(),
})
type Shape = z.infer<typeof estimateShape>

estimates.get(urls.newEstimate.pattern, (c) =>
  withClient(c, 'coverage.record', 'a good-faith estimate', async ({ work, client, today }) => {
    const planned = await plannedFor(work, client.id)
    const grant = grantOn(await applicationsOf(work, client.id), today)
    const isMentalHealth = (client.programKind ?? planned.kind) === 'mental-health'
    return show(c, client, {
      values: {
        words: `Intensive outpatient care for ${isMentalHealth ? 'mental health' : 'substance use'}, in groups and single sessions`,
        service: isMentalHealth ? 'iop-day-mh' : 'iop-day-sud',
        daysPerWeek: String(planned.days ?? 3),
        weeks: '8',
        individual: '0',
        family: '0',
        assessment: '1',
        sharePercent: String(grant?.sharePercent ?? 100),
        shareWhy: grant === undefined ? '' : 'help that was granted',
        firstOn: planned.from !== null && planned.from > today ? planned.from : '',
        separately: 'Nothing is expected.',
      },
    })
  }),
)

estimates.post(urls.newEstimate.pattern, (c) =>
  withClient(c, 'coverage.record', 'a good-faith estimate', async ({ work, client, today }) => {
    const form = await readForm(c, estimateShape)
    if (!form.ok) return show(c, client, { values: form.typed, errors: form.errors })
    const contents = await contentsOf(work, client, today, form.values)
    if ('field' in contents)
      return show(c, client, { values: form.typed, errors: { [contents.field]: contents.because } })
    if (isRefusal(contents)) return show(c, client, { values: form.typed }, contents)
    const made = await makeEstimate(work, client.id, contents)
    if (isRefusal(made)) return show(c, client, { values: form.typed }, made)
    said(c, { tone: 'good', text: 'The estimate is made. Hand it over, and note how: then its clock stops.' })
    return c.redirect(urls.coverage({ client: client.id }), 303)
  }),
)

const show = async (
  c: Context<Door>,
  client: ClientFacts,
  form: Parameters<typeof estimateFormPage>[2],
  refusal?: Refusal,
) => {
  const work = workOf(c)
  return estimateFormPage(c, client, form, refusal, {
    hasIdentity: (await billingIdentityOf(work)) !== undefined,
    isInsured: (await coveragesOf(work, client.id)).some((plan) => runsOn(plan, dayAt(work.at, work.clinic.timeZone))),
  })
}

/** From the form and the fees that stand to the whole estimate; or what is missing, at its field. */
async function contentsOf(
  work: Work,
  client: ClientFacts,
  today: Day,
  said: Shape,
): Promise<EstimateContents | Refusal | { field: string; because: string }> {
  const identity = await billingIdentityOf(work)
  if (identity === undefined)
    return {
      refused: 'no-identity',
      because: 'Record who the clinic is (legal name, NPI, tax number) under Fees first.',
    }
  const from = said.firstOn ?? today
  const fees = await feesRecorded(work)
  const diagnosis = said.diagnoses[0] ?? ''
  const wanted: [Service, number][] = [
    [said.service, said.daysPerWeek * said.weeks],
    ['individual', said.individual],
    ['family', said.family],
    ['assessment', said.assessment],
  ]
  const lines: EstimateLine[] = []
  for (const [service, count] of wanted) {
    if (count === 0) continue
    const fee = feeOn(fees, service, from)
    const { name, unit } = serviceNames[service]
    if (fee === undefined)
      return { refused: 'no-fee', because: `No fee for “${name}” stands on ${shortDay(from)}. Record it under Fees.` }
    lines.push({
      label: name,
      code: fee.code,
      diagnosis,
      unit,
      count,
      charge: expectedCharge(fee.amount, said.sharePercent),
    })
  }
  if (said.sharePercent < 100 && said.shareWhy === '')
    return { field: 'shareWhy', because: 'Say why less than the whole fee is asked.' }
  const other = otherParty(said, diagnosis)
  if (other !== null && 'field' in other) return other
  const to = addDays(from, said.weeks * 7 - 1)
  return {
    client: { name: `${client.givenName} ${client.familyName}`, birthDate: client.birthDate, number: client.number },
    primary: { words: said.words, firstOn: said.firstOn ?? null },
    diagnoses: said.diagnoses,
    parties: [
      {
        kind: 'facility',
        name: identity.legalName,
        npi: identity.npi,
        taxNumber: identity.taxNumber,
        address: identity.address,
        state: work.clinic.state,
        lines,
      },
      ...(other === null ? [] : [other]),
    ],
    separately: said.separately
      .split('\n')
      .map((one) => one.trim())
      .filter(Boolean),
    period: { from, to, often: `${said.daysPerWeek} days a week for ${said.weeks} weeks` },
    discount: said.sharePercent < 100 ? { percent: said.sharePercent, why: said.shareWhy } : null,
    phone: identity.phone,
    disclaimers: disclaimers.map(({ words }) => words),
    madeOn: today,
  }
}

/** Somebody else who bills for the same care, such as a laboratory; null when nobody is named. */
function otherParty(
  said: Shape,
  diagnosis: string,
): EstimateContents['parties'][number] | null | { field: string; because: string } {
  if (said.otherName === '' && said.otherLabel === '' && said.otherCharge === '') return null
  const charge = centsFrom(said.otherCharge)
  const count = Number(said.otherCount ?? '1')
  if (said.otherName === '') return { field: 'otherName', because: 'Say who bills for it.' }
  if (said.otherLabel === '') return { field: 'otherLabel', because: 'Say which service they give.' }
  if (charge === null) return { field: 'otherCharge', because: 'Give what they expect to charge, such as 85.' }
  if (!isServiceCode(said.otherCode.toUpperCase()))
    return { field: 'otherCode', because: 'Give the code that they bill, such as 80307.' }
  if (!Number.isInteger(count) || count < 1 || count > 366)
    return { field: 'otherCount', because: 'Say how many: a whole number from 1 to 366.' }
  return {
    kind: 'provider',
    name: said.otherName,
    npi: said.otherNpi,
    taxNumber: said.otherTax.replaceAll('-', ''),
    address: said.otherAddress,
    state: said.otherState.toUpperCase(),
    lines: [{ label: said.otherLabel, code: said.otherCode.toUpperCase(), diagnosis, unit: 'each', count, charge }],
  }
}

estimates.post(urls.estimateRequests.pattern, (c) =>
  withClient(c, 'coverage.record', 'coverage', async ({ work, client }) => {
    const form = await readForm(
      c,
      z.object({
        occasion: oneOf(['requested', 'scheduled'], 'Say what happened.'),
        askedOn: day('Give the day of asking or scheduling.'),
        serviceOn: optionalDay,
      }),
    )
    if (!form.ok)
      return overviewPage(c, { refused: 'form', because: Object.values(form.errors)[0] ?? 'Look at the form again.' })
    const { occasion, askedOn, serviceOn } = form.values
    const asked = await askEstimate(work, client.id, { occasion, askedOn, serviceOn: serviceOn ?? null })
    if (isRefusal(asked)) return overviewPage(c, asked)
    said(
      c,
      asked.dueOn === null
        ? {
            tone: 'info',
            text: 'Care is so near that scheduling alone owes no estimate. If they ask for one, note that.',
          }
        : { tone: 'good', text: `The estimate is due by ${shortDay(asked.dueOn)}.` },
    )
    return c.redirect(urls.coverage({ client: client.id }), 303)
  }),
)

estimates.post(urls.estimateRequestEnd.pattern, async (c) => {
  const denied = mayNot(workOf(c).by, 'coverage.record')
  if (denied) return forbidden(c, denied.because)
  const request = await requestById(workOf(c), c.req.param('request'))
  if (request === undefined) return notFound(c)
  const form = await readForm(c, z.object({ because: line(300, 'Say why no estimate is needed.') }))
  const refused = form.ok
    ? await endEstimateRequest(workOf(c), request.id, form.values.because)
    : { refused: 'needs-why', because: 'Say why no estimate is needed.' }
  return answered(c, request.clientId, refused, 'It is closed, and why is kept.')
})

estimates.post(urls.estimateDelivery.pattern, async (c) => {
  const denied = mayNot(workOf(c).by, 'coverage.record')
  if (denied) return forbidden(c, denied.because)
  const estimate = await estimateById(workOf(c), c.req.param('estimate'))
  if (estimate === undefined) return notFound(c)
  const form = await readForm(c, z.object({ how: oneOf(deliveries, 'Say how they got it.'), on: day('Give the day.') }))
  const refused = form.ok
    ? await giveEstimate(workOf(c), estimate.id, form.values.how, form.values.on)
    : { refused: 'needs-how', because: Object.values(form.errors)[0] ?? 'Say how they got it, and when.' }
  return answered(c, estimate.clientId, refused, 'Noted: they have the estimate.')
})

function answered(
  c: Context<Door>,
  clientId: string,
  refused: Refusal | null,
  text: string,
): Response | Promise<Response> {
  if (refused) return overviewPage(c, refused, clientId)
  said(c, { tone: 'good', text })
  return c.redirect(urls.coverage({ client: clientId }), 303)
}
