import { isBlank } from './config-blanks.ts'
import { createSecretNames } from './secret-names.ts'

/** Names of things that hold no secret although a word of them does: they name where it stands. */
const NAMES_ONLY = new Set(
  [
    'secretName secretRef secretRefs secretKeyRef secretKeySelector secretClass secretStore secretStoreRef secretStores secretProviderClass',
    'secretObjects secretPath secretPrefix secretFile secretType secretsDir secretsPath secretsManager secretManager secretsEngine',
    'existingSecret existingSecretName imagePullSecret imagePullSecrets pullSecret pullSecrets nodePublishSecretRef tlsSecret',
    'configMapKeyRef credentialsFile credentialsPath credentialsId credentialsSecretRef credentialName credentialsProvider',
    'tokenUrl tokenUri tokenEndpoint tokenType tokenLimit tokenName tokenPath tokenFile tokenEnv tokenTtl tokenBudget',
    'passwordFile passwordPath passwordEnv passwordField passwordPolicy apiKeyEnv apiKeyFile apiKeyName apiKeyHeader apiKeyRef',
    'keyId keyName keyRef keyFile keyPath keyType keyVault keyVaultName accessKeyId secretId cookieName cookieDomain cookiePath',
    'proxyPass fastcgiPass uwsgiPass scgiPass grpcPass memcachedPass',
    'publicKey publicKeys sshPublicKey sshAuthorizedKeys authorizedKeys',
  ]
    .join(' ')
    .split(' ')
    .map(plain),
)
/** Names that hold a secret although `isSecretName` may not know them: config formats of single programs. */
const SECRETS = new Set(
  (
    '_password _authToken requirepass masterauth pgpassword mysql_pwd rootpw bindpw pin psk wpa_psk sae_password wep_key ' +
    'key_material master_keys anon_key service_role_key integration_key sas sas_key sas_url shared_access_key tls_auth tls_crypt ' +
    'erlang_cookie unseal_key unseal_keys root_token userpassword olcrootpw sslpassphrase ldap_bind_pw become_pass ssh_pass ' +
    'community_string instrumentation_key field_encryption_key key_base fernet_key ' +
    'auth_pass vrrp_auth_pass sasl_jaas_config storepass keypass storepasswd'
  )
    .split(' ')
    .map(plain),
)
/** Headers that carry credentials. Their values have spaces, which values of other names in prose do not. */
const HEADERS = new Set(['authorization', 'proxyauthorization', 'cookie', 'setcookie', 'wwwauthenticate'])
const SEGMENTS = /[.:/[\]"'\s$]+/

/** Addresses under names that count as secret: the password in them is, the host is not. */
const LOCATORS = new Set(
  'connectionstring connstring connectionstr connstr dsn databaseurl databaseuri dburl dburi postgresurl mysqlurl redisurl mongourl mongouri mongodburi mongodburl amqpurl brokerurl celerybrokerurl'.split(
    ' ',
  ),
)
/** Secret where the value is no word or name: elsewhere a routing key is an address, and a signature one of a function. */
const OPAQUE = /(?:^|[_-])(?:routing[_-]?key|signature|hmac|salt|pepper)$/i
/** Secret in whatever they belong to. */
const LAST_WORDS = /(?:^|[_-])(?:psk|sas|bind[_-]?pw|root[_-]?pw|requirepass)$/i
/** What stands under `auth` and `session` where no credential does. */
const METHODS = new Set(
  'none basic digest bearer token apikey oauth oauth2 oidc saml ldap jwt mtls tls kerberos ntlm sso iam anonymous required optional inherit auto default memory redis cookie cookies file on off yes no true false enabled disabled'.split(
    ' ',
  ),
)
const NAMES = createSecretNames()

/** What a name says of its value: `any` value is secret, only `text` is, only what is `opaque`, an `address` that may hold a password, or `none`. */
export type FieldClass = 'any' | 'text' | 'opaque' | 'address' | 'none'

/** Reads a field's name in any convention: `db.password`, `//registry/:_authToken`, `X-Api-Key`. */
export function classifyField(name: string): FieldClass {
  if (name.startsWith('./')) return 'none' // a path, as in the exports of a package
  const words = name.split(SEGMENTS).filter((word) => word !== '')
  const last = words.at(-1)
  if (last === undefined) return 'none'
  const found = classifyWord(last)
  if (found !== 'none' || words.length === 1 || words.length > 4) return found
  return name.includes(' ') ? classifyWord(words.join('_')) : 'none' // `API key`, a name of two words
}

function classifyWord(word: string): FieldClass {
  const folded = plain(word)
  if (NAMES_ONLY.has(folded)) return 'none'
  if (LOCATORS.has(folded)) return 'address'
  if (SECRETS.has(folded) || HEADERS.has(folded) || NAMES.isSecretEntry(word, {})) return 'any'
  if (NAMES.isSecretEntry(word, 'x')) return 'text'
  const parted = word.replaceAll(/(?<=[a-z0-9])(?=[A-Z])/g, '_')
  if (LAST_WORDS.test(parted)) return 'any'
  return OPAQUE.test(parted) ? 'opaque' : 'none'
}

/** True for a field whose text is secret. */
export function isSecretField(name: string): boolean {
  const found = classifyField(name)
  return found === 'any' || found === 'text'
}

/** What stands under a name of the class `text` or `opaque` and is no secret. */
export function isShownAs(field: FieldClass, text: string): boolean {
  if (field !== 'any' && /^\d{1,6}$/.test(text)) return true
  return (field === 'text' && isMethod(text)) || (field === 'opaque' && !isOpaque(text))
}

/** True for a word that names a way to authenticate and is no credential. */
function isMethod(text: string): boolean {
  return METHODS.has(text.toLowerCase())
}

/** True for a text that is neither a word nor a name nor a sentence: long, of letters and digits. */
function isOpaque(text: string): boolean {
  if (/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-/i.test(text)) return false // a UUID
  return text.length >= 16 && /^[\w+/=%-]+$/.test(text) && /\d/.test(text) && /[A-Za-z]/.test(text)
}

/** True for a header whose whole value is a credential. */
export function isSecretHeader(name: string): boolean {
  return HEADERS.has(plain(name))
}

function plain(name: string): string {
  return name.toLowerCase().replaceAll('_', '').replaceAll('-', '')
}

/** What says where a secret stands, or that there is none: Ringwall's own references, templates, and those of common tools. */
const REFERENCES: readonly RegExp[] = [
  /^\$\{[A-Za-z_][\w.-]*\}$/,
  /^\$\{[A-Za-z_]\w*:?\?[^{}]*\}$/, // ${NAME:?why} of shells and compose; ${NAME:-default} holds a value
  /^env:[A-Za-z_]\w*$/,
  /^file:(?:\.{0,2}\/|[A-Za-z]:[\\/])[^\n]+$/,
  /^exec:[^\n]+\/[^/\n]+$/,
  /^\{\{secret:[\w.-]+\}\}$/,
  /^\$?\{\{-? ?(?:secrets|env|vars|github|inputs|steps|needs|matrix|\.Values)\.[\w.-]+ ?-?\}\}$/,
  /^(?:op|vault|keyvault|ssm):\/[^\s{}]+$/,
  /^arn:aws[a-z-]*:(?:secretsmanager|ssm|kms):[^\s{}]+$/,
  /^(?:process\.env|import\.meta\.env|var|local|module|data|each|self|secrets)\.[A-Za-z_][\w.-]*$/,
  /^(?:process\.env|os\.environ|ENV)\[["'][A-Za-z_]\w*["']\]$/,
  /^(?:os\.getenv|System\.getenv|getenv|env)\(["']?[A-Za-z_]\w*["']?\)$/,
  /^(?:JSON\.stringify|String)\((?:process|import\.meta)\.env\.[A-Za-z_]\w*\)$/,
  /^\/(?:var\/)?run\/secrets\/\S+$/,
  /^\[(?:REDACTED|UNREADABLE|CIRCULAR)(?::[\w-]+)?\]$/,
  /^vault:[\w./-]+#[\w.-]+$/,
  /^(?:\*{3,}|x{6,}|X{6,}|•{3,}|\.{3}|…)$/, // masked already
  /^(?:null|~|undefined|None|nil)$/,
]
/** A path to a key is no key. Base64 has `/` too, but no full stop. */
const KEY_FILE = /\.(?:pem|key|crt|cer|p8|p12|pfx|jks|json|env|htpasswd|txt)$/
const IS_PATH = /^[\w@./\\:~-]+$/

/** True for a text that only says where a secret stands, or that there is none. Such text may be shown. */
export function isReference(text: string): boolean {
  if (text.length > 2048) return false
  // `$DB_PASSWORD`, but not `$UMMER2024`: a variable says what is in it.
  const [, variable] = /^\$([A-Z_][A-Z0-9_]*)$/.exec(text) ?? []
  if (variable !== undefined) return isSecretField(variable)
  const [, blank] = /^<([\w -]+)>$/.exec(text) ?? []
  if (blank !== undefined) return isSecretField(blank) // `<token>`, to be filled in
  const [scheme = ''] = /^(?:Bearer|Basic|Token) /i.exec(text) ?? []
  if (scheme !== '') return isReference(text.slice(scheme.length))
  if (KEY_FILE.test(text) && /[\\/]/.test(text) && !text.includes('://')) return IS_PATH.test(text)
  return isBlank(text) || REFERENCES.some((reference) => reference.test(text))
}
