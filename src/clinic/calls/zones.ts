/** The clocks of the United States, from east to west: what somebody without script chooses from. */
export const usZones = [
  'America/Puerto_Rico',
  'America/New_York',
  'America/Chicago',
  'America/Denver',
  'America/Phoenix',
  'America/Los_Angeles',
  'America/Anchorage',
  'Pacific/Honolulu',
] as const

/** The IANA zone that was asked for, if there is such a clock; else `otherwise`. */
export function zoneFrom(asked: string | undefined, otherwise: string): string {
  if (asked === undefined || asked === '' || asked.length > 60) return otherwise
  try {
    return new Intl.DateTimeFormat('en-US', { timeZone: asked }).resolvedOptions().timeZone
  } catch {
    return otherwise
  }
}

const partOf = (lang: 'en' | 'es', zone: string, style: 'longGeneric' | 'short', at: Date): string =>
  new Intl.DateTimeFormat(lang === 'es' ? 'es-US' : 'en-US', { timeZone: zone, timeZoneName: style })
    .formatToParts(at)
    .find((part) => part.type === 'timeZoneName')?.value ?? zone

/** 'Eastern Time' · 'hora oriental': the clock's name the whole year. */
export const zoneName = (lang: 'en' | 'es', zone: string, at: Date): string => partOf(lang, zone, 'longGeneric', at)

/** 'EDT' or 'EST': which of the two, where an hour comes twice. */
export const zoneMark = (lang: 'en' | 'es', zone: string, at: Date): string => partOf(lang, zone, 'short', at)
