/** Digits that identify a phone: no extension, no leading US 1. '' when there are fewer than 7 or more than 15. */
export function phoneDigits(phone: string): string {
  const digits = phone
    .slice(0, 100)
    .replace(/^tel:/i, '')
    .replace(/(;|,|\bx|\bext).*$/i, '')
    .replace(/\D/g, '')
  const local = digits.length === 11 && digits.startsWith('1') ? digits.slice(1) : digits
  return local.length < 7 || local.length > 15 ? '' : local
}

/** One address of the usual form, at most 254 characters (RFC 5321). */
export const isEmail = (text: string): boolean =>
  text.length <= 254 && /^[^\s@<>,;]+@[^\s@<>,;.]+(\.[^\s@<>,;.]+)+$/.test(text)
