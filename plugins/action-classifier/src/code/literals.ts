import type { Grade } from '../action.ts'
import { gradePath } from '../arguments/path.ts'

/** Paths in the strings of code. */
export function gradeLiterals(code: string, isWrite: boolean, grade: Grade): void {
  for (const [, , text = ''] of code.matchAll(/(['"`])([^'"`\n]{1,300})\1/g))
    if (/[/\\.~]/.test(text) && !/^https?:|\s/.test(text)) gradePath(text, isWrite, grade)
}
