import { Card } from '../src/ui/card.tsx'
import { Checkbox, Checkboxes, Fieldset, RadioCards, Segmented, YesNo } from '../src/ui/choices.tsx'
import { AutoSave } from '../src/ui/draft.tsx'
import {
  Button,
  DateField,
  ErrorSummary,
  FileField,
  FormActions,
  type FormState,
  NumberField,
  Select,
  TextArea,
  TextField,
  TimeField,
} from '../src/ui/form.tsx'
import { Page, PlainPage } from '../src/ui/layout.tsx'
import { HoursMeter } from '../src/ui/meter.tsx'
import { SignatureField } from '../src/ui/signature.tsx'
import { clinic, longName, nav, who } from './gallery.tsx'

const wrong: FormState = {
  values: {
    given: longName,
    born: '2091-01-01',
    about: '\n  Two lines,\nkept as typed',
    phone: '555',
    track: 'evening',
    services: ['group', 'family'],
    agree: 'yes',
  },
  errors: {
    born: 'The birth day lies in the future. Enter the day on the card.',
    track: 'Choose a track with a free seat.',
    safe: 'Answer whether home is safe.',
    phone: undefined,
  },
}

export const FormPage = ({ form = wrong, saved }: { form?: FormState; saved?: string }) => (
  <Page
    clinic={clinic}
    who={who}
    nav={nav}
    current="Admissions"
    title="New referral"
    intro="What the caller told you. Everything can be corrected later."
    width="narrow"
  >
    <ErrorSummary form={form} />
    <Card title="Who is it about?">
      <AutoSave url="/form/drafts" saved={saved}>
        <form method="post" action="/form" class="form" data-guard>
          <TextField name="given" label="Given name" form={form} anyDirection maxlength={80} />
          <TextField name="goesBy" label="Goes by" optional hint="The name to use in the room." form={form} />
          <div class="together">
            <DateField name="born" label="Born" form={form} />
            <TimeField name="callAt" label="Call back at" form={form} optional />
            <NumberField name="hours" label="Hours a week" unit="h" value={9} min={1} max={40} form={form} />
          </div>
          <TextField name="phone" type="tel" label="Phone" width="medium" form={form} inputmode="tel" />
          <TextArea name="about" label="In their words" hint="What they hope for." form={form} />
          <Select
            name="from"
            label="Who refers"
            form={form}
            options={[
              { value: 'self', label: 'Self' },
              {
                group: 'Programs',
                options: [
                  { value: 'hillside', label: 'Hillside residential' },
                  { value: 'detox', label: 'County detox' },
                ],
              },
            ]}
          />
          <RadioCards
            name="track"
            label="Track"
            form={form}
            options={[
              { value: 'day', label: 'Day', hint: 'Monday, Wednesday, Friday, 9:00 to 12:20' },
              { value: 'evening', label: 'Evening', hint: 'Monday, Tuesday, Thursday, 17:30 to 20:50' },
              { value: 'weekend', label: 'Weekend', hint: 'Full until 3 December', disabled: true },
            ]}
          />
          <Checkboxes
            name="services"
            label="Services"
            optional
            form={form}
            options={[
              { value: 'group', label: 'Group therapy' },
              { value: 'family', label: 'Family sessions', hint: 'Every second week' },
              { value: 'med', label: 'Medication visits' },
            ]}
          />
          <YesNo name="safe" label="Is home safe?" hint="Ask in private." form={form} />
          <Fieldset name="mood" label="How is today?">
            <Segmented
              name="mood"
              label="Mood"
              wide
              value="okay"
              options={['Low', 'Shaky', 'Okay', 'Good'].map((label) => ({
                label,
                value: label.toLowerCase(),
                tone: 'pale' as const,
              }))}
            />
          </Fieldset>
          <FileField name="card" label="Insurance card" optional accept="image/*" form={form} />
          <Checkbox
            name="agree"
            label="The caller knows that this call is recorded in the chart"
            required
            form={form}
          />
          <SignatureField
            name="signature"
            label="Signature of the caller"
            statement="I ask to be called back."
            expected="Maya Alvarez"
            form={form}
          />
          <FormActions>
            <Button kind="main">Save referral</Button>
            <Button name="then" value="draft" formnovalidate>
              Keep as draft
            </Button>
            <Button kind="quiet" href="/">
              Leave
            </Button>
            <Button kind="danger" type="button">
              Set aside
            </Button>
            <Button disabled>Not yet</Button>
          </FormActions>
        </form>
      </AutoSave>
    </Card>
  </Page>
)

export const SignInPage = () => (
  <PlainPage
    clinic={clinic}
    title="Sign in"
    intro="For the staff of Riverbend."
    drawing
    foot="Stepwell is open-source software that runs an intensive outpatient program."
  >
    <Card>
      <form method="post" action="/sign-in" class="form">
        <TextField name="email" type="email" label="Work email" autocomplete="username" width="full" />
        <TextField name="password" type="password" label="Password" autocomplete="current-password" width="full" />
        <FormActions>
          <Button kind="main">Sign in</Button>
        </FormActions>
      </form>
    </Card>
  </PlainPage>
)

export const PortalPage = () => (
  <PlainPage
    clinic={clinic}
    lang="ar"
    direction="rtl"
    title="يومك"
    over="بعد ٤٠ دقيقة"
    hideHref="https://weather.example"
    nav={[
      { label: 'اليوم', href: '/' },
      { label: 'الأسبوع', href: '/week' },
    ]}
    current="اليوم"
    words={{ skip: 'تخطَّ إلى المحتوى', menu: 'القائمة', mainNav: 'الرئيسية', hide: 'إخفاء' }}
  >
    <Card title="مجموعة العملية">
      <p>اليوم من 09:00 إلى 10:20، غرفة الأرز أو بالفيديو.</p>
      <FormActions>
        <Button kind="main" href="/join">
          انضم بالفيديو
        </Button>
        <Button href="/cannot">لا أستطيع الحضور</Button>
      </FormActions>
    </Card>
    <Card title="أسبوعك">
      <HoursMeter attended={420} planned={240} floor={540} />
    </Card>
  </PlainPage>
)
