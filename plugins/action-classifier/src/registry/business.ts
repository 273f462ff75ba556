import type { ActionGroup } from '../action.ts'
import { destroys, group, mutates, reads, SENSITIVE } from './table.ts'

/** What a business runs on: money, customers, shops, sites, people's accounts. */
export const BUSINESS: readonly ActionGroup[] = [
  group('payments', 'stripe paypal square plaid adyen braintree razorpay mollie wise quickbooks xero', [
    reads(
      'look',
      'list_customers list_products list_prices list_payment_intents retrieve_balance list_invoices list_subscriptions list_disputes list_charges get_balance list_transactions get_transaction get_invoice search_stripe_resources fetch_stripe_resources get_stripe_account_info list_coupons list_refunds list_payments get_payment list_orders get_order stripe_list_customers list_bank_accounts search_stripe_documentation get_account_balance list_payouts',
      SENSITIVE,
    ),
    mutates(
      'catalog',
      'create_customer create_product create_price create_coupon update_customer create_invoice create_invoice_item update_product create_quote update_dispute create_draft_invoice',
    ),
    mutates(
      'collect',
      'create_payment_link create_checkout_session create_payment_intent finalize_invoice send_invoice create_subscription update_subscription create_order',
      SENSITIVE,
    ),
    destroys(
      'pay',
      'create_payout create_transfer make_payment send_money transfer_funds pay_invoice create_charge capture_payment create_payment send_payment pay confirm_payment_intent wire_transfer bank_transfer schedule_payment transfer withdraw pay_bill purchase buy checkout place_order charge_card send_transaction approve_payment donate',
      SENSITIVE,
    ),
    destroys(
      'refund',
      'create_refund refund refund_payment void_invoice cancel_subscription delete_customer delete_coupon delete_product void_payment cancel_order issue_refund',
      SENSITIVE,
    ),
  ]),
  group('trading', 'coinbase binance alpaca robinhood kraken ethereum solana wallet web3 ibkr metamask', [
    reads(
      'look',
      'get_positions get_account list_orders get_portfolio get_ticker get_order_book get_balances get_wallet_address get_token_balance get_account_info get_open_orders get_market_data',
      SENSITIVE,
    ),
    destroys(
      'trade',
      'place_order create_order place_market_order place_limit_order cancel_order cancel_all_orders close_position close_all_positions swap_tokens send_tokens transfer_tokens sign_transaction sign_message approve_token mint_nft deploy_contract write_contract withdraw_funds stake buy_stock sell_stock execute_trade send_crypto bridge_tokens',
      SENSITIVE,
    ),
  ]),
  group('crm', 'hubspot salesforce pipedrive crm zoho attio close dynamics apollo', [
    reads(
      'look',
      'search_objects get_contact list_contacts search_contacts get_deal list_deals get_company list_companies search_crm_objects query_records describe_object salesforce_query hubspot_get_contacts hubspot_search_objects hubspot_list_objects hubspot_batch_read_objects get_opportunity list_leads get_lead search_people soql_query salesforce_search_objects salesforce_describe_object salesforce_query_records sosl_search',
    ),
    mutates(
      'write',
      'create_contact update_contact create_deal update_deal create_company update_company create_lead update_lead hubspot_create_contact hubspot_batch_create_objects hubspot_batch_update_objects hubspot_create_engagement log_activity create_note salesforce_create_record salesforce_update_record create_opportunity convert_lead merge_contacts',
    ),
    mutates('outreach', 'enroll_in_sequence add_to_campaign add_contacts_to_sequence send_sequence', SENSITIVE),
    destroys(
      'delete',
      'delete_contact delete_deal delete_company bulk_delete hubspot_delete_object salesforce_delete_record salesforce_dml_records delete_lead salesforce_execute_anonymous salesforce_manage_object salesforce_manage_field delete_opportunity',
    ),
  ]),
  group('cms', 'wordpress contentful sanity strapi ghost webflow drupal wix squarespace shopify_cms storyblok', [
    reads(
      'look',
      'get_posts list_posts get_post get_pages list_pages list_entries get_entry search_entries get_content_type list_content_types list_assets query_documents list_media get_site list_sites get_schema pages_list sites_list collections_list get_categories list_comments',
    ),
    mutates(
      'write',
      'create_post update_post create_draft create_page update_page create_entry update_entry upload_media create_document patch_document update_document create_content_type upload_asset create_category create_tag collections_items_create_item',
    ),
    mutates(
      'publish',
      'publish_post publish_entry publish_page unpublish_entry publish_document unpublish_document sites_publish publish_site schedule_publish publish_asset',
      SENSITIVE,
    ),
    destroys(
      'delete',
      'delete_post delete_page delete_entry delete_media delete_asset delete_content_type delete_site delete_documents delete_locale delete_category',
    ),
  ]),
  group('shop', 'shopify woocommerce magento bigcommerce etsy amazon_seller shop', [
    reads(
      'look',
      'get_products get_product list_products get_orders get_order list_orders get_inventory search_products get_customers list_collections get_collections search_shop_catalog get_cart get_cart_items',
    ),
    mutates(
      'write',
      'create_product update_product update_inventory adjust_inventory create_collection create_discount update_order fulfill_order add_to_cart update_cart set_price update_price manage_product_tags create_fulfillment',
      SENSITIVE,
    ),
    destroys(
      'delete',
      'delete_product cancel_order refund_order delete_collection delete_order delete_customer delete_discount',
      SENSITIVE,
    ),
  ]),
  group('travel', 'airbnb expedia booking opentable uber amadeus kayak doordash instacart flights hotels', [
    reads(
      'look',
      'search_flights search_hotels airbnb_search airbnb_listing_details get_flight_status get_hotel search_restaurants get_ride_estimate check_prices get_booking search_listings search_routes',
    ),
    destroys(
      'book',
      'book_flight book_hotel make_reservation reserve_hotel reserve_restaurant request_ride book_ride cancel_reservation cancel_booking order_food book_table change_booking reserve_car_rental reserve_car book',
      SENSITIVE,
    ),
  ]),
  group('identity', 'okta auth0 keycloak entra azure_ad google_admin workspace_admin iam ldap clerk', [
    reads(
      'look',
      'list_groups get_group list_applications get_user_groups list_roles get_role list_policies get_policy get_logs list_apps get_me whoami get_current_user get_authenticated_user get_user list_users search_users',
    ),
    destroys(
      'grant',
      'create_user update_user assign_role add_user_to_group attach_policy attach_user_policy attach_role_policy put_user_policy create_role create_policy create_access_key create_api_key create_service_account add_role_assignment reset_password change_password set_password update_password enable_user create_api_token invite_user add_collaborator set_iam_policy generate_token create_token assign_user_to_group',
      SENSITIVE,
    ),
    destroys(
      'revoke',
      'delete_user deactivate_user suspend_user disable_mfa remove_user_from_group detach_policy delete_role delete_access_key revoke_token revoke_api_key disable_user delete_group remove_user unassign_role delete_application delete_account',
      SENSITIVE,
    ),
  ]),
  group(
    'secrets',
    'vault onepassword 1password bitwarden secrets secrets_manager doppler infisical keychain keyvault',
    [
      reads('list', 'list_secrets secrets_list list_keys describe_secret list_vaults list_items'),
      reads(
        'get',
        'get_secret read_secret get_secret_value secrets_get access_secret get_password get_item get_credential reveal_secret get_key get_otp vault_read op_read get_credentials read_credential get_totp',
        SENSITIVE,
      ),
      destroys(
        'set',
        'create_secret set_secret put_secret update_secret put_secret_value secrets_set write_secret vault_write rotate_secret create_password add_secret generate_password',
        SENSITIVE,
      ),
      destroys(
        'delete',
        'delete_secret destroy_secret secrets_delete remove_secret delete_item vault_delete delete_password purge_secret',
        SENSITIVE,
      ),
    ],
  ),
]
