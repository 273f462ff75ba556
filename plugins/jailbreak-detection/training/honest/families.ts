import { abstracts } from './abstracts.ts'
import { agentFiles, assistantReplies, systemPrompts } from './agents.ts'
import { blobs, codeReview, commits, issues, logs, sources } from './code.ts'
import { games, instructions, legal, moderation, school } from './documents.ts'
import type { HonestFamily } from './family.ts'
import { manPages, modelApi, productDocs, toolDescriptions } from './manuals.ts'
import { awareness, helpdesk, marketing, meetings, officeMail } from './office.ts'
import { discretion, formatRequests, injectionTalk, quotedOrders, uiStrings } from './mentions.ts'
import { personaPrompts, skills } from './personas.ts'
import { forms, taskPrompts, transcripts } from './prompts.ts'
import { articles, collocations } from './prose.ts'
import { everyday, modelQuestions, shellQuestions, smallTalk, techQuestions } from './questions.ts'
import { SECOND_FAMILIES } from './second/families.ts'
import { advisories, injectionArticles, securityGuides, securityReports } from './security.ts'
import { agentRequests, officials, puzzles, verbatim } from './wording.ts'
import { careers, fiction, lines, reviews, textWork } from './writing.ts'

/** The families of the first author: templates with many slots. */
export const FIRST_FAMILIES: readonly HonestFamily[] = [
  techQuestions,
  shellQuestions,
  modelQuestions,
  everyday,
  smallTalk,
  officeMail,
  helpdesk,
  marketing,
  meetings,
  awareness,
  instructions,
  legal,
  school,
  games,
  moderation,
  productDocs,
  manPages,
  modelApi,
  toolDescriptions,
  injectionArticles,
  advisories,
  securityReports,
  securityGuides,
  agentFiles,
  systemPrompts,
  personaPrompts,
  skills,
  assistantReplies,
  fiction,
  textWork,
  careers,
  reviews,
  lines,
  codeReview,
  commits,
  issues,
  sources,
  logs,
  blobs,
  articles,
  collocations,
  quotedOrders,
  injectionTalk,
  formatRequests,
  uiStrings,
  discretion,
  abstracts,
  taskPrompts,
  forms,
  transcripts,
  verbatim,
  puzzles,
  officials,
  agentRequests,
]

/** All families of honest texts. */
export const HONEST_FAMILIES: readonly HonestFamily[] = [...FIRST_FAMILIES, ...SECOND_FAMILIES]
