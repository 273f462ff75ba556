import { definePlugin, type Manifest, type Plugin } from '@ringwall/core'
import { createDetector, type Code } from './detect.ts'
import { configSchema } from './config.ts'

const manifest: Manifest = { api: 1, hooks: { onInbound: { admit: ['deny', 'flag'] } } }

const codes: Readonly<Record<Code, string>> = {
  EMAIL_NO_HEADERS: 'The host did not pass the headers of the mail, or passed them in two ways.',
  EMAIL_MALFORMED: 'The header breaks RFC 5322 in a way in which mail programs differ, or is beyond the limits.',
  EMAIL_SPOOFED: 'The sender shows an address or a domain that is not its own.',
  EMAIL_NOT_ALLOWED: 'The sender is not on the list.',
  EMAIL_AUTOMATED: 'A machine wrote the mail.',
  EMAIL_AUTH_UNCONFIGURED: 'Authentication is required and `authservId` is not set, so no mail can be admitted.',
  EMAIL_UNAUTHENTICATED: 'The mail server did not find that the mail comes from the domain of its sender.',
  EMAIL_REPLY_ELSEWHERE: 'The mail is admitted; an answer would go to another domain.',
}

/** Admits mail from known, authenticated people; refuses automated and ambiguous mail. */
export const emailSenderFilter: Plugin<typeof configSchema> = definePlugin({
  name: 'email-sender-filter',
  version: '0.1.0',
  manifest,
  codes,
  config: configSchema,
  setup({ config, logger }) {
    // An untouched layer admits nobody anyway; one that lists senders is meant to admit them.
    const expectsMail = config.policy === 'open' || config.allow.length > 0
    if (expectsMail && config.requireAuth && config.authservId === undefined)
      logger.warn('email-sender-filter: every mail is refused until authservId names your mail server')
    const detect = createDetector(config)
    return {
      onInbound: {
        admit({ payload }) {
          if (payload.source !== 'email') return undefined
          const objection = detect(payload)
          if (!objection) return undefined
          const { code, rule, span } = objection
          const isFlag = code === 'EMAIL_REPLY_ELSEWHERE'
          const finding = { rule, severity: isFlag ? 'low' : 'medium', ...(span && { span }) } as const
          if (isFlag) return { kind: 'flag', code, findings: [finding] }
          return {
            kind: 'deny',
            code,
            findings: [finding],
            message: 'This mail is not accepted.',
            detail: `${codes[code]} (${rule})`,
          }
        },
      },
    }
  },
})
