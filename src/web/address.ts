import type { Context } from 'hono'

type Incoming = { socket?: { remoteAddress?: string } }

/**
 * Whose address a request has. Behind `proxies` trusted ones, each adds what it saw to the end of X-Forwarded-For, so the
 * client stands that many places from the end; what a client wrote there itself stands further left and is not believed.
 */
export function addressReader(proxies: number): (c: Context) => string {
  return (c) => {
    const incoming = (c.env as { incoming?: Incoming } | undefined)?.incoming // @hono/node-server puts Node's own request here
    const direct = incoming?.socket?.remoteAddress ?? 'unknown'
    if (proxies === 0) return direct
    const chain = (c.req.header('x-forwarded-for') ?? '')
      .split(',')
      .map((part) => part.trim())
      .filter(Boolean)
    return chain.at(-proxies) ?? direct
  }
}
