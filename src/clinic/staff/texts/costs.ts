import { text, type OwnText } from './text.ts'

export const costsTexts: readonly OwnText[] = [
  {
    key: 'welcome',
    en: {
      heading: 'You know the cost before you start',
      words:
        'We look up your insurance, work out your part for each week, and give it to you in writing. Asking costs nothing.',
    },
    es: {
      heading: 'Usted sabe el costo antes de empezar',
      words:
        'Consultamos su seguro, calculamos su parte de cada semana y se la damos por escrito. Preguntar no cuesta nada.',
    },
  },
  {
    key: 'insurance',
    en: {
      heading: 'With insurance',
      words:
        text(`Most plans, Medicaid and Medicare pay for intensive outpatient treatment when a clinician finds that it is needed. What stays for you depends on your plan: a deductible, a fixed payment for each visit, or a share.

        Have your card at hand when you call. We ask the plan ourselves, and tell you what it said.`),
    },
    es: {
      heading: 'Con seguro',
      words:
        text(`La mayoría de los seguros, Medicaid y Medicare pagan el tratamiento intensivo ambulatorio cuando un profesional ve que hace falta. Lo que queda para usted depende de su plan: un deducible, un pago fijo por visita o un porcentaje.

        Tenga su tarjeta a mano cuando llame. Nosotros le preguntamos al seguro y le decimos qué contestó.`),
    },
  },
  {
    key: 'no-insurance',
    en: {
      heading: 'Without insurance, or when it is not enough',
      words:
        text(`You pay by what your household earns. Tell us how many you are and what comes in, and we work out your part. Money is a thing to talk about, not a reason to stay away.

        **Your right:** if you have no insurance or do not use it, you may ask for a good faith estimate in writing before you start. If a bill is at least $400 more than the estimate, you can dispute it: cms.gov/nosurprises.`),
    },
    es: {
      heading: 'Sin seguro, o cuando no alcanza',
      words:
        text(`Usted paga según lo que gana su hogar. Díganos cuántos son y cuánto entra, y calculamos su parte. Del dinero se habla; no es razón para no venir.

        **Su derecho:** si no tiene seguro o no lo usa, puede pedir por escrito un estimado de buena fe antes de empezar. Si una factura supera el estimado en $400 o más, puede reclamar: cms.gov/nosurprises.`),
    },
  },
]
