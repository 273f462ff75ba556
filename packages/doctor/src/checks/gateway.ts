import { unlocksMetadata } from '@ringwall/plugin-ssrf-guard'
import { fail, pass, verdict, type Check, type Place } from '../check.ts'
import { each, fieldCheck } from '../field-check.ts'
import { isLoopback } from '../loopback.ts'
import { objectOf, texts, type Subject } from '../subject.ts'

const EVERYWHERE = ['0.0.0.0', '::', '[::]', '*']

/** Who reaches the gateway, and what he can listen to. */
export const gatewayChecks: readonly Check[] = [
  {
    id: 'gateway-tls',
    group: 'gateway',
    title: 'Nothing from another machine reaches the gateway in clear text',
    severity: 'critical',
    meaning:
      'Tokens, prompts and answers pass every network in between as they are; who has a token of that is let in.',
    fix: 'Give the layer mtls a certificate and a key, or listen on 127.0.0.1 behind a proxy that has TLS, whose address is `gateway.publicUrl`.',
    fixable: false,
    async look(subject) {
      const { gateway } = await subject.model()
      if (isLoopback(gateway.host)) return pass('it listens on this machine alone')
      return (await hasTls(subject))
        ? pass()
        : fail(await subject.inConfig(['gateway', 'host'], `it listens on ${gateway.host} without TLS`))
    },
  },
  {
    id: 'gateway-exposed',
    group: 'gateway',
    title: 'The gateway listens where it is meant to',
    severity: 'medium',
    meaning:
      'An address such as 0.0.0.0 is every network of the machine: that of guests, of containers, a public one tomorrow.',
    fix: 'Name the one address that clients use, or 127.0.0.1.',
    fixable: false,
    async look(subject) {
      const { gateway } = await subject.model()
      return EVERYWHERE.includes(gateway.host)
        ? fail(await subject.inConfig(['gateway', 'host'], `it listens on ${gateway.host}`))
        : pass()
    },
  },
  {
    id: 'proxy-known',
    group: 'gateway',
    title: 'A proxy before the gateway is known to it',
    severity: 'medium',
    meaning:
      'All clients have the address of the proxy: one who guesses tokens locks out everybody, and the log names nobody.',
    fix: 'Name the address of the proxy in `gateway-auth.trustedProxies`, and let it write X-Forwarded-For.',
    fixable: false,
    async look(subject) {
      const { publicUrl } = (await subject.model()).gateway
      if (publicUrl?.startsWith('https:') !== true) return pass('no proxy that ends TLS is spoken of')
      if (await hasTls(subject)) return pass('the gateway ends TLS itself')
      const { config } = await subject.layer('gateway-auth')
      if (texts(config['trustedProxies']).length > 0) return pass()
      return fail(await subject.inConfig(['gateway', 'publicUrl'], 'no proxy is in gateway-auth.trustedProxies'))
    },
  },
  {
    id: 'tls-version',
    group: 'gateway',
    title: 'Only TLS 1.3 is spoken',
    severity: 'low',
    meaning: 'TLS 1.2 has weaker choices, and its handshake shows the certificate of a client to whoever listens.',
    fix: 'Set `mtls.minVersion: TLSv1.3`.',
    fixable: true,
    look: (subject) =>
      ofTls(subject, 'minVersion', (value) => (value === 'TLSv1.2' ? 'TLS 1.2 is spoken' : undefined), 'TLSv1.3'),
  },
  {
    id: 'tls-clients',
    group: 'gateway',
    title: 'A client shows a certificate',
    severity: 'medium',
    meaning: 'Without it, a token that was stolen is good from any machine.',
    fix: 'Set `mtls.clientCertificate: required` and name the authorities under `ca`.',
    fixable: false,
    look: (subject) =>
      ofTls(subject, 'clientCertificate', (value) =>
        value === 'required'
          ? undefined
          : `certificates of clients are ${value === 'none' ? 'not asked for' : 'optional'}`,
      ),
  },
  {
    id: 'upstream-tls',
    group: 'gateway',
    title: 'The provider is reached over TLS',
    severity: 'high',
    meaning:
      'The key of the provider and every prompt pass the network in clear text, and answers can be changed on the way.',
    fix: 'Write the URL of the provider with https.',
    fixable: false,
    async look(subject) {
      const { upstream } = (await subject.model()).gateway
      if (upstream === undefined) return pass('there is no provider')
      const { protocol, hostname } = new URL(upstream.url)
      return protocol === 'https:' || isLoopback(hostname)
        ? pass()
        : fail(await subject.inConfig(['gateway', 'upstream', 'url'], `${hostname} is reached in clear text`))
    },
  },
  {
    id: 'unscanned-parts',
    group: 'gateway',
    title: 'Nothing passes the gateway unread',
    severity: 'medium',
    meaning: 'Parts of these types go to the model though no layer can read them: orders in a picture, for one.',
    fix: 'Take the types out of `gateway.unscannedParts` that agents do not need.',
    fixable: false,
    async look(subject) {
      const { unscannedParts } = (await subject.model()).gateway
      const places: Place[] = []
      for (const type of unscannedParts)
        places.push(await subject.inConfig(['gateway', 'unscannedParts'], `parts of type ${type} pass unread`))
      return verdict(places)
    },
  },
  fieldCheck({
    id: 'egress-metadata',
    group: 'gateway',
    title: 'No metadata service is allowed as a destination',
    severity: 'critical',
    meaning: 'The metadata service of a cloud hands out the credentials of the machine to whoever asks from it.',
    fix: 'Take the address, or the block that holds it, out of `ssrf-guard.allow`.',
    layer: 'ssrf-guard',
    key: 'allow',
    weak: each((rule) => (unlocksMetadata(rule) ? `${rule} is allowed` : undefined)),
  }),
]

async function hasTls(subject: Subject): Promise<boolean> {
  const layer = (await subject.layers()).find(({ name }) => name === 'mtls')
  return layer?.isOn === true && typeof layer.config['certificate'] === 'string'
}

async function ofTls(
  subject: Subject,
  key: string,
  weak: (value: unknown) => string | undefined,
  strict?: string,
): Promise<ReturnType<typeof pass>> {
  const layer = (await subject.layers()).find(({ name }) => name === 'mtls')
  const config = objectOf(layer?.config)
  if (layer?.isOn !== true || typeof config['certificate'] !== 'string') return pass('nothing speaks TLS here')
  const problem = weak(config[key])
  if (problem === undefined) return pass()
  const place = await subject.inConfig(['layers', await subject.layerKey('mtls'), key], problem)
  return fail(strict === undefined ? place : { ...place, repair: { kind: 'layer', layer: 'mtls', key, value: strict } })
}
