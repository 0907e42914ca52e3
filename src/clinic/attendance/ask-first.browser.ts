import { startsKey } from '../../ui/keys.ts'

// Some marks need a word more: minutes after the session, a reason for an excuse. This asks for it at the person's row
// before the roster sends the mark, so that nothing goes out half said. Without script the style sheet shows the same fields.
class AskFirst extends HTMLElement {
  #timer = 0
  #arrow = false
  #inList = false

  connectedCallback(): void {
    this.addEventListener('pointerdown', () => (this.#arrow = this.#inList = false), true)
    this.addEventListener('change', (event) => this.#changed(event), true)
    this.addEventListener('submit', (event) => this.#submitted(event), true)
    document.addEventListener('keydown', (event) => this.#key(event), true)
  }

  #changed(event: Event): void {
    const form = formOf(event.target)
    if (form === null) return
    // From here on this element says when a mark goes out; the roster hears it as a submit.
    event.stopPropagation()
    clearTimeout(this.#timer)
    const missing = missingIn(form)
    if (missing === null) {
      // A field of a mark that stands already is sent by its own button or Enter; keys are given time to rest, and more
      // of it in a list, where every letter and arrow passes over reasons that are not meant.
      const rest = isRadio(event.target) ? (this.#arrow ? 400 : 0) : this.#inList ? 1500 : 0
      if (isNew(form)) this.#timer = window.setTimeout(() => send(form), rest)
    } else if (!this.#arrow) ask(missing)
  }

  #submitted(event: SubmitEvent): void {
    const form = formOf(event.target)
    if (form === null) return
    const missing = missingIn(form)
    if (missing !== null) {
      event.preventDefault()
      event.stopPropagation()
      ask(missing)
      return
    }
    // The roster sends new marks itself; what belongs to a mark that stands is sent as a plain form.
    if (!isNew(form)) event.stopPropagation()
  }

  #key(event: KeyboardEvent): void {
    this.#arrow = event.key.startsWith('Arrow')
    this.#inList = event.target instanceof HTMLSelectElement
    const list = this.#inList ? formOf(event.target) : null
    if (list !== null && event.key === 'Enter' && isNew(list) && missingIn(list) === null) {
      event.preventDefault()
      clearTimeout(this.#timer)
      return send(list)
    }
    const row = event.target instanceof Element ? event.target.closest('li') : null
    const form = row !== null && this.contains(row) ? row.querySelector<HTMLFormElement>('form.mark') : null
    if (form === null) return
    if (event.key === 'Escape' && isNew(form)) {
      form.reset()
      form.querySelector<HTMLInputElement>('input:checked, input[type=radio]')?.focus()
      return
    }
    if (!startsKey(event) || event.shiftKey) return
    const radios = [...form.querySelectorAll<HTMLInputElement>('input[type=radio]')]
    const radio = radios[Number(event.key) - 1] ?? radios.find((one) => one.dataset.key === event.key.toLowerCase())
    if (radio === undefined || radio.disabled) return
    const missing = missingIn(form, radio.value)
    if (missing === null) return
    event.preventDefault()
    event.stopImmediatePropagation()
    clearTimeout(this.#timer)
    radio.checked = true
    ask(missing)
  }
}

const formOf = (target: EventTarget | null): HTMLFormElement | null =>
  target instanceof Element ? target.closest<HTMLFormElement>('form.mark') : null

const isRadio = (target: EventTarget | null): boolean => target instanceof HTMLInputElement && target.type === 'radio'

/** The mark that is chosen is not the one that stands. */
const isNew = (form: HTMLFormElement): boolean =>
  form.querySelector<HTMLInputElement>('input[type=radio]:checked')?.defaultChecked === false

/** The field that a mark still needs, or null when it may go out. */
function missingIn(
  form: HTMLFormElement,
  mark = form.querySelector<HTMLInputElement>('input[type=radio]:checked')?.value ?? '',
): HTMLInputElement | HTMLSelectElement | null {
  if (!(form.dataset.asks ?? '').split(' ').includes(mark)) return null
  const input = (name: string) => form.querySelector<HTMLInputElement>(`input[name=${name}]`)
  const blank = (field: HTMLInputElement | null) => (field !== null && !(field.value.trim() > '0') ? field : null)
  if (mark === 'late') return blank(input('minutesLate'))
  if (mark === 'left-early') return blank(input('minutesLeftEarly'))
  const reason = form.querySelector<HTMLSelectElement>('select[name=reason]')
  if (reason?.value === 'other') {
    const words = input('reasonWords')
    return words?.value.trim() === '' ? words : null
  }
  return mark === 'excused' && reason?.value === 'unknown' ? reason : null
}

/** The row is drawn anew from the answer: the focus waits on the mark, which is still there afterwards. */
const send = (form: HTMLFormElement): void => {
  if (form.contains(document.activeElement)) form.querySelector<HTMLInputElement>('input:checked')?.focus()
  form.requestSubmit()
}

const ask = (field: HTMLInputElement | HTMLSelectElement): void => {
  field.focus()
  field.closest('li')?.scrollIntoView({ block: 'nearest' })
}

customElements.define('ask-first', AskFirst)
