import type { Wall } from '@ringwall/config'
import { TlsOptionsToken } from '@ringwall/plugin-mtls'

/** How the gateway speaks with its clients, as the layers of a wall have it. */
export function describeTransport(wall: Pick<Wall, 'for'>): string {
  const service = wall.for('default').find(TlsOptionsToken) // of the layers of everyone: there is one socket
  if (service === undefined) return 'plain HTTP: the layer mtls is off'
  if (!service.isOn) return 'plain HTTP: mtls has no certificate configured'
  const { clientCertificate, notes } = service.status()
  return [`TLS, client certificate: ${clientCertificate}`, ...notes].join('; ')
}
