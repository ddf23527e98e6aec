import type { Api } from 'grammy';
import { ACTIONS } from '../../core/actions/all.ts';
import type { LanguageSetting } from '../../i18n/language.ts';
import type { Logger } from '../../lib/logger.ts';
import type { Calls } from '../kit/calls.ts';
import { asApiSignal } from './api.ts';
import { menus, sameCommands } from './commands.ts';
import { type Call, describeBot } from './descriptions.ts';
import type { EphemeralSupport } from './ephemeral-support.ts';
import { writeMenuButton } from './menu-button.ts';

/**
 * Writes the menus and the descriptions that differ from what Telegram has; the bot works without them. Never rejects.
 */
export async function introduceBot(
  { api, calls, log, ephemeral }: { api: Api; calls: Calls; log: Logger; ephemeral: EphemeralSupport },
  { language, pageUrl }: { language: LanguageSetting; pageUrl?: string },
  signal: AbortSignal,
): Promise<void> {
  const options = { signal, idempotent: true };
  try {
    const call: Call = (what, each) => calls.untilDone(what, each, options);
    await describeBot(api, language, call);
    if (pageUrl !== undefined) await writeMenuButton(api, pageUrl, language, call);
    const hidden = await ephemeral.isKnown(signal);
    for (const { scope, language_code, commands } of menus(language, ACTIONS, hidden)) {
      const where = { scope, language_code: language_code || undefined };
      const read = (limited: AbortSignal) => api.getMyCommands(where, asApiSignal(limited));
      if (sameCommands(await calls.untilDone('getMyCommands', read, options), commands)) continue;
      const write = (limited: AbortSignal) => api.setMyCommands(commands, where, asApiSignal(limited));
      await calls.untilDone('setMyCommands', write, options);
    }
  } catch (error) {
    if (!signal.aborted) log.warn({ err: error }, 'command menus not written');
  }
}
