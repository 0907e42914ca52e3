import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { HtmlEscapedString } from 'hono/utils/html'
import { renderToString } from 'hono/jsx/dom/server'
import { refuse } from '../basics/refusal.ts'
import { Checkbox, Checkboxes, RadioCards, YesNo } from './choices.tsx'
import { DateField, ErrorSummary, type FormState, Select, TextArea, TextField } from './form.tsx'
import { RefusalAlert } from './refusal.tsx'

const html = (element: HtmlEscapedString | Promise<HtmlEscapedString>): string => renderToString(element)

const back: FormState = {
  values: {
    given: '"><b>Maya</b>',
    about: '\n two\nlines',
    track: 'evening',
    services: ['family'],
    from: 'self',
    secret: 'hunter2',
  },
  errors: { given: 'Enter a name.', track: 'Choose a track.' },
  prefix: 'new',
}

test('what was typed comes back, escaped, and the error is tied to its field', () => {
  const field = html(<TextField name="given" label="Given name" hint="As on the card" form={back} />)
  assert.ok(field.includes('value="&quot;&gt;&lt;b&gt;Maya&lt;/b&gt;"'))
  assert.ok(field.includes('for="new-given"') && field.includes('id="new-given"'))
  assert.ok(
    field.includes('aria-describedby="new-given-hint new-given-error"') && field.includes('aria-invalid="true"'),
  )
  assert.ok(field.includes('Enter a name.') && field.includes('required=""'))
})

test('what came back wins over what the page knew, and a page without either shows nothing', () => {
  assert.ok(
    html(<TextField name="given" label="Name" value="Maya" form={{ values: { given: '' } }} />).includes('value=""'),
  )
  assert.ok(html(<TextField name="given" label="Name" value="Maya" form={{}} />).includes('value="Maya"'))
  assert.ok(!html(<TextField name="given" label="Name" />).includes('value='))
  assert.ok(html(<DateField name="on" label="Day" value="2026-11-22" />).includes('value="2026-11-22"'))
})

test('a password never comes back', () => {
  assert.ok(!html(<TextField name="secret" type="password" label="Password" form={back} />).includes('hunter2'))
})

test('a text area keeps its first line break', () => {
  assert.ok(html(<TextArea name="about" label="About" form={back} />).includes('>\n\n two\nlines</textarea>'))
})

test('choices come back as they were made', () => {
  assert.match(
    html(
      <RadioCards
        name="track"
        label="Track"
        form={back}
        options={[
          { value: 'day', label: 'Day' },
          { value: 'evening', label: 'Evening' },
        ]}
      />,
    ),
    /value="evening" checked=""/,
  )
  const boxes = html(
    <Checkboxes
      name="services"
      label="Services"
      values={['group']}
      form={back}
      options={[
        { value: 'group', label: 'Group' },
        { value: 'family', label: 'Family' },
      ]}
    />,
  )
  assert.ok(boxes.includes('value="family" checked=""') && !boxes.includes('value="group" checked'))
  assert.match(
    html(
      <Select
        name="from"
        label="From"
        form={back}
        options={[{ group: 'All', options: [{ value: 'self', label: 'Self' }] }]}
      />,
    ),
    /value="self" selected=""/,
  )
  // A box that was unticked before the refusal stays unticked, though the page would tick it.
  assert.ok(!html(<Checkbox name="agree" label="Agreed" checked form={back} />).includes('checked'))
  assert.ok(html(<Checkbox name="agree" label="Agreed" checked />).includes('checked=""'))
  assert.ok(html(<YesNo name="safe" label="Safe?" words={{ optional: '', yes: 'Sí', no: 'No' }} />).includes('Sí'))
})

test('optional is said, and filters are neither required nor called optional', () => {
  assert.ok(html(<TextField name="a" label="A" optional />).includes('(optional)'))
  const filter = html(<TextField name="a" label="A" required={false} />)
  assert.ok(!filter.includes('required') && !filter.includes('optional'))
})

test('the summary links to each field that is wrong, and is absent when nothing is', () => {
  const summary = html(<ErrorSummary form={back} />)
  assert.ok(
    summary.includes('href="#new-given"') && summary.includes('href="#new-track"') && summary.includes('role="alert"'),
  )
  assert.equal(html(<ErrorSummary form={{ errors: { given: undefined } }} />), '')
})

test('a refusal is an alert with its reason and its details', () => {
  const shown = html(<RefusalAlert refusal={refuse('seat-taken', 'The seat is taken.', ['Evening has one'])} />)
  assert.ok(
    shown.includes('role="alert"') &&
      shown.includes('The seat is taken.') &&
      shown.includes('<li>Evening has one</li>'),
  )
  assert.equal(html(<RefusalAlert refusal={undefined} />), '')
})
