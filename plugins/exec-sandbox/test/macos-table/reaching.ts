import { APP, HOME, OWN } from '../macos-policies.ts'
import { at, ip, named, READ, rows, socket, to, type Row } from './rows.ts'

const INTERNET = [ip('192.0.2.1', 443), ip('2001:db8::1', 443), ip('10.0.0.1', 22), ip('169.254.169.254', 80)]
const LOOPBACK = [ip('127.0.0.1', 5432), ip('::1', 6379)]
const DOCKER = [socket('/private/var/run/docker.sock'), socket(`${HOME}/.docker/run/docker.sock`)]
const RESOLVER = socket('/private/var/run/mDNSResponder')

/** What is reached over the network and over sockets. */
export const REACHING: readonly Row[] = [
  ...rows('deny', 'network-outbound', to(...INTERNET, ...LOOPBACK, ...DOCKER, RESOLVER, socket(`${APP}/s`))),
  ...rows('deny', ['network-bind', 'network-inbound'], at(...LOOPBACK, ip('0.0.0.0', 8080), socket(`${APP}/s`))),
  ...rows('allow', 'network-outbound', to(ip('127.0.0.1', 54_321), ip('::1', 54_321)), 'proxy'),
  ...rows(
    'deny',
    'network-outbound',
    to(...INTERNET, ...LOOPBACK, ...DOCKER, RESOLVER, ip('192.0.2.1', 54_321), ip('127.0.0.1', 54_320)),
    'proxy',
  ),
  ...rows('deny', ['network-bind', 'network-inbound'], at(ip('127.0.0.1', 54_321), ip('0.0.0.0', 8080)), 'proxy'),
  ...rows('allow', 'network-outbound', to(...INTERNET, ...LOOPBACK, RESOLVER), 'host'),
  ...rows('allow', ['network-bind', 'network-inbound'], at(ip('127.0.0.1', 8080), ip('0.0.0.0', 80)), 'host'),
  ...rows('deny', 'network-outbound', to(...DOCKER, socket(`${APP}/s`)), 'host'),
  ...rows('allow', READ, ['/etc/resolv.conf', '/var/run/resolv.conf'], 'host'),
  ...rows('allow', 'file-read-metadata', ['/private/var/run'], 'host'),
  ...rows(
    'allow',
    'mach-lookup',
    named(
      'com.apple.trustd.agent',
      'com.apple.SystemConfiguration.configd',
      'com.apple.SystemConfiguration.DNSConfiguration',
    ),
    'host',
  ),
  ...rows('deny', 'mach-lookup', named('com.apple.trustd.agent', 'com.apple.SystemConfiguration.configd'), 'proxy'),
  ...rows(
    'allow',
    'network-outbound',
    to(socket(`${APP}/s`), socket(`${OWN}/tmp/s`), socket(`${OWN}/home/s`)),
    'sockets',
  ),
  ...rows(
    'allow',
    ['network-bind', 'network-inbound'],
    at(socket(`${APP}/s`), socket(`${OWN}/tmp/s`), socket(`${OWN}/home/s`)),
    'sockets',
  ),
  ...rows('allow', 'system-socket', [{ domain: 'AF_UNIX' }], 'sockets'),
  ...rows(
    'deny',
    'network-outbound',
    to(...INTERNET, ...LOOPBACK, ...DOCKER, RESOLVER, socket(`${HOME}/s`)),
    'sockets',
  ),
  ...rows('deny', ['network-bind', 'network-inbound'], at(ip('127.0.0.1', 8080), socket('/private/tmp/s')), 'sockets'),
  ...rows('deny', 'system-socket', [{ domain: 'AF_UNIX' }, { domain: 'AF_SYSTEM' }, { domain: 'AF_ROUTE' }]),
]
