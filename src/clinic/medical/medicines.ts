import { plainLetters } from '../../basics/text.ts'
import type { MedicineClass } from './medicine-classes.ts'

export type Treats = 'opioids' | 'alcohol' | 'both'

/**
 * One medicine of Stepwell's own list: what it holds, its families, and what a drug test finds of it. The list is what an
 * intensive outpatient program meets; it is no formulary, and says so of everything that is not in it.
 */
export type Medicine = {
  key: string
  label: string
  /** Other names people say, in lower case. */
  names: readonly string[]
  /** The single substances, where it holds several. */
  parts: readonly string[]
  classes: readonly MedicineClass[]
  /** Medication for opioid or alcohol use disorder. */
  treats: Treats | null
  /** A positive of these is explained by it. */
  explains: readonly string[]
  /** One of each group is found where it was taken and the test looks for it: [by a screen, by a confirming test]. */
  shows: { screen: readonly string[]; confirm: readonly string[] } | null
  /** A screen can mistake it for these; a confirming test does not. */
  resembles: readonly string[]
}

type Said = Partial<Omit<Medicine, 'key' | 'label'>>
const one = (key: string, said: Said = {}): Medicine => ({
  key,
  label: `${key.charAt(0).toUpperCase()}${key.slice(1)}`.replaceAll('-', ' and '),
  names: [],
  parts: [key],
  classes: [],
  treats: null,
  explains: [],
  shows: null,
  resembles: [],
  ...said,
})
const both = (...finds: string[]) => ({ explains: finds, shows: { screen: finds, confirm: finds } })
/** Screens of the family miss it often: only a confirming test says that it is missing. */
const confirmed = (screen: string, ...finds: string[]) => ({
  explains: [screen, ...finds],
  shows: { screen: [], confirm: finds },
})
const benzo = { classes: ['benzodiazepine'] } as const
const opioid = { classes: ['opioid'] } as const
const stimulant = { classes: ['stimulant'] } as const

/**
 * Source: the makers' labels, and common practice in reading drug tests [K]; the clinic's prescriber confirms. RxNorm codes
 * are typed by whoever has them in front of them, and not shipped.
 */
export const medicines: readonly Medicine[] = [
  // for opioid and alcohol use disorder
  one('buprenorphine', {
    ...opioid,
    names: ['subutex', 'sublocade', 'brixadi', 'belbuca'],
    treats: 'opioids',
    ...both('buprenorphine', 'norbuprenorphine'),
  }),
  one('buprenorphine-naloxone', {
    ...opioid,
    names: ['suboxone', 'zubsolv', 'bup nal', 'bup/nal', 'bunavail'],
    parts: ['buprenorphine', 'naloxone'],
    treats: 'opioids',
    ...both('buprenorphine', 'norbuprenorphine'),
  }),
  one('methadone', { ...opioid, names: ['methadose', 'dolophine'], treats: 'opioids', ...both('methadone', 'eddp') }),
  one('naltrexone', {
    classes: ['opioid-antagonist'],
    names: ['vivitrol', 'revia', 'depade'],
    treats: 'both',
    explains: ['naltrexone', 'naltrexol'],
    shows: { screen: [], confirm: ['naltrexone', 'naltrexol'] },
  }),
  one('acamprosate', { names: ['campral'], treats: 'alcohol' }),
  one('disulfiram', { names: ['antabuse'], treats: 'alcohol' }),
  one('naloxone', { names: ['narcan', 'kloxxado'] }),
  one('lofexidine', { names: ['lucemyra'], classes: ['alpha-2'] }),
  one('clonidine', { names: ['catapres', 'kapvay'], classes: ['alpha-2'] }),
  one('guanfacine', { names: ['intuniv', 'tenex'], classes: ['alpha-2'] }),
  // sleep, nerves, pain
  one('gabapentin', {
    names: ['neurontin', 'gralise'],
    classes: ['gabapentinoid'],
    explains: ['gabapentin'],
    shows: { screen: [], confirm: ['gabapentin'] },
  }),
  one('pregabalin', { names: ['lyrica'], classes: ['gabapentinoid'], explains: ['pregabalin'] }),
  one('baclofen', { names: ['lioresal'], classes: ['muscle-relaxant'] }),
  one('cyclobenzaprine', { names: ['flexeril'], classes: ['muscle-relaxant'], resembles: ['tricyclics'] }),
  one('tizanidine', { names: ['zanaflex'], classes: ['muscle-relaxant'] }),
  one('methocarbamol', { names: ['robaxin'], classes: ['muscle-relaxant'] }),
  one('topiramate', { names: ['topamax'] }),
  one('hydroxyzine', { names: ['vistaril', 'atarax'], classes: ['antihistamine'] }),
  one('diphenhydramine', {
    names: ['benadryl', 'zzzquil'],
    classes: ['antihistamine'],
    resembles: ['methadone', 'pcp'],
  }),
  one('doxylamine', { names: ['unisom'], classes: ['antihistamine'], resembles: ['methadone'] }),
  one('melatonin'),
  one('trazodone', { names: ['desyrel', 'oleptro'], resembles: ['amphetamines'] }),
  one('mirtazapine', { names: ['remeron'] }),
  one('doxepin', { names: ['silenor'], classes: ['tricyclic'] }),
  one('amitriptyline', { names: ['elavil'], classes: ['tricyclic'] }),
  one('nortriptyline', { names: ['pamelor'], classes: ['tricyclic'] }),
  // mood
  one('sertraline', { names: ['zoloft'], classes: ['ssri'], resembles: ['benzodiazepines'] }),
  one('fluoxetine', { names: ['prozac'], classes: ['ssri'], resembles: ['amphetamines'] }),
  one('escitalopram', { names: ['lexapro'], classes: ['ssri'] }),
  one('citalopram', { names: ['celexa'], classes: ['ssri'] }),
  one('paroxetine', { names: ['paxil'], classes: ['ssri'] }),
  one('venlafaxine', { names: ['effexor'], classes: ['snri'], resembles: ['pcp'] }),
  one('desvenlafaxine', { names: ['pristiq'], classes: ['snri'], resembles: ['pcp'] }),
  one('duloxetine', { names: ['cymbalta'], classes: ['snri'] }),
  one('bupropion', { names: ['wellbutrin', 'zyban'], resembles: ['amphetamines'] }),
  one('buspirone', { names: ['buspar'] }),
  one('lithium', { names: ['lithobid'] }),
  one('lamotrigine', { names: ['lamictal'] }),
  one('valproate', { names: ['depakote', 'valproic acid', 'divalproex'] }),
  one('carbamazepine', { names: ['tegretol'] }),
  one('oxcarbazepine', { names: ['trileptal'] }),
  one('quetiapine', { names: ['seroquel'], classes: ['antipsychotic'], resembles: ['methadone'] }),
  one('olanzapine', { names: ['zyprexa'], classes: ['antipsychotic'] }),
  one('risperidone', { names: ['risperdal'], classes: ['antipsychotic'] }),
  one('aripiprazole', { names: ['abilify'], classes: ['antipsychotic'] }),
  one('lurasidone', { names: ['latuda'], classes: ['antipsychotic'] }),
  one('ziprasidone', { names: ['geodon'], classes: ['antipsychotic'] }),
  one('haloperidol', { names: ['haldol'], classes: ['antipsychotic'] }),
  one('prazosin', { names: ['minipress'] }),
  one('propranolol', { names: ['inderal'], classes: ['beta-blocker'] }),
  // attention
  one('methylphenidate', {
    ...stimulant,
    names: ['ritalin', 'concerta', 'focalin', 'dexmethylphenidate'],
    explains: ['methylphenidate'],
    shows: { screen: [], confirm: ['methylphenidate'] },
  }),
  one('amphetamine', {
    ...stimulant,
    names: ['adderall', 'dextroamphetamine', 'dexedrine', 'mixed amphetamine salts'],
    explains: ['amphetamines', 'amphetamine'],
    shows: { screen: ['amphetamines'], confirm: ['amphetamine'] },
  }),
  one('lisdexamfetamine', {
    ...stimulant,
    names: ['vyvanse'],
    explains: ['amphetamines', 'amphetamine'],
    shows: { screen: ['amphetamines'], confirm: ['amphetamine'] },
  }),
  one('atomoxetine', { names: ['strattera'] }),
  one('modafinil', { names: ['provigil'] }),
  // sedatives
  one('diazepam', {
    ...benzo,
    names: ['valium'],
    ...both('benzodiazepines'),
    explains: ['benzodiazepines', 'diazepam', 'nordiazepam', 'oxazepam', 'temazepam'],
    shows: { screen: ['benzodiazepines'], confirm: ['nordiazepam', 'oxazepam', 'temazepam'] },
  }),
  one('chlordiazepoxide', {
    ...benzo,
    names: ['librium'],
    explains: ['benzodiazepines', 'nordiazepam', 'oxazepam'],
    shows: { screen: ['benzodiazepines'], confirm: ['nordiazepam', 'oxazepam'] },
  }),
  one('oxazepam', {
    ...benzo,
    names: ['serax'],
    explains: ['benzodiazepines', 'oxazepam'],
    shows: { screen: ['benzodiazepines'], confirm: ['oxazepam'] },
  }),
  one('temazepam', {
    ...benzo,
    names: ['restoril'],
    explains: ['benzodiazepines', 'temazepam', 'oxazepam'],
    shows: { screen: ['benzodiazepines'], confirm: ['temazepam'] },
  }),
  one('alprazolam', { ...benzo, names: ['xanax'], ...confirmed('benzodiazepines', 'alprazolam') }),
  one('clonazepam', { ...benzo, names: ['klonopin'], ...confirmed('benzodiazepines', 'clonazepam') }),
  one('lorazepam', { ...benzo, names: ['ativan'], ...confirmed('benzodiazepines', 'lorazepam') }),
  one('zolpidem', { names: ['ambien'], classes: ['z-drug'], explains: ['zolpidem'] }),
  one('eszopiclone', { names: ['lunesta'], classes: ['z-drug'] }),
  one('zaleplon', { names: ['sonata'], classes: ['z-drug'] }),
  one('phenobarbital', { names: ['luminal'], classes: ['barbiturate'], ...both('barbiturates') }),
  // opioids for pain
  one('oxycodone', {
    ...opioid,
    names: ['oxycontin', 'roxicodone', 'percocet', 'oxycodone/acetaminophen'],
    explains: ['oxycodone', 'oxymorphone', 'opiates'],
    shows: { screen: ['oxycodone'], confirm: ['oxycodone', 'oxymorphone'] },
  }),
  one('hydrocodone', {
    ...opioid,
    names: ['vicodin', 'norco', 'hydrocodone/acetaminophen'],
    ...confirmed('opiates', 'hydrocodone', 'hydromorphone'),
  }),
  one('hydromorphone', { ...opioid, names: ['dilaudid'], ...confirmed('opiates', 'hydromorphone') }),
  one('morphine', {
    ...opioid,
    names: ['ms contin', 'kadian'],
    explains: ['opiates', 'morphine', 'hydromorphone'],
    shows: { screen: ['opiates'], confirm: ['morphine'] },
  }),
  one('codeine', {
    ...opioid,
    explains: ['opiates', 'codeine', 'morphine', 'hydrocodone'],
    shows: { screen: ['opiates'], confirm: ['codeine', 'morphine'] },
  }),
  one('fentanyl', { ...opioid, names: ['duragesic'], ...both('fentanyl', 'norfentanyl') }),
  one('tramadol', { ...opioid, names: ['ultram'], ...both('tramadol'), resembles: ['pcp'] }),
  one('tapentadol', { ...opioid, names: ['nucynta'] }),
  // smoking, and what else comes through the door
  one('nicotine', { names: ['nicorette', 'nicoderm'] }),
  one('varenicline', { names: ['chantix'] }),
  one('ibuprofen', { names: ['advil', 'motrin'], classes: ['nsaid'] }),
  one('naproxen', { names: ['aleve', 'naprosyn'], classes: ['nsaid'] }),
  one('aspirin', { classes: ['nsaid'] }),
  one('acetaminophen', { names: ['tylenol', 'paracetamol'] }),
  one('amoxicillin', { names: ['augmentin', 'amoxil'], classes: ['penicillin'] }),
  one('penicillin', { names: ['penicillin v', 'penicillin g'], classes: ['penicillin'] }),
  one('cephalexin', { names: ['keflex'], classes: ['cephalosporin'] }),
  one('sulfamethoxazole-trimethoprim', {
    names: ['bactrim', 'septra', 'sulfa', 'sulfamethoxazole', 'co-trimoxazole'],
    parts: ['sulfamethoxazole', 'trimethoprim'],
    classes: ['sulfa-antibiotic'],
  }),
  one('levofloxacin', { names: ['levaquin'], resembles: ['opiates'] }),
  one('pseudoephedrine', { names: ['sudafed'], resembles: ['amphetamines'] }),
  one('omeprazole', { names: ['prilosec'] }),
  one('ondansetron', { names: ['zofran'] }),
  one('loperamide', { names: ['imodium'] }),
  one('metformin', { names: ['glucophage'] }),
  one('lisinopril', { names: ['zestril'] }),
  one('amlodipine', { names: ['norvasc'] }),
  one('levothyroxine', { names: ['synthroid'] }),
  one('albuterol', { names: ['ventolin'] }),
]

const byKey = new Map(medicines.map((medicine) => [medicine.key, medicine]))
const byName = medicines
  .flatMap((medicine) =>
    [medicine.key.replaceAll('-', ' '), ...medicine.names].map((name) => [tidy(name), medicine] as const),
  )
  // The longest first: 'buprenorphine naloxone' is not buprenorphine alone.
  .toSorted((a, b) => b[0].length - a[0].length)

function tidy(text: string): string {
  return plainLetters(text)
    .replace(/[^a-z0-9]+/g, ' ')
    .trim()
}

/** A medicine of the list by its key, or null. */
export const medicineOf = (key: string): Medicine | null => byKey.get(key) ?? null

/**
 * Which medicine of the list a typed name means ('Suboxone 8/2 film' → buprenorphine and naloxone), by whole words; null where
 * the list does not know it. Never a guess by likeness: a wrong match would check the wrong medicine.
 */
export function medicineNamed(text: string): Medicine | null {
  const words = ` ${tidy(text)} `
  return byName.find(([name]) => words.includes(` ${name} `))?.[1] ?? null
}
