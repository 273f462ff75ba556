/** Configs of deployments, marked as in configs.ts. */
export const DEPLOY_CONFIGS: Readonly<Record<string, string>> = {
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
}
