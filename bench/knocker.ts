// The process that knocks: only Node's own http, so that measuring costs little beside what is measured.
import http from 'node:http'
import process from 'node:process'
import type { Load, Times } from './run.ts'

process.once('message', (load: Load) => {
  void knock(load).then((times) => process.send?.(times, () => process.disconnect()))
})

async function knock({ url, headers, connections, seconds }: Load): Promise<Times> {
  const agent = new http.Agent({ keepAlive: true, maxSockets: connections })
  const until = performance.now() + seconds * 1000
  const began = performance.now()
  const took: number[] = []
  let wrong = 0
  const ask = () =>
    new Promise<void>((resolve, reject) => {
      const from = performance.now()
      http
        .get(url, { agent, headers }, (response) => {
          response.on('end', () => {
            took.push(performance.now() - from)
            if (response.statusCode !== 200) wrong += 1
            resolve()
          })
          response.resume()
        })
        .on('error', reject)
    })
  await Promise.all(
    Array.from({ length: connections }, async () => {
      while (performance.now() < until) await ask()
    }),
  )
  const whole = performance.now() - began
  agent.destroy()
  took.sort((a, b) => a - b)
  const at = (share: number) => took[Math.min(took.length - 1, Math.floor(took.length * share))] ?? 0
  return { perSecond: (took.length * 1000) / whole, p50: at(0.5), p95: at(0.95), wrong }
}
