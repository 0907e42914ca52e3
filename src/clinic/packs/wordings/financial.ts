// What the care costs and who pays, in the markup of `readMarkup`. Rights: 45 CFR 149.610 (good-faith estimate),
// 45 CFR 164.522(a)(1)(vi) and 42 CFR 2.26 (paid in full by oneself: the plan is not told).

export const financialWords = {
  title: 'Financial agreement',
  en: `This paper is about what the care of {client} at {clinic} costs, and who pays. Ask for a copy of any figure. No one is turned away in an emergency because of money.

# Before the care begins
- If you do not use insurance, you have the right to a good-faith estimate in writing before your care. If a bill is $400 or more above it, you may dispute the bill.
- If you use insurance, we ask your plan what it covers and tell you what we learn. The plan decides, not we, and it may change its answer.
- You may ask for our sliding fee scale or for financial help at any time.

# What you agree to
- You tell us which insurance you have, and you tell us when it changes.
- You pay your own part: copays, your deductible, and care that your plan does not cover and that we told you about before.
- If you gave consent to share for payment, your plan pays us directly.
- If you did not give that consent, we do not tell your plan. You then pay for your care yourself.

# If paying is hard
Tell us. We work out a plan of payments with you. We do not end your care over a bill without talking to you first and helping you find other care. We do not tell a collection agency what you were treated for.

# Your rights
If you pay for a visit in full yourself, you may ask us not to tell your health plan about it, and we must agree. You may complain about a bill to {complaints}. Your care will not suffer for it.

By signing, {signer} agrees to this.`,
  titleSpanish: 'Acuerdo económico',
  es: `Esta hoja trata de lo que cuesta la atención de {client} en {clinic} y de quién la paga. Pida una copia de cualquier cifra. En una emergencia no se rechaza a nadie por dinero.

# Antes de que empiece la atención
- Si no usa seguro, tiene derecho a recibir antes de su atención un estimado de buena fe por escrito. Si una cuenta lo supera por $400 o más, puede disputarla.
- Si usa seguro, le preguntamos a su plan qué cubre y le contamos lo que nos digan. Decide el plan, no nosotros, y puede cambiar su respuesta.
- Puede pedir en cualquier momento nuestra escala de pagos según ingresos o ayuda económica.

# Qué acepta usted
- Nos dice qué seguro tiene y nos avisa cuando cambia.
- Paga su parte: copagos, su deducible, y la atención que su plan no cubre y de la que le avisamos antes.
- Si dio permiso para compartir para el pago, su plan nos paga directamente.
- Si no dio ese permiso, no le decimos nada a su plan. Entonces usted paga su atención.

# Si le cuesta pagar
Díganoslo. Hacemos con usted un plan de pagos. No terminamos su atención por una cuenta sin hablar antes con usted y ayudarle a encontrar otra atención. No le decimos a una agencia de cobros de qué recibió tratamiento.

# Sus derechos
Si usted mismo paga una visita por completo, puede pedirnos que no se la informemos a su plan de salud, y tenemos que aceptarlo. Puede presentar una queja por una cuenta ante {complaints}. Su atención no sufrirá por eso.

Al firmar, {signer} acepta esto.`,
}
