import type { ToolCall, VerdictIn } from '@ringwall/core'
import type { SsrfGuardConfig } from './config.ts'
import { isRefusal, type Refusal, type Target } from './policy.ts'
import { isResolved, type Egress } from './resolve.ts'
import { findUrls, type FoundUrl } from './urls.ts'

type Said = VerdictIn<'judge'>
type Code = Refusal['code'] | 'URLS_TOO_MANY'

const MESSAGE = 'The call was refused because it leads to a place that agents may not reach.'

/** Makes the judgement of a tool call: silent at once where the arguments hold no URL, else after every host in them was looked up. */
export function createJudge(
  config: Pick<SsrfGuardConfig, 'dataFields' | 'maxUrls' | 'schemes'>,
  { policy, resolve }: Egress,
): (call: ToolCall) => Said | undefined | Promise<Said | undefined> {
  const options = { dataFields: new Set(config.dataFields.map((name) => name.toLowerCase())), maxUrls: config.maxUrls }
  const exempt = config.schemes.map((scheme) => `${scheme}:`)
  return (call) => {
    const found = findUrls(call.args, options)
    if (!found) return deny('URLS_TOO_MANY', `more than ${config.maxUrls} URLs`)
    const targets = new Map<string, { readonly target: Target; readonly url: FoundUrl }>()
    for (const url of found) {
      if (exempt.some((scheme) => url.text.toLowerCase().startsWith(scheme))) continue
      const target = policy.checkUrl(url.text)
      if (isRefusal(target)) return deny(target.code, `${url.path}: ${target.reason}`)
      const key = `${target.host} ${target.port}`
      if (targets.get(key)?.url.isGuess !== false) targets.set(key, { target, url })
    }
    return targets.size === 0 ? undefined : lookUp([...targets.values()])
  }

  async function lookUp(
    targets: readonly { readonly target: Target; readonly url: FoundUrl }[],
  ): Promise<Said | undefined> {
    const refusals = await Promise.all(
      targets.map(async ({ target: { host, port }, url }) => {
        const resolved = await resolve(host, port)
        if (isResolved(resolved)) return undefined
        // What only may be fetched, and has no address, leads nowhere.
        if (url.isGuess && resolved.isMissing === true) return undefined
        return deny(resolved.code, `${url.path}: ${resolved.reason}`)
      }),
    )
    return refusals.find((refusal) => refusal !== undefined)
  }
}

function deny(code: Code, detail: string): Said {
  return { kind: 'deny', code, findings: [{ rule: code.toLowerCase(), severity: 'high' }], message: MESSAGE, detail }
}
