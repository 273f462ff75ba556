import { definePlugin, type Plugin } from '@ringwall/core'
import { toolPolicyConfig } from './config.ts'
import { compilePolicy, findStrangers } from './policy.ts'

/** The layer: which tools the agent may call, and with which arguments. */
export const toolPolicy: Plugin<typeof toolPolicyConfig> = definePlugin({
  name: 'tool-policy',
  version: '0.1.0',
  manifest: { api: 1, hooks: { onToolCall: { admit: ['deny'] } } },
  codes: {
    TOOL_DENIED: 'The profile does not have the tool, or the deny list names it.',
    TOOL_UNKNOWN: 'No group has the tool and `allow` does not name it.',
    TOOL_ARGS_DENIED: 'An argument does not have a form that a rule allows.',
  },
  config: toolPolicyConfig,
  setup({ config, logger }) {
    const strangers = findStrangers([...config.deny, ...config.rules.map(({ tool }) => tool)])
    if (strangers.length > 0)
      logger.warn('tool-policy: deny and rules name tools that no group has; check their spelling', {
        tools: strangers,
      })
    const policy = compilePolicy(config)
    return {
      onToolCall: {
        admit({ payload }) {
          const refusal = policy.checkCall(payload.tool, payload.args)
          return (
            refusal && {
              kind: 'deny',
              code: refusal.code,
              findings: [{ rule: refusal.rule, severity: 'high' }],
              message: 'This tool call is not permitted.',
              detail: refusal.detail,
            }
          )
        },
      },
    }
  },
})
