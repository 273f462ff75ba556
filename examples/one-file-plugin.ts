// A layer in one file: no more than three links in a message from outside.
// Run: node examples/one-file-plugin.ts
import { createKernel, definePlugin, use, type Finding } from '@ringwall/core'
import { z } from 'zod'

/** Denies inbound text from untrusted sources with more links than an operator allows. */
const linkLimit = definePlugin({
  name: 'link-limit',
  version: '1.0.0',
  manifest: { api: 1, hooks: { onInbound: { judge: ['deny'] } } },
  codes: { TOO_MANY_LINKS: 'The text has more links than the limit.' },
  config: z.strictObject({
    limit: z.number().int().min(0).default(3).describe('Links that pass.').meta({ tightens: 'lower' }),
  }),
  setup: ({ config }) => ({
    onInbound: {
      judge({ payload: { source, text } }) {
        if (source === 'user') return undefined
        const findings = findLinks(text)
        if (findings.length <= config.limit) return undefined
        return { kind: 'deny', code: 'TOO_MANY_LINKS', findings, message: 'This text has too many links.' }
      },
    },
  }),
})

function findLinks(text: string): readonly Finding[] {
  return Array.from(text.matchAll(/https?:\/\//g), ({ index, 0: { length } }) => ({
    rule: 'link',
    severity: 'low',
    span: { start: index, end: index + length },
  }))
}

const wall = await createKernel({ plugins: [use(linkLimit, { limit: 1 })] })
const session = { tenantId: 'acme', agentId: 'reader', sessionId: 'one' }
const texts = ['See https://example.com.', 'https://a.example https://b.example buy now']
for (const text of texts) {
  const decision = await wall.onInbound({ source: 'email', text }, session)
  console.log(
    decision.outcome,
    decision.rulings.map(({ layer, code, findings }) => `${layer} ${code} (${findings.length} links)`),
  )
}
await wall.close()
