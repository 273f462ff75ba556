import type { Plugin, Use } from '@ringwall/core'
import type { StoreOptions } from '@ringwall/store'
import type { Problem } from './problem.ts'
import type { ConfigView } from './view.ts'

/** Where and how loadConfig looks. */
export interface LoadOptions {
  /** The config file, relative to `cwd`. Default: the first of CONFIG_FILES in `cwd`; if there is none, `preset: default`. */
  readonly file?: string
  /** Default: the process's working directory. */
  readonly cwd?: string
  /** Where `${NAME}` and `env:NAME` are looked up, and the environment of `exec:` helpers. Default: process.env. */
  readonly env?: NodeJS.ProcessEnv
  /** Further folders from which layer packages are resolved: those of Ringwall itself from here first, all others from the config file's folder first. */
  readonly resolveFrom?: readonly string[]
  /**
   * Plugins that the caller has loaded already, by the name of their package. Where a package is found below `resolveFrom` and has this very version, its
   * code is not loaded again. Default: none.
   */
  readonly loaded?: ReadonlyMap<string, Plugin>
  /** Keep the store in memory, whatever the file says. */
  readonly ephemeral?: boolean
}

/** The state's home. With `sync: 'write'` each record waits until it is kept and each write until it is on the disk, whatever the host would do. */
export type StoreSettings =
  | {
      readonly driver: 'sqlite'
      /** An absolute path, or `:memory:`. */
      readonly file: string
      readonly sync?: 'write'
    }
  | ({
      readonly driver: 'postgres' | 'redis'
      /** Resolved: it may hold a password. */
      readonly url: string
      readonly sync?: 'write'
    } & StoreOptions)

/** The provider that the gateway guards. */
export interface UpstreamSettings {
  readonly url: string
  /** Resolved. */
  readonly apiKey?: string
  readonly timeoutMs: number
}

/** One caller of the gateway and whose calls its token makes. */
export interface TokenSettings {
  /** Resolved; at least 32 characters. */
  readonly token: string
  readonly agent: string
  readonly tenant: string
  readonly user?: string
  /** Whether the holder may see the config view. Absent: no. */
  readonly operator?: boolean
}

/** Where allowed content is taken to. */
export interface DeliverySettings {
  /** https, or http on this machine. */
  readonly url: string
  /** Resolved: `whsec_` and base64. */
  readonly secret: string
  readonly attempts: number
  /** Of each attempt. */
  readonly timeoutMs: number
}

/** A way in for content from outside, and whose layers judge it. */
export interface InletSettings {
  readonly agent: string
  readonly tenant: string
  readonly user?: string
  readonly maxBytes: number
  readonly deliverTo?: DeliverySettings
}

/** A way in for signed webhooks. */
export interface WebhookSettings extends InletSettings {
  readonly scheme: 'standard-webhooks' | 'github' | 'slack' | 'stripe' | 'generic'
  /** Resolved. */
  readonly secret: string
  /** Resolved; the one before, while it is rotated. */
  readonly previousSecret?: string
  /** Of the scheme generic. */
  readonly algorithm?: 'sha256' | 'sha384' | 'sha512'
}

/** What the gateway is told. */
export interface GatewaySettings {
  readonly host: string
  readonly port: number
  /** The origin under which browsers reach the gateway through a proxy that ends TLS. Absent: they reach it directly. */
  readonly publicUrl?: string
  /** Absent: the built-in stand-in model. */
  readonly upstream?: UpstreamSettings
  /** Empty: the gateway makes one at start. */
  readonly tokens: readonly TokenSettings[]
  readonly maxBodyBytes: number
  /** Content part types that may pass although no layer can read them. */
  readonly unscannedParts: readonly string[]
  /** How long requests under way may take to end once the gateway closes, in milliseconds. Default: 2,000. */
  readonly graceMs?: number
  /** By the last segment of `/webhooks/NAME`. */
  readonly webhooks?: Readonly<Record<string, WebhookSettings>>
  /** By the last segment of `/email/NAME`. */
  readonly mailboxes?: Readonly<Record<string, InletSettings>>
}

/** From which severity on the log is written. */
export interface LogSettings {
  readonly level: 'debug' | 'info' | 'warn' | 'error'
}

/** The operator's word that a finding of `ringwall doctor` is meant. */
export interface Suppression {
  /** The id or the group of checks. */
  readonly check: string
  readonly reason: string
  /** The last day on which it counts, as YYYY-MM-DD. Absent: it stays. */
  readonly until?: string
}

/** The layers of one agent that has overrides. */
export interface AgentModel {
  readonly layers: readonly Use[]
  /** What its overrides weaken, accepted by `loosen: true`: `layer.key`, or the layer alone if it is off. */
  readonly loosened: readonly string[]
}

/** A checked config: every key known, every layer loaded, every reference resolved. It holds secrets: never log it. */
export interface Model {
  /** Absolute; undefined if no file was found and the defaults stand. */
  readonly file: string | undefined
  /** The folder that relative paths start from. */
  readonly folder: string
  /** In the order of the preset, then of the file; layers that are off are absent. */
  readonly layers: readonly Use[]
  readonly agents: ReadonlyMap<string, AgentModel>
  readonly store: StoreSettings
  readonly gateway: GatewaySettings
  readonly log: LogSettings
  /** What `ringwall doctor` leaves out of its count. Default: nothing. */
  readonly suppressions?: readonly Suppression[]
  /** What is allowed but deserves a look, such as a secret file that other users can read. createWall logs them. */
  readonly warnings: readonly Problem[]
  /** What Wall.describe shows, before it is redacted. */
  readonly view: ConfigView
}
