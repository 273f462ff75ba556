import type { HeaderPairs } from '../credential.ts'

/** Headers in any of the forms in which servers hand them on. */
export type HeaderInput = HeaderPairs | Readonly<Record<string, string | readonly string[] | undefined>> | Headers

const MAX_VALUE_LENGTH = 4096
const PRINTABLE = /^[\x21-\x7e](?:[\x20-\x7e]*[\x21-\x7e])?$/

/** The one value of a header. Undefined where it is missing, empty, repeated, too long, or not printable ASCII: nothing that a sender sends. */
export function singleHeader(headers: HeaderInput, name: string): string | undefined {
  const values = pairsOf(headers)
    .filter(([other]) => typeof other === 'string' && other.toLowerCase() === name)
    .map(([, value]) => value)
  const [value] = values
  if (values.length !== 1 || typeof value !== 'string') return undefined
  return value.length <= MAX_VALUE_LENGTH && PRINTABLE.test(value) ? value : undefined
}

function pairsOf(headers: HeaderInput): readonly (readonly [unknown, unknown])[] {
  if (headers instanceof Headers) return [...headers]
  if (Array.isArray(headers)) return headers as HeaderPairs
  return Object.entries(headers).flatMap(([name, value]) =>
    (Array.isArray(value) ? value : [value]).filter((one) => one !== undefined).map((one) => [name, one] as const),
  )
}
