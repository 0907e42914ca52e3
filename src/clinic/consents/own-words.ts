import type { Information, Purpose, RecipientKind } from './consent.ts'
import type { Paragraph } from './documents-words.ts'
import type { OwnScope } from './own-terms.ts'

type Words = {
  titles: Record<OwnScope, string>
  information: Record<Information, string>
  purposes: Record<Purpose, string>
  kinds: Record<RecipientKind, string>
  /** Every paragraph, in order; null is left out. */
  paragraphs: (facts: { scope: OwnScope; hasDetail: boolean; hasMembers: boolean; waits: boolean }) => Paragraph[]
  members: string
  revocable: { date: (day: string) => string; event: (what: string) => string }
}

const heading = (text: string): Paragraph => ({ kind: 'heading', text })
const say = (text: string): Paragraph => ({ kind: 'text', text })
const item = (text: string): Paragraph => ({ kind: 'item', text })

/** What a consent of its own says in English. Own words; the elements are those of 42 CFR 2.31(a), and 2.35 for courts. */
export const ownEnglish: Words = {
  titles: {
    specific: 'Consent to share with one person or place',
    'counselling-notes': 'Consent to share counseling notes',
    legal: 'Consent to use my records in a legal case',
    'criminal-justice': 'Consent to report to a court or officer',
  },
  information: {
    presence: 'that I come here for care',
    attendance: 'the days I came and did not come',
    plan: 'my plan of care and how it is going',
    billing: 'my bills and what was paid',
    record: 'all records of my care, without the counseling notes kept apart',
    'counselling-notes': 'the counseling notes that a counselor keeps apart about what I say in sessions',
  },
  purposes: {
    treatment: 'treatment, so that those who care for me can work together',
    payment: 'payment, so that my care can be paid for',
    operations: 'health care operations of the program',
    'patient-request': 'my own request',
    family: 'so that they can stand by me',
    fundraising: 'fundraising',
    'legal-proceedings': 'use in a civil, criminal, administrative, or legislative case',
    'criminal-justice': 'so that they can see how I keep to the treatment that my case asks for',
    other: 'this purpose',
  },
  kinds: {
    'treating-provider': 'a provider',
    'health-plan': 'a health plan',
    'third-party-payer': 'a payer',
    'program-operations': 'a helper of the program',
    intermediary: 'a go-between that passes records on',
    person: 'a person',
    court: 'a court',
    'law-enforcement': 'an officer of the law',
    employer: 'an employer',
    school: 'a school',
    other: 'someone else',
  },
  members: 'It may pass them on only to: {members}.',
  revocable: {
    date: (day) => `from ${day} on`,
    event: (what) => `once this has happened: ${what}`,
  },
  paragraphs: ({ scope, hasDetail, hasMembers, waits }) => [
    say(
      'This form is about the records of {client} at {clinic}. Federal law (42 CFR part 2) protects them. Most of the time we may not share them, or even say that you come here, unless you say so in writing. Please read it, and ask about anything.',
    ),
    heading('Who may share'),
    say('You let {clinic}, and the people who work there, share what is named here.'),
    heading('What may be shared'),
    say('This, and no more: {what}.'),
    ...(hasDetail ? [say('More exactly: {detail}.')] : []),
    ...(scope === 'counselling-notes' ? [say('This form is about these notes alone. It covers nothing else.')] : []),
    heading('With whom'),
    say('With {who}, and nobody else.'),
    ...(hasMembers ? [say(ownEnglish.members)] : []),
    heading('What for'),
    say('For this: {why}.'),
    ...(scope === 'legal'
      ? [
          say(
            'With this form, what is shared may be used in a case, even against you. Please talk with your lawyer before you sign.',
          ),
        ]
      : [say('It does not let anyone use your records against you in a legal case. That takes a form of its own.')]),
    heading('What happens to records once they are shared'),
    ...(scope === 'legal'
      ? []
      : [
          say(
            'A provider or health plan that gets your records, and those who work for them, may use and share them again as the HIPAA privacy rules allow. They may not use them in civil, criminal, administrative, or legislative proceedings against you.',
          ),
        ]),
    say(
      'Anyone who gets your records may share them again, and they may then no longer be protected by 42 CFR part 2.',
    ),
    ...(scope === 'criminal-justice'
      ? [say('The court or officer may use them only for their duty in the case that asks for your treatment.')]
      : []),
    heading('How to take it back'),
    ...(waits
      ? [
          say(
            'You may take this consent back in writing {revocable}. Until then the law lets us go on (42 CFR 2.35). Write to {privacyContact}, or ask any of us for the form. We cannot undo what was shared or done while we relied on it.',
          ),
        ]
      : [
          say(
            'You may take this consent back at any time, in writing. Write to {privacyContact}, or ask any of us for the form. From then on we stop. We cannot undo what was shared or done while we relied on it.',
          ),
        ]),
    heading('When it ends'),
    say('This consent {ends}.'),
    heading('If you do not sign'),
    scope === 'criminal-justice'
      ? say(
          'You do not have to sign. We will still care for you. What the court makes of it, we cannot say: please ask your lawyer.',
        )
      : say('You do not have to sign. Your care here stays the same. We will not share this, that is all.'),
    item('You get a copy of this form.'),
    say('By signing, {signer} agrees to it.'),
  ],
}

export const ownSpanish: Words = {
  titles: {
    specific: 'Permiso para compartir con una persona o un lugar',
    'counselling-notes': 'Permiso para compartir notas de consejería',
    legal: 'Permiso para usar mis registros en un caso legal',
    'criminal-justice': 'Permiso para informar a un tribunal o a un oficial',
  },
  information: {
    presence: 'que vengo aquí a recibir atención',
    attendance: 'los días que vine y los que no vine',
    plan: 'mi plan de atención y cómo va',
    billing: 'mis cuentas y lo que se pagó',
    record: 'todos los registros de mi atención, sin las notas de consejería que se guardan aparte',
    'counselling-notes': 'las notas que un consejero guarda aparte sobre lo que digo en las sesiones',
  },
  purposes: {
    treatment: 'el tratamiento, para que quienes me atienden trabajen juntos',
    payment: 'el pago de mi atención',
    operations: 'las operaciones de atención médica del programa',
    'patient-request': 'porque yo lo pido',
    family: 'para que puedan apoyarme',
    fundraising: 'la recaudación de fondos',
    'legal-proceedings': 'el uso en un caso civil, penal, administrativo o legislativo',
    'criminal-justice': 'para que vean cómo cumplo con el tratamiento que pide mi caso',
    other: 'este fin',
  },
  kinds: {
    'treating-provider': 'un proveedor',
    'health-plan': 'un plan de salud',
    'third-party-payer': 'alguien que paga',
    'program-operations': 'alguien que ayuda al programa',
    intermediary: 'un intermediario que pasa registros',
    person: 'una persona',
    court: 'un tribunal',
    'law-enforcement': 'un oficial de la ley',
    employer: 'un empleador',
    school: 'una escuela',
    other: 'otra persona',
  },
  members: 'Solo puede pasarlos a: {members}.',
  revocable: {
    date: (day) => `a partir del ${day}`,
    event: (what) => `cuando haya pasado esto: ${what}`,
  },
  paragraphs: ({ scope, hasDetail, hasMembers, waits }) => [
    say(
      'Esta hoja trata de los registros de {client} en {clinic}. La ley federal (42 CFR parte 2) los protege. En la mayoría de los casos no podemos compartirlos, ni siquiera decir que usted viene aquí, si usted no da permiso por escrito. Por favor, léala y pregunte lo que quiera.',
    ),
    heading('Quién puede compartir'),
    say('Usted permite que {clinic}, y las personas que trabajan allí, compartan lo que se dice aquí.'),
    heading('Qué se puede compartir'),
    say('Esto y nada más: {what}.'),
    ...(hasDetail ? [say('Más en concreto: {detail}.')] : []),
    ...(scope === 'counselling-notes' ? [say('Esta hoja trata solo de esas notas. No abarca nada más.')] : []),
    heading('Con quién'),
    say('Con {who}, y con nadie más.'),
    ...(hasMembers ? [say(ownSpanish.members)] : []),
    heading('Para qué'),
    say('Para esto: {why}.'),
    ...(scope === 'legal'
      ? [
          say(
            'Con esta hoja, lo que se comparte se puede usar en un caso, incluso contra usted. Por favor, hable con su abogado antes de firmar.',
          ),
        ]
      : [say('No permite que nadie use sus registros contra usted en un caso legal. Para eso hace falta otra hoja.')]),
    heading('Qué pasa con los registros una vez compartidos'),
    ...(scope === 'legal'
      ? []
      : [
          say(
            'Un proveedor o plan de salud que recibe sus registros, y quienes trabajan para ellos, pueden usarlos y compartirlos de nuevo como lo permiten las reglas de privacidad de HIPAA. No pueden usarlos en procesos civiles, penales, administrativos o legislativos contra usted.',
          ),
        ]),
    say(
      'Quien recibe sus registros puede compartirlos de nuevo, y entonces es posible que ya no estén protegidos por 42 CFR parte 2.',
    ),
    ...(scope === 'criminal-justice'
      ? [say('El tribunal o el oficial solo puede usarlos para su deber en el caso que pide su tratamiento.')]
      : []),
    heading('Cómo retirarlo'),
    ...(waits
      ? [
          say(
            'Usted puede retirar este permiso por escrito {revocable}. Hasta entonces la ley nos deja seguir (42 CFR 2.35). Escriba a {privacyContact}, o pídanos la hoja a cualquiera de nosotros. No podemos deshacer lo que se compartió o se hizo mientras contábamos con él.',
          ),
        ]
      : [
          say(
            'Usted puede retirar este permiso en cualquier momento, por escrito. Escriba a {privacyContact}, o pídanos la hoja a cualquiera de nosotros. Desde entonces dejamos de compartir. No podemos deshacer lo que se compartió o se hizo mientras contábamos con él.',
          ),
        ]),
    heading('Cuándo termina'),
    say('Este permiso {ends}.'),
    heading('Si no firma'),
    scope === 'criminal-justice'
      ? say(
          'No tiene que firmar. Le atenderemos igual. Lo que el tribunal piense de eso no lo podemos decir: por favor, pregunte a su abogado.',
        )
      : say('No tiene que firmar. Su atención aquí sigue igual. Solo que no compartiremos esto.'),
    item('Usted recibe una copia de esta hoja.'),
    say('Al firmar, {signer} la acepta.'),
  ],
}
