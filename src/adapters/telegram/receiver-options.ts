import type { Clock } from '@reelay/async';
import type { Api } from 'grammy';
import type { LanguageSetting } from '../../i18n/language.ts';
import type { Logger } from '../../lib/logger.ts';
import type { ButtonDedupe } from '../kit/button-dedupe.ts';
import type { Calls } from '../kit/calls.ts';
import type { CorePort } from '../kit/core-port.ts';
import type { ReceivedMessages } from '../kit/received-messages.ts';
import type { Deliverer } from './deliver.ts';
import type { Files } from './download.ts';
import type { EphemeralReplies } from './ephemeral-replies.ts';
import type { MessageIds } from './message-ids.ts';
import type { Presses } from './presses.ts';
import type { PrivateTopics } from './private-topics.ts';
import type { Repository } from './repository.ts';

export interface ReceiverOptions {
  api: Api;
  calls: Calls;
  clock: Clock;
  core: CorePort;
  presses: Presses;
  deliverer: Deliverer;
  ephemeral: EphemeralReplies;
  topics: PrivateTopics;
  /** Each press is one request. */
  buttons: ButtonDedupe;
  files: Files;
  repository: Repository;
  ids: MessageIds;
  received: ReceivedMessages;
  log: Logger;
  language: LanguageSetting;
}
