import type { Group, Question } from './question.ts'
import { abuse, emergency, medical, mind, pregnancy, suicide } from './questions-safety.ts'
import { alcohol, depressant, opioid, sedative } from './questions-substances.ts'

/** The safety gate's questions, in our own words. The rules that weigh the answers stand in gate.ts. */

export const groups: readonly { id: Group; label: string; help: string }[] = [
  { id: 'emergency', label: 'Right now', help: 'If any of these is true, stop here and act.' },
  { id: 'alcohol', label: 'Alcohol', help: 'Withdrawal from alcohol can kill. Ask even when a test is negative.' },
  { id: 'sedative', label: 'Sedatives and sleeping pills', help: 'Prescribed or not. Nobody stops these at once.' },
  { id: 'depressant', label: 'GHB, phenibut, baclofen', help: 'Withdrawal comes fast and needs a hospital.' },
  { id: 'opioid', label: 'Opioids', help: 'Heroin, fentanyl, pain pills, methadone, buprenorphine.' },
  { id: 'suicide', label: 'Suicide', help: 'Give the C-SSRS screener as published, then record its answers here.' },
  { id: 'mind', label: 'Mind and safety of others', help: 'Could this person sit in a group today, safely?' },
  { id: 'medical', label: 'Body and eating', help: 'What may need a medical bed first.' },
  { id: 'pregnancy', label: 'Pregnancy', help: 'It changes what is safe in withdrawal.' },
  { id: 'abuse', label: 'Harm to someone who depends on others', help: 'What the law may ask you to report.' },
]

/** Every question of the gate, in the order in which they are asked. */
export const questions: readonly Question[] = [
  ...emergency,
  ...alcohol,
  ...sedative,
  ...depressant,
  ...opioid,
  ...suicide,
  ...mind,
  ...medical,
  ...pregnancy,
  ...abuse,
]
