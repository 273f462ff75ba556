import { objectOf, objects, texts } from '../subject.ts'
import { pass, fail, verdict, type Check, type Place } from '../check.ts'
import { fieldCheck, is } from '../field-check.ts'

/** What agents may call. */
export const toolPolicyChecks: readonly Check[] = [
  {
    id: 'tools-profile',
    group: 'tool-policy',
    title: 'The profile does not allow every tool',
    severity: 'high',
    meaning: 'With the profile full, an agent that was talked into something has everything to do it with.',
    fix: 'Set `tool-policy.profile` to the smallest one that the work needs; an agent can have its own.',
    fixable: false,
    async look(subject) {
      const { config } = await subject.layer('tool-policy')
      const key = await subject.layerKey('tool-policy')
      return config['profile'] === 'full'
        ? fail(await subject.inConfig(['layers', key, 'profile'], 'the profile is full'))
        : pass()
    },
  },
  {
    id: 'tools-wildcard',
    group: 'tool-policy',
    title: 'No tool is allowed before anybody knows it',
    severity: 'high',
    meaning: 'With `*` or `mcp__*` the tools of a server that is added tomorrow are allowed today.',
    fix: 'Name the tools, or the server, in `tool-policy.allow`.',
    fixable: false,
    async look(subject) {
      const { config } = await subject.layer('tool-policy')
      const key = await subject.layerKey('tool-policy')
      const places: Place[] = []
      for (const selector of texts(config['allow']))
        if (['*', 'mcp__*', 'mcp*', 'group:*'].includes(selector))
          places.push(await subject.inConfig(['layers', key, 'allow'], `${selector} is allowed`))
      return verdict(places)
    },
  },
  {
    id: 'tools-of-servers',
    group: 'tool-policy',
    title: 'The tools of each MCP server are named',
    severity: 'low',
    meaning: 'With `["*"]` a server that is changed offers tools that nobody has looked at.',
    fix: 'List the tools of each server in `tool-policy.servers`.',
    fixable: false,
    async look(subject) {
      const { config } = await subject.layer('tool-policy')
      const key = await subject.layerKey('tool-policy')
      const places: Place[] = []
      for (const [server, tools] of Object.entries(objectOf(config['servers'])))
        if (texts(tools).includes('*'))
          places.push(await subject.inConfig(['layers', key, 'servers'], `${server} has whatever it offers`))
      return verdict(places)
    },
  },
  {
    id: 'tools-external',
    group: 'tool-policy',
    title: 'Content from outside narrows what an agent may do',
    severity: 'high',
    meaning:
      'Whoever writes a page or a mail that an agent reads can have it send what it knows; nothing is different then.',
    fix: 'Give `tool-policy.perSource` an entry for `external`, such as the default `ask: [group:messaging]`.',
    fixable: false,
    async look(subject) {
      const { config } = await subject.layer('tool-policy')
      const key = await subject.layerKey('tool-policy')
      const rules = objects(config['perSource'])
      return rules.some(({ source }) => source === 'external')
        ? pass()
        : fail(await subject.inConfig(['layers', key, 'perSource'], 'no entry is for external'))
    },
  },
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
