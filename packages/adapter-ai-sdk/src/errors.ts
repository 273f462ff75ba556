import { defineErrors, type ErrorFactory } from '@ringwall/core'

/** Why this package itself stops something. Each is the code of a Denied, whose layer is then `ai-sdk`. */
export const AI_SDK_ERRORS = {
  AI_PART_UNKNOWN: {
    message: 'There is no rule for a part of the kind {type}.',
    fix: 'Update @ringwall/adapter-ai-sdk, or leave the part out: what no layer can read does not pass.',
  },
  AI_CONTENT_UNSCANNED: {
    message: 'No layer can read content of the kind {type}.',
    fix: 'Send its text, or list the kind under `unscanned` where you trust whoever made it.',
  },
  AI_REWRITE_IMPOSSIBLE: {
    message: 'A layer wants to change what cannot be changed safely.',
    fix: 'Look at the rulings of this trace: the text stands in a structure, or was judged in parts.',
  },
  AI_TOOL_ARGS_INVALID: {
    message: 'The arguments or the result of the tool {tool} are no JSON.',
    fix: 'Give the tool an input schema of JSON values, without transforms, and let it return JSON.',
  },
  AI_CALL_ID_TWICE: {
    message: 'Two tool calls of the reply have one id.',
    fix: 'Give each call of the model an id of its own: results and approvals of calls are told apart by nothing else.',
  },
  AI_TOOLS_UNCHECKED: {
    message: 'The policy could not say which tools may be shown.',
    fix: 'Look at the log of tool-policy.',
  },
  AI_TOOL_HIDDEN: {
    message: 'The request insists on a tool that is not available here.',
    fix: 'Choose another `toolChoice`, or allow the tool in tool-policy.',
  },
  AI_STREAM_FAILED: {
    message: 'The stream ended before it was whole, or what was left of it could not be judged.',
    fix: 'Send the request again; nothing unjudged was passed on.',
  },
  AI_ABORTED: {
    message: 'The call was aborted.',
    fix: 'Call again.',
  },
  AI_GUARD_FAILED: {
    message: 'The guard itself failed, and so nothing was let through.',
    fix: 'The `cause` of the error says what happened; report it where it is a defect.',
  },
} as const
/** A key of AI_SDK_ERRORS. */
export type AiSdkErrorCode = keyof typeof AI_SDK_ERRORS

/** The factory of this package's errors. */
export const fail: ErrorFactory<AiSdkErrorCode> = defineErrors(AI_SDK_ERRORS)
