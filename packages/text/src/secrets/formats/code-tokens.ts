import { hasBase62Crc, hasGitlabCrc } from '../checksums.ts'
import type { SecretFormat } from '../format.ts'
import { GITLEAKS, SCANNING, TRUFFLEHOG } from './sources.ts'
import { tokenTable } from './token-table.ts'

const BASE62_CRC = 'its last six characters are a CRC-32 in base 62'

/** Source hosting, package registries, build and review services. */
export const CODE_TOKENS: readonly SecretFormat[] = [
  ...tokenTable(
    'https://github.blog/engineering/behind-githubs-new-authentication-token-formats/',
    [
      ['github-pat', 'GitHub personal access token', 'ghp_', 'word', 36],
      ['github-oauth', 'GitHub OAuth token', 'gho_', 'word', 36],
      ['github-app-user', 'GitHub App user token', 'ghu_', 'word', 36],
      ['github-app-server', 'GitHub App server token', 'ghs_', 'dotted', 36],
      ['github-refresh', 'GitHub refresh token', 'ghr_', 'word', 36],
      ['github-fine-grained', 'GitHub fine-grained token', 'github_pat_', 'word', 40],
    ],
    { checksum: hasBase62Crc, rule: BASE62_CRC },
  ),
  ...tokenTable(
    'plugins/gateway-auth/README.md: what `ringwall tokens create` makes',
    [['ringwall-token', 'Ringwall gateway token', 'rw_', 'alnum', 49]],
    { checksum: hasBase62Crc, rule: BASE62_CRC },
  ),
  ...tokenTable(
    'https://docs.npmjs.com/about-access-tokens',
    [['npm-token', 'npm access token', 'npm_', 'alnum', 36]],
    { checksum: hasBase62Crc, rule: BASE62_CRC },
  ),
  ...tokenTable(
    'https://docs.gitlab.com/security/tokens/#token-prefixes',
    [
      ['gitlab-deploy', 'GitLab deploy token', 'gldt-', 'word', 20],
      ['gitlab-runner', 'GitLab runner token', 'glrt-', 'dotted', 20],
      ['gitlab-runner-registration-v2', 'GitLab runner registration token of the second kind', 'glrtr-', 'dotted', 20],
      ['gitlab-runner-registration', 'GitLab runner registration token', 'GR1348941', 'word', 20],
      ['gitlab-ci-job', 'GitLab CI job token', 'glcbt-', 'dotted', 20],
      ['gitlab-trigger', 'GitLab pipeline trigger', 'glptt-', 'word', 20],
      ['gitlab-feed', 'GitLab feed token', 'glft-', 'word', 20],
      ['gitlab-mail', 'GitLab incoming mail token', 'glimt-', 'word', 20],
      ['gitlab-agent', 'GitLab agent token', 'glagent-', 'word', 20],
      ['gitlab-oauth', 'GitLab OAuth application secret', 'gloas-', 'word', 20],
      ['gitlab-scim', 'GitLab SCIM token', 'glsoat-', 'word', 20],
      ['gitlab-feature-flags', 'GitLab feature flags client token', 'glffct-', 'word', 20],
      ['gitlab-workspace', 'GitLab workspace token', 'glwt-', 'word', 20],
    ],
    { checksum: hasGitlabCrc, rule: 'a routable token ends in its CRC-32 in base 36' },
  ),
  ...tokenTable('https://support.atlassian.com/bitbucket-cloud/docs/app-passwords/', [
    ['bitbucket-app-password', 'Bitbucket app password', 'ATBB', 'dotted', 24, 3],
    ['atlassian-token', 'Atlassian API token', 'ATATT3', 'dotted', 40],
    ['atlassian-admin', 'Atlassian admin key', 'ATCTT3', 'dotted', 40],
    ['trello-token', 'Trello token', 'ATTA', 'alnum', 60, 3],
  ]),
  ...tokenTable('https://pypi.org/help/#apitoken', [['pypi-token', 'PyPI macaroon', 'pypi-AgE', 'word', 50]]),
  ...tokenTable('https://guides.rubygems.org/api-key-scopes/', [
    ['rubygems-key', 'RubyGems key', 'rubygems_', 'alnum', 48],
  ]),
  ...tokenTable('https://docs.docker.com/security/access-tokens/', [
    ['docker-token', 'Docker Hub token', 'dckr_pat_', 'word', 20],
    ['docker-org-token', 'Docker organisation token', 'dckr_oat_', 'word', 20],
  ]),
  ...tokenTable('https://learn.microsoft.com/en-us/nuget/nuget-org/scoped-api-keys', [
    ['nuget-key', 'NuGet key', 'oy2', 'lower', 43],
  ]),
  ...tokenTable(SCANNING, [
    ['crates-io-token', 'crates.io token', 'cio', 'alnum', 32, 3.5],
    ['sourcegraph-token', 'Sourcegraph token', 'sgp_', 'word', 40],
    ['sourcegraph-license', 'Sourcegraph licence key', 'slk_', 'hex', 64],
    ['sourcegraph-dotcom', 'Sourcegraph user gateway token', 'sgd_', 'hex', 64],
    ['buildkite-token', 'Buildkite API token', 'bkua_', 'lower', 40],
    ['buildkite-agent', 'Buildkite agent token', 'bkct_', 'word', 30],
    ['circleci-personal', 'CircleCI personal token', 'CCIPAT_', 'word', 40],
    ['circleci-project', 'CircleCI project token', 'CCIPRJ_', 'word', 40],
    ['snyk-token', 'Snyk token', 'snyk_uat.', 'dotted', 40],
    ['sonar-user', 'SonarQube user token', 'squ_', 'hex', 40],
    ['sonar-project', 'SonarQube project token', 'sqp_', 'hex', 40],
    ['sonar-global', 'SonarQube global token', 'sqa_', 'hex', 40],
    ['octopus-deploy-key', 'Octopus Deploy key', 'API-', 'upper', 26, 3],
    ['thunderstore-token', 'Thunderstore token', 'tss_', 'alnum', 30],
    ['mergify-key', 'Mergify key', 'mka_', 'word', 32],
    ['chief-tools-token', 'Chief Tools token', 'ctp_', 'alnum', 36],
    ['postman-key', 'Postman key', 'PMAK-', 'word', 50],
    ['postman-collection-key', 'Postman collection key', 'PMAT-', 'upper', 26],
  ]),
  ...tokenTable(GITLEAKS, [
    ['clojars-token', 'Clojars token', 'CLOJARS_', 'alnum', 60],
    ['artifactory-key', 'Artifactory key', 'AKCp', 'alnum', 68, 3.5],
    ['artifactory-reference', 'Artifactory reference token', 'cmVmd', 'alnum', 59, 3.5],
    ['infracost-key', 'Infracost key', 'ico-', 'alnum', 32, 3],
    ['scalingo-token', 'Scalingo token', 'tk-us-', 'word', 48],
  ]),
  ...tokenTable(TRUFFLEHOG, [
    ['spectral-token', 'SpectralOps token', 'spu-', 'lower', 32, 3],
    ['endor-labs-key', 'Endor Labs key', 'endr+', 'alnum', 16],
  ]),
]
