// A tablet that somebody puts down in the middle of their questions: after a while it asks whether anybody is there, and then
// hands on by itself, with what was marked, so that the next person finds no answers of somebody else on it.
const asksAfter = 150_000
const goesAfter = 30_000

class TabletTurn extends HTMLElement {
  #timer = 0

  connectedCallback(): void {
    for (const sign of ['input', 'pointerdown', 'keydown', 'scroll'])
      document.addEventListener(sign, this.#again, { passive: true, capture: true })
    this.#again()
  }

  disconnectedCallback(): void {
    clearTimeout(this.#timer)
    for (const sign of ['input', 'pointerdown', 'keydown', 'scroll'])
      document.removeEventListener(sign, this.#again, { capture: true })
  }

  #again = (): void => {
    clearTimeout(this.#timer)
    const ask = this.querySelector<HTMLElement>('.tablet-still')
    if (ask) ask.hidden = true
    this.#timer = window.setTimeout(() => {
      if (ask) ask.hidden = false
      this.#timer = window.setTimeout(
        () => this.querySelector<HTMLButtonElement>('button[name="stop"]')?.click(),
        goesAfter,
      )
    }, asksAfter)
  }
}
customElements.define('tablet-turn', TabletTurn)
