import { Hono } from 'hono'
import { Button, FormActions } from '../../../ui/form.tsx'
import { urls } from '../../../urls.ts'
import { ownOf, type MineDoor } from '../../../web/mine-door.ts'
import { titlesOf } from '../../clients/queries/own-page.ts'
import { firstNameOf } from '../queries/own-week.ts'
import { langOf, OwnPage } from './frame.tsx'
import { sheetOf, WeekSheet } from './sheet.tsx'
import { words } from './words.ts'

/** The two weeks for a sheet of paper. */
export const ownPrint = new Hono<MineDoor>()

ownPrint.get(urls.minePrint.pattern, async (c) => {
  const { work, own } = ownOf(c)
  const { clientId } = own.client
  const t = words(own.lang)
  const sheet = await sheetOf(work, clientId, { lang: own.lang, titles: await titlesOf(work, clientId) })
  const name = await firstNameOf(work, clientId)
  return c.html(
    <OwnPage c={c} title={t('printed')}>
      <WeekSheet sheet={sheet} work={work} name={name} />
      <FormActions>
        <Button href={urls.mine({ token: own.token }, langOf(c))}>{t('back')}</Button>
      </FormActions>
    </OwnPage>,
  )
})
