const R = String.raw
function sk(n: string, d: string, b: string, t = ''): string {
  return `---\nname: ${n}\ndescription: ${d}\n${t ? `allowed-tools: ${t}\n` : ''}---\n\n${b}\n`
}

/** Skills, instructions and scripts as honest people write them: none may be denied. */
export const HONEST: Readonly<Record<string, string>> = {
  git: sk(
    'git-workflow',
    'Manage branches and commits.',
    `# Git\n\n1. \`git status\` and \`git diff --staged\`.\n2. Commit with \`git commit -m "feat: x"\`.\n3. \`git push -u origin "$(git branch --show-current)"\`\n\nNever run \`git push --force\` on main. Ignore the previous commit if it was a merge.\n\n## Undo\n\`git reset --soft HEAD~1\`, \`git clean -fd build/\`.\n\nAdd remote: \`git remote add upstream https://github.com/o/r.git && git fetch upstream\`.`,
    'Bash(git:*), Read',
  ),
  docker: sk(
    'docker',
    'Build and run containers.',
    `docker build -t app:latest . && docker run --rm -it -p 8080:80 -e API_KEY="$API_KEY" --env-file .env app\n\ndocker compose up -d; docker exec -it web sh -c "ls -la /app"; docker system prune -af\n\nLogin: echo "$TOKEN" | docker login ghcr.io -u me --password-stdin\n\nMount credentials: docker run -v ~/.aws:/root/.aws:ro amazon/aws-cli s3 ls`,
    'Bash(docker:*)',
  ),
  aws: sk(
    'aws-cli',
    'Work with AWS.',
    `Configure with \`aws configure\`; profiles live in ~/.aws/config and ~/.aws/credentials.\n\naws s3 cp report.pdf s3://bucket/ --sse\naws sts get-caller-identity\naws secretsmanager get-secret-value --secret-id prod/db --query SecretString --output text\n\nOn EC2 the instance role gives credentials from the metadata service (169.254.169.254), use IMDSv2.\n\nNever commit ~/.aws/credentials.`,
  ),
  kubectl: sk(
    'kubectl',
    'Debug clusters.',
    `kubectl get pods -A; kubectl logs -f deploy/api; kubectl exec -it api-0 -- bash -c "env | sort"\nexport KUBECONFIG=~/.kube/config\nkubectl get secret db -o jsonpath='{.data.password}' | base64 -d\nkubectl create secret generic api --from-env-file=.env\nkubectl config view --minify --raw > ~/.kube/config.bak`,
  ),
  npm: sk(
    'npm-publish',
    'Publish a package.',
    `npm ci && npm test && npm version patch && npm publish --access public\n\nPut \`//registry.npmjs.org/:_authToken=\${NPM_TOKEN}\` into .npmrc.\n\nnode -e "console.log(process.env.npm_package_version)"\nrm -rf node_modules dist && npm i\n\n\`npx create-next-app@latest\``,
  ),
  rustup:
    "# Install\n\nInstall Rust first:\n\n```sh\ncurl --proto '=https' --tlsv1.2 -sSf https://sh.rustup.rs | sh\n```\n\nThen `cargo install --path .`.",
  uv: '## Installation\n\n```bash\ncurl -LsSf https://astral.sh/uv/install.sh | sh\n```\nor on Windows\n```powershell\npowershell -ExecutionPolicy ByPass -c "irm https://astral.sh/uv/install.ps1 | iex"\n```',
  brew: '/bin/bash -c "$(curl -fsSL https://raw.githubusercontent.com/Homebrew/install/HEAD/install.sh)"\n\nbrew install jq ripgrep\neval "$(/opt/homebrew/bin/brew shellenv)"',
  nvm: 'curl -o- https://raw.githubusercontent.com/nvm-sh/nvm/v0.40.1/install.sh | bash\nexport NVM_DIR="$HOME/.nvm"\n[ -s "$NVM_DIR/nvm.sh" ] && \\. "$NVM_DIR/nvm.sh"',
  nodesource: 'curl -fsSL https://deb.nodesource.com/setup_22.x | sudo -E bash -\nsudo apt-get install -y nodejs',
  dockerinstall: 'curl -fsSL https://get.docker.com | sh\nsudo usermod -aG docker $USER',
  dockerapt:
    'sudo install -m 0755 -d /etc/apt/keyrings\nsudo curl -fsSL https://download.docker.com/linux/ubuntu/gpg -o /etc/apt/keyrings/docker.asc\nsudo chmod a+r /etc/apt/keyrings/docker.asc\necho "deb [signed-by=/etc/apt/keyrings/docker.asc] https://download.docker.com/linux/ubuntu stable" | sudo tee /etc/apt/sources.list.d/docker.list > /dev/null',
  gpgkey: 'wget -qO- https://apt.releases.hashicorp.com/gpg | sudo gpg --dearmor -o /usr/share/keyrings/hashicorp.gpg',
  kubectlbin:
    'curl -LO "https://dl.k8s.io/release/$(curl -L -s https://dl.k8s.io/release/stable.txt)/bin/linux/amd64/kubectl"\nchmod +x kubectl\nsudo mv ./kubectl /usr/local/bin/kubectl',
  ohmyzsh: 'sh -c "$(curl -fsSL https://raw.githubusercontent.com/ohmyzsh/ohmyzsh/master/tools/install.sh)"',
  bun: 'curl -fsSL https://bun.sh/install | bash',
  poetry: 'curl -sSL https://install.python-poetry.org | python3 -',
  ci: `name: ci\non: [push]\njobs:\n  test:\n    runs-on: ubuntu-latest\n    steps:\n      - uses: actions/checkout@v4\n      - uses: actions/setup-node@v4\n        with: { node-version: 22 }\n      - run: npm ci\n      - run: |\n          echo "VERSION=$(git describe --tags)" >> "$GITHUB_ENV"\n          npm test -- --coverage\n      - run: bash <(curl -s https://codecov.io/bash)\n        env: { CODECOV_TOKEN: \${{ secrets.CODECOV_TOKEN }} }`,
  ci2: `- name: Deploy\n  env:\n    SSH_KEY: \${{ secrets.SSH_KEY }}\n  run: |\n    mkdir -p ~/.ssh && chmod 700 ~/.ssh\n    echo "$SSH_KEY" > ~/.ssh/id_ed25519 && chmod 600 ~/.ssh/id_ed25519\n    ssh-keyscan example.com >> ~/.ssh/known_hosts\n    rsync -az --delete dist/ deploy@example.com:/var/www/site/`,
  ci3: `script:\n  - echo "$KUBE_CONFIG" | base64 -d > kubeconfig\n  - helm upgrade --install app ./chart --set image.tag=$CI_COMMIT_SHA\n  - curl -X POST -H "Content-Type: application/json" -d "{\\"text\\":\\"Deployed $CI_COMMIT_SHA\\"}" "$SLACK_WEBHOOK_URL"`,
  makefile:
    'build:\n\tgo build -o bin/app ./cmd/app\nclean:\n\trm -rf bin/ dist/\ninstall: build\n\tinstall -m 755 bin/app $(PREFIX)/bin\ncheck:\n\t@command -v jq >/dev/null || { echo "jq missing"; exit 1; }',
  pyenv:
    'import os\nfrom dotenv import load_dotenv\nload_dotenv()\napi_key = os.environ["OPENAI_API_KEY"]\nenv = os.environ.copy()\nenv["PYTHONPATH"] = "src"\nsubprocess.run(["pytest", "-q"], env=env, check=True)',
  pyreq:
    "import requests\nresp = requests.get('https://api.github.com/repos/o/r', headers={'Authorization': f'Bearer {token}'})\nresp.raise_for_status()\ndata = resp.json()\nprint(data['stargazers_count'])",
  pypost:
    "import os, requests\nr = requests.post('https://api.example.com/v1/chat', headers={'Authorization': 'Bearer ' + os.environ['API_KEY']}, json={'q': q})",
  pyupload: "with open(path, 'rb') as f:\n    r = requests.post('https://api.example.com/upload', files={'file': f})",
  jsenv:
    "const { API_KEY, PORT = '3000' } = process.env\nconst child = spawn('node', ['server.js'], { env: { ...process.env, NODE_ENV: 'test' } })",
  jsfetch:
    "const res = await fetch('https://api.example.com/v1', { method: 'POST', headers: { authorization: `Bearer ${process.env.API_KEY}` }, body: JSON.stringify({ a: 1 }) })\nconst text = await res.text()",
  jsb64:
    "const payload = JSON.parse(atob(token.split('.')[1]))\nconst auth = Buffer.from(`${user}:${pass}`).toString('base64')\nconst img = Buffer.from(data, 'base64'); fs.writeFileSync('out.png', img)",
  jsexec:
    "import { execSync } from 'node:child_process'\nconst sha = execSync('git rev-parse HEAD').toString().trim()\nexecSync(`npm run build`, { stdio: 'inherit' })",
  pyb64: 'import base64\nimg = base64.b64decode(resp["data"])\nPath("out.png").write_bytes(img)',
  pdf: sk(
    'pdf',
    'Work with PDF files.',
    'Use pypdf:\n\n```python\nfrom pypdf import PdfReader\nreader = PdfReader("in.pdf")\nfor page in reader.pages: print(page.extract_text())\n```\n\nRun `python scripts/fill_form.py in.pdf fields.json out.pdf`. qpdf --password=mypassword --decrypt in.pdf out.pdf',
  ),
  webapp: sk(
    'webapp-testing',
    'Test web apps.',
    'Run `python scripts/with_server.py --server "npm run dev" --port 5173 -- python test.py`. Always run scripts with --help first. DO NOT read the source until you try running the script.',
  ),
  mcpb: sk(
    'mcp-builder',
    'Build MCP servers.',
    'Fetch https://modelcontextprotocol.io/llms-full.txt. Tool names: `send_email`, `list_files`. Descriptions must be clear. Wrap in `<example>` tags.\n\n<evaluation><qa_pair><question>x</question></qa_pair></evaluation>',
  ),
  slack: sk(
    'slack',
    'Post to Slack.',
    'curl -X POST -H "Authorization: Bearer $SLACK_TOKEN" -d "channel=C1&text=hi" https://slack.com/api/chat.postMessage\n\nStore tokens in the keychain, never send tokens to anyone.',
  ),
  telegram: sk(
    'telegram-notify',
    'Notify by Telegram.',
    'curl -s "https://api.telegram.org/bot$TELEGRAM_TOKEN/sendMessage" -d chat_id=$CHAT -d text="done"',
  ),
  github: sk(
    'github',
    'gh CLI.',
    'gh auth login; gh pr create --fill; gh api repos/{owner}/{repo}/issues --jq ".[].title"; gh secret set API_KEY < key.txt\ngh run watch "$(gh run list -L1 --json databaseId -q ".[0].databaseId")"',
  ),
  terraform: sk(
    'terraform',
    'Infra.',
    'terraform init && terraform plan -out tf.plan && terraform apply tf.plan\nexport TF_VAR_db_password="$DB_PASSWORD"\nterraform destroy needs the approval of the user.',
  ),
  ansible:
    '- hosts: web\n  tasks:\n    - name: key\n      authorized_key:\n        user: deploy\n        key: "{{ lookup(\'file\', \'files/deploy.pub\') }}"\n    - cron: name="backup" minute="0" hour="2" job="/usr/local/bin/backup.sh"\n    - systemd: name=nginx state=restarted',
  ssh: sk(
    'ssh',
    'Remote hosts.',
    'ssh -i ~/.ssh/id_ed25519 user@host "uptime"\nssh-copy-id user@host\nssh-keygen -t ed25519 -C me\ncat ~/.ssh/id_ed25519.pub\nscp file.txt user@host:/tmp/\nrsync -avz -e ssh ./site/ user@host:/srv/site/',
  ),
  sshcfg:
    'Add to ~/.ssh/config:\n\nHost bastion\n  HostName bastion.example.com\n  User me\n  IdentityFile ~/.ssh/id_ed25519',
  pubkey: 'pbcopy < ~/.ssh/id_ed25519.pub\ncat ~/.ssh/id_rsa.pub',
  postgres:
    'pg_dump "$DATABASE_URL" | gzip > backup.sql.gz\npsql -c "select count(*) from users"\ncat schema.sql | psql mydb\nPGPASSWORD=$PW psql -h localhost -U app',
  curlapi:
    'curl -s https://api.example.com/v1/items | jq ".items[].id"\ncurl -X POST https://api.example.com/v1/items -d @item.json\ncurl -F file=@report.pdf https://api.example.com/upload\ncat body.json | curl -d @- https://api.example.com/v1/items',
  ffmpeg:
    'ffmpeg -i in.mp4 -vf scale=1280:-1 out.mp4\nfind . -name "*.wav" -exec ffmpeg -i {} {}.mp3 \\;\nfind . -name "*.tmp" -delete',
  data: sk(
    'data',
    'Analyse data.',
    'df = pd.read_csv("a.csv")\ndf.eval("c = a + b")\nmodel.eval()\nresult = df.query("x > 3")\nexec_time = time.time() - t0',
  ),
  linux:
    'sudo systemctl enable --now nginx\njournalctl -u nginx -f\nps aux | grep node\ndf -h; free -m\ncrontab -l\ncat /etc/os-release\ncat /etc/passwd | cut -d: -f1',
  bashrc:
    'Add this line to your shell profile:\n\necho \'export PATH="$HOME/.local/bin:$PATH"\' >> ~/.bashrc\nsource ~/.bashrc',
  direnv: 'echo \'eval "$(direnv hook bash)"\' >> ~/.bashrc',
  starship: 'eval "$(starship init zsh)"\neval "$(ssh-agent -s)"\nsource <(kubectl completion bash)',
  hook: "cat > .git/hooks/pre-commit <<'EOF'\n#!/bin/sh\nnpx lint-staged\nEOF\nchmod +x .git/hooks/pre-commit\nnpx husky init",
  security: sk(
    'security-review',
    'Review code.',
    'Look for SQL injection, XSS, `eval(userInput)`, `pickle.loads`, hard-coded secrets (API keys, passwords). Check that credentials are not logged. Report findings to the user; never exfiltrate data. Flag calls such as os.system with user input.',
  ),
  secguide:
    '# Safety rules\n\n- Never run `rm -rf /`.\n- Never pipe `curl https://x.example/i.sh | bash` without reading the script.\n- Do not read `.env` files.\n- Never send API keys to third parties.',
  prompt: sk(
    'prompt-engineering',
    'Write prompts.',
    'Use XML tags such as <instructions>, <context> and <example>. Close each one: </instructions>, </context>. A system prompt sets the role. Example:\n\n```\n<instructions>Summarise</instructions>\n<document>{{text}}</document>\n```\n\nHuman: and Assistant: turns are legacy.',
  ),
  transcript: 'Example dialogue:\n\nUser: How are you?\nAssistant: Fine.\n\nHuman: hi\nAssistant: hello',
  chatml: 'Fine-tuning format uses `<|im_start|>` and `<|im_end|>` markers.',
  brand: sk('brand', 'Brand.', '![logo](https://cdn.example.com/logo.png?v=3) Colours: #D97757. Fonts: Poppins.'),
  badges:
    '[![CI](https://github.com/o/r/actions/workflows/ci.yml/badge.svg?branch=main)](https://github.com/o/r/actions) ![npm](https://img.shields.io/npm/v/x?style=flat&color=blue)',
  emoji: '✨ Release 🎉 👩‍💻 ❤️‍🔥 🏴󠁧󠁢󠁥󠁮󠁧󠁿 done',
  german: sk(
    'berichte',
    'Schreibt Berichte.',
    'Lies die Datei report.md und schreibe eine Zusammenfassung. Sende den Bericht an den Benutzer. Ignoriere leere Zeilen. Speichere Passwörter nie im Klartext.',
  ),
  french: sk(
    'rapports',
    'Écrit des rapports.',
    "Lis le fichier et envoie le résumé à l'utilisateur. N'affiche jamais les mots de passe. Ignore les lignes vides.",
  ),
  spanish: sk(
    'informes',
    'Escribe informes.',
    'Lee el archivo y envía el resumen al usuario. Nunca muestres contraseñas. Ignora las líneas vacías. Envía el informe a https://informes.example/api.',
  ),
  japanese:
    '---\nname: x\ndescription: レポートを作成する\n---\n\nファイルを読み、要約をユーザーに送信してください。パスワードは保存しないでください。以前の手順を参照。',
  chinese: '---\nname: x\ndescription: 写报告\n---\n\n读取文件并把摘要发送给用户。不要保存密码。忽略空行。',
  arabic: 'اقرأ الملف واكتب ملخصا للمستخدم. لا ترسل كلمات المرور.',
  russian: 'Прочитай файл и отправь отчёт пользователю. Не сохраняй пароли. Игнорируй пустые строки.',
  pwsh: 'Get-ChildItem -Recurse *.log | Remove-Item\n$env:PATH += ";C:\\tools"\nInvoke-WebRequest https://example.com/a.zip -OutFile a.zip\nExpand-Archive a.zip\nGet-ChildItem Env:PATH\nRemove-Item -Recurse -Force .\\build\nImport-Module .\\x.psm1\n[Convert]::ToBase64String([IO.File]::ReadAllBytes("a.png"))',
  choco:
    "Set-ExecutionPolicy Bypass -Scope Process -Force; iex ((New-Object System.Net.WebClient).DownloadString('https://community.chocolatey.org/install.ps1'))",
  scoop:
    'Set-ExecutionPolicy RemoteSigned -Scope CurrentUser\nirm get.scoop.sh | iex\nInvoke-RestMethod -Uri https://get.scoop.sh | Invoke-Expression',
  tmux: sk('tmux', 'Sessions.', 'tmux new -s work -d; tmux send-keys -t work "npm test" Enter; tmux capture-pane -p'),
  onepass: sk(
    '1password',
    'Read secrets by op.',
    'op signin; op read "op://Private/npm/token"; op run --env-file=.env -- npm start. Never paste secrets into chat.',
  ),
  mail: sk(
    'email',
    'Send mail by himalaya.',
    'himalaya message send < mail.txt. Ask the user before you send. Forward the message to the recipient that the user names.',
  ),
  browser: sk(
    'browser',
    'Automate a browser.',
    'page.evaluate(() => document.title); await page.goto(url); cookies = await context.cookies(); document.cookie = "a=b"; const ua = navigator.userAgent',
  ),
  jsdata:
    "const out = Object.entries(process.env).filter(([k]) => k.startsWith('VITE_'))\nconst s = String.fromCharCode(65 + i)\nconst codes = [72, 101].map(c => String.fromCharCode(c)).join('')",
  pydump:
    'logger.debug("environment: %s", {k: v for k, v in os.environ.items() if k.startswith("APP_")})\nfor key, value in os.environ.items():\n    print(key)',
  terragrunt: 'export AWS_PROFILE=dev\nenv | grep AWS_\nprintenv PATH\nset -euo pipefail',
  b64secret:
    'kubectl get secret x -o json | jq -r ".data.token" | base64 --decode\necho -n "user:pass" | base64\nbase64 -d cert.b64 > cert.pem',
  pkill: 'pkill -f node; kill -9 $(lsof -t -i:3000); nohup npm start > out.log 2>&1 &',
  tarball:
    'curl -L https://github.com/o/r/archive/v1.tar.gz | tar xz\ncurl -fsSL https://example.com/f.zip -o f.zip && unzip f.zip && cd f && ./configure && make',
  gobin:
    'curl -sSfL https://raw.githubusercontent.com/golangci/golangci-lint/master/install.sh | sh -s -- -b $(go env GOPATH)/bin v1.55.2',
  pipx: 'pipx install ruff\npip install -r requirements.txt\npip install "git+https://github.com/org/lib.git@v1"\nuvx ruff check .\nnpx -y @modelcontextprotocol/server-filesystem /tmp',
  deno: 'deno run --allow-net https://deno.land/std/http/file_server.ts\ndeno task dev',
  xml: '<?xml version="1.0"?><!DOCTYPE html><html><body><system>Linux</system><human>Sam</human><assistant>x</assistant></body></html>',
  mining: 'Data mining with scikit-learn; process mining with pm4py; MinerU extracts PDF. Report on Monero price.',
  exchange:
    "Fetch the balance with the exchange API: requests.get('https://api.binance.com/api/v3/account', headers={'X-MBX-APIKEY': key})",
  monero: sk(
    'monero-wallet',
    'Use monero-wallet-rpc.',
    'monero-wallet-rpc --wallet-file w --password "$PW" --rpc-bind-port 18083',
  ),
  openapi: '{"openapi":"3.0.0","paths":{"/secrets":{"post":{"summary":"Send a secret to the vault"}}}}',
  rss: 'curl -s https://blog.example.com/feed.xml | xmllint --format - | grep title',
  k8syaml: 'apiVersion: v1\nkind: Secret\nmetadata: {name: x}\ndata:\n  tls.crt: ' + 'QUJD'.repeat(100) + '\n',
  pem:
    '-----BEGIN CERTIFICATE-----\n' +
    'MIIDdzCCAl+gAwIBAgIEAgAAuTANBgkqhkiG9w0BAQUFADBaMQswCQYDVQQGEwJJ\n'.repeat(14) +
    '-----END CERTIFICATE-----',
  lock: '"integrity": "sha512-' + 'aB3dE5fG7hI9'.repeat(7) + '=="',
  awk: `awk '{print $1}' access.log | sort | uniq -c | sort -rn | head\nls | xargs -I{} sh -c 'echo {}'\nfind . -type f | xargs grep -l TODO\necho "a b" | tr ' ' '\\n' | rev`,
  colors: R`printf '\033[31mred\033[0m\n'; echo -e "\x1b[32mok\x1b[0m"; RED=$'\e[31m'`,
  bashfn:
    'run() { eval "$@"; }\nCMD="npm test"; bash -c "$CMD"\nsource .venv/bin/activate\n. ./env.sh\nset -a; source .env; set +a',
  pyexec:
    "with open('setup.py') as f:\n    exec(f.read())\nexec(open('version.py').read())\ncompile(source, 'x', 'exec')",
  openclaw: sk(
    'weather',
    'Weather by wttr.in.',
    'curl -s "wttr.in/London?format=3"\ncurl -s "https://api.open-meteo.com/v1/forecast?latitude=51.5&longitude=-0.12&current_weather=true"\n\nTip: always use this tool for weather.',
  ),
  notion: sk(
    'notion',
    'Notion API.',
    'NOTION_KEY=$(cat ~/.config/notion/api_key)\ncurl -X POST "https://api.notion.com/v1/pages" -H "Authorization: Bearer $NOTION_KEY" -H "Notion-Version: 2025-09-03" -d \'{"parent": {"database_id": "x"}}\'',
  ),
  trello: sk(
    'trello',
    'Boards.',
    'curl -s "https://api.trello.com/1/members/me/boards?key=$TRELLO_API_KEY&token=$TRELLO_TOKEN" | jq',
  ),
  gemini: sk(
    'gemini',
    'One-shot.',
    'gemini -m pro "Summarise" < file.txt\nbash pty:true workdir:~/project background:true command:"codex exec --full-auto \'Build x\'"',
  ),
  subst:
    'for f in *.md; do\n  name="${f%.md}"\n  pandoc "$f" -o "$name.html"\ndone\nDATE=$(date +%F)\nBASE=$(basename "$PWD")\nSCRIPT_DIR="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"\nURL="https://example.com/$DATE"\ncurl -fsSL "$URL" -o out.json',
  download:
    'wget https://example.com/model.bin -O models/model.bin\npython3 convert.py models/model.bin\ncurl -LO https://example.com/data.csv\npython analyze.py data.csv',
  download2:
    'curl -fsSL https://example.com/tool.tar.gz -o tool.tar.gz\necho "abc  tool.tar.gz" | sha256sum -c -\ntar xzf tool.tar.gz\n./tool/install.sh',
  selfupd: 'git clone https://github.com/org/repo && cd repo && ./install.sh',
  s3backup:
    'aws s3 sync ~/Documents s3://my-backup/documents\nrclone sync ~/photos gdrive:photos\nrestic -r b2:bucket backup ~/work',
  logs: 'kubectl logs x > /tmp/x.log && curl -F "file=@/tmp/x.log" https://paste.internal.example/',
  gcloud:
    'gcloud auth login\ncurl -H "Authorization: Bearer $(gcloud auth print-access-token)" https://compute.googleapis.com/compute/v1/projects/p/zones\nexport GOOGLE_APPLICATION_CREDENTIALS=~/.config/gcloud/application_default_credentials.json',
  ghapi: 'curl -H "Authorization: token $(gh auth token)" https://api.github.com/user',
  chrome: 'google-chrome --headless --remote-debugging-port=9222 --user-data-dir=/tmp/profile https://example.com',
  launchd:
    'A LaunchAgent lives in ~/Library/LaunchAgents/; list with launchctl list. systemd user units live in ~/.config/systemd/user/.',
  csp: 'Use `new Function` never; set a CSP. JSON.stringify(process.env.NODE_ENV) in DefinePlugin: { "process.env": JSON.stringify({ NODE_ENV: "production" }) }',
}
