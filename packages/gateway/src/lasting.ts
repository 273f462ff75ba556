import { createAdmission, type Admission } from './admission.ts'
import type { GatewayOptions } from './app.ts'
import { OperatorState } from './operator-api/state.ts'
import { Operations } from './operations.ts'
import { bindCaller, type Peer } from './peer.ts'
import { readPublicUrl } from './public-url.ts'
import { DEFAULT_UNDER_WAY, UnderWay } from './under-way.ts'

/** What goes on while a gateway takes new settings: all its apps are built on one of these. */
export class Lasting {
  readonly admission: Admission
  readonly operations: Operations
  readonly underWay: UnderWay
  readonly operators: OperatorState
  /** Where browsers reach the gateway beside its own address: that of the settings in force. */
  publicUrl: URL | undefined
  /** Who is at the other end of a request. */
  readonly peers: WeakMap<Request, Peer> = new WeakMap()

  /** Throws TOKEN_INVALID or PUBLIC_URL_INVALID. */
  constructor({ wall, settings, logger, diagnose, maxUnderWay = DEFAULT_UNDER_WAY }: GatewayOptions) {
    this.admission = createAdmission(wall, settings)
    this.publicUrl = readPublicUrl(settings.publicUrl)
    this.operations = new Operations(wall)
    this.underWay = new UnderWay(maxUnderWay)
    this.operators = new OperatorState({
      wall,
      logger,
      diagnose,
      ending: this.operations.ending,
      publicUrl: () => this.publicUrl,
      admit: async (c, shown) => {
        const admitted = await this.admission.admit(c, undefined, shown)
        return { ...admitted, caller: bindCaller(admitted.caller, this.peers.get(c.req.raw)) }
      },
    })
  }
}
