import { definePlugin, type Inbound, type Plugin, type VerdictIn } from '@ringwall/core'
import { scoped, StoreToken } from '@ringwall/store'
import { configSchema, isOutside, type Config } from './config.ts'
import { wrappingFor } from './delimiters.ts'
import { formatOf } from './format.ts'
import { createLinkRules, type LinkRules } from './links.ts'
import { neutralize, type Code, type Neutralized } from './detect.ts'
import { memoryProvenance, ProvenanceToken, storedProvenance, unknownProvenance } from './provenance.ts'

type Said = VerdictIn<'normalize'>

/** The layer: neutralises, wraps and labels content from outside. */
export const externalContent: Plugin<typeof configSchema> = definePlugin({
  name: 'external-content',
  version: '0.1.0',
  manifest: {
    api: 1,
    hooks: { onInbound: { normalize: ['rewrite', 'flag'], finish: ['rewrite'] } },
    optional: ['Store'],
    provides: ['Provenance'],
  },
  codes: {
    EXTERNAL_WRAPPED: 'Content from outside was put between delimiters, with its source and a notice.',
    EXTERNAL_TRUNCATED: 'The text was longer than the limit, and its end was cut off.',
    EXTERNAL_CANONICALIZED: 'Characters were replaced by their compatibility forms, or invisible ones taken out.',
    EXTERNAL_HIDDEN_REMOVED: 'Content that a reader does not see was taken out.',
    EXTERNAL_LINK_DEFANGED: 'Addresses that carry data out or in were made unusable.',
    EXTERNAL_DELIMITER_REMOVED: 'The content held delimiters of this layer, or look-alikes, which were taken out.',
  },
  config: configSchema,
  setup({ config, mode, find, logger, provide }) {
    const links = createLinkRules(config.trustedHosts, config.maxQuery)
    const store = find(StoreToken)
    const provenance =
      mode === 'observe'
        ? unknownProvenance()
        : store
          ? storedProvenance(scoped(store, 'external-content'))
          : memoryProvenance(config.maxSessions)
    if (mode === 'enforce' && !store)
      logger.warn('external-content: without a store, a reload forgets which sessions hold content from outside')
    provide(ProvenanceToken, provenance)
    return {
      onInbound: {
        normalize({ payload }) {
          if (!isForeign(payload, config)) return undefined
          const result = clean(payload, config, links)
          return result.findings.size === 0 ? undefined : toVerdicts(result, payload.meta?.structured !== true)
        },
        finish({ payload, session }) {
          if (!isForeign(payload, config)) return undefined
          // It is not wrapped, but it is there. What a client of the API declares in its request, such as tools, is no content.
          if (payload.meta?.structured === true)
            return payload.source === 'api'
              ? undefined
              : provenance.record(session, payload.source).then(() => undefined)
          const { before, after } = wrappingFor(payload.text, payload.source, config.notice)
          const end = payload.text.length
          const wrap: VerdictIn<'finish'> = {
            kind: 'rewrite',
            code: 'EXTERNAL_WRAPPED',
            edits: [
              { start: 0, end: 0, text: before },
              { start: end, end, text: after },
            ],
          }
          return provenance.record(session, payload.source).then(() => wrap)
        },
      },
    }
  },
})

/** True for content from outside; what the assistant said before is history, not content. */
function isForeign({ source, meta }: Inbound, { sources }: Config): boolean {
  return isOutside(source) && sources.includes(source) && meta?.role !== 'assistant'
}

function clean(payload: Inbound, config: Config, links: LinkRules): Neutralized {
  const { source, text } = payload
  const format = formatOf(payload)
  const canonical = isOutside(source) && config.canonicalSources.includes(source)
  const limit = canonical ? { limit: config.maxLength } : {}
  if (config.markup === 'neutralize') return neutralize(text, { format, links, ...limit })
  const changed = neutralize(text, { format: 'raw', links, ...limit })
  const { findings, counts } = neutralize(text, { format, links })
  return {
    edits: changed.edits,
    // What was changed comes first, as the first statement carries the edits.
    findings: new Map([...changed.findings, ...[...findings].filter(([code]) => !changed.findings.has(code))]),
    counts: new Map([...counts, ...changed.counts]),
  }
}

/** One statement per code; the first of them carries all edits, since a handler rewrites once. */
function toVerdicts({ edits, findings, counts }: Neutralized, mayRewrite: boolean): readonly Said[] {
  const detail = [...counts].map(([rule, count]) => `${rule}: ${count}`).join(', ')
  return [...findings].map(([code, found], index): Said => {
    const statement: { readonly code: Code; readonly findings: typeof found } = { code, findings: found }
    return mayRewrite && index === 0 && edits.length > 0
      ? { kind: 'rewrite', ...statement, edits, detail }
      : { kind: 'flag', ...statement, detail }
  })
}
