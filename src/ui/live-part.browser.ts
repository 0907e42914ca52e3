// Long work shows its progress: the part asks the server for its own page again until the answer has no `data-every`.
class LivePart extends HTMLElement {
  #timer = 0

  connectedCallback(): void {
    this.#wait(1)
  }

  disconnectedCallback(): void {
    clearTimeout(this.#timer)
  }

  #wait(times: number): void {
    const every = Number(this.dataset.every)
    if (every > 0) this.#timer = window.setTimeout(() => void this.#look(times), every * 1000 * times)
  }

  async #look(times: number): Promise<void> {
    if (document.hidden) return this.#wait(times)
    try {
      const answer = await fetch(location.href, { headers: { accept: 'text/html' } })
      const page = new DOMParser().parseFromString(await answer.text(), 'text/html')
      const fresh = answer.ok ? page.getElementById(this.id) : null
      if (fresh === null) return this.#wait(Math.min(times * 2, 8))
      if (fresh.innerHTML !== this.innerHTML) this.replaceChildren(...fresh.childNodes)
      if (fresh.dataset.every === undefined) delete this.dataset.every
      this.#wait(1)
    } catch {
      this.#wait(Math.min(times * 2, 8))
    }
  }
}
customElements.define('live-part', LivePart)
