import { expect, test } from 'vitest'
import { makeFolder, run } from './harness.ts'

const CONFIG = `
layers:
  tool-policy: observe
agents:
  research: { layers: { output-guard: { mode: observe, loosen: true } } }
  strict: { layers: { jailbreak-detection: { action: block } } }
`

test('explain prints a table for each hook, stage by stage', async () => {
  const { code, out, err } = await run(['explain'])
  expect([code, err]).toEqual([0, ''])
  expect(out).toMatch(/^agent default, config defaults\n/)
  for (const hook of ['onInbound', 'onToolCall', 'onOutbound', 'onMemoryWrite']) expect(out).toContain(`\n${hook}\n`)
  expect(out).toMatch(/judge +jailbreak-detection +\d+\.\d+\.\d+ +deny flag instruct +enforce +deny +1000 ms\n/)
  expect(out).toMatch(/finish +output-guard .* ms +window \d+\n/)
})

test('an agent has its own chain, and whoever is loosened is named', async () => {
  const cwd = await makeFolder({ 'ringwall.yaml': CONFIG })
  const all = await run(['explain'], { cwd })
  expect(all.out).toMatch(/admit +tool-policy .* observe /)
  expect(all.out).toMatch(/finish +output-guard .* enforce /)
  expect(all.out).toContain('other agents with layers of their own: research, strict')
  expect(all.out).toContain('the agent research is loosened: output-guard.mode')
  const research = await run(['explain', '--agent', 'research'], { cwd })
  expect(research.out).toMatch(/finish +output-guard .* observe /)
  expect((await run(['explain', '--agent', 'nobody'], { cwd })).out).toContain('agent nobody (no entry under agents')
})

test('as JSON', async () => {
  const cwd = await makeFolder({ 'ringwall.yaml': CONFIG })
  const { out } = await run(['explain', '--json', '--agent', 'research'], { cwd })
  const { agent, chain, loosened, warnings } = JSON.parse(out)
  expect([agent, loosened, warnings]).toEqual(['research', { research: ['output-guard.mode'] }, []])
  expect(chain).toContainEqual(expect.objectContaining({ hook: 'onOutbound', layer: 'output-guard', mode: 'observe' }))
})

test('schema prints a JSON Schema with the keys of the layers', async () => {
  const { code, out } = await run(['schema'])
  expect(code).toBe(0)
  const { $schema, properties } = JSON.parse(out)
  expect($schema).toContain('2020-12')
  expect(JSON.stringify(properties.layers)).toContain('highThreshold')
})
