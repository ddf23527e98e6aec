import type { Clock } from '@reelay/async';
import type { Store } from '../../core/storage/store.ts';
import type { LanguageSetting } from '../../i18n/language.ts';
import type { Logger } from '../../lib/logger.ts';
import type { CorePort } from '../kit/core-port.ts';
import type { SuggestionSources } from './suggestions.ts';

export interface DiscordOptions extends SuggestionSources {
  token: string;
  /** Where the API is instead of Discord's own place, such as `http://127.0.0.1:1234/api`. */
  apiRoot?: string;
  /** Registers the commands in this server alone, where they are there at once. */
  developmentGuild?: string;
  /** Gets the messages. */
  core: CorePort;
  store: Store;
  clock: Clock;
  log: Logger;
  /** The language of the adapter's own sentences; `auto` is the user's. */
  language: LanguageSetting;
  /** Ids of roles whose people moderate, whatever Discord lets them do. */
  moderatorRoles?: readonly string[];
  /** Gives each project in a server's channel a thread of its own. */
  threadPerProject?: boolean;
  /** So much quiet ends a request of several messages, in ms; 0 makes every message one of its own. */
  joinWithinMs?: number;
}
