import { CLEAN, ofKey, type Case } from '../case.ts'
import { NOW } from '../scene.ts'

const TOKEN = 'q3v8Zt1LmXo5RwYb7Kd2NcHs9JfUe4Ga'
const OTHER = 'b7Kd2NcHs9JfUe4Gaq3v8Zt1LmXo5RwY'
const env = { TOKEN, OTHER, WEAK: 'abc'.repeat(14) }
const tokens = (more: string): string =>
  `layers: { gateway-auth: { tokens: [{ name: a, token: env:TOKEN, ${more} }] } }`
const SOON = new Date(NOW + 86_400_000).toISOString()
const PUBLIC = 'https://ringwall.example'
const TLS = 'certificate: a.pem, key: k.pem'

/** What the config alone decides. */
export const layerCases: readonly Case[] = [
  // configuration
  { id: 'config-found', fires: { config: null }, found: /no config file/, quiet: CLEAN },
  { id: 'config-valid', fires: { config: 'layers: { tool-polcy: on }' }, found: /CONFIG_UNKNOWN_LAYER/, quiet: CLEAN },
  {
    id: 'config-warnings',
    fires: { config: 'gateway: { tokens: [{ token: env:TOKEN, agent: nobody }] }', env },
    found: /CONFIG_UNKNOWN_AGENT/,
    quiet: { config: 'gateway: { tokens: [{ token: env:TOKEN }] }', env },
  },
  {
    id: 'config-is-data',
    fires: { config: null, files: { 'ringwall.ts': 'export const config = {}\n' } },
    found: /is a program/,
    quiet: CLEAN,
  },
  ofKey('config-preset', 'preset: none\nlayers: { audit-log: on }', /preset is none/, { config: 'preset: default' }),
  ofKey('layers-on', 'layers: { path-guard: off }', /path-guard is off/),
  ofKey('log-level', 'log: { level: debug }', /debug/),
  ofKey('suppressions', 'doctor: { suppress: [{ check: nothing-like-it, reason: x }] }', /no check and no group/, {
    config: 'doctor: { suppress: [{ check: email, reason: x, until: 2026-11-27 }] }',
  }),
  // gateway
  ofKey('gateway-tls', 'gateway: { host: 10.1.2.3 }', /without TLS/, {
    config: `gateway: { host: 10.1.2.3 }\nlayers: { mtls: { ${TLS}, clientCertificate: none } }`,
  }),
  ofKey('gateway-exposed', 'gateway: { host: 0.0.0.0 }', /0\.0\.0\.0/, { config: 'gateway: { host: 10.1.2.3 }' }),
  ofKey('proxy-known', `gateway: { publicUrl: ${PUBLIC} }`, /no proxy is in/, {
    config: `gateway: { publicUrl: ${PUBLIC} }\nlayers: { gateway-auth: { trustedProxies: [127.0.0.1] } }`,
  }),
  ofKey('tls-version', `layers: { mtls: { ${TLS}, clientCertificate: none, minVersion: TLSv1.2 } }`, /1\.2/, {
    config: `layers: { mtls: { ${TLS}, clientCertificate: none } }`,
  }),
  ofKey('tls-clients', `layers: { mtls: { ${TLS}, clientCertificate: none } }`, /not asked for/, {
    config: `layers: { mtls: { ${TLS}, ca: ca.pem } }`,
  }),
  ofKey('upstream-tls', 'gateway: { upstream: { url: http://llm.example/v1 } }', /clear text/, {
    config: 'gateway: { upstream: { url: http://localhost:11434/v1 } }',
  }),
  ofKey('unscanned-parts', 'gateway: { unscannedParts: [image_url] }', /image_url/),
  ofKey('egress-metadata', 'layers: { ssrf-guard: { allow: [169.254.169.254] } }', /169\.254/, {
    config: 'layers: { ssrf-guard: { allow: [10.1.2.3] } }',
  }),
  ofKey('hard-links', 'layers: { path-guard: { hardLinks: allow } }', /several names/),
  // secrets
  ofKey('secret-literals', 'layers: { secrets-store: { literals: flag } }', /flagged/),
  ofKey('secret-grants', 'layers: { secrets-store: { grants: [{ names: ["*"], hosts: [a.example] }] } }', /names has/, {
    config: 'layers: { secrets-store: { grants: [{ names: [crm], hosts: [a.example] }] } }',
  }),
  // tokens
  {
    id: 'tokens-mixed-powers',
    fires: { config: tokens('scopes: [chat, admin]'), env },
    found: /a: it acts, and has admin/,
    quiet: { config: tokens('scopes: [admin]'), env },
  },
  {
    id: 'tokens-wildcard',
    fires: { config: tokens('scopes: ["*"]'), env },
    found: /scope is \*/,
    quiet: { config: tokens('scopes: [chat]'), env },
  },
  {
    id: 'tokens-expire',
    fires: { config: 'gateway: { tokens: [{ token: env:TOKEN }] }', env },
    found: /never ends/,
    quiet: { config: tokens(`expiresAt: "${SOON}"`), env },
  },
  {
    id: 'tokens-guessable',
    fires: { config: 'gateway: { tokens: [{ token: env:WEAK }] }', env },
    found: /too little chance/,
    quiet: { config: 'gateway: { tokens: [{ token: env:TOKEN }, { token: env:OTHER }] }', env },
  },
  ofKey('tokens-lock-out', 'layers: { gateway-auth: { failureLimit: 5000 } }', /5000/),
  ofKey('tokens-never-locked', 'layers: { gateway-auth: { neverLocked: [0.0.0.0/0] } }', /never locked/, {
    config: 'layers: { gateway-auth: { neverLocked: [10.1.0.0/16] } }',
  }),
  ofKey('trusted-proxies', 'layers: { gateway-auth: { trustedProxies: ["::/0"] } }', /believed/, {
    config: 'layers: { gateway-auth: { trustedProxies: [10.1.2.3] } }',
  }),
  // sandbox
  ofKey('sandbox-network-mode', 'layers: { exec-sandbox: { network: host } }', /host/),
  ofKey('sandbox-validator', 'layers: { exec-sandbox: { validate: false } }', /off/),
  ofKey('sandbox-sockets', 'layers: { exec-sandbox: { unixSockets: true } }', /sockets/),
  ofKey('sandbox-env', 'layers: { exec-sandbox: { env: [LANG, GITHUB_TOKEN] } }', /GITHUB_TOKEN/),
  // approvals
  ofKey('approvals-automatic', rule('tool: "*", asks: [tool-policy]'), /rules\[0\]/, {
    config: rule('tool: read_file'),
  }),
  ofKey('approvals-external', rule('tool: read_file, trust: external'), /rules\[0\]/, {
    config: rule('tool: read_file'),
  }),
  ofKey('approvals-grant-length', 'layers: { approval-gate: { maxGrantMs: 2000000000 } }', /hours/),
  ofKey('approvals-cache', 'layers: { approval-gate: { approvalCacheMs: 600000 } }', /600 seconds/),
  ofKey('approvals-fatigue', 'layers: { approval-gate: { asksPerSession: 1000 } }', /1000/),
  // tool-policy
  ofKey('tools-profile', 'layers: { tool-policy: { profile: full } }', /full/),
  ofKey('tools-wildcard', 'layers: { tool-policy: { servers: { files: [read] }, allow: ["mcp__*"] } }', /mcp__\*/, {
    config: 'layers: { tool-policy: { servers: { files: [read] }, allow: ["mcp__files__*"] } }',
  }),
  ofKey('tools-of-servers', 'layers: { tool-policy: { servers: { files: ["*"] } } }', /files/, {
    config: 'layers: { tool-policy: { servers: { files: [read] } } }',
  }),
  ofKey('tools-external', 'layers: { tool-policy: { perSource: [] } }', /external/),
  ofKey('tools-of-skills', 'layers: { tool-policy: { skills: ignore } }', /ignored/),
  // agents, observe, failure
  ofKey(
    'agents-loosened',
    'agents: { a: { layers: { output-guard: { mode: observe, loosen: true } } } }',
    /output-guard\.mode/,
    { config: 'agents: { a: { layers: { tool-policy: { profile: minimal } } } }' },
  ),
  {
    id: 'agents-of-tokens',
    fires: { config: tokens('agent: serch'), env },
    found: /no agent serch/,
    quiet: { config: `${tokens('agent: search')}\nagents: { search: {} }`, env },
  },
  ofKey('layers-enforce', 'layers: { tool-policy: observe }', /tool-policy observes/),
  ofKey('failures-deny', 'layers: { audit-log: { onFailure: flag } }', /audit-log/),
  // email
  ofKey('email-policy', 'layers: { email-sender-filter: { policy: open } }', /open/),
  ofKey('email-authentication', 'layers: { email-sender-filter: { requireAuth: false } }', /authenticated/),
  ofKey('email-public-domains', 'layers: { email-sender-filter: { allow: ["@gmail.com"] } }', /gmail/, {
    config: 'layers: { email-sender-filter: { allow: [ada@gmail.com] } }',
  }),
  ofKey('email-server', 'layers: { email-sender-filter: { allow: [ada@example.com] } }', /authservId/, {
    config: 'layers: { email-sender-filter: { allow: [ada@example.com], authservId: mx.example.com } }',
  }),
  // webhooks
  ofKey('webhook-age', 'layers: { gateway-auth: { webhookToleranceMs: 1200000 } }', /1200 seconds/),
  ofKey('webhook-memory', 'layers: { gateway-auth: { webhookMemoryMs: 86400000 } }', /1 days/),
  {
    id: 'webhook-secrets',
    fires: { files: { '.env': 'A=1\nexport GITHUB_WEBHOOK_SECRET="hunter2"\n' } },
    found: /GITHUB_WEBHOOK_SECRET is shorter/,
    quiet: { files: { '.env': `GITHUB_WEBHOOK_SECRET=${TOKEN}\n` }, env: { STRIPE_WEBHOOK_SECRET: OTHER } },
  },
  // store and audit
  ofKey('store-durable', 'store: { file: ":memory:" }', /memory/),
  ofKey('store-loss', 'store: { url: "redis://localhost", acceptLoss: true }', /loss/),
  ofKey('store-tls', 'store: "postgres://a@db.example/x?sslmode=disable"', /clear text/, {
    config: 'store: "postgres://a@db.example/x"',
  }),
  ofKey('audit-anchors', 'layers: { audit-log: { anchorFile: none } }', /no anchors/),
  ofKey('audit-write-failure', 'layers: { audit-log: { onWriteFailure: continue } }', /go on/),
  ofKey('audit-retention', 'layers: { audit-log: { retention: { days: 3 } } }', /3 days/, {
    config: 'layers: { audit-log: { retention: { days: 90 } } }',
  }),
  ofKey('audit-checkpoints', 'layers: { audit-log: { checkpointSeconds: 86400 } }', /1440 minutes/),
  ofKey('audit-bursts', 'layers: { audit-log: { burstThreshold: 1000000 } }', /1000000/),
  // skills
  ofKey('skills-unpinned-tools', `layers: { skill-scanner: { pins: { a: "${'0'.repeat(64)}" } } }`, /without a pin/, {
    config: `layers: { skill-scanner: { pins: { a: "${'0'.repeat(64)}" }, unpinned: flag } }`,
  }),
]

function rule(text: string): string {
  return `layers: { approval-gate: { rules: [{ action: auto, ${text} }] } }`
}
