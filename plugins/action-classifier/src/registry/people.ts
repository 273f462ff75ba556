import type { ActionGroup } from '../action.ts'
import { destroys, group, mutates, reads, SENSITIVE } from './table.ts'

/** What reaches people, and what they keep: messages, mail, calendars, documents, issues. */
export const PEOPLE: readonly ActionGroup[] = [
  group(
    'chat',
    'slack discord telegram teams ms_teams whatsapp signal mattermost chat rocketchat matrix line zulip messages imessage',
    [
      reads(
        'look',
        'slack_list_channels slack_get_channel_history slack_get_thread_replies slack_get_users slack_get_user_profile list_channels get_channel_history get_thread_replies get_users get_user_profile read_messages get_messages list_messages search_messages conversations_list conversations_history conversations_replies conversations_search_messages channels_list channels_me users_list slack_search slack_search_public slack_read_channel slack_read_thread list_chats get_chat get_chats list_contacts search_contacts fetch_messages get_server_info list_teams list_users get_dialogs get_message',
      ),
      mutates(
        'send',
        'message message_send send_message reply slack_post_message send_slack_message post_message slack_reply_to_thread reply_to_thread chat_postmessage conversations_add_message slack_send_message send_direct_message send_dm telegram_send_message discord_send_message send_chat_message whatsapp_send_message teams_send_message create_thread notify send_notification push_notification send_file send_photo broadcast schedule_message slack_schedule_message send_audio_message reply_to_message',
        SENSITIVE,
      ),
      mutates(
        'react',
        'slack_add_reaction add_reaction reactions_add pin_message mark_as_read set_status set_topic edit_message update_message chat_update join_channel',
      ),
      mutates('draft', 'slack_send_message_draft create_message_draft'),
      mutates(
        'channel',
        'create_channel conversations_create invite_to_channel conversations_invite archive_channel add_user_to_channel add_member create_group',
        SENSITIVE,
      ),
      destroys(
        'delete',
        'delete_message chat_delete delete_channel conversations_archive kick_user ban_user remove_member delete_messages leave_channel purge_messages remove_user_from_channel conversations_kick',
      ),
    ],
  ),
  group(
    'email',
    'gmail email mail outlook imap smtp sendgrid mailgun resend postmark google_workspace google_mail ms365 office365 fastmail protonmail',
    [
      reads(
        'look',
        'search_emails search_email read_inbox search_inbox read_email list_emails get_email list_email_labels search_gmail_messages get_gmail_message_content gmail_search gmail_read gmail_list users_messages_list users_messages_get list_labels get_thread search_threads read_thread list_threads search_messages get_message list_messages list_mail_messages get_mail_message list_mail_folders gmail_search_messages gmail_read_message gmail_read_thread gmail_get_profile get_emails read_emails check_inbox list_drafts download_attachment get_attachment get_gmail_thread_content gmail_list_labels email_search email_read',
      ),
      mutates(
        'send',
        'send_email email_send reply_email send_mail send_gmail_message gmail_send gmail_send_email users_messages_send send_message send_draft reply_to_email forward_email forward_message reply_all draft_and_send gmail_reply_to_thread send_template_email reply_to_thread',
        SENSITIVE,
      ),
      mutates(
        'draft',
        'draft_email create_draft draft_gmail_message gmail_create_draft update_draft compose_email users_drafts_create create_draft_email',
      ),
      mutates(
        'label',
        'modify_email label_email create_label update_label archive_email mark_email_read mark_read mark_unread gmail_modify_labels modify_gmail_message_labels batch_modify_emails move_email move_mail_message users_messages_modify get_or_create_label star_email archive',
      ),
      mutates(
        'rules',
        'create_filter create_rule set_auto_reply set_vacation_responder add_delegate create_mail_rule',
        SENSITIVE,
      ),
      destroys(
        'bulk',
        'batch_send send_bulk_email send_campaign send_broadcast send_newsletter create_and_send_campaign bulk_email',
        SENSITIVE,
      ),
      destroys(
        'forwarding',
        'set_forwarding create_forwarding_address add_forwarding_address update_auto_forwarding enable_forwarding',
        SENSITIVE,
      ),
      destroys(
        'delete',
        'delete_email trash_email batch_delete_emails delete_label delete_filter users_messages_delete users_messages_trash empty_spam delete_mail_message delete_thread trash_thread gmail_trash_message delete_draft',
      ),
    ],
  ),
  group('phone', 'twilio vonage phone sms vapi bland voice plivo', [
    reads(
      'look',
      'list_calls get_call list_sms get_sms list_phone_numbers lookup_number get_recording list_assistants',
    ),
    mutates(
      'send',
      'sms_send send_sms send_mms make_call create_call start_call call_phone place_call phone_call outbound_call send_voice_message send_whatsapp',
      SENSITIVE,
    ),
    destroys(
      'numbers',
      'buy_phone_number release_phone_number purchase_number delete_recording port_number delete_call',
      SENSITIVE,
    ),
  ]),
  group('social', 'twitter x linkedin facebook instagram reddit mastodon bluesky youtube tiktok hackernews', [
    reads(
      'look',
      'search_tweets get_tweet get_timeline get_user_tweets search_posts get_post get_posts get_feed get_profile search_reddit get_post_content fetch_reddit_hot_threads get_top_stories get_video_details search_videos get_channel get_comments fetch_posts get_subreddit get_user_profile',
    ),
    mutates(
      'post',
      'post_tweet create_tweet tweet create_post reply_to_tweet post_to_linkedin linkedin_post create_thread publish_post upload_video create_comment like_tweet retweet follow_user schedule_post post_comment share_post quote_tweet like_post',
      SENSITIVE,
    ),
    destroys(
      'delete',
      'delete_tweet delete_post block_user unfollow_all delete_video delete_comment deactivate_account',
    ),
  ]),
  group('calendar', 'google_calendar gcal calendar caldav calendly cal outlook_calendar apple_calendar', [
    reads(
      'look',
      'list_events get_event search_events list_calendars get_calendar get_freebusy find_free_time calendar_list_events get_events events_list list_colors get_current_time freebusy_query suggest_time gcal_list_events gcal_find_my_free_time gcal_find_meeting_times gcal_get_event list_calendar_events calendar_search check_availability get_availability calendar_events_list',
    ),
    mutates(
      'write',
      'create_event update_event calendar_create_event events_insert events_update events_patch quick_add create_calendar move_event schedule_meeting gcal_create_event gcal_update_event book_meeting create_calendar_event update_calendar_event add_event modify_event',
    ),
    mutates(
      'respond',
      'respond_to_event gcal_respond_to_event invite_attendees add_attendees send_invite accept_event decline_event share_calendar',
      SENSITIVE,
    ),
    destroys(
      'delete',
      'delete_event cancel_event events_delete delete_calendar clear_calendar gcal_delete_event calendar_delete_event cancel_meeting delete_calendar_event calendars_clear',
    ),
  ]),
  group(
    'documents',
    'google_drive gdrive drive google_docs google_sheets sheets dropbox onedrive sharepoint box docs excel word google_slides gsheets airtable',
    [
      reads(
        'look',
        '.search gdrive_search gdrive_read_file search_drive_files get_drive_file_content list_drive_items google_drive_search google_drive_fetch drive_search list_files search_files get_file read_file read_file_content get_file_metadata get_file_permissions list_recent_files download_file_content get_doc_content read_doc get_document read_spreadsheet read_sheet_values get_sheet_data get_spreadsheet get_sheet_formulas list_sheets get_spreadsheet_info files_list files_get read_range list_folder list_bases list_tables list_records get_record search_records describe_table export_file read_document read_sheet',
      ),
      mutates(
        'write',
        'create_doc create_document update_document append_text modify_doc_text create_spreadsheet update_cells batch_update_cells modify_sheet_values append_rows add_rows create_sheet update_sheet create_file update_file upload_file copy_file files_create files_update create_drive_file create_presentation insert_text gsheets_update_cell write_range create_record update_records update_record create_records create_table update_table create_field rename_sheet add_columns write_data_to_excel create_workbook apply_formula create_folder move_file rename_file batch_update',
      ),
      mutates(
        'comment',
        'create_document_comment read_document_comments reply_to_document_comment add_comment resolve_document_comment',
      ),
      destroys(
        'share',
        'share_file create_permission set_drive_file_permissions share_document share_folder make_public permissions_create create_shared_link share_spreadsheet publish_document update_permission transfer_ownership',
        SENSITIVE,
      ),
      destroys(
        'delete',
        'delete_drive_file files_delete empty_trash delete_document delete_spreadsheet delete_sheet delete_rows clear_range delete_file delete_record delete_records delete_columns delete_worksheet clear_values delete_table trash_file',
      ),
    ],
  ),
  group('notes', 'notion obsidian evernote confluence atlassian roam logseq onenote apple_notes coda wiki', [
    reads(
      'look',
      'notion_search notion_fetch notion_retrieve_page notion_retrieve_block_children notion_query_database notion_retrieve_database notion_get_users notion_get_comments api_post_search api_get_block_children api_retrieve_a_page api_post_database_query api_retrieve_a_database api_get_users api_get_self api_retrieve_a_block api_retrieve_a_comment query_database query_data_source retrieve_page search_notes read_note get_note list_notes get_vault_file obsidian_simple_search obsidian_get_file_contents obsidian_list_files_in_vault confluence_search confluence_get_page get_page search_pages get_confluence_page get_page_children search_vault read_notes .search .fetch get_users get_comments get_self',
    ),
    mutates(
      'write',
      'notion_create_pages notion_update_page notion_append_block_children notion_create_database notion_create_comment notion_update_database notion_duplicate_page notion_move_pages api_post_page api_patch_page api_patch_block_children api_create_a_comment api_create_a_database api_update_a_block create_pages update_page create_page create_note update_note append_note append_to_note write_note edit_note patch_vault_file obsidian_append_content obsidian_patch_content confluence_create_page confluence_update_page confluence_add_comment create_confluence_page update_confluence_page append_content create_comment create_database append_block_children',
    ),
    destroys(
      'delete',
      'notion_delete_block api_delete_a_block delete_block delete_note delete_page archive_page obsidian_delete_file confluence_delete_page delete_vault_file remove_page delete_notes',
    ),
  ]),
  group('issues', 'jira linear asana trello clickup monday shortcut atlassian basecamp todoist plane youtrack height', [
    reads(
      'look',
      'jira_search jira_get_issue jira_get_all_projects jira_get_transitions jira_get_agile_boards search_jira_issues_using_jql get_jira_issue get_visible_jira_projects get_transitions_for_jira_issue list_issues get_issue search_issues list_projects get_project list_teams get_team list_my_issues list_cycles list_issue_statuses list_issue_labels list_comments get_issue_status asana_search_tasks asana_get_task asana_list_workspaces get_lists get_cards_by_list_id get_card get_boards list_boards list_tasks get_tasks get_task search_tasks get_workspace_hierarchy todoist_get_tasks list_documents get_document get_user list_users jira_get_user_profile .search get_accessible_atlassian_resources',
    ),
    mutates(
      'write',
      'jira_create_issue jira_update_issue jira_transition_issue jira_add_worklog jira_link_to_epic create_jira_issue edit_jira_issue transition_jira_issue create_issue update_issue save_issue create_project update_project asana_create_task asana_update_task add_card_to_list update_card_details move_card create_task update_task complete_task create_card assign_issue create_sprint todoist_create_task todoist_update_task todoist_complete_task create_issue_label create_cycle create_document update_document create_subtask link_issues',
    ),
    mutates(
      'comment',
      'jira_add_comment add_comment_to_jira_issue create_comment add_comment save_comment asana_create_task_story comment_on_task comment_on_issue create_task_comment',
    ),
    destroys(
      'delete',
      'jira_delete_issue delete_issue archive_card archive_list delete_task delete_project asana_delete_task todoist_delete_task delete_board delete_comment delete_card archive_project',
    ),
  ]),
  group('support', 'zendesk intercom freshdesk servicenow helpscout front', [
    reads(
      'look',
      'get_ticket list_tickets search_tickets get_ticket_comments get_conversation list_conversations search_conversations get_incident list_incidents search_articles get_customer',
    ),
    mutates(
      'write',
      'create_ticket update_ticket assign_ticket add_internal_note create_incident update_incident close_ticket tag_conversation add_work_notes',
    ),
    mutates('reply', 'create_ticket_comment reply_to_ticket reply_to_conversation send_reply', SENSITIVE),
    destroys('delete', 'delete_ticket delete_conversation merge_tickets mark_as_spam delete_incident delete_customer'),
  ]),
]
