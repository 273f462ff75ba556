/**
 * Says once per process that native re2 could not be loaded, and the way out; silent without a channel.
 *
 * That native code does not load is a fact about the process, and a warning per engine would be one per layer and
 * kernel. The mark stands on `process`, so that a second copy of this package finds it too. It is one bit, set and never
 * cleared, and tells no more than the fact itself, which every engine shows as its `name`: kernels cannot meet in it.
 */
export function announceFallback(problem: string, warn: ((message: string) => void) | undefined): void {
  if (warn === undefined || Object.hasOwn(process, ANNOUNCED)) return
  Object.defineProperty(process, ANNOUNCED, { value: true })
  warn(
    `Native re2 could not be loaded (${problem}). Patterns run on re2js instead: same results, slower. ` +
      'To build it: pnpm approve-builds re2 (pnpm), or npm rebuild re2 (npm), with the Node version that runs this.',
  )
}

const ANNOUNCED = Symbol.for('ringwall.text.fallback-announced')
