import type { Child } from 'hono/jsx'
import { Facts, type Fact } from '../../../ui/facts.tsx'
import { Sig, type Tone } from '../../../ui/status.tsx'
import { OnDay } from '../../../ui/when.tsx'
import type { Benefits, Said } from '../benefits.ts'
import { dollars, type Cents } from '../money.ts'

/** An amount, or in words that nobody knows it: never a silent zero. */
export const Money = ({ cents }: { cents: Cents | null }) =>
  cents === null ? <span class="muted">Not known</span> : <>{dollars(cents)}</>

/** From the least to the most; one amount when they are the same. */
export const spanWords = (least: Cents, most: Cents | null): string =>
  most === null
    ? `At least ${dollars(least)}, the most is not known`
    : least === most
      ? dollars(least)
      : `${dollars(least)} to ${dollars(most)}`

export const percentWords = (hundredths: number | null): string | null =>
  hundredths === null ? null : `${hundredths / 100} %`

const saidTone: Record<Said, Tone | 'calm'> = { yes: 'good', no: 'danger', unknown: 'warning' }
export const Answered = ({ said, yes, no, unknown }: { said: Said; yes: string; no: string; unknown: string }) => (
  <Sig tone={saidTone[said]}>{said === 'yes' ? yes : said === 'no' ? no : unknown}</Sig>
)

const metOf = (whole: Cents | null, met: Cents | null): Child =>
  whole === null
    ? null
    : met === null
      ? `${dollars(whole)}; how much is met is not known`
      : `${dollars(whole)}, ${dollars(met)} of it met`

/** What a plan covers. Clinicians see whether and how much care is paid for; the amounts are for those who work with money. */
export const BenefitFacts = ({ benefits, amounts }: { benefits: Benefits; amounts: boolean }) => {
  const facts: Fact[] = [
    {
      term: 'IOP',
      detail: (
        <Answered said={benefits.iopCovered} yes="Covered" no="Not covered" unknown="Not known whether it is covered" />
      ),
    },
    {
      term: 'Authorisation',
      detail:
        benefits.needsAuthorization === 'yes' ? (
          <Sig tone="warning">Needed</Sig>
        ) : benefits.needsAuthorization === 'no' ? (
          'Not needed'
        ) : null,
      none: 'Not known',
    },
    {
      term: 'Video days',
      detail: benefits.allowsVirtual === 'yes' ? 'Paid' : benefits.allowsVirtual === 'no' ? 'Not paid' : null,
      none: 'Not known',
    },
    {
      term: 'Days',
      detail:
        benefits.visitLimit === null
          ? null
          : benefits.visitsUsed === null
            ? `${benefits.visitLimit} a year; how many are used is not known`
            : `${Math.max(0, benefits.visitLimit - benefits.visitsUsed)} of ${benefits.visitLimit} left`,
      none: 'No limit told',
    },
    {
      term: 'Network',
      detail:
        benefits.network === 'in' ? (
          'We are in it'
        ) : benefits.network === 'out' ? (
          <Sig tone="warning">We are outside it</Sig>
        ) : null,
      none: 'Not known',
    },
  ]
  const money: Fact[] = [
    {
      term: 'Copay a day',
      detail: benefits.copayPerDay === null ? null : dollars(benefits.copayPerDay),
      none: 'Not known',
    },
    { term: 'Coinsurance', detail: percentWords(benefits.coinsurance), none: 'Not known' },
    {
      term: 'Deductible',
      detail:
        benefits.deductibleApplies === 'no'
          ? 'Does not apply to IOP days'
          : metOf(benefits.deductible, benefits.deductibleMet),
      none: 'Not known',
    },
    {
      term: 'Out-of-pocket maximum',
      detail: metOf(benefits.outOfPocketMax, benefits.outOfPocketMet),
      none: 'Not known',
    },
  ]
  return <Facts facts={[...facts, ...(amounts ? money : [])]} across />
}

export const Dates = ({ from, to }: { from: string | null; to: string | null }) => (
  <>
    {from === null ? (
      'Beginning not known'
    ) : (
      <>
        {to === null && 'Since '}
        <OnDay day={from} />
      </>
    )}
    {to !== null && (
      <>
        {' to '}
        <OnDay day={to} />
      </>
    )}
  </>
)

export const list = (words: readonly string[]): string =>
  words.length < 2 ? (words[0] ?? '') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`
