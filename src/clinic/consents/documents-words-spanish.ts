import type { Paragraph } from './documents-words.ts'

const heading = (text: string): Paragraph => ({ kind: 'heading', text })
const say = (text: string): Paragraph => ({ kind: 'text', text })
const item = (text: string): Paragraph => ({ kind: 'item', text })

/** Consent to treatment in Spanish: the same sentences in the same order as `treatmentWords`. */
export const treatmentWordsSpanish: readonly Paragraph[] = [
  say(
    'Esta hoja trata de la atención que {client} puede recibir en {clinic}. Por favor, léala, pregunte lo que quiera y tómese su tiempo.',
  ),
  heading('En qué consiste la atención'),
  say(
    'El programa se llama {program}. Es un programa ambulatorio intensivo. Usted viene varios días por semana y vive en su casa.',
  ),
  item(
    'La mayor parte del tiempo se pasa en grupos que dirige personal capacitado. También habla a solas con un terapeuta.',
  ),
  item('Las sesiones con la familia y las visitas sobre medicinas son parte del plan cuando ayudan.'),
  item('Acordamos {hours}. El plan se escribe con usted y puede cambiar.'),
  item('El plan puede incluir pruebas de drogas y alcohol. Le avisamos antes de cada prueba.'),
  heading('Cómo puede ayudarle, y qué es difícil'),
  say(
    'Muchas personas se sienten mejor, consumen menos o dejan de consumir. Nadie puede prometerlo. Hablar de cosas difíciles puede hacerle sentir peor por un tiempo. Puede oír historias tristes en los grupos. Díganos si es demasiado.',
  ),
  say(
    'Otras opciones son una visita por semana, un hospital de día, vivir en una casa de tratamiento, solo medicinas, o ninguna atención. Su terapeuta hablará con usted de lo que cada una puede significar para usted.',
  ),
  say(
    'Si bebe o toma pastillas todos los días, no las deje de golpe por su cuenta. Puede ser peligroso. Primero díganoslo.',
  ),
  heading('Usted decide'),
  say(
    'Puede decir que no a cualquier parte de la atención. Puede dejarla en cualquier momento. No tiene que dar una razón. Le diremos qué creemos que puede pasar y le ayudaremos a encontrar otra atención.',
  ),
  heading('La privacidad, y dónde termina'),
  say(
    'Lo que usted nos dice se queda en el programa. Lo protege la ley federal, y la ley sobre los registros de uso de sustancias (42 CFR parte 2) es estricta. Hay unos pocos casos en los que quizás tengamos que compartir algo sin su permiso:',
  ),
  item('cuando usted tiene una emergencia médica y no puede dar permiso;'),
  item('cuando alguien lastima o abandona a un niño y la ley nos obliga a avisar;'),
  item('cuando alguien comete un delito aquí o contra nuestro personal, o dice que lo hará;'),
  item('cuando usted está a punto de hacerse daño o de hacer daño a otra persona, hasta donde la ley nos deja actuar;'),
  item('cuando un juez da una orden especial, o cuando la ley permite que alguien revise nuestro trabajo.'),
  say(
    'Cada persona de un grupo se compromete a no contar lo que oye. Lo tomamos en serio, pero no podemos prometer lo que harán los demás.',
  ),
  heading('En una emergencia'),
  say(
    'No estamos aquí día y noche. Si alguien está en peligro, llame al 911. Si piensa en quitarse la vida, llame o envíe un mensaje al 988 a cualquier hora. Nuestra propia línea de crisis es {crisisLine}.',
  ),
  heading('Sus derechos'),
  say(
    'Puede pedir ver su expediente. Puede pedir otro terapeuta. Puede presentar una queja ante {complaints}, y su atención no sufrirá por eso. Usted recibe una copia de esta hoja.',
  ),
  say('Al firmar, {signer} acepta esta atención.'),
]

/** The one consent for treatment, payment and operations in Spanish: the elements of 42 CFR 2.31(a), sentence by sentence. */
export const tpoWordsSpanish: readonly Paragraph[] = [
  say(
    'Esta hoja trata de los registros de {client} en {clinic}. La ley federal (42 CFR parte 2) los protege. En la mayoría de los casos no podemos compartirlos, ni siquiera decir que usted viene aquí, si usted no da permiso por escrito. Con esta hoja usted permite compartir algunas cosas. Por favor, léala y pregunte lo que quiera.',
  ),
  heading('Quién puede compartir'),
  say('Usted permite que {clinic}, y las personas que trabajan allí, compartan sus registros.'),
  heading('Qué se puede compartir'),
  say(
    'Todos los registros de su atención en {clinic}: que usted viene aquí, su diagnóstico, evaluaciones, pruebas, medicinas, plan de atención, los días que vino, su avance, sus papeles de alta y sus cuentas.',
  ),
  say(
    'No las notas privadas que un consejero guarda aparte sobre lo que usted dice en las sesiones. Para compartir esas notas hace falta otra hoja.',
  ),
  heading('Con quién'),
  say(
    'Con mis proveedores de tratamiento, planes de salud, terceros que pagan y personas que ayudan a que funcione este programa.',
  ),
  heading('Para qué'),
  say(
    'Para tratamiento, pago y operaciones de atención médica. Vale para hoy y para todo el tiempo que siga, hasta que termine o usted lo retire.',
  ),
  item('Tratamiento: para que las personas que le atienden trabajen juntas.'),
  item('Pago: para que su plan de salud pague su atención.'),
  item('Operaciones: para que el programa funcione, revise su trabajo y mejore.'),
  say(
    'No permite que nadie use sus registros ante un tribunal ni en ningún otro caso legal contra usted. Para eso hace falta otra hoja.',
  ),
  heading('Qué pasa con los registros una vez compartidos'),
  say(
    'Un proveedor o plan de salud que recibe sus registros, y quienes trabajan para ellos, pueden usarlos y compartirlos de nuevo como lo permiten las reglas de privacidad de HIPAA. No pueden usarlos en procesos civiles, penales, administrativos o legislativos contra usted.',
  ),
  say(
    'Quien recibe sus registros puede compartirlos de nuevo, y entonces es posible que ya no estén protegidos por 42 CFR parte 2.',
  ),
  heading('Cómo retirarlo'),
  say(
    'Usted puede retirar este permiso en cualquier momento, por escrito. Escriba a {privacyContact}, o pídanos la hoja a cualquiera de nosotros. Desde entonces dejamos de compartir. No podemos deshacer lo que se compartió o se hizo mientras contábamos con él.',
  ),
  heading('Cuándo termina'),
  say('Este permiso {ends}.'),
  heading('Si no firma'),
  say(
    'No tiene que firmar. Si no firma, no podemos cobrar a su plan de salud, así que quizás tenga que pagar usted su atención. No podemos planear su atención con sus otros médicos. En una emergencia le ayudaremos igual.',
  ),
  say('Usted recibe una copia de esta hoja. Al firmar, {signer} la acepta.'),
]
