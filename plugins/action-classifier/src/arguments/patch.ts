import type { Grade } from '../action.ts'
import { gradePath } from './path.ts'

const MAX_LENGTH = 2_000_000

/** Grades the files of a patch: as `apply_patch` writes them, or as a diff does. */
export function gradePatch(text: string, grade: Grade): void {
  if (text.length > MAX_LENGTH) return grade.raise('destructive', 'patch.limit', 'the patch is longer than is read')
  for (const line of text.split('\n')) {
    const path =
      /^(?:\*\*\* (?:Update|Add|Delete) File: |\*\*\* Move to: |\+\+\+ (?:b\/)?|--- (?:a\/)?|rename to )(\S.{0,4096})$/.exec(
        line,
      )?.[1]
    if (path !== undefined && path !== '/dev/null') gradePath(path.trim(), true, grade)
    if (/^\*\*\* Delete File: |^deleted file mode |^\+\+\+ \/dev\/null/.test(line))
      grade.raise('destructive', 'patch.delete', 'the patch deletes a file')
  }
}
