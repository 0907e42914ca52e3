import { text, type OwnText } from './text.ts'

export const helpTexts: readonly OwnText[] = [
  {
    key: 'welcome',
    en: {
      heading: 'Get help now',
      words: 'You do not have to be sure. If it may be dangerous, call.',
    },
    es: {
      heading: 'Busque ayuda ahora',
      words: 'No hace falta estar seguro. Si puede ser peligroso, llame.',
    },
  },
  {
    key: 'life',
    en: {
      heading: 'Thoughts of ending your life',
      words: text(`- Call or text **988**. A person answers, day and night, for free.
        - Move away from pills, weapons and high places, or ask someone to take them.
        - Do not stay alone. Sit with someone, or stay on the line.
        - If you have begun, or are about to: **911**.`),
    },
    es: {
      heading: 'Pensamientos de quitarse la vida',
      words: text(`- Llame al **988** y oprima 2, o envíe AYUDA al 988. Responde una persona, de día y de noche, gratis.
        - Aléjese de pastillas, armas y lugares altos, o pídale a alguien que se los lleve.
        - No se quede a solas. Siéntese con alguien o siga en la línea.
        - Si ya empezó o está a punto: **911**.`),
    },
  },
  {
    key: 'overdose',
    en: {
      heading: 'Someone took too much',
      words: text(`Signs: cannot be woken, slow or no breath, blue lips, a gurgling sound.

        - Call **911** first. Say that someone is not breathing. In nearly every state the law protects whoever calls for help.
        - Give **naloxone** (Narcan) if you have it. A second dose after two or three minutes.
        - Breathe for them if you can. Otherwise lay them on their side.
        - Stay. Naloxone wears off, and they may stop breathing again.`),
    },
    es: {
      heading: 'Alguien tomó demasiado',
      words: text(`Señales: no despierta, respira despacio o no respira, labios azules, un ronquido como gorgoteo.

        - Primero llame al **911**. Diga que alguien no respira. En casi todos los estados la ley protege a quien pide ayuda.
        - Dele **naloxona** (Narcan) si la tiene. Otra dosis a los dos o tres minutos.
        - Dele respiración si puede. Si no, acuéstele de lado.
        - Quédese. El efecto de la naloxona pasa, y puede dejar de respirar otra vez.`),
    },
  },
  {
    key: 'withdrawal',
    en: {
      heading: 'Sick from stopping',
      words:
        text(`Stopping alcohol, sleeping pills or tranquilizers suddenly can cause seizures and can kill. Call **911** or go to an emergency room when there is:

        - a seizure, or one in the past
        - seeing or hearing things, or not knowing where you are
        - a racing heart, fever, or shaking that gets worse

        Pregnant and using opioids? Do not stop on your own. Call us or your doctor today.`),
    },
    es: {
      heading: 'Malestar por dejar de consumir',
      words:
        text(`Dejar de golpe el alcohol, las pastillas para dormir o los tranquilizantes puede causar convulsiones y la muerte. Llame al **911** o vaya a urgencias si hay:

        - una convulsión, ahora o en el pasado
        - ver u oír cosas, o no saber dónde está
        - el corazón muy rápido, fiebre o temblores que empeoran

        ¿Está embarazada y consume opioides? No los deje por su cuenta. Llámenos o llame hoy a su médico.`),
    },
  },
  {
    key: 'unsafe',
    en: {
      heading: 'Someone hurts you or frightens you',
      words:
        'Call **911** if it is happening now. The national domestic violence line, 1-800-799-7233, answers day and night and helps you plan. The button at the top leaves this page at once.',
    },
    es: {
      heading: 'Alguien le hace daño o le da miedo',
      words:
        'Llame al **911** si está pasando ahora. La línea nacional contra la violencia doméstica, 1-800-799-7233, atiende de día y de noche, también en español, y le ayuda a hacer un plan. El botón de arriba sale de esta página al instante.',
    },
  },
  {
    key: 'after',
    en: {
      heading: 'When the danger is over',
      words:
        'Call us, or let the hospital call us. A stay there is a beginning, and we keep a place open in our minds for people who come from one.',
    },
    es: {
      heading: 'Cuando pase el peligro',
      words:
        'Llámenos, o deje que el hospital nos llame. Haber estado allí es un comienzo, y pensamos siempre en quienes vienen de allí.',
    },
  },
]
