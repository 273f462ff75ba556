import type { StoreOptions } from '@ringwall/store'
import type { DeliverySettings, InletSettings, Suppression, WebhookSettings } from './model.ts'

/** One layer's entry: a shorthand, or the reserved keys beside the plugin's own. */
export type LayerInput =
  | 'on'
  | 'off'
  | 'observe'
  | {
      readonly enabled?: boolean
      readonly mode?: 'enforce' | 'observe'
      readonly onFailure?: 'deny' | 'flag'
      readonly deadlineMs?: number
      /** The plugin's own keys. */
      readonly [key: string]: unknown
    }

type Some<T, Needed extends keyof T> = Pick<T, Needed> & Partial<T>

/** A way in for content from outside; secrets are references. */
export interface InletInput extends Partial<Omit<InletSettings, 'deliverTo'>> {
  readonly deliverTo?: Some<DeliverySettings, 'url' | 'secret'>
}

/** A way in for signed webhooks; secrets are references. */
export type WebhookInput = InletInput & Some<Omit<WebhookSettings, keyof InletSettings>, 'scheme' | 'secret'>

/** The config file as its author writes it. */
export interface ConfigInput {
  readonly preset?: 'default' | 'none'
  /** By short name or npm package name. */
  readonly layers?: Readonly<Record<string, LayerInput>>
  /** Overrides by agent; one that weakens a layer needs `loosen: true`. */
  readonly agents?: Readonly<Record<string, { readonly layers?: Readonly<Record<string, LayerInput>> }>>
  /** `sqlite:path`, `postgres://…`, `redis://…`, `rediss://…`, a reference to one, or what the schema says. */
  readonly store?:
    | string
    | { readonly driver?: 'sqlite'; readonly file?: string }
    | ({ readonly url: string } & StoreOptions)
  readonly gateway?: {
    readonly host?: string
    readonly port?: number
    /** The origin under which browsers reach the gateway through a proxy that ends TLS. */
    readonly publicUrl?: string
    readonly upstream?: { readonly url: string; readonly apiKey?: string; readonly timeoutMs?: number }
    readonly tokens?: readonly {
      /** A reference, such as `env:RINGWALL_TOKEN`. */
      readonly token: string
      readonly agent?: string
      readonly tenant?: string
      readonly user?: string
      /** True for whoever may see the config view; never for an agent. Default: false. */
      readonly operator?: boolean
    }[]
    readonly maxBodyBytes?: number
    readonly unscannedParts?: readonly string[]
    readonly graceMs?: number
    /** By the last segment of `/webhooks/NAME`; secrets are references. */
    readonly webhooks?: Readonly<Record<string, WebhookInput>>
    /** By the last segment of `/email/NAME`. */
    readonly mailboxes?: Readonly<Record<string, InletInput>>
  }
  readonly log?: { readonly level?: 'debug' | 'info' | 'warn' | 'error' }
  readonly doctor?: { readonly suppress?: readonly Suppression[] }
}

/** Types a config written in TypeScript; returns it as it is. */
export function defineConfig(config: ConfigInput): ConfigInput {
  return config
}
