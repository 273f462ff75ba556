import type { Plugin } from '@ringwall/core'
import { actionClassifier } from '@ringwall/plugin-action-classifier'
import { approvalGate } from '@ringwall/plugin-approval-gate'
import { auditLog } from '@ringwall/plugin-audit-log'
import { budgetGuard } from '@ringwall/plugin-budget-guard'
import { canaryTokens } from '@ringwall/plugin-canary-tokens'
import { configRedaction } from '@ringwall/plugin-config-redaction'
import { emailSenderFilter } from '@ringwall/plugin-email-sender-filter'
import { execSandbox } from '@ringwall/plugin-exec-sandbox'
import { externalContent } from '@ringwall/plugin-external-content'
import { gatewayAuth } from '@ringwall/plugin-gateway-auth'
import { injectionRateLimit } from '@ringwall/plugin-injection-rate-limit'
import { inputValidation } from '@ringwall/plugin-input-validation'
import { jailbreakDetection } from '@ringwall/plugin-jailbreak-detection'
import { logSanitizer } from '@ringwall/plugin-log-sanitizer'
import { memoryGuard } from '@ringwall/plugin-memory-guard'
import { mtls } from '@ringwall/plugin-mtls'
import { outputGuard } from '@ringwall/plugin-output-guard'
import { pathGuard } from '@ringwall/plugin-path-guard'
import { secretsStore } from '@ringwall/plugin-secrets-store'
import { skillScanner } from '@ringwall/plugin-skill-scanner'
import { ssrfGuard } from '@ringwall/plugin-ssrf-guard'
import { toolPolicy } from '@ringwall/plugin-tool-policy'
import type { Judge } from './question.ts'
import { judgeOf, loadModel, type WallOptions } from './wall.ts'

/** The layers of `preset: default`, by the name of their package. */
export const LOADED: ReadonlyMap<string, Plugin> = new Map(
  [
    actionClassifier,
    approvalGate,
    auditLog,
    budgetGuard,
    canaryTokens,
    configRedaction,
    emailSenderFilter,
    execSandbox,
    externalContent,
    gatewayAuth,
    injectionRateLimit,
    inputValidation,
    jailbreakDetection,
    logSanitizer,
    memoryGuard,
    mtls,
    outputGuard,
    pathGuard,
    secretsStore,
    skillScanner,
    ssrfGuard,
    toolPolicy,
  ].map((plugin) => [`@ringwall/plugin-${plugin.name}`, plugin]),
)

/**
 * What wallJudge does, with the layers of this very file. Undefined where the config names others: these import a kernel of their own, and two
 * kernels in one wall are not meant to be.
 */
export async function bundledJudge(options: WallOptions): Promise<Judge | undefined> {
  const model = await loadModel(options, LOADED)
  const own = new Set(LOADED.values())
  const lines = [model, ...model.agents.values()].flatMap(({ layers }) => layers)
  return lines.every(({ plugin }) => own.has(plugin)) ? judgeOf(model, options) : undefined
}
