import { text, type OwnText } from './text.ts'

export const familyTexts: readonly OwnText[] = [
  {
    key: 'welcome',
    en: {
      heading: 'You are worried about someone',
      words:
        'You did not cause it, and you cannot do it for them. You can make a difference, and you do not have to do it alone.',
    },
    es: {
      heading: 'Usted está preocupado por alguien',
      words:
        'Usted no lo causó y no puede hacerlo por esa persona. Pero puede ayudar mucho, y no tiene que hacerlo a solas.',
    },
  },
  {
    key: 'danger',
    en: {
      heading: 'If there is danger now',
      words:
        text(`- **Cannot be woken, breathes slowly, lips are blue:** call 911. Give naloxone if you have it. Lay them on their side and stay.
        - **Speaks of dying, or says goodbye:** ask straight out, “Are you thinking of killing yourself?” Asking does not plant the thought. Stay with them, put pills and weapons out of reach, and call or text 988.
        - **Shakes, sweats or sees things after stopping:** call 911 or go to an emergency room.
        - **You are afraid of them:** leave first, call then. The national domestic violence line is 1-800-799-7233.`),
    },
    es: {
      heading: 'Si hay peligro ahora',
      words:
        text(`- **No despierta, respira despacio, tiene los labios azules:** llame al 911. Dele naloxona si la tiene. Acuéstele de lado y quédese.
        - **Habla de morir o se despide:** pregunte directamente: «¿Está pensando en matarse?». Preguntar no da la idea. Quédese con esa persona, aleje las pastillas y las armas, y llame al 988 (oprima 2 para español).
        - **Tiembla, suda o ve cosas después de dejar de consumir:** llame al 911 o vayan a urgencias.
        - **Usted le tiene miedo:** primero salga, después llame. La línea nacional contra la violencia doméstica es 1-800-799-7233.`),
    },
  },
  {
    key: 'part',
    en: {
      heading: 'How can you be part of it?',
      words:
        text(`- **Call us yourself.** You may ask anything about how we work, and tell us what you see. You need not give a name.
        - **Family groups and family meetings.** You learn what helps and what does not, and hear from others in your place.
        - **At home:** fewer bottles, calmer evenings, a ride on the right day. Small things carry far.`),
    },
    es: {
      heading: '¿Cómo puede participar?',
      words:
        text(`- **Llámenos usted.** Puede preguntar todo sobre cómo trabajamos y contarnos lo que ve. No tiene que dar ningún nombre.
        - **Grupos y reuniones de familia.** Aprende qué ayuda y qué no, y escucha a otros que están en su lugar.
        - **En casa:** menos botellas, noches más tranquilas, llevarle el día que toca. Las cosas pequeñas llegan lejos.`),
    },
  },
  {
    key: 'privacy',
    en: {
      heading: 'What may we tell you?',
      words:
        text(`The law protects everyone who gets help here. Without a written yes from the person, we cannot even say whether we know them. That holds for parents of grown children, for partners and for employers, and it would protect you just the same.

        **We may always listen.** What you tell us can help, and we tell you so if we must share it.

        With a written yes we tell you what it names, and nothing beyond: perhaps that somebody came, perhaps how to help. The yes can be taken back on any day.`),
    },
    es: {
      heading: '¿Qué podemos decirle?',
      words:
        text(`La ley protege a todas las personas que reciben ayuda aquí. Sin un permiso escrito de la persona, ni siquiera podemos decir si la conocemos. Vale para padres de hijos adultos, para parejas y para patrones, y a usted le protegería igual.

        **Siempre podemos escuchar.** Lo que usted nos cuenta puede ayudar, y le avisamos si tenemos que compartirlo.

        Con un permiso escrito le decimos lo que el permiso nombra y nada más: tal vez que alguien vino, tal vez cómo ayudar. El permiso se puede retirar cualquier día.`),
    },
  },
  {
    key: 'yourself',
    en: {
      heading: 'And you?',
      words:
        'Sleep, food, and one person you can talk to. Al-Anon, Nar-Anon and NAMI have free groups for families everywhere, also online. You are allowed to have good days.',
    },
    es: {
      heading: '¿Y usted?',
      words:
        'Dormir, comer y una persona con quien hablar. Al-Anon, Nar-Anon y NAMI tienen grupos gratis para familias en todas partes, también en línea. Usted tiene derecho a tener días buenos.',
    },
  },
]
