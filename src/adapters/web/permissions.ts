import { OWNER_VISITOR } from './place.ts';

/** Whether a visitor runs the bot: they opened the link that was printed where it was started. */
export function isOwner(visitor: string): boolean {
  return visitor === OWNER_VISITOR;
}
