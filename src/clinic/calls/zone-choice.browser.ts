// Shows the times in the clock of the device, once: what somebody chooses themselves stays. Without script they choose.
class ZoneChoice extends HTMLElement {
  connectedCallback(): void {
    const here = Intl.DateTimeFormat().resolvedOptions().timeZone
    const shown = this.querySelector('select')?.value
    const address = new URL(location.href)
    if (address.searchParams.has('zone') || here === undefined || shown === here) return
    address.searchParams.set('zone', here)
    location.replace(address)
  }
}
customElements.define('zone-choice', ZoneChoice)
