/** What a group is about, as the field names it, in both languages of the public pages. Source: mission row M12 (seed-002). */
export const subjects = [
  { key: 'dbt', en: 'DBT', es: 'Terapia dialéctica conductual (DBT)' },
  { key: 'cbt', en: 'CBT', es: 'Terapia cognitivo-conductual (CBT)' },
  { key: 'substance-use', en: 'Substance use', es: 'Consumo de sustancias' },
  { key: 'anxiety-depression', en: 'Anxiety and depression', es: 'Ansiedad y depresión' },
  { key: 'trauma-ptsd', en: 'Trauma and PTSD', es: 'Trauma y estrés postraumático' },
  { key: 'anger', en: 'Anger', es: 'Enojo' },
  { key: 'ocd', en: 'OCD', es: 'Trastorno obsesivo-compulsivo' },
  { key: 'bpd', en: 'Borderline personality', es: 'Personalidad límite' },
  { key: 'bipolar', en: 'Bipolar', es: 'Trastorno bipolar' },
  { key: 'relationships', en: 'Relationships', es: 'Relaciones' },
  { key: 'divorce', en: 'Divorce', es: 'Divorcio' },
  { key: 'narcissistic-abuse', en: 'Narcissistic abuse', es: 'Abuso narcisista' },
  { key: 'self-compassion', en: 'Self-compassion', es: 'Autocompasión' },
  { key: 'grief', en: 'Grief', es: 'Duelo' },
  { key: 'parenting', en: 'Parenting', es: 'Crianza de los hijos' },
  {
    key: 'loved-one-bpd',
    en: 'Supporting a loved one with BPD',
    es: 'Apoyar a un ser querido con personalidad límite',
  },
] as const

export type Subject = (typeof subjects)[number]['key']

const byKey = new Map<string, { en: string; es: string }>(subjects.map((one) => [one.key, one]))

export const isSubject = (key: unknown): key is Subject => typeof key === 'string' && byKey.has(key)

/** The label in a language, or null for a key that the list does not know. */
export const subjectLabel = (key: string, lang: 'en' | 'es' = 'en'): string | null => byKey.get(key)?.[lang] ?? null
