import { timeAt, type Day } from '../../../basics/dates.ts'
import { Button, Select } from '../../../ui/form.tsx'
import { write, type Language } from '../../../ui/language.ts'
import { urls } from '../../../urls.ts'
import { byDay, type Slot } from '../slots.ts'
import { callWords } from '../words.ts'
import { usZones, zoneName } from '../zones.ts'
import { timeSaid } from './parts.tsx'

type DaysProps = { lang: Language; slots: Slot[]; zone: string; hrefOf: (day: Day) => string }

/** The days with a free time, each a link to its times. */
export function Days({ lang, slots, zone, hrefOf }: DaysProps) {
  const t = callWords(lang)
  return (
    <nav aria-label={t('chooseDay')}>
      <ul class="call-days">
        {byDay(slots, zone).map(({ day, slots: those }) => (
          <li>
            <a href={hrefOf(day)} rel="nofollow">
              <b>{write.day(lang, day)}</b>
              <small>{t('timesOnDay', { n: those.length })}</small>
            </a>
          </li>
        ))}
      </ul>
    </nav>
  )
}

type TimesProps = {
  lang: Language
  slots: Slot[]
  zone: string
  /** Links, or buttons of the form around them. */
  hrefOf?: (slot: Slot) => string
}

/** The free times of one day, by the part of the day. */
export function Times({ lang, slots, zone, hrefOf }: TimesProps) {
  const t = callWords(lang)
  const parts = [
    [t('morning'), slots.filter((slot) => timeAt(slot.at, zone) < '12:00')],
    [t('afternoon'), slots.filter((slot) => timeAt(slot.at, zone) >= '12:00' && timeAt(slot.at, zone) < '18:00')],
    [t('evening'), slots.filter((slot) => timeAt(slot.at, zone) >= '18:00')],
  ] as const
  return (
    <>
      {parts.map(
        ([name, those]) =>
          those.length > 0 && (
            <section aria-label={name}>
              <h2>{name}</h2>
              <ul class="call-times">
                {those.map((slot) => (
                  <li>
                    {hrefOf === undefined ? (
                      <Button name="at" value={slot.at.toISOString()}>
                        {timeSaid(lang, slot, zone, slots)}
                      </Button>
                    ) : (
                      <a class="button" href={hrefOf(slot)} rel="nofollow">
                        {timeSaid(lang, slot, zone, slots)}
                      </a>
                    )}
                  </li>
                ))}
              </ul>
            </section>
          ),
      )}
    </>
  )
}

/** Whose clock the page shows. With script, the browser's own is chosen first. */
export function ZoneChoice({ lang, zone, day, at }: { lang: Language; zone: string; day?: string; at: Date }) {
  const t = callWords(lang)
  const zones = (usZones as readonly string[]).includes(zone) ? usZones : [...usZones, zone]
  return (
    <zone-choice>
      <form class="call-zone" method="get" action={urls.bookCall({ lang })}>
        {day !== undefined && <input type="hidden" name="day" value={day} />}
        <Select
          name="zone"
          label={t('zoneLabel')}
          hint={t('zoneHint')}
          options={zones.map((one) => ({ value: one, label: zoneName(lang, one, at) }))}
          value={zone}
          choose={false}
        />
        <Button kind="quiet">{t('zoneShow')}</Button>
      </form>
    </zone-choice>
  )
}
