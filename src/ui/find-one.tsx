import { type FieldProps, type Option, Select, TextField } from './form.tsx'

/** So many stand in one list to choose from; of more, one types a part of the name. */
export const mostInAList = 200

export type Found = { is: 'one'; value: string } | { is: 'some'; options: Option[] } | { is: 'none' }

/**
 * Which of many somebody means: one that was chosen, or the label as it was typed, whole or in part, in any order of words and
 * without regard to case and accents. Of several that fit, all of them (at most 200): they are then chosen from.
 */
export function findOne(options: readonly Option[], typed: string): Found {
  const chosen = options.find((one) => one.value === typed)
  if (chosen !== undefined) return { is: 'one', value: chosen.value }
  const words = plain(typed)
    .split(/[\s,]+/)
    .filter((word) => word !== '')
  if (words.length === 0) return { is: 'none' }
  const fitting = options.filter(({ label }) => {
    const inLabel = plain(label)
    return words.every((word) => inLabel.includes(word))
  })
  const exact = fitting.filter(({ label }) => plain(label) === plain(typed))
  const [one, ...others] = exact.length === 1 ? exact : fitting
  if (one === undefined) return { is: 'none' }
  return others.length === 0 ? { is: 'one', value: one.value } : { is: 'some', options: fitting.slice(0, mostInAList) }
}

const plain = (text: string): string => text.normalize('NFD').replaceAll(/\p{M}/gu, '').trim().toLowerCase()

type FindOneProps = FieldProps & {
  /** Those to choose from; null: there are too many, and one types. */
  options: Option[] | null
  /** The empty first line of a list. */
  choose?: string
  /** What to type where there are too many: "Name or number". */
  typeHint: string
}

/** One of a few as a list, or one of many by its name. */
export const FindOne = ({ options, choose, typeHint, ...field }: FindOneProps) =>
  options === null ? (
    <TextField
      {...field}
      anyDirection
      maxlength={120}
      hint={
        field.hint ? (
          <>
            {field.hint} {typeHint}
          </>
        ) : (
          typeHint
        )
      }
    />
  ) : (
    <Select {...field} options={options} {...(choose === undefined ? {} : { choose })} />
  )
