import type { ActionGroup } from '../action.ts'
import { destroys, group, mutates, reads, SENSITIVE } from './table.ts'

const BROWSER = {
  status: 'read',
  tabs: 'read',
  snapshot: 'read',
  screenshot: 'read',
  navigate: 'read',
  open: 'read',
  console: 'read',
  focus: 'read',
  start: 'read',
  stop: 'read',
  close: 'read',
  profiles: 'read',
  scroll: 'read',
  pdf: 'mutate',
  act: 'mutate',
  click: 'mutate',
  type: 'mutate',
  fill: 'mutate',
  press: 'mutate',
  hover: 'read',
  select: 'mutate',
  drag: 'mutate',
  wait: 'read',
  upload: 'mutate',
  dialog: 'mutate',
  back: 'read',
  forward: 'read',
  reload: 'read',
  evaluate: 'destructive',
} as const
const COMPUTER = {
  screenshot: 'read',
  cursor_position: 'read',
  mouse_move: 'read',
  scroll: 'read',
  wait: 'read',
  zoom: 'read',
  move: 'read',
  key: 'mutate',
  type: 'mutate',
  keypress: 'mutate',
  hold_key: 'mutate',
  click: 'mutate',
  left_click: 'mutate',
  right_click: 'mutate',
  middle_click: 'mutate',
  double_click: 'mutate',
  triple_click: 'mutate',
  left_click_drag: 'mutate',
  left_mouse_down: 'mutate',
  left_mouse_up: 'mutate',
  drag: 'mutate',
} as const
const CANVAS = {
  snapshot: 'read',
  present: 'mutate',
  hide: 'mutate',
  navigate: 'mutate',
  a2ui_push: 'mutate',
  a2ui_reset: 'mutate',
  eval: 'destructive',
} as const

/** What reaches out: the web, browsers, remote machines, names of hosts. */
export const NETWORK: readonly ActionGroup[] = [
  group(
    'web',
    'brave_search brave tavily exa firecrawl perplexity serper kagi duckduckgo searxng search web jina bing',
    [
      reads(
        'search',
        'web_search search_web brave_web_search brave_local_search brave_news_search google_search duckduckgo_search bing_search tavily_search exa_search web_search_exa company_research_exa firecrawl_search perplexity_ask perplexity_search perplexity_research search_engine serpapi_search internet_search news_search image_search search news local_search x_search search_query',
      ),
      reads(
        'fetch',
        'web_fetch fetch fetch_url read_url read_website scrape scrape_url firecrawl_scrape firecrawl_map tavily_extract get_page_content fetch_webpage fetch_markdown fetch_html fetch_txt fetch_json crawling_exa url_context read_web_page get_url open_url http_get web_extract visit_webpage visit_page view_content extract map',
        { examine: 'http' },
      ),
      reads(
        'crawl',
        'firecrawl_crawl tavily_crawl crawl crawl_website firecrawl_extract firecrawl_check_crawl_status deep_research firecrawl_deep_research',
        { examine: 'http' },
      ),
      mutates('download', 'download_file download download_url', { examine: 'path' }),
    ],
  ),
  group('http', 'http rest api fetch openapi postman', [
    destroys(
      'request',
      'http_request make_request api_request rest_call send_request call_api http request curl requests_get requests requests_post requests_put requests_patch requests_delete http_post http_put http_patch http_delete http_head api_call invoke_api custom_api_call rest_request test_request',
      { examine: 'http' },
    ),
    reads('fetch', '.fetch .get', { examine: 'http' }),
    destroys('graphql', 'graphql graphql_query query_graphql execute_graphql run_graphql graphql_request', {
      examine: 'graphql',
    }),
    mutates('upload', 'upload_file upload post_file', SENSITIVE),
  ]),
  group(
    'browser',
    'playwright puppeteer browser browserbase chrome chrome_devtools selenium browser_use stagehand browsermcp claude_in_chrome chromium',
    [
      reads(
        'look',
        'browser_navigate browser_snapshot browser_screenshot browser_take_screenshot browser_navigate_back browser_navigate_forward browser_console_messages browser_network_requests browser_tab_list browser_tabs browser_wait_for browser_resize browser_hover browser_close browser_get_text browser_get_content puppeteer_navigate puppeteer_screenshot puppeteer_hover navigate screenshot snapshot take_screenshot take_snapshot navigate_page new_page list_pages select_page list_console_messages get_console_message list_network_requests get_network_request navigate_back navigate_forward console_messages network_requests wait_for resize resize_page hover close close_page tabs get_text read_page get_page_text tabs_context stagehand_navigate stagehand_extract stagehand_observe browser_scroll browser_back scroll go_to_url extract_content performance_start_trace performance_stop_trace performance_analyze_insight emulate playwright_navigate playwright_screenshot playwright_console_logs playwright_get_visible_text playwright_get_visible_html playwright_close browser_vision browser_get_images browser_console',
        { examine: 'http' },
      ),
      mutates(
        'act',
        'browser_click browser_type browser_press_key browser_press browser_select_option browser_drag browser_fill_form browser_fill browser_handle_dialog browser_tab_new browser_tab_close browser_tab_select puppeteer_click puppeteer_fill puppeteer_select click fill fill_form type press_key select_option drag handle_dialog select stagehand_act form_input playwright_click playwright_fill playwright_select playwright_press_key playwright_hover input_text click_element tabs_create browser_mouse_click_xy browser_mouse_move_xy browser_pdf_save playwright_save_as_pdf',
      ),
      mutates('upload', 'browser_file_upload file_upload upload_image playwright_upload_file', SENSITIVE),
      destroys(
        'script',
        'browser_evaluate puppeteer_evaluate evaluate evaluate_script javascript_tool browser_run_code playwright_evaluate execute_script execute_javascript browser_eval run_script',
        { examine: 'script' },
      ),
      mutates('tool', 'browser', { verbs: BROWSER }),
      mutates('install', 'browser_install'),
      mutates('canvas', 'canvas', { verbs: CANVAS }),
    ],
  ),
  group('computer', 'computer desktop computer_use windows_mcp macos applescript', [
    mutates('use', 'computer computer_use', { verbs: COMPUTER }),
    reads('look', 'take_desktop_screenshot get_screen_size list_windows list_apps get_clipboard'),
    mutates(
      'act',
      'mouse_click type_text key_press open_app launch_app set_clipboard mouse_drag left_click switch_app focus_window',
    ),
    destroys('script', 'run_applescript applescript_execute execute_applescript osascript run_automation_script'),
  ]),
  group('dns', 'dns cloudflare route53 domains namecheap godaddy porkbun', [
    reads(
      'look',
      'dns_lookup list_dns_records get_dns_record list_zones get_zone whois check_domain domain_availability list_domains resolve_dns whois_lookup accounts_list workers_list zones_list list_workers',
    ),
    mutates(
      'write',
      'create_dns_record update_dns_record add_dns_record set_dns_record create_zone purge_cache worker_deploy deploy_worker kv_put set_nameservers update_nameservers',
      SENSITIVE,
    ),
    destroys(
      'delete',
      'delete_dns_record delete_zone delete_domain remove_dns_record worker_delete transfer_domain register_domain renew_domain r2_bucket_delete d1_database_delete kv_namespace_delete hyperdrive_config_delete',
      SENSITIVE,
    ),
  ]),
  group('home', 'home_assistant homeassistant hass hue smartthings homekit mqtt sonos', [
    reads(
      'look',
      'get_state get_states list_entities get_entity get_live_context list_devices get_device get_history list_lights get_light get_sensors get_all_lights search_entities',
    ),
    mutates(
      'set',
      'turn_on turn_off set_light hass_turn_on hass_turn_off hass_light_set control_light set_temperature set_thermostat hass_climate_set_temperature activate_scene play_media hass_media_pause media_play media_pause set_volume toggle control_device entity_action publish_mqtt',
    ),
    mutates(
      'guard',
      'lock_door unlock_door open_garage close_garage disarm_alarm arm_alarm open_cover unlock open_valve call_service trigger_automation',
      SENSITIVE,
    ),
    destroys('delete', 'delete_device remove_device factory_reset delete_scene remove_entity'),
  ]),
]
