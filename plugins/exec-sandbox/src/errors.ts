import { defineErrors, type ErrorFactory } from '@ringwall/core'

/** Every error with which a command is not run. Where the sandbox is not there, nothing ever runs without it. */
export const EXEC_SANDBOX_ERRORS = {
  SANDBOX_MISSING: {
    message: 'Commands cannot run: {program} is not installed.',
    fix: 'On Linux install bubblewrap (apt install bubblewrap, dnf install bubblewrap), then start again; on macOS /usr/bin/sandbox-exec is part of the system.',
  },
  SANDBOX_FORBIDDEN: {
    message: 'Commands cannot run: the system does not let {program} make a sandbox ({problem}).',
    fix: 'Do what the problem names; `ringwall exec -- true` tells whether it is enough.',
  },
  SANDBOX_BROKEN: {
    message: 'Commands cannot run: the sandbox did not keep what it must ({problem}).',
    fix: 'Update the system, on Linux bubblewrap and the kernel; report the problem with their versions.',
  },
  SANDBOX_OLD: {
    message: 'Commands cannot run: bubblewrap {version} is too old.',
    fix: 'Install bubblewrap 0.8.0 or later (Debian 12, Ubuntu 24.04, Fedora 37 and later have it).',
  },
  SANDBOX_NOT_STARTED: {
    message: 'The command did not run: its sandbox was not made ({problem}).',
    fix: 'Look whether the workspace and the folders of the config are still there, and whether the machine has memory and processes left.',
  },
  SANDBOX_NOT_ENDED: {
    message: 'The command was ended, and a process of it is still there: the kernel cannot end it.',
    fix: 'Such a process waits for a device or a network file system. Repair that, and look at what it changed in the workspace.',
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
  COMMAND_INVALID: {
    message: 'The command cannot be run: {problem}.',
    fix: 'Pass a command that is text without NUL; what is too long for an argument goes into a file of the workspace.',
  },
  COMMAND_REFUSED: {
    message: 'The command was refused: {reason}.',
    fix: 'Write it without that; what each reason means stands in the README of exec-sandbox.',
  },
} as const

/** The factory of this package's errors. */
export const fail: ErrorFactory<keyof typeof EXEC_SANDBOX_ERRORS> = defineErrors(EXEC_SANDBOX_ERRORS)
