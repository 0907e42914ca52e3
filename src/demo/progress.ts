import process from 'node:process'

/** A bar that fills in place in a terminal; lines now and then where the output is kept. */
export function progressBar(
  title: string,
  say: (text: string) => void,
): (done: number, of: number, what: string) => void {
  let next = 0
  return (done, of, what) => {
    const share = of === 0 ? 1 : done / of
    if (process.stdout.isTTY) {
      const filled = Math.round(share * 24)
      const line = `\r${title}  [${'█'.repeat(filled)}${'░'.repeat(24 - filled)}] ${String(Math.round(share * 100)).padStart(3)} %  ${what}`
      process.stdout.write(`${line.slice(0, 110).padEnd(110)}${share === 1 ? '\n' : ''}`)
    } else if (share >= next) {
      say(`${title}: ${Math.round(share * 100)} %, ${what}`)
      next = share + 0.2
    }
  }
}
