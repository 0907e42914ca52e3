import { Hono, type Context } from 'hono'
import type { Child } from 'hono/jsx'
import { z } from 'zod'
import { isRefusal } from '../../basics/refusal.ts'
import { hasScanner } from '../../outside/clamav.ts'
import { Card, Row, Rows } from '../../ui/card.tsx'
import { Dialog, DialogCancel, DialogLink } from '../../ui/dialog.tsx'
import { Empty } from '../../ui/empty.tsx'
import { Button, ErrorSummary, FileField, FormActions, type FormState, Select, TextField } from '../../ui/form.tsx'
import { Notice, Sig } from '../../ui/status.tsx'
import { At } from '../../ui/when.tsx'
import { urls } from '../../urls.ts'
import { showing, workOf, type Door } from '../../web/door.ts'
import { forbidden, notFound, troublePage } from '../../web/errors.tsx'
import { line, oneOf, readForm } from '../../web/forms.ts'
import { readUpload } from '../../web/uploads.ts'
import { may, mayNot } from '../access/permissions.ts'
import { said } from '../access/staff-page.tsx'
import { ClientFrame } from '../clients/frame.tsx'
import { clientById, type ClientFacts } from '../clients/queries.ts'
import { keepFile } from './actions/keep.ts'
import { bringBack, recordOpening, setFileAside } from './actions/standing.ts'
import { contentOf, fileById, type FileFacts, filesOf } from './queries.ts'
import {
  type FileKind,
  fileKinds,
  kindRefusal,
  mayTouchKind,
  uploadKinds,
  type Verdict,
  verdictWords,
} from './rules.ts'

export const files = new Hono<Door>()

const keeping = z.object({ kind: oneOf(uploadKinds, 'Choose what this is.') })
const reason = z.object({ because: line(500, 'Say why this file is set aside.') })
const roleOf = (c: Context<Door>): string | null => {
  const { by } = workOf(c)
  return by.kind === 'staff' ? by.role : null
}

files.get(urls.clientFiles.pattern, async (c) => {
  const work = workOf(c)
  const denied = mayNot(work.by, 'file.see')
  if (denied) return forbidden(c, denied.because)
  const client = await clientById(work, c.req.param('client'))
  return client === undefined ? notFound(c) : filesPage(c, client)
})

files.post(urls.clientFiles.pattern, async (c) => {
  const work = workOf(c)
  const denied = mayNot(work.by, 'file.keep')
  if (denied) return forbidden(c, denied.because)
  const client = await clientById(work, c.req.param('client'))
  if (client === undefined) return notFound(c)
  const upload = await readUpload(c, 'document')
  const read = await readForm(c, keeping)
  const wrong = { ...(read.ok ? {} : read.errors), ...(isRefusal(upload) ? { document: upload.because } : {}) }
  if (!read.ok || isRefusal(upload)) return filesPage(c, client, { values: read.typed, errors: wrong })
  const kept = await keepFile(work, { clientId: client.id, kind: read.values.kind, ...upload })
  if (isRefusal(kept)) return filesPage(c, client, { values: read.typed, errors: { document: kept.because } })
  said(
    c,
    upload.scan.verdict === 'waiting'
      ? { tone: 'warning', text: 'Kept, and closed until the malware scanner has looked at it.' }
      : { tone: 'good', text: 'Kept.' },
  )
  return c.redirect(urls.clientFiles({ client: client.id }), 303)
})

files.get(urls.file.pattern, async (c) => {
  const work = workOf(c)
  const denied = mayNot(work.by, 'file.see')
  if (denied) return forbidden(c, denied.because)
  const file = await fileById(work, c.req.param('file'))
  if (file === undefined) return notFound(c)
  if (!mayTouchKind(roleOf(c), file.kind)) return forbidden(c, kindRefusal(file.kind).because)
  const content = await contentOf(work, file.id)
  if (isRefusal(content))
    return troublePage(c, { status: 503, title: 'This file stays closed', because: content.because })
  if (file.clientId === null) await recordOpening(work, file.id)
  else showing(c, 'file', [file.clientId])
  // A picture may be looked at here; a PDF is always saved, because browsers do not show one in a sandbox.
  const isShown = c.req.query('show') === 'yes' && file.type !== 'application/pdf'
  return c.body(new Uint8Array(content), 200, {
    'content-type': file.type,
    'content-disposition': dispositionOf(isShown ? 'inline' : 'attachment', file.name),
    'content-security-policy': "sandbox; default-src 'none'",
    'content-length': String(content.length),
  })
})

files.post(urls.fileSetAside.pattern, async (c) => {
  const work = workOf(c)
  const found = await fileOfClient(c)
  if (found instanceof Response) return found
  const read = await readForm(c, reason)
  const refused = read.ok ? await setFileAside(work, found.file.id, read.values.because) : null
  if (!read.ok || refused)
    return filesPage(c, found.client, {
      errors: { form: refused?.because ?? (read.ok ? undefined : read.errors.because) },
      values: read.typed,
    })
  said(c, {
    tone: 'good',
    text: 'Set aside. It is kept, out of sight.',
    undo: { action: urls.fileReturn({ file: found.file.id }) },
  })
  return c.redirect(urls.clientFiles({ client: found.client.id }), 303)
})

files.post(urls.fileReturn.pattern, async (c) => {
  const found = await fileOfClient(c)
  if (found instanceof Response) return found
  const refused = await bringBack(workOf(c), found.file.id)
  if (refused) return filesPage(c, found.client, { errors: { form: refused.because } })
  said(c, { tone: 'good', text: 'Back among the files.' })
  return c.redirect(urls.clientFiles({ client: found.client.id }), 303)
})

async function fileOfClient(c: Context<Door>): Promise<Response | { file: FileFacts; client: ClientFacts }> {
  const work = workOf(c)
  const denied = mayNot(work.by, 'file.set-aside')
  if (denied) return forbidden(c, denied.because)
  const file = await fileById(work, c.req.param('file') ?? '')
  const client = file?.clientId == null ? undefined : await clientById(work, file.clientId)
  return file === undefined || client === undefined ? notFound(c) : { file, client }
}

async function filesPage(c: Context<Door>, client: ClientFacts, form?: FormState) {
  const work = workOf(c)
  showing(c, 'files', [client.id])
  const all = await filesOf(work, client.id)
  const [standing, aside] = [all.filter((file) => file.setAside === null), all.filter((file) => file.setAside !== null)]
  const mayAside = may(work.by, 'file.set-aside')
  return c.html(
    <ClientFrame
      c={c}
      client={client}
      tab="files"
      actions={may(work.by, 'file.keep') && <Button href="#keep">Keep a file</Button>}
    >
      {form && <ErrorSummary form={form} />}
      <Card title="What is kept" flush={standing.length > 0}>
        {standing.length === 0 ? (
          <Empty title="No files yet">Cards, court papers and summaries stand here once somebody keeps them.</Empty>
        ) : (
          <Rows label="Files">
            {standing.map((file) => (
              <FileRow
                file={file}
                zone={work.clinic.timeZone}
                action={
                  mayAside && (
                    <DialogLink to={`aside-${file.id}`} small kind="quiet" label={`Set aside: ${file.name}`}>
                      Set aside
                    </DialogLink>
                  )
                }
              />
            ))}
          </Rows>
        )}
      </Card>
      {may(work.by, 'file.keep') && <KeepCard c={c} client={client} form={form} />}
      {aside.length > 0 && (
        <Card title="Set aside" hint="Kept, and out of the way" flush>
          <Rows label="Files set aside">
            {aside.map((file) => (
              <FileRow
                file={file}
                zone={work.clinic.timeZone}
                action={
                  mayAside && (
                    <form method="post" action={urls.fileReturn({ file: file.id })}>
                      <Button small label={`Bring back: ${file.name}`}>
                        Bring back
                      </Button>
                    </form>
                  )
                }
              />
            ))}
          </Rows>
        </Card>
      )}
      {mayAside && standing.map((file) => <AsideDialog file={file} />)}
    </ClientFrame>,
    form === undefined ? 200 : 422,
  )
}

const FileRow = ({ file, zone, action }: { file: FileFacts; zone: string; action: Child }) => {
  const isClosed = file.verdict === 'waiting' || file.verdict === 'infected'
  return (
    <Row
      title={
        isClosed ? (
          <span class="file-name" dir="auto">
            {file.name}
          </span>
        ) : (
          <a
            class="file-name"
            dir="auto"
            href={urls.file({ file: file.id }, file.type === 'application/pdf' ? {} : { show: 'yes' })}
          >
            {file.name}
          </a>
        )
      }
      note={
        <>
          {fileKinds[file.kind]} · {sizeInWords(file.size)} · {file.keptByName}, <At at={file.keptAt} zone={zone} />
          {file.setAside && (
            <>
              {' '}
              · set aside <At at={file.setAside.at} zone={zone} />: <span dir="auto">{file.setAside.because}</span>
            </>
          )}
        </>
      }
      end={
        <>
          <Sig tone={tones[file.verdict]}>{verdictWords[file.verdict]}</Sig>
          {action}
        </>
      }
    />
  )
}

const tones: Record<Verdict, 'good' | 'calm' | 'warning' | 'danger'> = {
  clean: 'good',
  'made-here': 'calm',
  'not-scanned': 'calm',
  waiting: 'warning',
  infected: 'danger',
}

const KeepCard = ({ c, client, form }: { c: Context<Door>; client: ClientFacts; form: FormState | undefined }) => (
  <Card title="Keep a file" id="keep">
    <form class="form" method="post" action={urls.clientFiles({ client: client.id })} enctype="multipart/form-data">
      {!hasScanner() && <Notice tone="info">No malware scanner is set up here: files are marked “Not scanned”.</Notice>}
      <Select
        name="kind"
        label="What is it?"
        form={form}
        options={uploadKinds
          .filter((kind: FileKind) => mayTouchKind(roleOf(c), kind))
          .map((kind) => ({ value: kind, label: fileKinds[kind] }))}
      />
      <FileField
        name="document"
        label="File"
        hint="PDF, JPEG or PNG, at most 10 MB. Pictures are kept without the place and time a phone writes into them."
        accept=".pdf,.jpg,.jpeg,.png,application/pdf,image/jpeg,image/png"
        form={form}
      />
      <FormActions>
        <Button kind="main">Keep this file</Button>
      </FormActions>
    </form>
  </Card>
)

const AsideDialog = ({ file }: { file: FileFacts }) => (
  <Dialog id={`aside-${file.id}`} title="Set this file aside" hint={<span dir="auto">{file.name}</span>}>
    <form class="form" method="post" action={urls.fileSetAside({ file: file.id })}>
      <TextField
        id={`because-${file.id}`}
        name="because"
        label="Why?"
        hint="It stays kept, and can be brought back."
        maxlength={500}
      />
      <FormActions>
        <Button kind="main">Set aside</Button>
        <DialogCancel />
      </FormActions>
    </form>
  </Dialog>
)

const sizeInWords = (bytes: number): string =>
  bytes < 1024 * 1024 ? `${Math.max(1, Math.round(bytes / 1024))} kB` : `${(bytes / 1024 / 1024).toFixed(1)} MB`

/** Both ways of writing a name: plain letters for old programs, all letters for the others (RFC 6266). */
const dispositionOf = (how: 'inline' | 'attachment', name: string): string => {
  const plain = name.normalize('NFD').replaceAll(/[^\w .()-]/g, '') || 'file'
  const whole = encodeURIComponent(name).replaceAll(
    /['()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  )
  return `${how}; filename="${plain}"; filename*=UTF-8''${whole}`
}
