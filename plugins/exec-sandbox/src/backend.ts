/** A command and what goes with it. */
export interface Job {
  readonly argv: readonly [string, ...string[]]
  /** Absolute, in the workspace. */
  readonly cwd: string
  readonly stdin?: string | Uint8Array | 'inherit' | undefined
  readonly timeoutMs: number
  readonly onOutput?: ((chunk: Uint8Array, from: 'stdout' | 'stderr') => void) | undefined
  readonly signal?: AbortSignal | undefined
  /** Passes the terminal's own streams on; output is neither counted nor kept. */
  readonly inherit?: boolean
}

/** Why a command was ended from outside. */
export type Ending = 'time' | 'cpu' | 'memory' | 'processes' | 'disk' | 'output' | 'aborted'

/** Something that a command tried and was not given. */
export interface Refused {
  /** `limit`: more than the config allows; `file`: a path in the workspace that is not the command's to make; `connect`: a destination on the network. */
  readonly kind: 'limit' | 'file' | 'connect'
  /** What it was, such as `memory`, a path or `evil.example:443`. The command may have chosen it: it is made visible before it is shown. */
  readonly what: string
  /** The code of who refused it, where there is one. */
  readonly code?: string
  readonly why: string
}

/** What became of a command. */
export interface Result {
  /** Null where a signal ended it. */
  readonly exitCode: number | null
  readonly signal: NodeJS.Signals | null
  readonly stdout: Buffer
  readonly stderr: Buffer
  /** True where output was cut off. */
  readonly isTruncated: boolean
  readonly ended?: Ending
  /** Paths under protected names, and parts of repositories, that commands made; they were moved away. */
  readonly quarantined: readonly string[]
  /** What is known to have been refused, each thing once; a program that gets an error of the file system or of the kernel tells nobody but itself. */
  readonly refused: readonly Refused[]
  /** The folder in which they are, with a list of why. */
  readonly quarantinedTo?: string
  /** Why what commands left could not be looked at; none runs before it was. */
  readonly unchecked?: string
}

/** What became of a command, before anybody looked at what it left in the workspace. */
export type Ended = Omit<Result, 'quarantined' | 'quarantinedTo' | 'unchecked'>

/** What the probe tries in a sandbox of one kind, beside what it tries in each. */
export interface Checks {
  /** Who makes the sandbox, for the operator. */
  readonly program: string
  /** Lines of sh. $1 is a file outside, $2 the network of the config, $3 a port of this machine, $4 a process of it; `args` follow. */
  readonly script: string
  readonly args: readonly string[]
}

/** A sandbox of one operating system. */
export interface Backend {
  readonly checks: Checks
  /** Which limits the system really holds, for the operator. */
  readonly limits: readonly string[]
  run(job: Job): Promise<Ended>
  /** The error that names why no sandbox can be made here, after one could not. */
  explain?(problem: string): Promise<Error>
  dispose(): void
}
