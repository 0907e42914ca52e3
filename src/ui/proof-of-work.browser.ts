// Does the form's little piece of work while somebody types, in small steps that leave the page quick.
// See src/web/proof.ts. Without it the form goes in all the same.
type Problem = { algorithm: string; challenge: string; salt: string; signature: string; maxnumber: number }

class ProofOfWork extends HTMLElement {
  #begun = false
  connectedCallback(): void {
    this.closest('form')?.addEventListener('input', () => void this.#work(), { once: true })
  }

  async #work(): Promise<void> {
    const field = this.querySelector('input')
    const text = this.getAttribute('problem')
    if (this.#begun || field === null || text === null || !('subtle' in crypto)) return
    this.#begun = true
    const { maxnumber, ...problem } = JSON.parse(text) as Problem // our own server wrote it
    const wanted = problem.challenge.toLowerCase()
    const encoder = new TextEncoder()
    for (let n = 0; n <= maxnumber && this.isConnected; n += 1) {
      const hash = new Uint8Array(
        await crypto.subtle.digest(problem.algorithm, encoder.encode(problem.salt + String(n))),
      )
      // Most are told apart by their first byte.
      if (hash[0] !== Number.parseInt(wanted.slice(0, 2), 16)) continue
      const hex = [...hash].map((byte) => byte.toString(16).padStart(2, '0')).join('')
      if (hex !== wanted) continue
      field.value = btoa(JSON.stringify({ ...problem, number: n }))
      return
    }
  }
}
customElements.define('proof-of-work', ProofOfWork)
