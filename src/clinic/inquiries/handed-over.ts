const known: Record<string, string> = {
  selfCheck: 'Self-check',
  answers: 'Answers',
  result: 'Result',
  kind: 'Kind of care',
  level: 'Level',
  reasons: 'Why',
  whom: 'For whom',
  slot: 'Booked call',
  booking: 'Booked call',
  startsAt: 'Starts',
  endsAt: 'Ends',
  seat: 'Held seat',
  hold: 'Held seat',
  series: 'Group',
  group: 'Group',
  until: 'Until',
  lang: 'Language',
  version: 'Version',
}

export type Handed = { term: string; detail: string }
export type HandedSelfCheck = { says: string; lines: Handed[] }

/** The self-check as it was handed over: what may fit, then each question with its answer. Null without one of that shape. */
export function selfCheckIn(about: unknown): HandedSelfCheck | null {
  if (typeof about !== 'object' || about === null || !('selfCheck' in about)) return null
  const { selfCheck } = about
  if (typeof selfCheck !== 'object' || selfCheck === null) return null
  if (!('says' in selfCheck) || !('lines' in selfCheck) || !Array.isArray(selfCheck.lines)) return null
  const lines = selfCheck.lines.flatMap((one: unknown) => questionLine(one, []) ?? [])
  return typeof selfCheck.says === 'string' && lines.length > 0 ? { says: selfCheck.says, lines } : null
}

const most = 80

/**
 * What came along with an inquiry, in words, whatever its shape: nested facts one line each, lists joined, true and false as
 * yes and no. Bare ids are left out, and a self-check that `selfCheckIn` reads. At most 80 lines; a further one says that there is more.
 */
export function handedInWords(about: unknown): Handed[] {
  const isRead = selfCheckIn(about) !== null
  const lines = linesOf(about, []).filter(({ term }) => !isRead || !term.startsWith('Self-check'))
  return lines.length <= most
    ? lines
    : [...lines.slice(0, most), { term: 'And more', detail: `${lines.length - most} lines` }]
}

function linesOf(value: unknown, path: string[]): Handed[] {
  const flat = plain(value)
  if (flat !== null) return flat === '' ? [] : [{ term: path.map(words).join(': ') || 'Also', detail: flat }]
  if (path.length > 5) return []
  if (Array.isArray(value)) {
    const all = value.map(plain)
    if (all.every((one) => one !== null)) {
      const text = all.filter((one) => one !== '').join(', ')
      return text === '' ? [] : [{ term: path.map(words).join(': ') || 'Also', detail: text }]
    }
    return value.flatMap((one) => questionLine(one, path) ?? linesOf(one, path))
  }
  if (typeof value !== 'object' || value === null) return []
  return questionLine(value, path) ?? Object.entries(value).flatMap(([key, inner]) => linesOf(inner, [...path, key]))
}

/** A question beside its answer is one line, and needs no name of its own. */
function questionLine(value: unknown, path: string[]): Handed[] | null {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return null
  const all: Record<string, unknown> = { ...value }
  const question = plain(all['question'] ?? all['label'])
  const answer = plain(all['answer'] ?? all['words'] ?? all['value'])
  if (question === null || answer === null || question === '' || answer === '') return null
  return [{ term: [...path.slice(0, 1).map(words), question].join(': '), detail: answer }]
}

function plain(value: unknown): string | null {
  if (value === null || value === undefined) return ''
  if (typeof value === 'boolean') return value ? 'Yes' : 'No'
  if (typeof value === 'number') return String(value)
  if (typeof value !== 'string') return null
  if (/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(value)) return ''
  return /^[a-z0-9]+(-[a-z0-9]+)+$/.test(value) ? words(value) : value.slice(0, 500)
}

/** 'lastDrink' or 'last-drink' → 'Last drink'. */
function words(key: string): string {
  const name = known[key]
  if (name !== undefined) return name
  const spaced = key
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .replace(/[-_]+/g, ' ')
    .toLowerCase()
    .trim()
  return spaced.charAt(0).toUpperCase() + spaced.slice(1)
}
