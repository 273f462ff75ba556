/** Every error that the kernel throws. */
export const CORE_ERRORS = {
  PLUGIN_INVALID: {
    message: 'The plugin {layer} is invalid: {problem}.',
    fix: 'Export the value that definePlugin returns; docs/write-a-plugin.md shows each field.',
  },
  PLUGIN_API_MISMATCH: {
    message: 'The plugin {layer} is written for kernel API {found}; this kernel has API {expected}.',
    fix: 'Install a release of {layer} that lists this kernel in its peerDependencies.',
  },
  PLUGIN_DUPLICATE: {
    message: 'The layer {layer} is listed twice.',
    fix: 'Keep one entry for {layer}.',
  },
  PLUGIN_CONFIG_INVALID: {
    message: 'The config of {layer} is invalid: {problem}.',
    fix: 'Correct the named keys; the README of {layer} lists all of them.',
  },
  PLUGIN_HOOK_UNDECLARED: {
    message: 'The plugin {layer} returned a handler for {place}, which it does not declare.',
    fix: 'Declare the hook, its stage and its powers in definePlugin, or remove the handler.',
  },
  PLUGIN_HOOK_MISSING: {
    message: 'The plugin {layer} declares {place} but returned no handler for it.',
    fix: 'Return the handler from setup, or remove the declaration: a declared guard that does not run protects nobody.',
  },
  PLUGIN_SETUP_FAILED: {
    message: 'The plugin {layer} could not start: {problem}.',
    fix: 'Repair the cause, or remove the layer; the kernel does not start without a layer that it was told to run.',
  },
  ORDER_CYCLE: {
    message: 'The order of layers has a cycle: {cycle}.',
    fix: 'Remove one of the before/after (or requires/provides) declarations in the cycle.',
  },
  SERVICE_MISSING: {
    message: 'The layer {layer} needs the service {token}, which no enabled layer or host provides.',
    fix: 'Enable a layer that provides {token}, or pass it in createKernel({ services }).',
  },
  SERVICE_UNDECLARED: {
    message: 'The layer {layer} used the service {token} without declaring it.',
    fix: 'List {token} under requires, optional or provides in definePlugin.',
  },
  SERVICE_DUPLICATE: {
    message: 'The service {token} is provided twice: by {first} and by {layer}.',
    fix: 'Enable one provider of {token}.',
  },
  SERVICE_NOT_PROVIDED: {
    message: 'The layer {layer} declares that it provides {token} but did not.',
    fix: 'Call provide({token}, …) in setup, or remove the declaration.',
  },
  OPTION_INVALID: {
    message: 'The options of {layer} are invalid: {problem}.',
    fix: 'mode is enforce or observe, onFailure is deny or flag, deadlineMs is 1 to 2147483647.',
  },
  KERNEL_CLOSED: {
    message: 'The kernel is closed.',
    fix: 'Create a new kernel; a closed one denies every call.',
  },
} as const

/** The codes under which the kernel itself denies, and what they mean. They stand in rulings and are never thrown. */
export const KERNEL_CODES = {
  LAYER_FAILED:
    'A layer threw, was late, or answered what it must not; the ruling names it, and its detail says what happened.',
  PAYLOAD_INVALID: 'The host passed a payload or a session that is malformed; the detail says which part.',
  KERNEL_CLOSED: 'The call came after close().',
  STREAM_LIMIT: 'A streamed reply needed more text held back than maxBuffer allows.',
  STREAM_DRIFT: 'A layer changed streamed text after its declared window had passed; the window is too small.',
  STREAM_CANCELLED: 'The reader or the writer of a stream gave up before its end.',
} as const
