/**
 * Configs as people have them. What must vanish stands in « » (a mark takes its place) or in ‹ › (a mark in quotes, where
 * YAML and JSON have a plain scalar); everything else must stay, byte for byte.
 */
export const CONFIGS: Readonly<Record<string, string>> = {
  'a compose file': `# deploy with docker compose up
services:
  db:
    image: postgres:16@sha256:3f9a0c7be5d1486292b7e04fd8c3a15690e27bd4f86a1c3e5b09d7f2846ac1e0
    ports: ['5432:5432']
    environment:
      POSTGRES_USER: app
      POSTGRES_PASSWORD: ‹hunter2›
      POSTGRES_PASSWORD_FILE: /run/secrets/db_password
    healthcheck: { test: ['CMD', 'pg_isready', '-U', 'app'], retries: 5 }
    secrets:
      - db_password
  web:
    image: acme/web:1.2.3
    command: serve --port 8080 --api-key «k3Jx9-wLq72» --verbose
    environment:
      - API_KEY=«abc123»
      - DEBUG=true
      - DATABASE_URL=postgres://app:«hunter2»@db:5432/app?sslmode=require
      - SESSION_SECRET=\${SESSION_SECRET:?must be set}
      - SMTP_PASSWORD=«\${SMTP_PASSWORD:-letmein}»
      - TOKEN_LIMIT=4096
    labels:
      traefik.http.middlewares.auth.basicauth.usersfile: /etc/users
    depends_on: [db]
secrets:
  db_password:
    file: ./db_password.txt
  api_token:
    environment: 'API_TOKEN'
`,
  'manifests of Kubernetes': `apiVersion: v1
kind: Secret
metadata:
  name: db-creds
  uid: 9c7c5cb8-c2ef-4b37-bee4-a337e900740b
type: Opaque
data:
  username: ‹YWRtaW4=›
  tls.crt: ‹TUlJ›
stringData:
  config.yaml: |
    «apiUrl: https://acme.io
    username: admin»
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: web, labels: { app: web } }
spec:
  template:
    spec:
      serviceAccountName: web
      imagePullSecrets:
        - name: regcred
      containers:
        - name: web
          image: acme/web:1.2.3
          args: ['--listen=:8080', '--token', '«s3cr3t»', '--password=«letmein»']
          env:
            - name: API_KEY
              value: ‹s3cr3t›
            - name: LOG_LEVEL
              value: info
            - name: DB_PASSWORD
              valueFrom:
                secretKeyRef: { name: db-creds, key: password }
          envFrom:
            - secretRef: { name: db-creds }
          volumeMounts:
            - { name: creds, mountPath: /etc/creds }
      volumes:
        - name: creds
          secret: { secretName: db-creds, items: [{ key: password, path: pw }] }
---
apiVersion: v1
kind: ConfigMap
metadata: { name: app }
data:
  application.properties: |
    server.port=8080
    spring.datasource.password=«pw2»
`,
  'a .env file': `# the database
DB_HOST=localhost
DB_PORT=5432
DB_PASSWORD=«correct horse battery»
export API_TOKEN="«abc def»"
#OLD_PASSWORD=«foo»
SIGNING_KEY='«line one
line two»'
EMPTY_PASSWORD=
SESSION_SECRET=env:SESSION_SECRET
PASSWORD_FILE=/run/secrets/pw
TOKEN_LIMIT=4096
PASSWORD_MIN_LENGTH=12
PUBLIC_KEY="ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJ me@host"
GIT_COMMIT=3f9a0c7be5d1486292b7e04fd8c3a15690e27bd4
REDIS_URL=redis://:«p4ss»@cache:6379/0
`,
  'a server of nginx': `server {
  listen 443 ssl;
  server_name acme.io;
  ssl_certificate /etc/ssl/acme.pem;
  ssl_certificate_key /etc/ssl/acme.key;
  auth_basic "Restricted";
  auth_basic_user_file /etc/nginx/.htpasswd;
  set $api_key "«abc123»";
  location /api/ {
    proxy_pass http://app:«p4»@backend:80/;
    proxy_set_header Host $host;
    proxy_set_header Authorization "«Basic YWRtaW46YWRtaW4=»";
  }
}
`,
  'a config of webpack': `const webpack = require('webpack')
module.exports = {
  mode: 'production',
  entry: './src/index.js',
  output: { filename: '[name].[contenthash].js' },
  plugins: [
    new webpack.DefinePlugin({
      'process.env.NODE_ENV': JSON.stringify('production'),
      'process.env.API_KEY': JSON.stringify('«xyz123»'),
      'process.env.TOKEN': JSON.stringify(process.env.TOKEN),
    }),
  ],
  devServer: { port: 3000, headers: { Authorization: '«Bearer zzz»' } },
}
`,
  Terraform: `terraform {
  required_version = ">= 1.6"
}
variable "db_password" {
  type      = string
  sensitive = true
  default   = "«hunter2»"
}
variable "region" {
  default = "eu-west-1"
}
provider "aws" {
  region     = var.region
  access_key = "«AKIA${'Q7RT2LMX9VKC4WZY'}»"
  secret_key = "«wJ4lrXk9»"
}
resource "aws_db_instance" "main" {
  identifier = "main"
  password   = var.db_password
  kms_key_id = "arn:aws:kms:eu-west-1:112233445566:key/9c7c5cb8-c2ef-4b37-bee4-a337e900740b"
  user_data  = <<-EOF
    echo hello
  EOF
}
`,
  'application.yml': `server:
  port: 8443
  ssl:
    key-store: classpath:keystore.p12
    key-store-password: ‹changeit›
spring:
  datasource:
    url: jdbc:postgresql://db:5432/app?user=app&password=«pw1»
    username: app
    password: \${DB_PASSWORD}
  security:
    user: { name: admin, password: ‹admin› }
jwt:
  secret: ‹a long secret with spaces›
  token-validity-seconds: 3600
management.endpoints.web.exposure.include: health,info
`,
  'application.properties': `server.port=8443
spring.datasource.url=jdbc:mysql://db:3306/app
spring.datasource.password=«p w 1»
password.min.length=12
app.jwt.secret=«abc\\
  def»
# spring.mail.password=«old»
token.url=https://auth.acme.io/token
`,
  'package.json': `{
  "name": "@acme/web",
  "version": "1.2.3",
  "scripts": { "test": "vitest run", "token": "node token.js" },
  "dependencies": { "jsonwebtoken": "^9.0.0", "csrf-token": "~1.0.0", "cookie": "1.0.2" },
  "publishConfig": {
    "registry": "https://npm.acme.io/",
    "//npm.acme.io/:_authToken": "«abc»",
    "access": "restricted"
  }
}
`,
  '.npmrc': `registry=https://npm.acme.io/
//npm.acme.io/:_authToken=«abc-def»
//npm.acme.io/:always-auth=true
`,
  'servers of an MCP client': `{
  "mcpServers": {
    "github": {
      "command": "npx",
      "args": ["-y", "@modelcontextprotocol/server-github@1.2.3"],
      "env": { "GITHUB_PERSONAL_ACCESS_TOKEN": "«abc123»", "LOG_LEVEL": "info", "GITHUB_HOST": "github.acme.io" }
    },
    "search": {
      "type": "http",
      "url": "https://mcp.acme.io/sse?api_key=«k1»&v=2",
      "headers": { "Authorization": "«Bearer abc»", "X-Trace": "on" }
    },
    "db": { "command": "mcp-postgres", "args": ["postgresql://app:«p4»@db/app", "--api-key", "«k2»"] }
  }
}
`,
  'a description of OpenAPI': `openapi: 3.1.0
info: { title: Acme, version: 1.2.3 }
servers: [{ url: 'https://api.acme.io/v1' }]
security:
  - ApiKeyAuth: []
  - OAuth2: [read, write]
components:
  securitySchemes:
    ApiKeyAuth: { type: apiKey, in: header, name: X-API-Key }
    bearerAuth: { type: http, scheme: bearer, bearerFormat: JWT }
    OAuth2:
      type: oauth2
      flows:
        clientCredentials:
          tokenUrl: https://auth.acme.io/token
          scopes: { read: Read, write: Write }
  schemas:
    Login:
      type: object
      required: [user, password]
      properties:
        user: { type: string }
        password: { type: string, format: password, minLength: 12, description: At least twelve characters }
        token: { type: string, example: ‹abc123› }
`,
  'ringwall.yaml': `preset: default
layers:
  jailbreak-detection: { action: block, highThreshold: 0.7 }
  secrets-store: { masterKey: 'env:RINGWALL_MASTER_KEY' }
agents:
  research: { layers: { tool-policy: { allow: [read_file], loosen: true } } }
gateway:
  host: 127.0.0.1
  port: 8787
  upstream: { url: https://api.openai.com/v1, apiKey: '\${OPENAI_API_KEY}' }
  tokens:
    - { token: 'file:/etc/ringwall/token#/value', agent: research, tenant: acme }
    - { token: 'exec:/usr/bin/helper/id', agent: default }
store: { driver: sqlite, file: .ringwall/state.db }
`,
  'a list of headers': `[
  { "name": "Authorization", "value": "«abc»" },
  { "name": "Accept", "value": "text/html" },
  ["X-Api-Key", "«def»"],
  ["Host", "acme.io"],
  "Authorization: Bearer «ghi»",
  "Cookie: «sid=1; theme=dark»",
  "Content-Type: text/html"
]
`,
  'a config in XML': `<configuration>
  <appSettings>
    <add key="ApiKey" value="«abc»" />
    <add key="PageSize" value="20" />
  </appSettings>
  <connectionStrings>
    <add name="Main" connectionString="Server=db;Database=app;User Id=app;Password=«pw»;Encrypt=true" />
  </connectionStrings>
  <server><username>deploy</username><password>«pw2»</password></server>
</configuration>
`,
  'an INI file': `[database]
host = localhost
password = «hunter2»
[mail]
smtp_pass = "«let me in»"
from = root@acme.io
`,
  'a TOML file': `title = "app"
[owner]
name = "Ada"
[auth]
api_key = "«abc»"
secrets = ["«one»", "«two»"]
pin = «1234»
[limits]
max_tokens = 4096
`,
  'a kubeconfig': `apiVersion: v1
kind: Config
clusters:
  - name: prod
    cluster: { server: https://k8s.acme.io:6443, certificate-authority: /etc/ca.pem }
users:
  - name: admin
    user:
      client-key-data: ‹LS0tLS1CRUdJTg==›
      token: ‹abc.def.ghi›
contexts:
  - { name: prod, context: { cluster: prod, user: admin } }
`,
  'a workflow of GitHub': `name: release
on: { push: { branches: [main] } }
permissions: { contents: read }
jobs:
  publish:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@11bd71901bbe5b1630ceea73d27597364c9af683
      - run: npm publish
        env:
          NODE_AUTH_TOKEN: \${{ secrets.NPM_TOKEN }}
          FALLBACK_TOKEN: ‹abc123›
`,
  'YAML with anchors': `base: &base
  host: db
  extra: &pw ‹hunter2›
prod:
  <<: *base
  password: *pw
`,
  'YAML that is broken': `password: «hunter two»
host: [unclosed
env:
  - name: API_KEY
    value: «abc»
  - name: PORT
    value: 80
credentials:
  user: «me»
  list:
    - «one»
    - "«two»"
port: 80
`,
}

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

/** The text of a config as it is, and as it must come out. */
export function readMarked(marked: string): { readonly text: string; readonly expected: string } {
  return {
    text: marked.replaceAll(/[«»‹›]/g, ''),
    expected: marked.replaceAll(/«[^»]*»/g, '[REDACTED]').replaceAll(/‹[^›]*›/g, '"[REDACTED]"'),
  }
}
