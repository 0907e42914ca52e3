import type { selfCheckEnglish } from './self-check-en.ts'

/** The self-check in Spanish, complete: a sentence that is missing here does not compile. */
export const selfCheckSpanish: Record<keyof typeof selfCheckEnglish, string> = {
  notDiagnosis:
    'Esto no es un diagnóstico. Dice qué tipo de atención puede servir y por qué. Una persona de aquí lo conversa con usted.',
  begin: 'Empezar',
  next: 'Siguiente',
  back: 'Atrás',
  choose: 'Elija una respuesta.',
  progress: 'Pregunta {place} de unas {of}',
  again: 'Empezar de nuevo',

  'q.who': '¿Por quién pregunta?',
  'a.who.self': 'Por mí',
  'a.who.loved-one': 'Por alguien a quien quiero',

  'q.body-now':
    'En este momento: ¿{who, select, self {le cuesta mantenerse despierto} other {cuesta despertar a esa persona}}, hay una convulsión, dolor de pecho, falta de aire o una posible sobredosis?',
  'a.body-now.no': 'No, nada de eso',
  'a.body-now.yes': 'Sí, al menos una cosa',

  'q.thoughts':
    'En el último mes, ¿{who, select, self {ha deseado} other {esa persona ha deseado}} estar muerto o ha pensado en el suicidio?',
  'h.thoughts': 'A muchas personas les pasa. Decirlo aquí trae ayuda primero, antes que cualquier otra pregunta.',
  'a.thoughts.no': 'No',
  'a.thoughts.wish': 'Deseos de no estar con vida',
  'a.thoughts.thoughts': 'Pensamientos de suicidio',
  'a.thoughts.acted': 'Hizo algo, o empezó a hacerlo',

  'q.others':
    '¿{who, select, self {Está usted} other {Está esa persona}} a punto de lastimar a alguien, o hay voces que se lo ordenan?',
  'a.others.no': 'No',
  'a.others.yes': 'Sí',

  'q.mind-now':
    '¿{who, select, self {Oye o ve usted} other {Oye o ve esa persona}} cosas que los demás no perciben, o lleva días sin dormir con la mente acelerada?',
  'a.mind-now.no': 'No',
  'a.mind-now.yes': 'Sí',

  'q.age': '¿Qué edad {who, select, self {tiene usted} other {tiene esa persona}}?',
  'a.age.under-12': 'Menos de 12',
  'a.age.12-17': 'De 12 a 17',
  'a.age.18-64': 'De 18 a 64',
  'a.age.65-up': '65 o más',

  'q.about': '¿De qué se trata?',
  'a.about.substance': 'Alcohol o drogas',
  'a.about.mood': 'Ánimo, preocupación, pánico, trauma u otro malestar emocional',
  'a.about.both': 'Las dos cosas',

  'q.alcohol': '¿Con qué frecuencia {who, select, self {toma usted} other {toma esa persona}} alcohol?',
  'a.alcohol.none': 'Nada en el último mes',
  'a.alcohol.some': 'Algunos días',
  'a.alcohol.most-days': 'Casi todos los días, o mucho de una vez cada semana',

  'q.alcohol-signs':
    'Cuando pasa el efecto del alcohol, ¿hay temblores, sudor, náuseas o ve cosas que no están? ¿O hubo alguna vez una convulsión en ese momento?',
  'a.alcohol-signs.no': 'No',
  'a.alcohol-signs.yes': 'Sí',

  'q.sedatives':
    'Tranquilizantes o pastillas para dormir, con o sin receta: ¿con qué frecuencia {who, select, self {los toma usted} other {los toma esa persona}}?',
  'h.sedatives': 'Por ejemplo Xanax, Valium, Klonopin, Ativan, Ambien.',
  'a.sedatives.none': 'Nunca, o no en el último mes',
  'a.sedatives.some': 'Algunos días',
  'a.sedatives.daily': 'Todos los días desde hace un mes o más',

  'q.sudden-stop':
    '¿{who, select, self {Toma usted} other {Toma esa persona}} GHB, fenibut o una dosis alta de baclofeno casi todos los días?',
  'a.sudden-stop.no': 'No',
  'a.sudden-stop.yes': 'Sí',

  'q.opioids': '¿Opioides que no se tomaron como fueron recetados, en el último mes?',
  'h.opioids': 'Heroína, fentanilo, pastillas para el dolor o pastillas de la calle que pueden tener fentanilo.',
  'a.opioids.none': 'No',
  'a.opioids.some': 'Algunos días',
  'a.opioids.daily': 'Todos los días o casi',

  'q.overdose': '¿Una sobredosis en el último mes, con cualquier droga?',
  'a.overdose.no': 'No',
  'a.overdose.yes': 'Sí',

  'q.pregnant': '¿Hay un embarazo, o podría haberlo?',
  'a.pregnant.no': 'No, o no corresponde',
  'a.pregnant.yes': 'Sí, o tal vez',

  'q.doctor': '¿Hay una enfermedad, una herida o un problema con la comida que necesita a un médico o enfermero?',
  'a.doctor.no': 'No',
  'a.doctor.cared-for': 'Sí, y un médico la atiende',
  'a.doctor.today': 'Sí, y necesita a alguien hoy',

  'q.mood':
    '¿Cuánto estorban la tristeza, la preocupación, el pánico, el enojo o los malos recuerdos en {who, select, self {su vida diaria} other {la vida diaria de esa persona}}?',
  'a.mood.none': 'No mucho',
  'a.mood.little': 'Un poco',
  'a.mood.much': 'Mucho: el trabajo, la escuela o la casa lo sufren',
  'a.mood.hardly': 'Casi todo se ha detenido',

  'q.want': '¿Qué {who, select, self {piensa usted} other {piensa esa persona}} de recibir ayuda?',
  'a.want.ready': 'Quiere empezar',
  'a.want.torn': 'Tiene dudas: en parte sí, en parte no',
  'a.want.no': 'Ahora no la quiere',

  'q.return': 'Sin ayuda varias veces por semana, ¿qué pasaría en las próximas semanas?',
  'a.return.unlikely': 'En general se sostendría',
  'a.return.likely': 'Probablemente volvería o empeoraría',
  'a.return.daily': 'Pasa incluso con ayuda todos los días',

  'q.tried': '¿Qué se intentó en los últimos tres meses?',
  'a.tried.nothing': 'Nada todavía',
  'a.tried.weekly': 'Consultas semanales, y no fueron suficientes',
  'a.tried.intensive': 'Un programa de varios días por semana, y no fue suficiente',
  'a.tried.residential': 'Hospital o tratamiento residencial, y ahora vuelve a casa',

  'q.home': '¿Cómo es el hogar?',
  'a.home.supports': 'Hay alguien que ayuda',
  'a.home.alone': 'Vive solo, o nadie ayuda ni estorba',
  'a.home.against': 'Allí beben, consumen o lo hacen difícil',
  'a.home.unsafe': 'No es seguro: alguien lastima o amenaza, o no hay hogar',

  'q.time':
    '¿{who, select, self {Podría usted} other {Podría esa persona}} venir tres días por semana, tres horas cada vez, de día o de noche?',
  'a.time.yes': 'Sí, organizándose un poco',
  'a.time.part': 'Tal vez, de noche o por video',
  'a.time.no': 'No veo cómo',

  'result.may': 'Lo que puede servir: {family}',
  'result.why': 'Por qué lo pensamos',
  'result.weighs': 'Esto es lo que más pesa',
  'result.youSaid': 'Usted dijo: {answer}',
  'family.less': 'consultas más o menos una vez por semana',
  'family.iop': 'un programa intensivo ambulatorio',
  'family.day': 'un programa de día',
  'family.residence': 'un lugar con apoyo para vivir, con tratamiento de día',
  'family.residential': 'un tratamiento residencial',
  'family.hospital': 'primero un hospital',
  'about.less':
    'Hablar con un terapeuta o médico una vez por semana puede bastar por ahora. Si no se sostiene, el siguiente paso es un programa intensivo, y una llamada lo organiza.',
  'about.iop':
    'Grupos, un terapeuta propio y, cuando ayuda, medicamentos: de tres a cinco días por semana, unas tres horas, viviendo en casa. Es lo que hacemos aquí.',
  'about.day':
    'Tratamiento casi todo el día, unos cinco días por semana, viviendo en casa. Le ayudamos a encontrarlo y guardamos un camino de regreso con nosotros.',
  'about.residence':
    'Un lugar seguro y sobrio para vivir, y tratamiento durante el día. Ayudamos a encontrar el lugar; el tratamiento puede ser con nosotros.',
  'about.residential':
    'Vivir donde está el tratamiento, por algunas semanas. Le ayudamos a encontrarlo y guardamos un camino de regreso con nosotros.',
  'about.hospital': 'Primero va un hospital. Le ayudamos a encontrar el camino, y el regreso.',
  residenceBeside: 'Vale la pena preguntar por una residencia sobria o segura para la noche, junto al programa de día.',

  'r.return.unlikely': 'Las cosas se sostienen entre una consulta y otra.',
  'r.return.likely': 'Probablemente vuelve sin ayuda varias veces por semana.',
  'r.return.daily': 'Pasa incluso con ayuda diaria: pueden hacer falta más que unas horas.',
  'r.mood.none': 'El ánimo y la preocupación no estorban.',
  'r.mood.little': 'El ánimo o la preocupación estorban un poco.',
  'r.mood.much': 'El ánimo o la preocupación estorban la vida diaria.',
  'r.mood.hardly': 'El ánimo o la preocupación han detenido casi toda la vida diaria.',
  'r.home.supports': 'El hogar ayuda.',
  'r.home.alone': 'El hogar ni ayuda ni estorba.',
  'r.home.against': 'El hogar lo hace más difícil: el apoyo debe venir de afuera, y más seguido.',
  'r.home.unsafe': 'El hogar no es seguro, y el tratamiento no se sostiene desde un lugar inseguro.',
  'r.want.ready': 'Hay disposición para empezar.',
  'r.want.torn': 'Hay dudas: verse seguido ayuda más que verse poco.',
  'r.want.no': 'Ahora no se quiere ayuda: una primera conversación puede empezar sin ninguna promesa.',
  'r.doctor.no': 'Ninguna enfermedad necesita primero a un médico.',
  'r.doctor.cared-for': 'Hay una enfermedad, y está atendida.',
  'r.opioids.daily': 'Se usan opioides a diario: el medicamento es parte del comienzo.',
  'r.tried.nothing': 'No se intentó nada en los últimos meses.',
  'r.tried.weekly': 'Las consultas semanales no bastaron.',
  'r.tried.intensive': 'Un programa de varios días por semana no bastó.',
  'r.tried.residential':
    'Se vuelve a casa de un tratamiento residencial o de un hospital: un programa sostiene las semanas que siguen.',
  'r.time.yes': 'Hay tiempo para tres días por semana.',
  'r.time.part': 'El tiempo es corto: la noche o el video pueden hacerlo posible.',
  'r.time.no': 'Parece no haber tiempo: pregúntenos; los grupos de noche y el cuidado de niños pueden cambiarlo.',

  notes: 'Es bueno saber',
  'n.opioid-medicine':
    'Con opioides a diario, un medicamento como buprenorfina o metadona puede empezar el mismo día y baja el riesgo de muerte. Pídalo hoy.',
  'n.naloxone': 'Tenga naloxona a la mano. Las farmacias la dan sin receta.',
  'n.sedatives': 'No mezcle tranquilizantes ni pastillas para dormir con alcohol u opioides.',
  'n.unsafe-home':
    'Si alguien le lastima o amenaza: Línea Nacional contra la Violencia Doméstica, 1-800-799-7233, de día y de noche.',
  'n.no-time': 'Los grupos de noche y el video son opciones reales. Una llamada averigua qué permite su semana.',
  'n.not-ready': 'Nadie tiene que estar seguro. Una primera conversación no cuesta nada y no compromete a nadie.',

  'young.title': 'Para un niño menor de 12 años',
  'young.words':
    'Nuestros programas empiezan a los 12 años. Llame al médico del niño, o al 988 si hay una crisis a cualquier hora. Con gusto le ayudamos a encontrar el lugar adecuado: llámenos.',

  'danger.emergency': 'Esto necesita ayuda ahora mismo',
  'danger.emergency.do':
    'Llame al 911. Si puede ser una sobredosis, dé naloxona si la tiene y quédese hasta que llegue la ayuda.',
  'danger.suicide': 'No está solo en esto',
  'danger.suicide.do':
    'Llame al 988 ahora (oprima 2 para español): alguien escucha a cualquier hora. No se quede a solas y aleje pastillas y armas. Si hay peligro de vida, llame al 911.',
  'danger.others': 'Deténgase aquí y llame ahora',
  'danger.others.do':
    'Llame al 988 si hay una crisis, o al 911 si alguien está en peligro. Vaya a otro cuarto o afuera, lejos de armas.',
  'danger.mind': 'Esto necesita a alguien hoy',
  'danger.mind.do':
    'Llame al 988 o vaya hoy a una sala de emergencias. Se puede tratar, y esperar lo hace más difícil.',
  'danger.withdrawal': 'No lo deje por su cuenta',
  'danger.withdrawal.do':
    'Dejarlo de golpe puede causar convulsiones y puede matar. Vea hoy a un médico o una sala de emergencias, antes de bajar la cantidad. Con temblores, fiebre, confusión o una convulsión: llame al 911. Después hay un lugar aquí.',
  'danger.overdose': 'Después de una sobredosis, los días siguientes son los más peligrosos',
  'danger.overdose.do':
    'Vea hoy a un médico: el medicamento puede empezar de inmediato. Tenga naloxona a la mano y no consuma a solas: Never Use Alone, 1-877-696-1996. Con respiración lenta o labios azules: llame al 911.',
  'danger.pregnancy': 'Dos vidas: un médico hoy',
  'danger.pregnancy.do':
    'No deje de golpe el alcohol, las pastillas ni los opioides durante el embarazo. Llame hoy a su clínica de maternidad o a una sala de emergencias y diga lo que se toma. El tratamiento en el embarazo es seguro, y quienes le tratan no lo castigan.',
  'danger.medical': 'Primero un médico',
  'danger.medical.do':
    'Vea hoy a un médico, una clínica de urgencias o una sala de emergencias. Luego vuelva con nosotros: el camino queda abierto.',
  'danger.after': 'Podemos ayudarle a encontrar el lugar adecuado y guardar un camino de regreso con nosotros.',
  'danger.callUs': 'Llámenos: {phone}',

  'hand.title': '¿Quiere que le llamemos?',
  'hand.intro':
    'Si lo desea, guardamos estas respuestas y alguien de admisiones le llama. No cuesta nada y no le compromete a nada.',
  'hand.name': '¿Cómo podemos llamarle?',
  'hand.nameHint': 'Basta un nombre de pila.',
  'hand.phone': 'Teléfono',
  'hand.email': 'Correo electrónico',
  'hand.one': 'Basta uno de los dos.',
  'hand.leave': 'Si nadie contesta, ¿podemos dejar un mensaje?',
  'hand.yes': 'Sí',
  'hand.no': 'No',
  'hand.agree':
    'Acepto que {clinic} guarde estas respuestas y mi contacto, y los use solo para llamarme sobre la atención. Puedo pedir en cualquier momento que los aparten.',
  'hand.send': 'Enviar a admisiones',
  'hand.nameMissing': 'Escriba un nombre por el que preguntar.',
  'hand.agreeMissing': 'Marque la frase, o salga de la página: sin ella no guardamos nada.',
  'hand.phoneWrong': 'Esto no parece un número de teléfono. Escríbalo con el código de área.',
  'hand.emailWrong': 'Esto no parece un correo electrónico.',
  'hand.reachMissing': 'Dé un número de teléfono o un correo electrónico.',
  'hand.nobody': 'En este momento no podemos recibirlo aquí. Por favor, llámenos.',
  'hand.machine': 'No se pudo enviar. Intente una vez más o llámenos.',
  'hand.wrong': 'Por favor, revise esto',
  'hand.done': 'Gracias. Le buscaremos',
  'hand.doneWords': 'Alguien de admisiones ya lo tiene y le llama a más tardar {when}.',
  'way.call': 'O reserve una llamada gratis a la hora que le convenga',
  'way.groups': 'Vea los grupos y los lugares libres',
  optional: '(opcional)',
}
