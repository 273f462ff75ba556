/** One block of a PEM file. */
export interface PemBlock {
  readonly label: string
  readonly der: Uint8Array
  readonly text: string
}

const BEGIN = /^-----BEGIN ([A-Z0-9 ]{1,40})-----$/

/** The blocks of a PEM file in their order; text between them is a comment. Throws RangeError for a block that is broken. */
export function readPem(text: string): readonly PemBlock[] {
  const blocks: PemBlock[] = []
  let label: string | undefined
  let lines: string[] = []
  for (const line of text.split(/\r?\n/).map((line) => line.trim())) {
    const [, begun] = BEGIN.exec(line) ?? []
    if (label === undefined) {
      if (begun === undefined && line.includes('-----')) throw new RangeError('a line of dashes begins no block')
      label = begun
      lines = []
    } else if (line === `-----END ${label}-----`) {
      blocks.push(toBlock(label, lines))
      label = undefined
    } else if (line.includes('-----')) {
      throw new RangeError(`the block ${label} does not end`)
    } else lines.push(line)
  }
  if (label !== undefined) throw new RangeError(`the block ${label} does not end`)
  return blocks
}

function toBlock(label: string, lines: readonly string[]): PemBlock {
  const body = lines.join('')
  const isEncrypted = lines.some((line) => line.includes(':')) // the headers of old encrypted keys; OpenSSL reads them
  if (!isEncrypted && (!/^[A-Za-z0-9+/]+={0,2}$/.test(body) || body.length % 4 !== 0))
    throw new RangeError(`the block ${label} is not base64`)
  const der = new Uint8Array(isEncrypted ? [] : Buffer.from(body, 'base64'))
  return { label, der, text: [`-----BEGIN ${label}-----`, ...lines, `-----END ${label}-----`, ''].join('\n') }
}
