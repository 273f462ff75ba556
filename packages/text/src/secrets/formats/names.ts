import { all, either, lazy, maybe, some, text, times, value, words, type Part } from '../parts.ts'

/** Words that say that a value is a secret, in every convention of writing names. */
export const SECRET_WORDS: string = [
  'api[_.-]?key|secret|token|pass[_-]?w(?:or)?d|passphrase|passcode|pwd|[_-]pass|\\bpass\\b|dbpass|creds?\\b|credentials?',
  '(?:auth|access|account|secret|private|licen[sc]e|master|signing|signature|encryption|decryption|client|service|consumer|app|database|db|priv|storage|shared|webhook|deploy|session|integration|subscription|ingestion)[_.-]?key',
  '[_-](?:pat|pw|psk|salt|pepper|seed|dsn|sas|otp)\\b',
  'contrase(?:n|ñ)a|passwort|kennwort|mot_?de_?passe|senha|wachtwoord|parola|heslo|clave|haslo',
  // A name that ends in key: `PULUMI_KEY`, `writeKey`. Which of them are no secrets is told by their first word.
  '[a-z0-9][_-]key\\b|(?-i:[a-z](?:Key|Pass|Pwd|Creds))\\b',
].join('|')

/** One of these is in every such name. */
export const SECRET_KEYWORDS: readonly string[] = (
  'key secret token pass pwd cred _pat -pat _pw -pw _psk -psk _salt -salt _pepper -pepper _seed -seed ' +
  '_dsn -dsn _sas -sas _otp -otp contrase kennwort motdepasse mot_de_passe mot_depasse motde_passe senha wachtwoord parola heslo clave haslo'
).split(' ')

/** What may follow the word within its name: `secretValue`, `TOKEN_PROD`, `api_key_2`. */
export const NAME_REST =
  '(?:[_.-]?(?:secure|super|value|live|prod|production|staging|test|dev|key|secret|token|password|base64|b64|hex|raw|string|str|env|old|new|default|main|primary|secondary|current|[0-9]{1,2})){0,3}'

/** Names that end in key or token and whose values are no secrets. */
const HARMLESS_NAME =
  /(?:^|[^A-Za-z])(?:public|publishable|pub|anon|primary|foreign|partition|sort|range|cache|idempotency|object|s3|index|row|shard|routing|dedup|group|group[_-]?by|locale|query|map|hot|sort|natural|candidate|composite|surrogate|translation|message|i18n|event|record|item|node|list|state|storage|store|storybook|component|data|file|path|blob|bucket|hash|etag|digest|checksum|config|settings?|feature|flag|enum|dict|column|field|label|tag|metric|span|trace|correlation|issue|ticket|project|build|release|artifact|version|cursor|page|next[_-]?page|previous|continuation|csrf|xsrf|host|known[_-]?hosts?|sitekey|site|websocket|widget|shortcut|arrow|enter|escape|tab|return|any|esc|mon|tur|don|whis|hoc|joc|lac|flun|jer|key)[_.-]?(?:key|token)\b/i

/** Prefixes of names of what is compiled into pages. */
const PUBLIC_PREFIX =
  /(?:^|[^A-Za-z])(?:public|publishable)(?:[^A-Za-z]|(?=[A-Z]))|(?:public|publishable)[_-]?(?:key|token)/i

/** True for the name of what anybody may see, or of a key that opens nothing. */
export function isPublicName(before: string): boolean {
  return HARMLESS_NAME.test(before) || PUBLIC_PREFIX.test(before)
}

const SPACE = some('\\s', 0, 3)
const SLASHES = some('\\\\', 0, 2)
const QUOTE = some('["\'`]')
const MAYBE_QUOTE = some('["\'`]', 0, 1)
/** `"`, `\"`, `b'`, `@"` or nothing. */
const OPENER = either(all(some('[@bBrRuUfLN]', 1, 2), QUOTE), all(SLASHES, MAYBE_QUOTE))
const OPERATOR = words('=>', '->', ':=', '?=', '||=', '||', '+=', '!==', '!=', '=', '==', '===', '::', ':', '|')

/** What stands between a name and a value that may be quoted. */
export const SEPARATOR: Part = separator(OPENER)
/** What stands between a name and a value in double quotes or back-ticks. */
export const SEPARATOR_DOUBLE: Part = separator(all(some('[@bBrRuUfLN]', 0, 2), SLASHES, some('["`]')))
/** What stands between a name and a value in single quotes. */
export const SEPARATOR_SINGLE: Part = separator(all(some('[bBrRuUfN]', 0, 2), SLASHES, text("'")))

function separator(opener: Part): Part {
  return either(
    // = : := => -> ?= == != || and a type between, in code and in configuration; a cell of a table.
    all(
      SLASHES,
      MAYBE_QUOTE,
      some('[\\])]', 0, 2),
      maybe(all(text(':'), some('\\s', 0, 1), words('string', 'str'), some('\\s', 0, 1))),
      SPACE,
      OPERATOR,
      SPACE,
      opener,
    ),
    // The next argument of a call.
    all(SLASHES, QUOTE, some('\\s', 0, 2), text(','), SPACE, opener),
    // A field of its own: {"name": "password", "value": "x"}, <add key="password" value="x"/>, name: X and value: y.
    all(
      all(SLASHES, MAYBE_QUOTE, SPACE, some(',', 0, 1), some('\\s', 0, 12)),
      all(SLASHES, MAYBE_QUOTE, text('value'), SLASHES, MAYBE_QUOTE),
      SPACE,
      some('[:=]'),
      SPACE,
      opener,
    ),
    // A block of YAML, and a literal of Objective-C behind a blank.
    all(MAYBE_QUOTE, text(':'), some('\\s', 0, 2), some('[|>]'), some('[+-]', 0, 1), some('\\s', 1, 12), opener),
    all(some('\\s'), text('@"')),
  )
}

const SIGNED = '[ -~]'
/** A value in quotes, up to the closing one: whatever else is in it, but white space. */
export const QUOTED: Part = either(
  all(text('"'), value(times(either(some('[!#-\\[\\]-~]'), all(text('\\'), some(SIGNED))), 8, 120)), text('"')),
  all(text("'"), value(times(either(some('[!-&(-\\[\\]-~]'), all(text('\\'), some(SIGNED))), 8, 120)), text("'")),
  all(text('`'), value(some('[!-_a-~]', 8, 120)), text('`')),
)
const LETTERS = some('[@bBrRuUfLN$]', 0, 2)
/** What makes a value of a text: `Some("x")`, `SecretStr("x")`, `Buffer.from("x")`. */
const WRAPPER = all(
  maybe(text('new ')),
  words(
    'Some',
    'Ok',
    'Just',
    'String',
    'SecretString',
    'SecretStr',
    'Secret',
    'SecureString',
    'Password',
    'Buffer.from',
    'bytes',
    'str',
    'atob',
    'String::from',
    'Optional.of',
    'std::string',
    'std::env::var',
    'errors.New',
    'Value',
    'process.env',
    'pulumi.secret',
    'SecretValue.unsafePlainText',
  ),
  text('('),
)
const TYPE = some("[A-Za-z0-9_&'<>\\[\\]*. |?]", 1, 40)
const GAP = some('\\s', 0, 12)
/** The field of a record that holds what the record's name promises. */
const VALUE_FIELD = all(
  MAYBE_QUOTE,
  words('value', 'default', 'plaintext', 'plain', 'raw', 'data', 'stringValue', 'secret', 'val', 'content'),
  MAYBE_QUOTE,
  SPACE,
  some('[:=]'),
  SPACE,
)
const FIELD_BEFORE = all(
  MAYBE_QUOTE,
  some('[A-Za-z_]', 1, 20),
  MAYBE_QUOTE,
  some('\\s', 0, 1),
  some('[:=]'),
  SPACE,
  some('["\'A-Za-z0-9_]', 1, 24),
  some(','),
  GAP,
)

/** What stands between a name and a value in quotes: an operator, a type, a property of C#, a call, a record, a list, a sentence. */
export const CONNECTOR: Part = all(
  MAYBE_QUOTE,
  some('[\\])]', 0, 2),
  either(
    // = and the like, perhaps behind a type, and what makes a value of a text.
    all(
      some('[?!]', 0, 1),
      maybe(
        either(
          all(text(':'), some('\\s', 0, 1), TYPE),
          all(some('\\s'), words('string', 'String', '[]byte', '*string', 'varchar')),
        ),
      ),
      SPACE,
      words('=>', ':=', '?=', '||=', '||', '??', '===', '==', '!==', '!=', '=', '::', ':', '->', '|'),
      SPACE,
      maybe(WRAPPER),
      LETTERS,
    ),
    // `{ get; set; } =`, `by lazy {`.
    all(SPACE, text('{'), SPACE, text('get;'), some('[a-z ;]', 0, 30), text('}'), SPACE, text('='), SPACE, LETTERS),
    all(some('\\s'), words('by lazy {', 'or', 'DEFAULT', 'default', 'IS', 'AS'), SPACE, LETTERS),
    // A call, and its next argument.
    all(text('('), some('\\s', 0, 2), LETTERS),
    all(some(','), GAP, LETTERS),
    // A record and its value; a list and its first member.
    all(SPACE, some('[:=]'), SPACE, text('{'), GAP, lazy(times(FIELD_BEFORE, 0, 2)), VALUE_FIELD, LETTERS),
    all(SPACE, some('[:=]'), SPACE, some('[\\[({]'), GAP, LETTERS),
    // A sentence.
    all(
      some('\\s'),
      maybe(all(words('use', 'to', 'is', 'with', 'as', 'should be', 'set to', 'of', 'was', 'will be'), some('\\s'))),
    ),
  ),
)
/** What stands between a name and a value without quotes on a line of its own: `password: >-`, `password:` and `value:`. */
export const YAML_RECORD: Part = all(MAYBE_QUOTE, text(':'), some('\\s', 1, 12), VALUE_FIELD, MAYBE_QUOTE)

/** Publishable keys, the scope of a signature of AWS, what kubeseal sealed. */
export const PUBLIC_VALUE: RegExp =
  /^(?:pk_(?:live|test)_|phc_|sb_publishable_|Ag[A-Z][A-Za-z0-9+/]{100})|^[A-Z0-9]{16,24}\/20[0-9]{6}\//
