import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { JsonObject } from '@ringwall/core'
import { createClassify } from '../src/classify.ts'
import { actionClassifierConfig } from '../src/config.ts'
import { Registry } from '../src/registry.ts'
import { ACTION_GROUPS } from '../src/registry/actions.ts'

const classify = createClassify(new Registry(ACTION_GROUPS), actionClassifierConfig.parse({}))
const lines = (file: string): readonly string[] =>
  readFileSync(new URL(`sets/${file}`, import.meta.url), 'utf8')
    .trim()
    .split('\n')
const command = (text: string): JsonObject => ({ command: text.replaceAll('\\n', '\n') })

const ordinary: readonly (readonly [string, string, JsonObject])[] = [
  ...lines('ordinary-commands.txt').map((line) => {
    const [of = '', text = ''] = line.split('\t')
    return [of, 'bash', command(text)] as const
  }),
  ...lines('ordinary-calls.jsonl').map((line) => JSON.parse(line) as [string, string, JsonObject]),
]
const risky: readonly (readonly [string, JsonObject])[] = [
  ...lines('risky-commands.txt').map((line) => ['bash', command(line)] as const),
  ...lines('risky-calls.jsonl').map((line) => JSON.parse(line) as [string, JsonObject]),
]

describe('what agents do all day', () => {
  it.each(ordinary)('%s: %s %j', (of, tool, args) => {
    expect(classify({ tool, args }).class).toBe(of)
  })
})

describe('what a person should be asked about', () => {
  it.each(risky)('%s %j', (tool, args) => {
    expect(classify({ tool, args }).class).toBe('destructive')
  })
})
