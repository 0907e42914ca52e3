import { Hono, type Context } from 'hono'
import { dayAt } from '../../../basics/dates.ts'
import { isRefusal, refuse, type Refusal } from '../../../basics/refusal.ts'
import { Card } from '../../../ui/card.tsx'
import { Button, FileField, FormActions } from '../../../ui/form.tsx'
import { RefusalAlert } from '../../../ui/refusal.tsx'
import { Notice } from '../../../ui/status.tsx'
import { urls } from '../../../urls.ts'
import { workOf, type Door } from '../../../web/door.ts'
import { forbidden } from '../../../web/errors.tsx'
import { may, mayNot } from '../../access/permissions.ts'
import { said, StaffPage } from '../../access/staff-page.tsx'
import { readDocument } from '../actions/reading.ts'
import { keepUpload } from '../actions/upload.ts'
import { MAX_BYTES, tooLarge } from '../document.ts'

export const upload = new Hono<Door>()

/** What a form adds around its file: the boundary lines and the field names. */
const envelope = 64 * 1024
/** A body that is refused is still read to its end, else the browser shows a broken connection and no sentence. */
const mostDiscarded = 1024 * 1024 * 1024

const uploadAgain = refuse('no-file', 'Choose the file that the sender gave you.')

upload.get(urls.newReferral.pattern, (c) => {
  const denied = mayNot(workOf(c).by, 'referral.accept')
  return denied ? forbidden(c, denied.because) : uploadPage(c)
})

upload.post(urls.newReferral.pattern, async (c) => {
  const work = workOf(c)
  const denied = mayNot(work.by, 'referral.accept')
  if (denied) return forbidden(c, denied.because)
  const file = await fileFrom(c)
  if (isRefusal(file)) return uploadPage(c, file)
  const read = await readDocument(file.bytes, dayAt(work.at, work.clinic.timeZone))
  if (isRefusal(read)) return uploadPage(c, read)
  const kept = await keepUpload(work, { ...file, read })
  if (isRefusal(kept)) return uploadPage(c, kept, 'uploadId' in kept ? String(kept.uploadId) : undefined)
  said(c, { tone: 'good', text: 'Read. Nothing is in anybody’s record until you accept it.' })
  return c.redirect(urls.referral({ referral: kept.id }), 303)
})

async function fileFrom(c: Context<Door>): Promise<{ name: string; bytes: Uint8Array } | Refusal> {
  const length = Number(c.req.header('content-length') ?? Number.NaN)
  const body = length > MAX_BYTES + envelope ? null : await wholeBody(c)
  if (body === null) {
    await discard(c)
    return tooLarge
  }
  // The body was counted while it was read; now it is taken apart as the form it is.
  const form = await new Response(body, { headers: { 'content-type': c.req.header('content-type') ?? '' } })
    .formData()
    .catch(() => null)
  const file = form?.get('document')
  if (!(file instanceof File) || (file.name === '' && file.size === 0)) return uploadAgain
  return { name: file.name, bytes: new Uint8Array(await file.arrayBuffer()) }
}

async function wholeBody(c: Context<Door>): Promise<Uint8Array<ArrayBuffer> | null> {
  const parts: Uint8Array[] = []
  let size = 0
  const reader = c.req.raw.body?.getReader()
  if (reader === undefined) return new Uint8Array()
  for (;;) {
    const { done, value } = await reader.read()
    if (done) break
    size += value.length
    if (size > MAX_BYTES + envelope) {
      reader.releaseLock()
      return null
    }
    parts.push(value)
  }
  const whole = new Uint8Array(size)
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}

async function discard(c: Context<Door>): Promise<void> {
  const reader = c.req.raw.body?.getReader()
  if (reader === undefined) return
  let size = 0
  for (;;) {
    const { done, value } = await reader.read().catch(() => ({ done: true, value: undefined }))
    size += value?.length ?? 0
    if (done || size > mostDiscarded) return
  }
}

function uploadPage(c: Context<Door>, refusal?: Refusal, uploadId?: string) {
  const { by } = workOf(c)
  return c.html(
    <StaffPage
      c={c}
      current="Admissions"
      title="A new referral"
      answer="What has been sent about the person?"
      crumbs={[{ label: 'Admissions', href: urls.admissions() }]}
      width="narrow"
    >
      {uploadId === undefined ? (
        <RefusalAlert refusal={refusal} title="This file was not taken" />
      ) : (
        <Notice
          tone="warning"
          title="This file is here already"
          aside={
            <Button small href={urls.referral({ referral: uploadId })}>
              Open it
            </Button>
          }
          alert
        >
          <span data-refused="here-already">{refusal?.because}</span>
        </Notice>
      )}
      <Card title="Upload a referral">
        <form class="form" method="post" action={urls.newReferral()} enctype="multipart/form-data">
          <FileField
            name="document"
            label="FHIR R4 bundle"
            hint="One person’s record as JSON, at most 50 MB. You see what it says before anything is kept in a chart."
            accept=".json,application/json,application/fhir+json"
          />
          <FormActions>
            <Button kind="main">Read this file</Button>
            <Button href={urls.admissions()}>Cancel</Button>
          </FormActions>
        </form>
      </Card>
      {may(by, 'client.add') && (
        <p>
          No file? <a href={urls.newClient()}>Enter the person by hand</a>.
        </p>
      )}
    </StaffPage>,
    refusal === undefined ? 200 : 422,
  )
}
