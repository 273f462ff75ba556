import type { SecretFormat } from './format.ts'

type Alphabet = keyof typeof ALPHABETS

/** Character classes of token values, each with a random value from which examples are cut. */
const ALPHABETS = {
  hex: ['[a-f0-9]', '3f9a0c7be5d1486292b7e04fd8c3a15690e27bd4f86a1c3e5b09d7f2846ac1e0d75b3f82'],
  upper: ['[A-Z0-9]', 'Q7RT2LMX9VKC4WZY8PND5HSJ3GFB6TKU1AQEZ0XMYVNBWCRDHGJSFEOPIALO42K8'],
  alnum: ['[A-Za-z0-9]', 'q7Rt2LmX9vKc4WzY8pNd5HsJ3gFb6TkU1aQeZ0xMyVnBwCrDhGjSfEoPiAlO42k8Xw3Zt9Lc6Vb1Qs5M'],
  word: ['[A-Za-z0-9_-]', 'q7Rt2L-X9vKc4WzY8pNd5Hs_3gFb6TkU1aQeZ0xMyVnBwCrDhGjSfEoPiAlO42k8Xw3Zt9Lc6Vb1Qs5M'],
  base64: ['[A-Za-z0-9+/=_-]', 'q7Rt2L+X9vKc4WzY8pNd5Hs/3gFb6TkU1aQeZ0xMyVnBwCrDhGjSfEoPiAlO42k8Xw3Zt9Lc6Vb1Qs5M'],
} as const

/** Id, prefix, alphabet and least length of the value, and where the format is documented. */
type Row = readonly [id: string, prefix: string, alphabet: Alphabet, least: number, source: string]

const SCANNING =
  'https://docs.github.com/en/code-security/secret-scanning/introduction/supported-secret-scanning-patterns'
const GITHUB = 'https://github.blog/engineering/behind-githubs-new-authentication-token-formats/'
const GITLAB = 'https://docs.gitlab.com/security/tokens/#token-prefixes'
const SLACK = 'https://docs.slack.dev/authentication/tokens/'
const STRIPE = 'https://docs.stripe.com/keys'
const SHOPIFY = 'https://shopify.dev/changelog/length-of-the-shopify-access-token-is-increasing'
const VAULT = 'https://developer.hashicorp.com/vault/docs/concepts/tokens#token-prefixes'
const CLOUDFLARE = 'https://developers.cloudflare.com/fundamentals/api/get-started/token-formats/'
const DIGITALOCEAN = 'https://docs.digitalocean.com/reference/api/create-personal-access-token/'

const ROWS: readonly Row[] = [
  ['github-pat', 'ghp_', 'alnum', 36, GITHUB],
  ['github-oauth', 'gho_', 'alnum', 36, GITHUB],
  ['github-app-user', 'ghu_', 'alnum', 36, GITHUB],
  ['github-app-server', 'ghs_', 'alnum', 36, GITHUB],
  ['github-refresh', 'ghr_', 'alnum', 36, GITHUB],
  ['github-fine-grained', 'github_pat_', 'word', 40, GITHUB],
  ['gitlab-deploy', 'gldt-', 'word', 20, GITLAB],
  ['gitlab-runner', 'glrt-', 'word', 20, GITLAB],
  ['gitlab-ci-job', 'glcbt-', 'word', 20, GITLAB],
  ['gitlab-trigger', 'glptt-', 'word', 20, GITLAB],
  ['gitlab-feed', 'glft-', 'word', 20, GITLAB],
  ['gitlab-mail', 'glimt-', 'word', 20, GITLAB],
  ['gitlab-agent', 'glagent-', 'word', 20, GITLAB],
  ['gitlab-oauth', 'gloas-', 'word', 20, GITLAB],
  ['gitlab-scim', 'glsoat-', 'word', 20, GITLAB],
  ['slack-bot', 'xoxb-', 'word', 20, SLACK],
  ['slack-user', 'xoxp-', 'word', 20, SLACK],
  ['slack-workspace', 'xoxa-', 'word', 20, SLACK],
  ['slack-refresh', 'xoxe-', 'word', 20, SLACK],
  ['slack-legacy', 'xoxs-', 'word', 20, SLACK],
  ['slack-app', 'xapp-', 'word', 40, SLACK],
  ['stripe-live', 'sk_live_', 'alnum', 16, STRIPE],
  ['stripe-test', 'sk_test_', 'alnum', 16, STRIPE],
  ['stripe-restricted', 'rk_live_', 'alnum', 16, STRIPE],
  ['stripe-restricted-test', 'rk_test_', 'alnum', 16, STRIPE],
  ['stripe-webhook', 'whsec_', 'alnum', 24, 'https://docs.stripe.com/webhooks#verify-official-libraries'],
  ['google-api-key', 'AIza', 'word', 35, 'https://docs.cloud.google.com/docs/authentication/api-keys'],
  ['google-oauth-secret', 'GOCSPX-', 'word', 24, 'https://developers.google.com/identity/protocols/oauth2'],
  ['google-oauth-token', 'ya29.', 'word', 20, 'https://developers.google.com/identity/protocols/oauth2'],
  ['openai-key', 'sk-', 'alnum', 20, 'https://platform.openai.com/docs/api-reference/authentication'],
  ['openai-project', 'sk-proj-', 'word', 20, 'https://platform.openai.com/docs/api-reference/project-api-keys'],
  [
    'openai-service',
    'sk-svcacct-',
    'word',
    20,
    'https://platform.openai.com/docs/api-reference/project-service-accounts',
  ],
  ['openai-admin', 'sk-admin-', 'word', 20, 'https://platform.openai.com/docs/api-reference/admin-api-keys'],
  ['openrouter-key', 'sk-or-v1-', 'hex', 64, 'https://openrouter.ai/docs/api/reference/authentication'],
  ['langfuse-secret', 'sk-lf-', 'word', 36, 'https://langfuse.com/docs/api-and-data-platform/features/public-api'],
  ['anthropic-key', 'sk-ant-', 'word', 20, 'https://docs.anthropic.com/en/api/getting-started'],
  ['groq-key', 'gsk_', 'alnum', 40, 'https://console.groq.com/docs/quickstart'],
  ['perplexity-key', 'pplx-', 'alnum', 40, 'https://docs.perplexity.ai/getting-started/quickstart'],
  ['xai-key', 'xai-', 'alnum', 60, 'https://docs.x.ai/docs/tutorial'],
  ['huggingface-token', 'hf_', 'alnum', 30, 'https://huggingface.co/docs/hub/security-tokens'],
  ['replicate-token', 'r8_', 'alnum', 36, 'https://replicate.com/docs/topics/security/api-tokens'],
  ['npm-token', 'npm_', 'alnum', 36, 'https://docs.npmjs.com/about-access-tokens'],
  ['pypi-token', 'pypi-AgE', 'word', 50, 'https://pypi.org/help/#apitoken'],
  ['rubygems-key', 'rubygems_', 'hex', 48, 'https://guides.rubygems.org/api-key-scopes/'],
  ['docker-token', 'dckr_pat_', 'word', 20, 'https://docs.docker.com/security/access-tokens/'],
  ['docker-org-token', 'dckr_oat_', 'word', 20, 'https://docs.docker.com/enterprise/security/access-tokens/'],
  ['digitalocean-token', 'dop_v1_', 'hex', 64, DIGITALOCEAN],
  ['digitalocean-oauth', 'doo_v1_', 'hex', 64, DIGITALOCEAN],
  ['digitalocean-refresh', 'dor_v1_', 'hex', 64, DIGITALOCEAN],
  ['databricks-token', 'dapi', 'hex', 32, 'https://docs.databricks.com/aws/en/dev-tools/auth/pat'],
  ['shopify-access', 'shpat_', 'hex', 32, SHOPIFY],
  ['shopify-custom', 'shpca_', 'hex', 32, SHOPIFY],
  ['shopify-private', 'shppa_', 'hex', 32, SHOPIFY],
  ['shopify-shared', 'shpss_', 'hex', 32, SHOPIFY],
  ['vault-service', 'hvs.', 'word', 24, VAULT],
  ['vault-batch', 'hvb.', 'word', 24, VAULT],
  ['vault-recovery', 'hvr.', 'word', 24, VAULT],
  ['grafana-service', 'glsa_', 'word', 32, 'https://grafana.com/docs/grafana/latest/administration/service-accounts/'],
  ['sentry-user', 'sntryu_', 'hex', 64, 'https://docs.sentry.io/account/auth-tokens/'],
  ['linear-key', 'lin_api_', 'alnum', 32, 'https://linear.app/developers/graphql'],
  ['notion-token', 'ntn_', 'alnum', 40, 'https://developers.notion.com/docs/authorization'],
  ['figma-token', 'figd_', 'word', 36, 'https://www.figma.com/developers/api#access-tokens'],
  ['pulumi-token', 'pul-', 'hex', 40, 'https://www.pulumi.com/docs/administration/access-identity/access-tokens/'],
  ['postman-key', 'PMAK-', 'word', 50, 'https://learning.postman.com/docs/reference/postman-api/authentication/'],
  ['supabase-secret', 'sb_secret_', 'word', 20, 'https://supabase.com/docs/guides/api/api-keys'],
  ['vercel-token', 'vcp_', 'alnum', 40, SCANNING],
  ['typeform-token', 'tfp_', 'word', 40, SCANNING],
  ['newrelic-user', 'NRAK-', 'upper', 27, SCANNING],
  ['brevo-key', 'xkeysib-', 'word', 70, SCANNING],
  ['square-secret', 'sq0csp-', 'word', 40, SCANNING],
  ['square-token', 'sq0atp-', 'word', 22, SCANNING],
  ['langsmith-token', 'lsv2_', 'word', 40, SCANNING],
  ['atlassian-token', 'ATATT3', 'word', 60, SCANNING],
  ['vercel-app-token', 'vca_', 'alnum', 40, SCANNING],
  ['prefect-token', 'pnu_', 'alnum', 36, SCANNING],
  ['nvidia-key', 'nvapi-', 'word', 60, SCANNING],
  ['cerebras-key', 'csk-', 'alnum', 40, SCANNING],
  ['sourcegraph-token', 'sgp_', 'word', 40, 'https://sourcegraph.com/docs/cli/how-tos/creating-an-access-token'],
  ['cloudflare-key', 'cfk_', 'alnum', 40, CLOUDFLARE],
  ['cloudflare-user-token', 'cfut_', 'alnum', 40, CLOUDFLARE],
  ['cloudflare-account-token', 'cfat_', 'alnum', 40, CLOUDFLARE],
  ['cloudflare-origin-key', 'v1.0-', 'word', 150, CLOUDFLARE],
  ['readme-key', 'rdme_', 'alnum', 60, SCANNING],
  ['duffel-token', 'duffel_live_', 'word', 40, SCANNING],
  ['heroku-token', 'HRKU-', 'word', 50, 'https://devcenter.heroku.com/articles/authentication'],
  ['contentful-token', 'CFPAT-', 'word', 40, SCANNING],
  ['grafana-cloud', 'glc_eyJ', 'base64', 40, 'https://grafana.com/docs/grafana-cloud/security-and-account-management/'],
  ['huggingface-org', 'api_org_', 'alnum', 34, 'https://huggingface.co/docs/hub/security-tokens'],
  ['notion-secret', 'secret_', 'alnum', 43, 'https://developers.notion.com/docs/authorization'],
  ['lob-key', 'live_', 'hex', 35, SCANNING],
  ['adobe-secret', 'p8e-', 'alnum', 32, SCANNING],
  ['aws-mws', 'amzn.mws.', 'word', 36, SCANNING],
  ['nuget-key', 'oy2', 'alnum', 43, SCANNING],
  ['flutterwave-key', 'FLWSECK', 'word', 32, SCANNING],
  ['klaviyo-key', 'pk_', 'hex', 34, SCANNING],
  ['tencent-secret-id', 'AKID', 'alnum', 32, SCANNING],
  ['square-access', 'EAAA', 'word', 60, SCANNING],
  ['onepassword-service', 'ops_eyJ', 'base64', 100, 'https://developer.1password.com/docs/service-accounts/'],
]

/** Formats that are a distinctive prefix and a random value; a value that is longer than required is taken whole (see detect.ts). */
export const TOKEN_FORMATS: readonly SecretFormat[] = ROWS.map(([id, prefix, alphabet, least, source]) => {
  const [cls, sample] = ALPHABETS[alphabet]
  const token = prefix + sample.repeat(2).slice(0, least)
  return {
    id,
    category: 'secret',
    weight: 1,
    source,
    keywords: [prefix.toLowerCase()],
    regex: `\\b${prefix.replaceAll('.', '\\.')}${cls}{${least}}`,
    maxLength: token.length,
    match: [token, `use "${token}".`],
    miss: [token.slice(0, -1), `the prefix ${prefix} alone`],
    tier: 'critical',
    ...(alphabet === 'base64' ? { tail: alphabet } : undefined),
  }
})
