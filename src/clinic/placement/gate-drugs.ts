import type { Reading } from './answers.ts'
import { mayWithdraw, sedativeDependent } from './gate-alcohol.ts'
import { type Caution, caution, type Facts, type Stop, stop } from './stops.ts'

const taper = [
  'Tell the person not to stop or cut the medicine on their own.',
  'Reach a prescriber today; look at the prescription monitoring program.',
  'Hand over agent, dose, how long, and the last dose.',
]

/** Benzodiazepines, barbiturates and sleeping pills: a prescriber the same day, never an abrupt stop. */
export function sedativeStops(given: Reading, facts: Facts): Stop[] {
  const t = facts.thresholds.rows
  const today = t.sameDayMinutes.value
  const stops: Stop[] = []
  const add = (id: string, to: Stop['routeTo'], within: Stop['within'], because: string, restsOn: string[]) =>
    stops.push(stop('sedative', id, { because, restsOn, to, within, doNow: taper }))
  const uses = given.yes('sedative-use')
  const days = given.number('sedative-days') ?? 0
  const dose = given.number('sedative-dose') ?? 0
  if (given.yes('sedative-unstable'))
    add('sedative-unstable', '4', 'now', 'Signs of sedative withdrawal now.', ['sedative-unstable'])
  if (days >= t.sedativeDaysInRow.value)
    add(
      'sedative-daily',
      '1.7',
      today,
      `A sedative daily for ${days} days; from ${t.sedativeDaysInRow.value} stopping is dangerous.`,
      ['sedative-days'],
    )
  if (dose >= t.sedativeDoseHigh.value)
    add('sedative-dose', '3.7', today, `A sedative dose like ${dose} mg diazepam a day is high.`, ['sedative-dose'])
  if (uses && given.yes('sedative-seizure'))
    add('sedative-seizure', '3.7', today, 'Takes a sedative and has had a seizure.', [
      'sedative-use',
      'sedative-seizure',
    ])
  if (given.yes('sedative-stopped'))
    add('sedative-stopped', '3.7', today, 'Stopped or sharply cut a sedative in the last two weeks.', [
      'sedative-stopped',
    ])
  if (uses && given.yes('opioid-use')) {
    const worse = sedativeDependent(given, facts) || (given.number('cows') ?? 0) >= t.cowsMedicine.value
    add('sedative-opioid', worse ? '3.7' : '1.7', today, 'A sedative and an opioid together can stop the breath.', [
      'sedative-use',
      'opioid-use',
    ])
  }
  if (uses && mayWithdraw(given, facts) && !sedativeDependent(given, facts))
    add('sedative-alcohol', '1.7', today, 'A sedative and alcohol together.', ['sedative-use', 'alcohol-30'])
  if (uses && given.is('pregnant', 'yes'))
    add('sedative-pregnant', '4', today, 'Pregnant and takes a sedative: a taper needs obstetric care.', [
      'sedative-use',
      'pregnant',
    ])
  return stops
}

/** A sedative that nothing stops for still belongs in the prescriber's sight. */
export const sedativeCautions = (given: Reading, facts: Facts): Caution[] =>
  given.yes('sedative-use') && sedativeStops(given, facts).length === 0
    ? [
        caution(
          'sedative',
          'sedative-now-and-then',
          'Takes a sedative now and then.',
          ['sedative-use'],
          ['Tell the prescriber; ask again each month.'],
        ),
      ]
    : []

/** GHB and its like, phenibut, high-dose baclofen: withdrawal is fast and belongs in a hospital. */
export function depressantStops(given: Reading): Stop[] {
  const each = [
    ['ghb-stopped', 'GHB or its like'],
    ['phenibut-stopped', 'Phenibut'],
    ['baclofen-stopped', 'High-dose baclofen'],
  ] as const
  return each.flatMap(([id, agent]) =>
    given.yes(id)
      ? [
          stop('depressant', id, {
            because: `${agent} most days, now stopped, cut or running out: withdrawal comes within hours.`,
            restsOn: [id],
            to: 'ed',
            within: 'now',
            doNow: [
              'Send to the emergency department with someone beside them.',
              'Say the agent by name: it is easily missed.',
            ],
          }),
        ]
      : [],
  )
}

const naloxone = 'Give a naloxone kit and show how to use it, to the person and whoever lives with them.'

/** Opioids: medicine the same day saves lives, and the program may start beside it. Pregnancy: medicine, never detox. */
export function opioidStops(given: Reading, facts: Facts): Stop[] {
  const t = facts.thresholds.rows
  const today = t.sameDayMinutes.value
  const stops: Stop[] = []
  const cows = given.number('cows')
  const methadoneFirst = given.yes('opioid-precipitated')
  const start = methadoneFirst
    ? 'Ask for methadone, or a slow start of buprenorphine: it set off withdrawal before.'
    : 'Arrange buprenorphine or methadone today.'
  if (cows !== null && cows >= t.cowsSevere.value)
    stops.push(
      stop('opioid', 'opioid-severe', {
        because: `COWS is ${cows}; from ${t.cowsSevere.value} withdrawal is severe.`,
        restsOn: ['cows'],
        to: '2.7',
        within: t.soonMinutes.value,
        doNow: [start, naloxone, 'If vomiting does not stop, send to the emergency department.'],
        source: 'Published COWS bands',
      }),
    )
  else if (cows !== null && cows >= t.cowsMedicine.value)
    stops.push(
      stop('opioid', 'opioid-withdrawal', {
        because: `COWS is ${cows}; from ${t.cowsMedicine.value} withdrawal is moderate or worse.`,
        restsOn: methadoneFirst ? ['cows', 'opioid-precipitated'] : ['cows'],
        to: methadoneFirst ? 'otp' : '1.7',
        within: today,
        beside: true,
        doNow: [start, naloxone],
        source: 'Published COWS bands',
      }),
    )
  const overdose = given.number('overdose-days')
  if (overdose !== null && overdose <= t.overdoseRecentDays.value)
    stops.push(
      stop('opioid', 'overdose-recent', {
        because: `Overdosed ${overdose === 0 ? 'today' : `${overdose} ${overdose === 1 ? 'day' : 'days'} ago`}; the next one often follows soon.`,
        restsOn: ['overdose-days'],
        to: '1.7',
        within: today,
        beside: true,
        doNow: [
          naloxone,
          'Ask whether it was meant: give the suicide screener.',
          'If opioids were in it, start medicine today.',
        ],
      }),
    )
  if (given.yes('opioid-use') && given.is('pregnant', 'yes'))
    stops.push(
      stop('opioid', 'opioid-pregnant', {
        because: 'Pregnant and uses opioids: medicine and obstetric care, never detox.',
        restsOn: ['opioid-use', 'pregnant'],
        to: 'otp',
        within: today,
        beside: true,
        doNow: [
          'Arrange methadone or buprenorphine today.',
          'Reach obstetric care today.',
          'Do not taper or detox from opioids.',
          naloxone,
        ],
      }),
    )
  return stops
}

export function opioidCautions(given: Reading, facts: Facts): Caution[] {
  const t = facts.thresholds.rows
  const cautions: Caution[] = []
  const cows = given.number('cows')
  if (given.yes('opioid-use'))
    cautions.push(
      caution(
        'opioid',
        'opioid-naloxone',
        'Uses opioids: the risk of overdose is there from today.',
        ['opioid-use'],
        [naloxone, 'Offer medicine for opioid use disorder.'],
      ),
    )
  if (cows !== null && cows >= 5 && cows < t.cowsMedicine.value)
    cautions.push(
      caution(
        'opioid',
        'opioid-mild',
        `COWS is ${cows}: mild withdrawal, which may rise.`,
        ['cows'],
        ['Score again today; offer medicine.'],
        'V',
      ),
    )
  if (given.yes('opioid-fentanyl'))
    cautions.push(
      caution(
        'opioid',
        'opioid-fentanyl',
        'Fentanyl is known or likely.',
        ['opioid-fentanyl'],
        ['Tell the prescriber before the first dose.'],
      ),
    )
  if (given.yes('opioid-use') && mayWithdraw(given, facts))
    cautions.push(
      caution(
        'opioid',
        'opioid-alcohol',
        'Opioids and alcohol together can stop the breath.',
        ['opioid-use', 'alcohol-30'],
        ['Say so plainly; give naloxone; tell the prescriber.'],
      ),
    )
  return cautions
}
