import { fork } from 'node:child_process'
import os from 'node:os'
import type { AddressInfo, Server } from 'node:net'
import process from 'node:process'
import { fileURLToPath } from 'node:url'

export const say = (text: string) => process.stdout.write(`${text}\n`)

export type Load = { url: string; headers: Record<string, string>; connections: number; seconds: number }
export type Times = { perSecond: number; p50: number; p95: number; wrong: number }

/** Asks for one page again and again from a process of its own, each connection as soon as it has its answer. */
export function measure(load: Load): Promise<Times> {
  return new Promise((resolve, reject) => {
    const child = fork(fileURLToPath(new URL('./knocker.ts', import.meta.url)), [], { execArgv: [] })
    const late = setTimeout(() => child.kill(), load.seconds * 1000 + 15_000)
    child.once('message', (times: Times) => resolve(times))
    child.once('error', reject)
    child.once('exit', (code) => {
      clearTimeout(late)
      reject(new Error(`The measuring process ended early (${code}).`))
    })
    child.send(load)
  })
}

/** Opens a server on a free port of the machine itself, and can close it with everything that hangs on it. */
export async function openPort(
  open: (port: number, listening: () => void) => unknown,
): Promise<{ baseUrl: string; close: () => Promise<void> }> {
  const server = await new Promise<Server & { closeAllConnections?: () => void }>((resolve) => {
    const one = open(0, () => resolve(one)) as Server // @hono/node-server gives Node's own server
  })
  const { port } = server.address() as AddressInfo // a TCP server that listens has one
  return {
    baseUrl: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections?.()
      }),
  }
}

export function median(numbers: number[]): number {
  const sorted = [...numbers].sort((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1 ? (sorted[middle] ?? 0) : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2
}

/** The median of each measure over all rounds. */
export const medianTimes = (rounds: Times[]): Times => ({
  perSecond: median(rounds.map((one) => one.perSecond)),
  p50: median(rounds.map((one) => one.p50)),
  p95: median(rounds.map((one) => one.p95)),
  wrong: rounds.reduce((sum, one) => sum + one.wrong, 0),
})

export const inWords = ({ perSecond, p50, p95 }: Times): string =>
  `${perSecond.toFixed(0)} requests/s, p50 ${p50.toFixed(1)} ms, p95 ${p95.toFixed(1)} ms`

/** What else the machine was doing: figures of a busy machine are not figures of the software. */
export function sayMachine(): void {
  const [one = 0] = os.loadavg()
  const cores = os.availableParallelism()
  say(
    `Machine: ${cores} cores (${os.cpus()[0]?.model.trim() ?? 'unknown'}), load ${one.toFixed(2)} before this bench${one > cores * 0.5 ? ': BUSY, the figures are noisy' : ''}, Node ${process.versions.node}`,
  )
}

let short = 0
/** One figure with what it should reach. A figure that falls short is told, and ends the bench with code 2. */
export function figure(name: string, value: string, reach: string, reached: boolean): void {
  say(`${reached ? 'reached' : 'SHORT  '}  ${name}: ${value} (reach: ${reach})`)
  if (!reached) short += 1
  process.exitCode = short > 0 ? 2 : 0
}

/** `--name value` from the command line. */
export function option(name: string, otherwise: string): string {
  const place = process.argv.indexOf(`--${name}`)
  return place === -1 ? otherwise : (process.argv[place + 1] ?? otherwise)
}
