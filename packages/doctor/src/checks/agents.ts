import { verdict, type Check, type Place } from '../check.ts'

/** Agents that have less protection than everyone. */
export const agentChecks: readonly Check[] = [
  {
    id: 'agents-loosened',
    group: 'agents',
    title: 'No agent is guarded less than the others',
    severity: 'high',
    meaning: 'An override with `loosen: true` weakens a layer; whoever reaches this agent finds the weak place.',
    fix: 'Take the override away, or suppress this finding with the reason and a date.',
    fixable: false,
    async look(subject) {
      const { agents } = await subject.model()
      const places: Place[] = []
      for (const [id, { loosened }] of agents)
        if (loosened.length > 0)
          places.push(await subject.inConfig(['agents', id, 'layers'], `${id} is loosened in ${loosened.join(', ')}`))
      return verdict(places)
    },
  },
  {
    id: 'agents-of-tokens',
    group: 'agents',
    title: 'Every token is for an agent that the config knows',
    severity: 'medium',
    meaning: 'A misspelt name gets the layers of everyone, not those that were written for the agent.',
    fix: 'Correct the name, or add an empty entry under `agents`.',
    fixable: false,
    async look(subject) {
      const { agents, gateway, layers } = await subject.model()
      const known = ['default', ...agents.keys()]
      const auth = layers.find(({ plugin }) => plugin.name === 'gateway-auth')
      const config: { readonly tokens?: readonly { readonly agent?: string }[] } = (auth?.config ?? {}) as object
      const named = [...gateway.tokens, ...(config.tokens ?? [])].flatMap(({ agent }) => agent ?? [])
      const places: Place[] = []
      for (const agent of new Set(named))
        if (!known.includes(agent)) places.push(await subject.inConfig(['agents'], `there is no agent ${agent}`))
      return verdict(places)
    },
  },
]
