import { Hono, type Context } from 'hono'
import { z } from 'zod'
import { isRefusal, type Refusal } from '../../../basics/refusal.ts'
import { plural } from '../../../basics/text.ts'
import { Card, Row, Rows } from '../../../ui/card.tsx'
import { Empty } from '../../../ui/empty.tsx'
import { Button } from '../../../ui/form.tsx'
import { Name } from '../../../ui/person.tsx'
import { RefusalAlert } from '../../../ui/refusal.tsx'
import { Paging } from '../../../ui/table.tsx'
import { At } from '../../../ui/when.tsx'
import { urls } from '../../../urls.ts'
import { workOf, type Door } from '../../../web/door.ts'
import { forbidden } from '../../../web/errors.tsx'
import { id, readForm } from '../../../web/forms.ts'
import { may, mayNot } from '../../access/permissions.ts'
import { said, StaffPage } from '../../access/staff-page.tsx'
import { closeAllLike, release } from '../actions/held-back.ts'
import { channelName, shownName } from '../channel-words.ts'
import { heldBackFor, heldBackPage, type HeldBack } from '../queries/board.ts'
import { phoneInWords } from './inquiry-view.tsx'

export const heldBack = new Hono<Door>()

heldBack.get(urls.heldBack.pattern, (c) => {
  const denied = mayNot(workOf(c).by, 'inquiry.see')
  return denied ? forbidden(c, denied.because) : page(c)
})

const schema = z.object({ inquiry: id('Choose one.'), act: z.enum(['release', 'close']) })

heldBack.post(urls.heldBack.pattern, async (c) => {
  const work = workOf(c)
  const denied = mayNot(work.by, 'inquiry.work')
  if (denied) return forbidden(c, denied.because)
  const form = await readForm(c, schema)
  if (!form.ok) return page(c, { refused: 'no-choice', because: 'Choose one of the list.' })
  const { inquiry, act } = form.values
  if (act === 'release') {
    const refusal = await release(work, inquiry)
    if (refusal) return page(c, refusal)
    said(c, { tone: 'good', text: 'It is on the board now.' })
  } else {
    const answer = await closeAllLike(work, inquiry)
    if (isRefusal(answer)) return page(c, answer)
    said(c, { tone: 'good', text: `${plural(answer.closed, 'inquiry is', 'inquiries are')} closed.` })
  }
  return c.redirect(urls.heldBack(), 303)
})

const Acts = ({ one }: { one: HeldBack }) => (
  <form class="held-acts" method="post" action={urls.heldBack()}>
    <input type="hidden" name="inquiry" value={one.id} />
    <Button small name="act" value="release" label={`Put ${shownName(one.name)} on the board`}>
      To the board
    </Button>
    <Button small kind="quiet" name="act" value="close" label={`Close ${shownName(one.name)} and all alike`}>
      {one.alike > 1 ? `Close all ${one.alike} from there` : 'Close'}
    </Button>
  </form>
)

async function page(c: Context<Door>, refusal?: Refusal) {
  const work = workOf(c)
  const page = Math.min(Math.max(1, Math.trunc(Number(c.req.query('page') ?? 1)) || 1), 10_000)
  const { some, of } = await heldBackFor(work, page)
  const from = (page - 1) * heldBackPage
  const to = (n: number) => urls.heldBack({ page: String(n) })
  return c.html(
    <StaffPage
      c={c}
      current="Admissions"
      title="Held back"
      answer={of === 0 && some.length === 0 ? 'Nothing is held back' : 'Which of these are people?'}
      intro={
        of === 0
          ? undefined
          : `${plural(of, 'inquiry came', 'inquiries came')} in a flood, and wait here until you look.`
      }
      crumbs={[{ label: 'Admissions', href: urls.admissions() }]}
    >
      <RefusalAlert refusal={refusal} />
      {some.length === 0 ? (
        <Empty title="The board shows everyone" next={<Button href={urls.admissions()}>Go to the board</Button>} />
      ) : (
        <Card flush>
          <Rows label="Held back, the newest first">
            {some.map((one) => (
              <Row
                title={<Name name={shownName(one.name)} href={urls.inquiry({ inquiry: one.id })} />}
                note={
                  <>
                    {[phoneInWords(one.phone), one.email, channelName[one.channel]].filter(Boolean).join(' · ')} ·{' '}
                    <At at={one.cameAt} zone={work.clinic.timeZone} />
                  </>
                }
                end={may(work.by, 'inquiry.work') && <Acts one={one} />}
              >
                {one.words !== '' && (
                  <p class="held-words" dir="auto">
                    {one.words}
                  </p>
                )}
              </Row>
            ))}
          </Rows>
        </Card>
      )}
      {of > heldBackPage && (
        <Paging
          from={Math.min(from + 1, of)}
          to={from + some.length}
          of={of}
          previous={page > 1 ? to(page - 1) : undefined}
          next={from + some.length < of ? to(page + 1) : undefined}
        />
      )}
    </StaffPage>,
    refusal === undefined ? 200 : 422,
  )
}
