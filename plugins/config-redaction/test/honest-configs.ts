/** Configs and answers in which nothing is secret. */
export const HONEST: Readonly<Record<string, string>> = {
  'a tsconfig': `{ "compilerOptions": { "target": "es2022", "strict": true, "paths": { "@acme/*": ["./src/*"] } }, "include": ["src"] }`,
  'settings about secrets': `tokenLimit: 4096
maxTokens: 8192
passwordMinLength: 12
passwordPolicy: { minLength: 12, requireDigits: true }
secretName: db-creds
tokenUrl: https://auth.acme.io/token
tokenType: Bearer
keyId: 2026-11
publicKey: ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJ me@host
cookieName: sid
apiKeyHeader: X-Api-Key
auth: oauth2
session: { ttl: 3600, store: redis }
secretsDir: /run/secrets
cacheKey: users:42
primaryKey: id
keyboard: de
`,
  'a list of models': `{"object":"list","data":[{"id":"gpt-5","object":"model","created":1,"owned_by":"acme"}]}`,
  'an error':
    'The request is invalid at messages: the token count of 8192 is above the limit. Password: at least 12 characters.',
  'a log of a build': `3f9a0c7 fix: keep the token in memory
1.2.3 -> 1.2.4
time: 12:30:45
see https://acme.io/docs/tokens#usage and http://localhost:8080/a:b@c`,
  'rows of a table': `[["id","name"],[1,"Ada"],[2,"Alan"]]`,
  prose: 'The password is stored nowhere: ask the vault for it. A token: one unit of text.',
  'a certificate': `cert: |
  -----BEGIN CERTIFICATE-----
  MIIBszCCAVmgAwIBAgIUQ7Rt2LmX9vKc4WzY8pNd5HsJ3gFwCgYIKoZIzj0EAwIw
  -----END CERTIFICATE-----
fingerprint: SHA256:q7Rt2LmX9vKc4WzY8pNd5HsJ3gFb6TkU1aQeZ0xMyVn
`,
  'a lock file': `lockfileVersion: '9.0'
packages:
  jsonwebtoken@9.0.2:
    resolution: {integrity: sha512-PRp66vJ865SSqOlgqS8hujT5U4AOgMfhrwYIuIhfKaoSCZcirrmASQr8CX7cUg+RMih+hgznrjp99o+W4pJLHQ==}
    engines: {node: '>=12', npm: '>=6'}
`,
  'a script that was minified':
    '!function(e){var n=e.t;f({token:i,secret:function(e){return e.s},password:"password"===n,apiKey:"on"});for(var a=0;a<2;a++)g(a)}();',
  'a sentence about tokens':
    'Okay, The token: a short history of access control. Between 8:00 and 16:30 the teacher is in. secret = none of this.',
  'code of a program': `import { login } from './login.js'

export async function start(user: string, password: string): Promise<Session> {
  const secret = await load(user)
  if (password === 'hunter2') throw new Error('password: too simple')
  return { user, privateKey: secret.key, token: sign(secret) }
}
`,
  'headers of a request in its documentation':
    'curl -H "Authorization: Bearer YOUR_TOKEN" https://api.example.com/v1/items',
  'blanks to fill in': `DB_PASSWORD=changeme
API_KEY=your-api-key-here
TOKEN=sk-proj-XXXXXXXXXXXXXXXXXXXXXXXX
SECRET=****fx3n
JWT_SECRET=<secret>
STRIPE_KEY=getSecret('stripe')
PORT=8080
`,
  'switches and permissions': `permissions:
  id-token: write
  contents: read
steps:
  - uses: actions/checkout@v6
    with: { persist-credentials: false, token: '\${{ github.token }}' }
exports: { ./cookie: { types: ./cookie.d.ts } }
seed: 123456
signature: 'verify(token: string): boolean'
routing_key: orders.created
`,
}
