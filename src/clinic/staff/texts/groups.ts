import { text, type OwnText } from './text.ts'

export const groupsTexts: readonly OwnText[] = [
  {
    key: 'welcome',
    en: {
      heading: 'Find a group with a free seat',
      words:
        'The number of free seats is counted at this moment. A group meets at the same time each week, with the same people.',
    },
    es: {
      heading: 'Encuentre un grupo con lugar',
      words:
        'Los lugares libres se cuentan en este momento. Cada grupo se reúne a la misma hora cada semana, con la misma gente.',
    },
  },
  {
    key: 'first-time',
    en: {
      heading: 'What happens the first time?',
      words: text(
        `You say your first name, and as much or as little as you like. Nobody has to tell their story on the first day. The clinician opens, everyone says how they are, and then there is a theme to work on together. What is said in the room stays in the room.`,
      ),
    },
    es: {
      heading: '¿Qué pasa la primera vez?',
      words: text(
        `Usted dice su nombre, y tanto o tan poco como quiera. Nadie tiene que contar su historia el primer día. El profesional abre la reunión, cada persona dice cómo está, y luego hay un tema para trabajar juntos. Lo que se dice en el grupo se queda en el grupo.`,
      ),
    },
  },
  {
    key: 'hold',
    en: {
      heading: 'What does holding a seat mean?',
      words: text(
        `The chair is kept for you and given to nobody else until the time we show you. Meanwhile a coordinator calls you, and together you see whether this group is right. Holding costs nothing and promises nothing: if you do not want it, the seat goes back on its own.`,
      ),
    },
    es: {
      heading: '¿Qué significa apartar un lugar?',
      words: text(
        `Le guardamos la silla y no se la damos a nadie más hasta la hora que le mostramos. Mientras tanto, un coordinador le llama y juntos ven si este grupo es el indicado. Apartar un lugar no cuesta nada ni le obliga a nada: si no lo quiere, el lugar queda libre por sí solo.`,
      ),
    },
  },
  {
    key: 'waitlist',
    en: {
      heading: 'No free seat?',
      words:
        'Call us. Seats open when somebody finishes, and we cannot promise the day. Whoever asked first is asked first, and very often another group of the same kind has a chair this week.',
    },
    es: {
      heading: '¿No hay lugar?',
      words:
        'Llámenos. Un lugar se abre cuando alguien termina, y no podemos prometer el día. A quien preguntó primero le preguntamos primero, y muchas veces otro grupo parecido tiene una silla esta misma semana.',
    },
  },
]
