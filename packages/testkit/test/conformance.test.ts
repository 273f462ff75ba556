import { describe, expect, it } from 'vitest'
import { definePlugin, LAYER_FAILED, type Kernel, type Layer, type Plugin, type PluginDefinition } from '@ringwall/core'
import { z } from 'zod'
import { conformance, configTable, FAULTS, pluginTester, type ConformanceOptions, type Sample } from '../src/index.ts'
import { enforce } from '../src/conformance/check.ts'
import { checksOf, readSubject } from '../src/conformance/conformance.ts'
import { failureChecks } from '../src/conformance/failure-checks.ts'
import type { Subject } from '../src/conformance/subject.ts'
import { collector, failures } from './collect.ts'
import { keyword, keywordDefinition } from './keyword-layer.ts'

type Definition = PluginDefinition<z.ZodType>
const honest = keywordDefinition as unknown as Definition

const SAMPLES: readonly Sample[] = [
  { hook: 'onInbound', input: 'this is forbidden' },
  { hook: 'onOutbound', input: 'a forbidden 👍🏽 and forbidden word' },
]

/** Options under which a plugin is documented and packaged as it should be. */
function optionsFor(plugin: Plugin): ConformanceOptions<z.ZodType> {
  const { name, version, manifest, codes } = plugin
  return {
    plugin,
    packageJson: {
      name: `@ringwall/plugin-${name}`,
      version,
      license: 'Apache-2.0',
      keywords: ['ringwall-plugin'],
      exports: { '.': './dist/index.js', './package.json': './package.json' },
      peerDependencies: { '@ringwall/core': '^0.1.0' },
      ringwall: { ...manifest, codes },
    },
    readme: ['Threat', 'What it does', 'Limits', 'Example']
      .map((section) => `## ${section}\n`)
      .concat('## Config', '', configTable(plugin), '', ...Object.keys(codes).map((code) => `* \`${code}\``))
      .join('\n'),
    changelog: `# Changelog\n\n## ${version}\n\nFirst.\n`,
    samples: SAMPLES,
  }
}

/** The names of the checks that fail. Streams take most of the time, so they are looked at where they matter. */
async function failing(options: ConformanceOptions<z.ZodType>, streams = false): Promise<readonly string[]> {
  const { runner, tests } = collector()
  conformance({ ...options, ...runner })
  return [...(await failures(tests.filter(({ name }) => streams || !isStreamCheck(name)))).keys()]
}

function isStreamCheck(name: string): boolean {
  return name.startsWith('a stream equals')
}

/** The names of the checks that fail for the honest layer with one thing changed. */
function failingWith(
  change: (definition: Definition) => Partial<Definition>,
  streams = false,
): Promise<readonly string[]> {
  const plugin = definePlugin({ ...honest, ...change(honest) })
  return failing(optionsFor(plugin), streams)
}

describe('the kit used as authors use it', () => {
  const long = `${'one forbidden fruit, '.repeat(30)}${'x'.repeat(700)}forbidden${'y👍🏽'.repeat(200)}`
  conformance({
    ...optionsFor(keyword as unknown as Plugin),
    samples: [...SAMPLES, { hook: 'onOutbound', input: long }],
    ordinary: ['More of what is ordinary.'],
    describe,
    it,
  })
})

const FILES = optionsFor(keyword as unknown as Plugin)
const PACKAGE = FILES.packageJson as Readonly<Record<string, unknown>>

describe('package and documents', () => {
  const withPackage = (change: object) => ({ packageJson: { ...PACKAGE, ...change } })
  it.for<[string, Partial<ConformanceOptions<z.ZodType>>, string]>([
    ['another name', withPackage({ name: 'keywords' }), 'package.json has the name of the plugin'],
    ['another version', withPackage({ version: '1.2.1' }), 'package.json has the version of the plugin'],
    [
      'no manifest',
      withPackage({ ringwall: undefined }),
      'the ringwall field of package.json is the manifest with the codes',
    ],
    [
      'another manifest',
      withPackage({ ringwall: { ...(PACKAGE.ringwall as object), streaming: 'whole' } }),
      'the ringwall field of package.json is the manifest with the codes',
    ],
    [
      'a key more in the manifest',
      withPackage({ ringwall: { ...(PACKAGE.ringwall as object), effects: [] } }),
      'the ringwall field of package.json is the manifest with the codes',
    ],
    ['no peer', withPackage({ peerDependencies: {} }), 'the kernel is a peer dependency'],
    [
      'a kernel of its own',
      withPackage({ dependencies: { '@ringwall/core': '1' } }),
      'the kernel is a peer dependency',
    ],
    [
      'a deep export',
      withPackage({ exports: { '.': '', './package.json': '', './x': '' } }),
      'exports has "." and "./package.json" alone',
    ],
    [
      'a deep export when published',
      withPackage({ publishConfig: { exports: { '.': '', './package.json': '', './x': '' } } }),
      'exports has "." and "./package.json" alone',
    ],
    [
      'no keyword',
      withPackage({ keywords: ['ringwall'] }),
      'package.json has the keyword ringwall-plugin and a license',
    ],
    ['no license', withPackage({ license: undefined }), 'package.json has the keyword ringwall-plugin and a license'],
    [
      'a section less',
      { readme: String(FILES.readme).replace('## Limits', '## Bounds') },
      'README has the sections Threat, What it does, Config, Limits, Example',
    ],
    [
      'a code less',
      { readme: String(FILES.readme).replace('`WORD_REDACTED`', '`WORD_REDACTED_NOT`') },
      'README lists every code',
    ],
    ['a stale table', { readme: String(FILES.readme).replace('`100`', '`99`') }, 'README has the current config table'],
    [
      'no table',
      { readme: String(FILES.readme).replace('| meaning |', '| sense |') },
      'README has the current config table',
    ],
    [
      'a stale changelog',
      { changelog: '# Changelog\n\n## 1.1.0\n\n1.2.0 comes next' },
      'CHANGELOG has the current version',
    ],
    ['no changelog', { changelog: new URL('missing.md', import.meta.url) }, 'CHANGELOG has the current version'],
  ])('%s', async ([, change, check]) => {
    expect(await failing({ ...FILES, ...change })).toEqual([check])
  })

  it('a package without documents fails each check of theirs', async () => {
    const { runner, tests } = collector()
    const { plugin, packageJson, samples = [] } = FILES
    conformance({ plugin, packageJson, samples, ...runner })
    const failed = await failures(tests)
    expect(failed.size).toBe(4)
    for (const message of failed.values()) expect(message).toMatch(/^(README|CHANGELOG)\.md cannot be found/)
  })

  it('a stale table fails with the one to paste', async () => {
    const { runner, tests } = collector()
    conformance({ ...FILES, readme: '', ...runner })
    const message = (await failures(tests)).get('README has the current config table')
    expect(message).toContain('| `limit` | whole number, at least 1 | `100` | Longest word looked at. |')
  })

  it('codes without a meaning, or in small letters', async () => {
    const check = 'codes are in capitals and have a meaning'
    expect(await failingWith(({ codes }) => ({ codes: { ...codes, EMPTY: ' ' } }))).toEqual([check])
    expect(await failingWith(({ codes }) => ({ codes: { ...codes, small: 'x' } }))).toContain(check)
  })
})

describe('config', () => {
  const word = z.string().default('forbidden').describe('The word.')
  const withField = (field: z.ZodType) => () => ({ config: z.strictObject({ word, field }) })
  const marks = 'every field of the config says what tightens it, or that it is secret'
  it.for<[string, z.ZodType, string]>([
    ['no description', z.int().default(1).meta({ tightens: 'lower' }), 'every field of the config has a description'],
    ['no mark', z.int().default(1).describe('A number.'), marks],
    ['an unknown mark', z.int().default(1).describe('A number.').meta({ tightens: 'less' }), marks],
    ['a mark of another type', z.int().default(1).describe('A number.').meta({ tightens: 'fewer' }), marks],
    [
      'a mark of a boolean on a list',
      z.array(z.string()).default([]).describe('A list.').meta({ tightens: true }),
      marks,
    ],
    [
      'a mark that leaves a value out',
      z
        .enum(['warn', 'ask', 'block'])
        .default('warn')
        .describe('An action.')
        .meta({ tightens: ['warn', 'block'] }),
      marks,
    ],
    [
      'no mark deep inside',
      z
        .strictObject({ on: z.boolean().default(true).describe('On or off.') })
        .prefault({})
        .describe('Nested.'),
      marks,
    ],
    [
      'unknown keys deep inside',
      z.object({ on: z.boolean().default(true).describe('On or off.').meta({ tightens: true }) }).prefault({}),
      'the config refuses unknown keys',
    ],
    [
      'unknown keys in a list',
      z
        .array(z.object({ on: z.boolean() }))
        .default([])
        .describe('Rules.')
        .meta({ tightens: 'fewer' }),
      'the config refuses unknown keys',
    ],
  ])('%s', async ([, field, check]) => {
    expect(await failingWith(withField(field))).toEqual([check])
  })

  it.for<[string, z.ZodType]>([
    [
      'an enum in order',
      z
        .enum(['warn', 'block'])
        .default('warn')
        .describe('An action.')
        .meta({ tightens: ['warn', 'block'] }),
    ],
    ['a secret', z.string().optional().describe('A key.').meta({ secret: true })],
    ['a text that nothing can prove to tighten', z.string().default('x').describe('A text.')],
    [
      'a field with no bearing on security',
      z.array(z.string()).default([]).describe('Labels.').meta({ tightens: 'any' }),
    ],
  ])('accepts %s', async ([, field]) => {
    expect(await failingWith(withField(field))).toEqual([])
  })

  it('a reserved key', async () => {
    const mode = z.boolean().default(true).describe('A mode.').meta({ tightens: true })
    const failed = await failingWith(() => ({ config: z.strictObject({ word, mode }) }))
    expect(failed).toEqual(['the config has no reserved key'])
  })

  it('a config that is not strict does not start', async () => {
    const failed = await failingWith(() => ({ config: z.object({ word }) }))
    expect(failed).toEqual(
      expect.arrayContaining([
        'the config refuses unknown keys',
        'it starts, with every hook and stage that it declares and no other',
      ]),
    )
  })

  describe('that refuses {}', () => {
    const config = z.strictObject({ word: z.string().describe('The word.') })
    const options = optionsFor(definePlugin({ ...honest, config }))
    const check = 'the config accepts {} or the reason why not is given'
    it('needs a reason', async () =>
      expect(await failing({ ...options, config: { word: 'forbidden' } })).toEqual([check]))
    it('needs a config', async () =>
      expect(await failing({ ...options, configReason: 'no word is safe' })).toContain(check))
    it('passes with both', async () =>
      expect(await failing({ ...options, config: { word: 'forbidden' }, configReason: 'no word is safe' })).toEqual([]))
  })

  it('a reason that is no longer true', async () => {
    expect(await failing({ ...FILES, configReason: 'it needs a word' })).toEqual([
      'the config accepts {} or the reason why not is given',
    ])
  })
})

/** The honest layer with members of what its setup returns replaced. */
function withLayer(change: (layer: Layer) => Layer, streams = false): Promise<readonly string[]> {
  return failingWith(({ setup }) => ({ setup: async (context) => change(await setup(context)) }), streams)
}
const starts = 'it starts, with every hook and stage that it declares and no other'

describe('a layer that only listens', () => {
  const listener = definePlugin({
    name: 'listener',
    version: '1.0.0',
    manifest: { api: 1, hooks: { onInbound: { finish: [] }, onToolCall: { finish: [] } } },
    codes: {},
    config: z.strictObject({}),
    setup: () => ({ onInbound: { finish: () => undefined }, onToolCall: { finish: () => undefined } }),
  }) as unknown as Plugin
  const options = { ...optionsFor(listener), samples: [] }

  it('needs no samples, no ordinary tool calls, and no table of settings', async () => {
    expect(await failing(options)).toEqual([])
  })
  it('has a README that says so', async () => {
    const readme = String(options.readme).replace('no settings', 'some settings')
    expect(await failing({ ...options, readme })).toEqual(['README has the current config table'])
  })
  it('needs no speaking case', () => {
    const { runner, tests } = collector()
    const cases = [{ name: 'ordinary', hook: 'onInbound', input: 'hello', expect: 'pass' }] as const
    pluginTester({ plugin: listener, cases, ...runner })
    expect(tests).toHaveLength(1)
  })
})

describe('life', () => {
  it('a declared hook without a handler', async () => {
    expect(await withLayer(({ onOutbound }) => (onOutbound ? { onOutbound } : {}))).toContain(starts)
  })
  it('a handler that is not declared', async () => {
    expect(await withLayer((layer) => ({ ...layer, onMemoryWrite: { judge: () => undefined } }))).toContain(starts)
  })
  it('a dispose that throws', async () => {
    const failed = await withLayer((layer) => ({
      ...layer,
      dispose() {
        throw new Error('stuck')
      },
    }))
    expect(failed).toEqual(['it is disposed once, and again without harm'])
  })
  it('a dispose that works only once', async () => {
    const failed = await withLayer((layer) => {
      let open = true
      return {
        ...layer,
        async dispose() {
          if (!open) throw new Error('closed already')
          open = false
        },
      }
    })
    expect(failed).toEqual(['it is disposed once, and again without harm'])
  })
  it('a kernel that never disposes', async () => {
    const broken = withKernels(readSubject(FILES), (kernel) => ({ ...bare(kernel), close: async () => {} }))
    expect(await failingChecks(broken)).toContain('it is disposed once, and again without harm')
  })
})

describe('samples', () => {
  it('a stage that no sample reaches', async () => {
    expect(await failing({ ...FILES, samples: SAMPLES.slice(0, 1) })).toEqual(['the samples make every stage speak'])
  })
  it('a sample that makes the layer fail', async () => {
    const failed = await withLayer((layer) => ({
      ...layer,
      onInbound: {
        judge({ payload }) {
          if (payload.text.includes('forbidden')) throw new Error('broken')
          return undefined
        },
      },
    }))
    expect(failed).toContain('the samples make every stage speak')
  })
  it('samples with a config of their own, and a layer that counts', async () => {
    const plugin = definePlugin({
      name: 'limit',
      version: '1.0.0',
      manifest: { api: 1, hooks: { onInbound: { admit: ['deny'] } } },
      codes: { LIMIT_REACHED: 'Too many calls.' },
      config: z.strictObject({ max: z.int().default(10_000).describe('Calls.').meta({ tightens: 'lower' }) }),
      setup({ config }) {
        let calls = 0
        return {
          onInbound: { admit: () => (++calls > config.max ? { kind: 'deny', code: 'LIMIT_REACHED' } : undefined) },
        }
      },
    }) as unknown as Plugin
    const samples = ['one', 'two', 'three'].map((input) => ({ hook: 'onInbound', input, config: { max: 2 } }) as const)
    expect(await failing({ ...optionsFor(plugin), samples })).toEqual([])
    expect(await failing({ ...optionsFor(plugin), samples: samples.slice(1) })).toEqual([
      'the samples make every stage speak',
    ])
  })
  it('kernels that share a state', async () => {
    const seen = new Set<string>()
    const failed = await withLayer((layer) => ({
      ...layer,
      onInbound: {
        judge({ payload }) {
          if (!payload.text.includes('forbidden')) return undefined
          const kind = seen.has(payload.text) ? 'flag' : 'deny'
          seen.add(payload.text)
          return { kind, code: 'WORD_FORBIDDEN' }
        },
      },
    }))
    expect(failed).toEqual(['two kernels at once share nothing'])
  })
  it('an observed layer that is enforced', async () => {
    const subject = readSubject(FILES)
    const deaf: Subject = {
      ...subject,
      start: (options) => subject.start({ ...options, options: { ...options.options, mode: 'enforce' } }),
    }
    expect(await failingChecks(deaf)).toContain('observe mode records and enforces nothing')
  })
  it('an observed layer that is not heard', async () => {
    const mute = withKernels(readSubject(FILES), (kernel, { options }) => ({
      ...bare(kernel),
      dispatch: async (hook, payload, session) => {
        const decision = await kernel.dispatch(hook, payload, session)
        return options?.mode === 'observe' ? { ...decision, rulings: [] } : decision
      },
    }))
    expect(await failingChecks(mute)).toEqual(['observe mode records and enforces nothing'])
  })
})

describe('failures', () => {
  const subject = readSubject(FILES)
  const inject = async (broken: Subject): Promise<readonly string[]> => {
    const failed: string[] = []
    for (const check of failureChecks(broken))
      await enforce(check).catch((error: unknown) => failed.push(String(error)))
    return failed
  }
  const names = failureChecks(subject).map(({ name }) => name)

  it('looks at every place, both ways', () => {
    expect(names).toEqual([
      'a failure in onInbound.judge denies',
      'a failure in onInbound.judge is a recorded bypass with onFailure: flag',
      'a failure in onOutbound.finish denies',
      'a failure in onOutbound.finish is a recorded bypass with onFailure: flag',
    ])
  })
  it('a kernel that fails open', async () => {
    const open = withKernels(subject, (kernel) => ({
      ...bare(kernel),
      dispatch: async (hook, payload, session) => {
        const { payload: _, ...decision } = await kernel.dispatch(hook, payload, session)
        return { ...decision, outcome: 'allow', payload }
      },
    }))
    expect(await inject(open)).toHaveLength(2)
    expect((await inject(open))[0]).toContain('the outcome of the fault "throws" is not deny')
  })
  it('a kernel that does not say who failed', async () => {
    const anonymous = withKernels(subject, (kernel) => ({
      ...bare(kernel),
      dispatch: async (hook, payload, session) => {
        const decision = await kernel.dispatch(hook, payload, session)
        return { ...decision, rulings: decision.rulings.map((ruling) => ({ ...ruling, layer: 'kernel' })) }
      },
    }))
    const failed = await inject(anonymous)
    expect(failed).toHaveLength(4)
    expect(failed[0]).toContain(`no deny ${LAYER_FAILED} of the fault "throws" is attributed`)
  })
  it('a kernel without failure events', async () => {
    const quiet = withKernels(subject, (kernel) => ({
      ...bare(kernel),
      events: Object.assign(Object.create(kernel.events), { on: () => () => {} }),
    }))
    const failed = await inject(quiet)
    expect(failed).toHaveLength(4)
    expect(failed[0]).toContain('no failure event')
  })
  it('a kernel that changes the payload of a bypass', async () => {
    const changing = withKernels(subject, (kernel) => ({
      ...bare(kernel),
      dispatch: async (hook, payload, session) => {
        const decision = await kernel.dispatch(hook, payload, session)
        return decision.outcome === 'deny' ? decision : { ...decision, payload: { ...decision.payload, extra: 1 } }
      },
    }))
    expect(await inject(changing)).toHaveLength(2)
  })
  it('a kernel that bypasses what no operator let pass', async () => {
    const lax: Subject = {
      ...subject,
      start: (options) => subject.start({ ...options, options: { ...options.options, onFailure: 'flag' } }),
    }
    const failed = await inject(lax)
    expect(failed).toHaveLength(2)
    for (const fault of FAULTS) expect(failed[0]).toContain(`the outcome of the fault "${fault}" is not deny`)
  })
})

describe('ordinary input and streams', () => {
  it('a layer that annoys honest users', async () => {
    const failed = await withLayer((layer) => ({
      ...layer,
      onInbound: {
        judge: ({ payload }) =>
          /ignore|forbidden/i.test(payload.text) ? { kind: 'flag', code: 'WORD_FORBIDDEN' } : undefined,
      },
    }))
    expect(failed).toEqual(['it is silent on what is ordinary in onInbound'])
  })
  it('an ordinary text of the author’s', async () => {
    expect(await failing({ ...FILES, ordinary: [{ hook: 'onInbound', input: 'no forbidden love' }] })).toEqual([
      'it is silent on what is ordinary in onInbound',
    ])
  })
  it('tool calls without an ordinary one', async () => {
    const plugin = definePlugin({
      name: 'shell',
      version: '1.0.0',
      manifest: { api: 1, hooks: { onToolCall: { judge: ['deny'] } } },
      codes: { TOOL_SHELL: 'The tool is a shell.' },
      config: z.strictObject({}),
      setup: () => ({
        onToolCall: {
          judge: ({ payload }) => (payload.tool === 'sh' ? { kind: 'deny', code: 'TOOL_SHELL' } : undefined),
        },
      }),
    }) as unknown as Plugin
    const samples = [{ hook: 'onToolCall', payload: { tool: 'sh', args: {} } }] as const
    const options = { ...optionsFor(plugin), samples }
    expect(await failing(options)).toEqual(['it is silent on what is ordinary in onToolCall'])
    const ordinary = [{ hook: 'onToolCall', payload: { tool: 'clock', args: {} } }] as const
    expect(await failing({ ...options, ordinary }, true)).toEqual([])
  })
  it('a window that is too small', async () => {
    const failed = await failingWith(({ manifest }) => ({ manifest: { ...manifest, streaming: { window: 3 } } }), true)
    expect(failed).toEqual(['a stream equals the whole, reply 1 "a forbidden 👍🏽 and forbidden w"'])
  })
  it('a pending that lets go too early', async () => {
    const failed = await withLayer((layer) => ({ ...layer, pending: (text) => text.length }), true)
    expect(failed).toEqual(['a stream equals the whole, reply 1 "a forbidden 👍🏽 and forbidden w"'])
  })
  it('a stream that lets out what it then denies', async () => {
    const denying = definePlugin({
      ...honest,
      manifest: { api: 1, hooks: { onOutbound: { finish: ['deny'] } }, streaming: { window: 20 } },
      setup: () => ({
        onOutbound: {
          finish({ payload }) {
            const start = String(payload.body).indexOf('forbidden')
            if (start < 0) return undefined
            const span = { start, end: start + 9 }
            return { kind: 'deny', code: 'WORD_FORBIDDEN', findings: [{ rule: 'word', severity: 'high', span }] }
          },
        },
      }),
    })
    const options = {
      ...optionsFor(denying),
      samples: [{ hook: 'onOutbound', input: 'oh, a forbidden word' }] as const,
    }
    expect(await failing(options, true)).toEqual([])
    const leaky = withKernels(readSubject(options), (kernel) => ({
      ...bare(kernel),
      outboundStream: (session, streamOptions) => {
        const guarded = kernel.outboundStream(session, streamOptions)
        const writer = guarded.writable.getWriter()
        const open = new TransformStream<string, string>({
          async transform(chunk, controller) {
            controller.enqueue(chunk)
            await writer.write(chunk).catch(() => undefined)
          },
          flush: () => writer.close().catch(() => undefined),
        })
        void guarded.readable.pipeTo(new WritableStream()).catch(() => undefined)
        return Object.assign(open, { decision: guarded.decision })
      },
    }))
    expect(await failingChecks(leaky)).toEqual(['a stream equals the whole, reply 1 "oh, a forbidden word"'])
  })
})

describe('options are refused', () => {
  it.for<[string, object]>([
    ['an unknown option', { sample: [] }],
    ['no plugin', { plugin: { ...honest } }],
    ['no package.json', { packageJson: undefined }],
    ['a sample with an unknown key', { samples: [{ hook: 'onInbound', input: 'x', expect: 'pass' }] }],
    ['a sample of no hook', { samples: [{ hook: 'onInput', input: 'x' }] }],
    ['an ordinary call without a payload', { ordinary: [{ hook: 'onToolCall' }] }],
    ['an ordinary tool call with a text', { ordinary: [{ hook: 'onToolCall', input: 'x' }] }],
  ])('%s', ([, change]) => {
    const { runner, tests } = collector()
    expect(() => conformance({ ...FILES, ...change, ...runner })).toThrow(
      expect.objectContaining({ code: 'SUBJECT_INVALID' }),
    )
    expect(tests).toEqual([])
  })
})

/** The members of a kernel as a plain object, to be overridden one at a time. */
function bare(kernel: Kernel): Kernel {
  return {
    events: kernel.events,
    onInbound: (payload, session) => kernel.onInbound(payload, session),
    onToolCall: (payload, session) => kernel.onToolCall(payload, session),
    onOutbound: (payload, session) => kernel.onOutbound(payload, session),
    onMemoryWrite: (payload, session) => kernel.onMemoryWrite(payload, session),
    dispatch: (hook, payload, session) => kernel.dispatch(hook, payload, session),
    guardTool: (call, session, run) => kernel.guardTool(call, session, run),
    outboundStream: (session, options) => kernel.outboundStream(session, options),
    reload: (options) => kernel.reload(options),
    explain: () => kernel.explain(),
    find: (token) => kernel.find(token),
    close: () => kernel.close(),
  }
}

/** A subject whose kernels are spoilt: a contract that no kernel could break would prove nothing. */
function withKernels(
  subject: Subject,
  spoil: (kernel: Kernel, options: Parameters<Subject['start']>[0]) => Kernel,
): Subject {
  return { ...subject, start: async (options) => spoil(await subject.start(options), options) }
}

async function failingChecks(subject: Subject): Promise<readonly string[]> {
  return [
    ...(await failures(checksOf(subject).map((check) => ({ name: check.name, body: () => enforce(check) })))).keys(),
  ]
}
