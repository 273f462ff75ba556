/** Configs of servers and their like, marked as in configs.ts. */
export const SERVER_CONFIGS: Readonly<Record<string, string>> = {
  'lists of secrets in YAML': `tokens:
  - ‹k3Jx9wLq72›
  - "«tok-2»"
apiKeys: [‹one1›, ‹two2›]
passwords: { ada: ‹hunter2› }
stop_tokens: [a, b]
words: [the, tokens, are]
`,
  'lists of secrets in TOML': `[auth]
tokens = ["«k3Jx9wLq72»", "«tok-2»"]
passwords = ["«hunter2»"]
scopes = ["read", "write"]
`,
  'lists of secrets in JSON': `{ "tokens": ["«k3Jx9wLq72»", "«abc»"], "auth": ["basic", "bearer"], "maxTokens": [1, 2] }`,
  'JSON Web Keys': `{
  "keys": [
    { "kty": "RSA", "kid": "a", "n": "q7Rt2LmX9vKc", "e": "AQAB", "d": "«X4cT»", "p": "«83i»", "q": "«3df»", "dp": "«G4s»", "dq": "«s9l»", "qi": "«GyM»" },
    { "kty": "oct", "alg": "HS256", "k": "«AyM1SysPpbyDfgZld3umj1»" },
    { "kty": "EC", "crv": "P-256", "x": "MKBC", "y": "4Etl", "d": "«870M»" },
    { "type": "point", "d": "1", "k": "v" }
  ]
}
`,
  'wp-config.php': `<?php
/** The name of the database */
define( 'DB_NAME', 'wordpress' );
define( 'DB_USER', 'app' );
define( 'DB_PASSWORD', '«hunter2»' );
define("AUTH_KEY", "«put y0ur phrase, here»");
define('SECURE_AUTH_SALT',  '«q7Rt2LmX9vKc4WzY8»');
$table_prefix = 'wp_';
$smtp_password = '«s3cret»';
define( 'WP_DEBUG', false );
require_once ABSPATH . 'wp-settings.php';
`,
  'redis.conf': `# Redis
bind 127.0.0.1
port 6379
requirepass "«hunter two»"
masterauth «letmein»
user default on >«s3cret» ~* +@all
sentinel auth-pass mymaster «s3nt»
maxmemory-policy allkeys-lru
`,
  'mosquitto.conf': `listener 1883
password_file /etc/mosquitto/passwd
connection bridge
address broker.acme.io:1883
remote_username app
remote_password «hunter2»
bridge_psk «0a1b2c3d»
`,
  'wg0.conf': `[Interface]
Address = 10.0.0.1/24
PrivateKey = «yAnz5TF+lXXJte14tji3zlMNq+hd2rYUIgJBgB3fBmk=»
[Peer]
PublicKey = xTIBA5rboUvnH4htodjb6e697QjLERt1NAB4mZqp8Dg=
PresharedKey = «FpCyhws9cxwWoV4xELtfJvjJN+zQVRPISllRWgeopVE=»
AllowedIPs = 10.0.0.2/32
`,
  'ldap.conf': `uri ldap://ldap.acme.io
base dc=acme,dc=io
binddn cn=proxy,dc=acme,dc=io
bindpw «hunter2»
rootpw «{SSHA}q7Rt2LmX9vKc»
tls_cacertfile /etc/ssl/ca.pem
`,
  'a site of Apache': `<Location /svn>
  AuthType Basic
  AuthName "Restricted"
  AuthLDAPBindDN "cn=proxy"
  AuthLDAPBindPassword "«hunter2»"
  AuthUserFile /etc/apache2/.htpasswd
  RequestHeader set Authorization "«Basic YWRtaW46YWRtaW4=»"
</Location>
`,
  '.netrc': `machine api.acme.io login ada password «hunter2»
machine git.acme.io
  login ada
  password «letmein»
`,
  '.pgpass': `db.acme.io:5432:app:ada:«hunter2»
*:*:*:bob:«letmein»
`,
  sasl_passwd: `[smtp.acme.io]:587 ada:«hunter2»
[mail.acme.io]:465 bob:«letmein»
`,
  '.htpasswd': `ada:«$apr1$q7Rt2LmX$9vKc4WzY8pNd5HsJ3gFb60»
bob:«$2y$05$q7Rt2LmX9vKc4WzY8pNd5HsJ3gFb6TkU1aQeZ0xMq7Rt2LmX9vKc4»
`,
  'a script of a build': `set -e
docker login -u ada -p «hunter2» registry.acme.io
sshpass -p '«letmein»' ssh deploy@acme.io
redis-cli -h cache -a «s3cret» ping
mysql -u root -p«r00t» app
curl -u ada:«hunter3» https://api.acme.io/v1
export PGPASSWORD=«pg-pw»
export LOG_LEVEL=info
`,
  'alertmanager.yml': `global:
  smtp_auth_password: ‹hunter2›
  opsgenie_api_key: ‹abc-1›
receivers:
  - name: pager
    pagerduty_configs:
      - routing_key: ‹q7Rt2LmX9vKc4WzY8pNd5HsJ3gFb6TkU›
        integration_key: ‹abc123›
  - name: bus
    routing_key: orders.created
`,
  'prometheus.yml': `scrape_configs:
  - job_name: app
    bearer_token: ‹abc-def›
    basic_auth: { username: app, password: ‹hunter2› }
    authorization: { type: ‹Bearer›, credentials: ‹abc› }
    static_configs: [{ targets: ['app:9090'] }]
`,
  'names of clouds': `anon_key: ‹abc123›
keyMaterial: ‹q7Rt›
psk: ‹0a1b›
sas: ‹sv=2022&sig=abc›
signature: ‹q7Rt2LmX9vKc4WzY8pNd5HsJ›
database_url: mysql://app:«hunter2»@db/app
region: eu-west-1
function: { signature: 'run(name: string): void' }
`,
  'wpa_supplicant.conf': `ctrl_interface=/run/wpa
network={
  ssid="home"
  psk="«hunter22»"
}
`,
  'my.cnf': `[client]
user=root
password = «p w»
[mysqld]
port=3306
`,
  'rabbitmq.conf': `default_user = app
default_pass = «hunter2»
listeners.tcp.default = 5672
auth_backends.1 = ldap
auth_ldap.dn_lookup_bind.password = «letmein»
`,
  'grafana.ini': `[security]
admin_user = admin
admin_password = «hunter2»
secret_key = «SW2YcwTIb9zpOOhoPsMm»
cookie_secure = true
[smtp]
;password = «old»
`,
  'settings.py': `DEBUG = True
DATABASES = {
    'default': {
        'ENGINE': 'django.db.backends.postgresql',
        'NAME': 'app',
        'PASSWORD': '«hunter2»',
        'HOST': os.environ.get('DB_HOST', 'db'),
    }
}
EMAIL_HOST_PASSWORD = '«letmein»'
STRIPE_API_KEY = os.environ['STRIPE_API_KEY']
ALLOWED_HOSTS = ['acme.io']
`,
  'a playbook': `- hosts: all
  vars:
    ansible_become_pass: ‹hunter2›
    ansible_user: deploy
    vault_token: ‹s.abc›
  tasks:
    - name: log in
      command: docker login -u ada -p «letmein» registry.acme.io
`,
}
