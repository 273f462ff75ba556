import type { ActionGroup } from '../action.ts'
import { destroys, group, mutates, reads, SENSITIVE } from './table.ts'

const JOBS = {
  list: 'read',
  get: 'read',
  status: 'read',
  runs: 'read',
  history: 'read',
  add: 'mutate',
  create: 'mutate',
  update: 'mutate',
  run: 'mutate',
  wake: 'mutate',
  enable: 'mutate',
  disable: 'mutate',
  remove: 'destructive',
  delete: 'destructive',
} as const

/** What agents do with themselves: their plans, their memory, other agents, their timetable. */
export const AGENT: readonly ActionGroup[] = [
  group('status', 'time clock sequentialthinking sequential_thinking everything', [
    reads('time', 'get_time get_current_time current_time time now convert_time date get_date'),
    reads('session', 'session_status status ping health health_check version get_version help echo list_tools'),
    reads(
      'think',
      'think sequentialthinking reasoning reflect final_answer finish done submit attempt_completion exit_plan_mode enter_plan_mode',
    ),
    reads('ask', 'ask_user ask_user_question ask_followup_question ask_human request_user_input clarify'),
    reads('calculate', 'calculator calculate calc evaluate_expression convert_units wolfram_alpha'),
  ]),
  group('plan', 'todo todos task_manager taskmaster shrimp', [
    reads('read', 'todo_read get_plan list_todos get_tasks next_task'),
    mutates('write', 'todo_write update_plan create_plan add_todo update_todo complete_todo update_todo_list new_task'),
    destroys('delete', 'delete_todo clear_todos delete_plan'),
  ]),
  group('memory', 'memory mem0 openmemory zep knowledge_graph basic_memory memento', [
    reads(
      'search',
      'memory_search memory_get memory_read recall search_memory search_memories get_memory get_memories list_memories read_graph search_nodes open_nodes retrieve_memory find_memories session_search read_memory',
    ),
    mutates(
      'write',
      'memory_write memory_store remember add_memory add_memories save_memory store_memory create_entities create_relations add_observations update_memory write_memory memory_append memory_update core_memory_append archival_memory_insert memory_insert',
    ),
    destroys(
      'delete',
      'memory_delete delete_memory delete_memories forget delete_entities delete_observations delete_relations delete_all_memories clear_memory reset_memory core_memory_replace',
    ),
    destroys('tool', 'memory', {
      verbs: {
        view: 'read',
        read: 'read',
        search: 'read',
        get: 'read',
        list: 'read',
        create: 'mutate',
        add: 'mutate',
        store: 'mutate',
        insert: 'mutate',
        str_replace: 'mutate',
        rename: 'mutate',
        replace: 'mutate',
        remove: 'destructive',
        delete: 'destructive',
      },
    }),
  ]),
  group('vectors', 'pinecone qdrant chroma chromadb weaviate milvus pgvector', [
    reads(
      'query',
      'qdrant_find vector_search similarity_search search_records query_collection chroma_query_documents chroma_get_documents chroma_list_collections list_indexes describe_index list_collections retrieve knowledge_base_search rag_search search_knowledge file_search semantic_search codebase_search',
    ),
    mutates(
      'upsert',
      'qdrant_store upsert_records upsert_vectors add_documents chroma_add_documents chroma_update_documents chroma_create_collection create_collection create_index index_document',
    ),
    destroys(
      'delete',
      'delete_vectors delete_index delete_collection chroma_delete_collection chroma_delete_documents delete_documents delete_records',
    ),
  ]),
  group('sessions', 'agents sessions a2a', [
    reads(
      'list',
      'sessions_list sessions_history agents_list list_agents list_sessions get_agent agent_status get_task_output task_output task_list task_get wait wait_agent',
    ),
    mutates(
      'spawn',
      'sessions_spawn spawn_agent task agent subagents sessions_send send_to_agent delegate delegate_work handoff transfer_to_agent create_agent run_agent task_create task_update call_agent ask_agent delegate_task send_input resume_agent',
    ),
    mutates('stop', 'task_stop kill_agent close_agent stop_agent cancel_task session_stop'),
    destroys('delete', 'delete_session delete_agent sessions_delete'),
    mutates('skill', 'skill use_skill load_skill slash_command activate_skill'),
  ]),
  group('automation', 'cron scheduler zapier n8n make ifttt temporal airflow pipedream', [
    reads(
      'list',
      'list_cron_jobs cron_list list_workflows get_workflow list_schedules get_schedule list_executions get_execution list_webhooks list_automations list_zaps list_dags get_dag',
    ),
    mutates('jobs', 'cron', { verbs: JOBS }),
    mutates(
      'schedule',
      'schedule schedule_task create_schedule cron_add create_cron_job create_reminder set_reminder update_schedule heartbeat create_automation create_workflow update_workflow',
      SENSITIVE,
    ),
    mutates('trigger', 'trigger_workflow run_workflow execute_workflow trigger_dag run_automation', SENSITIVE),
    mutates('webhook', 'webhook_create create_webhook update_webhook', SENSITIVE),
    destroys(
      'delete',
      'delete_schedule delete_workflow cron_remove delete_webhook delete_automation cancel_schedule delete_dag',
    ),
    mutates('gateway', 'gateway', {
      verbs: {
        status: 'read',
        'config.get': 'read',
        'config.schema': 'read',
        get: 'read',
        health: 'read',
        restart: 'destructive',
        'config.apply': 'destructive',
        'config.patch': 'destructive',
        'update.run': 'destructive',
      },
    }),
    mutates('nodes', 'nodes', {
      verbs: {
        status: 'read',
        describe: 'read',
        list: 'read',
        pending: 'read',
        notify: 'mutate',
        camera_list: 'read',
        camera_snap: 'mutate',
        camera_clip: 'mutate',
        screen_record: 'mutate',
        location_get: 'mutate',
        approve: 'destructive',
        reject: 'mutate',
        run: 'destructive',
      },
    }),
  ]),
  group('media', 'elevenlabs replicate stability openai_images ffmpeg', [
    reads(
      'look',
      'image view_image analyze_image describe_image transcribe transcribe_audio speech_to_text pdf read_pdf pdf_reader ocr extract_text get_transcript get_youtube_transcript image_to_text look_at',
    ),
    mutates(
      'make',
      'image_generate generate_image image_generation create_image edit_image text_to_speech tts generate_audio generate_video create_variation render_chart generate_chart create_presentation create_slides',
    ),
  ]),
  group(
    'reference',
    'context7 deepwiki docs weather maps google_maps googlemaps wikipedia arxiv pubmed yfinance openweather aws_docs microsoft_docs',
    [
      reads(
        'docs',
        'resolve_library_id get_library_docs query_docs read_wiki_structure read_wiki_contents ask_question search_docs read_documentation search_documentation microsoft_docs_search microsoft_docs_fetch recommend',
      ),
      reads('text', 'translate summarize get_transcript search_knowledge_base'),
      reads('weather', 'get_weather weather get_forecast current_weather get_alerts weather_forecast'),
      reads(
        'maps',
        'maps_geocode maps_reverse_geocode maps_search_places maps_place_details maps_distance_matrix maps_directions maps_elevation geocode directions search_places search_nearby place_details',
      ),
      reads(
        'knowledge',
        'wikipedia search_wikipedia wikipedia_search arxiv_search pubmed search_pubmed get_article get_summary search_arxiv search_papers download_paper read_paper list_papers get_paper pubmed_search',
      ),
      reads(
        'finance',
        'get_stock_price stock_price get_quote get_stock_info get_historical_data exchange_rate convert_currency get_crypto_price',
      ),
    ],
  ),
]
