import type { HonestFamily } from '../family.ts'
import { denseQuestions, denseStatements } from './dense.ts'
import { framed, wordTalk } from './framed.ts'
import { garden, kitchen, parenting } from './home.ts'
import { classroom, languages, science } from './learning.ts'
import { play, sport, stage, travel } from './leisure.ts'
import { longPrompts } from './long-prompts.ts'
import { bots, devices, workshop } from './machines.ts'
import { minds, orderly, sending } from './order.ts'
import { explainers, orders } from './orders.ts'
import { plain } from './plain.ts'
import { health, heritage, law, news } from './public.ts'
import { answerForms, roleRequests, steering, storyRequests } from './requests.ts'
import { scarce } from './scarce.ts'
import { structuredPrompts } from './structured.ts'
import { advice, dialogues, novel, posts } from './talk.ts'
import { agentSetups, taskDefinitions } from './tasks.ts'
import { parts, soundsBad } from './turns.ts'
import { discreet, echoes, keepers, openAndClosed, setAside } from './words.ts'
import { counter, desk, money } from './work.ts'

/** The families of the second author: mostly whole sentences, each worded by itself. */
export const SECOND_FAMILIES: readonly HonestFamily[] = [
  kitchen,
  parenting,
  garden,
  sport,
  play,
  travel,
  stage,
  classroom,
  languages,
  science,
  desk,
  counter,
  money,
  health,
  law,
  news,
  heritage,
  devices,
  bots,
  workshop,
  roleRequests,
  answerForms,
  steering,
  storyRequests,
  structuredPrompts,
  taskDefinitions,
  agentSetups,
  setAside,
  openAndClosed,
  keepers,
  discreet,
  echoes,
  parts,
  soundsBad,
  orderly,
  sending,
  minds,
  framed,
  wordTalk,
  posts,
  novel,
  advice,
  dialogues,
  denseQuestions,
  denseStatements,
  plain,
  longPrompts,
  orders,
  explainers,
  scarce,
]
