import { type Condition, choice, number, type Question, when, yesNo } from './question.ts'

const eats = when('eating-concern', 'yes')
const measured = when('vitals-taken', 'yes')
const harmDisclosed: readonly Condition[] = [...when('abuse-child', 'yes'), ...when('abuse-adult', 'yes')]
const recorded = 'Record the answer to this item of the screener.'
const thoughts = when('cssrs-2', 'yes')

export const emergency: readonly Question[] = [
  yesNo('chest-pain', 'emergency', 'Chest pain, trouble breathing, or signs of a stroke'),
  yesNo('seizure-now', 'emergency', 'A seizure now or earlier today'),
  yesNo('unresponsive', 'emergency', 'Cannot be woken, or keeps drifting off'),
  yesNo('overdose-now', 'emergency', 'An overdose or poisoning suspected now'),
  yesNo('naloxone-given', 'emergency', 'Naloxone given', { askIf: when('overdose-now', 'yes'), required: false }),
  choice('vitals-taken', 'emergency', 'Vital signs', [
    ['yes', 'Taken today'],
    ['no', 'Not possible here'],
  ]),
  number(
    'pulse',
    'emergency',
    'Resting pulse',
    { unit: 'beats/min', min: 10, max: 300 },
    { askIf: [...measured, ...eats] },
  ),
  number('systolic', 'emergency', 'Blood pressure, upper', { unit: 'mmHg', min: 30, max: 320 }, { askIf: measured }),
  number('diastolic', 'emergency', 'Blood pressure, lower', { unit: 'mmHg', min: 10, max: 220 }, { askIf: measured }),
  number(
    'temperature',
    'emergency',
    'Temperature',
    { unit: '°F', min: 80, max: 115, whole: false },
    { askIf: measured, required: false },
  ),
  number(
    'oxygen',
    'emergency',
    'Oxygen saturation',
    { unit: '%', min: 30, max: 100 },
    { askIf: measured, required: false },
  ),
]

export const suicide: readonly Question[] = [
  yesNo('cssrs-1', 'suicide', 'Screener item 1, past month: wishes not to be alive', { help: recorded }),
  yesNo('cssrs-2', 'suicide', 'Screener item 2, past month: thinks of ending their life', { help: recorded }),
  yesNo('cssrs-3', 'suicide', 'Screener item 3, past month: thinks of a way', { help: recorded, askIf: thoughts }),
  yesNo('cssrs-4', 'suicide', 'Screener item 4, past month: some intention to act', {
    help: recorded,
    askIf: thoughts,
  }),
  yesNo('cssrs-5', 'suicide', 'Screener item 5, past month: worked out how, and means to', {
    help: recorded,
    askIf: thoughts,
  }),
  yesNo('cssrs-6', 'suicide', 'Screener item 6, ever: acted, began to act or prepared', { help: recorded }),
  yesNo('cssrs-6-recent', 'suicide', 'Item 6 within the past 3 months', {
    help: recorded,
    askIf: when('cssrs-6', 'yes'),
  }),
  yesNo('means-at-hand', 'suicide', 'A firearm, stored pills or another means within reach', {
    askIf: [...thoughts, ...when('cssrs-6', 'yes')],
    required: false,
  }),
]

export const mind: readonly Question[] = [
  yesNo('psychosis', 'mind', 'Hears, sees or believes things in a way that makes group work impossible today'),
  yesNo('mania', 'mind', 'So sped up, sleepless or reckless that group work is impossible today'),
  yesNo('command-voices', 'mind', 'Voices that order harm to self or others'),
  yesNo('homicidal', 'mind', 'Intends to kill or gravely harm someone'),
  yesNo('agitation', 'mind', 'Violent or about to be'),
]

export const medical: readonly Question[] = [
  yesNo('medical-today', 'medical', 'An illness or injury that needs a doctor or nurse today'),
  yesNo('eating-concern', 'medical', 'Starving, purging, or losing weight fast'),
  number('bmi', 'medical', 'Body mass index', { unit: 'kg/m²', min: 6, max: 120, whole: false }, { askIf: eats }),
  number(
    'median-bmi',
    'medical',
    'Under 18: share of the median BMI for age',
    { unit: '%', min: 20, max: 400 },
    {
      askIf: eats,
      required: false,
    },
  ),
  yesNo('dizzy-standing', 'medical', 'Pulse or blood pressure changes sharply on standing', { askIf: eats }),
  yesNo('fainted', 'medical', 'Fainted in the last two weeks', { askIf: eats }),
  yesNo('rapid-loss', 'medical', 'Rapid weight loss, or no food for days', { askIf: eats }),
  number(
    'potassium',
    'medical',
    'Potassium, if a lab is at hand',
    { unit: 'mmol/L', min: 1, max: 9, whole: false },
    {
      askIf: eats,
      required: false,
    },
  ),
]

export const pregnancy: readonly Question[] = [
  choice('pregnant', 'pregnancy', 'Pregnant', [
    ['no', 'No'],
    ['yes', 'Yes'],
    ['cannot-be', 'Does not apply'],
  ]),
]

export const abuse: readonly Question[] = [
  yesNo('abuse-child', 'abuse', 'A child is being harmed or neglected, or may be (the client too, if under 18)'),
  yesNo('abuse-adult', 'abuse', 'An older or dependent adult is being harmed, neglected or exploited, or may be'),
  yesNo('abuse-danger-now', 'abuse', 'That person is in danger right now', { askIf: harmDisclosed }),
]
