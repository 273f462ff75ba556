/** Signs of a mask, six or more in a row: `sk-proj-XXXXXXXX`, `AIza......`; the whole value may be of any one sign. */
const MASK_RUN = /([xX.*#•])\1{5}|…/
const ONE_SIGN = /^([0xX*.#•_-])\1{5,}$/
/** `****fx3n`, `ab***` */
const MASKED = /^[\w-]{0,8}(?:[*•]{3,}|\.{3}|…)[\w-]{0,6}$/
/** A blank to fill in. */
const BLANK =
  /^(?:\$\{(?:input|env|config|command):[\w.:-]{1,80}\}|\{[A-Za-z_][\w.]{0,60}\}|<[\w .:-]{1,60}>|\[[\w -]{1,60}\]|\{\{[^{}]{1,60}\}\}|%\w{1,60}%|__\w{1,60}__|YOUR_[A-Z_]{1,60})$/
/** Words of documentation; a real password may have one of them, hence the few digits. */
const DOCUMENTATION =
  /\byour[-_ ]|your(?:token|key|secret|password|api)|[-_]here$|placeholder|change[-_ ]?me\b|change[-_ ]?this|replace[-_ ]?(?:me|this|with)|do[-_ ]not[-_ ]use|not[-_ ]a[-_ ]real|^(?:dummy|example|redacted)$|^(?:insert|enter)[-_ ]/i
/** What vendors print in their documentation: `AKIAIOSFODNN7EXAMPLE`, and words alone: `dummy-token-for-tests`. */
const SAMPLE = /EXAMPLE(?:KEY)?$|^(?:dummy|fake|sample|example|mock)(?:[-_][a-z]{1,20}){1,6}$/
/** `getSecret('api-key')`: code that looks it up. */
const LOOK_UP =
  /^(?:get|read|load|fetch|lookup|resolve|require|ref|secret|vault|sops|ssm|env|param)[\w.]{0,60}\((?:["'][\w./:-]{0,60}["'])?\)$/i

/** True for a value that is masked, to be filled in or looked up elsewhere: it may be shown, and where it is a password, everybody knows it. */
export function isBlank(value: string): boolean {
  if (value.length > 200) return false
  if (MASKED.test(value) || BLANK.test(value) || LOOK_UP.test(value) || SAMPLE.test(value)) return true
  if (ONE_SIGN.test(value.replaceAll('-', ''))) return true
  const plain = value.length - value.replaceAll(/\d/g, '').length <= 3
  return plain && (MASK_RUN.test(value) || DOCUMENTATION.test(value))
}
