import { defineErrors, type ErrorFactory } from '@ringwall/core'

/** Every error of the command itself. Those that start with LINE_ stand in the output of `check --batch`; the run goes on. */
export const CLI_ERRORS = {
  USAGE: {
    message: '{problem}',
    fix: 'Run `{command} --help`.',
  },
  INPUT_EMPTY: {
    message: 'there is no text to check',
    fix: 'Give the text as an argument or on standard input; an empty one is more often a broken pipe than a question.',
  },
  INPUT_TOO_LARGE: {
    message: 'standard input has more than {limit} bytes',
    fix: 'Check it in parts, or send it line by line to `ringwall check --batch`.',
  },
  INPUT_NOT_UTF8: {
    message: 'standard input is not UTF-8',
    fix: 'Convert it to UTF-8 first.',
  },
  LAYER_UNKNOWN: {
    message: 'there is no layer {layer} here; there are {known}',
    fix: 'Correct the name, or switch the layer on in the config file.',
  },
  EGRESS_UNGUARDED: {
    message: 'there is no egress proxy without ssrf-guard, and the config does not have it on',
    fix: 'Switch ssrf-guard on in the config file: its policy decides what the proxy lets through.',
  },
  EGRESS_ADDRESS_UNUSABLE: {
    message: 'the proxy cannot listen on {at}: {problem}',
    fix: 'Name another address, port or socket; a socket that is left over from before must be removed first.',
  },
  SCAN_PATH_UNREADABLE: {
    message: '{path} cannot be scanned: {problem}',
    fix: 'Name a file or folder that exists and that you may read.',
  },
  SCAN_EMPTY: {
    message: 'there is no file in {paths}',
    fix: 'Name the folder of a skill; an empty scan is more often a wrong path than a clean skill.',
  },
  PINS_INVALID: {
    message: 'the pins in {file} cannot be used: {problem}',
    fix: 'Correct the path, or make the file with `ringwall scan PATH --pins FILE --update-pins`.',
  },
  PINS_CONFLICT: {
    message: 'two definitions of the tool {tool} differ, and a pin holds for one',
    fix: 'Scan one server at a time, each with a pins file of its own; a tool that takes the name of another may be an attack.',
  },
  PINS_UNWRITABLE: {
    message: 'the pins cannot be written to {file}: {problem}',
    fix: 'Name a file in a folder that you may write to.',
  },
  HOST_UNGUARDED: {
    message: '{host} can be reached from other machines, and there is no token yet',
    fix: 'Make one with `ringwall tokens create`, or list tokens under gateway.tokens in the config file, or listen on 127.0.0.1.',
  },
  TOKENS_UNGUARDED: {
    message: 'gateway-auth is not on in the config, so no token of the store would let anybody in',
    fix: 'Switch the layer gateway-auth on in the config file.',
  },
  TOKENS_EPHEMERAL: {
    message: 'the store of the config is in memory, so a token would be gone at once',
    fix: 'Name a file under store.file in the config file.',
  },
  UPSTREAM_MISSING: {
    message: '--upstream-key is given, but there is no upstream',
    fix: 'Give --upstream URL too, or set gateway.upstream.url in the config file.',
  },
  UPSTREAM_KEY_LITERAL: {
    message: 'the value of --upstream-key is no reference; a key on the command line can be read by every program',
    fix: 'Name where the key stands: env:NAME, file:/abs/path or ${NAME}. If it was a key, replace it.',
  },
  UPSTREAM_KEY_UNRESOLVED: {
    message: '{reference} leads to no key: {problem}',
    fix: 'Set the variable or correct the file; empty values are refused.',
  },
  SECRET_IN_ARGV: {
    message:
      'there is more on the command line than the name of a secret; a value there can be read by every program, and stays in the history',
    fix: 'Give the name alone, and the value when it is asked for or on standard input. If it was a value, replace it where it is from.',
  },
  SECRET_NOT_REVEALED: {
    message: 'the value is not printed without --reveal',
    fix: 'Add --reveal where nobody looks over your shoulder and no log is kept.',
  },
  SECRET_INPUT_CANCELLED: {
    message: 'nothing was typed, so nothing was changed',
    fix: 'Run it again, and end the value with Enter.',
  },
  SECRET_REFERENCE_INVALID: {
    message: '{option} does not lead to a value: {problem}',
    fix: 'Name where the value stands: env:NAME, ${NAME}, file:/abs/path or exec:/abs/helper/id; never the value itself.',
  },
  SECRETS_UNGUARDED: {
    message: 'secrets-store is not on in the config, so nothing would use what is kept',
    fix: 'Switch the layer secrets-store on in the config file.',
  },
  SECRETS_EPHEMERAL: {
    message: 'the store of the config is in memory, so secrets would be gone at once',
    fix: 'Name a file under store.file in the config file.',
  },
  SECRETS_FILE_UNUSABLE: {
    message: '{file} cannot be imported: {problem}',
    fix: 'Name a text file of at most 1 MiB with lines such as NAME=value; names have letters, digits, dots, dashes and _.',
  },
  AUDIT_UNGUARDED: {
    message: 'audit-log is not on in the config, so there is no log to work on',
    fix: 'Switch the layer audit-log on in the config file, or name an exported file.',
  },
  AUDIT_EPHEMERAL: {
    message: 'the store of the config is in memory, so its audit log is gone with the process that wrote it',
    fix: 'Name a file under store.file in the config file.',
  },
  AUDIT_FILE_UNUSABLE: {
    message: '{file} cannot be read: {problem}',
    fix: 'Name a file that exists and that you may read.',
  },
  AUDIT_KEYS_MISSING: {
    message: 'there is no public key to verify against, and a log that proves only itself proves nothing',
    fix: 'Give --public-key FILE: the file that stands beside the signing key, from where you keep a copy of it.',
  },
  APPROVALS_UNGUARDED: {
    message: 'approval-gate is not on in the config, so nothing waits for approval',
    fix: 'Switch the layer approval-gate on in the config file.',
  },
  APPROVALS_EPHEMERAL: {
    message: 'the store of the config is in memory, which no other process can see',
    fix: 'Name a file under store.file in the config file, or a server under store.url, and start Ringwall with it.',
  },
  LINE_TOO_LONG: {
    message: 'the line has more than {limit} bytes',
    fix: 'Send less in one line.',
  },
  LINE_NOT_UTF8: {
    message: 'the line is not UTF-8',
    fix: 'Write the line as UTF-8, or escape what is not ASCII.',
  },
  LINE_NOT_JSON: {
    message: 'the line is not JSON',
    fix: 'Write one JSON object in each line, without a line break in it.',
  },
  LINE_INVALID: {
    message: 'the line is not accepted: {problem}',
    fix: 'Write {id, hook, payload, session?}; the README of ringwall shows each payload.',
  },
  INTERNAL: {
    message: 'ringwall failed: {problem}',
    fix: 'Run it again with RINGWALL_DEBUG=1 to see where, and report it.',
  },
} as const

/** A code of CLI_ERRORS. */
export type CliErrorCode = keyof typeof CLI_ERRORS

/** The factory of this package's errors. */
export const fail: ErrorFactory<CliErrorCode> = defineErrors(CLI_ERRORS)
