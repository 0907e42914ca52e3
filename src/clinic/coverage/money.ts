/** Whole cents of US dollars. Sums stay exact up to 90 trillion dollars. */
export type Cents = number

/** What somebody typed as dollars, '1,250' or '$12.5', in cents; null when it is no amount of money. 0 to 9,999,999.99. */
export function centsFrom(text: string): Cents | null {
  const plain = text.replace(/[\s$]/g, '')
  if (!/^(\d{1,7}|\d{1,3}(,\d{3})+)(\.\d{1,2})?$/.test(plain)) return null
  const [whole = '', rest = ''] = plain.replaceAll(',', '').split('.')
  const cents = Number(whole) * 100 + Number(rest.padEnd(2, '0'))
  return cents <= 999_999_999 ? cents : null
}

/** '$1,250.50', and '$1,250' when there are no cents. */
export function dollars(cents: Cents): string {
  const whole = Math.trunc(Math.abs(cents) / 100)
  const rest = Math.abs(cents) % 100
  const words = String(whole).replace(/\B(?=(\d{3})+$)/g, ',')
  return `${cents < 0 ? '−' : ''}$${words}${rest === 0 ? '' : `.${String(rest).padStart(2, '0')}`}`
}

/** As typed into a field: '1250.50'. */
export const typedDollars = (cents: Cents | null): string =>
  cents === null ? '' : cents % 100 === 0 ? String(cents / 100) : (cents / 100).toFixed(2)

/** A share of an amount, rounded down to the cent: nobody is charged for the rounding. `percent` 0 to 100. */
export const shareOfAmount = (cents: Cents, percent: number): Cents => Math.floor((cents * percent) / 100)
