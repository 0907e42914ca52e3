// A quick way out for people who are watched: the page gives its place in the history to a neutral one, so that Back does
// not return here. Without script the link still leads away.
class QuickExit extends HTMLElement {
  #last = 0
  connectedCallback(): void {
    this.addEventListener('click', (event) => this.#leave(event))
    document.addEventListener('keydown', (event) => {
      if (event.key !== 'Escape') return
      if (event.timeStamp - this.#last < 1500) this.#leave(event)
      this.#last = event.timeStamp
    })
  }
  #leave(event: Event): void {
    const href = this.querySelector('a')?.href
    if (href === undefined) return
    event.preventDefault()
    document.documentElement.hidden = true
    location.replace(href)
  }
}
customElements.define('quick-exit', QuickExit)
