import { z } from 'zod';
import type { ChatKey, CommandCall, IncomingMessage } from '../../core/chat.ts';
import { ANSWER } from '../../core/steps/asked.ts';
import type { Store, Table } from '../../core/storage/store.ts';
import { KeyedMutex } from '../../lib/keyed-mutex.ts';
import type { Logger } from '../../lib/logger.ts';
import { accessOf, onlyShows, requestedActions } from './action-access.ts';
import type { CorePort, QueueAuthors } from './core-port.ts';

const contributorsSchema = z.object({
  /** Who asked for work on the chat's project, the first one first. */
  users: z.array(z.string()),
  /** Who asked the agent last. */
  last: z.string().optional(),
});
type Contributors = z.infer<typeof contributorsSchema>;

export interface PermissionsOptions {
  store: Store;
  /** Name of its table in the store. */
  table: string;
  core: Pick<CorePort, 'authorsIn'>;
  /** Whether an answer can be for the person who asked alone: then what only shows something is for everybody. */
  privateReplies: boolean;
  log: Logger;
}

/** Why a request was denied: the action, and who may ask for it. */
export interface Denial {
  action: string;
  access: 'author-or-moderator' | 'moderator';
}

/** How long it is remembered who works on a project, in ms. */
const CONTRIBUTORS_TTL_MS = 30 * 24 * 3_600_000;
/** How many people of a chat are remembered: two show already that there are others. */
const CONTRIBUTORS_KEPT = 20;

/**
 * Who may do what where several people share a chat. What ends, erases or repeats what others asked for needs its author
 * or a moderator; what changes the chat for everybody needs a moderator, or the one person who works there.
 */
export class Permissions {
  readonly #options: PermissionsOptions;
  readonly #table: Table<Contributors>;
  readonly #order = new KeyedMutex();

  constructor(options: PermissionsOptions) {
    this.#options = options;
    this.#table = options.store.table(options.table, contributorsSchema);
  }

  /**
   * Checks a request of a shared chat and brings it to the core, as one: what others ask for in between comes after it.
   *
   * @param isModerator looks the user's rights up at the platform; a look-up that fails denies
   * @param accept brings the request to the core, in the form that was granted
   */
  async submit<Result extends string>(
    message: IncomingMessage,
    isModerator: () => Promise<boolean>,
    accept: (granted: IncomingMessage) => Promise<Result>,
  ): Promise<Result | Denial> {
    // Rights are looked up outside of the order: nobody else's request waits for the platform's answer.
    let moderator = (await this.#deniedAlone(message)) && (await this.#lookUp(message, isModerator));
    for (;;) {
      const result = await this.#order.run(message.chat, async () => {
        const denial = moderator ? undefined : await this.#deniedAlone(message);
        if (!denial) return this.#accept(message, moderator ?? false, accept);
        // Others may have begun to work there since the first look.
        return moderator === undefined ? undefined : denial;
      });
      if (result !== undefined) return result;
      moderator = await this.#lookUp(message, isModerator);
    }
  }

  /**
   * Checks a change of a request that was accepted.
   * @returns undefined when it is allowed
   */
  async check(message: IncomingMessage, isModerator: () => Promise<boolean>): Promise<Denial | undefined> {
    const denial = await this.#deniedAlone(message);
    return denial && !(await this.#lookUp(message, isModerator)) ? denial : undefined;
  }

  /** Why somebody who is no moderator may not ask for this. */
  async #deniedAlone(message: IncomingMessage): Promise<Denial | undefined> {
    const guarded = guardedActions(message);
    if (guarded.length === 0) return undefined;
    const known = { queue: await this.#options.core.authorsIn(message.chat), ...(await this.#table.get(message.chat)) };
    const denied = guarded.find((action) => !this.#mayAlone(action, message.userId, known));
    if (!denied) return undefined;
    const access = accessOf(denied.name) === 'moderator' ? 'moderator' : 'author-or-moderator';
    return { action: denied.name, access };
  }

  async #lookUp({ chat }: IncomingMessage, isModerator: () => Promise<boolean>): Promise<boolean> {
    try {
      return await isModerator();
    } catch (error) {
      this.#options.log.warn({ chat, err: error }, 'rights could not be looked up; request denied');
      return false;
    }
  }

  async #accept<Result extends string>(
    message: IncomingMessage,
    moderator: boolean,
    accept: (granted: IncomingMessage) => Promise<Result>,
  ): Promise<Result> {
    await this.#submitting(message);
    const ownWorkOnly = !moderator && guardedActions(message).length > 0;
    const result = await accept(ownWorkOnly ? { ...message, ownWorkOnly } : message);
    if (result === 'accepted') await this.#accepted(message);
    return result;
  }

  /** Whether a request of a shared chat, if accepted, changes it for everybody in it. */
  changesChat(message: IncomingMessage): string | undefined {
    return requestedActions(message).find((call) => accessOf(call.name) === 'moderator' && changesSomething(call))
      ?.name;
  }

  /** Remembers who works on the chat's project, just before a request is brought to the core; never rejects. */
  async #submitting(message: IncomingMessage): Promise<void> {
    const { asksAgent, works } = contributionOf(message);
    if (!works) return;
    const { chat, userId } = message;
    await this.#save(chat, async () => {
      const earlier = await this.#table.get(chat);
      const users = [...new Set([...(earlier?.users ?? []), userId])].slice(-CONTRIBUTORS_KEPT);
      const last = asksAgent ? userId : earlier?.last;
      if (earlier?.last === last && earlier?.users.length === users.length) return;
      await this.#table.set(chat, { users, last }, CONTRIBUTORS_TTL_MS);
    });
  }

  /** A new project begins without those who worked on the old one; never rejects. */
  async #accepted(message: IncomingMessage): Promise<void> {
    const { chat, userId } = message;
    if (!requestedActions(message).some(({ name }) => name === 'new')) return;
    const { works } = contributionOf(message);
    await this.#save(chat, async () => {
      if (works) await this.#table.set(chat, { users: [userId] }, CONTRIBUTORS_TTL_MS);
      else await this.#table.delete(chat);
    });
  }

  /** The platform gave the chat another id. */
  async move(from: ChatKey, to: ChatKey): Promise<void> {
    const contributors = await this.#table.get(from);
    if (contributors) await this.#table.set(to, contributors, CONTRIBUTORS_TTL_MS);
  }

  async forget(chat: ChatKey): Promise<void> {
    await this.#table.delete(chat);
  }

  async #save(chat: ChatKey, work: () => Promise<unknown>): Promise<void> {
    try {
      await work();
    } catch (error) {
      this.#options.log.warn({ chat, err: error }, 'contributor not saved');
    }
  }

  /** Whether somebody who is no moderator may do this. */
  #mayAlone(call: CommandCall, userId: string, known: KnownAuthors): boolean {
    if (accessOf(call.name) === 'author-or-moderator') {
      return affectedAuthors(call, known).every((user) => user === userId);
    }
    if (this.#options.privateReplies && !changesSomething(call)) return true;
    const { users = [] } = known;
    return users.length > 0 && users.every((user) => user === userId);
  }
}

/** What a message asks for that not every member may have. */
function guardedActions(message: IncomingMessage): CommandCall[] {
  return requestedActions(message).filter(({ name }) => accessOf(name) !== 'member');
}

/** What is known of who asked for what in a chat. */
type KnownAuthors = Partial<Contributors> & { queue: QueueAuthors };

/** The users whose work a call would end, repeat or give away. */
function affectedAuthors(
  { name, argument }: CommandCall,
  { queue, users = [], last }: KnownAuthors,
): readonly string[] {
  const { running, waiting } = queue;
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

/** False for what only shows something, such as a list of what could be chosen. */
function changesSomething({ name, argument }: CommandCall): boolean {
  return !onlyShows(name) && argument !== undefined && argument !== '';
}

/** What a message adds to the chat's project. */
function contributionOf(message: IncomingMessage): { asksAgent: boolean; works: boolean } {
  const actions = requestedActions(message).map(({ name }) => name);
  const asksAgent =
    actions.length === 0 || actions.includes(ANSWER) || actions.includes('rerun') || actions.includes('variation');
  return { asksAgent, works: asksAgent || actions.includes('export') || message.attachments.length > 0 };
}
