import { isDeepStrictEqual } from 'node:util'
import type { JsonObject } from '@ringwall/core'

/** What became of the definition of a tool since it was accepted. */
export type PinState = 'new' | 'same' | 'changed'

/** What a host remembers of the definitions that were accepted. */
export interface Pins {
  /** Compares a definition with the accepted one; one that is new is accepted with that, or refused as `changed`. */
  check(name: string, definition: JsonObject): PinState | Promise<PinState>
}

/** The name under which the instructions of a server are pinned; no tool has such a name. */
export const INSTRUCTIONS_PIN = '(instructions)'

/** Pins for one run: what a server says first is what it must keep to. */
export function memoryPins(): Pins {
  const known = new Map<string, JsonObject>()
  return {
    check(name, definition) {
      const before = known.get(name)
      if (before !== undefined) return isDeepStrictEqual(before, definition) ? 'same' : 'changed'
      known.set(name, definition)
      return 'new'
    },
  }
}
