import { Hono, type Context } from 'hono'
import { z } from 'zod'
import { dayAt } from '../../basics/dates.ts'
import { isRefusal, type Refusal } from '../../basics/refusal.ts'
import { Card } from '../../ui/card.tsx'
import { Checkbox } from '../../ui/choices.tsx'
import { Facts } from '../../ui/facts.tsx'
import { Button, NumberField, Select } from '../../ui/form.tsx'
import { RefusalAlert } from '../../ui/refusal.tsx'
import { Sig } from '../../ui/status.tsx'
import { shortDay } from '../../ui/when.tsx'
import { urls } from '../../urls.ts'
import { workOf, type Door } from '../../web/door.ts'
import { forbidden, notFound } from '../../web/errors.tsx'
import { oneOf, readForm, ticked } from '../../web/forms.ts'
import { may, mayNot } from '../access/permissions.ts'
import { said, StaffPage } from '../access/staff-page.tsx'
import { decideInstrument } from './actions.ts'
import { instrumentOf, instruments as all, loincNotice } from './catalog.ts'
import { bandsIn, isInUse, noiseIn, settings, type Choices } from './choices.ts'
import type { Instrument } from './instrument.ts'
import { choicesOf, ownWordsOf, type OwnWords } from './queries.ts'
import { instrumentWords } from './pages/words.tsx'
import { spanish } from './spanish.ts'
import { bandSetOf, highestOf } from './rules.ts'

export const instruments = new Hono<Door>()
instruments.route('/', instrumentWords)

instruments.get(urls.instruments.pattern, (c) => show(c))

instruments.post(urls.instruments.pattern, async (c) => {
  const work = workOf(c)
  const denied = mayNot(work.by, 'instrument.decide')
  if (denied) return forbidden(c, denied.because)
  const form = await readForm(
    c,
    z.object({ instrument: z.string(), setting: oneOf(settings), value: z.string(), confirmed: ticked }),
  )
  const one = instrumentOf(form.typed.instrument ?? '')
  if (one === null || !form.ok) return notFound(c)
  const { setting, value, confirmed } = form.values
  const answer = await decideInstrument(work, one.key, { setting, value, isConfirmed: confirmed })
  if (isRefusal(answer)) return show(c, { key: one.key, because: answer })
  said(c, { tone: 'good', text: `${one.title} is set.` })
  return c.redirect(urls.instruments(), 303)
})

async function show(c: Context<Door>, refused?: { key: string; because: Refusal }): Promise<Response> {
  const work = workOf(c)
  if (!may(work.by, 'measure.see') && !may(work.by, 'instrument.decide'))
    return forbidden(c, mayNot(work.by, 'measure.see')?.because ?? '')
  const choices = await choicesOf(work)
  const mayDecide = may(work.by, 'instrument.decide')
  const own = await ownWordsOf(work)
  return c.html(
    <StaffPage
      c={c}
      current="Settings"
      title="Instruments"
      answer={`${all.filter((one) => isInUse(one, choices)).length} of ${all.length} instruments are in use here`}
      actions={mayDecide && <Button href={urls.measureRules()}>How often we ask</Button>}
    >
      {all.map((one) => (
        <Card title={one.title} hint={one.form.title} action={<State one={one} choices={choices} />}>
          {refused?.key === one.key && <RefusalAlert refusal={refused.because} />}
          <Facts
            facts={[
              { term: 'About', detail: `${one.about}, ${one.recallWindow}` },
              { term: 'Score', detail: scoreWords(one, choices) },
              {
                term: 'Reliable change',
                detail: changeWords(one, choices),
                none: 'None was published that we could verify',
              },
              {
                term: 'Version',
                detail: (
                  <>
                    {one.form.version}, in English.{' '}
                    {one.filledBy === 'anyone' && (
                      <a href={urls.instrumentWords({ instrument: one.key })}>
                        {spanishWords(one, own)}
                        <span class="hidden-text">{`: ${one.title}`}</span>
                      </a>
                    )}
                  </>
                ),
              },
              { term: 'Whose words', detail: one.form.copyright },
              one.condition && { term: 'Terms', detail: one.condition.source },
              ...choices
                .filter((choice) => choice.instrument === one.key)
                .map((choice) => ({
                  term: 'Decided',
                  detail: `${choice.by}, ${shortDay(dayAt(choice.decidedAt, work.clinic.timeZone))}: ${settingWords[choice.setting]} ${choice.value}${choice.because === '' ? '' : `. ${choice.because}`}`,
                })),
            ]}
          />
          {mayDecide && <Decisions one={one} choices={choices} />}
        </Card>
      ))}
      <p class="muted">{loincNotice}</p>
    </StaffPage>,
    refused === undefined ? 200 : 422,
  )
}

const settingWords: Record<string, string> = {
  'in-use': 'in use:',
  bands: 'bands:',
  'reliable-change': 'reliable change in points:',
}

const spanishWords = ({ key }: Instrument, own: readonly OwnWords[]): string =>
  spanish[key] !== undefined
    ? 'In Spanish as published'
    : own.some(({ instrument, isTaken }) => instrument === key && !isTaken)
      ? 'In Spanish in the clinic’s own translation'
      : 'Not in Spanish yet'

const State = ({ one, choices }: { one: Instrument; choices: Choices }) =>
  isInUse(one, choices) ? <Sig tone="good">In use</Sig> : <Sig tone="calm">Not in use</Sig>

function scoreWords(one: Instrument, choices: Choices): string {
  const set = bandSetOf(one, bandsIn(choices, one.key))
  if (set === null) return 'A level as published: none, low, moderate or high; never a sum'
  const bands = set.bands.map(
    (band) => `${band.from === band.to ? band.from : `${band.from}–${band.to}`} ${band.label}`,
  )
  return `0 to ${highestOf(one)}. ${bands.join(' · ')}. Bands: ${set.source}${set.mark === 'K' ? ' (default: your compliance officer confirms)' : ''}`
}

function changeWords(one: Instrument, choices: Choices): string {
  const points = noiseIn(choices, one)
  if (points === null) return ''
  return points === one.reliableChange?.points
    ? `${points} points: ${one.reliableChange.source}`
    : `${points} points: this clinic’s own figure`
}

function Decisions({ one, choices }: { one: Instrument; choices: Choices }) {
  const used = isInUse(one, choices)
  const prefix = one.key
  return (
    <div class="line-up">
      <form method="post" action={urls.instruments()}>
        <input type="hidden" name="instrument" value={one.key} />
        <input type="hidden" name="setting" value="in-use" />
        <input type="hidden" name="value" value={used ? 'no' : 'yes'} />
        {!used && one.condition && <Checkbox name="confirmed" label={one.condition.words} form={{ prefix }} />}
        <Button small label={`${used ? 'Put away' : 'Use it here'}: ${one.title}`}>
          {used ? 'Put away' : 'Use it here'}
        </Button>
      </form>
      {one.scoring.kind === 'sum' && one.scoring.bandSets.length > 1 && (
        <form method="post" action={urls.instruments()}>
          <input type="hidden" name="instrument" value={one.key} />
          <input type="hidden" name="setting" value="bands" />
          <Select
            name="value"
            label={`Bands of ${one.title}`}
            id={`${prefix}-bands`}
            choose={false}
            width="full"
            value={bandSetOf(one, bandsIn(choices, one.key))?.key}
            options={one.scoring.bandSets.map((set) => ({ value: set.key, label: set.source }))}
          />
          <Button small>Use these bands</Button>
        </form>
      )}
      {one.key === 'pcl-5' && (
        <form method="post" action={urls.instruments()}>
          <input type="hidden" name="instrument" value={one.key} />
          <input type="hidden" name="setting" value="reliable-change" />
          <NumberField
            name="value"
            label="Reliable change"
            hint={one.reliableChange?.source}
            id={`${prefix}-change`}
            min={1}
            max={40}
            unit="points"
            value={noiseIn(choices, one)}
          />
          <Button small>Set</Button>
        </form>
      )}
    </div>
  )
}
