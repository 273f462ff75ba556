import type { ServerResponse } from 'node:http'
import Anthropic from '@anthropic-ai/sdk'
import { use, type JsonObject } from '@ringwall/core'
import OpenAI from 'openai'
import { Agent } from 'undici'
import { mtls } from '../../../../plugins/mtls/src/index.ts'
import { makeWorld, type World } from '../../../../plugins/mtls/test/harness.ts'
import { makeCertificate, makeFolder, type Made } from '../../../../plugins/mtls/test/pki.ts'
import { openSse, sendJson, startProvider, startRig, TOKEN, type Rig } from '../harness.ts'

/** What the provider answers: a body, the events of a stream, or whatever else. */
export type Next = JsonObject | string | ((response: ServerResponse) => unknown)

/** The official clients before a gateway, and that before a provider that says what it is told. */
export interface Stage extends AsyncDisposable {
  readonly rig: Rig
  readonly openai: OpenAI
  readonly anthropic: Anthropic
  /** The clients of somebody else; by default with a good certificate where one is needed, and a wrong token. */
  strangers(own?: Made | 'none', token?: string): { readonly openai: OpenAI; readonly anthropic: Anthropic }
  /** What the provider answers next, one after the other; the last one stays. */
  plays(...next: readonly Next[]): void
  /** The last body that the provider got. */
  sent(): JsonObject
  /** How many requests the provider got. */
  count(): number
  /** The authorities and the server, where it speaks TLS. */
  readonly world?: World
}

/** A case of the table that every transport runs. */
export type Case = readonly [name: string, run: (stage: Stage) => Promise<void>]

export async function openStage(transport: 'plain' | 'mTLS', onEnd: (end: () => void) => void): Promise<Stage> {
  const queue: Next[] = []
  const provider = await startProvider((response) => {
    const next = (queue.length > 1 ? queue.shift() : queue[0]) ?? {}
    if (typeof next === 'function') return next(response)
    return typeof next === 'string' ? openSse(response).end(next) : sendJson(response, next)
  })
  const world = transport === 'mTLS' ? makeWorld(makeFolder(onEnd)) : undefined
  const rig = await startRig(provider, {}, {}, world ? [use(mtls, world.config)] : [])
  const agents: Agent[] = []
  const clients = (token: string, own: Made | 'none' | undefined, maxRetries: number) => {
    const agent = new Agent(world ? { connect: connectWith(world, own) } : {})
    agents.push(agent)
    const shared = { apiKey: token, maxRetries, fetchOptions: { dispatcher: agent } }
    return {
      openai: new OpenAI({ ...shared, baseURL: `${rig.gateway.url}/v1` }),
      anthropic: new Anthropic({ ...shared, baseURL: rig.gateway.url }),
    }
  }
  return {
    rig,
    ...clients(TOKEN, undefined, 1),
    strangers: (own, token = 'a-token-that-nobody-knows-0123456789') => clients(token, own, 0),
    plays: (...next) => void queue.splice(0, queue.length, ...next),
    sent: () => provider.requests.at(-1)?.body ?? {},
    count: () => provider.requests.length,
    ...(world && { world }),
    async [Symbol.asyncDispose]() {
      for (const agent of agents) await agent.destroy()
      await rig[Symbol.asyncDispose]()
      await provider.close()
    },
  }
}

function connectWith({ root }: World, own: Made | 'none' = makeCertificate({ by: root })): object {
  return { ca: root.pem, ...(own === 'none' ? {} : { cert: own.pem, key: own.keyPem }) }
}

/** An answer that is an error, as providers give it. */
export function refusal(status: number, error: JsonObject, headers: Record<string, string> = {}): Next {
  return (response) => sendJson(response, { type: 'error', error }, status, headers)
}

/** A stream whose connection is cut behind what it says. */
export function killed(events: string): Next {
  return (response) => openSse(response).write(events, () => response.destroy())
}

/** A stream that says something and then waits until the client has gone. */
export function endless(events: string, onGone: () => void): Next {
  return (response) => {
    response.on('close', onGone)
    openSse(response).write(events)
  }
}
