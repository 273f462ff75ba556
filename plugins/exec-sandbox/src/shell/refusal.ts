/** The kinds of things that a command is refused for. */
export const REASONS = {
  syntax: 'it cannot be parsed as bash, so what it does is unknown',
  substitution: 'it runs one command to make part of another',
  dynamic: 'which command it runs is known only when it runs',
  evaluation: 'it evaluates text as code',
  environment: 'it sets a variable that makes programs run other code',
  interpreter: 'it feeds data to an interpreter as code',
  inline: 'its inline code starts programs or opens connections',
  destructive: 'it destroys a disk, a system folder or a home directory',
  device: 'it writes to a device',
  forkbomb: 'it multiplies itself without end',
  network: 'it opens a shell to the network',
  exfiltration: 'it sends credentials to another machine',
  system: 'it changes accounts, services or protections of the machine',
  setuid: 'it makes a program run with the rights of its owner',
  invisible: 'it holds characters that are not seen, or that look like others',
  persistence: 'it changes what runs at start or at login',
} as const
/** One of REASONS. */
export type Reason = keyof typeof REASONS

/** Why a command is refused: the kind, and where in the command. */
export class Refused extends Error {
  readonly reason: Reason
  /** Offsets in the command, in UTF-16 code units. */
  readonly span: { readonly start: number; readonly end: number }

  constructor(reason: Reason, span: { readonly pos: number; readonly end: number }) {
    super(REASONS[reason])
    this.reason = reason
    this.span = { start: span.pos, end: span.end }
  }
}
