import type { Translate } from '../../i18n/translator.ts';
import type { Credits } from '../../nemo/nemo.ts';
import type { TurnContext } from '../turn/turn-context.ts';

/** The balance in a sentence. */
export function creditsText(t: Translate, { available, frozen, total }: Credits): string {
  return t('credits', { available, frozen, total });
}

/**
 * Whether the account's balance may be told to who asks, alone: to an owner and to a moderator, and in private to anybody
 * while no owner is set. It is never posted for a group to read.
 */
export async function mayReadAccount({
  turn,
  settings,
  rights,
}: Pick<TurnContext, 'turn' | 'settings' | 'rights'>): Promise<boolean> {
  return (!turn.shared && (settings.owners?.size ?? 0) === 0) || rights.isModerator();
}
