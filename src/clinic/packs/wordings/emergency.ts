// Permission to call one named person in an emergency: a consent of its own under 42 CFR 2.31, in the markup of `readMarkup`.

export const emergencyWords = {
  title: 'Permission to call my emergency contact',
  en: `This paper is about one person whom {clinic} may call if {client} is in danger or cannot be reached. You do not have to name anyone.

# Whom we may call
You let {clinic}, and the people who work there, call this person: {contact}.

# What we may say
That you are in our care, whether you came on a day, and what this person needs to know to help you be safe. Nothing else from your record.

# When and what for
Only when we fear for your health or safety, or when you did not attend and we cannot reach you. The purpose is your safety.

# What may happen to it
The person we call is not bound by the privacy rules that bind us. They may tell others, and it may then no longer be protected by 42 CFR part 2. They may not use it in civil, criminal, administrative, or legislative proceedings against you.

# How to take it back
You may take this permission back at any time, in writing. Write to {privacyContact}, or ask any of us for the form. From then on we do not call. We cannot undo what was said while we relied on it.

# When it ends
This permission {ends}.

# If you do not sign
Nothing changes in your care. In a medical emergency the law still lets us speak with the medical team that treats you.

You get a copy of this form. By signing, {signer} agrees to it.`,
  titleSpanish: 'Permiso para llamar a mi contacto de emergencia',
  es: `Esta hoja trata de una persona a la que {clinic} puede llamar si {client} corre peligro o no se le puede localizar. No tiene que nombrar a nadie.

# A quién podemos llamar
Usted permite que {clinic}, y las personas que trabajan allí, llamen a esta persona: {contact}.

# Qué podemos decir
Que usted recibe atención con nosotros, si vino o no un día, y lo que esta persona necesita saber para ayudarle a estar a salvo. Nada más de su expediente.

# Cuándo y para qué
Solo cuando temamos por su salud o su seguridad, o cuando usted no vino y no podamos localizarle. El propósito es su seguridad.

# Qué puede pasar después
A la persona que llamamos no la obligan las reglas de privacidad que nos obligan a nosotros. Puede contárselo a otros, y entonces es posible que ya no esté protegido por 42 CFR parte 2. No puede usarlo en procesos civiles, penales, administrativos o legislativos contra usted.

# Cómo retirarlo
Usted puede retirar este permiso en cualquier momento, por escrito. Escriba a {privacyContact}, o pídanos la hoja a cualquiera de nosotros. Desde entonces no llamamos. No podemos deshacer lo que se dijo mientras contábamos con él.

# Cuándo termina
Este permiso {ends}.

# Si no firma
Nada cambia en su atención. En una emergencia médica la ley nos permite igual hablar con el equipo médico que le atiende.

Usted recibe una copia de esta hoja. Al firmar, {signer} la acepta.`,
}
