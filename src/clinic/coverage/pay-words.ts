import type { PayVerdict } from './payable.ts'

export const payWords: Record<PayVerdict, string> = {
  paid: 'Would be paid',
  partly: 'Paid in part',
  'at-risk': 'Paid, at risk',
  'not-paid': 'Would not be paid',
  nothing: 'Nothing to pay',
}

export const payTone: Record<PayVerdict, 'good' | 'info' | 'warning' | 'danger'> = {
  paid: 'good',
  partly: 'warning',
  'at-risk': 'warning',
  'not-paid': 'danger',
  nothing: 'info',
}
