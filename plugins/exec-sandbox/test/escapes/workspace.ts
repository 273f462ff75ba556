import { number, python, type Group } from './escape.ts'

/** What a person does in the workspace afterwards; what git starts meanwhile leaves the file $TOKEN in $BASE. */
const USES_GIT =
  'cd "$BASE/app" && { git status; git diff; git log -1; echo x >> README; git add README; git -c user.name=a -c user.email=a@b commit -qm x; git checkout -q -b other; } >/dev/null 2>&1 </dev/null; test -e "$BASE/$TOKEN"'
const RUNS = 'touch "$BASE/$TOKEN"'
const evil = `printf '#!/bin/sh\\ntouch "%s"\\n' "$BASE/$TOKEN" > evil.sh; chmod +x evil.sh`

export const workspace: Group = {
  title: 'Protected files of the workspace',
  escapes: [
    { name: 'writes a hook', script: 'echo x > .git/hooks/post-commit' },
    { name: 'changes a hook that is there', script: 'echo x >> .git/hooks/sample' },
    { name: 'removes a hook', script: 'rm -f .git/hooks/sample' },
    { name: 'changes the rights of a hook', script: 'chmod +x .git/hooks/sample' },
    { name: 'moves .git away and makes another', script: `mv .git g; mkdir -p .git/hooks; cp -r g/* .git; echo x > .git/hooks/pre-commit` },
    { name: 'moves the hooks away and makes others', script: 'mv .git/hooks .git/h; mkdir -p .git/hooks; echo x > .git/hooks/pre-commit' },
    { name: 'moves hooks in', script: 'mkdir h; echo x > h/pre-commit; rm -rf .git/hooks; mv -T h .git/hooks' },
    { name: 'puts a link in the place of the hooks', script: 'mkdir h; rm -rf .git/hooks; ln -s ../h .git/hooks' },
    { name: 'exchanges the config with another file', script: `cp .git/config c; echo x >> c; ${python(`done(call(${process.arch === 'arm64' ? 276 : 316}, -100, ctypes.c_char_p(b"c"), -100, ctypes.c_char_p(b".git/config"), 2))`)}` },
    { name: 'exchanges .git with another folder', script: `cp -r .git g; echo x >> g/config; ${python(`done(call(${process.arch === 'arm64' ? 276 : 316}, -100, ctypes.c_char_p(b"g"), -100, ctypes.c_char_p(b".git"), 2))`)}` },
    { name: 'moves another file over the config', script: 'cp .git/config c; echo x >> c; mv -f c .git/config' },
    { name: 'writes the config over a hard link', script: 'ln .git/config c && echo x >> c' },
    { name: 'writes a hidden file over a hard link', script: 'ln .env c && echo x >> c' },
    { name: 'writes the config over a link', script: 'ln -s .git/config c; echo x >> c' },
    { name: 'writes the config over a path handle', script: python(`
fd = os.open(".git/config", os.O_PATH)
os.write(os.open("/proc/self/fd/%d" % fd, os.O_WRONLY | os.O_APPEND), b"x")`) },
    { name: 'writes the config over a handle opened for reading', script: python(`
fd = os.open(".git/config", os.O_RDONLY)
os.write(os.open("/proc/self/fd/%d" % fd, os.O_WRONLY | os.O_APPEND), b"x")`) },
    { name: 'makes a hook below an opened folder', script: python(`
fd = os.open(".git/hooks", os.O_PATH)
os.write(os.open("pre-commit", os.O_CREAT | os.O_WRONLY, 0o755, dir_fd=fd), b"x")`) },
    { name: 'writes the config over the folder of a process', script: 'echo x >> /proc/self/cwd/.git/config' },
    { name: 'writes the config over the root of a process', script: 'echo x >> "/proc/$PPID/root$PWD/.git/config"' },
    { name: 'cuts the config off', script: ': > .git/config' },
    { name: 'maps the config into memory', script: python(`
fd = os.open(".git/config", os.O_RDWR)
m = mmap.mmap(fd, 0); m[0:1] = b"#"; m.flush()`) },
    { name: 'mounts over the hooks', outside: 'unshare -m --', script: 'mkdir h; mount --bind h .git/hooks && echo ESCAPED' },
    { name: 'unmounts what protects the config', before: 'true', outside: 'unshare -m -- sh -c \'mount --bind -o ro .git/config .git/config; exec "$@"\' sh', script: 'umount .git/config && echo ESCAPED' },
    { name: 'mounts what protects the config for writing', outside: 'unshare -m -- sh -c \'mount --bind .git/config .git/config; mount -o remount,bind,ro .git/config; exec "$@"\' sh', script: 'mount -o remount,bind,rw .git/config && echo ESCAPED' },
    { name: 'has git change its config', script: 'git config core.hooksPath h' },
    { name: 'has git set a path of hooks', script: 'git config --add core.hooksPath ./h; mkdir h; cp .git/hooks/sample h/post-commit', after: 'git -C app config core.hooksPath' },
    { name: 'has git include another config', script: 'git config include.path ../x', after: 'git -C app config include.path' },
    { name: 'has git set what it runs at each status', script: `git config core.fsmonitor '${RUNS}'`, after: USES_GIT },
    { name: 'has git set a filter', script: `git config filter.x.clean '${RUNS}; cat'; echo '* filter=x' > .gitattributes`, after: USES_GIT },
    { name: 'has git set an alias', script: `git config alias.st '!${RUNS}'`, after: 'git -C app config alias.st' },
    { name: 'makes git take its config from a common folder', script: `${evil}; cp -r .git e; printf '[core]\\n\\tfsmonitor = "%s"\\n' "$PWD/evil.sh" >> e/config; echo ../e > .git/commondir`, after: USES_GIT },
    { name: 'makes git take its config from its folder elsewhere', script: `${evil}; cp -r .git e; printf '[core]\\n\\tfsmonitor = "%s"\\n' "$PWD/evil.sh" >> e/config; rm -rf .git; echo 'gitdir: e' > .git`, after: USES_GIT },
    { name: 'makes a config of the working tree', before: 'git -C app config extensions.worktreeConfig true', script: `${evil}; printf '[core]\\n\\tfsmonitor = "%s"\\n' "$PWD/evil.sh" > .git/config.worktree`, after: USES_GIT },
    { name: 'changes the config of a submodule', script: 'echo x >> .git/modules/sub/config' },
    { name: 'makes a hook of a submodule', script: 'echo x > .git/modules/sub/hooks/post-checkout' },
    { name: 'changes a nested repository', script: 'echo x >> nested/.git/config' },
    { name: 'makes a hook of a nested repository', script: 'echo x > nested/.git/hooks/pre-commit' },
    { name: 'moves a nested repository away and makes another', script: 'mv nested n; mkdir -p nested/.git/hooks; cp -r n/.git/* nested/.git; echo x >> nested/.git/config' },
    { name: 'changes the modules that git knows', script: 'echo x > .gitmodules', after: 'test -e app/.gitmodules' },
    { name: 'changes the settings of an editor', script: 'echo x >> .vscode/settings.json' },
    { name: 'adds to the settings of an editor', script: 'echo x > .vscode/tasks.json' },
    { name: 'changes the servers of an agent', script: 'echo x >> .mcp.json' },
    { name: 'makes hooks of husky', script: 'mkdir .husky; echo x > .husky/pre-commit', after: 'test -e app/.husky' },
    { name: 'makes a start file of a shell', script: 'echo x > .bashrc', after: 'test -e app/.bashrc' },
    { name: 'makes a config of the wall', script: 'echo x > ringwall.yaml', after: 'test -e app/ringwall.yaml' },
    { name: 'makes settings of an agent over a link', script: 'mkdir h; echo x > h/settings.json; ln -s h .claude', after: 'test -e app/.claude/settings.json' },
    { name: 'reads a hidden file', script: 'grep -q SECRET .env && echo ESCAPED' },
    { name: 'reads a hidden file over a hard link', script: 'ln .env e && grep -q SECRET e && echo ESCAPED' },
    { name: 'reads a hidden file that it moves away', script: 'mv .env e && grep -q SECRET e && echo ESCAPED' },
    { name: 'overwrites a hidden file', script: 'echo x > .env' },
    { name: 'removes a hidden file', script: 'rm -f .env' },
    { name: 'keeps a protected file open for writing', script: python(`
fd = os.open(".git/config", os.O_WRONLY | os.O_APPEND)
os.write(fd, b"x")`) },
    { name: 'makes the config of another owner', script: `${python(`os.chmod(".git/config", 0o666); os.utime(".git/config", (1, 1)); when(os.stat(".git/config").st_mtime == 1)`)}` },
    { name: 'makes the config of git by a file handle', script: python(`
handle = ctypes.create_string_buffer(struct.pack("Ii", 128, 0) + bytes(128)); mount = ctypes.c_int()
done(call(${number('name_to_handle_at')}, -100, ctypes.c_char_p(b".git/config"), handle, ctypes.byref(mount), 0))
fd = call(${number('open_by_handle_at')}, os.open(".", os.O_RDONLY), handle, os.O_WRONLY | os.O_APPEND)
done(fd); os.write(fd, b"x")`) },
  ],
} // prettier-ignore
