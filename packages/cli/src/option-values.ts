import { InvalidArgumentError } from 'commander'

/** The value of an option that must say something. */
export function demandText(text: string): string {
  if (text.trim() === '') throw new InvalidArgumentError('It is empty.')
  return text
}

/** The value of an option that counts. */
export function parseCount(text: string): number {
  const number = Number(text)
  if (!/^\d{1,12}$/.test(text) || number < 1) throw new InvalidArgumentError('It must be a whole number from 1.')
  return number
}

/** The values of an option that may be repeated. */
export function collectTexts(text: string, before: readonly string[] = []): readonly string[] {
  return [...before, demandText(text)]
}

/** Names with commas between them; the option may be repeated. */
export function parseNames(text: string, before: readonly string[] = []): readonly string[] {
  const names = text.split(',').map((name) => name.trim())
  if (names.includes('')) throw new InvalidArgumentError('It must be names with commas between them.')
  return [...before, ...names]
}
