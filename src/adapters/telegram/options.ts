import type { Clock } from '@reelay/async';
import type { Store } from '../../core/storage/store.ts';
import type { LanguageSetting } from '../../i18n/language.ts';
import type { Logger } from '../../lib/logger.ts';
import type { CorePort } from '../kit/core-port.ts';
import type { WebhookSettings } from './webhook.ts';

export interface TelegramOptions {
  token: string;
  /** Address of a local Bot API server (or a test's), without a slash at its end. */
  apiRoot?: string;
  /**
   * Folder of a local Bot API server that was started with `--local`: its files are read from the disk, below this
   * folder only, and up to 2000 MB may be sent and received.
   */
  localFilesRoot?: string;
  core: CorePort;
  store: Store;
  clock: Clock;
  log: Logger;
  language: LanguageSetting;
  /** The page that the button beside the message field opens, over HTTPS; the button stays as it is without it. */
  pageUrl?: string;
  /** Telegram posts updates there; they are fetched without it. */
  webhook?: WebhookSettings;
  /** So much quiet ends a request of several messages, in ms; 0 makes every message one of its own. */
  joinWithinMs?: number;
}
