import { OWNER_VISITOR, userKeyOf } from './place.ts';

/**
 * Whether a visitor runs the bot: they opened the link that was printed where it was started, or are an owner in Telegram.
 * @param owners as `platform:id`
 */
export function isOwner(visitor: string, owners: ReadonlySet<string>): boolean {
  return visitor === OWNER_VISITOR || owners.has(userKeyOf(visitor));
}
