import winston from 'winston'
import type { JsonObject } from './hooks.ts'
import { token, type Token } from './services.ts'

/** What a layer or host logs through. */
export interface Logger {
  debug(message: string, fields?: JsonObject): void
  info(message: string, fields?: JsonObject): void
  warn(message: string, fields?: JsonObject): void
  error(message: string, fields?: JsonObject): void
}

/** The kernel's logger; a host may pass its own. */
export const LoggerToken: Token<Logger> = token<Logger>('Logger')

/** The default logger: winston, JSON lines on standard error. Made on first use, since most kernels log nothing. */
export function createLogger(least: 'debug' | 'info' | 'warn' | 'error' = 'info'): Logger {
  let made: winston.Logger | undefined
  const at =
    (level: string) =>
    (message: string, fields?: JsonObject): void => {
      made ??= winston.createLogger({
        level: least,
        format: winston.format.combine(winston.format.timestamp(), winston.format.json()),
        transports: [new winston.transports.Console({ stderrLevels: ['debug', 'info', 'warn', 'error'] })],
      })
      made.log(level, message, fields)
    }
  return { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') }
}
