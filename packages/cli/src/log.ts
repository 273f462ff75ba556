import type { Model } from '@ringwall/config'
import { createLogger, type Logger } from '@ringwall/core'
import { logSanitizer, sanitizeLogger } from '@ringwall/plugin-log-sanitizer'

/** The log of a config: where its log-sanitizer is enforced, nothing is written but through it, as it is configured there. */
export function loggerFor(model: Model): Logger {
  const logger = createLogger(model.log.level)
  const layer = model.layers.find(
    ({ plugin, options }) => plugin.name === logSanitizer.name && options.mode !== 'observe',
  )
  if (!layer) return logger
  // Where the config is wrong, the start fails, and until then the log is sanitized as by default.
  const { data = {} } = logSanitizer.config.safeParse(layer.config)
  return sanitizeLogger(logger, { ...data, values: secretsOf(model) })
}

/** What the config itself holds. */
function secretsOf({ gateway: { upstream, tokens } }: Model): readonly string[] {
  return [...(upstream?.apiKey === undefined ? [] : [upstream.apiKey]), ...tokens.map(({ token }) => token)]
}
