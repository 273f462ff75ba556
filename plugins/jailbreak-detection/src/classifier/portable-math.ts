/**
 * e to the x and its inverse from additions, multiplications and divisions alone, which every machine rounds alike (IEEE 754):
 * the same rows give the same model everywhere. Math.exp and Math.log may differ in the last bit.
 */

/** e to the x, to about twelve digits. */
export function exp(x: number): number {
  if (x > 700) return Infinity
  if (x < -700) return 0
  const halvings = Math.round(x / Math.LN2)
  const rest = x - halvings * Math.LN2
  let term = 1
  let sum = 1
  for (let i = 1; i <= 14; i++) {
    term = (term * rest) / i
    sum += term
  }
  return sum * 2 ** halvings
}

/** The natural logarithm of a number over 0, to about twelve digits. */
export function ln(x: number): number {
  let halvings = 0
  let rest = x
  for (; rest > 1.5; rest /= 2) halvings++
  for (; rest < 0.75; rest *= 2) halvings--
  const ratio = (rest - 1) / (rest + 1)
  const square = ratio * ratio
  let power = ratio
  let sum = 0
  for (let i = 1; i <= 25; i += 2) {
    sum += power / i
    power *= square
  }
  return 2 * sum + halvings * Math.LN2
}

/** The probability of log-odds. */
export function logistic(x: number): number {
  return 1 / (1 + exp(-x))
}
