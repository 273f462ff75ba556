import type { RedactText } from './redact-text.ts'

/** Keys whose form is remembered, twice. */
const KEY_LIMIT = 2048
/** Longer texts are no names, and are not remembered. In UTF-16 code units. */
export const KEY_LENGTH = 64
/** Keys that may tell a scanner what their value is. */
const CONTEXT = /key|secret|token|pass|pwd|cred|auth|bearer|login/i

/** A key's own redacted form, and what is put before its value for the scanner. */
export interface KeyForm {
  readonly name: string
  readonly lead: string
}

/** Reads keys, and remembers what it made of those without a secret. */
export function keyForms(redactText: RedactText): (key: string) => KeyForm {
  let [forms, older] = [new Map<string, KeyForm>(), new Map<string, KeyForm>()]
  return (key) => {
    const known = forms.get(key)
    if (known) return known
    const form = older.get(key) ?? {
      name: redactText(key, undefined, '', () => {}),
      lead: key.length <= KEY_LENGTH && CONTEXT.test(key) ? `${key}: ` : '',
    }
    if (key.length > KEY_LENGTH || form.name !== key) return form
    if (forms.size >= KEY_LIMIT) [forms, older] = [new Map(), forms]
    forms.set(key, form)
    return form
  }
}
