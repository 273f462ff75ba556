/** A server's line that authenticates a domain. */
export function auth(domain: string): string {
  return `Authentication-Results: mx.corp.example; dmarc=pass (p=reject) header.from=${domain}`
}

/** A raw message of header lines and a short body. */
export function mail(...lines: readonly string[]): string {
  return [...lines, 'To: agent@corp.example', 'Subject: Hello', '', 'Please do the thing.', ''].join('\r\n')
}

/** The config of most cases. */
export const CONFIG = { allow: ['alice@corp.example', '@trusted.example'], authservId: 'mx.corp.example' }
