import { platformOf } from '../chat.ts';
import type { Requester } from './requester.ts';
import type { AccessSettings } from './settings.ts';

/** Whether the person is an owner; no name and no right of a platform makes one. */
export function isOwner({ user }: Pick<Requester, 'user'>, { owners }: AccessSettings): boolean {
  return owners.has(user);
}

/** Whether the operator lets the person use the bot there. */
export function isAllowed(requester: Requester, settings: AccessSettings): boolean {
  if (isOwner(requester, settings)) return true;
  const { access, allowed, privateChats } = settings;
  if (access === 'closed') return false;
  const { user, community, shared } = requester;
  // The person's, which the chat need not be on.
  const platform = platformOf(user);
  if (access === 'open' && (shared || privateChats === 'open')) return true;
  return [user, community, `${platform}:*`, ...(shared ? [] : [`${platform}:dm`])].some((each) => allowed.has(each));
}
