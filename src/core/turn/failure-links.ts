import { withTimeLimit } from '@reelay/async';
import { NemoError } from '../../nemo/errors.ts';
import { requesterOf } from '../access/requester.ts';
import { personOf, platformOf } from '../chat.ts';
import { type FailureFacts, registrationLink } from './failure.ts';
import { publicLink } from './public-link.ts';
import type { TurnContext } from './turn-context.ts';

/** A failure is told without the project's link rather than later, in ms. */
const LINK_LIMIT_MS = 15_000;

/** The links that the sentence about a failure has: those of the account for whoever may have them, that of the project. */
export async function linksFor(
  context: TurnContext,
  error: unknown,
): Promise<Pick<FailureFacts, 'registration' | 'project'>> {
  if (!(error instanceof NemoError)) return {};
  const isAboutExport = error.code === 'export-blocked' || error.code === 'missing-scope';
  if (!isAboutExport && error.code !== 'out-of-credits') return {};
  try {
    const session = (await context.sessions.find(context.turn.chat))?.session;
    const registration =
      context.settings.anonymous && (await mayRegister(context))
        ? registrationLink(context.settings.webUrl, session?.userId)
        : undefined;
    // Whoever opens it holds the project, and others may read this.
    const mayShow = isAboutExport && !context.turn.shared;
    return { registration, ...(mayShow && { project: await projectLink(context) }) };
  } catch (cause) {
    if (context.signal.aborted) throw cause;
    context.log.warn({ err: cause }, 'links of a failure not found');
    return {};
  }
}

/** Whoever registers takes the account: an owner in private, or, where there is none, the one person who uses the bot. */
async function mayRegister({ turn, settings, sessions }: TurnContext): Promise<boolean> {
  const platform = platformOf(turn.chat);
  if (platform === 'local') return true;
  if (personOf(turn.chat) !== undefined || turn.shared) return false;
  if (settings.owners && settings.owners.size > 0) return settings.owners.has(requesterOf(turn).user);
  return sessions.isOnlyChat(turn.chat);
}

async function projectLink(context: TurnContext): Promise<string | undefined> {
  const { clock, signal, sessions, turn, nemo, adapter, settings } = context;
  const session = (await sessions.find(turn.chat))?.session;
  if (!session) return undefined;
  const url = await withTimeLimit(clock, LINK_LIMIT_MS, 'the browser link', signal, (limited) =>
    sessions.browserLink(turn.chat, nemo, session, { signal: limited, maxWaitMs: 0 }),
  ).catch((error: unknown) => {
    if (signal.aborted) throw error;
    return undefined;
  });
  return publicLink(url, adapter.platform, settings.publicUrl);
}
