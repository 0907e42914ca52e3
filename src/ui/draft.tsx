import type { PropsWithChildren } from 'hono/jsx'

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
