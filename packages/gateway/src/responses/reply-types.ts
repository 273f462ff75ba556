/** What upstream counted. */
export interface ResponseUsage {
  readonly input_tokens?: number | undefined
  readonly input_tokens_details?:
    | { readonly cached_tokens?: number | undefined; readonly cache_write_tokens?: number | undefined }
    | undefined
  readonly output_tokens?: number | undefined
  readonly output_tokens_details?: { readonly reasoning_tokens?: number | undefined } | undefined
  readonly total_tokens?: number | undefined
}
interface Labelled {
  readonly id?: string | undefined
  readonly status?: string | undefined
}
/** Something of a type that is not known here. */
export interface Held {
  readonly type: 'held'
}
/** A text of a message, a refusal, or something else. */
export type ReplyPart =
  | { readonly type: 'output_text'; readonly text: string; readonly logprobs?: unknown }
  | { readonly type: 'refusal'; readonly refusal: string }
  | Held
/** What the model says. */
export interface MessageItem extends Labelled {
  readonly type: 'message'
  readonly phase?: string | undefined
  readonly content: readonly ReplyPart[]
}
/** What the model thought, as much of it as the provider shows, and the rest sealed. */
export interface ReasoningItem extends Labelled {
  readonly type: 'reasoning'
  readonly summary?: readonly { readonly text: string }[] | null | undefined
  readonly content?: readonly { readonly text: string }[] | null | undefined
  readonly encrypted_content?: string | null | undefined
}
interface Called extends Labelled {
  readonly call_id: string
}
type Structure = Readonly<Record<string, unknown>>
interface Named extends Called {
  readonly name: string
  readonly namespace?: string | undefined
}
/** What stands at a call of a computer for the client to look at. */
export interface SafetyCheck {
  readonly id?: string | undefined
  readonly code?: string | undefined
  readonly message?: string | null | undefined
}
/** A call that the client is to run. */
export type CallItem =
  | (Named & { readonly type: 'function_call'; readonly arguments: string })
  | (Named & { readonly type: 'custom_tool_call'; readonly input: string })
  | (Called & { readonly type: 'local_shell_call'; readonly action: Structure })
  | (Called & { readonly type: 'shell_call'; readonly action: Structure })
  | (Called & { readonly type: 'apply_patch_call'; readonly operation: Structure })
  | (Called & {
      readonly type: 'computer_call'
      readonly action?: Structure | undefined
      readonly actions?: readonly Structure[] | undefined
      readonly pending_safety_checks?: readonly SafetyCheck[] | null | undefined
    })
/** One item of a reply. */
export type ReplyItem = MessageItem | ReasoningItem | CallItem | Held
/** How a reply ended. */
export interface ReplyEnd {
  readonly status?: 'completed' | 'incomplete' | 'failed' | undefined
  readonly incomplete_details?: { readonly reason?: string | undefined } | null | undefined
  readonly error?: { readonly code?: string | undefined; readonly message: string } | null | undefined
}
/** A reply. Whatever else it has is looked at where it is passed on. */
export interface ReplyResponse extends ReplyEnd {
  readonly output: readonly ReplyItem[]
  readonly usage?: ResponseUsage | null | undefined
  readonly [key: string]: unknown
}
/** A response begins, or waits. */
export interface StartEvent {
  readonly type: 'response.created' | 'response.in_progress' | 'response.queued'
  readonly response: Readonly<Record<string, unknown>>
}
/** An item begins. */
export interface AddedEvent {
  readonly type: 'response.output_item.added'
  readonly output_index: number
  readonly item: { readonly type: string; readonly id?: string | undefined; readonly phase?: string | undefined }
}
/** One more piece of a text. */
export interface DeltaEvent {
  readonly type:
    | 'response.output_text.delta'
    | 'response.refusal.delta'
    | 'response.reasoning_text.delta'
    | 'response.reasoning_summary_text.delta'
  readonly output_index: number
  readonly delta: string
  readonly summary_index?: number | undefined
}
/** An item is whole. */
export interface DoneEvent {
  readonly type: 'response.output_item.done'
  readonly output_index: number
  readonly item: ReplyItem
}
/** A response is over. */
export interface EndEvent {
  readonly type: 'response.completed' | 'response.incomplete'
  readonly response: ReplyResponse
}
/** Something that is not passed on, also since what it is a piece of is checked once it is whole. */
export interface HeldEvent {
  readonly type: 'held'
  readonly delta: string
  readonly output_index?: number | undefined
}
/** One event of a stream. */
export type ReplyEvent = StartEvent | AddedEvent | DeltaEvent | DoneEvent | EndEvent | HeldEvent
