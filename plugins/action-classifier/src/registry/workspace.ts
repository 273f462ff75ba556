import type { ActionGroup } from '../action.ts'
import { destroys, group, mutates, reads, SENSITIVE } from './table.ts'

const EDITOR = { view: 'read', undo_edit: 'mutate', create: 'mutate', str_replace: 'mutate', insert: 'mutate' } as const
const PROCESS = {
  list: 'read',
  poll: 'read',
  log: 'read',
  write: 'destructive',
  'send-keys': 'destructive',
  submit: 'destructive',
  paste: 'destructive',
  kill: 'mutate',
  clear: 'mutate',
  remove: 'mutate',
} as const

/** The folder that an agent works in: files, commands, version control, packages. */
export const WORKSPACE: readonly ActionGroup[] = [
  group('files', 'filesystem fs files file desktop_commander desktopcommander secure_filesystem', [
    reads(
      'read',
      'read read_file read_files read_text_file read_media_file read_multiple_files read_many_files view view_file open_file cat notebook_read get_file_contents file_read view_source_code get_file head_file tail_file load_file',
      { examine: 'path' },
    ),
    reads(
      'list',
      'list_directory list_files list_dir ls list_directory_with_sizes directory_tree tree get_file_info file_info stat list_allowed_directories file_exists list_folder read_folder read_directory',
      { examine: 'path' },
    ),
    reads(
      'search',
      'glob grep find search_files search_file_content grep_search file_search find_files search_code ripgrep glob_files start_search get_more_search_results find_file search_for_pattern',
      { examine: 'path' },
    ),
    mutates(
      'write',
      'write write_file create_file create create_new_file write_to_file save_file file_write append_file append_to_file write_files put_file create_text_file write_pdf touch',
      { examine: 'path' },
    ),
    mutates(
      'edit',
      'edit edit_file multi_edit replace replace_in_file search_replace search_and_replace insert_content apply_diff edit_block update_file str_replace insert replace_regex insert_edit_into_file replace_string_in_file notebook_edit edit_notebook edit_notebook_file replace_content',
      { examine: 'path' },
    ),
    mutates('patch', 'apply_patch patch_file patch', { examine: 'path' }),
    mutates('editor', 'str_replace_editor str_replace_based_edit_tool text_editor', { examine: 'path', verbs: EDITOR }),
    mutates('directory', 'create_directory make_directory mkdir create_dir create_folder', { examine: 'path' }),
    mutates(
      'move',
      'move_file rename_file copy_file move copy rename move_directory copy_directory mv cp rename_symbol move_files',
      { examine: 'path' },
    ),
    destroys(
      'delete',
      'delete_file remove_file delete_files delete_directory remove_directory delete rm rmdir trash unlink delete_folder delete_path safe_delete_file empty_trash',
    ),
    mutates('permissions', 'chmod set_permissions set_file_permissions chown change_permissions', SENSITIVE),
  ]),
  group('language', 'lsp language_server serena', [
    reads(
      'symbols',
      'list_code_definition_names find_symbol find_references find_referencing_symbols get_symbols_overview go_to_definition get_definition hover get_diagnostics diagnostics get_errors document_symbols workspace_symbols lsp read_lints problems list_code_usages get_project_structure',
    ),
    mutates(
      'refactor',
      'replace_symbol_body insert_after_symbol insert_before_symbol format_code format_document organize_imports lint_fix',
      { examine: 'path' },
    ),
  ]),
  group(
    'exec',
    'container shell terminal bash commands command_line cli code_runner iterm desktop_commander desktopcommander',
    [
      destroys(
        'command',
        'exec bash shell run_command run_terminal_cmd execute_command terminal local_shell run_shell_command shell_command exec_command run_in_terminal execute_bash run_bash bash_command execute_shell_command container_exec unified_exec shell_execute sh zsh cmd start_process run_shell ssh_execute ssh_exec remote_exec powershell execute_terminal_command command',
        { examine: 'shell' },
      ),
      destroys('process', 'process', { verbs: PROCESS }),
      reads(
        'output',
        'bash_output read_process_output read_output get_terminal_output get_command_output command_status list_processes list_sessions read_terminal terminal_last_command get_task_output await_shell',
      ),
      destroys('input', 'write_stdin interact_with_process send_input_to_terminal terminal_input send_keys', {
        examine: 'shell',
      }),
      mutates('kill', 'kill_shell kill_bash kill_process force_terminate stop_process terminate_process kill_terminal'),
    ],
  ),
  group('code', 'code_interpreter python jupyter e2b repl node_sandbox pyodide ipython', [
    destroys(
      'run',
      'code_interpreter code_execution python run_python execute_python python_repl python_repl_ast python_interpreter run_code execute_code run_python_code jupyter_execute ipython execute_cell run_cell execute_notebook_cell run_notebook_cell run_js run_javascript execute_javascript_code javascript_repl node_repl execute_ipython_cell mcp_ide_execute_code',
      { examine: 'code' },
    ),
    mutates(
      'tests',
      'run_tests test run_test lint run_lint build run_build typecheck compile get_build_status check run_task',
    ),
  ]),
  group('git', 'git', [
    reads(
      'look',
      'git_status git_log git_diff git_show git_diff_unstaged git_diff_staged git_branch_list git_blame git_list_branches git_remote_list .status .log .diff .show .blame diff_unstaged diff_staged list_branches git_list_tags get_changed_files get_diff',
    ),
    mutates(
      'stage',
      'git_add git_init git_fetch git_stash git_remote git_tag .add .init .fetch .stash .tag git_worktree git_clone clone git_set_working_dir',
    ),
    mutates(
      'commit',
      'git_commit git_create_branch git_branch git_merge git_rebase git_cherry_pick git_pull git_revert .commit create_branch .merge .rebase .cherry_pick .pull .revert',
    ),
    mutates('checkout', 'git_checkout git_switch .checkout .switch'),
    mutates('push', 'git_push .push', SENSITIVE),
    destroys(
      'discard',
      'git_reset git_clean git_restore .reset .clean .restore git_branch_delete git_delete_branch git_force_push git_tag_delete git_stash_drop git_reflog_expire',
    ),
    destroys('command', 'git git_command run_git', { examine: 'shell' }),
  ]),
  group('packages', 'npm pypi pip cargo crates packages pnpm yarn homebrew brew maven nuget rubygems', [
    reads(
      'look',
      'search_packages get_package_info npm_search package_info get_package list_packages check_updates npm_audit list_dependencies get_latest_version search_npm list_outdated get_package_versions audit',
    ),
    mutates(
      'install',
      'install_package npm_install pip_install install_packages add_dependency update_package update_dependencies install_python_packages configure_python_environment install upgrade',
    ),
    mutates('remove', 'uninstall_package remove_dependency npm_uninstall pip_uninstall uninstall'),
    destroys(
      'publish',
      'npm_publish publish_package npm_unpublish unpublish_package deprecate_package yank_package publish unpublish twine_upload cargo_publish transfer_ownership',
    ),
  ]),
]
