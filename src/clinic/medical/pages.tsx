import { Hono } from 'hono'
import type { Door } from '../../web/door.ts'
import { medicineBoard } from './pages/board.tsx'
import { flowsheet } from './pages/flowsheet.tsx'
import { labs } from './pages/labs.tsx'
import { oneMedicine } from './pages/one-medicine.tsx'
import { oneTest } from './pages/one-test.tsx'
import { ordering } from './pages/ordering.tsx'
import { overview } from './pages/overview.tsx'
import { reconciling } from './pages/reconciling.tsx'
import { smallForms } from './pages/small-forms.tsx'
import { toxicology } from './pages/toxicology.tsx'
import { typing } from './pages/typing.tsx'

/** Medicine and monitoring: allergies, medications, orders, flowsheets, toxicology. */
export const medical = new Hono<Door>()

for (const part of [
  medicineBoard,
  overview,
  smallForms,
  ordering,
  oneMedicine,
  reconciling,
  flowsheet,
  toxicology,
  oneTest,
  typing,
  labs,
])
  medical.route('/', part)
