import type { Context } from 'hono'
import { PlainPage } from '../ui/layout.tsx'
import { Button, FormActions } from '../ui/form.tsx'
import { urls } from '../urls.ts'

type Trouble = { status: 400 | 401 | 403 | 404 | 408 | 413 | 429 | 500 | 503; title: string; because: string; id?: string }

/** One page for what went wrong: a sentence, a way on, and an id that is in the log. */
export function troublePage(c: Context, { status, title, because, id }: Trouble): Response | Promise<Response> {
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

export const notFound = (c: Context): Response | Promise<Response> =>
  troublePage(c, {
    status: 404,
    title: 'Nothing here',
    because: 'This page does not exist, or it is not yours to see. Go back and choose another way.',
  })

export const forbidden = (c: Context, because: string): Response | Promise<Response> =>
  troublePage(c, { status: 403, title: 'Not with your role', because })
