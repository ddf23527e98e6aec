import type { ClientOptions } from 'discord.js';
import type { Logger } from '../../lib/logger.ts';

type BuildStrategy = NonNullable<NonNullable<ClientOptions['ws']>['buildStrategy']>;
/** What receives the gateway's events, and passes them on to discord.js and to the adapter. */
type EventSource = Parameters<BuildStrategy>[0];

/**
 * Drops events that cannot be read, and logs their kind: one that discord.js cannot make an object of (such as an
 * interaction without `entitlements`) would end the process, since an error of a listener is a rejection that nobody sees.
 */
export function guardEvents(source: EventSource, log: Logger): void {
  const emit: (...event: unknown[]) => boolean = source.emit.bind(source);
  const guarded = (...event: unknown[]): boolean => {
    try {
      return emit(...event);
    } catch (error) {
      log.error({ err: error, event: kindOf(event) }, 'gateway event cannot be read; dropped');
      return true;
    }
  };
  source.emit = guarded;
}

/** `INTERACTION_CREATE` and the like for what Discord dispatches, else the name of discord.js. */
function kindOf([name, argument]: unknown[]): string {
  const data = fieldOf(argument, 'data');
  const type = fieldOf(data, 't');
  return typeof type === 'string' ? type : String(name);
}

function fieldOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}
