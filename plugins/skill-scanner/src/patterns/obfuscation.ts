import { rule, type SkillRule } from './rule.ts'

const DECODERS = String.raw`(?:\batob\s*\(|b64decode\s*\(|Buffer\.from\([^\n)]{0,200},\s*[\"'](?:base64|hex)|fromCharCode\s*\(|\bunescape\s*\(|bytes\.fromhex\s*\(|zlib\.decompress\s*\(|codecs\.decode\s*\(|marshal\.loads\s*\(|FromBase64String\s*\(|\bdecode_base64\b|\bBase64\.(?:strict_)?decode64\b|\bbase64_decode\s*\(|\bgz(?:inflate|uncompress)\s*\(|\bhex2bin\s*\(|\bstr_rot13\s*\()`

/** Code that hides what it does. MITRE ATT&CK T1027, T1140. */
export const OBFUSCATION: readonly SkillRule[] = [
  rule('obfuscated-encoding', 'evaluates-decoded', 'CRITICAL', {
    keywords: ['eval', 'exec', 'function', 'compile', 'loads', 'invoke-expression', 'iex'],
    regex: String.raw`(?:\b(?:eval|exec|execSync|new\s+Function|compile)\s*\(\s*[^\n;{]{0,60}|\bFunction\s*\(\s*|\beval\s+|\b(?:iex|invoke-expression)\b[^\n;{]{0,60})${DECODERS}`,
    match: [
      "eval(atob('YWxlcnQoMSk='))",
      'exec(base64.b64decode(x))',
      "Function(Buffer.from(s, 'base64').toString())()",
    ],
    miss: [
      'JSON.parse(atob(part))',
      'b64decode(data)',
      'the method decodes: atob(x)',
      'function decode(s) { return atob(s) }',
    ],
  }),
  rule('obfuscated-encoding', 'decode-to-shell', 'CRITICAL', {
    keywords: ['base64', 'xxd', 'openssl', 'gunzip', 'rev', 'tr '],
    regex: String.raw`\b(?:base64\s+(?:-d|-D|--decode)|xxd\s+-r(?:\s+-p)?|openssl\s+(?:enc\s+-d|base64\s+-d)|gunzip|zcat|rev|tr\s+["'][^"'\n]{1,60}["']\s+["'][^"'\n]{1,60}["'])[^|\n]{0,80}\|\s*(?:[a-z0-9]{2,8}\s[^|\n]{0,60}\|\s*){0,2}(?:sudo\s+)?(?:/(?:usr/)?bin/)?(?:(?:ba|z|da)?sh|python[23]?|perl|node|php|ruby)\b|\b(?:ba|z|da)?sh\s+(?:-c\s+)?["']?(?:<\(|\$\()[^)\n]{0,200}base64\s+(?:-d|-D|--decode)`,
    match: ['echo Y3VybA== | base64 -d | bash', 'bash <(echo x | base64 --decode)', 'echo 6c73 | xxd -r -p | sh'],
    miss: ['echo $CERT | base64 -d > cert.pem', 'cat a | base64', 'tr a-z A-Z < in'],
  }),
  rule('obfuscated-encoding', 'character-codes', 'WARN', {
    keywords: ['fromcharcode', 'chr(', '[char]'],
    regex: String.raw`fromCharCode\s*\(\s*(?:(?:0x)?[0-9a-f]{2,4}\s*,\s*){6}|(?:\bchr\s*\(\s*(?:0x)?[0-9a-f]{2,4}\s*\)\s*[+.,]\s*){5}|(?:\[char\]\s*(?:0x)?[0-9a-f]{2,3}\s*\+\s*){5}`,
    match: ['String.fromCharCode(99,117,114,108,32,104,116,116)', 'chr(99)+chr(117)+chr(114)+chr(108)+chr(32)+x'],
    miss: ['String.fromCharCode(65 + i)', 'chr(10)'],
  }),
  rule('obfuscated-encoding', 'byte-escapes', 'WARN', {
    keywords: [String.raw`\x`, String.raw`\u00`],
    regex: String.raw`(?:\\x[0-9a-f]{2}){12}|(?:\\u00[2-7][0-9a-f]){8}`,
    match: [String.raw`"\x63\x75\x72\x6c\x20\x68\x74\x74\x70\x73\x3a\x2f\x2f"`],
    miss: [String.raw`"\x1b[31m"`, String.raw`\u00e9t\u00e9`],
  }),
  rule('obfuscated-encoding', 'long-base64', 'WARN', {
    keywords: 'none',
    // A comma stands before the data of a `data:` URI, which is how pictures are embedded.
    regex: String.raw`(?:^|[^,A-Za-z0-9+/])[A-Za-z0-9+/]{600}`,
    flags: '',
    match: [`x = "${'QUJD'.repeat(160)}"`],
    miss: [`data:image/png;base64,${'QUJD'.repeat(160)}`, 'QUJD'.repeat(20)],
  }),
  rule('obfuscated-encoding', 'tag-characters', 'CRITICAL', {
    keywords: 'none',
    // The longest honest use, the flag of a region of the United Kingdom, has six.
    regex: String.raw`[\x{E0020}-\x{E007E}]{8}`,
    flags: '',
    source: 'Unicode tag smuggling: R. Goodside, 2024; Unicode TR51, emoji tag sequences',
    match: [String.fromCodePoint(...Array.from('run this', (c) => 0xe0000 + c.charCodeAt(0)))],
    miss: [String.fromCodePoint(0x1f3f4, 0xe0067, 0xe0062, 0xe0073, 0xe0063, 0xe0074, 0xe007f)],
  }),
  rule('obfuscated-encoding', 'variation-selectors', 'CRITICAL', {
    keywords: 'none',
    regex: String.raw`[\x{FE00}-\x{FE0F}\x{E0100}-\x{E01EF}]{4}`,
    flags: '',
    source: 'Bytes in variation selectors: P. Butler, "Smuggling arbitrary data through an emoji", 2025',
    match: ['a\ufe00\ufe01\ufe02\ufe03'],
    miss: ['\u2764\ufe0f\u2764\ufe0f\u2764\ufe0f\u2764\ufe0f'],
  }),
  rule('obfuscated-encoding', 'invisible-run', 'WARN', {
    keywords: 'none',
    regex: String.raw`[\x{200B}-\x{200F}\x{2060}-\x{2064}\x{FEFF}]{6}|[\x{202D}\x{202E}\x{2066}-\x{2068}]`,
    flags: '',
    source: 'Trojan Source: N. Boucher, R. Anderson, 2021 (CVE-2021-42574)',
    match: ['a\u200b\u200c\u200b\u200c\u200b\u200c', 'x \u202egnirts'],
    miss: ['a\u200bb', '\ufeffbyte order mark'],
  }),
  rule('obfuscated-encoding', 'evaluates-codes', 'CRITICAL', {
    keywords: ['eval', 'exec', 'function', 'iex', 'invoke-expression', 'system'],
    regex: String.raw`\b(?:eval|exec|new\s+Function|system|iex|invoke-expression)\s*\(?\s*[^\n;]{0,30}(?:\bchr\(\s*\w{1,10}\s*\)\s*for\b|\bmap\(\s*chr\b|fromCharCode\b|\[char\]|-join\b[^\n]{0,80}\d{2,3}\s*,\s*\d{2,3})|\b(?:eval|exec|Function)\s*\(\s*\[\s*(?:\d{2,3}\s*,\s*){5}|\b(?:eval|exec|Function|system|iex)\s*\(\s*b?["'](?:\\x[0-9a-f]{2}|\\u00[0-9a-f]{2}|\\[0-7]{2,3}){4}|\b(?:eval|exec|new\s+Function)\(\s*(?:bytes\(\s*\[|\[[^\n;]{0,200}\]\.join\(|[^\n;]{0,200}(?:\[::-1\]|\.reverse\(\)\.join\())|\b(?:eval|exec)\(\s*\w{1,20}\(\s*b?["'][A-Za-z0-9+/=_-]{16}`,
    match: [
      "exec(''.join(chr(c) for c in [105,109,112]))",
      "exec(''.join(map(chr,[105,109,112])))",
      String.raw`eval("\x72\x65\x71\x75\x69")`,
      'iex (-join ((105,119,114) | % {[char]$_}))',
    ],
    miss: ['String.fromCharCode(65 + i)', "eval('2 + 2')", '[72, 101].map(c => String.fromCharCode(c))'],
  }),
  rule('obfuscated-encoding', 'names-in-parts', 'CRITICAL', {
    keywords: ['__import__', 'require(', "'+'", '"+"', "' + '", '" + "', 'getattr('],
    regex: String.raw`\bgetattr\(\s*__import__\(|__import__\(\s*["']\w{0,20}["']\s*\+|__import__\(\s*["'](?:zlib|base64|marshal|codecs|binascii)["']\s*\)|\brequire\(\s*["']\w{1,20}["']\s*\+\s*["']|\[\s*["']\w{1,12}["']\s*\+\s*["']\w{1,12}["']\s*\]\s*\(|[&.]\s*\(\s*["']\w{1,12}["']\s*\+\s*["']\w{1,12}["']`,
    match: ["getattr(__import__('o'+'s'), 'system')", "globalThis['ev'+'al'](x)", "& ('I'+'EX') $x"],
    miss: ['getattr(self, name)', "require('fs')", "obj['a' + i]", "__import__('os')"],
  }),
  rule('obfuscated-encoding', 'escapes-to-shell', 'CRITICAL', {
    keywords: ['printf', 'echo', "$'"],
    regex: String.raw`\b(?:printf|echo\s+-n?e)\s+["'][^"'\n]{0,20}(?:\\x[0-9a-f]{2}|\\0?[0-7]{3}){4}[^\n]{0,200}\|\s*(?:sudo\s+)?(?:(?:ba|z|da)?sh|python3?)\b|(?:\$\(|\x60)\s*(?:printf|echo\s+-n?e)\s+["'](?:\\x[2-7][0-9a-f]|\\0?[01][0-7]{2}){4}|\$'(?:\\x[2-7][0-9a-f]|\\0?[01][0-7]{2}){2}`,
    match: [String.raw`printf '\x63\x75\x72\x6c\x20' | sh`, String.raw`$'\x63\x75\x72\x6c' -s x`],
    miss: [String.raw`printf '\033[31mred\033[0m\n'`, String.raw`RED=$'\x1b[31m'`, String.raw`echo -e "a\tb"`],
  }),
  rule('obfuscated-encoding', 'obfuscator', 'CRITICAL', {
    keywords: ['_0x', '[]', '!+', '+!'],
    regex: String.raw`\b_0x[0-9a-f]{4,6}\b[^\n]{0,120}\b_0x[0-9a-f]{4,6}\b[^\n]{0,120}\b_0x[0-9a-f]{4,6}\b|[\[\]()!+]{0,30}(?:!\[\]|\+\[\])[\[\]()!+]{40}`,
    source: 'Output of javascript-obfuscator and JSFuck',
    match: ['var _0x4f2a=[1];(function(_0x1a2b,_0x3c4d){})(_0x4f2a)', '(![]+[])[+[]]'.repeat(6)],
    miss: ['const x = 0x4f2a', '[[[]]]', '['.repeat(200)],
  }),
  rule('obfuscated-encoding', 'invisible-message', 'CRITICAL', {
    keywords: 'none',
    // One letter has eight bits; no script joins so many characters at one place.
    regex: String.raw`[\x{200B}-\x{200F}\x{2060}-\x{2064}\x{FEFF}\x{180E}]{10}`,
    flags: '',
    match: ['a' + '\u200b\u200c'.repeat(5)],
    miss: ['a\u200bb\u200bc', 'x' + '\u200b'.repeat(4)],
  }),
]
