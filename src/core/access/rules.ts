import type { Action } from '../actions/action.ts';
import type { Access } from '../actions/declaration.ts';
import { LATE_EDIT } from '../actions/late-changes.ts';
import type { ActionTable } from '../actions/table.ts';
import { type CommandCall, personOf } from '../chat.ts';
import { containsWord } from '../community/word-list.ts';
import { listedPeople } from '../settings/people.ts';
import { usedBy } from '../settings/used-by.ts';
import { blockedWords } from '../settings/words.ts';
import type { CommunitySettings } from '../storage/community-settings.ts';
import { changesSomething } from './asked.ts';
import type { ContributorsRecord } from './contributors.ts';
import type { Requester } from './requester.ts';
import { isAllowed, isOwner } from './roles.ts';
import type { AccessSettings } from './settings.ts';

/** Who asked for what runs and waits in a chat. */
export interface QueueAuthors {
  running?: string;
  /** The next one first. */
  waiting: readonly string[];
}

/** What a rule looks at. What must be looked up is looked up once, and only when a rule needs it. */
export interface RuleRequest {
  requester: Requester;
  /** The platform's id of the person. */
  userId: string;
  asked: readonly CommandCall[];
  /** It asks for an edit, an export, or brings files. */
  works: boolean;
  /** What it says, what it quotes, and what a late edit makes of an earlier request. */
  words: string;
  actions: ActionTable<Action>;
  settings: AccessSettings;
  answersPrivately: boolean;
  isBlocked(): Promise<boolean>;
  /** What moderators have set for the community. */
  place(): Promise<CommunitySettings>;
  /** An owner, or a moderator by what the platform says; in a private conversation an owner alone. */
  isModerator(): Promise<boolean>;
  authors(): Promise<QueueAuthors & Partial<ContributorsRecord>>;
}

/** Why a request is refused. */
export type Reason =
  | { kind: 'blocked' | 'stranger' | 'paused' | 'moderators-use-it' | 'listed-use-it' | 'blocked-word' }
  | { kind: 'owners' | 'moderators' | 'changes-all' | 'others-work'; action: string };

/** One reason to refuse a request. */
export interface Rule {
  readonly name: string;
  /** The reason; undefined when the rule has nothing against it. */
  check(request: RuleRequest): Promise<Reason | undefined>;
}

/** Neither a blocked person nor anybody in a blocked community is listened to; an owner always is. */
const notBlocked: Rule = {
  name: 'not-blocked',
  async check({ requester, settings, isBlocked }) {
    if (isOwner(requester, settings)) return undefined;
    return (await isBlocked()) ? { kind: 'blocked' } : undefined;
  },
};

/** The operator decides who may use the bot where. */
const noStranger: Rule = {
  name: 'no-stranger',
  async check({ requester, settings }) {
    return isAllowed(requester, settings) ? undefined : { kind: 'stranger' };
  },
};

/** Where a moderator paused the bot it begins nothing; what only asks or stops still works. */
const notPaused: Rule = {
  name: 'not-paused',
  async check({ works, place }) {
    return works && (await place()).paused ? { kind: 'paused' } : undefined;
  },
};

/** Moderators may have kept the bot of their community to themselves and whom they named; asking and stopping still works. */
const usedByEverybody: Rule = {
  name: 'used-by-everybody',
  async check({ works, place, isModerator, requester }) {
    const stored = works ? await place() : {};
    const who = usedBy.of(stored) ?? 'everybody';
    if (who === 'everybody') return undefined;
    if (who === 'list' && listedPeople.of(stored)?.includes(requester.user)) return undefined;
    if (await isModerator()) return undefined;
    return { kind: who === 'list' ? 'listed-use-it' : 'moderators-use-it' };
  },
};

/** Nothing is begun that contains a word that moderators have blocked, whoever says it. */
const noBlockedWord: Rule = {
  name: 'no-blocked-word',
  async check({ works, words, asked, place }) {
    if (words === '' || !(works || asked.some(({ name }) => name === LATE_EDIT))) return undefined;
    const blocked = blockedWords.of(await place()) ?? [];
    return blocked.length > 0 && containsWord(words, blocked) ? { kind: 'blocked-word' } : undefined;
  },
};

/** What the action table says of each action that is asked for. */
const actionsAllow: Rule = {
  name: 'actions-allow',
  async check(request) {
    for (const call of request.asked) {
      const reason = await CHECKS[request.actions.find(call.name)?.access ?? 'member'](call, request);
      if (reason) return reason;
    }
    return undefined;
  },
};

/** Asked in this order; the first reason is the answer. */
export const RULES: readonly Rule[] = [notBlocked, noStranger, notPaused, usedByEverybody, actionsAllow, noBlockedWord];

type Check = (call: CommandCall, request: RuleRequest) => Promise<Reason | undefined>;

const CHECKS: Readonly<Record<Access, Check>> = {
  member: async () => undefined,
  async 'author-or-moderator'(call, request) {
    if (!request.requester.shared || isOwnChat(request)) return undefined;
    const affected = affectedAuthors(call, await request.authors());
    if (affected.every((user) => user === request.userId) || (await request.isModerator())) return undefined;
    return { kind: 'others-work', action: call.name };
  },
  async moderator(call, request) {
    const { requester, actions, answersPrivately, userId } = request;
    if (!requester.shared) return undefined;
    // What only shows something is for everybody where the answer is for the one who asked.
    if (answersPrivately && !changesSomething(call, actions)) return undefined;
    if (isOwnChat(request)) return undefined;
    const { users = [] } = await request.authors();
    if (users.length > 0 && users.every((user) => user === userId)) return undefined;
    return (await request.isModerator()) ? undefined : { kind: 'changes-all', action: call.name };
  },
  async moderation({ name }, { requester, isModerator }) {
    if (requester.shared) return (await isModerator()) ? undefined : { kind: 'moderators', action: name };
    return (await isModerator()) ? undefined : { kind: 'owners', action: name };
  },
  async 'place-moderator'({ name }, { requester, isModerator }) {
    return !requester.shared || (await isModerator()) ? undefined : { kind: 'moderators', action: name };
  },
  async owner({ name }, { requester, settings }) {
    return isOwner(requester, settings) ? undefined : { kind: 'owners', action: name };
  },
};

/** A chat of one's own in a shared place: what is done there concerns nobody else. */
function isOwnChat({ requester }: RuleRequest): boolean {
  return personOf(requester.chat) !== undefined;
}

/** The users whose work a call would end, repeat or give away. */
function affectedAuthors(
  { name, argument }: CommandCall,
  { running, waiting, users = [], last }: QueueAuthors & Partial<ContributorsRecord>,
): readonly string[] {
  switch (name) {
    case 'cancel':
      return [...(running === undefined ? [] : [running]), ...(argument === 'all' ? waiting : [])];
    case 'remove':
      return waiting.slice(Number(argument) - 1, Number(argument));
    case 'rerun':
    case 'variation':
      return last === undefined ? [] : [last];
    default:
      return users;
  }
}
