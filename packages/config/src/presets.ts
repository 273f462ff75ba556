/** The layers of `preset: default`, in their order: all that this release has. */
export const DEFAULT_LAYERS: readonly string[] = [
  'input-validation',
  'email-sender-filter',
  'external-content',
  'skill-scanner',
  'jailbreak-detection',
  'injection-rate-limit',
  'tool-policy',
  'action-classifier',
  'budget-guard',
  'approval-gate',
  'ssrf-guard',
  'path-guard',
  'exec-sandbox',
  'memory-guard',
  'canary-tokens',
  'output-guard',
  'secrets-store',
  'log-sanitizer',
  'config-redaction',
  'mtls',
  'gateway-auth',
  'audit-log',
]

/** The names of the presets. */
export const PRESETS = ['default', 'none'] as const

/** The layers that a preset starts with. */
export function presetLayers(preset: (typeof PRESETS)[number]): readonly string[] {
  return preset === 'default' ? DEFAULT_LAYERS : []
}
