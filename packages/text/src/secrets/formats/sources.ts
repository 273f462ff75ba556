/** Lists of formats that are kept by others, for formats whose vendor describes them nowhere. */
export const SCANNING =
  'https://docs.github.com/en/code-security/secret-scanning/introduction/supported-secret-scanning-patterns'
export const GITLEAKS = 'https://github.com/gitleaks/gitleaks/blob/master/config/gitleaks.toml'
export const TRUFFLEHOG = 'https://github.com/trufflesecurity/trufflehog/tree/main/pkg/detectors'
export const SECRETLINT = 'https://github.com/secretlint/secretlint/tree/master/packages/%40secretlint'
export const DETECT_SECRETS = 'https://github.com/Yelp/detect-secrets/tree/master/detect_secrets/plugins'
