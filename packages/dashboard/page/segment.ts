/** An id as one part of a path, as the operators' API reads it: whatever has a second spelling there is written `~` and its UTF-8 as base64url. */
export function segment(id: string): string {
  if (/^[A-Za-z0-9_.-]+$/.test(id) && !/^\.+$/.test(id)) return id
  const bytes = Array.from(new TextEncoder().encode(id), (byte) => String.fromCodePoint(byte)).join('')
  return `~${btoa(bytes).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')}`
}
