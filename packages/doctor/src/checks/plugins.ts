import { createHash } from 'node:crypto'
import { join, sep } from 'node:path'
import { ConfigError } from '@ringwall/config'
import { readRegularFile } from '@ringwall/references'
import type { Plugin } from '@ringwall/core'
import { fail, NotMeasured, pass, verdict, type Check, type Place } from '../check.ts'
import { filesBelow } from '../files.ts'
import { readJson } from '../mcp-configs.ts'
import { demandModes, judgeModes, replaceable, WRITE_OF_OTHERS } from '../modes.ts'
import { packageFolder } from '../package-folder.ts'
import { objectOf, type Subject } from '../subject.ts'
import { toPlace } from './configuration.ts'

const OURS = '@ringwall/'
const MAX_FILES = 5000
const MAX_BYTES = 16 * 1024 * 1024
const LOCK = 'plugins.lock.json'

/** A layer of somebody else's. */
interface Foreign {
  readonly packageName: string
  readonly plugin: Plugin
}

/** What others have written that judges here. */
export const pluginChecks: readonly Check[] = [
  {
    id: 'plugin-manifests',
    group: 'plugins',
    title: 'Every layer is what its package.json says',
    severity: 'critical',
    meaning: 'A plugin that has other powers than it declares is not what was looked at when it was installed.',
    fix: 'Install a release whose manifest and plugin agree, or take the layer out of the config.',
    fixable: false,
    async look(subject) {
      const loaded = await subject.loaded()
      if ('model' in loaded) return pass()
      if (!(loaded.error instanceof ConfigError)) throw new NotMeasured('the config cannot be used')
      const places = loaded.error.problems.filter(({ code }) => code.startsWith('CONFIG_PLUGIN_')).map(toPlace)
      if (places.length === 0) throw new NotMeasured('the config cannot be used')
      return fail(...places)
    },
  },
  {
    id: 'plugin-powers',
    group: 'plugins',
    title: 'No layer of others may approve or rewrite',
    severity: 'high',
    meaning:
      'A layer with `grant` lets through what others have stopped; one that rewrites changes what the model and the tools see.',
    fix: 'Read its code, and suppress this finding with the reason; or take it out of the config.',
    fixable: false,
    async look(subject) {
      const places: Place[] = []
      for (const { packageName, plugin } of await foreign(subject)) {
        const powers = powersOf(plugin).filter((power) => ['grant', 'rewrite'].includes(power))
        if (powers.length > 0)
          places.push(await subject.inConfig(['layers', packageName], `${packageName} may ${powers.join(' and ')}`))
      }
      return verdict(places)
    },
  },
  {
    id: 'plugin-effects',
    group: 'plugins',
    title: 'No layer of others reaches beyond the event',
    severity: 'medium',
    meaning:
      'It declares that it uses the network, starts programs or takes secrets; nothing in the process confines it to that.',
    fix: 'Read its code, and suppress this finding with the reason; or take it out of the config.',
    fixable: false,
    async look(subject) {
      const places: Place[] = []
      for (const { packageName, plugin } of await foreign(subject)) {
        const effects = (plugin.manifest.effects ?? []).filter((effect) => effect !== 'fs')
        if (effects.length > 0)
          places.push(await subject.inConfig(['layers', packageName], `${packageName} declares ${effects.join(', ')}`))
      }
      return verdict(places)
    },
  },
  {
    id: 'plugin-hashes',
    group: 'plugins',
    title: 'Every layer of others is the one that was accepted',
    severity: 'high',
    meaning:
      'Files of the package have changed, or nobody has written down what they were: a new release, or somebody in node_modules.',
    fix: 'Look at what has changed; then take its line out of .ringwall/plugins.lock.json and run `ringwall doctor --fix`.',
    fixable: true,
    async look(subject) {
      const layers = await foreign(subject)
      if (layers.length === 0) return pass('every layer is of Ringwall')
      const file = join((await subject.file()).folder, '.ringwall', LOCK)
      const read = await readJson(file)
      if (typeof read === 'string') throw new NotMeasured(`${subject.shown(file)} cannot be read: ${read}`)
      const known = objectOf(read)
      const hashes: Record<string, string> = {}
      for (const { packageName } of layers) hashes[packageName] = await hashOf(await folderOf(subject, packageName))
      const isChanged = (name: string): boolean => name in known && known[name] !== hashes[name]
      const changed = Object.keys(hashes).filter(isChanged)
      const missing = Object.keys(hashes).filter((name) => !(name in known))
      const text = `${JSON.stringify({ ...known, ...Object.fromEntries(missing.map((name) => [name, hashes[name]])) }, null, 2)}\n`
      return verdict([
        ...changed.map((name) => ({ found: `${name} has changed since it was accepted`, file })),
        ...missing.map((name) => ({
          found: `the hash of ${name} is not written down`,
          file,
          repair: { kind: 'create', file, text } as const,
        })),
      ])
    },
  },
  {
    id: 'plugin-writable',
    group: 'plugins',
    title: 'Only their owner can change the code of layers',
    severity: 'critical',
    meaning: 'Whoever can write the folder of a layer runs code in the process that guards the agent.',
    fix: 'chmod -R go-w on the folder, and chmod go-w on those above it.',
    fixable: true,
    async look(subject) {
      demandModes()
      const places: Place[] = []
      const unread: string[] = []
      for (const { packageName } of await subject.layers()) {
        if (packageName === undefined) continue
        const folder = await folderOf(subject, packageName)
        const below = await filesBelow(folder, MAX_FILES)
        if (below === undefined) {
          unread.push(`${packageName} has more than ${MAX_FILES} files`)
          continue
        }
        const paths = [...below.folders, ...below.files, ...below.others].map((name) => join(folder, name))
        const own = await judgeModes(subject, paths, WRITE_OF_OTHERS)
        if (own.status === 'fail') places.push(...own.places)
        else if (own.status === 'not-measured') unread.push(own.found)
        const above = await replaceable(subject, folder)
        places.push(...above.filter(({ file }) => !places.some((other) => other.file === file)))
      }
      return verdict(places, unread)
    },
  },
]

/** The layers that are on and that are not of Ringwall. */
async function foreign(subject: Subject): Promise<readonly Foreign[]> {
  const { layers } = await subject.model()
  return (await subject.layers()).flatMap(({ name, packageName, isOn }) => {
    const line = layers.find(({ plugin }) => plugin.name === name)
    return isOn && line !== undefined && packageName !== undefined && !packageName.startsWith(OURS)
      ? [{ packageName, plugin: line.plugin }]
      : []
  })
}

function powersOf({ manifest }: Plugin): readonly string[] {
  const powers = Object.values(manifest.hooks).flatMap((stages) => Object.values(stages ?? {}).flat())
  return [...new Set<string>(powers)]
}

async function folderOf(subject: Subject, packageName: string): Promise<string> {
  const origins = [(await subject.file()).folder, ...(subject.options.resolveFrom ?? [])]
  const folder = await packageFolder(packageName, origins)
  if (folder === undefined) throw new NotMeasured(`the folder of ${packageName} is not found`)
  return folder
}

/** SHA-256 over names and contents of all files of a package, without what it has installed itself. */
async function hashOf(folder: string): Promise<string> {
  const below = await filesBelow(folder, MAX_FILES)
  if (below === undefined) throw new NotMeasured(`${folder} has more than ${MAX_FILES} files`)
  const hash = createHash('sha256')
  for (const name of [...below.files, ...below.others].toSorted()) {
    if (name.split(sep)[0] === 'node_modules') continue
    const isFile = below.files.includes(name)
    const bytes = isFile ? await readRegularFile(join(folder, name), MAX_BYTES) : new Uint8Array()
    hash.update(`${JSON.stringify(name)} ${isFile ? bytes.length : 'other'}\n`).update(bytes)
  }
  return hash.digest('hex')
}
