// Program rules and the confidentiality of the group, in the markup of `readMarkup`.

export const agreementWords = {
  title: 'How we are together: program rules and group confidentiality',
  en: `This paper is about how people in {program} treat each other. Please read it, and ask about anything you do not like.

# What stays in the room
What people say in a group stays in the group. Who is there stays in the group too. Federal law (42 CFR part 2) protects it.
- Do not tell anyone who else comes here. Do not say it online, and do not nod to a stranger's question.
- Do not take pictures, and do not record sound or video.
- If you meet someone from the group outside, let them choose whether to say hello.
- You may always talk about yourself, and about what you have learned.

We ask every person for this promise. We cannot make sure that everyone keeps it. Share only what you can bear that others know. Staff must act when someone is in danger, when a child is being hurt, and in the few other cases that your consent to treatment names.

# Coming to groups
- The plan is {hours}. Come on time. If you cannot come, tell us before the group begins.
- If you did not attend, we call you, because we want to know that you are safe.
- If you have used, tell us. You will not be sent away for being honest. If you are not safe to be in a group, we help you get home or to medical care.

# Being safe
- No weapons, no alcohol, no drugs at the clinic. Medicine stays in its own bottle and is yours alone.
- No violence, no threats, and no words that put people down for who they are.
- No dating and no lending money among people who are in care here together.

# When a rule is broken
We talk with you first. We may change your plan, move you to another group, or help you find other care. In great danger we may ask you to leave at once. You may complain to {complaints}, and nobody will treat you worse for it.

By signing, {signer} agrees to this.`,
  titleSpanish: 'Cómo convivimos: reglas del programa y confidencialidad del grupo',
  es: `Esta hoja trata de cómo se tratan entre sí las personas de {program}. Por favor, léala y pregunte por lo que no le guste.

# Lo que se queda en la sala
Lo que se dice en un grupo se queda en el grupo. También se queda ahí quién está presente. Lo protege la ley federal (42 CFR parte 2).
- No le diga a nadie quién más viene aquí. No lo diga en internet, y no asienta si un extraño pregunta.
- No tome fotos, y no grabe sonido ni video.
- Si se encuentra afuera con alguien del grupo, deje que esa persona decida si saluda.
- Siempre puede hablar de usted y de lo que ha aprendido.

Le pedimos esta promesa a cada persona. No podemos asegurar que todas la cumplan. Cuente solo lo que usted soporte que otros sepan. El personal tiene que actuar cuando alguien está en peligro, cuando se lastima a un niño, y en los pocos otros casos que nombra su consentimiento para el tratamiento.

# Venir a los grupos
- El plan es {hours}. Llegue a tiempo. Si no puede venir, avísenos antes de que empiece el grupo.
- Si no vino, le llamamos, porque queremos saber que está bien.
- Si ha consumido, díganoslo. No le vamos a echar por decir la verdad. Si no es seguro que esté en un grupo, le ayudamos a llegar a su casa o a recibir atención médica.

# Estar a salvo
- Ni armas, ni alcohol, ni drogas en la clínica. Las medicinas se quedan en su propio frasco y son solo suyas.
- Ni violencia, ni amenazas, ni palabras que humillen a alguien por ser quien es.
- Ni noviazgos ni préstamos de dinero entre personas que reciben atención aquí al mismo tiempo.

# Cuando no se cumple una regla
Primero hablamos con usted. Podemos cambiar su plan, pasarle a otro grupo o ayudarle a encontrar otra atención. Si hay un gran peligro, podemos pedirle que se vaya de inmediato. Puede presentar una queja ante {complaints}, y nadie le tratará peor por eso.

Al firmar, {signer} acepta esto.`,
}
