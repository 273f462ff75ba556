import type { ActionGroup } from '../action.ts'
import { destroys, group, mutates, reads, SENSITIVE } from './table.ts'

/** What runs in production: code hosts, databases, clouds, clusters, watch. */
export const OPERATIONS: readonly ActionGroup[] = [
  group('code_host', 'github gitlab bitbucket gitea forgejo azure_devops ado gh sourcegraph', [
    reads(
      'look',
      'get_file_contents search_repositories search_code list_commits get_commit list_issues get_issue search_issues list_pull_requests get_pull_request get_pull_request_files get_pull_request_diff get_pull_request_status get_pull_request_comments get_pull_request_reviews search_pull_requests search_users list_branches list_tags get_tag list_releases get_latest_release get_release_by_tag get_me get_issue_comments list_notifications get_notification_details list_workflow_runs get_workflow_run list_workflows list_workflow_jobs get_job_logs get_workflow_run_logs list_code_scanning_alerts get_code_scanning_alert list_discussions get_discussion list_gists get_gist get_teams get_team_members list_issue_types list_sub_issues issue_read pull_request_read list_merge_requests get_merge_request get_merge_request_diffs list_projects get_project list_pipelines get_pipeline get_pipeline_job_output list_pipeline_jobs get_repository_tree list_group_projects list_milestones mr_discussions repo_get_pull_request_by_id list_repositories get_repository get_branch list_starred_repositories get_label list_label get_file get_users search_orgs list_work_items get_work_item actions_get actions_list search_repos list_repos',
    ),
    reads(
      'alerts',
      'list_secret_scanning_alerts get_secret_scanning_alert list_dependabot_alerts get_dependabot_alert list_global_security_advisories',
      SENSITIVE,
    ),
    mutates(
      'issues',
      'create_issue update_issue issue_write sub_issue_write add_issue_comment add_sub_issue reprioritize_sub_issue assign_copilot_to_issue create_label create_note label_write create_discussion add_discussion_comment create_issue_note create_work_item update_work_item add_issue_labels',
    ),
    mutates(
      'pulls',
      'create_pull_request update_pull_request create_pull_request_review pull_request_review_write add_comment_to_pending_review add_reply_to_pull_request_comment create_and_submit_pull_request_review create_pending_pull_request_review submit_pending_pull_request_review add_pull_request_review_comment request_copilot_review update_pull_request_branch create_merge_request update_merge_request create_merge_request_note create_merge_request_thread add_comment_to_pull_request create_pr create_pull_request_with_copilot',
    ),
    mutates('files', 'create_or_update_file push_files create_branch upload_file create_commit commit_files', {
      ...SENSITIVE,
      examine: 'path',
    }),
    mutates(
      'merge',
      'merge_pull_request merge_merge_request approve_pull_request approve_merge_request enable_auto_merge',
      SENSITIVE,
    ),
    mutates(
      'repository',
      'create_repository fork_repository star_repository unstar_repository create_gist update_gist mark_notification_as_read dismiss_notification mark_all_notifications_read manage_notification_subscription manage_repository_notification_subscription create_project create_milestone',
      SENSITIVE,
    ),
    mutates(
      'run',
      'run_workflow rerun_workflow_run rerun_failed_jobs cancel_workflow_run create_pipeline retry_pipeline retry_pipeline_job cancel_pipeline trigger_workflow_dispatch actions_run_trigger workflow_dispatch trigger_pipeline play_pipeline_job',
      SENSITIVE,
    ),
    destroys('release', 'create_release update_release publish_release create_tag deploy create_deployment', SENSITIVE),
    destroys(
      'rights',
      'add_repository_collaborator update_branch_protection create_deploy_key add_deploy_key update_repository_settings change_visibility create_or_update_secret set_repository_secret create_repository_secret create_repository_webhook create_runner_token update_repository archive_repository transfer_repository protect_branch unprotect_branch',
      SENSITIVE,
    ),
    destroys(
      'delete',
      'delete_file delete_branch delete_repository delete_release delete_tag delete_workflow_run_logs delete_issue delete_gist delete_project delete_pending_pull_request_review delete_label delete_deploy_key delete_comment delete_milestone delete_wiki_page',
    ),
  ]),
  group(
    'sql',
    'postgres postgresql sqlite mysql mariadb supabase neon bigquery snowflake redshift database db sql mssql duckdb clickhouse planetscale cockroachdb oracle databricks turso dbhub',
    [
      reads(
        'schema',
        'list_tables describe_table list_schemas get_schema list_databases table_info schema get_table_schema describe_table_schema sql_db_list_tables sql_db_schema list_objects get_object_details analyze_db_health search_objects get_table_info show_tables list_extensions list_migrations get_advisors list_projects get_project list_branches describe_project get_logs get_project_url list_organizations list_datasets get_dataset_info list_table_ids get_database_tables explain_query analyze_query_indexes get_top_queries analyze_workload_indexes explain_sql_statement sql_db_query_checker generate_typescript_types search_docs',
      ),
      destroys(
        'query',
        'query execute_sql run_sql sql_query sql_db_query execute_query run_query read_query write_query create_table append_insight execute mysql_query postgres_query sqlite_query db_query query_database run_sql_transaction run_select_query pg_execute_query pg_execute_sql execute_statement bigquery_query snowflake_query database_query sql read_data update_data insert_data run_sql_query exec_sql',
        { examine: 'sql' },
      ),
      mutates(
        'migrate',
        'apply_migration prepare_database_migration complete_database_migration run_migration create_migration',
        { ...SENSITIVE, examine: 'sql' },
      ),
      mutates('branch', 'create_branch rebase_branch create_project deploy_edge_function restore_project', SENSITIVE),
      destroys(
        'delete',
        'drop_table delete_branch reset_branch merge_branch delete_project pause_project drop_database truncate_table delete_rows delete_data restore_backup delete_database reset_database',
      ),
    ],
  ),
  group('documents_db', 'mongodb mongo firestore firebase dynamodb couchdb elasticsearch opensearch cosmosdb cosmos', [
    reads(
      'look',
      '.find aggregate .count list_collections list_databases collection_schema collection_indexes db_stats collection_storage_size .explain mongodb_logs get_item .query .scan get_document firestore_get_documents firestore_list_collections firestore_query_collection list_indices get_mappings .search get_shards query_items list_tables describe_table batch_get_item .connect esql',
    ),
    mutates(
      'write',
      'insert_one insert_many update_one create_index create_collection rename_collection put_item update_item index_document update_document firestore_add_document firestore_update_document batch_write_item add_document bulk_index insert_document',
    ),
    destroys('update', 'update_many replace_one find_and_modify update_by_query reindex bulk_write'),
    destroys(
      'delete',
      'delete_one delete_many drop_collection drop_database drop_index delete_item delete_table firestore_delete_document delete_by_query delete_index delete_document firestore_delete_collection delete_documents',
    ),
  ]),
  group('cache', 'redis memcached valkey upstash kv', [
    reads(
      'look',
      '.get .list .scan .keys hget hgetall lrange smembers zrange .ttl .exists .info .dbsize redis_get .type scan_keys scan_all_keys get_indexes redis_list get_key_info hexists xrange json_get vector_search_hash',
    ),
    mutates(
      'write',
      '.set hset lpush rpush sadd zadd .expire .incr json_set xadd redis_set .rename .publish .subscribe .unsubscribe set_vector_in_hash create_vector_index_hash',
    ),
    destroys(
      'delete',
      'del hdel srem zrem .delete flushdb flushall redis_delete .unlink json_del xdel lpop rpop config_set .eval evalsha script_flush .shutdown',
    ),
    destroys('command', 'redis_command run_redis_command execute_redis_command'),
  ]),
  group('queue', 'kafka rabbitmq sqs pubsub sns nats confluent servicebus', [
    reads(
      'look',
      'list_topics describe_topic list_queues get_queue consume_messages list_consumer_groups get_queue_attributes peek_messages list_subscriptions get_topic_config',
    ),
    mutates(
      'publish',
      'produce_message publish_message publish send_queue_message enqueue create_topic create_queue create_subscription',
      SENSITIVE,
    ),
    destroys(
      'delete',
      'delete_topic delete_queue purge_queue reset_offsets delete_subscription receive_messages delete_queue_message alter_topic_config',
    ),
  ]),
  group(
    'cloud',
    'aws gcp gcloud azure digitalocean hetzner vercel netlify heroku fly render railway cloudrun lambda ec2 linode vultr aws_api',
    [
      reads(
        'look',
        'describe_instances list_instances list_functions get_function list_deployments get_deployment get_deployment_build_logs get_deployment_events get_runtime_logs list_regions describe_stacks list_stacks get_cost_and_usage get_cost list_resources get_resource list_subscriptions list_resource_groups suggest_aws_commands list_services get_service get_service_log list_volumes list_apps get_app_logs list_env_vars search_vercel_documentation list_droplets list_teams get_project list_projects list_load_balancers describe_db_instances get_caller_identity get_invocation_logs list_clusters describe_cluster list_snapshots describe_volumes describe_security_groups list_addons pg_info ps_list',
      ),
      mutates(
        'deploy',
        'deploy_to_vercel deploy_service create_deployment invoke_function invoke_lambda create_function update_function_code deploy_file_contents deploy_local_folder redeploy update_stack create_stack start_instances start_instance scale_service create_snapshot trigger_deploy deploy_site deploy_app create_project create_app ps_scale deploy_container_image',
        SENSITIVE,
      ),
      destroys(
        'change',
        'run_instances create_instance launch_instance create_droplet create_db_instance modify_db_instance authorize_security_group_ingress update_security_group set_env_vars update_environment_variables create_env_var update_env_var call_aws run_az_cli run_gcloud_command aws_cli gcloud_cli azure_cli create_service restart_service reboot_instances maintenance_on set_firewall_rule create_firewall_rule create_resource update_resource use_aws rollback promote_deployment assign_domain',
        SENSITIVE,
      ),
      destroys(
        'delete',
        'terminate_instances delete_instance delete_function delete_stack delete_deployment delete_resource delete_service stop_instances stop_instance delete_volume delete_snapshot delete_db_instance delete_cluster delete_resource_group delete_droplet delete_env_var delete_app delete_load_balancer',
        SENSITIVE,
      ),
    ],
  ),
  group('storage', 's3 gcs blob_storage r2 minio backblaze object_storage', [
    reads(
      'look',
      'list_buckets list_objects get_object head_object get_bucket_policy list_blobs get_blob s3_list_objects s3_get_object list_containers download_object get_presigned_url read_object list_object_versions',
    ),
    mutates(
      'write',
      'put_object upload_object copy_object create_bucket upload_blob s3_put_object create_container put_object_tagging',
    ),
    destroys(
      'rights',
      'put_bucket_policy put_bucket_acl put_object_acl make_bucket_public delete_bucket_policy put_public_access_block put_bucket_lifecycle generate_sas_token',
      SENSITIVE,
    ),
    destroys(
      'delete',
      'delete_object delete_objects delete_bucket delete_blob empty_bucket s3_delete_object delete_container delete_object_version',
    ),
  ]),
  group('kubernetes', 'kubernetes k8s kubectl openshift helm argocd eks gke flux', [
    reads(
      'look',
      'pods_list pods_get pods_log pods_top resources_list resources_get namespaces_list events_list kubectl_get kubectl_describe kubectl_logs kubectl_context list_pods get_pods describe_pod get_pod_logs list_namespaces list_nodes helm_list configuration_view explain_resource list_api_resources get_events kubectl_explain pods_list_in_namespace list_deployments get_logs list_applications get_application nodes_top nodes_log get_application_resource_tree list_services',
    ),
    mutates(
      'apply',
      'kubectl_apply kubectl_create resources_create_or_update kubectl_patch kubectl_scale kubectl_rollout resources_scale helm_install install_helm_chart helm_upgrade upgrade_helm_chart scale_deployment restart_deployment apply_manifest sync_application port_forward pods_run create_deployment create_namespace rollout_restart kubectl_label kubectl_annotate create_application update_application',
      SENSITIVE,
    ),
    destroys('exec', 'pods_exec exec_in_pod kubectl_exec kubectl_generic exec_pod kubectl_cp run_pod', SENSITIVE),
    destroys('command', 'kubectl run_kubectl kubectl_command', { examine: 'shell', sensitive: true }),
    destroys(
      'delete',
      'kubectl_delete pods_delete resources_delete helm_uninstall uninstall_helm_chart delete_namespace drain_node node_management cleanup delete_pod delete_deployment cordon_node delete_application delete_pvc',
      SENSITIVE,
    ),
  ]),
  group('containers', 'docker podman containers portainer compose', [
    reads(
      'look',
      'list_containers inspect_container container_logs fetch_container_logs list_images list_networks list_volumes get_container_logs docker_ps docker_logs get_logs docker_inspect docker_images container_stats list_docker_containers search_images check_repository',
    ),
    mutates(
      'run',
      'run_container create_container start_container stop_container restart_container build_image pull_image recreate_container compose_up deploy_compose docker_run docker_build docker_compose_up create_network create_volume docker_pull docker_start docker_stop docker_restart compose_down compose_restart',
    ),
    mutates('push', 'push_image docker_push', SENSITIVE),
    destroys('exec', 'exec_container docker_exec container_run_command execute_in_container', { examine: 'shell' }),
    destroys('command', 'docker docker_command run_docker docker_compose', { examine: 'shell' }),
    destroys(
      'delete',
      'remove_container remove_image remove_volume remove_network prune docker_rm docker_prune system_prune delete_container delete_image docker_rmi prune_volumes',
    ),
  ]),
  group('infrastructure', 'terraform pulumi cdk cloudformation ansible opentofu crossplane hashicorp', [
    reads(
      'look',
      'terraform_plan terraform_show terraform_validate terraform_output get_provider_docs search_modules get_module_details resolve_provider_doc_id preview pulumi_preview stack_output get_latest_provider_version get_stack get_stack_resources list_workspaces get_run_details list_runs search_providers get_provider_details',
    ),
    mutates('format', 'terraform_init terraform_fmt terraform_workspace create_workspace'),
    destroys(
      'apply',
      'terraform_apply pulumi_up up ansible_playbook run_playbook deploy_stack cdk_deploy apply_run create_run execute_terraform_command execute_change_set',
      SENSITIVE,
    ),
    destroys(
      'destroy',
      'terraform_destroy pulumi_destroy destroy cdk_destroy delete_workspace terraform_import state_rm',
      SENSITIVE,
    ),
  ]),
  group(
    'monitoring',
    'datadog grafana sentry prometheus newrelic pagerduty honeycomb splunk posthog amplitude cloudwatch opsgenie google_analytics mixpanel loki axiom dynatrace',
    [
      reads(
        'look',
        'query_prometheus query_loki_logs search_dashboards get_dashboard_by_uid list_alert_rules list_datasources list_incidents get_incident get_issue_details search_issues find_issues list_projects get_metrics search_logs list_monitors get_monitor list_metric_names query_metrics list_dashboards get_trace search_traces find_errors get_sentry_issue find_organizations search_events get_event_attachment analyze_issue_with_seer run_hogql_query run_report run_funnel get_experiment list_experiments feature_flag_get_all list_services list_oncalls execute_query execute_range_query list_metrics get_metric_metadata get_targets list_spans get_logs get_datadog_metric search_datadog_logs',
      ),
      mutates(
        'write',
        'create_dashboard update_dashboard create_incident acknowledge_incident add_note_to_incident create_alert create_annotation update_issue create_project create_dsn create_monitor acknowledge resolve_incident create_experiment add_responders create_silence manage_incidents',
      ),
      destroys(
        'silence',
        'mute_monitor silence_alert delete_silence mute_host disable_alert delete_alert_rule create_downtime delete_monitor delete_dashboard update_feature_flag toggle_feature_flag create_feature_flag delete_feature_flag update_alert_rule snooze_alert',
        SENSITIVE,
      ),
    ],
  ),
  group('ci', 'circleci jenkins buildkite github_actions travis drone teamcity', [
    reads(
      'look',
      'get_build_failure_logs get_latest_pipeline_status find_flaky_tests get_job_test_results get_build get_builds get_build_log list_jobs list_builds get_job get_running_builds get_test_results get_pipeline_status list_followed_projects config_helper',
    ),
    mutates(
      'run',
      'run_pipeline rerun_workflow trigger_build build_job retry_job stop_build cancel_build unblock_job',
      SENSITIVE,
    ),
    destroys(
      'change',
      'delete_build delete_job update_job_config create_job run_rollback_pipeline run_groovy_script',
      SENSITIVE,
    ),
  ]),
  group('design', 'figma canva miro whimsical excalidraw blender adobe webflow_designer mermaid', [
    reads(
      'look',
      'get_figma_data download_figma_images get_code get_image get_variable_defs get_design_context get_metadata get_screenshot search_designs get_design list_board_items get_boards get_scene_info get_object_info get_code_connect_map get_libraries export_design get_assets',
    ),
    mutates(
      'write',
      'create_design create_sticky_note create_shape update_shape create_rectangle create_frame set_text_content generate_diagram create_diagram import_design_from_url create_item generate_design comment_on_design add_element export_to_image',
    ),
    destroys('delete', 'delete_node delete_item delete_multiple_nodes delete_board delete_element clear_canvas'),
    destroys('script', 'execute_blender_code'),
  ]),
]
