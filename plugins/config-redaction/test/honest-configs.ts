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
}
