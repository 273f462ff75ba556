// validateCommand for runners of attack sets: the validator of exec-sandbox, without the sandbox.
import { findRefusal } from '@ringwall/plugin-exec-sandbox'

/** The name under which results are kept. */
export const name = 'ringwall'

/** Whether a command may go on to the sandbox, and why not. */
export function validateCommand(command) {
  const refused = findRefusal(command)
  return { allowed: refused === undefined, reason: refused && `${refused.reason}: ${refused.message}` }
}
