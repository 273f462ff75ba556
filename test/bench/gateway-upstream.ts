// A model provider that costs as little as it can: the bench of the gateway starts it. It answers at once, and streams a word every TOKEN_MS.
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { makeAnswer, makeCall, randomFrom } from './gateway-messages.ts'

const random = randomFrom(7)
const tokenMs = Number(process.env['TOKEN_MS'] ?? 0)

function envelope(object: string): object {
  const id = `chatcmpl-${Math.floor(random() * 1e12).toString(36)}`
  return { id, object, created: Math.floor(Date.now() / 1000), model: 'bench-model' }
}

function whole(response: ServerResponse, calls: boolean): void {
  const message = { role: 'assistant', content: makeAnswer(random), ...(calls && { tool_calls: [makeCall(random)] }) }
  const choices = [{ index: 0, message, finish_reason: calls ? 'tool_calls' : 'stop' }]
  const usage = { prompt_tokens: 250, completion_tokens: 80, total_tokens: 330 }
  const body = JSON.stringify({ ...envelope('chat.completion'), choices, usage })
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) })
  response.end(body)
}

async function streamed(response: ServerResponse): Promise<void> {
  const head = envelope('chat.completion.chunk')
  const send = (delta: object, reason: string | null): boolean =>
    response.write(`data: ${JSON.stringify({ ...head, choices: [{ index: 0, delta, finish_reason: reason }] })}\n\n`)
  response.writeHead(200, { 'content-type': 'text/event-stream' })
  send({ role: 'assistant', content: '' }, null)
  for (const word of makeAnswer(random).match(/\S+\s*/g) ?? []) {
    send({ content: word }, null)
    await sleep(tokenMs)
  }
  send({}, 'stop')
  response.end('data: [DONE]\n\n')
}

const server = createServer((request, response) => {
  const chunks: Buffer[] = []
  request.on('data', (chunk: Buffer) => chunks.push(chunk))
  request.on('end', () => {
    const body = Buffer.concat(chunks).toString()
    if (body.includes('"stream":true')) void streamed(response)
    else whole(response, body.includes('"tools":['))
  })
})
server.keepAliveTimeout = 60_000
server.listen(0, '127.0.0.1', () =>
  process.send?.({ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` }),
)
process.on('message', () => {
  const { user, system } = process.cpuUsage()
  process.send?.({ memory: process.memoryUsage(), cpuMs: (user + system) / 1000 })
})
process.on('disconnect', () => process.exit())
