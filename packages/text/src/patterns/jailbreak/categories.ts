/** The families of phrasing, with the weight that each adds to the score, once. */
export const JAILBREAK_CATEGORIES = {
  'ignore-instructions': 0.6,
  'override-safety': 0.6,
  disregard: 0.5,
  forget: 0.5,
  'new-instructions': 0.5,
  'important-override': 0.5,
  'role-assumption': 0.4,
  'act-as': 0.4,
  'context-reset': 0.4,
  'rule-replacement': 0.4,
  'prompt-extraction': 0.4,
  'dictated-answer': 0.3,
  'system-markers': 0.3,
  'special-tokens': 0.3,
  'role-markers': 0.2,
} as const
/** One of JAILBREAK_CATEGORIES. */
export type JailbreakCategory = keyof typeof JAILBREAK_CATEGORIES
