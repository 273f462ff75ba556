import { runHook, type HookIo } from './main.ts'
import type { wallJudge, WallOptions } from './wall.ts'

export { hookIo } from './main.ts'

/** Where the build leaves the same code in its many files, seen from the bundle. */
const WHOLE = new URL('../hook/wall.js', import.meta.url).href

/** `runHook`, as the build puts it into few files: to find and open a thousand takes longer than to judge. */
export function runBundledHook(argv: readonly string[], io: HookIo): Promise<number> {
  return runHook(argv, io, async () => {
    const { bundledJudge } = await import('./bundled-wall.ts')
    return async (options: WallOptions) => {
      const judge = await bundledJudge(options)
      if (judge !== undefined) return judge
      const whole = (await import(WHOLE)) as { readonly wallJudge: typeof wallJudge }
      return whole.wallJudge(options)
    }
  })
}
