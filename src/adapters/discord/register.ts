import type { Clock } from '@reelay/async';
import type { Logger } from '../../lib/logger.ts';
import type { DiscordApi } from './api.ts';
import { allCommands } from './commands.ts';
import { REGISTER_WAITS_MS } from './limits.ts';

/**
 * Makes Discord know the commands: globally, or in one guild while developing. They are read first and written only
 * when they differ, for writing is counted per day.
 * @returns whether they were written
 */
async function registerCommands(
  { api, log }: { api: DiscordApi; log: Logger },
  application: string,
  guild: string | undefined,
): Promise<boolean> {
  const wanted = guild ? allCommands() : allCommands(await api.installations());
  const registered = await api.commands(application, guild);
  if (sameCommands(wanted, registered)) return false;
  await api.putCommands(application, wanted, guild);
  log.info({ guild, count: wanted.length }, 'commands registered');
  return true;
}

/**
 * Registers the commands. Resolves after the first attempt: mentions and DMs work without commands, and the old ones are
 * still there. Where it failed, it is tried again in the background until it works or the signal says stop. Never rejects.
 */
export async function registerUntilDone(
  context: { api: DiscordApi; clock: Clock; log: Logger },
  application: string,
  guild: string | undefined,
  signal: AbortSignal,
): Promise<void> {
  const { clock, log } = context;
  const again = async () => {
    for (let failed = 0; !signal.aborted; failed++) {
      const waitMs = REGISTER_WAITS_MS[Math.min(failed, REGISTER_WAITS_MS.length - 1)] ?? 0;
      try {
        await clock.sleep(waitMs, signal);
        await registerCommands(context, application, guild);
        return;
      } catch (error) {
        if (!signal.aborted) log.warn({ err: error, failed: failed + 2 }, 'the commands could not be registered');
      }
    }
  };
  try {
    await registerCommands(context, application, guild);
  } catch (error) {
    log.error({ err: error, guild }, 'the commands could not be registered; trying again');
    void again();
  }
}

/** True when the registered commands equal the wanted ones; what Discord adds by itself is ignored. */
function sameCommands(wanted: readonly object[], registered: unknown): boolean {
  if (!Array.isArray(registered) || registered.length !== wanted.length) return false;
  return wanted.every((command) => registered.some((known: unknown) => covers(known, command)));
}

/** Whether everything in `wanted` is the same in `known`; false, null and empty values count as absent. */
function covers(known: unknown, wanted: unknown): boolean {
  if (isNothing(wanted)) return isNothing(known);
  if (Array.isArray(wanted)) {
    return (
      Array.isArray(known) &&
      known.length === wanted.length &&
      wanted.every((each, index) => covers(known[index], each)) &&
      wanted.every((each, index) => !isRecord(each) || hasNoMore(known[index], each))
    );
  }
  if (isRecord(wanted)) return isRecord(known) && Object.keys(wanted).every((key) => covers(known[key], wanted[key]));
  return known === wanted;
}

/** Fields that an option may have; one that is there and not wanted is a difference. */
const OPTION_KEYS = ['required', 'autocomplete', 'choices', 'options', 'min_value', 'max_value', 'max_length'];

function hasNoMore(known: unknown, wanted: Record<string, unknown>): boolean {
  return isRecord(known) && OPTION_KEYS.every((key) => key in wanted || isNothing(known[key]));
}

function isNothing(value: unknown): boolean {
  if (value === undefined || value === null || value === false) return true;
  return Array.isArray(value) ? value.length === 0 : isRecord(value) && Object.keys(value).length === 0;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
