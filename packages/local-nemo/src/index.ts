/** The package's only entry: starts the embedded Nemo and says what it can be started with. */
export type { Clock } from '@reelay/async';
export type { Log } from './log.ts';
export type { Costs, Limits, LocalNemoOptions, Render } from './options.ts';
export { type RunningNemo, startLocalNemo } from './server.ts';
