import { plainLetters } from '../../basics/text.ts'

/** What a drug test looks for. `family`: a screen of the family answers for its members, roughly. */
export type Analyte = { key: string; label: string; names: readonly string[]; family: string | null }

const of = (key: string, label: string, family: string | null = null, ...names: string[]): Analyte => ({
  key,
  label,
  names,
  family,
})

/** Stepwell's own list, with the names that laboratories give. What is not in it is shown as the laboratory wrote it [K]. */
export const analytes: readonly Analyte[] = [
  of('buprenorphine', 'Buprenorphine', null, 'bup'),
  of('norbuprenorphine', 'Norbuprenorphine', null),
  of('methadone', 'Methadone', null, 'mtd'),
  of('eddp', 'EDDP (methadone metabolite)', null, 'methadone metabolite'),
  of('opiates', 'Opiates', null, 'opi', 'mop', 'opiate'),
  of('morphine', 'Morphine', 'opiates'),
  of('codeine', 'Codeine', 'opiates'),
  of('6-mam', '6-MAM (heroin metabolite)', 'opiates', '6 monoacetylmorphine', '6 acetylmorphine', '6 am', 'heroin'),
  of('hydrocodone', 'Hydrocodone', 'opiates'),
  of('hydromorphone', 'Hydromorphone', 'opiates'),
  of('oxycodone', 'Oxycodone', null, 'oxy'),
  of('oxymorphone', 'Oxymorphone', 'oxycodone'),
  of('fentanyl', 'Fentanyl', null, 'fen', 'fyl'),
  of('norfentanyl', 'Norfentanyl', 'fentanyl'),
  of('tramadol', 'Tramadol', null, 'tra', 'tml'),
  of('xylazine', 'Xylazine', null),
  of('mitragynine', 'Kratom (mitragynine)', null, 'kratom'),
  of('benzodiazepines', 'Benzodiazepines', null, 'bzo', 'benzodiazepine'),
  of('diazepam', 'Diazepam', 'benzodiazepines'),
  of('nordiazepam', 'Nordiazepam', 'benzodiazepines'),
  of('oxazepam', 'Oxazepam', 'benzodiazepines'),
  of('temazepam', 'Temazepam', 'benzodiazepines'),
  of('alprazolam', 'Alprazolam', 'benzodiazepines', 'alpha hydroxyalprazolam'),
  of('clonazepam', 'Clonazepam', 'benzodiazepines', '7 aminoclonazepam'),
  of('lorazepam', 'Lorazepam', 'benzodiazepines'),
  of('amphetamines', 'Amphetamines', null, 'amp'),
  of('amphetamine', 'Amphetamine', 'amphetamines'),
  of('methamphetamine', 'Methamphetamine', 'amphetamines', 'met', 'mamp'),
  of('mdma', 'MDMA', 'amphetamines', 'ecstasy'),
  of('methylphenidate', 'Methylphenidate', null, 'ritalinic acid'),
  of('cocaine', 'Cocaine', null, 'coc', 'benzoylecgonine', 'cocaine metabolite'),
  of('cannabis', 'Cannabis (THC)', null, 'thc', 'marijuana', 'cannabinoids', 'carboxy thc', 'thc cooh'),
  of('barbiturates', 'Barbiturates', null, 'bar', 'barbiturate'),
  of('pcp', 'PCP', null, 'phencyclidine'),
  of('tricyclics', 'Tricyclics', null, 'tca', 'tricyclic antidepressants'),
  of('gabapentin', 'Gabapentin', null),
  of('pregabalin', 'Pregabalin', null),
  of('zolpidem', 'Zolpidem', null),
  of('naltrexone', 'Naltrexone', null),
  of('naltrexol', '6-beta-naltrexol', null, '6 beta naltrexol'),
  of('alcohol', 'Alcohol', null, 'ethanol', 'etoh', 'ethyl alcohol'),
  of('etg', 'EtG (alcohol, past days)', null, 'ethyl glucuronide'),
  of('ets', 'EtS (alcohol, past days)', null, 'ethyl sulfate'),
]

/** The panel that a new order proposes [K]. */
export const usualPanel: readonly string[] = [
  'opiates',
  'oxycodone',
  'fentanyl',
  'buprenorphine',
  'methadone',
  'benzodiazepines',
  'cocaine',
  'amphetamines',
  'methamphetamine',
  'cannabis',
  'etg',
]

const byKey = new Map(analytes.map((one) => [one.key, one]))
const tidy = (text: string) =>
  plainLetters(text)
    .replace(/[^a-z0-9]+/g, ' ')
    .replace(
      /\b(screen|confirm(ed|ation)?|urine|ur|qual(itative)?|quant(itative)?|by|immunoassay|lc|gc|ms|qn|ql|scn)\b/g,
      ' ',
    )
    .replace(/\s+/g, ' ')
    .trim()
const byName = new Map(
  analytes.flatMap((one) => [one.key, one.label, ...one.names].map((name) => [tidy(name), one] as const)),
)

export const analyteOf = (key: string): Analyte | null => byKey.get(key) ?? null
export const labelOfAnalyte = (key: string): string => byKey.get(key)?.label ?? key
/** The analyte that a laboratory's own name means, whole: 'Fentanyl, Urine Screen' → fentanyl. Null where it is not known. */
export const analyteNamed = (name: string): Analyte | null => byName.get(tidy(name)) ?? null
