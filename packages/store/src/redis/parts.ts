import { fail } from '../errors.ts'
import type { Answer, RedisServer } from './server.ts'

/** What the parts of one Redis store share. */
export interface Parts {
  readonly server: RedisServer
  /** The time to count with; '' is the server's own. */
  readonly now: () => string
}

/** The list that a script answered with. */
export function list(answer: Answer | undefined, file: string): readonly Answer[] {
  if (Array.isArray(answer)) return answer as readonly Answer[]
  throw fail('STORE_CORRUPT', { file, problem: 'an answer is not a list' })
}

/** The text that a script answered with. */
export function text(answer: Answer | undefined, file: string): string {
  if (typeof answer === 'string') return answer
  throw fail('STORE_CORRUPT', { file, problem: 'an answer is not text' })
}

/** The integer that a script answered with. */
export function integer(answer: Answer | undefined, file: string): number {
  const number = typeof answer === 'string' && answer !== '' ? Number(answer) : NaN
  if (Number.isSafeInteger(number)) return number
  throw fail('STORE_CORRUPT', { file, problem: 'an answer is not an integer' })
}

/** integer, or null for ''. */
export function integerOrNull(answer: Answer | undefined, file: string): number | null {
  return answer === '' ? null : integer(answer, file)
}

/** The number in an answer such as `end:7`; undefined for any other. */
export function refusal(answer: Answer, word: string): string | undefined {
  return typeof answer === 'string' && answer.startsWith(`${word}:`) ? answer.slice(word.length + 1) : undefined
}
