import type { LanguageModelV4CallOptions } from '@ai-sdk/provider'
import { visibleTools } from '@ringwall/host'
import { refuse } from './denied.ts'
import type { Inspector } from './inspector.ts'
import { json } from './parts.ts'

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
  const shown = await visibleTools(tools, policyName, inspector).catch((error: unknown) => {
    throw refuse('AI_TOOLS_UNCHECKED', {}, inspector.session.traceId, error)
  })
  for (const tool of shown) await guardDefinition(tool, inspector, policyName(tool))
  const insists =
    toolChoice?.type === 'tool'
      ? !shown.some(({ name }) => name === toolChoice.toolName)
      : toolChoice?.type === 'required' && shown.length === 0
  if (insists) throw refuse('AI_TOOL_HIDDEN', {}, inspector.session.traceId)
  return shown.length === 0 ? {} : { tools: [...shown], ...(toolChoice === undefined ? {} : { toolChoice }) }
}

/** Definitions of tools are text that a stranger may have written: an MCP server, a skill. */
async function guardDefinition(tool: Tools[number], inspector: Inspector, name: string): Promise<void> {
  const { type: _type, ...rest } = tool
  const { providerOptions: _options, ...definition } = { providerOptions: undefined, ...rest }
  await inspector.unchanged(json(definition), { source: 'skill', meta: { tool: name, definition: json(definition) } })
}
