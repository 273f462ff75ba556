import { isJsonObject, type JsonValue } from '@ringwall/core'

const OWN = /^RINGWALL_/i

/** The environment of a server: what the client gave, without what Ringwall itself draws its secrets from. */
export function serverEnv(
  env: NodeJS.ProcessEnv,
  references: JsonValue,
  kept: readonly string[],
): Readonly<Record<string, string | undefined>> {
  const secret = new Set(namesIn(references))
  const passes = (name: string): boolean => kept.includes(name) || (!OWN.test(name) && !secret.has(name))
  return Object.fromEntries(Object.entries(env).filter(([name]) => passes(name)))
}

/** The variables that references name, wherever they stand in a config as it is written. */
function namesIn(value: JsonValue): readonly string[] {
  if (typeof value === 'string') {
    const whole = /^env:(\w+)$/.exec(value)?.[1]
    return [
      ...(whole === undefined ? [] : [whole]),
      ...Array.from(value.matchAll(/\$\{(\w+)\}/g), ([, name = '']) => name),
    ]
  }
  if (Array.isArray(value)) return value.flatMap((item: JsonValue) => namesIn(item))
  return isJsonObject(value) ? Object.values(value).flatMap(namesIn) : []
}
