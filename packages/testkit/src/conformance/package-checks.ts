import { isDeepStrictEqual } from 'node:util'
import { show } from '../show.ts'
import { problemIf, type Check } from './check.ts'
import { recordOf } from './package-files.ts'
import type { Subject } from './subject.ts'

const KEYWORD = 'ringwall-plugin'
const KERNEL = '@ringwall/core'

/** package.json says of the plugin what the plugin says of itself, since operators and tools read it without running the plugin. */
export function packageChecks({ plugin, files }: Subject): readonly Check[] {
  const read = files.packageJson
  return [
    {
      name: 'package.json has the name of the plugin',
      findProblems: () => findNameProblems(plugin.name, read().name),
    },
    {
      name: 'package.json has the version of the plugin',
      findProblems: () =>
        problemIf(read().version !== plugin.version, `it has ${show(read().version)}, the plugin ${plugin.version}`),
    },
    {
      name: 'the ringwall field of package.json is the manifest with the codes',
      findProblems: () => findManifestProblems({ ...plugin.manifest, codes: plugin.codes }, read().ringwall),
    },
    {
      name: 'codes are in capitals and have a meaning',
      findProblems: () =>
        Object.entries(plugin.codes).flatMap(([code, meaning]) => [
          ...problemIf(!/^[A-Z][A-Z0-9_]*$/.test(code), `${code} is not in SCREAMING_SNAKE`),
          ...problemIf(typeof meaning !== 'string' || meaning.trim() === '', `${code} has no meaning`),
        ]),
    },
    { name: 'the kernel is a peer dependency', findProblems: () => findPeerProblems(read()) },
    {
      name: 'exports has "." and "./package.json" alone',
      findProblems: () => findExportProblems(read()),
    },
    {
      name: `package.json has the keyword ${KEYWORD} and a license`,
      findProblems: () => [
        ...problemIf(!listOf(read().keywords).includes(KEYWORD), `keywords lacks ${KEYWORD}`),
        ...problemIf(typeof read().license !== 'string' || read().license === '', 'there is no license'),
      ],
    },
  ]
}

function findNameProblems(name: string, packageName: unknown): readonly string[] {
  if (typeof packageName !== 'string') return ['package.json has no name']
  const bare = packageName.slice(packageName.indexOf('/') + 1)
  const fits = ['', 'plugin-', 'ringwall-', 'ringwall-plugin-'].some((prefix) => bare === prefix + name)
  return problemIf(!fits, `the package is ${packageName}; for the layer ${name} it ends in plugin-${name}`)
}

function findManifestProblems(manifest: object, declared: unknown): readonly string[] {
  if (declared === undefined) return [`there is none; it must be ${JSON.stringify(manifest)}`]
  const want = recordOf(JSON.parse(JSON.stringify(manifest)))
  const have = recordOf(declared)
  const keys = [...new Set([...Object.keys(want), ...Object.keys(have)])]
  return keys
    .filter((key) => !isDeepStrictEqual(want[key], have[key]))
    .map((key) => `${key} is ${show(have[key])} there and ${show(want[key])} in the plugin`)
}

function findPeerProblems({ peerDependencies, dependencies }: Readonly<Record<string, unknown>>): readonly string[] {
  return [
    ...problemIf(typeof recordOf(peerDependencies)[KERNEL] !== 'string', `peerDependencies lacks ${KERNEL}`),
    ...problemIf(
      Object.hasOwn(recordOf(dependencies), KERNEL),
      `dependencies has ${KERNEL}: a second kernel would be installed`,
    ),
  ]
}

function findExportProblems(packageJson: Readonly<Record<string, unknown>>): readonly string[] {
  const published = recordOf(packageJson.publishConfig).exports
  const maps = [packageJson.exports, ...(published === undefined ? [] : [published])]
  return maps.flatMap((map) => {
    const keys = Object.keys(recordOf(map)).toSorted()
    return problemIf(!isDeepStrictEqual(keys, ['.', './package.json']), `exports has ${show(keys)}`)
  })
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}
