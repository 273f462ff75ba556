import type { JsonObject, Logger } from '@ringwall/core'
import { createLogSanitizer, type LogSanitizerOptions } from './sanitizer.ts'

/** The same logger, through which no secret goes: neither in messages nor in fields. */
export function sanitizeLogger(logger: Logger, options: LogSanitizerOptions = {}): Logger {
  const sanitize = createLogSanitizer(options)
  const through =
    (write: Logger['info']): Logger['info'] =>
    (message, fields) => {
      const clean = sanitize(fields === undefined ? { message } : { message, fields })
      const record = clean as { readonly message: string; readonly fields?: JsonObject } // as it came, but for marks
      if (record.fields === undefined) write(record.message)
      else write(record.message, record.fields)
    }
  return {
    debug: through((message, fields) => logger.debug(message, fields)),
    info: through((message, fields) => logger.info(message, fields)),
    warn: through((message, fields) => logger.warn(message, fields)),
    error: through((message, fields) => logger.error(message, fields)),
  }
}
