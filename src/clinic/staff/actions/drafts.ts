import { sql } from 'kysely'
import { mergeDraft, settle, type Doc, type Hand, type Kept } from '../../../basics/draft.ts'
import { newId } from '../../../basics/ids.ts'
import type { Work } from '../../../db/work.ts'
import type { Draft, Drafts, SentDraft } from '../queries/drafts.ts'

/** What somebody decided about words that stand beside a field. */
export type Decision = { key: string; how: 'take' | 'leave' }

type Bringing = {
  /** What the draft is of: the session, the note, the version. */
  of: string
  sent: SentDraft
  latest: Draft | undefined
  isChoice: (field: string) => boolean
  /** Every field there is before anybody types. */
  empty?: Doc | undefined
  /** What a page was shown that does not say which save it was opened on. */
  otherwiseShown?: Doc | undefined
  decision?: Decision | undefined
}

/** Everyone's words together, as they would stand after this page is saved. The verb that calls has asked who may. */
export async function bringTogether(
  work: Work,
  drafts: Drafts,
  { of, sent, latest, isChoice, empty = {}, otherwiseShown = {}, decision }: Bringing,
): Promise<Kept> {
  const hand: Hand = { page: sent.page, by: work.by.name, at: work.at.toISOString() }
  const last = latest === undefined ? undefined : await drafts.lastOfPage(work, of, sent.page)
  const opened = sent.basedOn === undefined ? undefined : await drafts.byId(work, of, sent.basedOn)
  const together = mergeDraft({
    shown: { ...empty, ...(opened?.merged ?? otherwiseShown) },
    last: last === undefined ? null : { ...empty, ...last.typed },
    mine: sent.doc,
    hand,
    theirs: { merged: { ...empty, ...latest?.merged }, hands: latest?.hands ?? {}, beside: latest?.beside ?? [] },
    isChoice,
  })
  const kept = { page: sent.page, typed: sent.doc, ...together }
  return decision === undefined ? kept : settle(kept, decision.key, decision.how, hand)
}

/** Keeps a draft: every save is a row. */
export async function keepDraft(
  work: Work,
  { table, of }: Drafts,
  ofId: string,
  kept: Kept,
  latest: Draft | undefined,
  basedOn?: string,
): Promise<string> {
  const id = newId()
  // Whoever waited for the other saves last, whenever their request began.
  const savedAt = new Date(Math.max(work.at.getTime(), (latest?.at.getTime() ?? 0) + 1))
  const row = {
    clinic_id: work.clinic.id,
    id,
    [of]: ofId,
    body: JSON.stringify(kept),
    saved_by: work.by.id,
    saved_at: savedAt,
    ...(basedOn === undefined ? {} : { based_on: basedOn }),
  }
  await sql`insert into ${sql.table(table)} (${sql.join(Object.keys(row).map((name) => sql.ref(name)))})
    values (${sql.join(Object.values(row))})`.execute(work.db)
  return id
}
