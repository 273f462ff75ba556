import { homedir } from 'node:os'
import { isAbsolute, join, relative, resolve, sep } from 'node:path'
import { loadConfig, openStore, type Model } from '@ringwall/config'
import { isJsonObject, type JsonObject, type JsonValue } from '@ringwall/core'
import type { Store } from '@ringwall/store'
import { LayerOff, NotMeasured, type Place } from './check.ts'
import { readConfigFile, type ConfigFile } from './config-file.ts'
import { statOf } from './files.ts'
import type { DoctorOptions } from './options.ts'
import { createSecretSearch, type SecretSearch } from './secret-search.ts'

/** One layer as the config has it, for everyone. */
export interface LayerState {
  readonly name: string
  readonly packageName: string | undefined
  readonly version: string | undefined
  readonly isOn: boolean
  readonly mode: string
  readonly onFailure: string
  /** With the defaults; references as they are written. */
  readonly config: JsonObject
}

/** A layer of one agent. */
export interface Override {
  readonly agent: string
  readonly layer: LayerState
  /** What everyone has of it. */
  readonly base: LayerState
}

/** What became of the config. */
export type Loaded = { readonly model: Model } | { readonly error: unknown }

/** Everything that checks look at; what several of them need is made once. */
export class Subject {
  readonly cwd: string
  readonly home: string
  readonly env: NodeJS.ProcessEnv
  readonly now: number
  readonly uid: number | undefined
  readonly nodeVersion: string
  readonly options: DoctorOptions
  /** Finds values of secrets in texts. */
  readonly secrets: SecretSearch = createSecretSearch()
  #file: Promise<ConfigFile> | undefined
  #loaded: Promise<Loaded> | undefined
  #store: Promise<Store | undefined> | undefined

  constructor(options: DoctorOptions) {
    const { cwd = process.cwd(), home = homeOf(), env = process.env, now = Date.now } = options
    this.options = options
    this.cwd = resolve(cwd)
    this.home = resolve(home)
    this.env = env
    this.now = now()
    this.uid = 'uid' in options ? options.uid : process.getuid?.()
    this.nodeVersion = options.nodeVersion ?? process.versions.node
  }

  /** The config file as it is written. */
  file(): Promise<ConfigFile> {
    return (this.#file ??= readConfigFile(this.cwd, this.options.config))
  }

  /** The config as it is in force, or why it is not. */
  loaded(): Promise<Loaded> {
    return (this.#loaded ??= this.#load())
  }

  /** The config as it is in force. Throws NotMeasured. */
  async model(): Promise<Model> {
    const loaded = await this.loaded()
    if ('error' in loaded) throw new NotMeasured('the config cannot be used')
    return loaded.model
  }

  /** All layers of the config. Throws NotMeasured. */
  async layers(): Promise<readonly LayerState[]> {
    const { view } = await this.model()
    return objects(view.body['layers']).map(toState)
  }

  /** Each layer as each agent of the config has it, beside what everyone has. Throws NotMeasured. */
  async overrides(): Promise<readonly Override[]> {
    const { view } = await this.model()
    const layers = await this.layers()
    return objects(view.body['agents']).flatMap((agent) =>
      objects(agent['layers'])
        .map(toState)
        .map((layer) => ({
          agent: String(agent['id']),
          layer,
          base: layers.find(({ name }) => name === layer.name) ?? { ...layer, isOn: false },
        })),
    )
  }

  /** One layer that is on. Throws NotMeasured. */
  async layer(name: string): Promise<LayerState> {
    const found = (await this.layers()).find((layer) => layer.name === name)
    if (found === undefined || !found.isOn) throw new LayerOff(name)
    return found
  }

  /** The state; undefined where nothing was ever kept. Throws NotMeasured where it is in memory. */
  async store(): Promise<Store | undefined> {
    const { store: settings } = await this.model()
    if (settings.driver === 'sqlite') {
      if (settings.file === ':memory:')
        throw new NotMeasured('the store is in memory, of which nothing is left to look at')
      // Opening makes the file, and to look must leave no trace.
      if ((await statOf(settings.file)) === undefined) return undefined
    }
    return (this.#store ??= openStore(settings).then(({ store }) => store))
  }

  /** A path as a reader knows it. */
  shown(path: string): string {
    const inside = within(this.cwd, path)
    if (inside !== undefined) return inside === '' ? '.' : inside
    const below = within(this.home, path)
    return below === undefined ? path : join('~', below)
  }

  /** A place in the config file. */
  async inConfig(keys: readonly string[], found: string): Promise<Place> {
    const { path, locate } = await this.file()
    return { found, ...(path !== undefined && { file: path }), ...locate(keys) }
  }

  /** The key of a layer in the config file, in whichever of its two names it stands. */
  async layerKey(name: string): Promise<string> {
    const written = objectOf((await this.file()).value?.['layers'])
    const loaded = await this.loaded()
    const packageName =
      'model' in loaded ? (await this.layers()).find((one) => one.name === name)?.packageName : undefined
    return packageName !== undefined && packageName in written ? packageName : name
  }

  /** A relative path of a layer, which counts from the working directory of the gateway: this folder. */
  path(text: string): string {
    return isAbsolute(text) ? text : resolve(this.cwd, text)
  }

  /** Releases what was opened. */
  async close(): Promise<void> {
    const store = await this.#store?.catch(() => undefined)
    await store?.close()
  }

  async #load(): Promise<Loaded> {
    const { config, resolveFrom } = this.options
    try {
      const model = await loadConfig({
        cwd: this.cwd,
        env: this.env,
        ...(config !== undefined && { file: config }),
        ...(resolveFrom !== undefined && { resolveFrom }),
      })
      return { model }
    } catch (error) {
      return { error }
    }
  }
}

function within(folder: string, path: string): string | undefined {
  const way = relative(folder, path)
  return way === '..' || way.startsWith(`..${sep}`) || isAbsolute(way) ? undefined : way
}

function toState(view: JsonObject): LayerState {
  const { name, package: packageName, version, enabled, mode, onFailure, config } = view
  return {
    name: String(name),
    packageName: typeof packageName === 'string' ? packageName : undefined,
    version: typeof version === 'string' ? version : undefined,
    isOn: enabled === true,
    mode: String(mode),
    onFailure: String(onFailure),
    config: objectOf(config),
  }
}

/** The value if it is an object, else an empty one. */
export function objectOf(value: JsonValue | undefined): JsonObject {
  return value !== undefined && isJsonObject(value) ? value : {}
}

/** The objects in a list. */
export function objects(value: JsonValue | undefined): readonly JsonObject[] {
  return Array.isArray(value) ? value.filter((item: JsonValue) => isJsonObject(item)) : []
}

/** The texts in a list. */
export function texts(value: JsonValue | undefined): readonly string[] {
  return Array.isArray(value) ? value.filter((item: JsonValue): item is string => typeof item === 'string') : []
}

/** Of a user without an entry on this machine, as in many containers, there is none: then it is the root folder. */
function homeOf(): string {
  try {
    return homedir()
  } catch {
    return '/'
  }
}
