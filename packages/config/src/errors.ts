import { defineErrors, type ErrorFactory } from '@ringwall/core'

/** Every error of this package. All but CONFIG_INVALID and the CONFIG_WALL_ ones are the codes of problems within CONFIG_INVALID. */
export const CONFIG_ERRORS = {
  CONFIG_INVALID: {
    message: '{file} has {count}:\n{list}',
    fix: 'Correct each problem; nothing starts on a config that is not understood in full.',
  },
  CONFIG_UNREADABLE: {
    message: 'the config file cannot be read: {problem}',
    fix: 'Name a readable file of at most 1 MiB that ends in .yaml, .yml, .json, .ts or .mts.',
  },
  CONFIG_SYNTAX: {
    message: 'this is not valid: {problem}',
    fix: 'Correct the syntax; custom tags, several documents and duplicate keys are refused.',
  },
  CONFIG_TS_UNSUPPORTED: {
    message: 'Node {version} does not run TypeScript by itself',
    fix: 'Use Node 22.18 or newer, start Node with --experimental-strip-types, or write the config as ringwall.yaml.',
  },
  CONFIG_EXPORT: {
    message: 'the file exports no config: {problem}',
    fix: 'Export one plain object: export const config = defineConfig({ … }), or the same as default export.',
  },
  CONFIG_TYPE: {
    message: 'wrong type: {problem}',
    fix: 'Write a value of the named type; `ringwall schema` prints every key with its type.',
  },
  CONFIG_VALUE: {
    message: 'value not accepted: {problem}',
    fix: 'Write a value in the named range or form; `ringwall schema` prints every key with its limits.',
  },
  CONFIG_UNKNOWN_KEY: {
    message: 'unknown key {key}{hint}',
    fix: 'Correct or remove the key: one that nothing reads would protect nobody.',
  },
  CONFIG_UNKNOWN_LAYER: {
    message: 'there is no layer {layer}{hint}',
    fix: 'Use the short name of a layer or the name of an installed npm package.',
  },
  CONFIG_LAYER_MISSING: {
    message: 'the layer {layer} is not installed (looked for {package})',
    fix: 'Install it (npm install {package}), or switch the layer off in the config.',
  },
  CONFIG_DUPLICATE_LAYER: {
    message: 'the layer {layer} is there twice: {first} and {second}',
    fix: 'Keep one of the two; which config would apply is not evident.',
  },
  CONFIG_PLUGIN_MANIFEST: {
    message: 'the package {package} cannot be trusted to be what it says: {problem}',
    fix: 'Install a release whose package.json has the same `ringwall` field as its plugin; docs/write-a-plugin.md shows it.',
  },
  CONFIG_PLUGIN_API: {
    message: 'the package {package} is written for kernel API {found}; this kernel has API {expected}',
    fix: 'Install a release of {package} that lists this kernel in its peerDependencies.',
  },
  CONFIG_PLUGIN_EXPORT: {
    message: 'the package {package} exports {count} plugins instead of one',
    fix: 'Export exactly one value made by definePlugin.',
  },
  CONFIG_PLUGIN_FAILED: {
    message: 'the package {package} could not be loaded: {problem}',
    fix: 'Repair or reinstall the package; a layer that cannot be loaded is never skipped.',
  },
  CONFIG_PLUGIN_SCHEMA: {
    message: 'the config schema of {package} cannot be used: {problem}',
    fix: 'The plugin must declare a synchronous z.strictObject without the keys enabled, mode, onFailure, deadlineMs and loosen.',
  },
  CONFIG_EMPTY: {
    message: 'no layer is left: the wall would be empty',
    fix: 'Enable at least one layer, or remove `preset: none`.',
  },
  CONFIG_LOOSENS: {
    message: 'this override weakens the layer {layer}: {what}',
    fix: 'Remove what weakens it, or write `loosen: true` beside it to accept that.',
  },
  CONFIG_DISTRUSTED: {
    message: 'this config was found in the workspace, which commands write, and weakens the sandbox: {what}',
    fix: 'Remove what weakens it, keep the file outside of the workspace, or name it with --config, which says that it is yours.',
  },
  CONFIG_SECRET_LITERAL: {
    message: 'this is a secret, and its value must not stand in the file',
    fix: 'Write a reference: ${NAME}, env:NAME, file:/abs/path, file:/abs/path#/json/pointer or exec:/abs/helper/id. A value that was ever saved here should be replaced.',
  },
  CONFIG_SECRET_UNRESOLVED: {
    message: 'the reference {reference} leads to no secret: {problem}',
    fix: 'Set the variable, or make the file or helper answer; empty values are refused.',
  },
  CONFIG_SECRET_EXPOSED: {
    message: 'the secret file {file} can be read by other users',
    fix: 'Take their permission away: chmod 600.',
  },
  CONFIG_VARIABLE_UNSET: {
    message: 'the environment variable {name} is not set, or empty',
    fix: 'Set {name} before starting, or write the value itself.',
  },
  CONFIG_UNKNOWN_AGENT: {
    message: 'the agent {agent} has no entry under agents{hint}, so it gets the layers of everyone',
    fix: 'Correct the name, or add an empty entry under agents to say that this is meant.',
  },
  CONFIG_WALL_CLOSED: {
    message: 'The wall is closed.',
    fix: 'Create a new one with createWall; a closed one denies every call.',
  },
  CONFIG_WALL_OWNS: {
    message: 'The kernel of an agent has no {method} of its own.',
    fix: 'Call wall.{method}: it acts on all kernels together.',
  },
} as const

/** The codes of CONFIG_ERRORS. */
export type ConfigErrorCode = keyof typeof CONFIG_ERRORS

/** The factory of this package's errors. */
export const fail: ErrorFactory<ConfigErrorCode> = defineErrors(CONFIG_ERRORS)
