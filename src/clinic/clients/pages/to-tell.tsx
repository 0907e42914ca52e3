import { Hono, type Context } from 'hono'
import { isRefusal } from '../../../basics/refusal.ts'
import { plural } from '../../../basics/text.ts'
import { Card } from '../../../ui/card.tsx'
import { Empty } from '../../../ui/empty.tsx'
import { Button, FormActions } from '../../../ui/form.tsx'
import { write, type Language } from '../../../ui/language.ts'
import { Sig } from '../../../ui/status.tsx'
import { At } from '../../../ui/when.tsx'
import { urls } from '../../../urls.ts'
import { showing, workOf, type Door } from '../../../web/door.ts'
import { forbidden } from '../../../web/errors.tsx'
import { may, mayNot } from '../../access/permissions.ts'
import { said, StaffPage } from '../../access/staff-page.tsx'
import { noticeTold } from '../actions/notices.ts'
import { toTell, type ToTell } from '../queries/notices.ts'
import { newsInWords } from '../week-words.ts'

/** Who is to be told that something in their week changed: what has not been read on their own page, the oldest first. */
export const toTellPages = new Hono<Door>()

toTellPages.get(urls.toTell.pattern, async (c) => {
  const work = workOf(c)
  const denied = mayNot(work.by, 'notice.tell')
  if (denied) return forbidden(c, denied.because)
  const people = await toTell(work)
  showing(
    c,
    'to tell',
    people.map(({ clientId }) => clientId),
  )
  return c.html(
    <StaffPage
      c={c}
      current="Today"
      title="To tell"
      answer={
        people.length === 0
          ? 'Everybody knows what changed'
          : `${plural(people.length, 'person does', 'people do')} not know yet what changed`
      }
      intro="Each has not read it on their own page. Until you know that it is them, give your own first name alone, and ask for them by theirs."
      crumbs={[{ label: 'Today', href: urls.today() }]}
      width="narrow"
    >
      {people.length === 0 ? (
        <Card>
          <Empty title="Nobody is to be told anything">
            When a group’s hour changes, somebody stands in, or a seat is offered, whoever it concerns stands here.
          </Empty>
        </Card>
      ) : (
        people.map((one) => <PersonToTell c={c} one={one} />)
      )}
    </StaffPage>,
  )
})

toTellPages.post(urls.toTell.pattern, async (c) => {
  const work = workOf(c)
  const denied = mayNot(work.by, 'notice.tell')
  if (denied) return forbidden(c, denied.because)
  const body = await c.req.parseBody({ all: true })
  const ids = [body['notice[]']].flat().filter((one): one is string => typeof one === 'string')
  const answer = await noticeTold(work, ids, body.how === 'in person' ? 'in person' : 'telephone')
  said(
    c,
    isRefusal(answer)
      ? { tone: 'warning', text: answer.because }
      : { tone: 'good', text: `Noted: ${plural(answer.told, 'notice is', 'notices are')} told.` },
  )
  return c.redirect(urls.toTell(), 303)
})

const isSpanish = (language: string): boolean => /^(es|spa|español|spanish)/i.test(language)

function PersonToTell({ c, one }: { c: Context<Door>; one: ToTell }) {
  const work = workOf(c)
  const order: Language[] = isSpanish(one.language) ? ['es', 'en'] : ['en', 'es']
  const [oldest] = one.news
  return (
    <Card
      title={one.name}
      id={`client-${one.clientId}`}
      hint={
        oldest && (
          <>
            Waits since <At at={oldest.madeAt} zone={work.clinic.timeZone} />
          </>
        )
      }
      action={<a href={urls.client({ client: one.clientId })}>Open the record</a>}
    >
      <p class="line-up">
        {one.phone === null ? (
          <span>No telephone is recorded.</span>
        ) : (
          <>
            <a href={`tel:${one.phone.value}`}>{write.phone(one.phone.value)}</a>
            {one.phone.label !== '' && <span>{one.phone.label}</span>}
            {one.phone.mayLeaveMessage === true && <Sig tone="good">May leave a message</Sig>}
            {one.phone.mayLeaveMessage === false && <Sig tone="danger">Leave no message</Sig>}
            {one.phone.mayLeaveMessage === null && <Sig tone="warning">Message not asked</Sig>}
          </>
        )}
        {one.hasPage && <Sig tone="calm">Has their own page</Sig>}
      </p>
      {order.map((lang, place) => (
        <div lang={lang}>
          <h3>{lang === 'es' ? 'En español' : <span lang="en">In English</span>}</h3>
          <ul class={place === 0 ? undefined : 'muted'}>
            {[...new Set(one.news.map((news) => newsInWords(news, 'discreet', lang)))].map((sentence) => (
              <li>{sentence}</li>
            ))}
          </ul>
        </div>
      ))}
      {may(work.by, 'notice.tell') && (
        <form method="post" action={urls.toTell()}>
          {one.news.map(({ id }) => (
            <input type="hidden" name="notice[]" value={id} />
          ))}
          <FormActions>
            <Button kind="main" name="how" value="telephone" label={`Told by telephone: ${one.name}`}>
              Told by telephone
            </Button>
            <Button name="how" value="in person" label={`Told in person: ${one.name}`}>
              Told in person
            </Button>
          </FormActions>
        </form>
      )}
    </Card>
  )
}
