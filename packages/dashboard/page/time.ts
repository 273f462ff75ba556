/** Time left until `until` as `4:05`, or `1:02:03`; `over` from then on. Both in milliseconds since 1970. */
export function countdown(until: number, now: number): string {
  const seconds = Math.ceil((until - now) / 1_000)
  if (seconds <= 0) return 'over'
  const [hours, minutes, rest] = [Math.floor(seconds / 3_600), Math.floor(seconds / 60) % 60, seconds % 60]
  return hours > 0 ? `${hours}:${pad(minutes)}:${pad(rest)}` : `${minutes}:${pad(rest)}`
}

/** `2026-11-27 05:13:03` in the browser's zone; `unknown` for what is no time. */
export function dateTime(at: number): string {
  const date = new Date(at)
  if (Number.isNaN(date.getTime())) return 'unknown'
  return `${date.getFullYear()}-${pad(date.getMonth() + 1)}-${pad(date.getDate())} ${clock(at)}`
}

/** `05:13:03` in the browser's zone. */
export function clock(at: number): string {
  const date = new Date(at)
  return Number.isNaN(date.getTime())
    ? 'unknown'
    : `${pad(date.getHours())}:${pad(date.getMinutes())}:${pad(date.getSeconds())}`
}

/** `30 seconds`, `10 minutes`, `2 hours`: how long something lasts, rounded down. */
export function duration(ms: number): string {
  if (ms < 120_000) return count(Math.floor(ms / 1_000), 'second')
  return ms < 7_200_000 ? count(Math.floor(ms / 60_000), 'minute') : count(Math.floor(ms / 3_600_000), 'hour')
}

/** `1.2 ms`, or `not measured` where nothing was. */
export function milliseconds(value: number | null | undefined): string {
  if (value === undefined || value === null || !Number.isFinite(value)) return 'not measured'
  return value < 10 ? `${value.toFixed(2)} ms` : `${Math.round(value)} ms`
}

/** A number of things in words: `1 call`, `2 calls`. */
export function count(value: number, one: string, many = `${one}s`): string {
  return `${value.toLocaleString('en')} ${value === 1 ? one : many}`
}

function pad(value: number): string {
  return String(value).padStart(2, '0')
}
