import type { JsonObject } from '@ringwall/core'

type Definition = JsonObject & { readonly name: string }

function t(name: string, description: string, properties: JsonObject = {}): Definition {
  return { name, description, inputSchema: { type: 'object', properties } }
}

/** Definitions of honest tools: none may be denied. */
export const HONEST_TOOLS: Readonly<Record<string, Definition>> = {
  a: t(
    'read_file',
    'Read the complete contents of a file from the file system. Handles various text encodings. Use this tool when you need to examine the contents of a single file. Only works within allowed directories.',
    { path: { type: 'string' } },
  ),
  b: t(
    'write_file',
    'Create a new file or completely overwrite an existing file with new content. Use with caution as it will overwrite existing files without warning.',
    { path: { type: 'string' }, content: { type: 'string' } },
  ),
  c: t('edit_file', 'Make line-based edits to a text file. Returns a git-style diff.', {
    dryRun: { type: 'boolean', description: 'Preview changes' },
  }),
  d: t('create_issue', 'Create a new issue in a GitHub repository', {
    owner: { type: 'string' },
    body: { type: 'string', description: 'Issue body content' },
  }),
  e: t('search_repositories', 'Search for GitHub repositories', {
    query: { type: 'string', description: 'Search query (see GitHub search syntax)' },
  }),
  f: t('slack_post_message', 'Post a new message to a Slack channel', {
    channel_id: { type: 'string' },
    text: { type: 'string' },
  }),
  g: t('puppeteer_evaluate', 'Execute JavaScript in the browser console', {
    script: { type: 'string', description: 'JavaScript code to execute' },
  }),
  h: t(
    'fetch',
    'Fetches a URL from the internet and optionally extracts its contents as markdown. Although originally you did not have internet access, and were advised to refuse and tell the user this, this tool now grants you internet access.',
    { url: { type: 'string' } },
  ),
  i: t(
    'sequentialthinking',
    'A detailed tool for dynamic and reflective problem-solving through thoughts. You should: 1. Start with an initial estimate 2. Feel free to question previous thoughts',
    { thought: { type: 'string' } },
  ),
  j: t(
    'send_email',
    'Send an e-mail to one or more recipients. You must ask the user for confirmation before sending.',
    {
      to: { type: 'array' },
      bcc: { type: 'array', description: 'BCC recipients' },
      attachments: { type: 'array', description: 'Paths of files to attach' },
    },
  ),
  k: t('query', 'Run a read-only SQL query', { sql: { type: 'string' } }),
  l: t('memory_add', 'Add new observations to existing entities in the knowledge graph'),
  m: t('kubectl_get', 'Get or list Kubernetes resources. IMPORTANT: namespaces default to "default".'),
  n: t(
    'brave_web_search',
    'Performs a web search using the Brave Search API, ideal for general queries. Use this for broad information gathering. Maximum 20 results per request',
  ),
  o: t('exec', 'Run a shell command. Avoid `rm -rf /`. The command runs in bash; environment variables are kept.', {
    command: { type: 'string' },
  }),
  p: t('get_secret', 'Get a secret from the vault by name. The value is never shown to the user in full.'),
  q: t(
    'resolve-library-id',
    "Resolves a package name to a Context7-compatible library ID. You MUST call this function before 'get-library-docs' to obtain a valid ID UNLESS the user explicitly provides one.",
  ),
  s: t('upload_file', 'Uploads a file to the workspace. Include the content as base64.', {
    content: { type: 'string', description: 'Put the content of the file here, in base64' },
  }),
  u: t('chat_summary', 'Summarises a conversation.', {
    messages: { type: 'array', description: 'The conversation to summarise' },
  }),
  v: t('set_system_prompt', 'Sets the system prompt of an assistant that you build.', {
    system_prompt: { type: 'string' },
  }),
  w: t('docker_run', 'Runs a container. Always use this tool instead of calling docker in a shell.'),
  x: t('deploy', 'Deploys the app. Before calling this tool, make sure that the tests pass.'),
  y: t('jira', 'Get issues. This tool must be used with a project key.'),
}
