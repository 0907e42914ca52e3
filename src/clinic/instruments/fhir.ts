import type { CatalogFace } from '../../fhir/resource.ts'
import { loincNotice } from './catalog.ts'
import { inUse } from './choices.ts'
import type { Questionnaire } from './form.ts'
import type { Instrument } from './instrument.ts'
import { choicesOf, ownWordsOf } from './queries.ts'
import { spanish } from './spanish.ts'
import { type Translation, withWords } from './translation.ts'

/** The questionnaires that this clinic uses, as it uses them: words and points, no client in them. */
export const questionnaireFace: CatalogFace = {
  type: 'Questionnaire',
  parameters: [
    { name: 'url', type: 'token', documentation: 'The canonical address' },
    { name: 'version', type: 'token', documentation: 'The version of the form' },
    { name: 'name', type: 'string', documentation: 'The computer name begins so' },
    { name: 'title', type: 'string', documentation: 'The title begins so' },
    { name: 'code', type: 'token', documentation: 'The code of the panel' },
    { name: 'status', type: 'token', documentation: 'Always active' },
  ],
  search: async (work, search) => {
    const is = (name: string, values: (form: Questionnaire) => string[]) => (form: Questionnaire) => {
      const wanted = search.values(name).map((value) => value.split(',').map((one) => one.split('|').at(-1) ?? ''))
      return wanted.every((any) => any.some((one) => values(form).includes(one)))
    }
    const begins = (name: string, text: (form: Questionnaire) => string) => (form: Questionnaire) =>
      search.values(name).every((value) => text(form).toLowerCase().startsWith(value.toLowerCase()))
    const tests = [
      is('_id', (form) => [form.id]),
      is('url', (form) => [form.url]),
      is('version', (form) => [form.version]),
      is('code', (form) => (form.code ?? []).map((one) => one.code)),
      is('status', (form) => [form.status]),
      begins('name', (form) => form.name),
      begins('title', (form) => form.title),
    ]
    return (await used(work))
      .filter((form) => tests.every((test) => test(form)))
      .toSorted((a, b) => (a.id < b.id ? -1 : 1))
      .filter((form) => search.after === null || form.id > search.after)
      .slice(0, search.count)
      .map(withNotice)
  },
  read: async (work, id) => {
    const one = (await used(work)).find((form) => form.id === id)
    return one && withNotice(one)
  },
}

/** In English, with the Spanish words beside each text where the clinic asks in Spanish too. */
async function used(work: Parameters<CatalogFace['read']>[0]): Promise<readonly Questionnaire[]> {
  const own = await ownWordsOf(work)
  const wordsOf = ({ key }: Instrument): Translation | undefined =>
    spanish[key] ?? own.find(({ instrument, isTaken }) => instrument === key && !isTaken)
  return inUse(await choicesOf(work)).map((one) => {
    const words = wordsOf(one)
    return words === undefined ? one.form : withWords(one.form, words)
  })
}

const withNotice = (form: Questionnaire) => ({
  ...form,
  copyright: form.code === undefined ? form.copyright : `${form.copyright} ${loincNotice}`,
})
