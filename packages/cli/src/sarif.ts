import { sep } from 'node:path'
import type { Severity } from '@ringwall/core'
import { packageVersion } from './version.ts'

/** The level of SARIF that each severity has. */
export const LEVELS: Readonly<Record<Severity, 'error' | 'warning' | 'note'>> = {
  critical: 'error',
  high: 'error',
  medium: 'warning',
  low: 'note',
  info: 'note',
}

/** A SARIF 2.1.0 log (OASIS, 2020) with one run; columns are in UTF-16 code units. */
export function sarifLog(
  rules: readonly object[],
  results: readonly object[],
  invocation: { readonly executionSuccessful: boolean },
): object {
  const version = packageVersion()
  return {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'ringwall', version, semanticVersion: version, rules } },
        columnKind: 'utf16CodeUnits',
        invocations: [invocation],
        results,
      },
    ],
  }
}

/** A relative reference, or a file URI for an absolute path. */
export function uriOf(file: string): string {
  const parts = file.toWellFormed().split(sep).map(encodeURIComponent).join('/')
  return parts.startsWith('/') ? `file://${parts}` : parts
}
