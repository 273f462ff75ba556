import { RingwallError, type ErrorParams } from '@ringwall/core'

/** Every error of the proxy: why it does not start or has ended, and in the answers to a client why a request was not carried out. */
export const MCP_ERRORS = {
  MCP_NAME_INVALID: {
    message: 'The name {name} cannot be that of a server.',
    fix: 'Use letters, digits, - and single _, at most 64; tools are then called mcp__NAME__TOOL in the policy.',
  },
  MCP_SPAWN_FAILED: {
    message: 'The MCP server {command} cannot be started: {problem}.',
    fix: 'Run the command by hand in the same folder; it must be on the PATH that the client gives.',
  },
  MCP_URL_INVALID: {
    message: 'The URL of the MCP server cannot be used: {problem}.',
    fix: 'Give the https URL of its streamable HTTP endpoint; http is for loopback, or without credentials.',
  },
  MCP_HEADER_INVALID: {
    message: 'The value of the header {name} cannot be sent: it holds a line break, or characters beyond ASCII.',
    fix: 'Look at what its reference leads to.',
  },
  MCP_UPSTREAM_GONE: {
    message: 'The MCP server has gone: {problem}.',
    fix: 'Look at its output on standard error, and start it again.',
  },
  MCP_UPSTREAM_FAILED: {
    message: 'The MCP server did not take the request: {problem}.',
    fix: 'Check the URL, the credentials and the server, then send it again.',
  },
  MCP_UPSTREAM_INVALID: {
    message: 'The MCP server sent what is no valid answer: {problem}.',
    fix: 'Update the server, or report it to its author; nothing of that answer was passed on.',
  },
  MCP_UPSTREAM_TIMEOUT: {
    message: 'The MCP server has not answered for {limit} ms.',
    fix: 'Try again, or raise --timeout for a server that needs longer.',
  },
  MCP_MESSAGE_INVALID: {
    message: 'This is no message of MCP: {problem}.',
    fix: 'Send one JSON-RPC 2.0 message a line, as UTF-8.',
  },
  MCP_ID_IN_USE: {
    message: 'A request with this id is still open.',
    fix: 'Give each request an id of its own.',
  },
  MCP_TOO_MANY: {
    message: 'More than {limit} requests are open.',
    fix: 'Wait for some of their answers.',
  },
  MCP_METHOD_NOT_CARRIED: {
    message: 'Ringwall does not carry {method}.',
    fix: 'Use the methods that the README of @ringwall/mcp lists; what it has no rule for, it refuses.',
  },
  MCP_TASKS_NOT_CARRIED: {
    message: 'Ringwall does not carry tasks.',
    fix: 'Call the tool without `task`.',
  },
  MCP_PARAMS_INVALID: {
    message: 'The parameters cannot be checked: {problem}.',
    fix: 'Send what the specification of MCP has for {method}.',
  },
  MCP_TOOL_NOT_OFFERED: {
    message: 'The tool {tool} is not offered here.',
    fix: 'Call one of those that tools/list gives; standard error says why one is withheld.',
  },
  MCP_TOOL_CHANGED: {
    message: 'The definition of the tool {tool} is not the one that was accepted.',
    fix: 'Look at what has changed, then accept it: the same `ringwall mcp` command with --accept.',
  },
  MCP_REFUSED_BY_USER: {
    message: 'The person at the client refused the call.',
    fix: 'Do not repeat it; ask what is wanted instead.',
  },
  MCP_CONTENT_UNSCANNED: {
    message: 'Content of the type {type} cannot be scanned and was withheld.',
    fix: 'If you trust the server with it, add --unscanned {type}.',
  },
  MCP_SAMPLING_REFUSED: {
    message: 'The server may not use the model of the client.',
    fix: 'If it shall, add --sampling guard; its prompts and what the model answers then pass the layers.',
  },
  MCP_ELICITATION_REFUSED: {
    message: 'The server may not ask the user this: {problem}.',
    fix: 'A server must not ask for secrets in a form, and a URL must be https.',
  },
  MCP_REWRITE_IMPOSSIBLE: {
    message: 'A layer changed something that cannot be changed safely.',
    fix: 'Ask the operator, who finds the reason under the trace id.',
  },
  MCP_INTERNAL: {
    message: 'The proxy failed.',
    fix: 'Try again; the operator finds the cause in the log.',
  },
} as const

/** A code of MCP_ERRORS. */
export type McpErrorCode = keyof typeof MCP_ERRORS

/** An error of this package. */
export class McpError extends RingwallError {
  constructor(code: McpErrorCode, params: ErrorParams = {}, cause?: unknown) {
    super(code, MCP_ERRORS[code], params, cause)
  }
}

/** Makes an error of this package's table. */
export function fail(code: McpErrorCode, params?: ErrorParams, cause?: unknown): McpError {
  return new McpError(code, params, cause)
}

/** True for an error of this package. */
export function isMcpError(value: unknown): value is McpError {
  return value instanceof McpError
}
