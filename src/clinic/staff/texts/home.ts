import { text, type OwnText } from './text.ts'

export const homeTexts: readonly OwnText[] = [
  {
    key: 'welcome',
    en: {
      heading: 'Get well, and keep your life going',
      words:
        'Treatment for alcohol, drugs and mental health: some hours a week with people who know the way. You sleep at home.',
    },
    es: {
      heading: 'Recupérese sin dejar su vida en pausa',
      words:
        'Tratamiento para el alcohol, las drogas y la salud mental: unas horas por semana con gente que conoce el camino. Usted duerme en su casa.',
    },
  },
  {
    key: 'what',
    en: {
      heading: 'What is an intensive outpatient program?',
      words:
        text(`It is more than a weekly visit to a therapist, and less than living in a clinic. You come on several days a week, stay for about three hours, and go home. Most people come for two to four months, with fewer hours toward the end.

        Groups are the heart of it. You sit with eight or ten others, and with a clinician who leads. You practice what to say and do when it gets hard, and you try it out the same evening in your own life. You also have a therapist of your own, and someone who looks after your medicine if you take any.`),
    },
    es: {
      heading: '¿Qué es un programa intensivo ambulatorio?',
      words:
        text(`Es más que una visita semanal al terapeuta y menos que vivir en una clínica. Usted viene varios días por semana, se queda unas tres horas y vuelve a su casa. La mayoría viene de dos a cuatro meses, con menos horas hacia el final.

        Los grupos son el centro. Usted se sienta con otras ocho o diez personas y con un profesional que dirige. Practica qué decir y qué hacer cuando las cosas se ponen difíciles, y lo prueba esa misma noche en su propia vida. También tiene un terapeuta propio y alguien que cuida de sus medicinas, si las toma.`),
    },
  },
  {
    key: 'week',
    en: {
      heading: 'What does a week look like?',
      words:
        'You choose a track that leaves room for your job, your school or your children, and keep the same days, the same people and the same clinicians.',
    },
    es: {
      heading: '¿Cómo es una semana?',
      words:
        'Usted elige un horario que deje espacio para su trabajo, sus estudios o sus hijos, y conserva los mismos días, la misma gente y los mismos profesionales.',
    },
  },
  {
    key: 'fit',
    en: {
      heading: 'Who does well here?',
      words: text(`- You are safe at home, and your home is calm enough to get well in.
        - Your body does not need a hospital to stop drinking or using.
        - You have work, school or a family you do not want to leave.
        - You can say a little about yourself in front of others, or would like to learn to.
        - You come from a hospital or a residential program, and want to keep what you gained.`),
    },
    es: {
      heading: '¿A quién le va bien aquí?',
      words: text(`- Está a salvo en su casa, y su casa es lo bastante tranquila para recuperarse.
        - Su cuerpo no necesita un hospital para dejar de beber o consumir.
        - Tiene trabajo, estudios o una familia que no quiere dejar.
        - Puede hablar un poco de usted delante de otros, o quisiera aprender a hacerlo.
        - Viene de un hospital o de un programa residencial y quiere conservar lo que ganó.`),
    },
  },
  {
    key: 'not-fit',
    en: {
      heading: 'Who needs another place first?',
      words:
        text(`Nobody is turned away with nothing. When this is not the right place yet, we call the right one with you and stay in touch until you are there. Afterwards the way back is open.

        - **Shaking, sweating, seeing things, or seizures when you stop** alcohol, sleeping pills or tranquilizers: you need a detox unit or a hospital first. Do not stop alone.
        - **Thoughts of ending your life:** call or text 988 now. If you have a plan or the means at hand, call 911.
        - **You need someone near you day and night:** a residential program or a hospital.
        - **Home is not safe,** or others use there: we help you find a sober house or a shelter first.`),
    },
    es: {
      heading: '¿Quién necesita primero otro lugar?',
      words:
        text(`A nadie lo dejamos sin nada. Cuando este todavía no es el lugar indicado, llamamos con usted al indicado y seguimos en contacto hasta que llegue. Después, el camino de regreso está abierto.

        - **Temblores, sudor, ver cosas o convulsiones al dejar** el alcohol, las pastillas para dormir o los tranquilizantes: primero necesita una unidad de desintoxicación o un hospital. No los deje a solas.
        - **Pensamientos de quitarse la vida:** llame al 988 ahora. Si tiene un plan o los medios a mano, llame al 911.
        - **Necesita a alguien cerca de día y de noche:** un programa residencial o un hospital.
        - **Su casa no es segura,** o allí otros consumen: primero le ayudamos a encontrar una casa sobria o un refugio.`),
    },
  },
  {
    key: 'next',
    en: {
      heading: 'What happens when you call?',
      words: text(
        `A care coordinator listens, asks a few questions and tells you plainly whether we can help. The call is free and private, and you decide nothing on the phone. If it fits, you meet a clinician within a few days, see what it costs before you start, and choose your first day.`,
      ),
    },
    es: {
      heading: '¿Qué pasa cuando usted llama?',
      words: text(
        `Un coordinador le escucha, le hace algunas preguntas y le dice con claridad si podemos ayudarle. La llamada es gratis y privada, y usted no decide nada por teléfono. Si es lo indicado, en pocos días habla con un profesional, ve cuánto cuesta antes de empezar y elige su primer día.`,
      ),
    },
  },
]
