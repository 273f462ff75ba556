import { isIP } from 'node:net'

/** An origin as an operator writes it. Stars and white space, which URL would take for part of a name or drop, are none. */
const ORIGIN = /^https?:\/\/(?:[\w.-]+|\[[0-9a-f:.]+\])(?::\d{1,5})?\/?$/i

/**
 * What is wrong with a `gateway.publicUrl`, and the way out; undefined where nothing is. Over plain http the token of a login would
 * pass the network in clear text, and the cookie after it, so that http is for names of this machine alone.
 */
export function problemWithPublicUrl(text: string): string | undefined {
  const url = URL.parse(text)
  if (url === null || (url.protocol !== 'https:' && url.protocol !== 'http:'))
    return 'expected an origin such as https://ringwall.example'
  if (!ORIGIN.test(text))
    return `expected an origin alone, such as ${url.protocol}//ringwall.example: a name in ASCII and perhaps a port, without path, user, query or fragment`
  if (url.protocol === 'http:' && !isThisMachine(url.hostname))
    return 'expected https: over http the token of a login can be read on the way; let a proxy end TLS, or reach the gateway through a tunnel to localhost and leave publicUrl out'
  return undefined
}

function isThisMachine(name: string): boolean {
  return name === 'localhost' || name === '[::1]' || (isIP(name) === 4 && name.startsWith('127.'))
}
