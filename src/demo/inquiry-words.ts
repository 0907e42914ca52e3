// What people say when they turn to the clinic, and what a coordinator writes down. Invented, as every name is.

export const said = {
  en: [
    'I have been drinking every night since spring. I would like to know how this works before I tell my wife.',
    'My doctor says I should ask you. I work days. Is there something in the evening?',
    'I stopped pills two weeks ago and I do not want to start again.',
    'Looking for a program that takes my plan. I can talk after five.',
    'I was in a program two years ago and it helped. I would like to come back.',
    'I cannot sleep and I cannot stop worrying. A friend said you have groups by video.',
    '',
    '',
  ],
  es: [
    'Buenas noches. Quisiera saber si atienden en español y cuánto cuesta.',
    'Mi hermano bebe todos los días y queremos ayudarle. ¿Podemos hablar con alguien?',
    'Trabajo de día. ¿Tienen grupos por la noche?',
    'Dejé de consumir hace tres semanas y necesito apoyo para seguir así.',
    'Me dio su número mi doctora. ¿A qué hora puedo llamar?',
  ],
} as const

export const aboutALovedOne = {
  en: [
    'It is about my son, he is 24. He says he would talk with somebody if I find the place.',
    'My husband comes home from the hospital on Friday. What happens then?',
  ],
  es: ['Es por mi hijo, tiene 22 años. Él quiere ir, pero le da vergüenza llamar.'],
} as const

/** Messages to which somebody answers, and the answer. */
export const letters = {
  en: {
    asks: 'Hello. I would rather write than call, I share a room. Do you take people who are on buprenorphine? I do not want to be told to stop it.',
    answer:
      'Thank you for writing. Yes, many people here take buprenorphine, and nobody asks you to stop it. If you like, tell us when you could talk for ten minutes without being overheard, or we go on by message.',
    thanks: 'Thank you. Thursday after 2 works, I can sit in the car.',
    farewell: 'Thursday at 2:30 then. We ask for you by first name only, and we say nothing about who we are.',
  },
  es: {
    asks: 'Hola, buenas noches. Mi esposo dejó de beber el lunes y está muy nervioso. ¿Es peligroso? ¿Puede empezar con ustedes esta semana?',
    answer:
      'Gracias por escribirnos. Dejar de beber de golpe puede ser peligroso. Si su esposo tiembla, suda mucho, está confundido o ha tenido convulsiones, llame ahora al 911. Si no es así, llámenos hoy y una enfermera le hará unas preguntas; después vemos juntos cuándo puede empezar.',
    thanks: 'Muchas gracias. Está mejor, hoy durmió. Llamamos esta tarde.',
    farewell:
      'Qué bueno que pudo dormir. Esta tarde les atiende Theo; si prefieren español, díganlo y les llamamos con Inés.',
  },
  waiting: 'Is it possible to visit once before I decide? I am nervous about groups.',
} as const

export const onReaching = [
  'Friendly, a little rushed. Wants to begin soon; asked about evenings.',
  'Told me why now: a letter from work. Will come if the hours fit.',
  'Was alone and could talk. No danger mentioned; sleeps badly.',
  'Wants to know the cost first. Sent to the fees page, and we talk again.',
  'Has a ride on three days. Prefers the day program.',
  'Asked whether the family hears of it. Explained what consent means here.',
  'Would like to speak Spanish; goes on with Inés.',
]
export const onNotReaching = ['No answer, no mailbox.', 'Rang out twice.', 'Mailbox is full.']
export const onMessage = ['Left my first name and our number, nothing else.', 'Left a message as agreed.']

export const endings = {
  elsewhere: 'Begins at a program nearer to work',
  'cannot-afford': 'Plan does not cover it; told about the sliding scale and the county clinic',
  'not-a-fit': 'Needs a bed and a nurse around the clock; gave two numbers and called ahead',
  'changed-mind': 'Would like to try alone first; knows that the door stays open',
  'no-answer': 'Three tries on different days',
  'not-reachable': 'The number belongs to somebody else now',
} as const

export const afterScreening = [
  'The questions are answered; nothing stands in the way',
  'Answered by telephone; no danger found',
]
export const afterBenefits = [
  'The plan covers it; $25 a day',
  'Covered after the deductible; told the person',
  'Pays the sliding fee',
]
export const onBooking = [
  'Assessment with a clinician agreed',
  'Comes for the assessment; a reminder goes out the day before',
]

/** What machines hand in. */
export const spam = [
  'Boost your clinic ranking!!! first page guaranteed',
  'Hello dear, we offer bulk emails of 200,000 patients',
  'Your website has 14 errors, reply to fix',
  'Crypto payments for doctors, sign today',
  'asdf asdf asdf',
  'Business loan approved, 2 % only this week',
]
export const spamNames = ['Rankfast Team', 'Julian Mark', 'SEO Expert', 'asdf', 'Loan Desk', 'Web Audit']

export const permissionShown = {
  en: 'You may keep what I wrote here and contact me about it.',
  es: 'Pueden guardar lo que escribí aquí y comunicarse conmigo al respecto.',
} as const
