import { objectOf, objects, texts } from '../subject.ts'
import type { Check } from '../check.ts'
import { each, fieldCheck, is } from '../field-check.ts'

const MCP = 'mcp__'

/** What agents may call. */
export const toolPolicyChecks: readonly Check[] = [
  fieldCheck({
    id: 'tools-profile',
    group: 'tool-policy',
    title: 'The profile does not allow every tool',
    severity: 'high',
    meaning: 'With the profile full, an agent that was talked into something has everything to do it with.',
    fix: 'Set `tool-policy.profile` to the smallest one that the work needs; an agent can have its own.',
    layer: 'tool-policy',
    key: 'profile',
    weak: is('full', 'the profile is full'),
  }),
  fieldCheck({
    id: 'tools-wildcard',
    group: 'tool-policy',
    title: 'No tool is allowed before anybody knows it',
    severity: 'high',
    meaning: 'With `*` or `mcp__*` the tools of a server that is added tomorrow are allowed today.',
    fix: 'Name the tools, or the server, in `tool-policy.allow`.',
    layer: 'tool-policy',
    key: 'allow',
    weak: each((selector) => (isWide(selector) ? `${selector} is allowed` : undefined)),
  }),
  fieldCheck({
    id: 'tools-of-servers',
    group: 'tool-policy',
    title: 'The tools of each MCP server are named',
    severity: 'low',
    meaning: 'With `["*"]` a server that is changed offers tools that nobody has looked at.',
    fix: 'List the tools of each server in `tool-policy.servers`.',
    layer: 'tool-policy',
    key: 'servers',
    weak: (servers) =>
      Object.entries(objectOf(servers)).flatMap(([server, tools]) =>
        texts(tools).includes('*') ? [`${server} has whatever it offers`] : [],
      ),
  }),
  fieldCheck({
    id: 'tools-external',
    group: 'tool-policy',
    title: 'Content from outside narrows what an agent may do',
    severity: 'high',
    meaning:
      'Whoever writes a page or a mail that an agent reads can have it send what it knows; nothing is different then.',
    fix: 'Give `tool-policy.perSource` an entry for `external`, such as the default `ask: [group:messaging]`.',
    layer: 'tool-policy',
    key: 'perSource',
    weak: (rules) =>
      objects(rules).some(({ source }) => source === 'external') ? undefined : 'no entry is for external',
  }),
  fieldCheck({
    id: 'tools-of-skills',
    group: 'tool-policy',
    title: 'A skill that names its tools has no others',
    severity: 'low',
    meaning: 'A skill that was tampered with calls what it never said it needs.',
    fix: 'Set `tool-policy.skills: narrow`.',
    layer: 'tool-policy',
    key: 'skills',
    weak: is('ignore', 'what skills name is ignored'),
    strict: 'narrow',
  }),
]

/** Whether a glob takes the tools of servers, or names, that nobody knows yet: nothing stands before its first star, or no whole name of a server. */
function isWide(selector: string): boolean {
  const star = selector.indexOf('*')
  if (star < 0) return false
  const named = selector.slice(0, star).toLowerCase()
  if (MCP.startsWith(named)) return true
  return named.startsWith(MCP) && !named.slice(MCP.length).includes('__')
}
