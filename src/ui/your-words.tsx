import type { FormState } from './form.tsx'
import { Notice } from './status.tsx'

/** Words that have no field any more, because what they were about was settled meanwhile: shown, so that they are not lost. */
export const YourWords = ({ form, names = ['words'] }: { form: FormState | undefined; names?: readonly string[] }) => {
  const words = names.flatMap((name) => form?.values?.[name]?.toString().trim() || [])
  return words.length === 0 ? null : (
    <Notice tone="info" title="What you wrote was not kept">
      {words.map((one) => (
        <p dir="auto">{one}</p>
      ))}
    </Notice>
  )
}
