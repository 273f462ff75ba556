// Two layers name the tools of agent frameworks, and may not import each other: what one lets through, the other must know.
import { createKernel, use } from '@ringwall/core'
import { actionClassifier, ActionsToken, type Classification } from '@ringwall/plugin-action-classifier'
import { expect, test } from 'vitest'
import { KNOWN_TOOLS, TOOL_GROUPS } from '../plugins/tool-policy/src/tools.ts'

async function classify(tools: Iterable<string>): Promise<ReadonlyMap<string, Classification>> {
  const kernel = await createKernel({ plugins: [use(actionClassifier)] })
  const actions = kernel.find(ActionsToken)
  if (!actions) throw new Error('no service')
  const found = new Map(Array.from(tools, (tool) => [tool, actions.classify({ tool, args: {} })]))
  await kernel.close()
  return found
}

test('action-classifier knows every tool of tool-policy', async () => {
  const found = await classify(KNOWN_TOOLS)
  expect([...found].filter(([, { group }]) => group === 'unknown')).toEqual([])
})

test('a tool that tool-policy calls reading is not one that changes something', async () => {
  const { status, fs_read, memory_read } = TOOL_GROUPS
  const plans = new Set(['todowrite', 'todo_write', 'update_plan']) // the agent's own notes
  const found = await classify([...status, ...fs_read, ...memory_read])
  expect([...found].filter(([tool, { class: of }]) => of !== 'read' && !plans.has(tool))).toEqual([])
})

test('a tool that tool-policy calls writing or sending is not one that only looks', async () => {
  const { fs_write, memory_write, messaging, exec } = TOOL_GROUPS
  const found = await classify([...fs_write, ...memory_write, ...messaging, ...exec])
  expect([...found].filter(([tool, { class: of }]) => of === 'read' && tool !== 'bashoutput')).toEqual([])
})
