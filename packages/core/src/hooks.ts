/** Any JSON value; payloads hold nothing else, so that every layer, process and log sees the same thing. */
export type JsonValue = string | number | boolean | null | readonly JsonValue[] | JsonObject
/** A JSON object. */
export interface JsonObject {
  readonly [key: string]: JsonValue
}

/** Where inbound text comes from. */
export const SOURCES = [
  'user',
  'email',
  'webhook',
  'api',
  'web',
  'search',
  'document',
  'file',
  'tool',
  'skill',
  'memory',
  'channel',
] as const
/** One of SOURCES. */
export type Source = (typeof SOURCES)[number]
/** Where outbound content goes. */
export const DESTINATIONS = ['user', 'api', 'operator', 'log'] as const
/** One of DESTINATIONS. */
export type Destination = (typeof DESTINATIONS)[number]
/** How far a text may be believed, best first. */
export const TRUST_LEVELS = ['system', 'learned', 'external'] as const
/** One of TRUST_LEVELS. */
export type Trust = (typeof TRUST_LEVELS)[number]

/** Anything about to enter the agent's context or the gateway. */
export interface Inbound {
  readonly source: Source
  readonly text: string
  /** By source: `headers` ([name, value] pairs), `sender`, `tool`, `url`, `contentType`, `attachments`, `peerCertificate`, `trust`. */
  readonly meta?: JsonObject
}
/** A call that the model asked for, before it runs. */
export interface ToolCall {
  readonly tool: string
  readonly args: JsonObject
  /** `callId`, `server`, `annotations`. */
  readonly meta?: JsonObject
}
/** Anything about to leave: a reply, an API answer, a log record, a config view. */
export interface Outbound {
  readonly destination: Destination
  readonly body: JsonValue
  /** `model`, `contentType`, `choice`; of a config view `secretPaths`, `unknownPaths` (JSON Pointers into the body). */
  readonly meta?: JsonObject
}
/** Anything about to be remembered. */
export interface MemoryWrite {
  readonly key?: string
  readonly text: string
  readonly trust: Trust
  /** Who wrote it, from what: `source`, `tool`, `url`. */
  readonly provenance?: JsonObject
  readonly meta?: JsonObject
}

/** The map that everything derives from. It is closed: a fifth hook is a major version. */
export interface Payloads {
  readonly onInbound: Inbound
  readonly onToolCall: ToolCall
  readonly onOutbound: Outbound
  readonly onMemoryWrite: MemoryWrite
}
/** The name of a hook point. */
export type Hook = keyof Payloads
/** The four hook points. */
export const HOOKS: readonly Hook[] = ['onInbound', 'onToolCall', 'onOutbound', 'onMemoryWrite']

/** The stages of every hook, in the order in which they run. */
export const STAGES = ['admit', 'normalize', 'judge', 'decide', 'finish'] as const
/** One of STAGES. */
export type Stage = (typeof STAGES)[number]

/** Whose call this is. An unproven identity is absent, never the empty string. */
export interface Session {
  readonly tenantId: string
  readonly agentId: string
  readonly sessionId: string
  readonly userId?: string
  readonly channel?: string
  readonly traceId?: string
}
