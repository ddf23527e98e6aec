import { type Requester, requesterOf } from '../access/requester.ts';
import { platformOf } from '../chat.ts';
import type { TurnContext } from '../turn/turn-context.ts';

/** A block that holds wherever the bot is. */
export const EVERYWHERE = '*';

/** Where what the moderator does holds: in their community; what an owner says in private, everywhere. */
export function scopeOf(requester: Requester): string {
  return requester.shared ? requester.community : EVERYWHERE;
}

/** Writes down that a moderator did something. After a crash it is written once all the same. */
export async function audit(
  { turn, store }: Pick<TurnContext, 'turn' | 'store'>,
  action: string,
  detail: string,
): Promise<void> {
  const requester = requesterOf(turn);
  const { user: by } = requester;
  await store.audit.add({ community: scopeOf(requester), by, action, detail, turnId: `${turn.id}#${turn.at}` });
}

/** Why somebody may not be blocked, as a key of the sentence. */
export function blockObstacle(
  user: string,
  { turn, settings }: Pick<TurnContext, 'turn' | 'settings'>,
): 'blockSelf' | 'blockOwner' | undefined {
  const requester = requesterOf(turn);
  if (user === requester.user) return 'blockSelf';
  return settings.owners?.has(user) ? 'blockOwner' : undefined;
}

/** The platform that a turn comes from. */
export function platformOfTurn({ turn }: Pick<TurnContext, 'turn'>): string {
  return platformOf(turn.chat);
}

/** `27 Nov, 14:05` in UTC. */
export function timeText({ turn }: Pick<TurnContext, 'turn'>, at: number): string {
  const locale = turn.language === 'zh' ? 'zh-CN' : 'en-GB';
  const parts = { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' } as const;
  return `${new Intl.DateTimeFormat(locale, { ...parts, timeZone: 'UTC' }).format(at)} UTC`;
}
