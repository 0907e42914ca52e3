import { Hono } from 'hono'
import { dayAt, timeAt } from '../../../basics/dates.ts'
import { Card } from '../../../ui/card.tsx'
import { Button, FormActions } from '../../../ui/form.tsx'
import { write } from '../../../ui/language.ts'
import { urls } from '../../../urls.ts'
import { ownOf, type MineDoor } from '../../../web/mine-door.ts'
import { isAskedToday, ownMedicinesOf, ownNextVisit } from '../../medical/queries/own.ts'
import { langOf, OwnPage } from './frame.tsx'
import { medicineWords } from './medicine-words.ts'

/** A client's own list: what they take, what they do not tolerate, and their next visit about it. */
export const ownMedicine = new Hono<MineDoor>()

ownMedicine.get(urls.mineMedicine.pattern, async (c) => {
  const { work, own } = ownOf(c)
  const t = medicineWords(own.lang)
  const { clientId } = own.client
  const { medicines, allergies } = await ownMedicinesOf(work, clientId)
  const visit = await ownNextVisit(work, clientId)
  const isAsked = await isAskedToday(work, clientId)
  const zone = work.clinic.timeZone
  const known = allergies.filter((one) => one.kind !== 'none-known')
  const noneKnown = allergies.find((one) => one.kind === 'none-known')
  return c.html(
    <OwnPage c={c} title={t('title')} intro={t('intro')}>
      {isAsked && (
        <Card title={t('today')} tone="info">
          <p>{t('todayWhy')}</p>
        </Card>
      )}
      <Card title={t('list')}>
        {medicines.length === 0 ? (
          <p>{t('none')}</p>
        ) : (
          <ul class="own-news">
            {medicines.map(({ name, dose, whatFor, source }) => (
              <li>
                <b dir="auto">{name}</b>
                <br />
                <span dir="auto">{dose}</span>
                <br />
                <small class="muted">
                  {[whatFor === '' ? '' : t('for', { what: whatFor }), t(source === 'order' ? 'here' : 'elsewhere')]
                    .filter(Boolean)
                    .join(', ')}
                </small>
              </li>
            ))}
          </ul>
        )}
      </Card>
      <Card title={t('allergies')}>
        {known.length > 0 ? (
          <ul class="own-news">
            {known.map(({ substance, reaction }) => (
              <li dir="auto">
                <b>{substance}</b>
                {reaction !== '' && `: ${reaction}`}
              </li>
            ))}
          </ul>
        ) : (
          <p>
            {noneKnown === undefined
              ? t('notAsked')
              : t('noneKnown', { day: write.day(own.lang, dayAt(noneKnown.notedAt, zone)) })}
          </p>
        )}
      </Card>
      <Card title={t('next')}>
        <p>
          {visit === undefined
            ? t('noNext')
            : `${t('with', { day: write.day(own.lang, dayAt(visit.at, zone)), time: write.time(own.lang, timeAt(visit.at, zone)), name: visit.with })}${visit.byVideo ? `, ${t('video')}` : ''}`}
        </p>
      </Card>
      <FormActions>
        <Button href={urls.mine({ token: own.token }, langOf(c))}>{t('back')}</Button>
      </FormActions>
    </OwnPage>,
  )
})
