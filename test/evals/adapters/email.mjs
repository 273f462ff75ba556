// checkEmail for runners of attack sets: one kernel with email-sender-filter for each config that is asked for.
import { createKernel, use } from '@ringwall/core'
import { emailSenderFilter } from '@ringwall/plugin-email-sender-filter'

/** The name under which results are kept. */
export const name = 'ringwall'

const session = { tenantId: 'evals', agentId: 'default', sessionId: 'email' }
const walls = new Map()

/**
 * Whether a raw message is admitted, and the code of the ruling.
 * @type {(raw: string, options: { allowlist?: readonly string[], authservId?: string, requireAuth?: boolean }) =>
 *   Promise<{ accept: boolean, reason: string | undefined }>}
 */
export const checkEmail = async (raw, { allowlist = [], authservId, requireAuth = true }) => {
  const wall = await wallFor({ allow: allowlist, authservId, requireAuth })
  const { outcome, rulings } = await wall.onInbound({ source: 'email', text: raw, meta: { raw: true } }, session)
  return { accept: outcome === 'allow', reason: rulings[0]?.code }
}

function wallFor(config) {
  const key = JSON.stringify(config)
  let wall = walls.get(key)
  if (wall === undefined) {
    wall = createKernel({ plugins: [use(emailSenderFilter, config)] })
    walls.set(key, wall)
  }
  return wall
}
