import { copyJson, type JsonValue } from '@ringwall/core'
import { refuse, toDenied, type Denied } from './denied.ts'
import type { Inspector, Origin } from './inspector.ts'

/** The model reads parts in one go, so a sentence cut into parts is judged in one go too. */
export async function guardJoin(texts: readonly string[], inspector: Inspector, origin: Origin): Promise<void> {
  if (texts.length > 1) await inspector.text(texts.join(' '), { ...origin, meta: { ...origin.meta, joined: true } })
}

/** Throws Denied for what is no JSON. */
export function json(value: unknown): JsonValue {
  try {
    return copyJson(value)
  } catch (error) {
    throw toDenied(error)
  }
}

/** The refusal of a part or message that a newer SDK knows, or that never should have come. */
export function unknown(part: unknown): Denied {
  const { type, role } = (part ?? {}) as { readonly type?: unknown; readonly role?: unknown }
  const shown = String(type ?? role ?? typeof part)
  return refuse('AI_PART_UNKNOWN', { type: /^[\w-]{1,40}$/.test(shown) ? shown : 'unknown' })
}
