import { expect, test } from 'vitest'
import { createKernel, type DecisionEvent, type Effect, type Use } from '../src/index.ts'
import { make, session } from './make.ts'

/** A layer that appends to the argument. */
function appends(
  name: string,
  text: string,
  effects: readonly Effect[],
  stage: 'normalize' | 'finish' = 'finish',
): Use {
  const handler = ({ payload }: { readonly payload: { readonly args: Readonly<Record<string, unknown>> } }) =>
    ({ kind: 'rewrite', code: 'X', set: [{ path: '/a', value: String(payload.args['a']) + text }] }) as const
  return make(
    name,
    { onToolCall: { [stage]: ['rewrite'] } },
    { onToolCall: { [stage]: handler } },
    { rewrites: ['/a'], effects },
  )
}

async function shown(plugins: readonly Use[]) {
  const kernel = await createKernel({ plugins })
  const events: DecisionEvent[] = []
  kernel.events.on('decision', (event) => void events.push(event))
  const { payload } = await kernel.onToolCall({ tool: 't', args: { a: '0' } }, session)
  await kernel.close()
  const [event] = events
  const seen = [event?.payload, event?.decision.payload].map((one) =>
    one && 'args' in one ? one.args['a'] : undefined,
  )
  return { host: payload?.args['a'], seen }
}

test('listeners see all rewrites but those that fill in secrets, and what came after those', async () => {
  const one = appends('one', '1', ['fs'])
  expect(await shown([one])).toEqual({ host: '01', seen: ['01', '01'] })
  expect(await shown([one, appends('two', '2', ['net', 'secrets']), appends('three', '3', [])])).toEqual({
    host: '0123',
    seen: ['01', '01'],
  })
  // What is rewritten before anybody has judged is no secret that is filled in.
  expect(await shown([appends('early', 'e', ['secrets'], 'normalize')])).toEqual({ host: '0e', seen: ['0e', '0e'] })
})
