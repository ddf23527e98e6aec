import type { Clock } from '@reelay/async';
import type { Logger } from '../../lib/logger.ts';
import type { Calls } from '../kit/calls.ts';
import type { DeliveryLedger } from '../kit/delivery-ledger.ts';
import type { DiscordApi } from './api.ts';
import type { Repository } from './repository.ts';
import type { UploadLimits } from './upload-limits.ts';

/** What every part of the adapter works with. */
export interface Context {
  api: DiscordApi;
  calls: Calls;
  ledger: DeliveryLedger;
  repository: Repository;
  uploadLimits: UploadLimits;
  /** Ids of roles whose people moderate, whatever Discord lets them do. */
  moderatorRoles: readonly string[];
  clock: Clock;
  log: Logger;
}
