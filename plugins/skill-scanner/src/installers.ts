/**
 * Where vendors' own instructions pipe an installer to a shell. Those are reported and not denied: half of all
 * honest instructions begin so. On hosts that anybody may write to, the path is that of one repository.
 */
const INSTALLERS: readonly string[] = [
  'astral.sh/',
  'bun.sh/install',
  'bun.com/install',
  'claude.ai/install',
  'cli.nexttrace.org/',
  'codecov.io/bash',
  'community.chocolatey.org/install.ps1',
  'chocolatey.org/install.ps1',
  'deb.nodesource.com/setup_',
  'rpm.nodesource.com/setup_',
  'deno.land/install',
  'deno.land/x/install/',
  'fly.io/install',
  'get.docker.com/',
  'get.helm.sh/',
  'get.k3s.io/',
  'get.pnpm.io/',
  'get.rvm.io/',
  'get.scoop.sh/',
  'get.sdkman.io/',
  'get.volta.sh/',
  'install.determinate.systems/',
  'install.duckdb.org/',
  'install.python-poetry.org/',
  'just.systems/install.sh',
  'nixos.org/nix/install',
  'ollama.com/install.sh',
  'pyenv.run/',
  'repo.anaconda.com/miniconda/',
  'bootstrap.pypa.io/get-pip.py',
  'rclone.org/install.sh',
  'releases.astral.sh/',
  'sdk.cloud.google.com/',
  'setup.ollama.com/',
  'sh.rustup.rs/',
  'starship.rs/install.sh',
  'tailscale.com/install.sh',
  'win.rustup.rs/',
  'raw.githubusercontent.com/Homebrew/install/',
  'raw.githubusercontent.com/nvm-sh/nvm/',
  'raw.githubusercontent.com/ohmyzsh/ohmyzsh/',
  'raw.githubusercontent.com/golangci/golangci-lint/',
  'raw.githubusercontent.com/helm/helm/',
  'raw.githubusercontent.com/anchore/syft/',
  'raw.githubusercontent.com/aquasecurity/trivy/',
  'raw.githubusercontent.com/astronomer/astro-cli/',
  'raw.githubusercontent.com/pyenv/pyenv-installer/',
  'raw.githubusercontent.com/junegunn/fzf/',
  'raw.githubusercontent.com/k3d-io/k3d/',
  'raw.githubusercontent.com/jesseduffield/lazydocker/',
]

/** Folded readings have no capitals. */
const KNOWN: readonly string[] = INSTALLERS.map((known) => known.toLowerCase())
// A literal and counted classes: linear.
const ADDRESS = /(?:\bhttps?:\/\/|(?<=\s)(?!System\.Net\b)(?=[a-z0-9-]{1,63}\.[a-z]))([^\s"'`|)<>;]{3,250})/gi

const OUTPUT = /\s(?:-o|-O|--output|-OutFile)[ =][^\s]{1,200}/g

/** True where a command fetches from such an installer, over HTTPS, and from nowhere else. */
export function isVendorInstaller(command: string): boolean {
  if (command.split('|').length > 2) return false // what stands between may write something else
  const addresses = [...command.replace(OUTPUT, ' ').matchAll(ADDRESS)]
  return addresses.length > 0 && addresses.every(([whole, address = '']) => !/^http:/i.test(whole) && isKnown(address))
}

function isKnown(address: string): boolean {
  if (/[@\\%]|\/\.\.?(?:\/|$)/.test(address)) return false
  const slash = address.indexOf('/')
  const host = slash < 0 ? address : address.slice(0, slash)
  const path = slash < 0 ? '/' : address.slice(slash)
  return KNOWN.some((known) => `${host}${path}`.toLowerCase().startsWith(known))
}
