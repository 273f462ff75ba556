import { createHash } from 'node:crypto'
import { isJsonObject, type JsonObject, type JsonValue } from '@ringwall/core'

/** A definition beside the accepted one. */
export interface PinCheck {
  /** `new`: there was none, and this one is accepted with that. `unaccepted`: there is none, and nothing is accepted unseen. */
  readonly state: 'new' | 'same' | 'changed' | 'unaccepted'
  /** SHA-256 of the definition, in hex. */
  readonly hash: string
  /** That of the accepted one, where it is another. */
  readonly accepted?: string | undefined
}

/** What a host remembers of the definitions that were accepted. */
export interface Pins {
  /** Compares a definition with the accepted one. */
  check(name: string, definition: JsonObject): PinCheck | Promise<PinCheck>
  /** Puts a definition that a person has accepted in the place of what `check` told; false where that has become another since. */
  accept(name: string, check: Pick<PinCheck, 'hash' | 'accepted'>): boolean | Promise<boolean>
}

/** True for a definition that may be offered as it is. */
export function isAccepted({ state }: PinCheck): boolean {
  return state === 'new' || state === 'same'
}

/** The name under which the instructions of a server are pinned; no tool has such a name. */
export const INSTRUCTIONS_PIN = '(instructions)'

/** Pins for one run: what a server says first is what it must keep to. With `strict`, nothing is accepted unseen. */
export function memoryPins({ strict = false }: { readonly strict?: boolean } = {}): Pins {
  const known = new Map<string, string>()
  return {
    check(name, definition) {
      const [hash, accepted] = [hashOf(definition), known.get(name)]
      if (accepted !== undefined)
        return hash === accepted ? { state: 'same', hash } : { state: 'changed', hash, accepted }
      if (strict) return { state: 'unaccepted', hash }
      known.set(name, hash)
      return { state: 'new', hash }
    },
    accept(name, { hash, accepted }) {
      if (known.get(name) !== accepted) return false
      known.set(name, hash)
      return true
    },
  }
}

/** Whatever the order of its members. */
function hashOf(definition: JsonObject): string {
  const text = JSON.stringify(definition, (_key, value: JsonValue) =>
    isJsonObject(value) ? Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1))) : value,
  )
  return createHash('sha256').update(text).digest('hex')
}
