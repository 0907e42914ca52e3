/** What staff can read out to anybody who asks whether somebody is a client. The same for every name, known or not. */
export const toSay: Record<'en' | 'es', readonly string[]> = {
  en: [
    'I can’t say whether anyone is or isn’t in care here. That is so for everybody who calls, whoever they ask about.',
    'I can take a message. If it is for somebody here they will get it, and they decide whether to call you.',
    'If you are worried that somebody is in danger right now, please call 911. To talk to someone day or night, call or text 988.',
    'I am glad to tell you about our programs, what care costs, and help for families.',
    'I know this is hard to hear when you care about someone. The same law would keep your own privacy here.',
  ],
  es: [
    'No puedo decir si alguien recibe o no recibe atención aquí. Es así para todas las personas que llaman, pregunten por quien pregunten.',
    'Puedo tomar un mensaje. Si es para alguien de aquí, lo recibirá, y esa persona decide si le llama.',
    'Si usted teme que alguien está en peligro ahora mismo, por favor llame al 911. Para hablar con alguien a cualquier hora, llame o mande un texto al 988.',
    'Con gusto le cuento de nuestros programas, de lo que cuesta la atención y de la ayuda para familias.',
    'Sé que es difícil oír esto cuando alguien le importa. La misma ley cuidaría aquí la privacidad de usted.',
  ],
}

/** What the law lets staff do with callers who press, a line each. Defaults: the clinic's compliance officer confirms. */
export const whenTheyPress: readonly { who: string; line: string; source: string }[] = [
  {
    who: 'A hospital or ambulance treating someone now',
    line: 'Take name, facility and number, and get a clinician. In a real emergency they may tell what is needed without consent, and write it down at once, under the hand-off on the Placement tab.',
    source: '42 CFR 2.51',
  },
  {
    who: 'Somebody says a life is in danger',
    line: 'Ask them to call 911. Take a message. Tell a clinician now.',
    source: '988 for a crisis that needs no ambulance',
  },
  {
    who: 'Police, with or without a warrant',
    line: 'Say neither yes nor no. Ask for it in writing and call the privacy officer. Only a crime here, or a threat to staff, may be reported by us, with few facts.',
    source: '42 CFR 2.12(c)(5), 2.61 to 2.67',
  },
  {
    who: 'A subpoena, or a lawyer who announces one',
    line: 'A subpoena alone opens nothing: it takes a court order under part 2 as well. Take the paper, confirm nothing, and give it to the privacy officer today.',
    source: '42 CFR 2.61',
  },
  {
    who: 'A court, probation or parole',
    line: 'Only what a consent that names them allows. Without one, neither yes nor no.',
    source: '42 CFR 2.31, 2.35',
  },
  {
    who: 'Child protection asking about somebody',
    line: 'The law has us make the first report of child abuse. What is asked after it needs a consent or a court order. Say neither yes nor no, and call the privacy officer.',
    source: '42 CFR 2.12(c)(6)',
  },
  {
    who: 'An employer, a landlord, a school, a reporter',
    line: 'Neither yes nor no, and no “let me check”. Offer to take a message.',
    source: '42 CFR 2.13(c)',
  },
]
