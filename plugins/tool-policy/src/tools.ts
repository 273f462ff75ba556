/** The groups of which the others are made. */
export const BASE_GROUPS = [
  'status',
  'fs_read',
  'fs_write',
  'exec',
  'web',
  'memory_read',
  'memory_write',
  'messaging',
  'sessions',
  'browser',
  'automation',
  'media',
] as const
type BaseGroup = (typeof BASE_GROUPS)[number]

/** Tools by what they touch, under the names that agent frameworks give them. A tool in no group is unknown. */
export const TOOL_GROUPS: Readonly<Record<BaseGroup, readonly string[]>> = {
  status: [
    'session_status',
    'get_time',
    'get_current_time',
    'current_time',
    'think',
    'todowrite',
    'todoread',
    'todo_write',
    'todo_read',
    'update_plan',
  ],
  fs_read: [
    'read',
    'read_file',
    'read_text_file',
    'read_multiple_files',
    'list_directory',
    'list_files',
    'list_dir',
    'ls',
    'glob',
    'grep',
    'find',
    'search_files',
    'get_file_info',
    'notebookread',
    'view',
  ],
  fs_write: [
    'write',
    'write_file',
    'edit',
    'edit_file',
    'multiedit',
    'multi_edit',
    'apply_patch',
    'create_file',
    'create_directory',
    'move_file',
    'delete_file',
    'str_replace_editor',
    'str_replace_based_edit_tool',
    'notebookedit',
  ],
  exec: [
    'exec',
    'bash',
    'shell',
    'process',
    'run_command',
    'run_terminal_cmd',
    'execute_command',
    'terminal',
    'local_shell',
    'code_interpreter',
    'code_execution',
    'python',
    'run_python',
    'bashoutput',
    'killshell',
    'killbash',
  ],
  web: ['web_search', 'websearch', 'search_web', 'web_fetch', 'webfetch', 'fetch', 'fetch_url', 'http_get', 'read_url'],
  memory_read: ['memory_search', 'memory_get', 'memory_read', 'recall'],
  memory_write: ['memory_write', 'memory_store', 'memory_delete', 'remember', 'memory'],
  messaging: [
    'message',
    'message_send',
    'send_message',
    'send_email',
    'email_send',
    'reply',
    'reply_email',
    'sms_send',
    'slack_post_message',
    'post_message',
    'notify',
    'tts',
  ],
  sessions: [
    'sessions_list',
    'sessions_history',
    'sessions_send',
    'sessions_spawn',
    'agents_list',
    'subagents',
    'spawn_agent',
    'task',
    'agent',
  ],
  browser: [
    'browser',
    'browser_navigate',
    'browser_click',
    'browser_type',
    'browser_snapshot',
    'browser_screenshot',
    'computer',
    'computer_use',
    'canvas',
  ],
  automation: ['cron', 'schedule', 'schedule_task', 'heartbeat', 'gateway', 'nodes', 'webhook_create'],
  media: ['image', 'image_generate', 'generate_image', 'image_generation', 'transcribe', 'pdf'],
}

/** Groups of groups. */
const WIDER: Readonly<Record<string, readonly BaseGroup[]>> = {
  fs: ['fs_read', 'fs_write'],
  memory: ['memory_read', 'memory_write'],
}

/** The names that may follow `group:` in a config. */
export const GROUP_NAMES: readonly string[] = [...Object.keys(TOOL_GROUPS), ...Object.keys(WIDER)].toSorted()

const MINIMAL: readonly BaseGroup[] = ['status', 'memory_read']
const CRON: readonly BaseGroup[] = [...MINIMAL, 'web']
const MESSAGING: readonly BaseGroup[] = [...CRON, 'memory_write', 'messaging', 'sessions']
const CODING: readonly BaseGroup[] = [...CRON, 'memory_write', 'fs_read', 'fs_write', 'exec']

/**
 * The profiles, from the most powerful to the least. `coding` stands above `messaging`, although it has no messaging
 * tools: who may run commands can send whatever he likes.
 */
const PROFILES: Readonly<Record<Profile, readonly BaseGroup[]>> = {
  full: BASE_GROUPS,
  supervisor: [...CODING, ...MESSAGING, 'automation', 'media'],
  coding: CODING,
  messaging: MESSAGING,
  'cron-minimal': CRON,
  minimal: MINIMAL,
  'heartbeat-minimal': ['status'],
}

/** The name of a profile. */
export type Profile = 'full' | 'supervisor' | 'coding' | 'messaging' | 'cron-minimal' | 'minimal' | 'heartbeat-minimal'
/** The profiles' names, loosest first. */
export const PROFILE_NAMES: readonly [Profile, ...Profile[]] = [
  'full',
  'supervisor',
  'coding',
  'messaging',
  'cron-minimal',
  'minimal',
  'heartbeat-minimal',
]

/** The tools of a group named in a config, or undefined for a name that is no group. */
export function toolsOfGroup(name: string): readonly string[] | undefined {
  if (Object.hasOwn(TOOL_GROUPS, name)) return TOOL_GROUPS[name as BaseGroup]
  return Object.hasOwn(WIDER, name) ? WIDER[name]?.flatMap((part) => TOOL_GROUPS[part]) : undefined
}

/** The tools of a profile. */
export function toolsOfProfile(profile: Profile): ReadonlySet<string> {
  return new Set(PROFILES[profile].flatMap((group) => TOOL_GROUPS[group]))
}

/** Every tool of every group. */
export const KNOWN_TOOLS: ReadonlySet<string> = new Set(Object.values(TOOL_GROUPS).flat())
