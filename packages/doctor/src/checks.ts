import type { Check } from './check.ts'
import { agentChecks } from './checks/agents.ts'
import { approvalChecks } from './checks/approvals.ts'
import { auditChecks } from './checks/audit.ts'
import { configurationChecks } from './checks/configuration.ts'
import { emailChecks } from './checks/email.ts'
import { failureChecks } from './checks/failure.ts'
import { gatewayChecks } from './checks/gateway.ts'
import { mcpChecks } from './checks/mcp.ts'
import { observeChecks } from './checks/observe.ts'
import { permissionChecks } from './checks/permissions.ts'
import { pluginChecks } from './checks/plugins.ts'
import { sandboxChecks } from './checks/sandbox.ts'
import { secretChecks } from './checks/secrets.ts'
import { skillChecks } from './checks/skills.ts'
import { storeChecks } from './checks/store.ts'
import { tokenChecks } from './checks/tokens.ts'
import { toolPolicyChecks } from './checks/tool-policy.ts'
import { versionChecks } from './checks/versions.ts'
import { webhookChecks } from './checks/webhooks.ts'

/** Every check, in the order of the report. docs/hardening.md is made from it. */
export const CHECKS: readonly Check[] = [
  ...configurationChecks(() => CHECKS.map(({ id }) => id)),
  ...permissionChecks,
  ...secretChecks,
  ...gatewayChecks,
  ...tokenChecks,
  ...sandboxChecks,
  ...approvalChecks,
  ...toolPolicyChecks,
  ...agentChecks,
  ...observeChecks,
  ...failureChecks,
  ...emailChecks,
  ...webhookChecks,
  ...skillChecks,
  ...mcpChecks,
  ...storeChecks,
  ...auditChecks,
  ...pluginChecks,
  ...versionChecks,
]
