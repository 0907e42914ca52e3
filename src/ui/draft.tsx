import type { PropsWithChildren } from 'hono/jsx'
import { timeAt } from '../basics/dates.ts'
import { besideKey, type Beside } from '../basics/draft.ts'
import { Button } from './form.tsx'

export type AutoSaveProps = {
  /** Where the form's fields are posted while they are typed. Answer 2xx or 303; 4xx with a RefusalAlert says why not. */
  url: string
  /** What it says before anything is typed: 'Saved 12:04' from the last visit. */
  saved?: string
  words?: Partial<typeof englishWords>
}

const englishWords = {
  saved: 'Saved {time}',
  saving: 'Saving…',
  offline: 'No connection. Your words are kept here: leave this page open.',
  refused: 'Not saved.',
}

/** Put around a <form>. Without script the form is simply sent; nothing is ever kept in the browser's storage. */
export const AutoSave = ({ url, saved, words, children }: PropsWithChildren<AutoSaveProps>) => {
  const { saved: savedWord, saving, offline, refused } = { ...englishWords, ...words }
  return (
    <auto-save
      data-draft-url={url}
      data-saved={savedWord}
      data-saving={saving}
      data-offline={offline}
      data-refused={refused}
    >
      {children}
      <output class="saved" role="status">
        {saved}
      </output>
    </auto-save>
  )
}

type BesideProps = { beside: readonly Beside[]; field: string; zone: string; url: string }

/** Somebody else's words for the same field, with the two things one can do with them. Inside the draft's own form. */
export const BesideWords = ({ beside, field, zone, url }: BesideProps) => (
  <>
    {beside
      .filter((one) => one.field === field)
      .map((one) => (
        <div class="note-other">
          <small>{`${one.by} also typed here at ${timeAt(new Date(one.at), zone)}`}</small>
          <p class="note-words" dir="auto">
            {one.text}
          </p>
          <div class="line-up">
            <Button small formaction={url} formnovalidate name="take" value={besideKey(one)}>
              Add these words
            </Button>
            <Button small kind="quiet" formaction={url} formnovalidate name="leave" value={besideKey(one)}>
              Leave them out
            </Button>
          </div>
        </div>
      ))}
  </>
)
