// Every address of Stepwell. Links, forms and tests take theirs from here, so that a dead link does not compile,
// and the stranger test walks this list, so that a new page cannot be forgotten.
// It is long, so it stands in four parts; nobody else imports them.
import { admissionUrls } from './urls-admission.ts'
import { careUrls } from './urls-care.ts'
import { frontUrls } from './urls-front.ts'
import { treatmentUrls } from './urls-treatment.ts'

export type { Audience, Url } from './urls-kinds.ts'

export const urls = { ...frontUrls, ...admissionUrls, ...careUrls, ...treatmentUrls } as const
