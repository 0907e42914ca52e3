import { RadioCards } from '../../../ui/choices.tsx'
import type { FormState } from '../../../ui/form.tsx'
import { type Language, languages, nameOfLanguage } from '../../../ui/language.ts'
import { callWords } from '../words.ts'

type WhoProps = { lang: Language; form?: FormState }

/** In which language somebody wants to be spoken to: the page's own, unless they say otherwise. */
export const LanguageField = ({ lang, form }: WhoProps) => (
  <RadioCards
    name="language"
    label={callWords(lang)('language')}
    options={languages.map((one) => ({ value: one, label: <span lang={one}>{nameOfLanguage[one]}</span> }))}
    value={lang}
    aside
    plain
    form={form}
  />
)

export function ForWhomField({ lang, form }: WhoProps) {
  const t = callWords(lang)
  return (
    <RadioCards
      name="forWhom"
      label={t('forWhom')}
      options={[
        { value: 'self', label: t('self') },
        { value: 'loved-one', label: t('lovedOne') },
        { value: 'someone-i-treat', label: t('someoneITreat') },
      ]}
      value="self"
      plain
      form={form}
    />
  )
}
