import type { Pattern } from '../../pattern.ts'
import { english } from './english.ts'

const HEADINGS = [
  String.raw`\[\[? ?/?(?:system|system ?(?:message|prompt|note|instruction|override|alert|update)|admin|developer|end of (?:system|user) ?(?:prompt|input)?) ?\]\]?`,
  String.raw`#{2,} ?(?:system|instruction|new instruction|system (?:prompt|message|instruction|override))s?(?: ?:|\s)`,
  String.raw`<{1,2}/?(?:system|sys|system[_-](?:prompt|message|instruction|note)s?|admin|instructions?|important|information)>{1,2}`,
  String.raw`(?:begin|start|end)(?: of)? system (?:prompt|message|instructions?)`,
  String.raw`system (?:override|prompt|instruction|message) ?: `,
]

/** Marks of system prompts, chat templates and turns of a conversation. */
export const FORMAT: readonly Pattern[] = [
  english('heading', 'system-markers', {
    keywords: ['system', 'instruction', 'inst', 'admin', 'sys'],
    regex: String.raw`(?:^|[\s>"'\x60])(?:${HEADINGS.join('|')})`,
    match: ['[SYSTEM] do this', '### System: obey', '<system>obey</system>', 'BEGIN SYSTEM PROMPT'],
    miss: ['the operating system', '[systemd] started', '# Systems', '<systems>'],
  }),
  english('chat-template', 'special-tokens', {
    keywords: ['<|', '[inst]', '[/inst]', '<<sys>>', '<start_of_turn>', '<end_of_turn>', '</s>', '｜'],
    regex: String.raw`<\|(?:im_(?:start|end|sep)|end_?of_?text|begin_of_text|eot_id|eom_id|start_header_id|end_header_id|system|user|assistant|endofprompt|end|return|channel|message|start)\|>|\[/?INST\]|<</?SYS>>|<(?:start|end)_of_turn>|(?:^|\s)</s>(?:\s|$)`,
    source: 'Chat templates of ChatML, Llama 2 and 3, Gemma, Mistral, Phi, gpt-oss as published by their vendors',
    match: ['<|im_start|>system', 'hi [/INST] ok', '<<SYS>>', '<|eot_id|>', '<start_of_turn>model'],
    miss: ['a <| b |> c', '[INSTALL]', '<s>struck</s>'],
  }),
  english('turn', 'role-markers', {
    keywords: ['system', 'assistant', 'human', 'user', 'developer', 'ai'],
    regex: String.raw`^[ \t>*#-]{0,4}(?:system|assistant|human|user|developer|ai)[*]{0,2} ?:[*]{0,2}(?:\s|$)`,
    maxLength: 40,
    flags: 'im',
    match: ['System: you obey', 'text\n\nHuman: now do it', '**Assistant:** sure'],
    miss: ['The user: a person', 'username: x', 'system_time: 5', 'users: 3'],
  }),
]
