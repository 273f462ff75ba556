import type { GatewaySettings } from '@ringwall/config'
import type { Hono } from 'hono'
import { hasTokenLayer, readTokens, type ReadTokens } from './admission.ts'
import { buildGateway, type GatewayOptions } from './app.ts'
import { checkWebhooks } from './inlets/verify.ts'
import { Lasting } from './lasting.ts'
import { readPublicUrl } from './public-url.ts'
import type { WatchedWall } from './watched-wall.ts'

const NOBODY = readTokens([])

/** The settings that a gateway goes by, and the app that is made of them. */
export class InForce {
  readonly lasting: Lasting
  readonly #options: GatewayOptions
  /** What was made at start, for as long as nothing has taken its place. */
  #made: ReadTokens
  #settings: GatewaySettings
  #app: Hono

  /** `made` counts where no token is listed. Throws TOKEN_INVALID, UPSTREAM_URL_INVALID or PUBLIC_URL_INVALID. */
  constructor(options: GatewayOptions, made: GatewaySettings['tokens']) {
    const { settings } = options
    this.#options = options
    this.#made = readTokens(made)
    this.#settings = settings
    this.lasting = new Lasting(options)
    this.#app = buildGateway(options, this.lasting)
    if (settings.tokens.length === 0) this.lasting.admission.use(this.#made)
  }

  get settings(): GatewaySettings {
    return this.#settings
  }

  get app(): Hono {
    return this.#app
  }

  /** See RunningGateway. */
  async prepare(wanted: GatewaySettings, layers: Pick<WatchedWall, 'for'>): Promise<() => void> {
    const { host, port } = this.#settings
    // What the app makes of a host that the socket is not bound to would leave a loopback gateway open to rebound names.
    const settings = { ...wanted, host, port }
    const listed = readTokens(settings.tokens)
    const publicUrl = readPublicUrl(settings.publicUrl)
    const isMade = settings.tokens.length === 0 && !hasTokenLayer(layers)
    await checkWebhooks(layers, settings.webhooks)
    const app = buildGateway({ ...this.#options, settings }, this.lasting)
    return () => {
      // Once something else counts, it never comes back: nobody would think of it any more.
      if (!isMade) this.#made = NOBODY
      const tokens = isMade ? this.#made : listed
      this.lasting.admission.use(tokens)
      this.#settings = settings
      this.#app = app
      this.lasting.publicUrl = publicUrl
      this.lasting.operators.feed.recheck() // which only wakes: each looks once the layers of this moment are there, too
      if (isMade && tokens.known.length === 0)
        this.#options.logger.warn('no token is configured any more: nobody is let in')
    }
  }
}
