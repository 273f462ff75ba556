import type { ConfigMap, ConfigNode } from './config-node.ts'

const TYPES = new Set(['string', 'number', 'integer', 'boolean', 'object', 'array', 'null'])
const SCHEMA_KEYS = new Set(
  (
    '$ref $id $schema $comment type title description default example examples const enum format pattern minLength maxLength ' +
    'minimum maximum exclusiveMinimum exclusiveMaximum multipleOf items minItems maxItems uniqueItems properties required ' +
    'additionalProperties nullable readOnly writeOnly deprecated allOf anyOf oneOf not contentEncoding contentMediaType'
  ).split(' '),
)
const SCHEMES = new Set(['apiKey', 'http', 'oauth2', 'openIdConnect', 'mutualTLS', 'basic'])
const SCHEME_KEYS = new Set(
  'type description name in scheme bearerFormat flow flows openIdConnectUrl authorizationUrl tokenUrl refreshUrl scopes'.split(
    ' ',
  ),
)

/** True for a JSON Schema: it describes a secret, and holds none but as a default or an example. */
export function isSchema(map: ConfigMap): boolean {
  return isDescription(map, TYPES, SCHEMA_KEYS)
}

/** True for a security scheme, or a flow, of OpenAPI. */
export function isSecurityScheme(map: ConfigMap): boolean {
  const isFlow = map.entries.some(({ key }) => key === 'tokenUrl' || key === 'authorizationUrl')
  const isKnown = map.entries.every(({ key }) => SCHEME_KEYS.has(key) || key.startsWith('x-'))
  return (isFlow && isKnown) || isDescription(map, SCHEMES, SCHEME_KEYS)
}

function isDescription(map: ConfigMap, types: ReadonlySet<string>, keys: ReadonlySet<string>): boolean {
  const type = map.entries.find(({ key }) => key === 'type')?.value
  if (type?.kind !== 'leaf' || !types.has(String(type.value))) return false
  return map.entries.every(({ key }) => keys.has(key) || key.startsWith('x-'))
}

/** True for what stands behind the name of a package: a range of versions, or where it comes from. */
export function isVersion(text: string): boolean {
  return /^(?:[\^~<>=v*\s]{0,4}\d[\w.+*-]{0,40}(?:\s(?:\|\|\s)?[\^~<>=\d][\w.+*-]{0,40}){0,8}|\*|latest|next|read|write|none|(?:workspace|npm|file|link|catalog):[\w@/.^~*-]{0,128})$/.test(
    text,
  )
}

const SOURCE_KEYS = new Set(['secretName', 'name', 'items', 'defaultMode', 'optional'])

/** True for a volume of Kubernetes that names the secret that it shows. */
export function isSecretSource(map: ConfigMap): boolean {
  const isNamed = map.entries.some(({ key }) => key === 'secretName' || key === 'name')
  return isNamed && map.entries.every(({ key }) => SOURCE_KEYS.has(key))
}

const JWK_TYPES = new Set(['RSA', 'EC', 'OKP', 'oct', 'AKP'])
const JWK_SECRETS = new Set(['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'priv'])

/** True for the members of a JSON Web Key that are private (RFC 7518, 6.2.2, 6.3.2 and 6.4.1). */
export function isJwkSecret({ entries }: ConfigMap, key: string): boolean {
  if (key !== 'k' && !JWK_SECRETS.has(key)) return false
  const type = entries.find((entry) => entry.key === 'kty')?.value
  if (type?.kind !== 'leaf' || !JWK_TYPES.has(String(type.value))) return false
  return (key === 'k') === (type.value === 'oct')
}

/** True for a list of plain words: those that a text is cut into, not those that open something. */
export function isWordList(items: readonly ConfigNode[]): boolean {
  const isWord = (item: ConfigNode): boolean =>
    item.kind === 'leaf' &&
    (typeof item.value !== 'string' || /^[ \u0120\u2581#]{0,2}(?:[A-Z]?[a-z]{0,14}|[.,;:!?'-]{1,3})$/.test(item.value))
  return items.length >= 3 && items.every(isWord)
}

const VARIABLE_KEYS = new Set(['name', 'env', 'example', 'description', 'required', 'optional'])

/** True for what says in which variable a secret is handed over. */
export function isSecretVariable(node: ConfigNode): boolean {
  if (node.kind !== 'map') return false
  const keys = new Set(node.entries.map(({ key }) => key))
  return keys.has('name') && keys.has('env') && [...keys].every((key) => VARIABLE_KEYS.has(key))
}
