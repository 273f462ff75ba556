/** A duration for people, rounded up: `in 42 s`, `in 5 min`, `in 3 h`. */
export function later(ms: number): string {
  const seconds = Math.ceil(ms / 1000)
  if (seconds < 120) return `in ${seconds} s`
  const minutes = Math.ceil(seconds / 60)
  return minutes < 120 ? `in ${minutes} min` : `in ${Math.ceil(minutes / 60)} h`
}
