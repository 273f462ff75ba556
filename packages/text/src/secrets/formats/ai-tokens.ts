import type { SecretFormat } from '../format.ts'
import { SCANNING, TRUFFLEHOG } from './sources.ts'
import { tokenTable } from './token-table.ts'

/** Models, agents, vector stores and what is built around them. */
export const AI_TOKENS: readonly SecretFormat[] = [
  ...tokenTable('https://platform.openai.com/docs/api-reference/authentication', [
    ['openai-project', 'OpenAI project key', 'sk-proj-', 'word', 20],
    ['openai-service', 'OpenAI service account key', 'sk-svcacct-', 'word', 20],
    ['openai-admin', 'OpenAI admin key', 'sk-admin-', 'word', 20],
    ['openai-none', 'OpenAI legacy user key', 'sk-None-', 'word', 20],
    ['openai-session', 'OpenAI session', 'sess-', 'alnum', 40],
  ]),
  ...tokenTable('https://docs.anthropic.com/en/api/getting-started', [
    ['anthropic-key', 'Anthropic key', 'sk-ant-', 'word', 20],
  ]),
  ...tokenTable('https://huggingface.co/docs/hub/security-tokens', [
    ['huggingface-token', 'Hugging Face token', 'hf_', 'alnum', 30],
    ['huggingface-org', 'Hugging Face organisation token', 'api_org_', 'alnum', 34],
  ]),
  ...tokenTable('https://openrouter.ai/docs/api/reference/authentication', [
    ['openrouter-key', 'OpenRouter key', 'sk-or-', 'word', 40],
  ]),
  ...tokenTable('https://langfuse.com/docs/api-and-data-platform/features/public-api', [
    ['langfuse-secret', 'Langfuse secret key', 'sk-lf-', 'word', 36],
  ]),
  ...tokenTable(SCANNING, [
    ['groq-key', 'Groq key', 'gsk_', 'alnum', 40],
    ['perplexity-key', 'Perplexity key', 'pplx-', 'alnum', 40],
    ['xai-key', 'xAI key', 'xai-', 'word', 60],
    ['replicate-token', 'Replicate token', 'r8_', 'word', 36],
    ['nvidia-key', 'NVIDIA key', 'nvapi-', 'word', 60],
    ['cerebras-key', 'Cerebras key', 'csk-', 'alnum', 40],
    ['langsmith-token', 'LangSmith token', 'lsv2_', 'word', 40],
    ['langchain-key', 'LangChain key', 'ls__', 'word', 32],
    ['fireworks-key', 'Fireworks AI key', 'fw_', 'alnum', 22, 3.5],
    ['firecrawl-key', 'Firecrawl key', 'fc-', 'hex', 32],
    ['tavily-key', 'Tavily key', 'tvly-', 'word', 24],
    ['pinecone-key', 'Pinecone key', 'pcsk_', 'word', 40],
    ['voyage-key', 'Voyage AI key', 'pa-', 'word', 40, 3.8],
    ['jina-key', 'Jina AI key', 'jina_', 'word', 40],
    ['e2b-key', 'E2B key', 'e2b_', 'hex', 40],
    ['helicone-key', 'Helicone key', 'sk-helicone-', 'word', 20],
    ['llamacloud-key', 'LlamaCloud key', 'llx-', 'word', 32],
    ['mem0-key', 'Mem0 key', 'm0-', 'alnum', 40],
    ['wandb-key', 'Weights & Biases key', 'wandb_v1_', 'word', 32],
    ['runpod-key', 'RunPod key', 'rpa_', 'alnum', 40],
    ['sambanova-key', 'SambaNova key', 'sn-', 'uuid', 36],
    ['browserbase-key', 'Browserbase key', 'bb_live_', 'word', 20],
    ['retell-key', 'Retell key', 'key_', 'hex', 28, 3],
    ['braintrust-key', 'Braintrust key', 'sk-bt-', 'word', 24],
    ['brave-search-key', 'Brave Search key', 'BSA', 'word', 27, 3.8],
  ]),
  ...tokenTable(TRUFFLEHOG, [
    ['elevenlabs-key', 'ElevenLabs key', 'sk_', 'hex', 48],
    ['photoroom-key', 'Photoroom key', 'sandbox_', 'alnum', 40],
  ]),
  ...tokenTable('https://platform.openai.com/docs/api-reference/authentication', [
    ['openai-key', 'OpenAI key and what is modelled on it', 'sk-', 'alnum', 20, 3],
  ]),
]
