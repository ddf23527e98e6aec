import type { Clock } from '@reelay/async';
import type { Logger } from 'pino';
import type { NemoErrorCode } from './errors.ts';
import type { CredentialStore } from './nemo.ts';

export interface NemoClientOptions {
  /** Base address of the API, without a path. */
  apiUrl: string;
  /** Base address of the web application, for browser links. */
  webUrl: string;
  /** The operator's own token (`NEMO_TOKEN`); without it an anonymous account is used. */
  token?: string;
  /** The operator's own client id (`NEMO_CLIENT_ID`) for the anonymous account. */
  clientId?: string;
  credentials: CredentialStore;
  clock: Clock;
  log: Logger;
  /** Wait before the one repeat after a 429, in ms. */
  rateLimitWaitMs: number;
  /** Longest time of a prompt's stream, in ms. */
  streamTimeoutMs: number;
  /** Longest time without an event of the agent, heartbeats not counted, in ms; 10 minutes by default. */
  stallMs?: number;
  /** Limit of a call with a short answer, in ms; one minute by default. */
  requestTimeoutMs?: number;
  /** Limit of an upload, in ms; 15 minutes by default. */
  uploadTimeoutMs?: number;
  /** Longest wait for a download's headers and for each next byte, in ms; one minute by default. */
  downloadStallMs?: number;
  /** Limit of a download's bytes, in ms; 30 minutes by default. */
  downloadTimeoutMs?: number;
  /** Limit of establishing a connection, in ms of the system's clock; 10 seconds by default. */
  connectTimeoutMs?: number;
  /** How long a call may wait while Nemo is unreachable, in ms; 15 minutes by default. */
  maxWaitMs?: number;
  /** Wait before a call's second attempt, in ms, doubled for each further one; 500 by default. */
  retryBaseMs?: number;
  /** Follows addresses in answers to hosts that are not in the public internet, besides the API's own origin. */
  allowPrivateHosts?: boolean;
  /** From 0 to below 1; makes the waits between attempts uneven. */
  random?: () => number;
  newId?: () => string;
  /** Called for each attempt of a call that failed, also when it is repeated. */
  onFailure?: (code: NemoErrorCode) => void;
}
