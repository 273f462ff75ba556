import { programs, type Programs } from './program.ts'

const READ = { class: 'read', paths: true } as const

/** Programs that only look, but for the options named beside them. */
export const READING: Programs = {
  ...programs(
    'ls dir vdir cat tac nl head tail wc stat file du df pwd realpath readlink basename dirname cksum md5sum sha1sum sha224sum sha256sum sha384sum sha512sum b2sum shasum md5 cmp diff3 comm join paste fold fmt expand unexpand column rev strings hexdump od cut tr egrep fgrep zcat zgrep zless bzcat xzcat zstdcat lsd exa eza tokei cloc scc colordiff delta hexyl lsattr getfacl pathchk',
    READ,
  ),
  ...programs(
    'echo printf true false : test [ [[ pwd which whereis type hash whoami id groups logname uname arch nproc free uptime w who last lastlog users tty cal ncal bc dc expr seq factor sleep wait getconf locale lsb_release lscpu lsblk lsusb lspci lsmod lsof nvidia-smi rocm-smi sensors acpi pbpaste wl-paste xxhsum inxi neofetch fastfetch glances nethogs ncdu dust duf procs btm lshw dmidecode blkid findmnt getenforce sestatus loginctl ulimit fuser ps top htop btop pgrep pstree vmstat iostat mpstat sar netstat ss jobs times ulimit umask yes cd pushd popd dirs exit return break continue shift let local declare typeset readonly unset set shopt alias unalias getopts help man info apropos whatis tldr tput stty clear reset history fc sw_vers system_profiler vm_stat mdls mdfind numfmt tsort shuf uuidgen mktemp md5deep dpkg-query rpmquery jps jstack jmap pmap ldd nm objdump readelf size c++filt addr2line otool ldconfig sysctl dmesg dig nslookup host whois ping ping6 traceroute tracepath mtr arp ifconfig ip route getent cksum figlet cowsay lolcat caller enable compgen complete read mapfile readarray export :',
    { class: 'read' },
  ),
  ...programs('env printenv', { class: 'read' }),
  ...programs('grep zegrep', READ),
  rg: { ...READ, destroys: '--pre --hostname-bin' },
  ag: { ...READ, destroys: '--pager' },
  ack: { ...READ, destroys: '--pager --output' },
  ...programs('bat batcat', { ...READ, destroys: '--pager' }),
  ...programs('less more', {
    ...READ,
    judge: ({ values, line: { grade } }) => {
      if (values.some((value) => /^\+.*[!|]/.test(value)))
        grade.raise('destructive', 'shell.less', 'a pager runs commands')
    },
  }),
  sort: { ...READ, writes: '-o --output', destroys: '--compress-program' },
  uniq: READ,
  split: { class: 'mutate', destroys: '--filter' },
  csplit: { class: 'mutate' },
  tree: { ...READ, writes: '-o' },
  diff: READ,
  sdiff: { ...READ, writes: '-o --output' },
  date: { class: 'read', destroys: '-s --set' },
  hostname: { class: 'read', destroys: '-F --file -b --boot' },
  jq: { class: 'read', paths: true },
  yq: { class: 'read', paths: true, writes: '-i --inplace -s --split-exp' },
  xq: READ,
  gron: READ,
  xmllint: { ...READ, writes: '--output' },
  csvcut: READ,
  ...programs('csvgrep csvlook csvstat csvsort csvjson in2csv mlr qsv xsv', READ),
  mlr: { ...READ, writes: '-I' },
  base64: { ...READ, writes: '-o --output' },
  ...programs('base32 basenc xxd uuencode uudecode iconv', READ),
  xxd: { ...READ, writes: '-r' },
  ...programs('sysctl', { class: 'read', destroys: '-w --write -p --load --system' }),
  dmesg: { class: 'read', destroys: '-c -C --clear --read-clear -n -D -E' },
  ip: {
    class: 'read',
    judge: ({ values, line: { grade } }) =>
      changesNetwork(values) && grade.raise('destructive', 'shell.ip', 'it changes the network of the machine'),
  },
  route: {
    class: 'read',
    judge: ({ values, line: { grade } }) =>
      /\b(?:add|del|delete|change|flush)\b/.test(values.join(' ')) &&
      grade.raise('destructive', 'shell.route', 'it changes the network of the machine'),
  },
  ifconfig: {
    class: 'read',
    judge: ({ values, line: { grade } }) =>
      values.length > 1 && grade.raise('destructive', 'shell.ifconfig', 'it changes the network of the machine'),
  },
  fuser: { class: 'read', destroys: '-k --kill' },
  history: { class: 'read', destroys: '-c -d -w -s' },
  fc: { class: 'read', destroys: '-e -s' },
  hash: { class: 'read', destroys: '-p' },
  enable: { class: 'read', destroys: '-f' },
  complete: { class: 'read', destroys: '-C -F' },
  mapfile: { class: 'read', destroys: '-C' },
  readarray: { class: 'read', destroys: '-C' },
  ldd: { class: 'mutate' },
  man: { class: 'read', destroys: '-P --pager -H --html' },
  set: { class: 'read' },
  command: { class: 'read' },
  tput: { class: 'read' },
  mktemp: { class: 'mutate' },
  trap: {
    class: 'read',
    judge: ({ args, values, line }) => {
      if (values[0] !== '-' && values[0] !== '-p' && values[0] !== '') line.script(args[0])
    },
  },
}

function changesNetwork(values: readonly string[]): boolean {
  return values.some((value) => /^(?:add|del|delete|change|replace|set|flush|append|prepend|exec|netns)$/.test(value))
}
