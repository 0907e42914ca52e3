import { catalog } from '../../../ui/language.ts'

/** What a tablet at the door says: the same to everybody, and nothing about anybody. */
export const doorWords = catalog({
  en: {
    title: 'Welcome',
    hello: 'Welcome. What is your number?',
    why: 'Six digits, from your own page or from the front desk. You can also simply go in.',
    number: 'Your number',
    press: 'I am here',
    thanks: 'Thank you. If something of yours begins now, we know that you are here.',
    slip: 'This is not a whole number: look at its six digits again.',
    wait: 'One minute, please: many people have just come. Or simply go in.',
  },
  es: {
    title: 'Le damos la bienvenida',
    hello: 'Le damos la bienvenida. ¿Cuál es su número?',
    why: 'Seis cifras, de su propia página o de la recepción. También puede simplemente entrar.',
    number: 'Su número',
    press: 'Estoy aquí',
    thanks: 'Gracias. Si ahora empieza algo suyo, ya sabemos que está aquí.',
    slip: 'No es un número completo: mire otra vez sus seis cifras.',
    wait: 'Un minuto, por favor: acaban de llegar muchas personas. O simplemente entre.',
  },
})
