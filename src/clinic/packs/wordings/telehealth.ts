// Consent to care by video, in the markup of `readMarkup`.

export const telehealthWords = {
  title: 'Consent to care by video',
  en: `This paper is about groups and visits by video for {client} at {clinic}. You may take part by video when your plan says so.

# How it works
You and the people who care for you see and hear each other through a phone, tablet or computer. Nobody records it: not we, not you, not the others in a group.

# What helps, and what may go wrong
- You can take part from home, and you need no ride.
- Picture or sound may break off. If they do, we call you on the phone number you gave us.
- We cannot examine your body, and we may miss something that we would see in the room.
- We use a protected connection. No connection is perfectly safe.

# What we ask of you
- Be alone in a room, with the door closed. Use headphones in a group, so that nobody hears the others.
- Tell us at the start where you are. If you are in danger, we need to send help to that place.
- Be in a state where we are licensed to care for you. Tell us before you travel.
- Do not join while you drive.

# In an emergency
Care by video is not for emergencies. If someone is in danger, call 911. If you think of ending your life, call or text 988 at any hour. Our own crisis line is {crisisLine}.

# You decide
You may say no to video, now or later. You do not have to give a reason. We then look with you for care in person, here or elsewhere. It costs and is kept in your record like any other visit. The same law protects it.

By signing, {signer} agrees to care by video.`,
  titleSpanish: 'Consentimiento para la atención por video',
  es: `Esta hoja trata de los grupos y las visitas por video para {client} en {clinic}. Puede participar por video cuando su plan lo diga.

# Cómo funciona
Usted y las personas que le atienden se ven y se oyen por teléfono, tableta o computadora. Nadie lo graba: ni nosotros, ni usted, ni los demás del grupo.

# En qué ayuda, y qué puede fallar
- Puede participar desde su casa y no necesita transporte.
- La imagen o el sonido pueden cortarse. Si pasa, le llamamos al número de teléfono que nos dio.
- No podemos examinar su cuerpo, y quizás no notemos algo que veríamos en persona.
- Usamos una conexión protegida. Ninguna conexión es del todo segura.

# Qué le pedimos
- Esté a solas en un cuarto, con la puerta cerrada. En un grupo use audífonos, para que nadie oiga a los demás.
- Díganos al empezar dónde está. Si corre peligro, tenemos que enviar ayuda a ese lugar.
- Esté en un estado donde tengamos licencia para atenderle. Avísenos antes de viajar.
- No participe mientras maneja.

# En una emergencia
La atención por video no es para emergencias. Si alguien está en peligro, llame al 911. Si piensa en quitarse la vida, llame o envíe un mensaje al 988 a cualquier hora. Nuestra propia línea de crisis es {crisisLine}.

# Usted decide
Puede decir que no al video, ahora o después. No tiene que dar una razón. Entonces buscamos con usted atención en persona, aquí o en otro lugar. Cuesta lo mismo y se guarda en su expediente como cualquier otra visita. La protege la misma ley.

Al firmar, {signer} acepta la atención por video.`,
}
