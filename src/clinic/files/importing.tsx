import type { Context } from 'hono'
import type { Child, PropsWithChildren } from 'hono/jsx'
import { isRefusal, refuse, type Refusal } from '../../basics/refusal.ts'
import type { Work } from '../../db/work.ts'
import { Card, Row, Rows } from '../../ui/card.tsx'
import { Empty } from '../../ui/empty.tsx'
import { Button, FileField, FormActions, type FormState } from '../../ui/form.tsx'
import type { Flash } from '../../ui/layout.tsx'
import { Notice, Sig } from '../../ui/status.tsx'
import { showing, workOf, type Door } from '../../web/door.ts'
import { forbidden } from '../../web/errors.tsx'
import { readUpload, type Upload } from '../../web/uploads.ts'
import { mayNot, type Verb } from '../access/permissions.ts'
import { said } from '../access/staff-page.tsx'

// Files that other systems export, read here row by row: what fits is kept, what fits nowhere is set aside for a person, and
// nothing is guessed.

/** One file of a form, clean; `again` says where to get another. */
export async function readClean(c: Context, field: string, again: string): Promise<Upload | Refusal> {
  const upload = await readUpload(c, field)
  return !isRefusal(upload) && upload.scan.verdict === 'infected'
    ? refuse('infected', `The malware scanner found something in this file.${again === '' ? '' : ` ${again}`}`)
    : upload
}

type Importing<T extends { clients: readonly string[] }> = {
  verb: Verb
  field: string
  again: string
  /** The verb that reads the file and writes. */
  read: (work: Work, upload: Upload) => Promise<T | Refusal>
  /** Whose records were shown by it, in the trail: 'laboratory file'. */
  called: string
  done: (answer: T) => Flash
  to: string
  page: (c: Context<Door>, form: FormState) => Promise<Response>
}

/** Reads a file in; what is wrong with it is said beside its field. */
export async function importFile<T extends { clients: readonly string[] }>(
  c: Context<Door>,
  { verb, field, again, read, called, done, to, page }: Importing<T>,
): Promise<Response> {
  const work = workOf(c)
  const denied = mayNot(work.by, verb)
  if (denied) return forbidden(c, denied.because)
  const upload = await readClean(c, field, again)
  const answer = isRefusal(upload) ? upload : await read(work, upload)
  if (isRefusal(answer)) return page(c, { errors: { [field]: answer.because } })
  showing(c, called, [...answer.clients])
  said(c, done(answer))
  return c.redirect(to, 303)
}

/** The form of one row that is set aside; what came back with it after a refusal. */
export const asidePrefix = (id: string): string => `aside-${id}`
export const asideForm = (form: FormState, id: string): FormState =>
  form.prefix === asidePrefix(id) ? form : { prefix: asidePrefix(id) }

type ReadAFileProps = { hint: string; url: string; field: string; label: string; accept: string; form: FormState }

export const ReadAFile = ({ hint, url, field, label, accept, form }: ReadAFileProps) => (
  <Card title="Read a file" hint={hint}>
    <form method="post" action={url} enctype="multipart/form-data" class="form">
      <FileField
        name={field}
        label={label}
        hint="10 MB at most."
        accept={accept}
        form={form.prefix === undefined ? form : {}}
      />
      <FormActions>
        <Button kind="main">Read it</Button>
      </FormActions>
    </form>
  </Card>
)

type SetAsideProps<One> = {
  title: string
  hint: string
  label: string
  rows: readonly One[]
  /** How many there are in all. */
  of: number
  row: (one: One) => Child
}

/** Rows that fit nowhere by themselves, each with what a person decides. Nothing where there are none. */
export const SetAside = <One,>({ title, hint, label, rows, of, row }: SetAsideProps<One>) =>
  rows.length === 0 ? null : (
    <Card title={title} hint={hint} tone="warning" flush>
      <Rows label={label}>{rows.map(row)}</Rows>
      {of > rows.length && <Notice tone="info">{`${of - rows.length} more stand below these.`}</Notice>}
    </Card>
  )

type SettleProps = {
  url: string
  form: FormState
  what: string
  /** Said after `what`, unseen: which row it is. */
  which: string
  kind?: 'main'
}

/** What is decided about a row, one press away. */
export const Settle = ({ url, form, what, which, kind, children }: PropsWithChildren<SettleProps>) => (
  <details class="disclose" open={form.values !== undefined}>
    <summary>
      {what}
      <span class="hidden-text">{`, ${which}`}</span>
    </summary>
    <form method="post" action={url} class="form">
      {children}
      <FormActions>
        <Button kind={kind} label={`${what}, ${which}`}>
          {what}
        </Button>
      </FormActions>
    </form>
  </details>
)

type ReadFile = { name: string; note: Child; isWhole: boolean; found: string }

/** Every file that was read, the newest first. */
export const WhatWasRead = ({ label, files }: { label: string; files: readonly ReadFile[] }) => (
  <Card title="What was read?" flush>
    {files.length === 0 ? (
      <Empty title="No file yet" />
    ) : (
      <Rows label={label}>
        {files.map((one) => (
          <Row
            title={<bdi>{one.name}</bdi>}
            note={one.note}
            end={<Sig tone={one.isWhole ? 'good' : 'warning'}>{one.found}</Sig>}
          />
        ))}
      </Rows>
    )}
  </Card>
)
