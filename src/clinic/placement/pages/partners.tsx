import { Hono, type Context } from 'hono'
import { dayAt } from '../../../basics/dates.ts'
import { plural } from '../../../basics/text.ts'
import { isRefusal, type Refusal } from '../../../basics/refusal.ts'
import { Card, Row, Rows } from '../../../ui/card.tsx'
import { Empty } from '../../../ui/empty.tsx'
import { Facts } from '../../../ui/facts.tsx'
import { Button, DateField, ErrorSummary, FormActions, Select, TextField, type FormState } from '../../../ui/form.tsx'
import { RefusalAlert } from '../../../ui/refusal.tsx'
import { Notice, Sig } from '../../../ui/status.tsx'
import { OnDay } from '../../../ui/when.tsx'
import { urls } from '../../../urls.ts'
import { showing, workOf, type Door } from '../../../web/door.ts'
import { forbidden, notFound } from '../../../web/errors.tsx'
import { optionalLine, readForm } from '../../../web/forms.ts'
import { z } from 'zod'
import { may, mayNot } from '../../access/permissions.ts'
import { said, StaffPage } from '../../access/staff-page.tsx'
import { addPartner, changePartner, checkPartner, nothingKnown } from '../actions/partner.ts'
import { isStale } from '../partner.ts'
import { type Partner, partnerById, partnersOf } from '../queries/partners.ts'
import { atField } from './at-field.ts'
import { whereTo } from './hand-off-parts.tsx'
import { factsSent, PartnerForm, partnerPlaces, partnerSent, valuesOf } from './partner-form.tsx'

export const partners = new Hono<Door>()

const crumbs = [{ label: 'Partners', href: urls.partners() }]

const Fresh = ({ partner, today }: { partner: Partner; today: string }) =>
  partner.isClosed ? (
    <Sig tone="calm">Closed</Sig>
  ) : isStale(partner.verifiedOn, today) ? (
    <Sig tone="warning">{partner.verifiedOn === null ? 'Never checked' : 'Not checked for half a year'}</Sig>
  ) : (
    <Sig tone="good">Checked</Sig>
  )

partners.get(urls.partners.pattern, async (c) => {
  const work = workOf(c)
  const denied = mayNot(work.by, 'partner.see')
  if (denied) return forbidden(c, denied.because)
  const [q, level] = [c.req.query('q') ?? '', c.req.query('level') ?? '']
  const today = dayAt(work.at, work.clinic.timeZone)
  const all = await partnersOf(work)
  const plain = q.trim().toLowerCase()
  const found = all.filter(
    (one) =>
      (level === '' || one.levels.includes(level)) &&
      (plain === '' || `${one.name} ${one.address}`.toLowerCase().includes(plain)),
  )
  const old = all.filter((one) => !one.isClosed && isStale(one.verifiedOn, today)).length
  showing(c, 'partners', [])
  return c.html(
    <StaffPage
      c={c}
      current="Admissions"
      title="Partners"
      answer={
        all.length === 0
          ? 'No partner is listed yet'
          : `${plural(all.length, 'partner', 'partners')}, ${old === 0 ? 'none' : old} to check`
      }
      intro="Who takes people over when this program is not the place for them, by level of care."
      actions={
        may(work.by, 'partner.manage') && (
          <Button kind="main" href={urls.newPartner()}>
            Add a partner
          </Button>
        )
      }
    >
      {all.length > 0 && (
        <form method="get" action={urls.partners()} class="partners-search">
          <TextField name="q" label="Name or place" required={false} value={q} maxlength={100} />
          <Select
            name="level"
            label="Gives"
            choose="Any level"
            required={false}
            value={level}
            options={partnerPlaces()}
          />
          <Button>Search</Button>
        </form>
      )}
      <Card title={found.length === all.length ? 'All partners' : `Found: ${found.length}`} flush={found.length > 0}>
        {found.length === 0 ? (
          <Empty
            title={all.length === 0 ? 'Nobody is listed' : 'Nobody matches'}
            next={may(work.by, 'partner.manage') && <Button href={urls.newPartner()}>Add a partner</Button>}
          >
            A withdrawal unit, an opioid treatment program and a crisis team are the first three to have.
          </Empty>
        ) : (
          <Rows label="Partners">
            {found.map((one) => (
              <Row
                title={
                  <a href={urls.partner({ partner: one.id })} dir="auto">
                    {one.name}
                  </a>
                }
                note={
                  <>
                    {one.levels.map(whereTo).join('; ')}
                    {one.phone !== '' && ` · ${one.phone}`}
                  </>
                }
                end={<Fresh partner={one} today={today} />}
              />
            ))}
          </Rows>
        )}
      </Card>
    </StaffPage>,
  )
})

function newPartnerPage(c: Context<Door>, form: FormState = {}, refusal?: Refusal) {
  showing(c, 'a new partner', [])
  return c.html(
    <StaffPage c={c} current="Admissions" title="Add a partner" crumbs={crumbs}>
      <Card>
        <PartnerForm action={urls.newPartner()} form={form} refusal={refusal} button="Add the partner" />
      </Card>
    </StaffPage>,
    form.values === undefined ? 200 : 422,
  )
}

partners.get(urls.newPartner.pattern, (c) => {
  const denied = mayNot(workOf(c).by, 'partner.manage')
  return denied ? forbidden(c, denied.because) : newPartnerPage(c)
})

partners.post(urls.newPartner.pattern, async (c) => {
  const work = workOf(c)
  const denied = mayNot(work.by, 'partner.manage')
  if (denied) return forbidden(c, denied.because)
  const form = await readForm(c, partnerSent)
  if (!form.ok) return newPartnerPage(c, { values: form.typed, errors: form.errors })
  const made = await addPartner(work, { ...nothingKnown, ...factsSent(form.values) })
  if (isRefusal(made)) return newPartnerPage(c, { values: { ...form.typed, 'levels[]': form.values.levels } }, made)
  said(c, { tone: 'good', text: 'Added. Check it with them, and say so here.' })
  return c.redirect(urls.partner({ partner: made.id }), 303)
})

type Back = { changing?: FormState; checking?: FormState; refusal?: Refusal }

async function partnerPage(c: Context<Door>, { changing, checking, refusal }: Back = {}) {
  const work = workOf(c)
  const partner = await partnerById(work, c.req.param('partner') ?? '')
  if (partner === undefined) return notFound(c)
  showing(c, 'a partner', [])
  const today = dayAt(work.at, work.clinic.timeZone)
  const mayChange = may(work.by, 'partner.manage')
  const check = atField(checking ?? {}, checking === undefined ? undefined : refusal, {
    'needs-day': 'on',
    'needs-whom': 'with',
  })
  return c.html(
    <StaffPage c={c} current="Admissions" title={partner.name} crumbs={crumbs}>
      {refusal?.refused === 'changed-meanwhile' && <RefusalAlert refusal={refusal} />}
      {!partner.isClosed && isStale(partner.verifiedOn, today) && (
        <Notice tone="warning" title={partner.verifiedOn === null ? 'Nobody has checked this yet' : 'This is old'}>
          Call before you rely on it: beds, payers and numbers change.
        </Notice>
      )}
      <Card title="What is known" action={<Fresh partner={partner} today={today} />}>
        <Facts
          facts={[
            { term: 'Gives', detail: partner.levels.map(whereTo).join('; ') },
            { term: 'Phone', detail: partner.phone, none: 'Not known' },
            { term: 'Fax', detail: partner.fax, none: 'Not known' },
            { term: 'Address', detail: written(partner.address), none: 'Not known' },
            { term: 'Hours', detail: written(partner.hours), none: 'Not known' },
            { term: 'Payers', detail: written(partner.payers), none: 'Not known' },
            { term: 'Takes people under 18', detail: answer(partner.takesAdolescents) },
            { term: 'Takes people who are pregnant', detail: answer(partner.takesPregnant) },
            { term: 'Goes on with medicine for opioid use', detail: answer(partner.takesMoud) },
            { term: 'Good to know', detail: written(partner.words), none: 'Not known' },
            {
              term: 'Checked',
              detail:
                partner.verifiedOn === null ? (
                  ''
                ) : (
                  <>
                    <OnDay day={partner.verifiedOn} as="long" />, with <span dir="auto">{partner.verifiedWith}</span>
                  </>
                ),
              none: 'Never',
            },
            { term: 'Last changed by', detail: partner.recordedBy },
          ]}
        />
      </Card>
      {mayChange && (
        <Card title="Checked with them" hint="What stands above is right, or is put right below first.">
          <form
            method="post"
            action={urls.partnerCheck({ partner: partner.id })}
            class="form placement-form"
            data-guard
          >
            <ErrorSummary form={check} />
            <div class="together">
              <DateField name="on" label="On" max={today} value={today} form={check} />
              <TextField name="with" label="With whom there" maxlength={200} anyDirection form={check} />
            </div>
            <FormActions>
              <Button>Record the check</Button>
            </FormActions>
          </form>
        </Card>
      )}
      {mayChange && (
        <Card title="Change what is known">
          <PartnerForm
            action={urls.partner({ partner: partner.id })}
            seen={partner.factsId}
            form={changing ?? { values: valuesOf(partner) }}
            refusal={changing === undefined ? undefined : refusal}
            button="Keep the change"
            isKnown
          />
        </Card>
      )}
    </StaffPage>,
    changing === undefined && checking === undefined ? 200 : 422,
  )
}

const written = (text: string) => (text === '' ? '' : <span dir="auto">{text}</span>)

const answer = (value: boolean | null): string => (value === null ? 'Nobody has asked' : value ? 'Yes' : 'No')

partners.get(urls.partner.pattern, (c) => {
  const denied = mayNot(workOf(c).by, 'partner.see')
  return denied ? forbidden(c, denied.because) : partnerPage(c)
})

partners.post(urls.partner.pattern, async (c) => {
  const work = workOf(c)
  const denied = mayNot(work.by, 'partner.manage')
  if (denied) return forbidden(c, denied.because)
  const partner = await partnerById(work, c.req.param('partner'))
  if (partner === undefined) return notFound(c)
  const form = await readForm(c, partnerSent)
  if (!form.ok) return partnerPage(c, { changing: { values: form.typed, errors: form.errors } })
  const refusal = await changePartner(work, partner.id, factsSent(form.values), form.values.seen)
  if (refusal)
    return partnerPage(c, { changing: { values: { ...form.typed, 'levels[]': form.values.levels } }, refusal })
  said(c, { tone: 'good', text: 'Kept.' })
  return c.redirect(urls.partner({ partner: partner.id }), 303)
})

partners.post(urls.partnerCheck.pattern, async (c) => {
  const work = workOf(c)
  const denied = mayNot(work.by, 'partner.manage')
  if (denied) return forbidden(c, denied.because)
  const partner = await partnerById(work, c.req.param('partner'))
  if (partner === undefined) return notFound(c)
  const form = await readForm(c, z.object({ on: optionalLine(10), with: optionalLine(200) }))
  if (!form.ok) return partnerPage(c, { checking: { values: form.typed, errors: form.errors } })
  const refusal = await checkPartner(work, partner.id, form.values)
  if (refusal) return partnerPage(c, { checking: { values: form.typed }, refusal })
  said(c, { tone: 'good', text: 'Recorded: checked with them.' })
  return c.redirect(urls.partner({ partner: partner.id }), 303)
})
