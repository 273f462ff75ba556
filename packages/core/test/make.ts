import { z } from 'zod'
import {
  definePlugin,
  use,
  type Handlers,
  type Layer,
  type LayerOptions,
  type Manifest,
  type Session,
  type Use,
} from '../src/index.ts'

export const session: Session = { tenantId: 't', agentId: 'a', sessionId: 's' }
export const codes = { X: 'a test code', Y: 'another' }

interface Parts extends Partial<Omit<Manifest, 'api'>> {
  readonly layer?: Layer
  readonly options?: LayerOptions
}

/** A line of a kernel's plugin list around handlers written in a test. */
export function make(name: string, hooks: Manifest['hooks'], handlers: Handlers, parts: Parts = {}): Use {
  const { layer, options, ...manifest } = parts
  const plugin = definePlugin({
    name,
    version: '1.0.0',
    manifest: { api: 1, hooks, ...manifest },
    codes,
    config: z.strictObject({}),
    setup: () => ({ ...handlers, ...layer }),
  })
  return use(plugin, {}, options)
}

/** A layer that replaces every leftmost, non-overlapping occurrence of a literal in outbound text. */
export function replacer(name: string, find: string, by: string, stage: 'normalize' | 'finish' = 'finish'): Use {
  const handlers: Handlers = {
    onOutbound: {
      [stage]: (event: { payload: { body: unknown } }) => {
        const text = String(event.payload.body)
        const edits = occurrences(text, find).map((start) => ({ start, end: start + find.length, text: by }))
        const findings = edits.map(({ start, end }) => ({
          rule: find,
          severity: 'low' as const,
          span: { start, end },
        }))
        return edits.length > 0 ? { kind: 'rewrite' as const, code: 'X', edits, findings } : undefined
      },
    },
  }
  return make(name, { onOutbound: { [stage]: ['rewrite'] } }, handlers, {
    streaming: { window: [...find].length },
  })
}

/** A layer that denies outbound text with a literal in it. */
export function denier(name: string, find: string): Use {
  return make(
    name,
    { onOutbound: { judge: ['deny'] } },
    {
      onOutbound: {
        judge: (event) => (String(event.payload.body).includes(find) ? { kind: 'deny', code: 'Y' } : undefined),
      },
    },
    { streaming: { window: [...find].length } },
  )
}

function occurrences(text: string, find: string): readonly number[] {
  const out: number[] = []
  let at = text.indexOf(find)
  while (at >= 0) {
    out.push(at)
    at = text.indexOf(find, at + find.length)
  }
  return out
}

/** Sends chunks through a stream and collects what comes out. */
export async function pump(
  stream: TransformStream<string, string>,
  chunks: readonly string[],
): Promise<readonly string[]> {
  const out: string[] = []
  const reading = (async () => {
    for await (const chunk of stream.readable) out.push(chunk)
  })()
  const writer = stream.writable.getWriter()
  try {
    for (const chunk of chunks) await writer.write(chunk)
    await writer.close()
  } catch {
    // A denial ends the stream early; the decision tells.
  }
  await reading
  return out
}

/** The text cut at the given places, in any order. */
export function cutAt(text: string, cuts: readonly number[]): readonly string[] {
  const points = [0, ...cuts.map((cut) => cut % (text.length + 1)).toSorted((a, b) => a - b), text.length]
  return points.slice(1).map((end, i) => text.slice(points[i], end))
}
