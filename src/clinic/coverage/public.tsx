import { Hono } from 'hono'
import { write, type Language } from '../../ui/language.ts'
import { Table } from '../../ui/table.tsx'
import { urls } from '../../urls.ts'
import { visitOf, type VisitorDoor } from '../../web/visitor-door.ts'
import { FrontFrame, frontFor, Part } from '../staff/front-page.tsx'
import { guidelineFor, type Guideline, type Scale } from './guideline.ts'
import { words } from './public/words.ts'
import { publicFees, type PublicFee } from './queries/public.ts'

export const publicCoverage = new Hono<VisitorDoor>()

const units = {
  'iop-day-sud': 'perDay',
  'iop-day-mh': 'perDay',
  individual: 'perSession',
  family: 'perSession',
  assessment: 'once',
  'residential-day': 'perNight',
} as const

/** What it costs: in plain words, with the clinic's fees as they stand today and its scale for those who have little. */
publicCoverage.get(urls.publicCosts.pattern, async (c) => {
  const { work } = visitOf(c)
  const read = await frontFor(c, 'costs')
  const { lang, front, part } = read
  const t = words(lang)
  const { fees, scale, guideline } = await publicFees(work)
  const own = fees.filter((fee) => fee.service !== 'residential-day')
  const residential = fees.find((fee) => fee.service === 'residential-day')
  return c.html(
    <FrontFrame read={read} there={(other) => urls.publicCosts({ lang: other })} current="costs" width="wide">
      <div class="front-two">
        <Part section={part('insurance')} />
        <Part section={part('no-insurance')} />
      </div>
      {scale !== null && guideline !== null && <ScaleTable lang={lang} scale={scale} guideline={guideline} />}
      <section class="part">
        <h2>{t('fees')}</h2>
        {own.length === 0 ? (
          <p>{t('noFees')}</p>
        ) : (
          <>
            <p>{t('feesNote')}</p>
            <dl class="facts">
              {own.map((fee) => (
                <FeeRow lang={lang} fee={fee} />
              ))}
            </dl>
          </>
        )}
      </section>
      {residential && (
        <section class="part">
          <h2>{t('compare')}</h2>
          <p>{t('compareWords', { amount: write.money(lang, residential.amount) })}</p>
        </section>
      )}
      <div class="line-up">
        <a class="button main" href={urls.bookCall({ lang })}>
          {t('bookCall')}
        </a>
        {front.phone !== '' && (
          <a class="button" href={`tel:${front.phone}`}>
            {t('callUs', { phone: write.phone(front.phone) })}
          </a>
        )}
      </div>
    </FrontFrame>,
  )
})

const FeeRow = ({ lang, fee }: { lang: Language; fee: PublicFee }) => {
  const t = words(lang)
  if (fee.service === 'residential-day') return null
  return (
    <div>
      <dt>{t(fee.service)}</dt>
      <dd>
        <b>{write.money(lang, fee.amount)}</b> {t(units[fee.service])}{' '}
        <small>{t('since', { date: write.date(lang, fee.since) })}</small>
      </dd>
    </div>
  )
}

const households = [1, 2, 3, 4, 5]

const ScaleTable = ({ lang, scale, guideline }: { lang: Language; scale: Scale; guideline: Guideline }) => {
  const t = words(lang)
  const bands = [...scale.bands].sort((a, b) => a.upToPercent - b.upToPercent)
  const share = (percent: number) => (percent === 0 ? t('nothing') : t('percent', { n: percent }))
  const dollars = (cents: number) => write.money(lang, Math.floor(cents / 100) * 100)
  return (
    <section class="part">
      <h2>{t('scale')}</h2>
      <p>{t('scaleWords')}</p>
      <div class="card">
        <Table
          caption={t('scaleCaption')}
          captionHidden
          columns={[{ label: t('share') }, ...households.map((n) => ({ label: t('people', { n }), number: true }))]}
        >
          {bands.map((band) => (
            <tr>
              <th scope="row">{share(band.sharePercent)}</th>
              {households.map((n) => (
                <td class="number">
                  {t('upTo', { amount: dollars((guidelineFor(guideline, n) * band.upToPercent) / 100) })}
                </td>
              ))}
            </tr>
          ))}
          <tr>
            <th scope="row">{share(100)}</th>
            {households.map(() => (
              <td class="number">{t('above')}</td>
            ))}
          </tr>
        </Table>
      </div>
      <p class="muted">{t('scaleSource', { date: write.date(lang, guideline.from) })}</p>
    </section>
  )
}
