import { secretFormat, type SecretFormat } from '../format.ts'
import { all, behind, either, lazy, maybe, some, text, times, value, words, type Part } from '../parts.ts'
import { isRandom } from '../values.ts'
import { GITLEAKS } from './sources.ts'

const ARGUMENT = '[^\\s"\'`<>(){}\\[\\],;|\\\\]'
/** A password with quotes or without. */
export const PASSWORD: Part = either(
  all(some('["\']'), value(some('[^\\s"\'`]', 6, 120)), some('["\']')),
  value(some(ARGUMENT, 6, 120)),
)

/** Options of a command in front of the one that matters, each with its argument or without. */
const OPTIONS = lazy(
  times(
    all(
      some('\\s', 1, 2),
      text('-'),
      some('[^\\s]', 1, 60),
      maybe(all(some('\\s', 1, 2), some('[^\\s-]'), some('[^\\s]', 0, 60))),
    ),
    0,
    4,
  ),
)

/** Secrets as arguments of commands. */
export const COMMAND_LINE: readonly SecretFormat[] = [
  secretFormat({
    id: 'cli-password',
    what: 'the value behind an option called password, token, secret or key',
    source: GITLEAKS,
    keywords: ['-pass', '-token', '-secret', '-key', '-credential', '-pwd'],
    ...behind(
      '-{1,2}[A-Za-z0-9-]{0,30}(?:password|passwd|passphrase|pass|pwd|token|secret|api-?key|access-?key|secret-?key|private-?key|auth-?key|license-?key|credentials?)',
      some('[\\s=]', 1, 2),
      PASSWORD,
    ),
    flags: 'i',
    maxLength: 280,
    match: ['cli --password k3Jx9-wLq72', 'tool --admin-password "k3J{x9}wLq72"'],
    miss: ['cli --password $PASSWORD', '--token-count 4', '--api-key-file /etc/app/key2.pem'],
    leastEntropy: 2.5,
  }),
  secretFormat({
    id: 'curl-user',
    what: 'the password behind a colon in the user of curl, wget or http',
    source: 'https://curl.se/docs/manpage.html#-u',
    keywords: ['-u', '--user', '--proxy-user', ' -a '],
    ...behind(
      '(?:\\s-[A-Za-z]{0,6}u|--(?:proxy-)?user|\\s-a)',
      some('[\\s=]', 0, 2),
      some('["\']', 0, 1),
      some('[^\\s:"\'$]', 1, 80),
      text(':'),
      value(some('[^\\s"\'`]', 6, 120)),
    ),
    maxLength: 310,
    match: ['curl -u deploy:h7Kq2Zr9x https://api.acme.io', "curl --user 'ada:k3Jx9wLq72' https://acme.io"],
    miss: [
      'curl -u user:password https://acme.io',
      'docker run -u 1000:1000 image',
      'git push -u origin main:release-2024',
    ],
    check: isPassword,
    rule: 'random, and no numbers alone',
  }),
  secretFormat({
    id: 'database-client-password',
    what: 'the password joined to the -p of mysql, or the argument of sshpass, redis-cli, ldapsearch, mosquitto',
    source: 'https://dev.mysql.com/doc/refman/8.4/en/password-security-user.html',
    keywords: [
      'mysql',
      'mariadb',
      'sshpass',
      'redis-cli',
      'mongo',
      'ldap',
      'mosquitto',
      'sqlcmd',
      'smbclient',
      'vncpasswd',
      'htpasswd',
      'expect',
    ],
    ...behind(
      '\\b(?:mysql(?:dump|admin|import)?|mariadb(?:-dump)?|sshpass|redis-cli|mongo(?:sh|dump|restore|export)?|ldap(?:search|modify|add|passwd)|mosquitto_(?:pub|sub)|sqlcmd|smbclient)',
      OPTIONS,
      some('\\s', 1, 2),
      words('-p', '-a', '-w', '-P'),
      some('\\s', 0, 1),
      either(
        all(some('["\']'), value(some('[^"\'\\n]', 6, 120)), some('["\']')),
        value(all(some('[^\\s"\'`<>$-]'), some('[^\\s"\'`]', 5, 120))),
      ),
    ),
    maxLength: 900,
    match: ["sshpass -p 'kR7 x2Lq9' ssh ada@host"],
    miss: ['mysql -u root -p app', 'redis-cli -p 6379 ping'],
    check: isPassword,
    rule: 'random, and no numbers alone',
  }),
  secretFormat({
    id: 'docker-login',
    what: 'the password behind the -p of docker, podman, helm, az or oc login',
    source: 'https://docs.docker.com/reference/cli/docker/login/',
    keywords: ['login'],
    ...behind('\\blogin', OPTIONS, some('\\s', 1, 2), words('-p', '--password'), some('[\\s=]', 1, 2), PASSWORD),
    maxLength: 860,
    match: ['docker login -u ada -p k3Jx9wLq72 registry.acme.io'],
    miss: ['docker login -u ada -p $TOKEN', 'login page -p two'],
    check: isPassword,
    rule: 'random, and no numbers alone',
  }),
  secretFormat({
    id: 'basic-login-argument',
    what: 'the secret as an argument of a function that logs in or sets a password',
    source: 'ringwall',
    keywords: [
      'login(',
      'authenticate(',
      'setpassword(',
      'auth(',
      'auth=',
      'auth =',
      'credential(',
      'connect(',
      'credentials(',
      'identifiedby',
      'identified by',
      'password(',
    ],
    ...behind(
      '(?:login|authenticate|auth|connect|credentials?|basic_?auth|password|identified by|setToken|setApiKey|setSecret)(?:\\s?=\\s?)?\\(?',
      some('\\s', 0, 2),
      maybe(
        all(some('["\']'), some('[^"\'\\n]', 1, 80), some('["\']'), some('\\s', 0, 1), text(','), some('\\s', 0, 2)),
      ),
      some('["\']'),
      value(some('[^\\s"\'`]', 8, 200)),
      some('["\']'),
    ),
    flags: 'i',
    maxLength: 330,
    match: ['smtp.login("ada@acme.io", "k3Jx9-wLq72p")', "CREATE USER ada IDENTIFIED BY 'k3Jx9-wLq72p'"],
    miss: ['login("ada", "password")', 'connect("https://acme.io/app2")'],
    check: isPassword,
    rule: 'random, and no numbers alone',
  }),
]

const NUMBERS = /^[0-9:.]+$/

/** True for a random value that is not of numbers alone. */
export function isPassword(password: string): boolean {
  return !NUMBERS.test(password) && isRandom(password, 2.5)
}
