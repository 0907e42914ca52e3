import { keysAreOn, startsKey } from './keys.ts'

// "/" goes to the search, as it does elsewhere. One may turn single keys off: speech input types them by accident.
class PersonSearch extends HTMLElement {
  connectedCallback(): void {
    const input = this.querySelector('input')
    document.addEventListener('keydown', (event) => {
      if (event.key !== '/' || !startsKey(event)) return
      event.preventDefault()
      input?.focus()
      input?.select()
    })
    input?.addEventListener('keydown', (event) => {
      if (event.key === 'Escape' && input.value === '') input.blur()
    })
    this.#offerSwitch()
  }

  #offerSwitch(): void {
    const menu = document.getElementById('account-menu')
    if (menu === null) return
    const button = document.createElement('button')
    button.type = 'button'
    const say = (): void => {
      button.textContent = keysAreOn() ? 'Turn single-key shortcuts off' : 'Turn single-key shortcuts on'
      document.documentElement.classList.toggle('no-keys', !keysAreOn())
    }
    button.addEventListener('click', () => {
      document.cookie = `keys=${keysAreOn() ? 'off' : 'on'};path=/;max-age=31536000;samesite=lax`
      say()
    })
    say()
    menu.querySelector('form')?.before(button)
  }
}
customElements.define('person-search', PersonSearch)
