import type { SecretFormat } from '../format.ts'
import { GITLEAKS, SCANNING, TRUFFLEHOG } from './sources.ts'
import { tokenTable } from './token-table.ts'

/** Cloud and hosting providers, infrastructure as code, vaults, networks. */
export const CLOUD_TOKENS: readonly SecretFormat[] = [
  ...tokenTable('https://docs.cloud.google.com/docs/authentication/api-keys', [
    ['google-api-key', 'Google API key', 'AIza', 'word', 35],
  ]),
  ...tokenTable('https://developers.google.com/identity/protocols/oauth2', [
    ['google-oauth-secret', 'Google OAuth client secret', 'GOCSPX-', 'word', 24],
    ['google-oauth-token', 'Google OAuth access token', 'ya29.', 'dotted', 20],
    ['google-refresh-token', 'Google OAuth refresh token', '1//0', 'word', 40, 3.5],
    ['gemini-key', 'Gemini API key of the second kind', 'AQ.Ab8', 'word', 30],
  ]),
  ...tokenTable('https://docs.digitalocean.com/reference/api/create-personal-access-token/', [
    ['digitalocean-token', 'DigitalOcean token', 'dop_v1_', 'hex', 64],
    ['digitalocean-oauth', 'DigitalOcean OAuth token', 'doo_v1_', 'hex', 64],
    ['digitalocean-refresh', 'DigitalOcean refresh token', 'dor_v1_', 'hex', 64],
  ]),
  ...tokenTable('https://docs.databricks.com/aws/en/dev-tools/auth/pat', [
    ['databricks-token', 'Databricks token', 'dapi', 'hex', 32],
    ['databricks-oauth-secret', 'Databricks OAuth secret', 'dose', 'hex', 32],
    ['databricks-account-key', 'Databricks account token', 'dkea', 'hex', 32],
  ]),
  ...tokenTable('https://developer.hashicorp.com/vault/docs/concepts/tokens#token-prefixes', [
    ['vault-service', 'Vault service token', 'hvs.', 'word', 24],
    ['vault-batch', 'Vault batch token', 'hvb.', 'word', 24],
    ['vault-recovery', 'Vault recovery token', 'hvr.', 'word', 24],
  ]),
  ...tokenTable('https://developers.cloudflare.com/fundamentals/api/get-started/token-formats/', [
    ['cloudflare-key', 'Cloudflare global key', 'cfk_', 'alnum', 40],
    ['cloudflare-user-token', 'Cloudflare user token', 'cfut_', 'alnum', 40],
    ['cloudflare-account-token', 'Cloudflare account token', 'cfat_', 'alnum', 40],
    ['cloudflare-origin-key', 'Cloudflare origin CA key', 'v1.0-', 'word', 150],
  ]),
  ...tokenTable('https://devcenter.heroku.com/articles/authentication', [
    ['heroku-token', 'Heroku token', 'HRKU-', 'word', 36],
  ]),
  ...tokenTable('https://www.pulumi.com/docs/administration/access-identity/access-tokens/', [
    ['pulumi-token', 'Pulumi token', 'pul-', 'lower', 40],
  ]),
  ...tokenTable('https://supabase.com/docs/guides/api/api-keys', [
    ['supabase-secret', 'Supabase secret key', 'sb_secret_', 'word', 20],
    ['supabase-token', 'Supabase access token', 'sbp_', 'lower', 40],
  ]),
  ...tokenTable('https://docs.aws.amazon.com/bedrock/latest/userguide/api-keys.html', [
    ['aws-bedrock-long', 'Amazon Bedrock long-term key', 'ABSK', 'base64', 100, 4],
    ['aws-bedrock-short', 'Amazon Bedrock short-term key', 'bedrock-api-key-', 'base64', 60],
  ]),
  ...tokenTable('https://docs.aws.amazon.com/STS/latest/APIReference/API_Credentials.html', [
    ['aws-session-token', 'AWS session token', 'IQoJb3JpZ2lu', 'base64', 100],
    ['aws-session-token-v1', 'AWS session token of the global endpoint', 'FwoGZXIvYXdz', 'base64', 100],
  ]),
  ...tokenTable('https://tailscale.com/kb/1252/key-prefixes', [
    ['tailscale-key', 'Tailscale key', 'tskey-', 'word', 24],
  ]),
  ...tokenTable('https://developer.1password.com/docs/service-accounts/', [
    ['onepassword-service', '1Password service account token', 'ops_eyJ', 'base64', 100],
  ]),
  ...tokenTable('https://docs.doppler.com/reference/auth-token-formats', [
    ['doppler-personal', 'Doppler personal token', 'dp.pt.', 'alnum', 40],
    ['doppler-cli', 'Doppler CLI token', 'dp.ct.', 'alnum', 40],
    ['doppler-service', 'Doppler service token', 'dp.st.', 'dotted', 40],
    ['doppler-service-account', 'Doppler service account token', 'dp.sa.', 'alnum', 40],
    ['doppler-scim', 'Doppler SCIM token', 'dp.scim.', 'alnum', 40],
    ['doppler-audit', 'Doppler audit token', 'dp.audit.', 'alnum', 40],
  ]),
  ...tokenTable(SCANNING, [
    ['vercel-token', 'Vercel token', 'vcp_', 'alnum', 40],
    ['vercel-app-token', 'Vercel app token', 'vca_', 'alnum', 40],
    ['vercel-refresh', 'Vercel refresh token', 'vcr_', 'alnum', 40],
    ['vercel-integration', 'Vercel integration token', 'vci_', 'alnum', 40],
    ['vercel-ai-gateway', 'Vercel AI Gateway key', 'vck_', 'alnum', 40],
    ['netlify-token', 'Netlify token', 'nfp_', 'word', 36],
    ['netlify-build', 'Netlify build token', 'nfb_', 'word', 36],
    ['netlify-cli', 'Netlify CLI token', 'nfc_', 'word', 36],
    ['netlify-oauth', 'Netlify OAuth token', 'nfo_', 'word', 36],
    ['netlify-ui', 'Netlify UI token', 'nfu_', 'word', 36],
    ['dnsimple-user', 'DNSimple user token', 'dnsimple_u_', 'alnum', 28],
    ['dnsimple-account', 'DNSimple account token', 'dnsimple_a_', 'alnum', 28],
    ['cesium-ion', 'Cesium ion token', 'ion_', 'alnum', 32, 3.5],
    ['mongodb-service-secret', 'MongoDB Atlas service account secret', 'mdb_sa_sk_', 'word', 32],
    ['mongodb-service-id', 'MongoDB Atlas service account', 'mdb_sa_id_', 'hex', 24],
    ['hawk-key', 'StackHawk key', 'hawk.', 'dotted', 32, 3.5],
    ['render-key', 'Render key', 'rnd_', 'alnum', 32],
    ['planetscale-token', 'PlanetScale token', 'pscale_tkn_', 'dotted', 32],
    ['planetscale-oauth', 'PlanetScale OAuth token', 'pscale_oauth_', 'dotted', 32],
    ['planetscale-password', 'PlanetScale password', 'pscale_pw_', 'dotted', 32],
    ['neon-key', 'Neon key', 'napi_', 'lower', 48],
    ['cockroach-key', 'CockroachDB key', 'CCDB1_', 'word', 40],
    ['aiven-token', 'Aiven service password', 'AVNS_', 'word', 16],
    ['alibaba-key-id', 'Alibaba Cloud access key id', 'LTAI', 'alnum', 16, 3],
    ['tencent-secret-id', 'Tencent Cloud secret id', 'AKID', 'alnum', 32],
    ['volcengine-key-id', 'Volcengine access key id', 'AKLT', 'alnum', 40],
    ['yandex-api-key', 'Yandex Cloud API key', 'AQVN', 'word', 35],
    ['yandex-static-key', 'Yandex Cloud static key', 'YCAJE', 'word', 20],
    ['yandex-static-secret', 'Yandex Cloud static key secret', 'YCM', 'word', 35, 3.5],
    ['yandex-oauth', 'Yandex OAuth token', 'y0_', 'word', 50],
    ['confluent-cloud-secret', 'Confluent Cloud secret', 'cflt', 'base64', 56, 3.5],
    ['defined-networking', 'Defined Networking key', 'dnkey-', 'dotted', 60],
    ['zuplo-key', 'Zuplo key', 'zpka_', 'word', 36],
    ['ngrok-key', 'ngrok API key', 'ak_2', 'alnum', 26, 3.5],
    ['scaleway-key-id', 'Scaleway access key', 'SCW', 'upper', 17, 3],
    ['kong-token', 'Kong Konnect token', 'kpat_', 'alnum', 40],
    ['kong-system-token', 'Kong Konnect system token', 'spat_', 'alnum', 40],
  ]),
  ...tokenTable('https://docs.deno.com/subhosting/api/authentication/', [
    ['deno-token', 'Deno Deploy token', 'ddp_', 'alnum', 36],
    ['deno-org-token', 'Deno Deploy organisation token', 'ddo_', 'alnum', 36],
    ['deno-worker-token', 'Deno Deploy worker token', 'ddw_', 'alnum', 36],
  ]),
  ...tokenTable('https://fly.io/docs/security/tokens/', [
    ['fly-token', 'Fly.io token', 'fm2_', 'base64', 100],
    ['fly-token-v1', 'Fly.io token, version 1', 'fm1r_', 'base64', 100],
    ['fly-token-attenuated', 'Fly.io token, attenuated', 'fm1a_', 'base64', 100],
  ]),
  ...tokenTable('https://fly.io/docs/security/tokens/', [['fly-legacy', 'Fly.io legacy token', 'fo1_', 'word', 40]]),
  ...tokenTable(GITLEAKS, [
    ['clickhouse-key', 'ClickHouse Cloud key secret', '4b1d', 'alnum', 38, 3.5],
    ['openshift-token', 'OpenShift token', 'sha256~', 'word', 43],
    ['settlemint-app', 'SettleMint application token', 'sm_aat_', 'alnum', 16],
    ['settlemint-personal', 'SettleMint personal token', 'sm_pat_', 'alnum', 16],
    ['settlemint-service', 'SettleMint service token', 'sm_sat_', 'alnum', 16],
  ]),
  ...tokenTable(TRUFFLEHOG, [
    ['portainer-token', 'Portainer token', 'ptr_', 'base64', 20, 3],
    ['elastic-cloud-key', 'Elastic Cloud key', 'essu_', 'base64', 40],
    ['axiom-api', 'Axiom API token', 'xaat-', 'uuid', 36],
    ['axiom-personal', 'Axiom personal token', 'xapt-', 'uuid', 36],
    ['rancher-token', 'Rancher token', 'token-', 'dotted', 54, 3.8],
  ]),
]
