export * from './clock.ts';
export * from './deferred.ts';
export * from './keyed-mutex.ts';
export * from './semaphore.ts';
export * from './until-aborted.ts';
