import {
  definePlugin,
  isJsonObject,
  type Deny,
  type Finding,
  type Flag,
  type Inbound,
  type Manifest,
  type Plugin,
  type Rewrite,
} from '@ringwall/core'
import { createEngine, createViews, RecentTexts, viewsOf } from '@ringwall/text'
import { configSchema, type Config } from './config.ts'
import { DEFINITION_CODES, DefinitionsToken, judgeDefinition } from './definitions.ts'
import { createDetector, type Detect, type Threat } from './detect.ts'
import { toolDefinitionHash } from './pins.ts'
import { sanitize } from './sanitize.ts'

const manifest: Manifest = {
  api: 1,
  hooks: {
    onInbound: { normalize: ['deny', 'rewrite', 'flag'], judge: ['deny', 'flag'] },
    onToolCall: { judge: ['ask'] },
  },
  after: ['input-validation'],
  before: ['external-content'],
  provides: ['Definitions'],
}

const codes = {
  SKILL_DANGEROUS: 'The skill holds what a skill must not do; it is not loaded.',
  SKILL_SUSPICIOUS: 'The skill holds what needs a second look.',
  SKILL_SANITIZED:
    'Comments, compatibility forms or invisible characters were taken out of the skill, or its end was cut off.',
  TOOL_POISONED: 'The definition of the tool holds orders to the model or code; the tool is not offered.',
  TOOL_SUSPICIOUS: 'The definition of the tool needs a second look.',
  TOOL_CHANGED: 'The definition of the tool is not the one that was pinned.',
  TOOL_UNPINNED: 'The tool has no pin.',
  ...DEFINITION_CODES,
} as const

/** Scans skills and definitions of tools before an agent loads them, and cleans what it loads of skills. */
export const skillScanner: Plugin<typeof configSchema> = definePlugin({
  name: 'skill-scanner',
  version: '0.1.0',
  manifest,
  codes,
  config: configSchema,
  setup({ config, mode, events, logger, provide }) {
    provide(DefinitionsToken, {
      asks: mode === 'enforce',
      accepted: (what) => events.emit('definition', { ...what, time: Date.now() }),
    })
    const detect = createDetector(createEngine({ warn: (message) => logger.warn(message) }))
    /** Texts without threats, by what they are. */
    const harmless = { tool: new RecentTexts<true>(), skill: new RecentTexts<true>() }
    const threatsIn = (payload: Inbound): readonly Threat[] => {
      const kind = isTool(payload) ? 'tool' : 'skill'
      if (harmless[kind].get(payload.text)) return []
      const threats = detect(viewsOf(payload, payload.text), kind)
      if (threats.length === 0) harmless[kind].set(payload.text, true)
      return threats
    }
    return {
      onInbound: {
        normalize({ payload }) {
          if (payload.source !== 'skill' || isStructured(payload)) return undefined
          return clean(payload, config, detect)
        },
        judge(event) {
          const { payload } = event
          if (payload.source !== 'skill') return undefined
          const threats = threatsIn(payload)
          event.score(threats.some(isCritical) ? 1 : threats.length > 0 ? 0.4 : 0)
          const verdicts = [...judgePin(payload, config), ...toVerdicts(threats, isTool(payload))]
          return verdicts.length === 0 ? undefined : verdicts
        },
      },
      onToolCall: { judge: ({ payload }) => judgeDefinition(payload) },
    }
  },
})

/** Cleans a skill; what is taken out was scanned before, so that nothing escapes by being hidden or far down. */
function clean(
  { text }: Inbound,
  { maxLength }: Config,
  detect: Detect,
): readonly (Deny | Rewrite | Flag)[] | undefined {
  const { text: after, edits } = sanitize(text, maxLength)
  if (edits.length === 0) return undefined
  const before = detect(createViews(text), 'skill')
  if (before.some(isCritical)) return toVerdicts(before, false)
  // What is still there afterwards is for the judge to say, once.
  const kept = new Set(detect(createViews(after), 'skill').map(({ rule }) => rule))
  const gone = before.filter(({ rule }) => !kept.has(rule))
  return [...toVerdicts(gone, false), { kind: 'rewrite', code: 'SKILL_SANITIZED', edits }]
}

function isStructured({ meta }: Inbound): boolean {
  return meta?.structured === true
}

/** Definitions of tools come as structured text with the name of the tool. */
function isTool({ meta }: Inbound): boolean {
  return meta?.structured === true && typeof meta.tool === 'string'
}

function judgePin({ meta }: Inbound, { pins, unpinned }: Config): readonly (Deny | Flag)[] {
  const tool = meta?.tool
  if (meta?.structured !== true || typeof tool !== 'string') return []
  const pin = Object.hasOwn(pins, tool) ? pins[tool] : undefined
  if (pin === undefined) return unpinned === 'pass' ? [] : [verdict(unpinned, 'TOOL_UNPINNED', [])]
  // Without the definition the pin cannot be compared, and what cannot be compared has changed.
  const { definition } = meta
  const isSame = definition !== undefined && isJsonObject(definition) && toolDefinitionHash(definition) === pin
  return isSame ? [] : [verdict('deny', 'TOOL_CHANGED', [{ rule: 'pin', severity: 'critical' }])]
}

function toVerdicts(threats: readonly Threat[], isTool: boolean): readonly (Deny | Flag)[] {
  if (threats.length === 0) return []
  const findings = threats.map(toFinding)
  return threats.some(isCritical)
    ? [verdict('deny', isTool ? 'TOOL_POISONED' : 'SKILL_DANGEROUS', findings)]
    : [verdict('flag', isTool ? 'TOOL_SUSPICIOUS' : 'SKILL_SUSPICIOUS', findings)]
}

function verdict(kind: 'deny' | 'flag', code: keyof typeof codes, findings: readonly Finding[]): Deny | Flag {
  return { kind, code, findings, message: codes[code] }
}

function isCritical({ severity }: Threat): boolean {
  return severity === 'CRITICAL'
}

function toFinding({ rule, span, severity }: Threat): Finding {
  return { rule, span, severity: severity === 'CRITICAL' ? 'critical' : 'medium' }
}
