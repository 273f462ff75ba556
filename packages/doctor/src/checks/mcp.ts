import { join, resolve } from 'node:path'
import { objectOf, texts, type Subject } from '../subject.ts'
import { verdict, type Check, type Outcome, type Place } from '../check.ts'
import { isLoopback } from '../loopback.ts'
import { clientServers, readJson, type ClientServer } from '../mcp-configs.ts'
import { containerImage, fetchedPackage, guardedWords, isPinned } from '../mcp-words.ts'

/** What MCP clients start, and whether anything stands in between. */
export const mcpChecks: readonly Check[] = [
  {
    id: 'mcp-guarded',
    group: 'mcp',
    title: 'Every MCP server is behind `ringwall mcp`',
    severity: 'high',
    meaning:
      'What such a server says goes into the context of the model unread, and what the model calls there is judged by nobody.',
    fix: 'Put `ringwall mcp --` before the command in the config of the client, or use `ringwall mcp --url`.',
    fixable: false,
    look: (subject) =>
      eachServer(subject, ({ words, url }) => {
        if (words.length > 0)
          return guardedWords(words) === undefined ? 'it is started with nothing in front of it' : undefined
        return url === undefined ? undefined : 'it is reached with nothing in front of it'
      }),
  },
  {
    id: 'mcp-pinned',
    group: 'mcp',
    title: 'The definitions of the tools of each server are pinned',
    severity: 'medium',
    meaning:
      'A server that changes what its tools say of themselves, after they were accepted, is not noticed until pins are there.',
    fix: 'Look at the tools and accept them: `ringwall mcp --accept -- COMMAND`; then add --strict-pins.',
    fixable: false,
    async look(subject) {
      const { servers, unread } = await clientServers(subject)
      const places: Place[] = []
      const missed = [...unread]
      const guarded = servers.flatMap((server) => {
        const words = guardedWords(server.words)
        return words === undefined ? [] : [{ server, words }]
      })
      for (const { server, words } of guarded) {
        const file = await pinsOf(subject, words)
        if (file === undefined)
          missed.push(`where the pins of ${server.name} are is not known without --name or --pins`)
        else if (!(await hasPins(file)))
          places.push({ found: `${server.name} of ${server.client} has no pins`, file: server.file })
      }
      return verdict(places, missed, guarded.length === 0 ? 'no server is behind ringwall mcp' : undefined)
    },
  },
  {
    id: 'mcp-plain-http',
    group: 'mcp',
    title: 'No MCP server is reached in clear text',
    severity: 'high',
    meaning: 'Everybody on the way reads the token and the results, and writes results of his own.',
    fix: 'Write the URL with https.',
    fixable: false,
    look: (subject) =>
      eachServer(subject, ({ words, url }) => {
        const guarded = guardedWords(words)
        const own = guarded === undefined ? undefined : optionOf(guarded, '--url')
        const address = url ?? own
        if (address === undefined || !URL.canParse(address)) return undefined
        const { protocol, hostname } = new URL(address)
        return protocol === 'http:' && !isLoopback(hostname) ? `${hostname} is reached in clear text` : undefined
      }),
  },
  {
    id: 'mcp-versions',
    group: 'mcp',
    title: 'Each MCP server is started in one version',
    severity: 'medium',
    meaning:
      'A package that is fetched at each start is whatever was published last, by its author or by whoever took his account.',
    fix: 'Write the version behind the name, such as `npx -y some-server@1.2.3`, or the digest behind the image.',
    fixable: false,
    look: (subject) =>
      eachServer(subject, ({ words }) => {
        const guarded = guardedWords(words)
        const own = guarded === undefined ? words : behindDashes(guarded)
        const image = containerImage(own)
        if (image !== undefined && !image.includes('@sha256:')) return `its image ${image} is not named by its digest`
        const name = fetchedPackage(own)
        return name === undefined || isPinned(name) ? undefined : 'its package is fetched in whatever version'
      }),
  },
  {
    id: 'mcp-any-project',
    group: 'mcp',
    title: 'The servers of a project are not started unasked',
    severity: 'high',
    meaning:
      'A repository that is cloned brings a .mcp.json, and with it programs that start when the folder is opened.',
    fix: 'Take `enableAllProjectMcpServers` out of the settings of Claude Code.',
    fixable: false,
    look: (subject) =>
      eachSettings(subject, (value) =>
        value['enableAllProjectMcpServers'] === true ? 'enableAllProjectMcpServers is on' : undefined,
      ),
  },
  {
    id: 'client-permissions',
    group: 'mcp',
    title: 'The client asks before it acts',
    severity: 'high',
    meaning: 'With permissions bypassed, or a shell allowed as a whole, whatever an attacker has the model do is done.',
    fix: 'Take `bypassPermissions` and `Bash(*)` out of the settings of Claude Code.',
    fixable: false,
    look: (subject) =>
      eachSettings(subject, (value) => {
        const permissions = objectOf(value['permissions'])
        if (permissions['defaultMode'] === 'bypassPermissions') return 'permissions are bypassed'
        const wide = texts(permissions['allow']).find((rule) => /^(?:\*|Bash(?:\([*:\s]*\))?)$/.test(rule.trim()))
        return wide === undefined ? undefined : `${wide} is allowed`
      }),
  },
]

async function eachServer(subject: Subject, problemOf: (server: ClientServer) => string | undefined): Promise<Outcome> {
  const { servers, unread } = await clientServers(subject)
  const places = servers.flatMap((server) => {
    const problem = problemOf(server)
    return problem === undefined ? [] : [{ found: `${server.name} of ${server.client}: ${problem}`, file: server.file }]
  })
  return verdict(places, unread, servers.length === 0 ? 'no client here has a server' : undefined)
}

async function eachSettings(
  subject: Subject,
  problemOf: (value: NonNullable<Exclude<Awaited<ReturnType<typeof readJson>>, string>>) => string | undefined,
): Promise<Outcome> {
  const places: Place[] = []
  const unread: string[] = []
  let seen = 0
  for (const home of [subject.cwd, subject.home])
    for (const name of ['settings.json', 'settings.local.json']) {
      const file = join(home, '.claude', name)
      const value = await readJson(file)
      if (value === undefined) continue
      seen++
      if (typeof value === 'string') unread.push(`${subject.shown(file)} cannot be read: ${value}`)
      else {
        const problem = problemOf(value)
        if (problem !== undefined) places.push({ found: `${subject.shown(file)}: ${problem}`, file })
      }
    }
  return verdict(places, unread, seen === 0 ? 'there are no settings of Claude Code' : undefined)
}

/** The file in which `ringwall mcp` keeps the pins of a server; undefined where that cannot be told. */
async function pinsOf(subject: Subject, words: readonly string[]): Promise<string | undefined> {
  const own = words.includes('--') ? words.slice(0, words.indexOf('--')) : words
  const given = optionOf(own, '--pins')
  if (given !== undefined) return resolve(subject.cwd, given)
  const config = optionOf(own, '--config')
  const folder = config === undefined ? (await subject.file()).folder : resolve(subject.cwd, config, '..')
  const name = optionOf(own, '--name') ?? subject.options.serverName?.(behindDashes(words), optionOf(own, '--url'))
  return name === undefined ? undefined : join(folder, '.ringwall', 'mcp', `${name}.json`)
}

async function hasPins(file: string): Promise<boolean> {
  const value = await readJson(file)
  return typeof value === 'object' && Object.keys(objectOf(value['tools'])).length > 0
}

function optionOf(words: readonly string[], name: string): string | undefined {
  const at = words.indexOf(name)
  if (at >= 0) return words[at + 1]
  return words.find((word) => word.startsWith(`${name}=`))?.slice(name.length + 1)
}

function behindDashes(words: readonly string[]): readonly string[] {
  const at = words.indexOf('--')
  return at < 0 ? [] : words.slice(at + 1)
}
