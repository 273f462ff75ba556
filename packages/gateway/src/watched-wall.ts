import type { Wall } from '@ringwall/config'
import type { Token } from '@ringwall/core'

/** A wall as gateways take it. Without the optional parts a host has kernels of its own, and what they would tell is not measured. */
export type WatchedWall = Pick<Wall, 'for'> &
  Partial<Pick<Wall, 'describe' | 'on' | 'isOpen' | 'findAll' | 'dryRun' | 'recorded' | 'flush'>>
/** What an event may hold: it is told by layers that this package does not know. */
export type Told = Readonly<Record<string, unknown>>

/** A service of all kernels, or of the one for everybody where the wall knows no other. */
export function findAll<T>(wall: WatchedWall, token: Token<T>): readonly T[] {
  if (wall.findAll) return wall.findAll(token)
  const service = wall.for('').find(token)
  return service === undefined ? [] : [service]
}

/** Listens to events of layers, whose names are declared where this package cannot see them. Returns what stops it. */
export function listenTo(wall: WatchedWall, name: string, listener: (event: Told) => void): () => void {
  return onEvent(wall)?.(name, listener) ?? ((): void => undefined)
}

/** Undefined for a wall that fails: whoever asks it to judge is told so, and it has nothing else to tell. */
function onEvent(wall: WatchedWall): ((name: string, listener: (event: Told) => void) => () => void) | undefined {
  try {
    return (wall.on?.bind(wall) ?? onOf(wall)) as never
  } catch {
    return undefined
  }
}

function onOf(wall: WatchedWall): unknown {
  const { events } = wall.for('')
  return events.on.bind(events)
}
