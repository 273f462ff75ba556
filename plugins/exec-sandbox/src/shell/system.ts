import type { Argument } from './argument.ts'
import type { Reason } from './refusal.ts'

/** Programs that change accounts, or stop the machine, whatever their arguments. */
const ALWAYS: ReadonlySet<string> = new Set(
  'shutdown reboot halt poweroff init telinit killall5 userdel useradd usermod adduser deluser groupadd groupdel groupmod gpasswd passwd chpasswd chage visudo vipw vigr chsh chfn newusers setenforce insmod modprobe rmmod kexec swapoff swapon pivot_root switch_root apparmor_parser grub-install efibootmgr update-grub auditctl'.split(
    ' ',
  ),
)
/** Programs that change the network's protection, and how they only tell it. */
const FIREWALLS: Readonly<Record<string, RegExp>> = {
  iptables: /^(?:-[LSC]|--list(?:-rules)?|--check|-V|--version)$/,
  ip6tables: /^(?:-[LSC]|--list(?:-rules)?|--check|-V|--version)$/,
  nft: /^(?:list|-[ach]|--version)$/,
  ufw: /^(?:status|show|version)$/,
  'firewall-cmd': /^--(?:list|get|state|query)/,
  pfctl: /^-s/,
  'iptables-restore': /^--test$/,
  csrutil: /^status$/,
  spctl: /^--status$/,
}
const CONTAINERS: ReadonlySet<string> = new Set(['docker', 'podman', 'nerdctl', 'docker-compose'])

/** Why a program is refused that changes the machine itself; undefined for what does not, or only tells. */
export function judgeSystem(name: string, args: readonly Argument[]): Reason | undefined {
  const values = args.map(({ value }) => value)
  const asks = values.every((value) => /^(?:--help|-h|--version|-V)$/.test(value)) && values.length > 0
  if (ALWAYS.has(name)) return asks ? undefined : 'system'
  const tells = Object.hasOwn(FIREWALLS, name) ? FIREWALLS[name] : undefined
  if (tells) return asks || values.some((value) => tells.test(value)) ? undefined : 'system'
  if (name === 'mount' || name === 'umount') return isListing(name, values) ? undefined : 'system'
  if (name === 'sysctl')
    return values.some((value) => /=|^-[wp]$|^--(?:write|load|system)/.test(value)) ? 'system' : undefined
  if (name === 'history') return values.some((value) => /^-[a-z]*[cdswar]/.test(value)) ? 'system' : undefined
  if (name === 'systemctl' || name === 'loginctl')
    return values.some((value) => STOPS.test(value)) ? 'system' : undefined
  if (name === 'pkill' || name === 'killall') return killsAll(values) ? 'system' : undefined
  return CONTAINERS.has(name) && values.some((value, i) => opensHost(value, values[i - 1] ?? '')) ? 'system' : undefined
}

const STOPS = /^(?:poweroff|reboot|halt|kexec|suspend|hibernate|emergency|rescue|terminate-user|kill-user)$/

function isListing(name: string, values: readonly string[]): boolean {
  return name === 'mount' && values.every((value, i) => /^(?:-l|-v|-t)$/.test(value) || values[i - 1] === '-t')
}

function killsAll(values: readonly string[]): boolean {
  return values.some(
    (value, i) =>
      /^(?:\.|\.\*|\^|)$/.test(value) ||
      (/^-[a-zA-Z]*[uU]$|^--(?:u|eu)id$/.test(values[i - 1] ?? '') && /^(?:root|0)$/.test(value)),
  )
}

/** An option that gives a container the machine. */
function opensHost(value: string, before: string): boolean {
  if (/^--privileged(?:=true)?$|^--(?:pid|ipc|userns|uts|cgroupns)=host$|^--cap-add=(?:ALL|SYS_)/i.test(value))
    return true
  if (/^--(?:pid|userns)$/.test(before) && value === 'host') return true
  if (before === '--cap-add' && /^(?:ALL|SYS_|CAP_SYS_)/i.test(value)) return true
  const volume = /^(?:-v|--volume)$/.test(before) ? value : /^(?:-v|--volume=)(.*)$/.exec(value)?.[1]
  if (volume !== undefined) return /^\/(?:etc|root|boot|dev|proc|sys|home)?\/?:/.test(volume)
  return /(?:^|,)(?:source|src)=\/(?:etc|root|boot|dev|proc|sys|home)?\/?(?:,|$)/.test(value)
}
