import { Checkbox } from '../../../ui/choices.tsx'
import { TextArea, type FormState } from '../../../ui/form.tsx'
import { MarkedText } from '../../../ui/marked-text.tsx'
import { Notice } from '../../../ui/status.tsx'
import { shortDay } from '../../../ui/when.tsx'
import { alikeRuns } from '../alike.ts'
import { leaksKey, visitCopiesKey, type NoteLeak, type VisitCopy } from '../visit-note.ts'

export const Marked = ({ text, leaks }: { text: string; leaks: NoteLeak[] }) =>
  leaks.length === 0 ? null : (
    <p class="note-marked">
      <MarkedText
        text={text.replaceAll('\r\n', '\n').trim()}
        marks={leaks.map(({ start, end, called }) => ({ start, end, why: `may be ${called}` }))}
      />
    </p>
  )

/** Names of other clients: not every Maria is theirs. Whoever has looked says so, once. */
export const Names = ({ leaks }: { leaks: NoteLeak[] }) =>
  leaks.length === 0 ? null : (
    <Notice tone="warning" title="Names of other clients?">
      <ul>
        {[...new Map(leaks.map((leak) => [`${leak.text} ${leak.called}`, leak])).values()].map((leak) => (
          <li>{`“${leak.text}” may be ${leak.called}.`}</li>
        ))}
      </ul>
      <Checkbox name="looked-names" value={leaksKey(leaks)} label="It is somebody else, not a client here" />
    </Notice>
  )

/** What was said before, side by side, and the question that makes a note of today out of it. Nothing has to be ticked. */
export const Copies = ({ copies, words, form }: { copies: VisitCopy[]; words: string; form: FormState }) => {
  const [likest] = copies
  // Words that were typed here and not taken over yet come back with the draft.
  if (likest === undefined) return form.values?.different ? <Different form={form} /> : null
  return (
    <Notice tone="info" title="Much of this was said before">
      <p>
        {likest.whose === 'own'
          ? `${Math.round(likest.likeness * 100)} % are the words of ${shortDay(likest.day)}.`
          : `${Math.round(likest.likeness * 100)} % are the words of your note about somebody else, ${shortDay(likest.day)}.`}{' '}
        What is marked stands in both.
      </p>
      <p class="note-words">
        <MarkedText
          text={words}
          marks={alikeRuns(words, likest.words).map((run) => ({ ...run, why: 'said before' }))}
        />
      </p>
      <Different form={form} />
      <input type="hidden" name="looked-alike" value={visitCopiesKey(copies)} />
    </Notice>
  )
}

const Different = ({ form }: { form: FormState }) => (
  <TextArea
    name="different"
    label="What was different today?"
    hint="Your words are put into the note. Or sign again, and it stands as it is."
    form={form}
    rows={2}
    required={false}
    maxlength={4000}
    width="full"
  />
)
