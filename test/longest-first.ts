import { existsSync } from 'node:fs'
import { join, relative, sep } from 'node:path'
import { BaseSequencer, type TestSpecification } from 'vitest/node'

/** Files that take a minute or about that: one of them, begun at the end, would run alone while nothing else is left. */
const LONGEST = [
  'plugins/exec-sandbox/test/escapes.test.ts',
  'plugins/exec-sandbox/test/elsewhere.test.ts',
  'test/packaging/packages.test.ts',
  'test/packaging/outside-plugin.test.ts',
  'packages/dashboard/test/page.test.ts',
  'test/e2e/two-processes.test.ts',
  'plugins/audit-log/test/durability.test.ts',
  'plugins/exec-sandbox/test/mutants.test.ts',
  'plugins/jailbreak-detection/training/train.test.ts',
  'packages/store/test/durability.test.ts',
  'plugins/budget-guard/test/processes.test.ts',
]

/** The order of vitest, which goes by size where it has no times of an earlier run, but with the longest files first. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const gone = LONGEST.filter((file) => !existsSync(join(this.ctx.config.root, file)))
    if (gone.length > 0) throw new Error(`test/longest-first.ts names files that are not there: ${gone.join(', ')}`)
    const sorted = await super.sort(files)
    const rank = ({ moduleId }: TestSpecification): number => {
      const place = LONGEST.indexOf(relative(this.ctx.config.root, moduleId).replaceAll(sep, '/'))
      return place < 0 ? LONGEST.length : place
    }
    // The sort is stable: within a rank the order stays.
    return sorted.toSorted((a, b) => rank(a) - rank(b))
  }
}
