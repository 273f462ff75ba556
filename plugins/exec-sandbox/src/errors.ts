import { defineErrors, type ErrorFactory } from '@ringwall/core'

/** Every error with which a command is not run. Where the sandbox is not there, nothing ever runs without it. */
export const EXEC_SANDBOX_ERRORS = {
  SANDBOX_MISSING: {
    message: 'Commands cannot run: {program} is not installed.',
    fix: 'On Linux install bubblewrap (apt install bubblewrap, dnf install bubblewrap), then start again; on macOS /usr/bin/sandbox-exec is part of the system.',
  },
  SANDBOX_FORBIDDEN: {
    message: 'Commands cannot run: the system does not let {program} make a sandbox ({problem}).',
    fix: 'Allow user namespaces (sysctl kernel.unprivileged_userns_clone=1; on Ubuntu an AppArmor profile for bwrap with `userns,`); in a container, run it with the rights to make them. On macOS a process that is in a sandbox itself can make none.',
  },
  SANDBOX_BROKEN: {
    message: 'Commands cannot run: the sandbox did not keep what it must ({problem}).',
    fix: 'Update the system, on Linux bubblewrap and the kernel; report the problem with their versions.',
  },
  SANDBOX_UNSUPPORTED: {
    message: 'Commands cannot run: there is no sandbox for {platform}.',
    fix: 'Run it on Linux (x86_64 or arm64) or on macOS.',
  },
  NETWORK_UNGUARDED: {
    message: 'Commands cannot run: `network: proxy` leads through the proxy of ssrf-guard, and that layer is not on.',
    fix: 'Turn ssrf-guard on, or set `network: none`.',
  },
  NETWORK_BROKEN: {
    message: 'The command was not run: the proxy could not be reached from the sandbox ({problem}).',
    fix: 'Node itself opens the way: its libraries must stand in /usr or a folder of `readOnly`, and `memoryMb` and `processes` leave room for it.',
  },
  WORKSPACE_REFUSED: {
    message: 'The folder {path} cannot be a workspace: {problem}.',
    fix: 'Name an existing folder that is neither the root nor a home, under `workspace` or with --workspace.',
  },
  COMMAND_REFUSED: {
    message: 'The command was refused: {reason}.',
    fix: 'Write it without that; what each reason means stands in the README of exec-sandbox.',
  },
} as const

/** The factory of this package's errors. */
export const fail: ErrorFactory<keyof typeof EXEC_SANDBOX_ERRORS> = defineErrors(EXEC_SANDBOX_ERRORS)
