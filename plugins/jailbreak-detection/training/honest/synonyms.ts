import type { Random } from '../random.ts'

/** Words that may stand for each other in honest prose; those of attacks above all, so that none of them is a sign by itself. */
const GROUPS: readonly (readonly string[])[] = [
  ['ignore', 'ignore', 'disregard', 'overlook', 'skip', 'neglect'],
  ['ignored', 'disregarded', 'overlooked', 'skipped', 'neglected'],
  ['ignores', 'disregards', 'overlooks', 'skips'],
  ['ignoring', 'disregarding', 'overlooking', 'skipping'],
  ['bypass', 'circumvent', 'get around', 'evade'],
  ['bypassed', 'circumvented', 'evaded'],
  ['override', 'overrule', 'replace', 'supersede'],
  ['overrides', 'replaces', 'supersedes'],
  ['disable', 'deactivate', 'switch off', 'turn off'],
  ['disabled', 'deactivated', 'switched off', 'turned off'],
  ['previous', 'earlier', 'prior', 'preceding', 'last', 'former'],
  ['every', 'each'],
  ['entire', 'whole', 'complete'],
  ['instruction', 'direction', 'order', 'guideline'],
  ['instructions', 'directions', 'guidelines', 'orders'],
  ['rules', 'guidelines', 'regulations', 'restrictions', 'policies'],
  ['limit', 'restriction', 'cap'],
  ['limits', 'restrictions', 'boundaries'],
  ['hidden', 'concealed', 'invisible'],
  ['internal', 'private'],
  ['secret', 'confidential', 'private'],
  ['confidential', 'secret', 'private', 'sensitive'],
  ['reveal', 'disclose', 'show', 'expose', 'give away'],
  ['reveals', 'discloses', 'shows', 'exposes'],
  ['revealed', 'disclosed', 'shown', 'exposed'],
  ['prints', 'displays', 'outputs', 'shows'],
  ['print', 'display', 'output', 'show'],
  ['repeat', 'copy', 'echo'],
  ['password', 'passphrase', 'login', 'PIN'],
  ['passwords', 'passphrases', 'logins', 'credentials'],
  ['send', 'forward', 'transmit', 'mail', 'submit'],
  ['sent', 'forwarded', 'transmitted', 'mailed'],
  ['new', 'revised', 'updated', 'latest'],
  ['must', 'must', 'have to', 'need to', 'shall'],
  ['always', 'always', 'at all times', 'without exception'],
  ['only', 'only', 'just', 'solely'],
  ['exactly', 'precisely'],
  ['immediately', 'at once', 'right away', 'straight away', 'without delay'],
  ['urgent', 'important', 'pressing', 'critical'],
  ['important', 'crucial', 'vital', 'essential'],
  ['unlimited', 'unrestricted'],
  ['assistant', 'bot', 'chatbot', 'agent', 'AI'],
  ['model', 'AI', 'language model', 'LLM'],
  ['user', 'customer', 'client'],
  ['users', 'customers', 'clients'],
  ['execute', 'run', 'launch', 'perform', 'carry out'],
  ['executes', 'runs', 'performs'],
  ['executed', 'run', 'performed', 'carried out'],
  ['obey', 'follow', 'comply with', 'respect'],
  ['follow', 'observe', 'stick to'],
  ['delete', 'remove', 'erase', 'wipe'],
  ['deleted', 'removed', 'erased', 'wiped'],
  ['deletes', 'removes', 'erases'],
  ['answers', 'replies'],
  ['begin', 'start'],
  ['begins', 'starts'],
  ['refuse', 'decline', 'turn down'],
  ['refuses', 'declines'],
  ['refused', 'declined', 'turned down'],
  ['administrator', 'admin', 'operator'],
  ['administrators', 'admins', 'operators'],
  ['task', 'job', 'assignment'],
  ['document', 'file', 'page', 'attachment'],
  ['documents', 'files', 'pages', 'attachments'],
  ['money', 'funds', 'cash'],
  ['illegal', 'forbidden', 'unlawful'],
  ['story', 'tale'],
  ['rewrite', 'rephrase', 'reword'],
  ['instead', 'rather'],
  ['remember', 'keep in mind', 'note'],
  ['store', 'save', 'keep'],
  ['stored', 'saved', 'kept'],
  ['please', 'kindly'],
  ['words', 'phrases'],
  ['sentence', 'phrase', 'line'],
  ['attack', 'attempt', 'exploit'],
  ['attacks', 'attempts', 'exploits'],
  ['attacker', 'adversary', 'intruder'],
  ['attackers', 'adversaries', 'intruders'],
  ['confirm', 'approve', 'acknowledge'],
  ['wrong', 'incorrect'],
  ['help', 'assist'],
  ['change', 'modify', 'alter', 'edit'],
  ['changed', 'modified', 'altered', 'edited'],
  ['original', 'first', 'initial'],
  ['safe', 'secure'],
  ['big', 'large'],
  ['error', 'mistake', 'fault'],
  ['allowed', 'permitted'],
  ['tool', 'function'],
  ['tools', 'functions'],
]

/** Before these words an exchange is seldom grammatical. */
const UNSAFE_BEFORE: ReadonlySet<string> = new Set(['not', 'be', 'being', 'for', 'to', 'just', 'then', 'after'])
const SYNONYMS: ReadonlyMap<string, readonly string[]> = new Map(
  GROUPS.map((group) => [group[0] ?? '', group.slice(1)]),
)

/** Exchanges some words of a text for others of the same meaning, and draws "do not" together now and then. */
export function vary(text: string, rate: number, random: Random): string {
  return text
    .replaceAll(/[A-Za-z]+/g, (word, at: number) => {
      const others = SYNONYMS.get(word.toLowerCase())
      if (others === undefined || !random.chance(rate) || isFixed(text, at, word)) return word
      const other = random.pick(others)
      return /^[A-Z]/.test(word) ? other.charAt(0).toUpperCase() + other.slice(1) : other
    })
    .replaceAll(/\b([Dd]o|[Dd]oes|[Ii]s|[Dd]id|[Cc]ould|[Mm]ust) not\b/g, (all, verb: string) =>
      random.chance(rate) ? `${verb}n't` : all,
    )
}

/** Whether a word is part of a name, of code or bound to an article or a particle beside it. */
function isFixed(text: string, at: number, word: string): boolean {
  const before = text.charAt(at - 1)
  const after = text.charAt(at + word.length)
  if (before === '"' && after === '"') return true
  if (word === 'Must') return true // "Must I" asks, and "Have to I" is no sentence
  if (/[`_\-./$@#=<&]/.test(before) || /[`_\-/(@=:]/.test(after) || (word.length > 1 && word === word.toUpperCase()))
    return true
  if (/^[ ]*`|^[ ]*not\b/.test(text.slice(at + word.length, at + word.length + 5)) && word.toLowerCase() !== 'must')
    return true
  const last = /(\w+) $/.exec(text.slice(Math.max(0, at - 12), at))?.[1]?.toLowerCase()
  if (last === 'a' || last === 'an') return true
  const next = /^ (\w+)/.exec(text.slice(at + word.length, at + word.length + 12))?.[1]?.toLowerCase()
  return next !== undefined && UNSAFE_BEFORE.has(next)
}
