import type { Span } from '../engine.ts'
import { classifyField, isReference, isSecretField, isShownAs, type FieldClass } from './config-names.ts'
import type { ConfigLeaf, ConfigList, ConfigMap, ConfigNode } from './config-node.ts'
import {
  isJwkSecret,
  isSchema,
  isSecretVariable,
  isWordList,
  isSecretSource,
  isSecurityScheme,
  isVersion,
} from './config-shapes.ts'

/** What to do with a scalar: hide all of it, or these parts of its text. */
export type Hidden = 'whole' | readonly HiddenSpan[]

/** A part of a text. `isQuoted` is false where a mark needs quotes to stand there. */
export interface HiddenSpan extends Span {
  readonly isQuoted?: boolean
}

/** How the walk looks at what names do not tell. */
export interface Looks {
  /** What a text under an innocent name holds. */
  readonly inText: (text: string) => readonly HiddenSpan[]
  /** What a key holds. */
  readonly inKey: (text: string) => readonly Span[]
  /** What an address, or a list of parameters that stands for one, holds. */
  readonly inAddress: (text: string) => readonly Span[]
  /** True for a place that is secret whatever its name. */
  readonly isMarked: (node: ConfigLeaf) => boolean
}

const NAME_KEYS = /^(?:name|key|header|header_?name|variable|var|env|field|param|parameter|option|property|id)$/i
const VALUE_KEYS =
  /^(?:value|values|val|default|default_?value|content|data|text|string_?value|secure_?value|example)$/i
const PAIR_LISTS = /(?:headers|env|environment|variables|params|parameters|cookies|query|entries|pairs)$/i
/** `headers: ['Authorization', 'Content-Type']` is a list of names. */
const HEADER_NAMES = new Set(
  (
    'accept accept-encoding accept-language authorization cache-control content-length content-type cookie date etag host ' +
    'if-modified-since if-none-match location origin range referer set-cookie user-agent x-api-key x-csrf-token ' +
    'x-forwarded-for x-request-id x-requested-with x-xsrf-token'
  ).split(' '),
)
const FLAG = /^--?([A-Za-z][\w.-]{1,63})$/
const PACKAGES =
  /^(?:(?:dev|peer|optional|bundled)?[dD]ependencies|packages|permissions|resolutions|overrides|engines|catalog)$/
/** Keys below a secret's name under which stands where the secret is. */
const REFERENCE_KEYS = new Set([
  'secretKeyRef',
  'configMapKeyRef',
  'secretRef',
  'fieldRef',
  'resourceFieldRef',
  '$ref',
  'Ref',
])
const SETTINGS = /^(?:jwt|otp|totp|cookie)$/i
const SETTING_KEYS =
  /^(?:alg|algorithm|issuer|iss|audience|aud|subject|expires_?in|expiration|ttl|max_?age|header|name|domain|path|same_?site|type|digits|period|issuer_?ur[li]|jwks_?ur[li]|jwk_?set_?uri|public_?key)$/i
const IS_PLURAL = /[^s]s\d{0,4}$/i
const COMPOSE_SECRET = new Set(['file', 'environment', 'external', 'name', 'template_driver', 'driver'])

interface Place {
  readonly key: string
  /** The key above. */
  readonly above: string
  readonly isSecret: boolean
  /** True for an item of a list. */
  readonly inList?: boolean
}

/** Finds in a tree every scalar that is secret, by the names around it and by what it holds. */
export class ConfigWalk {
  readonly found: Map<ConfigLeaf, Hidden> = new Map()
  readonly #looks: Looks
  /** Lists and maps that are done, by whether all in them was secret: an anchor may stand in many places, also in itself. */
  readonly #done = { plain: new Set<ConfigNode>(), secret: new Set<ConfigNode>() }
  /** Names under the root's `secrets` of a compose file. */
  #composeSecrets: ReadonlySet<string> = new Set()

  constructor(looks: Looks) {
    this.#looks = looks
  }

  /** Walks one document. */
  walk(root: ConfigNode): void {
    const secrets = root.kind === 'map' && has(root, 'services') ? valueAt(root, 'secrets') : undefined
    this.#composeSecrets = new Set(secrets?.kind === 'map' ? secrets.entries.map(({ key }) => key) : [])
    this.#visit(root, { key: '', above: '', isSecret: false })
  }

  #visit(node: ConfigNode, place: Place): void {
    if (node.kind === 'leaf') return this.#leaf(node, place)
    const done = place.isSecret ? this.#done.secret : this.#done.plain
    if (done.has(node)) return
    done.add(node)
    if (node.kind === 'list') this.#list(node, place)
    else this.#map(node, place)
  }

  #leaf(node: ConfigLeaf, { isSecret }: Place): void {
    const { value } = node
    if (value === null || value === '' || this.found.get(node) === 'whole') return
    if (isSecret || this.#looks.isMarked(node)) {
      if (typeof value !== 'string' || !isReference(value)) this.found.set(node, 'whole')
      return
    }
    if (typeof value !== 'string') return
    const spans = this.#looks.inText(value)
    if (spans.length > 0) this.found.set(node, spans)
  }

  /** A key is never secret by a name, but it may hold one. */
  #key(key: ConfigNode): void {
    if (key.kind !== 'leaf') this.#visit(key, { key: '', above: '', isSecret: false })
    else if (typeof key.value === 'string') {
      const spans = this.#looks.inKey(key.value)
      if (spans.length > 0) this.found.set(key, spans)
    }
  }

  #list(list: ConfigList, place: Place): void {
    const { items } = list
    const [first, second] = items
    const isPair = items.length === 2 && isName(first) && !this.#isNameList(second, place)
    items.forEach((item, at) => {
      const before = items[at - 1]
      const isSecond = isPair && at === 1
      const isAfterFlag = isFlag(before) && item.kind === 'leaf' && !isFlag(item)
      const isRaw = place.key === 'rawHeaders' && at % 2 === 1 && isName(before)
      const isCompose = place.key === 'secrets' && item.kind === 'leaf' && this.#composeSecrets.has(String(item.value))
      const isSecret = (place.isSecret && !isCompose) || isSecond || isAfterFlag || isRaw
      this.#visit(item, { ...place, isSecret, inList: true })
    })
  }

  /** `['password', 'token']` lists names; `['Authorization', 'x']` is a pair where pairs are to be expected. */
  #isNameList(second: ConfigNode | undefined, { key, above, inList = false }: Place): boolean {
    if (second?.kind !== 'leaf') return false
    const text = String(second.value)
    if (inList) return false // a list of pairs
    if (!PAIR_LISTS.test(key) && !PAIR_LISTS.test(above) && key !== '') return true
    return HEADER_NAMES.has(text.toLowerCase())
  }

  #map(map: ConfigMap, place: Place): void {
    const isCompose = place.above === '' && place.key === 'secrets' && this.#composeSecrets.size > 0
    const isDescribed = isSchema(map)
    const inSecret = place.isSecret && !isDescribed && !isSecurityScheme(map)
    const kind = textAt(map, 'kind')
    for (const key of map.keys ?? []) this.#key(key)
    const named = map.entries.some(({ key, value }) => NAME_KEYS.test(key) && isName(value))
    for (const { key, value } of map.entries) {
      const below = { key, above: place.key }
      if (isCompose && value.kind === 'map') {
        this.#composeSecret(value, below)
        continue
      }
      const isData = kind === 'Secret' && (key === 'data' || key === 'stringData' || key === 'binaryData')
      const isValue = named && VALUE_KEYS.test(key)
      const isDefault = isDescribed && place.isSecret && SCHEMA_VALUES.has(key)
      const isPointed = REFERENCE_KEYS.has(key) && !isData
      const isSecret = (inSecret && !isPointed) || isData || isValue || isDefault || isJwkSecret(map, key)
      this.#field(value, { ...below, isSecret: isSecret && !(isPointed && value.kind !== 'leaf') })
    }
  }

  /** A field whose place is known: its own name may make it secret. */
  #field(value: ConfigNode, place: Place): void {
    if (place.isSecret) return this.#visit(value, place)
    const field = classifyField(place.key)
    if (field === 'none') return this.#visit(value, place)
    if (value.kind === 'leaf') return this.#named(value, place, field)
    if (value.kind === 'map' && SETTINGS.test(place.key)) return this.#settings(value, place)
    // `tokens: [a, b]` holds as many secrets as `token: a` does.
    if (field === 'text' && value.kind === 'list' && IS_PLURAL.test(place.key)) return this.#texts(value, place)
    const isShown = field !== 'any' || this.#isShown(value, place)
    this.#visit(value, { ...place, isSecret: !isShown })
  }

  #texts({ items }: ConfigList, place: Place): void {
    const isShown = isWordList(items)
    for (const item of items) {
      if (item.kind === 'leaf' && !isShown) this.#named(item, place, 'text')
      else this.#visit(item, { ...place, inList: true })
    }
  }

  /** What is set for a thing that is itself text, such as a JWT: numbers and switches, and texts only where it is known what they say. */
  #settings(map: ConfigMap, { key: above }: Place): void {
    for (const { key, value } of map.entries) {
      const isKnown =
        value.kind === 'leaf' && (typeof value.value !== 'string' || SETTING_KEYS.test(key) || isSwitch(value))
      if (isKnown) this.#field(value, { key, above, isSecret: false })
      else this.#visit(value, { key, above, isSecret: true })
    }
  }

  #named(leaf: ConfigLeaf, place: Place, field: FieldClass): void {
    const { value } = leaf
    if (PACKAGES.test(place.above) && typeof value === 'string' && isVersion(value)) return this.#leaf(leaf, place)
    // A switch is about a secret, and a number under `seed` or `tokens` counts.
    if (isBoolean(leaf) || (field !== 'any' && isSwitch(leaf))) return
    // A script or a package may have any name.
    if (place.above === 'scripts' && typeof value === 'string' && /\s/.test(value)) return this.#leaf(leaf, place)
    if (field === 'text' || field === 'opaque') {
      const isSecret = typeof value === 'string' && !isShownAs(field, value)
      return this.#leaf(leaf, { ...place, isSecret })
    }
    if (field === 'any' || typeof value !== 'string') return this.#leaf(leaf, { ...place, isSecret: true })
    const spans = this.#looks.inAddress(value)
    if (spans.length > 0) this.found.set(leaf, spans)
    else if (!/^[a-z][a-z0-9+.-]*:\/\/[^@\s]+$/i.test(value)) this.#leaf(leaf, { ...place, isSecret: true })
  }

  /** Objects under a secret's name that describe and do not hold: the names of Kubernetes, JSON Schema and OpenAPI. */
  #isShown(node: ConfigNode, { key, above }: Place): boolean {
    if (node.kind === 'map') return key === 'secret' && isSecretSource(node)
    if (node.kind === 'list') {
      if (above === 'packages') return true // a lock file
      if (key === 'secrets' && node.items.length > 0 && node.items.every(isSecretVariable)) return true
      const onlyNames = node.items.every(
        (item) => item.kind === 'map' && item.entries.length === 1 && has(item, 'name'),
      )
      return key === 'secrets' && above === '' && onlyNames && node.items.length > 0
    }
    return false
  }

  #composeSecret(map: ConfigMap, place: { readonly key: string; readonly above: string }): void {
    for (const { key, value } of map.entries)
      this.#visit(value, { key, above: place.key, isSecret: !COMPOSE_SECRET.has(key) })
  }
}

const SCHEMA_VALUES = new Set(['default', 'example', 'examples', 'const', 'enum'])

function isName(node: ConfigNode | undefined): boolean {
  if (node?.kind !== 'leaf' || typeof node.value !== 'string') return false
  return /^[\w.-]{1,128}$/.test(node.value) && isSecretField(node.value)
}

function isFlag(node: ConfigNode | undefined): boolean {
  if (node?.kind !== 'leaf' || typeof node.value !== 'string') return false
  const [, name] = FLAG.exec(node.value) ?? []
  return name !== undefined && isSecretField(name)
}

function valueAt(map: ConfigMap, name: string): ConfigNode | undefined {
  return map.entries.find(({ key }) => key === name)?.value
}

function has(map: ConfigMap, name: string): boolean {
  return valueAt(map, name) !== undefined
}

function textAt(map: ConfigMap, name: string): string | undefined {
  const node = valueAt(map, name)
  return node?.kind === 'leaf' && typeof node.value === 'string' ? node.value : undefined
}

function isBoolean({ value, isQuoted }: ConfigLeaf): boolean {
  return typeof value === 'boolean' || (isQuoted === false && /^(?:true|false|inherit)$/i.test(String(value)))
}

/** A number or a boolean; in YAML they are texts without quotes. */
function isSwitch({ value, isQuoted }: ConfigLeaf): boolean {
  return isQuoted === false && /^(?:true|false|-?\d[\d._]*)$/.test(String(value))
}
