import type { Maker } from './text-samples.ts'

export const KB = 1024
/** What two searches over n and 2n units may differ by; 2 is linear, the rest is caches and the clock. */
export const MAX_RATIO = 2.5

/** CPU microseconds of this process, which other processes on the machine do not add to. */
function cpu(): number {
  const { user, system } = process.cpuUsage()
  return user + system
}

/** The least cost of a call in CPU microseconds over rounds long enough to be measured: whatever disturbs a round adds to it. */
export async function cost(run: () => unknown, rounds: number, roundMicroseconds = 20_000): Promise<number> {
  const samples: number[] = []
  for (let round = 0; round <= rounds; round++) {
    let calls = 0
    const from = cpu()
    let spent = 0
    while (spent < roundMicroseconds) {
      const result = run()
      if (result instanceof Promise) await result
      calls++
      spent = cpu() - from
    }
    // The first rounds compile: V8 the code, RE2 the states that a text leads to.
    if (round > 0) samples.push(spent / calls)
  }
  return Math.min(...samples)
}

export interface Ratio {
  readonly what: string
  readonly text: string
  readonly ratio: number
  readonly microseconds: number
}

/** What 2n costs against n; a bad figure is measured again, since a pause of the collector spoils one. */
export async function ratioOf(what: string, name: string, make: Maker, run: (text: string) => unknown): Promise<Ratio> {
  // Small enough for the caches of a processor: beyond them the cost per unit grows with any work on the text.
  const units = 8 * KB
  let best: Ratio | undefined
  for (let attempt = 0; attempt < 6 && (best === undefined || best.ratio > MAX_RATIO); attempt++) {
    const [one, two] = [make(units), make(2 * units)]
    const single = await cost(() => run(one), 3, 3000 * (attempt + 1))
    const double = await cost(() => run(two), 3, 3000 * (attempt + 1))
    const ratio = double / single
    if (best === undefined || ratio < best.ratio) best = { what, text: name, ratio, microseconds: double }
  }
  return best ?? { what, text: name, ratio: Number.NaN, microseconds: Number.NaN }
}

/** Prints the highest ratios, and sets the exit code where one is over the goal. */
export function reportRatios(title: string, measured: readonly Ratio[], shown = 25): void {
  const worst = measured.toSorted((a, b) => b.ratio - a.ratio)
  console.log(title)
  console.table(
    Object.fromEntries(
      worst
        .slice(0, shown)
        .map(({ what, text, ratio, microseconds }) => [
          `${what}: ${text}`,
          { ratio: Number(ratio.toFixed(2)), 'µs/KB': Number((microseconds / 16).toFixed(1)) },
        ]),
    ),
  )
  const failed = worst.filter(({ ratio }) => !(ratio <= MAX_RATIO))
  console.log(`${measured.length} measured, ${failed.length} over ${MAX_RATIO} (goal: none)`)
  if (failed.length > 0) process.exitCode = 1
}
