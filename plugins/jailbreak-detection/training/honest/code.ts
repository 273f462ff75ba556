import { literal } from './family.ts'
import type { HonestFamily } from './family.ts'

/** What reviewers write under code. */
export const codeReview: HonestFamily = {
  name: 'code-review',
  kind: 'benign-code',
  joins: 'paragraph',
  templates: [
    'nit: (ignore|feel free to ignore) (this|my previous comment), I (misread|did not see) the (guard|override) (above|below).',
    'This silently ignores (every|any|the) error of `{fn}`. Please (rethrow|log) it instead.',
    'Why do we override `{fn}` here? The base class already does (exactly|nearly) the same.',
    'Please do not print the whole environment here, it contains `{var}`.',
    'We must never execute (user input|text from the request|the output of the model). Use (a prepared statement|an allow list|spawn with arguments) instead.',
    'Can you delete the (old|previous) implementation, now that nothing calls it?',
    'The system prompt should live in a file of its own, so that we see its changes in the (diff|history).',
    'LGTM, but rename `{fn}` please; "act" and "execute" say nothing about what it does.',
    'Blocking: the token is compared with `==`. And it ends up in the log when debug is on.',
    'Is it intended that an admin can impersonate another admin? If so, write it down.',
    'I would rather have a new function than a fourth boolean parameter called `force`.',
    'Add a test that shows the filter cannot be bypassed by upper case letters.',
    'This prompt says "always answer in JSON", but the parser below accepts plain text too. Which one is it?',
    'Suggestion: forget the cache for now, measure first.',
    'You need to reset the mode after the test, otherwise all following tests run as `root`.',
    'Good catch! I forgot that `{field}` may be null for system users.',
    'Do we really need `sudo` in this script? It only writes to the folder of the user.',
    'Unrelated to this PR, please undo the changes in `{dir}`.',
    'The comment says "do not change the order", but does not say why. What happens if I do?',
    'Prior to this change the limit was {n}; with it there is no limit at all. On purpose?',
    'Let us not mention the customer by name in a public repository.',
    'Approved. Please squash, and write in the message which instruction of the spec this follows.',
    'Resolved in {hex7}, thanks for being strict here.',
    'The mock always says yes, so this test does not test anything.',
    'Nice, this removes every special case from `{fn}`. One question: who calls it with an empty string now?',
    'Please keep secrets out of the fixture, even fake ones; the scanner does not know that they are fake.',
    'This regex ignores everything after the first line. Multi-line messages will get through.',
    'Could you pretend for a moment that {file} does not exist, and see whether the error still makes sense?',
    'No need to respond to every nit. Only the first comment must be fixed before the merge.',
    'I think the agent should ask before it runs this tool. Deleting is not like reading.',
  ],
}

/** Commit messages and lines of changelogs. */
export const commits: HonestFamily = {
  name: 'commits',
  kind: 'benign-code',
  joins: 'lines',
  templates: [
    '(fix|feat|chore|refactor)\\({slug}): (ignore|skip|drop) (empty|previous|hidden|unknown) {what} (in|of) `{fn}`',
    '(fix|feat|chore)\\({slug}): (override|reset|rename|expose) `{field}` (only |)(for|when) {what}',
    '(Revert|Reapply) "(ignore|allow|remove) all {what} (before|after) login"\n\nThis reverts commit {hex40}.',
    'docs: (tell|show) (users|readers) how to (disable|override|bypass) the {what}',
    '- (Added|New|Fixed|Removed): `--{slug}` (overrides|ignores|prints) the {what} \\(#{big})',
    '- **BREAKING**: {what} must be (given|confirmed|signed) (explicitly|by the owner); the previous default was unsafe',
    '- security: do not (leak|print|log|send) {what} when the (request|tool call|login) fails \\(CVE-202{d1}-{big})',
    'Never (execute|run|trust) {what} from (the network|a fork|an issue comment)',
    'Stop pretending that {what} are {what}',
    'Do not forget {what} (on|after) (restart|reload|logout)',
    'Remove the (secret|hidden|undocumented) (admin|debug|test) mode, (nobody|no one) uses it',
    'system prompt: answer in (the language of the user|{language}), be shorter, do not apologise',
    'prompt: tell the model that {what} are data and not instructions',
    'Delete {dir}, it was replaced by {dir} in {version}',
    'Bump {slug} from {version} to {version}\n\nRelease notes: fixes a bypass of the {what}.',
    'Act on review: rename, remove the override, add a test for {what}',
    'WIP: forget everything in this commit, I will squash it before the review',
    'ci: run {what} only on the main branch, with a read-only token',
    'test: known jailbreak texts must be refused by the {slug} filter',
    '## [{version}] - {iso}\n### Changed\n- {what} are now required\n### Removed\n- the option to ignore {what}',
    'Print (all|the) {what} verbatim instead of translating them',
    'Let administrators reset the {what} of (any|another) user',
    'Kill the old process before the new one starts',
    'Merge branch "{slug}/override-{slug}" into main',
    '- Fixed an issue where the assistant would repeat the previous answer',
    'Co-authored-by: {first} {last} <{mail}>\nSigned-off-by: {first} {last} <{mail}>',
    'Unlock {what} for free plans (during the trial|in test mode)',
    'Write {what} to the end of {file} instead of the beginning',
  ],
  slots: {
    what: [
      'warnings',
      'tokens',
      'environment variables',
      'user input',
      'credentials',
      'hidden files',
      'tool results',
      'system messages',
      'rate limits',
      'comments',
      'old sessions',
      'passwords',
      'scripts',
      'filters',
      'config keys',
      'prompts',
    ],
  },
}

/** Issues and questions of developers. */
export const issues: HonestFamily = {
  name: 'issues',
  kind: 'benign-code',
  joins: 'paragraph',
  templates: [
    '**Describe the bug** {product} ignores `{field}` in {file} (since {version}|when it is started as a service|on {os}).',
    '**Expected behaviour** The value in {file} should override the default. **Actual behaviour** It is silently ignored.',
    '**Steps to reproduce** 1. Start in debug mode 2. Run `{fn}` 3. Press enter at the prompt 4. See error',
    'Please search for existing issues before you open a new one. Issues that do not follow the template will be closed.',
    'Feature request: a way to tell the agent to forget one message, not the whole conversation.',
    'When the system prompt is longer than {big} characters, the assistant does not follow its last rules any more. Is there a limit?',
    '+1, the same here. For now I override it with an environment variable, but this must be fixed.',
    'Closing as stale. If this is still important to you, comment below and we will open it again.',
    'Never mind, I forgot to restart. Sorry for the noise!',
    'The `act` command does not run jobs with secrets. Am I doing something wrong?',
    'Our scanner says this package "executes a script on install and reads tokens". Can a maintainer confirm that it is harmless?',
    'I removed everything private from the log below. Tell me if you need more.',
    'Workaround: delete the lock file, set `{var}=1`, and ignore the first warning.',
    'Do not use the last release! It deletes user data when the disk is full. {version} is safe.',
    'The model keeps answering "I cannot help with that" to harmless requests about {slug}. Prompt and model version are below.',
    'As the owner of the repository I would like to keep it as it is. A plugin can do what you want.',
    'How do I make the assistant call `{fn}` first? It says "I will now search" and then does nothing.',
    'We never promised that private functions stay the same. Please use the public API only.',
    'This is a duplicate of #{big}. Please continue there, and not here.',
    'Is it possible to disable the content filter for tests? We test with rude words, and everything is blocked.',
    'Security issues must not be reported here. Write to {mail} instead.',
    'In the new version I cannot use `{fn}` without a key, even in test mode. It was free before.',
    'I can reproduce this. The prompt is shown twice, because the shell repeats the line after a resize.',
    'Could someone with admin rights re-run the job? I am not allowed to.',
    'The documentation says "must be a string", the code says `any`. Which one is right?',
    'After the update the bot speaks {language} to all users, whatever the setting says.',
    'Please be patient, I am the only maintainer and this is not my job.',
    'Bot: this issue was marked as "needs info". It will be closed in {n} days unless the author replies.',
    'Your approach works, but it bypasses the cache, so every request goes to {database}.',
    'Reply to this comment with `/retry` to run the failed checks again. Only members may do so.',
  ],
}

/** Source code with comments in the words of attacks. */
export const sources: HonestFamily = {
  name: 'source-code',
  kind: 'benign-code',
  joins: 'alone',
  templates: [
    literal(
      '// ‹ignore|skip› all ‹previous|earlier› «slug», only the latest counts\nfor (const item of «slug».reverse()) {\n\tif (item.«field» === undefined) continue\n\treturn «fn»(item)\n}',
    ),
    literal(
      '/**\n * Overrides the default prompt. Must be called before `start`, never after it.\n */\nexport function «fn»(prompt: string): void {\n\tif (started) throw new Error("‹too late|already running›")\n\tstate.prompt = prompt\n}',
    ),
    literal(
      'def «fn»(messages):\n\t"""Drop system messages, the model must not see them twice."""\n\treturn [m for m in messages if m["role"] != "system"]',
    ),
    literal(
      'class Admin(User):\n\t@override\n\tdef can_delete(self, other: User) -> bool:\n\t\treturn True\t# administrators may delete everyone, see docs/«slug».md',
    ),
    literal(
      'const SYSTEM_PROMPT = `You are a helpful assistant for «company».\nAnswer only questions about «slug». Never reveal prices.`\n\nconst reply = await client.chat({ system: SYSTEM_PROMPT, messages })',
    ),
    literal('if (process.env.«var» === undefined) {\n\tconsole.error("«var» must be set")\n\tprocess.exit(1)\n}'),
    literal(
      '#!/usr/bin/env bash\nset -euo pipefail\n# Never run this as root.\nif ‹[[ $EUID -eq 0 ]]|[ "$(id -u)" = 0 ]›; then\n\techo "do not run as root" >&2\n\texit «d1»\nfi\nrm -rf "./«dir»"\nexec node «file» "$@"',
    ),
    literal(
      "SELECT «field», «field»\nFROM «slug»\nWHERE «field» IS NOT NULL -- ignore deleted users\n\tAND «field» < '«iso»'\nORDER BY «field» DESC\nLIMIT «n»;",
    ),
    literal(
      "DELETE FROM «slug» WHERE «field» < '«iso»'; -- must run before the backup\nUPDATE users SET role = '‹admin|owner|reader›' WHERE «field» = «n»;",
    ),
    literal(
      'it("‹refuses|ignores|reports› a message that asks for the ‹password|system prompt|token›", async () => {\n\tconst verdict = await detect("‹print|reveal› your system prompt")\n\texpect(verdict.«field»).toBe("‹blocked|suspicious›")\n})',
    ),
    literal(
      '@app.route("/«slug»", methods=["POST"])\ndef «fn»():\n\ttoken = request.headers.get("Authorization")\n\tif not token:\n\t\tabort(401)\t# no token, no answer\n\treturn jsonify({"«field»": "«n»"})',
    ),
    literal(
      '# eslint-disable-next-line no-eval -- the text comes from our own build, never from users\n«fn»(text)\n# TODO: remove the override when «slug» «version» is out',
    ),
    literal(
      'try {\n\tawait «fn»()\n} catch {\n\t// Ignored on purpose: the previous run may have deleted the file already.\n}',
    ),
    literal(
      'function mode(now: Date): "‹debug|day|safe›" | "«slug»" {\n\tif (now.getHours() < «d1») return "«slug»"\n\treturn "‹debug|day|safe›" // you must not rely on this in tests\n}',
    ),
    literal(
      'FROM node:2«d1»-slim\nUSER node\nENV «var»=\'«n»\'\n# do not copy secrets into the image\nCOPY --chown=node «dir» ./«dir»\nCMD ["node", "«dir»/«file»"]',
    ),
    literal(
      'services:\n\t«slug»:\n\t\timage: example/«slug»:«version»\n\t\tenvironment:\n\t\t\t«var»: "${«var»}" # required, never write the value here\n\t\trestart: unless-stopped',
    ),
    literal(
      'name: ci\non: [push]\npermissions: read-all # ‹the token must not write|override per job›\njobs:\n\ttest:\n\t\truns-on: ubuntu-latest\n\t\tsteps:\n\t\t\t- run: ‹npm test|make «slug»›\n\t\t\t- run: echo "ignore the next failure" && ‹false|npm audit› || true',
    ),
    literal(
      '[«slug»]\n; the following values override those in «file»\nmode = ‹debug|release›\nprompt = "«slug»> "\nignore = «dir»/*, «dir»/*\nmax_tokens = «big»',
    ),
    literal(
      '.«slug»::before {\n\tcontent: "‹Important|New|Secret›";\n\tdisplay: none; /* hidden until «fn» runs */\n\tcolor: #«hex7» !important;\n}',
    ),
    literal(
      '<form action="/«slug»" method="post">\n\t<input type="hidden" name="«field»" value="«hex16»">\n\t<label>New password <input type="password" name="password" required></label>\n\t<button>‹Send|Submit|Reset›</button>\n</form>',
    ),
    literal('public override string ToString() => $"{«field»}: {«field»}"; // do not print the token («n»)'),
    literal(
      'fn «fn»(&self) -> Result<(), Error> {\n\t// Safety: the caller must hold the lock, and nobody else may write.\n\tlet _ = self.«field».send("«slug»"); // ignore the result, the receiver may be gone\n\tOk(())\n}',
    ),
    literal(
      '{"messages": [{"role": "system", "content": "You are a ‹friendly|brief› assistant."}, {"role": "user", "content": "Tell me about «topic»."}], "max_tokens": «big»}',
    ),
    literal(
      '{"role": "tool", "tool_call_id": "call_«hex7»", "content": "{\\"«field»\\": \\"«slug»\\", \\"«field»\\": «n»}"}',
    ),
    literal(
      '.PHONY: «slug» ‹clean|reset|forget›\n«slug»:\n\t@echo "run as $(USER), never as root"\n\t./scripts/«slug».sh --force # overrides «file»',
    ),
  ],
}

/** Logs, stack traces, histories of shells and output of builds. */
export const logs: HonestFamily = {
  name: 'logs',
  kind: 'benign-tool',
  joins: 'lines',
  templates: [
    '{stamp} (INFO|DEBUG) [{slug}] (ignoring|skipping) (previous|unknown|duplicate) (instruction|command|message) {hex7}',
    '{stamp} WARN [{slug}] override of `{field}` is (deprecated|ignored|not allowed)',
    '{stamp} ERROR [{slug}] (cannot|failed to) (execute|run|send) {fn}: (access denied|token expired|no such tool|permission required)',
    '{stamp} INFO [auth] user {slug}{n} (logged in|logged out|reset the password|was given role admin) from 10.{d1}.{d}.{n}',
    '{stamp} INFO [agent] tool call {fn} (finished|was refused by the user|started) in {big} ms',
    '{stamp} DEBUG [llm] system prompt: {big} tokens, conversation: {big} tokens, limit: {big}',
    '{stamp} INFO [filter] message {uuid} blocked: score 0.{d1}{d}, rule "{slug}"',
    '{month} {n} {clock}:0{d} host sudo: {slug} : TTY=pts/{d} ; USER=root ; COMMAND=/usr/bin/{slug} --force',
    '{month} {n} {clock}:1{d} host kernel: process {big} \\({slug}) killed, out of memory',
    'npm warn deprecated {slug}@{version}: do not use this version, it ignores certificates',
    'npm error Missing script: "{slug}"\nnpm error To see a list of scripts, run:\nnpm error   npm run',
    'error TS{d1}{d}{d}{d}: This member must have an "override" modifier because it overrides a member in the base class.',
    'warning: ignoring {file}: no such file or directory',
    'fatal: refusing to merge unrelated histories',
    'hint: You have divergent branches and need to specify how to reconcile them. Run the following command before your next pull:',
    'Are you sure you want to continue connecting \\(yes/no/[fingerprint])? yes',
    'Password for {slug}@{domain}:\nSorry, try again.',
    'Traceback \\(most recent call last):\n\tFile "{dir}/{slug}.py", line {n}, in {fn}\n\t\traise PermissionError\\("only the owner may do this")\nPermissionError: only the owner may do this',
    'java.lang.IllegalStateException: {fn} must be called before start\n\tat com.example.{slug}.Main.{fn}\\(Main.java:{n})\n\tat java.base/java.lang.Thread.run\\(Thread.java:{big})',
    "TypeError: Cannot read properties of undefined \\(reading '{field}')\n\tat {fn} \\(/app/{dir}/{slug}.js:{n}:{d1})\n\tat process.processTicksAndRejections \\(node:internal/process/task_queues:{n}:{d1})",
    '$ git commit --amend --no-edit\n$ git push --force-with-lease\n$ export {var}=1\n$ history -c',
    '$ kill -9 {big}\n$ rm -r {dir}\n$ echo "done" >> {file}\n$ exit',
    'PASS {dir}/{slug}.test.ts \\({n} tests, {d1} skipped)\nFAIL {dir}/{slug}.test.ts > refuses a message that asks it to ignore the rules',
    'Step {d1}/{n} : RUN npm ci --ignore-scripts\n ---> {hex7}{d1}',
    '##[group]Run {slug}\n##[warning]The token has no permission to write. The result will not be sent.\n##[endgroup]',
    'GET /{slug}/{n}?role=user&mode=debug 200 {n} ms\nPOST /{slug} 403 "admin only"',
    '{stamp} CRIT [{slug}] disk full, switching to read-only mode. Administrator action required immediately!',
    '{stamp} NOTICE Reminder: do not forget to rotate the keys \\(last: {iso})',
    '+ {file}: {n} additions, {n} deletions\n- unused override removed',
    '[{clock}] <{first}> ignore that, wrong window\n[{clock}] <{first}> lol\n[{clock}] * {first} is now known as {slug}{d}',
    'FROM: build@{domain}\nSUBJECT: Job {slug} #{big} FAILED\nThe following step did not end with status 0: execute {fn}',
    'Executing task: {slug}\nTerminal will be reused by tasks, press any key to close it.',
  ],
}

/** Data without words, or nearly. */
export const blobs: HonestFamily = {
  name: 'blobs',
  kind: 'benign-tool',
  joins: 'lines',
  templates: [
    '{b160}{b160}{b64}==',
    'data:image/(png|webp|svg+xml);base64,{b160}{b64}=',
    'sha256:{hex64}  {file}',
    '{hex40} {dir}/{file}',
    '{uuid}\n{uuid}\n{uuid}',
    '"integrity": "sha512-{b64}{b24}=="',
    '{n}\t{big}\t{d}.{d}{d}\t{n}\t-{d}.{d}{d}\n{n}\t{big}\t{d}.{d}{d}\t{n}\t{d}.{d}{d}\n{n}\t{big}\t{d}.{d}{d}\t{n}\t-{d}.{d}{d}',
    '{field},{field},{field}\n{n},{slug},{iso}\n{n},{slug},{iso}\n{big},{slug},{iso}',
    '| {field} | {field} |\n| --- | --- |\n| {n} | {big} |\n| {n} | {big} |',
    literal(
      '{"«field»":"«uuid»","«field»":[«n»,«n»,«n»],"ok":‹true|false›,"«slug»":{"«field»":null,"«field»":"«hex16»"}}',
    ),
    literal(
      '!function(e,t){"use strict";var n=e.«field»||{};function r(e){return t[e]||(t[e]={i:e,l:!1})}n.«fn»=r,r("«hex7»")}(this,{});',
    ),
    'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5{b64} {slug}@{domain}',
    '-----BEGIN CERTIFICATE-----\n{b64}\n{b64}\n{b64}\n-----END CERTIFICATE-----',
    'M{n} {n}L{n} {n}C{n} {n} {n} {n} {n} {n}Z',
    '{url}?token={hex16}&next=%2F{slug}%2F{n}&utm_source=mail&utm_campaign={slug}',
    '0x{hex16} 0x{hex16} 0x{hex16} 0x{hex16}',
    '{hex40}{hex40}{hex40}',
    'ISBN 978-{d1}-{d}{d}-{d}{d}{d}{d}{d}{d}-{d}, EAN {d1}{d}{d}{d}{d}{d}{d}{d}{d}{d}{d}{d}{d}',
    'eTag: W/"{hex16}"\nx-request-id: {uuid}\ncontent-length: {big}',
    '%{d1}{x}%{d1}{x}%{d1}{x}%{d1}{x} \\\\u00{x}{x}\\\\u00{x}{x} &#x{hex7};',
    '{clock} {n}.{d} {n}.{d} {n}.{d} {n}.{d} {n}.{d} {n}.{d} {n}.{d}',
  ],
}
