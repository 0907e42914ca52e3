import { phoneDigits, isEmail } from '../clients/contact-points.ts'
import { plainName } from './duplicates.ts'
import { clean, conceptOf, dayOf, field, firstText, listOf, textOf } from './foreign.ts'
import type { Reading } from './reading.ts'
import type { Contact } from './referral.ts'
import { nameProblem } from './rules.ts'

const MOST = 20

/** Phones, emails and addresses of the person, and the people to call for them. */
export function readContacts(reading: Reading): Contact[] {
  const { patient } = reading
  const current = (value: unknown) => isCurrent(value, reading)
  const own = listOf(patient['telecom'])
    .filter(current)
    .flatMap((telecom) => pointOf(telecom, reading))
  const addresses = listOf(patient['address']).filter(current).flatMap(addressOf)
  const people = [
    ...listOf(patient['contact']).filter(current),
    ...reading.of('RelatedPerson').filter((related) => {
      reading.take(related)
      return current(related)
    }),
  ].flatMap((person) => personOf(person, reading))
  const all = [own, addresses, people].map((contacts) => {
    if (contacts.length > MOST)
      reading.leave('Further contacts', `Stepwell took the first ${MOST} of a kind.`, contacts.length - MOST)
    return contacts.slice(0, MOST)
  })
  return distinct(mergePeople(all.flat()))
}

function isCurrent(value: unknown, { today, leave }: Reading): boolean {
  const end = dayOf(field(value, 'period', 'end'))
  const isOver = field(value, 'use') === 'old' || field(value, 'active') === false || (end !== null && end < today)
  if (isOver)
    leave('Earlier phones, emails, addresses and related people', 'The sender marked them as no longer current.')
  return !isOver
}

function pointOf(telecom: unknown, { leave }: Reading): Contact[] {
  const value = textOf(field(telecom, 'value'))?.replace(/^(tel|mailto|sms):/i, '')
  if (value === undefined) return []
  const system = textOf(field(telecom, 'system')) ?? (isEmail(value) ? 'email' : 'phone')
  const use = textOf(field(telecom, 'use'), 20)
  const point = { value, ...(use && { use }) }
  if (system === 'phone' || system === 'sms') {
    if (phoneDigits(value) !== '') return [{ kind: 'phone', ...point }]
    leave('Phone numbers that cannot be dialled', 'They have too few or too many digits: ask the person.')
  } else if (system === 'email') {
    if (isEmail(value)) return [{ kind: 'email', ...point }]
    leave('Email addresses that are not whole', 'Mail to them would not arrive: ask the person.')
  } else leave('Fax, pager and web contacts', 'Stepwell reaches people by phone, text message and email.')
  return []
}

function addressOf(address: unknown): Contact[] {
  const lines = listOf(field(address, 'line'))
    .slice(0, 5)
    .flatMap((line) => textOf(line) ?? [])
  const region = [textOf(field(address, 'state')), textOf(field(address, 'postalCode'))].filter(Boolean).join(' ')
  const country = textOf(field(address, 'country'))
  const isAbroad = country !== undefined && !/^(us|usa|united states.*)$/i.test(country)
  const parts = [...lines, textOf(field(address, 'city')), region, isAbroad ? country : undefined].filter(Boolean)
  const value = parts.length > 0 ? parts.join(', ') : textOf(field(address, 'text'))
  const use = textOf(field(address, 'use'), 20)
  return value === undefined ? [] : [{ kind: 'address', value: clean(value, 300), ...(use && { use }) }]
}

function personOf(person: unknown, reading: Reading): Contact[] {
  const [name] = listOf(field(person, 'name'))
  const given = listOf(field(name, 'given')).filter((part) => typeof part === 'string')
  const family = field(name, 'family')
  const raw =
    family !== undefined || given.length > 0
      ? [...given, family].filter((part) => typeof part === 'string').join(' ')
      : field(name, 'text')
  const points = listOf(field(person, 'telecom')).filter((point) => field(point, 'use') !== 'old')
  const [point] = points.flatMap((telecom) => pointOf(telecom, reading))
  if (typeof raw !== 'string' || raw.trim() === '') {
    if (point === undefined) return []
  } else if (nameProblem(raw)) {
    reading.leave(
      'Related people',
      'Their name contains characters that names don’t have: ask the person whom to call.',
    )
    return []
  }
  const relationships = listOf(field(person, 'relationship')).flatMap(
    (relationship) => conceptOf(relationship)?.label ?? [],
  )
  const relationship = [...new Set(relationships)].slice(0, 5).join(', ')
  const knownAs = firstText(raw)
  return [
    {
      kind: 'emergency',
      value: point?.value ?? '',
      ...(point?.use && { use: point.use }),
      ...(knownAs && { name: knownAs }),
      ...(relationship && { relationship }),
    },
  ]
}

/** A wife may be sent twice, as emergency contact and as related person. */
function mergePeople(people: Contact[]): Contact[] {
  const merged: Contact[] = []
  for (const person of people) {
    const same = merged.find(
      ({ kind, name, value }) =>
        kind === person.kind &&
        name !== undefined &&
        plainName(name) === plainName(person.name ?? '') &&
        (value === '' || person.value === '' || value === person.value),
    )
    if (!same) {
      merged.push({ ...person })
      continue
    }
    same.value ||= person.value
    const relationships = [same.relationship, person.relationship].filter((text) => text !== undefined)
    if (relationships.length > 0) same.relationship = [...new Set(relationships)].join(', ')
  }
  return merged
}

const distinct = (contacts: Contact[]): Contact[] => {
  const seen = new Set<string>()
  return contacts.filter(({ kind, value, name = '' }) => {
    const key = [kind, kind === 'phone' ? phoneDigits(value) : value.toLowerCase(), name].join('|')
    return !seen.has(key) && seen.add(key)
  })
}
