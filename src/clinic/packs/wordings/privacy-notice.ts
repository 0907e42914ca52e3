// The notice of privacy practices, with what 45 CFR 164.520 and 42 CFR 2.22 (both as of 16 February 2026) ask for, in one
// text, and the acknowledgement at its end. In the markup of `readMarkup`.

export const privacyNoticeWords = {
  title: 'Notice of privacy practices',
  en: `This notice describes:
- how health information about you may be used and disclosed;
- your rights with respect to your health information;
- how to file a complaint concerning a violation of the privacy or security of your health information, or of your rights concerning your information.

You have a right to a copy of this notice, in paper or electronic form, and to discuss it with {privacyContact} if you have any questions.

# Two laws protect you
The HIPAA privacy rule protects all health information. A stricter law, 42 CFR part 2, protects records of care for substance use. Where they differ, we follow the one that protects you more. This notice is about {clinic} and everyone who works here.

# What we do only with your written consent
- We share records of care for substance use for treatment, payment and health care operations. You may give one consent for all future uses of this kind.
- We share your records with your family, your employer, your school or anyone else you name.
- We use or share counselling notes that are kept apart. This takes a consent of its own.
- We use or share your information for marketing, or sell it. We do neither.
- We use or share records, or speak about what is in them, in civil, criminal, administrative, or legislative proceedings against you. This takes a consent of its own, or a court order after notice and a hearing, together with a subpoena.

When records are shared with your consent for treatment, payment and health care operations, the one who gets them may share them again as HIPAA allows, but not in proceedings against you. You may take a consent back in writing at any time. What was done before stands.

# What we may do without your consent
- Our own staff may use what they need to care for you and to run this program.
- We may tell medical staff what they need in a true medical emergency, when you cannot consent.
- We may report a crime on our premises or against our staff, or a threat of one.
- We must make the first report when we suspect that a child is abused or neglected.
- We may let those who check our work look at records: auditors, payers and agencies that oversee us.
- We may share with researchers under strict rules, and with public health in a form that does not name you.
- We may share with companies that work for us and have promised in writing to protect your records.
- We obey a court order that meets the special rules of 42 CFR part 2.
- For records that are not about substance use, HIPAA also lets us share for treatment, payment and operations, and where another law requires it.

# Raising money
We do not use your records to raise money. If we ever wish to, we will first give you a clear chance to say no.

# Your rights
- You may ask us to limit how we use or share your records for treatment, payment and operations, even after you gave consent. We must agree not to tell your health plan about care that you paid for in full yourself.
- You may ask us to reach you in a certain way or at a certain place.
- You may see your record and get a copy, in paper or electronic form, within 30 days.
- You may ask us to correct your record. We answer within 60 days.
- You may have a list of those to whom we disclosed your records: with your consent in the past three years under 42 CFR part 2, and otherwise as HIPAA says for the past six.
- You may have a list of those to whom an intermediary, such as a health information exchange, passed your records in the past three years.
- You may have this notice on paper, even if you agreed to get it electronically.
- You may choose not to get any requests for donations.

# Our duties
The law requires us to keep your records private, to give you this notice of our duties and practices, and to tell you if a breach may have put your records at risk. We must follow the notice that is in force. We may change it, also for records that we have already. We then post the new one at the clinic and offer you a copy.

# How to complain
If you believe that your privacy was violated, you may write to {complaints}. You may also write to the Secretary of the U.S. Department of Health and Human Services, Office for Civil Rights, 200 Independence Avenue SW, Washington, DC 20201, or at www.hhs.gov/ocr/complaints. This holds for HIPAA and for 42 CFR part 2. Nobody will treat you worse because you complained.

# Whom to ask
Please ask {privacyContact}.

# What your signature means
By signing, {signer} says only this: I was given this notice. It is no consent to share anything. You do not have to sign, and your care does not depend on it.`,
  titleSpanish: 'Aviso de prácticas de privacidad',
  es: `Este aviso describe:
- cómo se puede usar y divulgar la información sobre su salud;
- sus derechos con respecto a la información sobre su salud;
- cómo presentar una queja por una violación de la privacidad o la seguridad de la información sobre su salud, o de sus derechos sobre su información.

Usted tiene derecho a una copia de este aviso, en papel o en forma electrónica, y a hablar de él con {privacyContact} si tiene preguntas.

# Dos leyes le protegen
La regla de privacidad de HIPAA protege toda la información de salud. Una ley más estricta, 42 CFR parte 2, protege los registros de la atención por uso de sustancias. Cuando son diferentes, seguimos la que más le protege. Este aviso trata de {clinic} y de todas las personas que trabajan aquí.

# Lo que hacemos solo con su permiso por escrito
- Compartimos registros de la atención por uso de sustancias para tratamiento, pago y operaciones de atención médica. Usted puede dar un solo permiso para todos los usos futuros de este tipo.
- Compartimos sus registros con su familia, su empleador, su escuela u otra persona que usted nombre.
- Usamos o compartimos notas de consejería que se guardan aparte. Para eso hace falta un permiso propio.
- Usamos o compartimos su información para publicidad, o la vendemos. No hacemos ninguna de las dos cosas.
- Usamos o compartimos registros, o hablamos de lo que contienen, en procesos civiles, penales, administrativos o legislativos contra usted. Para eso hace falta un permiso propio, o una orden judicial después de un aviso y una audiencia, junto con una citación.

Cuando se comparten registros con su permiso para tratamiento, pago y operaciones de atención médica, quien los recibe puede compartirlos de nuevo como lo permite HIPAA, pero no en procesos contra usted. Puede retirar un permiso por escrito en cualquier momento. Lo que se hizo antes queda hecho.

# Lo que podemos hacer sin su permiso
- Nuestro propio personal puede usar lo que necesita para atenderle y para que funcione este programa.
- Podemos decirle al personal médico lo que necesita en una verdadera emergencia médica, cuando usted no puede dar permiso.
- Podemos denunciar un delito en nuestras instalaciones o contra nuestro personal, o una amenaza de cometerlo.
- Tenemos que hacer el primer aviso cuando sospechamos maltrato o abandono de un niño.
- Podemos dejar ver registros a quienes revisan nuestro trabajo: auditores, quienes pagan la atención y agencias que nos supervisan.
- Podemos compartir con investigadores bajo reglas estrictas, y con salud pública en una forma que no le nombra.
- Podemos compartir con empresas que trabajan para nosotros y que prometieron por escrito proteger sus registros.
- Obedecemos una orden judicial que cumple las reglas especiales de 42 CFR parte 2.
- En los registros que no tratan del uso de sustancias, HIPAA también nos permite compartir para tratamiento, pago y operaciones, y cuando otra ley lo exige.

# Recaudar fondos
No usamos sus registros para recaudar fondos. Si alguna vez queremos hacerlo, primero le daremos una oportunidad clara de decir que no.

# Sus derechos
- Puede pedirnos que limitemos cómo usamos o compartimos sus registros para tratamiento, pago y operaciones, aunque ya haya dado permiso. Tenemos que aceptar no informar a su plan de salud de la atención que usted mismo pagó por completo.
- Puede pedirnos que le contactemos de cierta manera o en cierto lugar.
- Puede ver su expediente y recibir una copia, en papel o en forma electrónica, en un plazo de 30 días.
- Puede pedirnos que corrijamos su expediente. Respondemos en un plazo de 60 días.
- Puede tener una lista de aquellos a quienes divulgamos sus registros: con su permiso en los últimos tres años según 42 CFR parte 2, y por lo demás lo que dice HIPAA para los últimos seis.
- Puede tener una lista de aquellos a quienes un intermediario, como una red de intercambio de información de salud, pasó sus registros en los últimos tres años.
- Puede tener este aviso en papel, aunque haya aceptado recibirlo en forma electrónica.
- Puede elegir no recibir ninguna petición de donaciones.

# Nuestros deberes
La ley nos obliga a mantener privados sus registros, a darle este aviso de nuestros deberes y prácticas, y a decirle si una filtración pudo poner en riesgo sus registros. Tenemos que cumplir el aviso que está en vigor. Podemos cambiarlo, también para los registros que ya tenemos. Entonces ponemos el nuevo a la vista en la clínica y le ofrecemos una copia.

# Cómo presentar una queja
Si cree que se violó su privacidad, puede escribir a {complaints}. También puede escribir al Secretario del Departamento de Salud y Servicios Humanos de los Estados Unidos, Office for Civil Rights, 200 Independence Avenue SW, Washington, DC 20201, o en www.hhs.gov/ocr/complaints. Esto vale para HIPAA y para 42 CFR parte 2. Nadie le tratará peor por haberse quejado.

# A quién preguntar
Por favor, pregunte a {privacyContact}.

# Qué significa su firma
Al firmar, {signer} dice solo esto: me dieron este aviso. No es un permiso para compartir nada. No tiene que firmar, y su atención no depende de ello.`,
}
