// validateMessage and validateJson for runners of attack sets: a kernel with input-validation.
import { createKernel, use } from '@ringwall/core'
import { inputValidation } from '@ringwall/plugin-input-validation'

/** The name under which results are kept. */
export const name = 'ringwall'

const session = { tenantId: 'evals', agentId: 'default', sessionId: 'input' }
const wall = await createKernel({ plugins: [use(inputValidation)] })

/** Whether a message is valid: a string is plain text, everything else a JSON document. */
export async function validateMessage(value) {
  if (typeof value === 'string') return ask({ source: 'user', text: value })
  let text
  try {
    text = JSON.stringify(value)
  } catch (error) {
    return { valid: false, reasons: [error.name] } // a cycle, a bigint, or deeper than the stack
  }
  // What JSON has no form for is no document.
  return validateJson(text ?? '')
}

/** Whether a JSON document is valid. */
export function validateJson(text) {
  return ask({ source: 'api', text, meta: { contentType: 'application/json' } })
}

/** A text that had to be repaired (NUL bytes cut out) was not valid. */
async function ask(payload) {
  const { outcome, rulings } = await wall.onInbound(payload, session)
  const valid = outcome === 'allow' && !rulings.some(({ kind }) => kind === 'rewrite')
  return { valid, reasons: [...new Set(rulings.map(({ code }) => code))] }
}
