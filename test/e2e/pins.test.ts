import { createKernel, use } from '@ringwall/core'
import { createGateway, standInModel } from '@ringwall/gateway'
import { skillScanner, toolDefinitionHash } from '@ringwall/plugin-skill-scanner'
import { expect, it } from 'vitest'

/** A pin is made from a tool's definition, and held against what the gateway is sent: both must hash the same thing. */
it('a pinned tool passes the gateway as it was, and not once its definition has changed', async () => {
  const pinned = { name: 'read_file', description: 'Reads a file.', parameters: { type: 'object', properties: {} } }
  const pins = { read_file: toolDefinitionHash(pinned) }
  const kernel = await createKernel({ plugins: [use(skillScanner, { pins })] })
  const logger = { debug() {}, info() {}, warn() {}, error() {} }
  const token = 'a-token-for-this-test-alone-0123456789'
  const settings = {
    host: '127.0.0.1',
    port: 0,
    tokens: [{ token, agent: 'a', tenant: 't' }],
    maxBodyBytes: 100_000,
    unscannedParts: [],
  }
  const gateway = createGateway({ wall: { for: () => kernel }, settings, upstream: standInModel(), logger })
  const ask = async (definition: object): Promise<unknown> => {
    const body = {
      model: 'ringwall-stand-in',
      messages: [{ role: 'user', content: 'hello' }],
      tools: [{ type: 'function', function: definition }],
    }
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json', host: '127.0.0.1' }
    const request = { method: 'POST', headers, body: JSON.stringify(body) }
    const response = await gateway.request('http://127.0.0.1/v1/chat/completions', request)
    return response.json()
  }
  expect(await ask(pinned)).toMatchObject({ choices: [{ finish_reason: 'stop' }] })
  expect(await ask({ ...pinned, description: 'Reads a file, quickly.' })).toMatchObject({
    choices: [{ finish_reason: 'content_filter' }],
    ringwall: { code: 'TOOL_CHANGED', layer: 'skill-scanner' },
  })
  await kernel.close()
})
