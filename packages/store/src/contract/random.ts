/** Whole numbers below a bound. */
export type Below = (bound: number) => number

/** The same numbers on every run: a linear congruential generator (constants of Numerical Recipes) from a seed. */
export function createRandom(seed: number): Below {
  let state = seed
  return (bound) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 2 ** 32) * bound)
  }
}
