import type { Translate } from '../../i18n/translator.ts';
import type { Credits } from '../../nemo/nemo.ts';
import { platformOf } from '../chat.ts';
import type { TurnContext } from '../turn/turn-context.ts';

/** The balance in a sentence. */
export function creditsText(t: Translate, { available, frozen, total }: Credits): string {
  return t('credits', { available, frozen, total });
}

/**
 * Whether the account's balance may be told here: to an owner in private (to anybody there while no owner is set), in a
 * shared place to a moderator whom alone the platform can answer. It is never posted for a group to read.
 */
export async function mayReadAccount({ turn, adapter, settings, signal }: TurnContext): Promise<boolean> {
  const { chat, userId, shared } = turn;
  if (!shared) {
    const owners = settings.owners ?? new Set();
    return owners.size === 0 || owners.has(`${platformOf(chat)}:${userId}`);
  }
  if (!adapter.answersPrivately) return false;
  const person = { chat, userId, community: shared.community };
  // Who cannot be looked up is no moderator.
  return (await adapter.isModerator?.(person, signal).catch(() => false)) ?? false;
}
