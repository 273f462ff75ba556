/** Configs of programs, marked as in configs.ts. */
export const APP_CONFIGS: Readonly<Record<string, string>> = {
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
