import { reasonIn } from './answer.ts'
import { startsKey } from './keys.ts'

// The roster by keyboard and without waiting: each mark is posted to its row's own form, and the answer, the roster's own
// page, says what now stands. What the server refuses goes back to what it was, with the reason beside it.
class RosterKeys extends HTMLElement {
  #queue: Promise<void> = Promise.resolve()
  #saved = new WeakMap<HTMLFormElement, string>()
  #timers = new WeakMap<HTMLFormElement, number>()

  connectedCallback(): void {
    for (const form of this.#forms()) this.#saved.set(form, markOf(form))
    this.addEventListener('change', (event) => {
      const form = event.target instanceof HTMLInputElement ? event.target.closest<HTMLFormElement>('form.mark') : null
      // An arrow key passes over marks on its way: wait until it rests.
      if (form !== null) this.#soon(form, 350)
    })
    this.addEventListener('submit', (event) => {
      if (!(event.target instanceof HTMLFormElement) || !event.target.matches('form.mark')) return
      event.preventDefault()
      this.#soon(event.target, 0)
    })
    document.addEventListener('keydown', (event) => this.#key(event))
  }

  #forms(): HTMLFormElement[] {
    return [...this.querySelectorAll<HTMLFormElement>('form.mark')]
  }

  #key(event: KeyboardEvent): void {
    const inside = event.target instanceof Node && this.contains(event.target)
    if (!startsKey(event) || (!inside && document.activeElement !== document.body)) return
    const form =
      event.target instanceof Element
        ? event.target.closest<HTMLFormElement>('li')?.querySelector<HTMLFormElement>('form.mark')
        : null
    const key = event.key.toLowerCase()
    // Outside the list the arrows scroll, as everywhere.
    if (!inside && key.startsWith('arrow')) return
    const step = { arrowdown: 1, j: 1, arrowup: -1, k: -1 }[key]
    if (step !== undefined) return this.#move(event, form ?? null, step)
    if (key === 'a' && event.shiftKey) return this.#press(event, 'all')
    if (key === 'u') return this.#press(event, 'undo')
    const radios = form ? [...form.querySelectorAll<HTMLInputElement>('input[type=radio]')] : []
    const radio = radios[Number(key) - 1] ?? radios.find((one) => one.dataset.key === key)
    if (!form || radio === undefined || radio.disabled || event.shiftKey) return
    event.preventDefault()
    radio.checked = true
    radio.focus()
    this.#soon(form, 0)
  }

  #move(event: KeyboardEvent, from: HTMLFormElement | null, step: number): void {
    const forms = this.#forms()
    const next = from === null ? forms.at(step > 0 ? 0 : -1) : forms[forms.indexOf(from) + step]
    event.preventDefault()
    if (next === undefined) return
    const radio =
      next.querySelector<HTMLInputElement>('input:checked') ?? next.querySelector<HTMLInputElement>('input[type=radio]')
    radio?.focus()
    next.closest('li')?.scrollIntoView({ block: 'nearest' })
  }

  #press(event: KeyboardEvent, does: string): void {
    const form = document.querySelector<HTMLFormElement>(`form[data-roster=${does}]`)
    if (form === null) return
    event.preventDefault()
    // Marks still on their way go first: All here and Undo speak of what the server knows.
    void this.#queue.then(() => form.requestSubmit())
  }

  #soon(form: HTMLFormElement, after: number): void {
    clearTimeout(this.#timers.get(form))
    this.#timers.set(
      form,
      window.setTimeout(() => {
        this.#queue = this.#queue.then(() => this.#send(form))
      }, after),
    )
  }

  async #send(form: HTMLFormElement): Promise<void> {
    const mark = markOf(form)
    if (mark === '' || mark === this.#saved.get(form) || !form.isConnected) return
    say(form, 'Saving…', 'saving')
    const back = (why: string): void => {
      const saved = this.#saved.get(form)
      for (const radio of form.querySelectorAll<HTMLInputElement>('input[type=radio]'))
        radio.checked = radio.value === saved
      say(form, why, 'unsaved')
    }
    try {
      const answer = await fetch(form.action, { method: 'POST', body: new URLSearchParams(textsOf(form)) })
      const page = new DOMParser().parseFromString(await answer.text(), 'text/html')
      const row = form.closest('li')
      const fresh = row && answer.ok ? page.getElementById(row.id) : null
      if (fresh === null || row === null) {
        return back(answer.ok ? 'Not saved: sign in again.' : reasonIn(page) || 'Not saved. Try once more.')
      }
      this.#saved.set(form, mark)
      this.#show(page, row, fresh, mark === markOf(form))
    } catch {
      back('Not saved: no connection.')
    }
  }

  /** Takes over what the server now shows, without moving the focus. A mark changed meanwhile stays, and is sent next. */
  #show(page: Document, row: Element, fresh: Element, settled: boolean): void {
    for (const live of document.querySelectorAll<HTMLElement>('[data-live]')) {
      const now = page.querySelector(`[data-live="${live.dataset.live}"]`)
      if (now && now.innerHTML !== live.innerHTML) live.innerHTML = now.innerHTML
    }
    if (!settled) return
    const at = [...row.querySelectorAll('input, a, button')].indexOf(document.activeElement ?? row)
    row.innerHTML = fresh.innerHTML
    const form = row.querySelector<HTMLFormElement>('form.mark')
    if (form === null) return
    this.#saved.set(form, markOf(form))
    say(form, 'Saved', 'saved')
    const again =
      form.querySelector<HTMLInputElement>('input:checked') ?? row.querySelectorAll<HTMLElement>('input, a, button')[at]
    if (at >= 0) again?.focus({ preventScroll: true })
  }
}

const textsOf = (form: HTMLFormElement): [string, string][] =>
  [...new FormData(form)].flatMap(([name, value]): [string, string][] =>
    typeof value === 'string' ? [[name, value]] : [],
  )

const markOf = (form: HTMLFormElement): string =>
  form.querySelector<HTMLInputElement>('input[type=radio]:checked')?.value ?? ''

const say = (form: HTMLFormElement, text: string, state: string): void => {
  const output = form.querySelector<HTMLElement>('.marked')
  if (output === null) return
  output.textContent = text
  output.dataset.state = state
}

customElements.define('roster-keys', RosterKeys)
