import type { Mark } from '../../basics/mark.ts'

export type Measured = {
  specimen: string
  temperature: number | null
  creatinine: number | null
  gravity: number | null
  acidity: number | null
  saidValidity: string
}
export type Validity = 'valid' | 'dilute' | 'substituted' | 'adulterated' | 'invalid' | 'not-tested'

/** Published limits of specimen validity for urine; the temperature in °F within minutes of collection. */
export const limits: { source: string; mark: Mark } = {
  source:
    'HHS mandatory guidelines for federal workplace drug testing: creatinine under 20 mg/dL dilute (the guidelines ask for specific gravity under 1.003 as well; here the one is enough); under 2 with 1.001 or less, or 1.020 or more, substituted; pH under 4 or from 11 adulterated; 90 to 100 °F at collection',
  mark: 'K',
}

/**
 * Whether a specimen can be trusted, and why not. Creatinine in mg/dL, specific gravity as a ratio (1.003), pH, temperature in
 * °F at collection; null where it was not measured. What the laboratory itself said stands where it is worse. Nothing measured:
 * 'not-tested', which is not 'valid'. Source: `limits`, a default that the clinic's medical director confirms.
 */
export function validityOf(one: Measured): { validity: Validity; because: string } {
  const { creatinine, gravity, acidity, temperature } = one
  if (one.saidValidity !== '' && one.saidValidity !== 'valid')
    return { validity: one.saidValidity as Validity, because: 'The laboratory says so.' } // the column allows these words
  if (one.specimen !== 'urine')
    return one.saidValidity === 'valid'
      ? { validity: 'valid', because: 'The laboratory says so.' }
      : { validity: 'not-tested', because: 'Its validity was not tested.' }
  if (acidity !== null && (acidity < 4 || acidity >= 11))
    return { validity: 'adulterated', because: `pH ${acidity} is not that of urine.` }
  if (creatinine !== null && creatinine < 2 && gravity !== null && (gravity <= 1.001 || gravity >= 1.02))
    return { validity: 'substituted', because: `Creatinine ${creatinine} mg/dL is not that of urine.` }
  if (temperature !== null && (temperature < 90 || temperature > 100))
    return { validity: 'invalid', because: `It was ${temperature} °F when it was given; 90 to 100 is expected.` }
  if (creatinine !== null && creatinine < 20)
    return { validity: 'dilute', because: `Creatinine ${creatinine} mg/dL: under 20 is dilute.` }
  if (creatinine === null && gravity === null && acidity === null && temperature === null && one.saidValidity === '')
    return { validity: 'not-tested', because: 'Its validity was not tested.' }
  return { validity: 'valid', because: '' }
}

/** Only then does "not found" mean that it was not there. A dilute or invalid specimen never counts as negative. */
export const canBeNegative = (validity: Validity): boolean => validity === 'valid' || validity === 'not-tested'
