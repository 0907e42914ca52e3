import type { Context } from 'hono'
import { PlainPage } from '../ui/layout.tsx'
import { Button, FormActions } from '../ui/form.tsx'
import { isLanguage, type Language } from '../ui/language.ts'
import { urls } from '../urls.ts'
import { guardWords } from './guard-words.ts'

type Trouble = {
  status: 400 | 401 | 403 | 404 | 408 | 413 | 422 | 429 | 500 | 503
  title: string
  because: string
  id?: string
}

/** One page for what went wrong: a sentence, a way on, and an id that is in the log. */
export function troublePage(c: Context, { status, title, because, id }: Trouble): Response | Promise<Response> {
  // A client's own page names neither the clinic nor what it runs on, and leads no client to the staff's door.
  const isOwn = c.req.path.startsWith('/mine/')
  if (isOwn) return c.html(<PlainPage clinic="My week" home={c.req.path} title={title} intro={because} />, status)
  return c.html(
    <PlainPage clinic="Stepwell" title={title} intro={because} drawing>
      <FormActions>
        <Button kind="main" href={urls.today()}>
          Go to Today
        </Button>
      </FormActions>
      {id !== undefined && (
        <p>
          <small>
            If it happens again, tell your administrator this number: <code>{id}</code>
          </small>
        </p>
      )}
    </PlainPage>,
    status,
  )
}

export function notFound(c: Context): Response | Promise<Response> {
  const lang = c.req.path.split('/')[1] ?? ''
  if (isLanguage(lang)) return lostVisitor(c, lang)
  return troublePage(c, {
    status: 404,
    title: 'Nothing here',
    because: 'This page does not exist, or it is not yours to see. Go back and choose another way.',
  })
}

function lostVisitor(c: Context, lang: Language): Response | Promise<Response> {
  const say = guardWords(lang)
  return c.html(
    <PlainPage
      clinic="Stepwell"
      title={say('lost')}
      intro={say('lostWords')}
      lang={lang}
      home={urls.publicHome({ lang })}
      words={{ skip: say('skip') }}
      drawing
    >
      <p>{say('danger')}</p>
      <FormActions>
        <Button kind="main" href={urls.publicHome({ lang })}>
          {say('begin')}
        </Button>
      </FormActions>
    </PlainPage>,
    404,
  )
}

export const forbidden = (c: Context, because: string): Response | Promise<Response> =>
  troublePage(c, { status: 403, title: 'Not with your role', because })
