import type { DecodeLimits } from './decode.ts'
import { createViews } from './views.ts'
import type { Views } from './views.ts'

/** Keeps the views of an event's texts with the event, so that layers share the work. */
export interface ViewCache {
  /** The views of a text that belongs to the payload; made once for as long as the payload lives. */
  viewsOf(payload: object, text: string): Views
}

/** A cache that holds on to no payload; the limits are those of `createViews`. */
export function createViewCache(limits: Partial<DecodeLimits> = {}): ViewCache {
  const views = new WeakMap<object, Map<string, Views>>()
  return Object.freeze({
    viewsOf(payload: object, text: string): Views {
      const known = views.get(payload) ?? new Map<string, Views>()
      if (known.size === 0) views.set(payload, known)
      const found = known.get(text) ?? createViews(text, limits)
      if (known.size < MAX_TEXTS_PER_PAYLOAD) known.set(text, found)
      return found
    },
  })
}

/** A payload has a few texts (a structured body has its strings); past these, views are made and not kept. */
const MAX_TEXTS_PER_PAYLOAD = 64

// Layers are packages that do not know of each other, so what they share must be reached from here. It is a pure
// memo: keyed by the identity of one event's payload and by the text, it holds only what createViews would give
// again, so nothing that one kernel does can be seen by another. Entries die with their payload.
const shared: ViewCache = createViewCache()

/** The views of a payload's text, shared by every layer that asks during the life of that payload object. */
export function viewsOf(payload: object, text: string): Views {
  return shared.viewsOf(payload, text)
}
