/** One threat of a list, which layers stand against it and by what, and what is left. */
export interface Threat {
  readonly id: string
  readonly name: string
  /** What each layer does about this very threat, by its name. Empty where none does. */
  readonly layers: Readonly<Record<string, string>>
  /** What is not defended, said plainly. */
  readonly left: string
}
/** A list of threats that others know. */
export interface ThreatList {
  readonly title: string
  readonly source: string
  /** As many as the list has; a row that is lost would be a threat that nobody looks at. */
  readonly count: number
  readonly threats: readonly Threat[]
}

function threat(id: string, name: string, layers: Threat['layers'], left: string): Threat {
  return { id, name, layers, left }
}

const STRIDE: ThreatList = {
  title: 'STRIDE',
  source: 'the six categories of Microsoft’s threat modelling',
  count: 6,
  threats: [
    threat(
      'S',
      'Spoofing',
      {
        'gateway-auth': 'who calls is proven by a token or a login, per scope',
        mtls: 'peers prove themselves by certificates',
        'email-sender-filter': 'mail counts only from senders whose authentication a named server has checked',
        'external-content': 'look-alikes of its markers in content are made harmless',
        'approval-gate': 'an answer counts only from an approver who is known, for the request as it was shown',
      },
      'In-process hosts name the session themselves: a host that takes a user id from a request proves nothing. A stolen token is its owner until it expires or is taken out of the config.',
    ),
    threat(
      'T',
      'Tampering',
      {
        'audit-log': 'records are a signed chain; what is changed, cut out or put in shows',
        'memory-guard': 'what is less trusted never overwrites what is more; memories that give orders are kept apart',
        'path-guard': 'files outside the roots, and those that run something, are not written',
        'exec-sandbox': 'commands see the workspace alone, and its protected files read-only',
        'secrets-store': 'stored values are bound to their name and version',
        'skill-scanner': 'skills and definitions of tools are read before they count',
        'input-validation': 'malformed and disguised text is refused or made plain',
      },
      'Whoever may write the store, the config file or the process is the operator. Tampering is shown by the audit log, not undone.',
    ),
    threat(
      'R',
      'Repudiation',
      {
        'audit-log': 'each decision is on record before anybody learns it',
        'approval-gate': 'who approved what, and when, is recorded with the exact arguments',
        'gateway-auth': 'decisions carry the proven identity',
      },
      'What a tool does in another system is that system’s record. Calls that go around the wall are on none.',
    ),
    threat(
      'I',
      'Information disclosure',
      {
        'output-guard':
          'secrets, and personal data where the operator wants it, are taken out of replies, streamed ones too',
        'canary-tokens': 'a leaked system prompt is seen by its marks',
        'secrets-store': 'models see names of secrets, never values; values go to declared destinations',
        'log-sanitizer': 'credentials are taken out of logs',
        'config-redaction': 'views of the config show no secret',
        'ssrf-guard': 'internal addresses and metadata services are out of reach',
        'external-content': 'links and images that carry data away are made harmless',
        mtls: 'nobody reads on the way',
        'path-guard': 'files outside the roots are not read',
      },
      'Facts that are no secret by form (a plan, a price) leave in plain words. Covert channels (timing, choice of words, length) are not looked for. The model’s provider sees the prompts.',
    ),
    threat(
      'D',
      'Denial of service',
      {
        'budget-guard': 'tokens, money and steps are limited, and a failing model is left alone',
        'input-validation': 'length, depth and floods are limited',
        'injection-rate-limit': 'who keeps attacking is blocked for a time',
        'exec-sandbox': 'commands have limits on time, memory, processes and output',
        'approval-gate': 'an agent cannot bury its approvers',
        'gateway-auth': 'guessing tokens is slowed down',
      },
      'Failing closed turns many faults into denials: a lost store or a slow layer stops the agent. Floods on the network belong to what stands in front of the gateway.',
    ),
    threat(
      'E',
      'Elevation of privilege',
      {
        'tool-policy': 'an agent calls only what its profile names; less while content from outside is in the session',
        'action-classifier': 'what is not known counts as destructive',
        'approval-gate': 'a person decides about what is destructive; one approval is for one call',
        'exec-sandbox': 'no command runs without the sandbox',
        'path-guard': 'links and races lead nowhere else',
        'gateway-auth': 'scopes part agents, operators and approvers',
        'secrets-store': 'each agent has its own secrets, by default none',
      },
      'Layers run in the host’s process: a malicious plugin, or code beside them, has all that the process has.',
    ),
  ],
}

const LLM: ThreatList = {
  title: 'OWASP Top 10 for LLM Applications (2025)',
  source: '[genai.owasp.org/llm-top-10](https://genai.owasp.org/llm-top-10/)',
  count: 10,
  threats: [
    threat(
      'LLM01',
      'Prompt injection',
      {
        'jailbreak-detection': 'scores every text, decoded, with stricter limits for what comes from outside',
        'external-content': 'marks content as data and remembers that the session holds some',
        'input-validation': 'takes away what hides text from readers',
        'injection-rate-limit': 'counts attempts per user, session and source',
        'skill-scanner': 'reads skills and definitions of tools',
        'email-sender-filter': 'keeps strangers’ mail out',
        'memory-guard': 'keeps orders out of what is remembered',
        'tool-policy': 'takes tools away while content from outside is in the session',
        'approval-gate': 'a person sees what an injected call would do',
      },
      'Detectors miss phrasings; nothing here proves a text harmless. The limits on tools, approvals and egress are what holds when they do. Pictures and sound are held or pass unread.',
    ),
    threat(
      'LLM02',
      'Sensitive information disclosure',
      {
        'output-guard': 'redacts secrets on the way out, and personal data where the operator wants it',
        'secrets-store': 'keeps values out of prompts',
        'log-sanitizer': 'keeps credentials out of logs',
        'config-redaction': 'keeps them out of views',
        'external-content': 'defuses links and images that carry data away',
        'ssrf-guard': 'limits where requests may go',
        mtls: 'encrypts and names both ends',
      },
      'What a model learned in training, and what is confidential without looking so. The provider reads the prompts.',
    ),
    threat(
      'LLM03',
      'Supply chain',
      {
        'skill-scanner': 'reads skills and pins definitions of tools by hash',
        'exec-sandbox': 'what an install script does stays in the sandbox, without network by default',
        'ssrf-guard': 'in the allowlist mode, downloads come from named hosts',
      },
      'Models, weights, npm packages and plugins of the wall itself are not examined: pin them and check where they come from. Plugins are trusted code.',
    ),
    threat(
      'LLM04',
      'Data and model poisoning',
      {
        'memory-guard': 'judges what is remembered and keeps where it came from',
        'external-content': 'labels what came from outside',
      },
      'Training and fine-tuning data are out of reach. Facts that are false but give no orders are remembered, as external.',
    ),
    threat(
      'LLM05',
      'Improper output handling',
      {
        'output-guard': 'judges every reply, text and structure',
        'exec-sandbox': 'parses commands that a model wrote, and confines them',
        'path-guard': 'checks paths that a model wrote',
        'ssrf-guard': 'checks addresses that a model wrote',
        'tool-policy': 'checks arguments by rule',
      },
      'Replies are not escaped for HTML, SQL or a shell of yours: whoever renders or runs them must.',
    ),
    threat(
      'LLM06',
      'Excessive agency',
      {
        'tool-policy': 'denies what is not allowed, and hides it from the model',
        'action-classifier': 'tells reading from changing and destroying, by arguments',
        'approval-gate': 'asks a person, about those arguments alone',
        'exec-sandbox': 'limits what a command can reach',
        'path-guard': 'limits which files',
        'ssrf-guard': 'limits which hosts',
        'secrets-store': 'limits which credentials, and where to',
        'budget-guard': 'limits how much',
      },
      'An allowed tool, used as allowed, for a wrong end. Policy is as good as its operator makes it.',
    ),
    threat(
      'LLM07',
      'System prompt leakage',
      {
        'canary-tokens': 'sees the prompt’s marks in what leaves, also encoded',
        'output-guard': 'reports replies that recite it',
        'jailbreak-detection': 'sees those who ask for it',
        'secrets-store': 'there is no secret in it to leak',
      },
      'A retelling in other words carries no mark. A prompt is not a place for secrets.',
    ),
    threat(
      'LLM08',
      'Vector and embedding weaknesses',
      {
        'memory-guard': 'judges what is stored and what is recalled, and leaves out what is external by default',
        'external-content': 'marks retrieved documents',
      },
      'Stores of vectors are not seen: access per tenant, inversion of embeddings and ranking are theirs. Texts must be brought through `onInbound` by the host.',
    ),
    threat(
      'LLM09',
      'Misinformation',
      {},
      'Not defended: no layer knows what is true. Taint and provenance say where a text came from, approvals put a person before what cannot be undone.',
    ),
    threat(
      'LLM10',
      'Unbounded consumption',
      {
        'budget-guard': 'reserves before each call, settles after, over all processes; opens a breaker',
        'input-validation': 'bounds what comes in',
        'injection-rate-limit': 'bounds attempts',
        'exec-sandbox': 'bounds commands',
      },
      'Usage is the provider’s own count. Budgets of a client that makes up sessions hold by tenant and user only.',
    ),
  ],
}

const AGENTIC: ThreatList = {
  title: 'OWASP Agentic AI: Threats and Mitigations (T1 to T17)',
  source:
    '[OWASP Agentic Security Initiative](https://genai.owasp.org/resource/agentic-ai-threats-and-mitigations/): T1 to T15 of version 1.0, T16 and T17 of 1.1',
  count: 17,
  threats: [
    threat(
      'T1',
      'Memory poisoning',
      {
        'memory-guard': 'denies orders, lowers the trust of doubtful memories, keeps provenance',
        'external-content': 'labels the session a memory comes from',
      },
      'False facts without orders. Memories written around `onMemoryWrite`.',
    ),
    threat(
      'T2',
      'Tool misuse',
      {
        'tool-policy': 'rules on tools, arguments, rates and taint',
        'action-classifier': 'what is unknown is destructive',
        'approval-gate': 'a person decides',
        'ssrf-guard': 'addresses',
        'path-guard': 'files',
        'exec-sandbox': 'commands',
      },
      'A chain of calls that are each allowed.',
    ),
    threat(
      'T3',
      'Privilege compromise',
      {
        'gateway-auth': 'scopes, expiry and rotation of tokens',
        'tool-policy': 'least tools per agent and skill',
        'secrets-store': 'least secrets per agent',
        'approval-gate': 'single use',
      },
      'Rights that tools have in other systems: give each its own, small credentials.',
    ),
    threat(
      'T4',
      'Resource overload',
      {
        'budget-guard': 'tokens, money, steps, breaker',
        'input-validation': 'size and depth',
        'exec-sandbox': 'limits on commands',
        'injection-rate-limit': 'attempts',
      },
      'Load on tools’ own back ends; rates per tool must be set.',
    ),
    threat(
      'T5',
      'Cascading hallucination attacks',
      { 'memory-guard': 'what an agent learned itself counts less than what the operator said' },
      'Truth is not checked. A false statement without orders spreads through shared memories and other agents.',
    ),
    threat(
      'T6',
      'Intent breaking and goal manipulation',
      {
        'jailbreak-detection': 'sees takeovers, over turns too',
        'external-content': 'content is data',
        'injection-rate-limit': 'repeated attempts',
        'tool-policy': 'less may be done after content from outside',
      },
      'Plans are not read. A goal that drifts slowly, in plain words, is seen only by its calls.',
    ),
    threat(
      'T7',
      'Misaligned and deceptive behaviours',
      {
        'tool-policy': 'the model’s reasons do not matter, only its calls',
        'approval-gate': 'what is shown is the call itself, not what the agent says of it',
        'audit-log': 'what it did is on record',
      },
      'A model that lies in its replies. Reasoning is judged as text only.',
    ),
    threat(
      'T8',
      'Repudiation and untraceability',
      { 'audit-log': 'signed chain, one trace id through all hooks', 'approval-gate': 'approvers are named' },
      'Effects in other systems; calls around the wall.',
    ),
    threat(
      'T9',
      'Identity spoofing and impersonation',
      { 'gateway-auth': 'proven callers', mtls: 'proven peers', 'email-sender-filter': 'proven senders' },
      'In-process hosts name sessions themselves. Tools act under identities of their own.',
    ),
    threat(
      'T10',
      'Overwhelming human in the loop',
      {
        'approval-gate': 'caps per session and agent, joins equal requests, remembers denials',
        'action-classifier': 'asks about what matters, not about everything',
      },
      'A person who approves without reading.',
    ),
    threat(
      'T11',
      'Unexpected remote code execution',
      {
        'exec-sandbox': 'no sandbox, no exec',
        'path-guard': 'files that run something are protected',
        'action-classifier': 'reads code and commands in arguments',
        'skill-scanner': 'scripts of skills',
      },
      'Kernel holes under the sandbox. Tools that evaluate code in the host’s process.',
    ),
    threat(
      'T12',
      'Agent communication poisoning',
      {
        'jailbreak-detection': 'messages of other agents are judged as any text from outside',
        'external-content': 'and marked',
        mtls: 'and come from proven peers',
      },
      'Meaning: a false but calm message of a trusted agent is believed.',
    ),
    threat(
      'T13',
      'Rogue agents in multi-agent systems',
      {
        'tool-policy': 'each agent has its own profile',
        'budget-guard': 'its own budget',
        'audit-log': 'its own record',
        'gateway-auth': 'its own token',
      },
      'No behaviour is learned: an agent that stays within its policy is not noticed.',
    ),
    threat(
      'T14',
      'Human attacks on multi-agent systems',
      {
        'gateway-auth': 'who talks to which agent',
        'injection-rate-limit': 'attempts of one user over sessions',
        'tool-policy': 'delegation gives no more than the delegate’s own profile',
      },
      'Trust between agents is the host’s: what one passes on must come through `onInbound` of the other.',
    ),
    threat(
      'T15',
      'Human manipulation',
      {
        'output-guard': 'judges what users are told',
        'approval-gate': 'shows the exact call, with invisible characters made visible',
        'external-content': 'defuses links from outside',
      },
      'Persuasion in plain words is not detected.',
    ),
    threat(
      'T16',
      'Insecure inter-agent protocol abuse',
      {
        'skill-scanner': 'definitions of tools from MCP servers, pinned',
        'tool-policy': 'tools of each server by name',
        mtls: 'proven peers',
      },
      'A2A and other protocols have no proxy here; MCP has `ringwall mcp`.',
    ),
    threat(
      'T17',
      'Supply chain compromise',
      { 'skill-scanner': 'skills and tools before they are loaded', 'exec-sandbox': 'what an install runs' },
      'Packages, models and plugins of the wall itself.',
    ),
  ],
}

const TOP_AGENTIC: ThreatList = {
  title: 'OWASP Top 10 for Agentic Applications (2026)',
  source:
    '[genai.owasp.org](https://genai.owasp.org/resource/owasp-top-10-for-agentic-applications-for-2026/), published in December 2025',
  count: 10,
  threats: [
    threat(
      'ASI01',
      'Agent goal hijack',
      {
        'jailbreak-detection': 'takeovers, decoded',
        'external-content': 'marks and taint',
        'email-sender-filter': 'strangers’ mail',
        'input-validation': 'hidden text',
        'injection-rate-limit': 'attempts',
        'tool-policy': 'less may be done after content from outside',
      },
      'Phrasings that detectors miss: see LLM01.',
    ),
    threat(
      'ASI02',
      'Tool misuse and exploitation',
      {
        'tool-policy': 'tools and arguments',
        'action-classifier': 'effects',
        'approval-gate': 'a person',
        'ssrf-guard': 'hosts',
        'path-guard': 'files',
        'budget-guard': 'amounts',
      },
      'Allowed calls in a harmful order.',
    ),
    threat(
      'ASI03',
      'Identity and privilege abuse',
      {
        'gateway-auth': 'proven callers and scopes',
        mtls: 'proven peers',
        'secrets-store': 'secrets per agent, filled in behind the model',
        'approval-gate': 'an approval is for one call of one session',
      },
      'Credentials that tools hold themselves.',
    ),
    threat(
      'ASI04',
      'Agentic supply chain vulnerabilities',
      { 'skill-scanner': 'skills, definitions of tools, pins', 'exec-sandbox': 'installs' },
      'Packages, models, registries, and plugins of the wall itself.',
    ),
    threat(
      'ASI05',
      'Unexpected code execution',
      {
        'exec-sandbox': 'no sandbox, no exec',
        'action-classifier': 'code in arguments',
        'path-guard': 'files that run something',
      },
      'Holes under the sandbox; evaluation in the host’s process.',
    ),
    threat(
      'ASI06',
      'Memory and context poisoning',
      {
        'memory-guard': 'writes and recalls',
        'external-content': 'marks and taint',
        'jailbreak-detection': 'recalled texts too',
      },
      'False facts without orders; stores of vectors.',
    ),
    threat(
      'ASI07',
      'Insecure inter-agent communication',
      {
        mtls: 'proven and encrypted',
        'gateway-auth': 'tokens per agent',
        'external-content': 'messages of others are data',
      },
      'Protocols that do not pass the gateway or the MCP proxy.',
    ),
    threat(
      'ASI08',
      'Cascading failures',
      {
        'budget-guard': 'breaker and limits over all processes',
        'approval-gate': 'stops before what cannot be undone',
      },
      'Failures that spread by false content. A wall that fails closed is a failure to those who wait for it.',
    ),
    threat(
      'ASI09',
      'Human-agent trust exploitation',
      {
        'approval-gate': 'the exact call is shown, fatigue is capped',
        'output-guard': 'replies',
        'action-classifier': 'severity by effect, not by words',
      },
      'Persuasion, and people who do not read.',
    ),
    threat(
      'ASI10',
      'Rogue agents',
      {
        'tool-policy': 'profiles per agent',
        'audit-log': 'record',
        'canary-tokens': 'marks that show up where they must not',
        'budget-guard': 'limits',
      },
      'No behaviour is learned; stopping an agent is the operator’s act (take away its token, close its profile).',
    ),
  ],
}

/** The lists that docs/threat-model.md maps the layers to. */
export const THREAT_LISTS: readonly ThreatList[] = [STRIDE, LLM, AGENTIC, TOP_AGENTIC]
