/**
 * The line behind an address, for counting guesses. One address may stand for a whole IPv6 customer: the first 64 bits
 * name the line, the rest is theirs to change. However it is abbreviated, with a port or a zone, it is the same line; an
 * IPv4 address in IPv6 clothes is the IPv4 address. What is no address counts as itself.
 */
export function networkOf(address: string): string {
  const withoutPort = /^\[([^\]]+)\](?::\d+)?$/.exec(address)?.[1] ?? /^([\d.]+):\d+$/.exec(address)?.[1] ?? address
  const bare = withoutPort.replace(/%.*$/, '')
  if (!bare.includes(':') || !URL.canParse(`http://[${bare}]`)) return bare.slice(0, 100)
  const [head = '', tail] = new URL(`http://[${bare}]`).hostname.slice(1, -1).split('::')
  const [left, right] = [head, tail ?? ''].map((part) => part.split(':').filter(Boolean))
  const groups = [
    ...(left ?? []),
    ...Array<string>(8 - (left?.length ?? 0) - (right?.length ?? 0)).fill('0'),
    ...(right ?? []),
  ]
  const [, , , , , , high = '0', low = '0'] = groups
  if (groups.slice(0, 6).join(':') === '0:0:0:0:0:ffff')
    return [high, low].flatMap((group) => [parseInt(group, 16) >> 8, parseInt(group, 16) & 255]).join('.')
  return groups.slice(0, 4).join(':')
}
