import { definePlugin, type Plugin, type PluginDefinition } from '@ringwall/core'
import { z } from 'zod'

const config = z.strictObject({
  word: z.string().min(1).describe('The word that stops a message.').meta({ tightens: 'any' }).default('forbidden'),
  limit: z.int().min(1).describe('Longest word looked at.').meta({ tightens: 'lower' }).default(100),
})
/** The definition of a small honest layer, to be spoilt in one way at a time. */
export const keywordDefinition: PluginDefinition<typeof config> = {
  name: 'keyword',
  version: '1.2.0',
  manifest: {
    api: 1,
    hooks: {
      onInbound: { judge: ['deny', 'flag'] },
      onOutbound: { finish: ['rewrite'] },
    },
    streaming: { window: 20 },
  },
  codes: {
    WORD_FORBIDDEN: 'The message holds the word.',
    WORD_REDACTED: 'The word was taken out of a reply.',
  },
  config,
  setup({ config }) {
    const find = (text: string) => {
      const start = text.indexOf(config.word)
      return start < 0 ? undefined : { start, end: start + config.word.length }
    }
    return {
      onInbound: {
        judge({ payload }) {
          const span = find(payload.text)
          if (!span) return undefined
          return {
            kind: 'deny',
            code: 'WORD_FORBIDDEN',
            findings: [{ rule: 'word', severity: 'high', span }],
          }
        },
      },
      onOutbound: {
        finish({ payload }) {
          if (typeof payload.body !== 'string') return undefined
          const edits = []
          const findings = []
          for (let at = payload.body.indexOf(config.word); at >= 0;) {
            const span = { start: at, end: at + config.word.length }
            edits.push({ ...span, text: '[word]' })
            findings.push({ rule: 'word', severity: 'low' as const, span })
            at = payload.body.indexOf(config.word, span.end)
          }
          return edits.length > 0 ? { kind: 'rewrite', code: 'WORD_REDACTED', edits, findings } : undefined
        },
      },
    }
  },
}
/** The honest layer. */
export const keyword: Plugin<typeof config> = definePlugin(keywordDefinition)
