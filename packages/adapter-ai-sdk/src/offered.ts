import type { LanguageModelV4CallOptions } from '@ai-sdk/provider'
import { token, type Token } from '@ringwall/core'
import { refuse } from './denied.ts'
import type { Inspector } from './inspector.ts'
import { json } from './parts.ts'

/** What is used here of tool-policy. */
interface ToolPolicy {
  visible(tools: readonly string[], session: object): Promise<readonly string[]>
}
const ToolPolicyToken: Token<ToolPolicy> = token<ToolPolicy>('ToolPolicy')

type Tools = NonNullable<LanguageModelV4CallOptions['tools']>
type Offer = Pick<LanguageModelV4CallOptions, 'tools' | 'toolChoice'>

/** Under which name the policy knows a tool. */
export type PolicyName = (tool: Tools[number]) => string

/** The tools that the model is shown: without those that could only be denied, and with definitions that the layers have read. Throws Denied. */
export async function guardOffer(
  { tools = [], toolChoice }: Offer,
  inspector: Inspector,
  policyName: PolicyName,
): Promise<Offer> {
  if (tools.length === 0) return {}
  const shown = await visible(tools, inspector, policyName)
  for (const tool of shown) await guardDefinition(tool, inspector, policyName(tool))
  const insists =
    toolChoice?.type === 'tool'
      ? !shown.some(({ name }) => name === toolChoice.toolName)
      : toolChoice?.type === 'required' && shown.length === 0
  if (insists) throw refuse('AI_TOOL_HIDDEN', {}, inspector.session.traceId)
  return shown.length === 0 ? {} : { tools: shown, ...(toolChoice === undefined ? {} : { toolChoice }) }
}

async function visible(tools: Tools, { wall, session }: Inspector, policyName: PolicyName): Promise<Tools> {
  const policy = wall.find(ToolPolicyToken)
  if (!policy) return tools
  try {
    const names = new Set(await policy.visible(tools.map(policyName), session))
    return tools.filter((tool) => names.has(policyName(tool)))
  } catch (error) {
    throw refuse('AI_TOOLS_UNCHECKED', {}, session.traceId, error)
  }
}

/** Definitions of tools are text that a stranger may have written: an MCP server, a skill. */
async function guardDefinition(tool: Tools[number], inspector: Inspector, name: string): Promise<void> {
  const { type: _type, ...rest } = tool
  const { providerOptions: _options, ...definition } = { providerOptions: undefined, ...rest }
  await inspector.unchanged(json(definition), { source: 'skill', meta: { tool: name, definition: json(definition) } })
}
