import { describe } from 'node:test'
import { benefits } from '../../../tests/money/benefits.ts'
import { moneyDesk } from '../../../tests/money/desk.ts'
import { estimates } from '../../../tests/money/estimates.ts'
import { fees } from '../../../tests/money/fees.ts'
import { help } from '../../../tests/money/help.ts'
import { last } from '../../../tests/money/last.ts'
import { plans } from '../../../tests/money/plans.ts'

describe('Money before the first day', () => {
  const desk = moneyDesk()
  for (const part of [fees, plans, benefits, help, estimates, last]) part(desk)
})
